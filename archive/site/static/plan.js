// From what was typed to what is looked for (archive/search/query_plan.py): words that carry no topic are left out, others may
// stand for more. It asks the index only whether it knows a word.
"use strict";

self.PLAN = (() => {
  const { isLetters, split, key, stem } = self.WORDS, { term } = self.QUERY, { isKnown, normalized } = self.INDEX;
  const { analysis, abbreviations: { LONG, SHORT }, plan: { METADATA_BY_WORD, ...limits } } = self.ARCHIVE.rules;
  const [stop, frame, idle] = [analysis.STOP_WORDS, analysis.FRAME_WORDS, analysis.PAPERS].map((words) => new Set(words));
  const facts = new Set(["author", "topic", ...METADATA_BY_WORD]), longForms = new Map(LONG), shortForms = new Map(SHORT);
  const eitherNumber = (forms, word) => forms.get(word) || forms.get(word.replace(/s$/, ""));
  const NUMBERED = new RegExp(analysis.NUMBERED, "gu");
  const cuts = (word) => [...word.matchAll(NUMBERED)].map(({ index }) => index);

  const isFact = ({ kind, field, parts }) => (kind === "any" ? parts.every(isFact) : kind === "year" || facts.has(field));
  const plainWord = ({ kind, text, field }) => (kind === "word" && !field ? text : "");
  const consistsOf = (node, ...lists) => plainWord(node) !== "" && split(node.text).every((word) => lists.some((words) => words.has(word)));
  const flat = (nodes) => nodes.flatMap((node) => (node.kind === "all" ? flat(node.parts) : [node]));
  const different = (some) => [...new Map(some.map((one) => [JSON.stringify(one), one])).values()];
  function contentParts(parts) {
    const some = parts.filter((part) => !consistsOf(part, stop));
    return some.length ? some : parts;
  }

  // What is made of adjacent plain words together, of as many as possible; of others, each alone.
  function inRuns(nodes, together, alone) {
    const words = nodes.slice(0, limits.LONGEST_RUN).map(plainWord);
    for (let length = words.includes("") ? words.indexOf("") : words.length; length > 1; length--) {
      const made = together(words.slice(0, length).join(" "), nodes.slice(0, length));
      if (made) return [made, ...inRuns(nodes.slice(length), together, alone)];
    }
    return nodes.length ? [alone(nodes[0]), ...inRuns(nodes.slice(1), together, alone)] : [];
  }
  const awards = (nodes) => inRuns(nodes, (text) => isKnown("award name", normalized(text)) && term("phrase", normalized(text), "award"), (node) => node);
  const clauses = (nodes) => inRuns(nodes, (text, some) => {
    const ways = synonyms(text);
    return ways.length && { nodes: some, alternatives: ways };
  }, (node) => ({ nodes: [node], alternatives: alternatives(node) }));

  // Other ways to say some words: their abbreviation, in one word; else the topic that is called so.
  function synonyms(text) {
    const pieces = split(text), joined = pieces.join(""), short = eitherNumber(shortForms, pieces.join(" ")), name = key(text);
    const mayBeOne = pieces.length === 2 && (pieces.every(isLetters) || cuts(joined).includes(pieces[0].length));
    return [...(short ? [term("phrase", short)] : []), ...(mayBeOne && isText(joined) ? [term("word", joined)] : []),
      ...(name && isKnown("called", name) ? [term("topic", text)] : [])];
  }

  function alternatives(node) {
    if (node.kind === "any") return node.parts.flatMap(alternatives);
    if (node.field === "award") return [{ ...node, field: null }];
    if (!["word", "phrase"].includes(node.kind) || node.field) return [];
    const pieces = split(node.text), [word] = pieces;
    if (pieces.length > 1) {
      const isSlashed = node.kind === "word" && node.text.includes("/");
      return [...(isSlashed ? [term("apart", pieces.join(" "))] : []), ...synonyms(node.text)];
    }
    const long = eitherNumber(longForms, word), halves = word.length <= limits.LONGEST_WORD ? [...inHalves(word), ...inNumbers(word)] : [];
    return [...(long ? [term("phrase", long)] : []), ...halves.filter((some) => some.every(isText)).map((some) => term("phrase", some.join(" "))),
      ...synonyms(node.text), ...(node.kind === "word" ? factsOf(word) : [])];
  }

  // `datacenter` as `data center`, `cifar10` as `cifar 10`, where both are words of the archive.
  const isText = (word) => isKnown("text", stem(word));
  function inHalves(word) {
    const places = isLetters(word) ? Array.from({ length: Math.max(0, word.length - limits.SHORTEST_HALF) }, (_, at) => at + 1) : [];
    return places.map((at) => [word.slice(0, at), word.slice(at)]).filter((halves) => !halves.some((half) => stop.has(half)));
  }
  function inNumbers(word) {
    const places = cuts(word), ways = [...places.map((at) => [at]), ...(places.length > 1 ? [places] : [])];
    return ways.map((way) => [...way, word.length].map((end, at) => word.slice(way[at - 1] ?? 0, end)));
  }

  // What a word says of a paper's facts: `kraska 2019`, `isca quantization`, `kipf2019sosd`.
  function factsOf(word) {
    const years = isKnown("year", word) ? [{ kind: "year", first: Number(word), last: Number(word) }] : [];
    return [...years, ...METADATA_BY_WORD.filter((field) => !idle.has(word) && isKnown(field, word)).map((field) => term("word", word, field))];
  }

  // -> { required, excluded, bigrams, clauses: [{ nodes, alternatives, times }], leftOut }
  function plan({ wanted, unwanted }) {
    const nodes = flat(wanted), others = nodes.filter((node) => !isFact(node));
    const ignored = others.some((node) => consistsOf(node, stop)) ? [stop, frame] : [stop];
    let kept = others.filter((node) => !consistsOf(node, ...ignored));
    if (!kept.length) kept = others;
    const asked = awards(kept);
    while (asked.length > 1 && consistsOf(asked.at(-1), idle)) {
      const last = asked.pop();
      kept = kept.filter((node) => node !== last);
    }
    const pieces = asked.flatMap((node) => (plainWord(node) ? split(node.text) : [""]));
    const bigrams = pieces.slice(1).map((other, at) => [pieces[at], other])
      .filter(([one, other]) => one && other && one !== other && !stop.has(one) && !stop.has(other));
    const all = clauses(asked), texts = all.map((clause) => JSON.stringify(clause));
    return {
      required: different(nodes.filter(isFact)), excluded: different(unwanted), bigrams: different(bigrams),
      clauses: different(all).map((clause) => ({ ...clause, times: texts.filter((text) => text === JSON.stringify(clause)).length })),
      leftOut: others.filter((node) => !kept.includes(node)).map(({ text }) => text).filter(Boolean),
    };
  }

  return { plan, isFact, alternatives, contentParts, different };
})();
