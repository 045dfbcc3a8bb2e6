// From what was typed to what is looked for (archive/search/plan.py): words that carry no topic are left out, others may
// stand for more. It asks the index only whether it knows a word.
"use strict";

self.PLAN = (() => {
  const { isLetters, split, plainly, key, stem } = self.WORDS, { term } = self.QUERY, { isKnown } = self.INDEX;
  const { analysis, abbreviations: { LONG, SHORT }, plan: { FACTS_BY_WORD, ...limits } } = self.ARCHIVE.rules;
  const [stop, frame, idle] = [analysis.STOP_WORDS, analysis.FRAME_WORDS, analysis.PAPERS].map((words) => new Set(words));
  const facts = new Set(["author", "topic", ...FACTS_BY_WORD]), longForms = new Map(LONG), shortForms = new Map(SHORT);
  const eitherNumber = (forms, word) => forms.get(word) || forms.get(word.replace(/s$/, ""));

  const NUMBERED = new RegExp(analysis.NUMBERED, "gu");
  const cuts = (word) => [...word.matchAll(NUMBERED)].map(({ index }) => index);

  const isFact = ({ kind, field }) => kind === "year" || facts.has(field);
  const plainWord = ({ kind, text, field }) => (kind === "word" && !field ? text : "");
  const consistsOf = (node, isOne) => plainWord(node) !== "" && split(node.text).every(isOne);
  const isStop = (word) => stop.has(word);
  const flat = (nodes) => nodes.flatMap((node) => (node.kind === "all" ? flat(node.parts) : [node]));
  const different = (some) => [...new Map(some.map((one) => [JSON.stringify(one), one])).values()];

  function contentParts(parts) {
    const some = parts.filter((part) => !consistsOf(part, isStop));
    return some.length ? some : parts;
  }

  // The longest run of plain words from a place on, at least two and no more than may be a name, for which something is made.
  function run(nodes, at, made) {
    let length = nodes.slice(at, at + limits.LONGEST_RUN).findIndex((node) => !plainWord(node));
    if (length < 0) length = Math.min(limits.LONGEST_RUN, nodes.length - at);
    for (; length > 1; length--) {
      const found = made(nodes.slice(at, at + length).map(plainWord).join(" "));
      if (found) return [length, found];
    }
    return [1, null];
  }

  // Other ways to say some words: their abbreviation, in one word; else the topic that is called so.
  function synonyms(text) {
    const pieces = split(text), joined = pieces.join(""), short = eitherNumber(shortForms, pieces.join(" ")), name = key(text);
    const mayBeOne = pieces.length === 2 && (pieces.every(isLetters) || cuts(joined).includes(pieces[0].length));
    return [...(short ? [term("word", short)] : []), ...(mayBeOne && isText(joined) ? [term("word", joined)] : []),
      ...(name && isKnown("about", name) ? [term("topic", text)] : [])];
  }

  function alternatives(node) {
    if (node.field === "award") return [{ ...node, field: null }];
    if (!["word", "phrase"].includes(node.kind) || node.field) return [];
    const pieces = split(node.text), [word] = pieces, ways = [], isOne = pieces.length === 1;
    if (!isOne && node.kind === "word" && node.text.includes("/")) ways.push(term("apart", pieces.join(" ")));
    const long = isOne && eitherNumber(longForms, word);
    if (long) ways.push(term("phrase", long));
    if (isOne && word.length <= limits.LONGEST_WORD) ways.push(...apart([...inHalves(word), ...inNumbers(word)]));
    return [...ways, ...synonyms(node.text), ...(isOne && node.kind === "word" ? factsOf(word) : [])];
  }

  // `datacenter` as `data center`, `cifar10` as `cifar 10`, where both are words of the archive.
  const isText = (word) => isKnown("text", stem(word));
  const apart = (all) => all.filter((pieces) => pieces.every(isText)).map((pieces) => term("phrase", pieces.join(" ")));
  function inHalves(word) {
    const places = isLetters(word) ? Array.from({ length: Math.max(0, word.length - limits.SHORTEST_HALF) }, (_, at) => at + 1) : [];
    return places.map((at) => [word.slice(0, at), word.slice(at)]).filter((halves) => !halves.some(isStop));
  }
  function inNumbers(word) {
    const places = cuts(word), ways = [...places.map((at) => [at]), ...(places.length > 1 ? [places] : [])];
    return ways.map((way) => [...way, word.length].map((end, at) => word.slice(way[at - 1] ?? 0, end)));
  }

  // What a word says of a paper's facts: `kraska 2019`, `isca quantization`, `kipf2019sosd`.
  function factsOf(word) {
    const years = isKnown("year", word) ? [{ kind: "year", first: Number(word), last: Number(word) }] : [];
    return [...years, ...FACTS_BY_WORD.filter((field) => !idle.has(word) && isKnown(field, word)).map((field) => term("word", word, field))];
  }

  // -> { required, excluded, bigrams, clauses: [{ nodes, alternatives, times }], leftOut }
  function plan({ wanted, unwanted }) {
    function awards(nodes) {
      const found = [];
      for (let at = 0; at < nodes.length;) {
        const [length, award] = run(nodes, at, (text) => {
          const name = plainly(text).join(" ");
          return isKnown("award name", name) ? term("phrase", name, "award") : null;
        });
        found.push(award || nodes[at]);
        at += length;
      }
      return found;
    }

    function clauses(nodes) {
      const found = [];
      for (let at = 0; at < nodes.length;) {
        const [length, names] = run(nodes, at, (text) => { const some = synonyms(text); return some.length ? some : null; });
        found.push({ nodes: nodes.slice(at, at + length), alternatives: names || alternatives(nodes[at]) });
        at += length;
      }
      return found;
    }

    const nodes = flat(wanted), others = nodes.filter((node) => !isFact(node));
    const isSentence = others.some((node) => consistsOf(node, isStop));
    let kept = others.filter((node) => !consistsOf(node, (word) => stop.has(word) || (isSentence && frame.has(word))));
    if (!kept.length) kept = others;
    const asked = awards(kept);
    while (asked.length > 1 && consistsOf(asked.at(-1), (word) => idle.has(word))) {
      const last = asked.pop();
      kept = kept.filter((node) => node !== last);
    }
    const pieces = asked.flatMap((node) => { const some = split(plainWord(node)); return some.length ? some : [""]; });
    const bigrams = pieces.slice(1).map((other, at) => [pieces[at], other])
      .filter(([one, other]) => one && other && one !== other && !isStop(one) && !isStop(other));
    const all = clauses(asked), texts = all.map((clause) => JSON.stringify(clause));
    return {
      required: different(nodes.filter(isFact)), excluded: different(unwanted), bigrams: different(bigrams),
      clauses: different(all).map((clause) => ({ ...clause, times: texts.filter((text) => text === JSON.stringify(clause)).length })),
      leftOut: others.filter((node) => !kept.includes(node)).map(({ text }) => text).filter(Boolean),
    };
  }

  return { plan, isFact, alternatives, contentParts, different };
})();
