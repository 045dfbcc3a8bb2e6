// Search over the papers of archive.js, as `mlforsys search` ranks (archive/search/): one scored text (BM25, the
// title three times), names of authors, words that say the same (topics, abbreviations, written in one), a word that
// no paper says taken for the beginning of others or else for the nearest. Of a paper's text only the telling words
// are known, each with its places: the title's from 0, then the abstract's, then the summary's.
"use strict";

self.PLAIN = (() => {
  const { fold, split, read, distance } = typeof require === "undefined" ? self.WORDS : require("./words.js");
  const data = self.ARCHIVE, { gap, k1, b, lower, weights } = data;
  const [ID, TITLE, AUTHORS, EDITION, TOPICS, WITHIN, MARKS, SUMMARY, AWARD, LENGTH, TITLE_WORDS, ABSTRACT_WORDS] = Array(12).keys();
  const papers = data.papers.map((row) => ({
    id: row[ID], title: row[TITLE], authors: row[AUTHORS], marks: row[MARKS], summary: row[SUMMARY], award: row[AWARD], length: row[LENGTH],
    edition: data.editions[row[EDITION]], topics: row[TOPICS].map((topic) => data.topics[topic]), within: row[WITHIN],
    abstractAt: row[TITLE_WORDS] + gap, summaryAt: row[TITLE_WORDS] + gap + row[ABSTRACT_WORDS] + gap,
  }));
  const words = data.words.split(" "), spelled = new Map(words.map((word, at) => [word, at]));
  const stop = new Set(data.stop.split(" ")), frame = new Set(data.frame.split(" ")), idle = new Set(data.idle.split(" "));
  const mean = papers.reduce((sum, paper) => sum + paper.length, 0) / Math.max(1, papers.length);

  // A stem is known by its number; a word that no paper says is its own.
  const stem = (word) => { const at = data.stems[spelled.get(word)]; return at >= 0 ? at : word; };
  const key = (text) => split(text).filter((word) => !stop.has(word)).map(stem).join(" ");
  const called = new Map();
  for (const [name, topic] of data.called) called.set(key(name), [...(called.get(key(name)) || []), topic]);
  const longForm = new Map(data.abbreviations);
  const shortForm = new Map(data.abbreviations.map(([short, long]) => [long.toLowerCase().replaceAll("-", " "), short]));

  // -- postings

  function unpacked(packed, withPlaces) {
    const held = new Map();
    for (let at = 0, paper = 0; at < packed.length;) {
      paper += packed[at++];
      const places = [];
      if (withPlaces) for (let left = packed[at++], place = 0; left > 0; left--) places.push(place += packed[at++]);
      held.set(paper, places);
    }
    return held;
  }
  const kept = (make) => { const made = new Map(); return (of) => { if (!made.has(of)) made.set(of, make(of)); return made.get(of); }; };
  const placesOf = kept((stem) => unpacked(data.texts[stem] || [], true));
  const named = kept((word) => unpacked(data.names[spelled.get(word)] || [], false));
  const counted = (paper, places) => places.reduce((sum, place) => sum + (place < papers[paper].abstractAt ? weights.title : 1), 0);
  const PARTS = {
    title: (paper, place) => place < paper.abstractAt,
    abstract: (paper, place) => place >= paper.abstractAt && place < paper.summaryAt,
  };

  // How often each paper says some words in a row; stop words are passed over.
  function inARow(pieces, field) {
    const telling = pieces.map((piece, at) => [piece, at]).filter(([piece]) => !stop.has(piece)), counts = new Map();
    if (!telling.length) return counts;
    const [[first, start], ...others] = telling;
    for (const [number, all] of placesOf(stem(first))) {
      let places = PARTS[field] ? all.filter((place) => PARTS[field](papers[number], place)) : all;
      for (const [piece, at] of others) {
        const there = placesOf(stem(piece)).get(number) || [];
        places = places.filter((place) => there.includes(place + at - start));
      }
      if (places.length) counts.set(number, PARTS[field] ? places.length : counted(number, places));
    }
    return counts;
  }

  function namesInARow(pieces) {
    const [first, ...others] = pieces, wanted = ` ${pieces.join(" ")} `;
    const found = [...named(first).keys()].filter((number) =>
      !others.length || papers[number].authors.some((name) => ` ${split(name).join(" ")} `.includes(wanted)));
    return new Map(found.map((number) => [number, 1]));
  }

  // -- scores: maps of papers' numbers

  const rarity = (holders) => Math.log(1 + (papers.length - holders + 0.5) / (holders + 0.5));
  const saturated = (count, length) => count * (k1 + 1) / (count + k1 * (1 - b + b * length / mean));
  const mapped = (scores, change) => new Map([...scores].map(([number, score]) => [number, change(score, number)]));
  const bm25 = (counts) => mapped(counts, (count, number) => rarity(counts.size) * saturated(count, papers[number].length));
  const rare = (counts) => mapped(counts, () => weights.name * rarity(counts.size));
  const times = (scores, factor) => (factor === 1 ? scores : mapped(scores, (score) => score * factor));
  const only = (scores, holds) => new Map([...scores].filter(([number]) => holds(number)));
  const where = (holds) => new Map(papers.map((paper, number) => [number, 1]).filter(([number]) => holds(papers[number])));

  function added(all) {
    const sums = new Map();
    for (const scores of all) for (const [number, score] of scores) sums.set(number, (sums.get(number) || 0) + score);
    return sums;
  }
  const shared = (all) => only(added(all), (number) => all.every((scores) => scores.has(number)));

  // The first, then each of the others below all before it.
  function below(first, others) {
    return others.reduce((above, other) => {
      const rest = only(other, (number) => !above.has(number));
      if (!above.size || !rest.size) return added([above, rest]);
      return added([above, times(rest, Math.min(1, lower * Math.min(...above.values()) / Math.max(...rest.values())))]);
    }, first);
  }

  // -- words that are almost these

  const differences = (word) => (word.length >= 8 ? 2 : 1);
  const holders = (word) => added([placesOf(stem(word)), named(word)].map((held) => mapped(held, () => 1))).size;
  const near = (word) => words.filter((known) => known[0] === word[0] && distance(word, known, differences(word)) <= differences(word));

  function meant(word) {
    if (word.length < 3) return undefined;
    const order = (known) => [distance(word, known, differences(word)), known[0] === word[0] ? 0 : 1, -holders(known)];
    return words.filter((known) => isLetters(known) && distance(word, known, differences(word)) <= differences(word))
      .map((known) => [known, order(known)])
      .sort(([, one], [, other]) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2])[0]?.[0];
  }

  // -- what a query asks for

  const isDemand = ({ kind, field }) => kind === "year" || field in FACTS;
  const plainWord = (node) => (node.kind === "word" && !node.field ? node.text : "");
  const onlyOf = (node, some) => plainWord(node) !== "" && split(node.text).every((word) => some(word));

  function plan({ wanted, unwanted }) {
    const demands = wanted.filter(isDemand), others = wanted.filter((node) => !isDemand(node));
    const isSentence = others.some((node) => onlyOf(node, (word) => stop.has(word)));
    const telling = others.filter((node) => !onlyOf(node, (word) => stop.has(word) || (isSentence && frame.has(word))));
    const nodes = telling.length ? telling : [...others];
    while (nodes.length > 1 && onlyOf(nodes.at(-1), (word) => idle.has(word))) nodes.pop(); // "sosd paper"
    const pieces = nodes.flatMap((node) => (plainWord(node) ? split(node.text) : [""]));
    const pairs = pieces.slice(1).map((other, at) => [pieces[at], other])
      .filter(([one, other]) => one && other && one !== other && !stop.has(one) && !stop.has(other));
    const different = (some) => [...new Map(some.map((one) => [JSON.stringify(one), one])).values()];
    const parts = partsOf(nodes), same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    return {
      demands, unwanted, pairs: different(pairs), asked: nodes,
      parts: different(parts).map((part) => ({ ...part, times: parts.filter((other) => same(part, other)).length })),
    };
  }

  // Neighbouring words that name something are one part, the longest first.
  function partsOf(nodes) {
    const parts = [];
    for (let at = 0; at < nodes.length;) {
      let run = 0;
      while (run < 5 && at + run < nodes.length && plainWord(nodes[at + run])) run++;
      let length = run, instead = [];
      for (; length > 1 && !instead.length; length--) instead = otherNames(nodes.slice(at, at + length).map(plainWord).join(" "));
      if (instead.length) length++;
      else [length, instead] = [1, otherWays(nodes[at])];
      parts.push({ nodes: nodes.slice(at, at + length), instead });
      at += length;
    }
    return parts;
  }

  const term = (kind, text, field) => ({ kind, text, field });
  const isLetters = (word) => /^\p{L}+$/u.test(word);
  const says = (word) => typeof stem(word) === "number";

  function otherNames(text) {
    const pieces = split(text), joined = pieces.join(" "), ways = [];
    const short = shortForm.get(joined) || shortForm.get(joined.replace(/s$/, ""));
    if (short) ways.push(term("word", short.toLowerCase()));
    if (pieces.length === 2 && pieces.every(isLetters) && says(pieces.join(""))) ways.push(term("word", pieces.join("")));
    if (called.has(key(text))) ways.push(term("called", key(text)));
    return ways;
  }

  function otherWays(node) {
    if (!["word", "phrase"].includes(node.kind) || node.field) return [];
    const [word, ...more] = split(node.text), names = otherNames(node.text);
    if (more.length) return node.kind === "word" && node.text.includes("/") ? [term("apart", [word, ...more].join(" ")), ...names] : names;
    const ways = [], long = longForm.get(word) || longForm.get(word.replace(/s$/, ""));
    if (long) ways.push(term("phrase", long));
    if (isLetters(word) && word.length <= 40) for (let at = 1; at <= word.length - 2; at++) {
      const halves = [word.slice(0, at), word.slice(at)];
      if (halves.every(says)) ways.push(term("phrase", halves.join(" ")));
    }
    return [...ways, ...names, ...(node.kind === "word" ? facts(word) : [])];
  }

  // What a word says of a paper's facts: "kraska 2019", "isca quantization", "kipf2019sosd".
  function facts(word) {
    if (data.editions.some(([, , , year]) => String(year) === word)) return [{ kind: "year", first: Number(word), last: Number(word) }];
    return Object.keys(SAID).filter((field) => !idle.has(word) && saidOf(field).has(word)).map((field) => term("word", word, field));
  }

  // -- from what is asked for to papers

  function said(pieces, field) {
    const found = bm25(inARow(pieces, field));
    return field ? found : added([found, rare(namesInARow(pieces))]);
  }

  function alike(known, field) {
    const some = known.slice(0, 200), stems = new Set(some.map(stem));
    const merged = (all) => added(all);
    const found = bm25(merged(some.filter((word) => stems.delete(stem(word))).map((word) => inARow([word], field))));
    return field ? found : added([found, rare(merged(some.map((word) => mapped(named(word), () => 1))))]);
  }

  const SAID = { // words by which a paper is known besides its text
    id: (paper) => [fold(paper.id)], venue: (paper) => [fold(paper.edition[2])],
    edition: (paper) => [fold(paper.edition[0])], award: (paper) => split(paper.award),
  };
  const saidOf = kept((field) => new Set(papers.flatMap(SAID[field])));
  const FACTS = {
    author: (text) => (paper) => paper.authors.some((name) => split(text).every((word) => split(name).includes(word))),
    topic: (text) => (paper) => paper.within.some((topic) =>
      called.get(key(text))?.includes(topic) || split(data.topics[topic][0]).join(" ").startsWith(split(text).join(" "))),
    id: (text) => (paper) => SAID.id(paper).includes(fold(text)),
    award: (text) => (paper) => SAID.award(paper).includes(fold(text)),
    edition: (text) => (paper) => fold(paper.edition[0]).startsWith(fold(text)),
    venue: (text) => (paper) => split(paper.edition[2]).join(" ").startsWith(split(text).join(" ")),
  };

  function matches(node) {
    if (node.kind === "any") return added(node.nodes.map(matches));
    if (node.kind === "year") return where(({ edition: [, , , year] }) => year >= node.first && year <= node.last);
    if (node.kind === "called") return where((paper) => paper.within.some((topic) => called.get(node.text).includes(topic)));
    if (FACTS[node.field]) return where(FACTS[node.field](node.text));
    const pieces = split(node.text), last = pieces.at(-1);
    if (node.kind === "apart") return shared(pieces.map((piece) => said([piece])));
    const begun = () => words.filter((known) => known.startsWith(last));
    if (node.kind === "prefix" || node.kind === "fuzzy") {
      return shared([...pieces.slice(0, -1).map((piece) => said([piece], node.field)),
        alike(node.kind === "prefix" ? begun() : near(last), node.field)]);
    }
    const found = said(pieces, node.field);
    return !found.size && pieces.length === 1 && node.kind === "word" ? alike(begun(), node.field) : found;
  }

  function loosely(node, standIns) {
    if (!["word", "phrase"].includes(node.kind) || isDemand(node)) return matches(node);
    const pieces = split(node.text), found = matches(node);
    if (pieces.length > 1) {
      const each = pieces.filter((piece) => !stop.has(piece)).map((piece) => loosely(term("word", piece, node.field), standIns));
      return added(node.kind === "phrase" || !each.length ? [found, ...each] : each);
    }
    if (found.size) return found;
    const known = meant(pieces[0]);
    if (!known) return found;
    standIns.set(node.text, known);
    return times(matches({ ...node, text: known }), weights.near);
  }

  function otherwise(found, part) {
    const others = part.instead.map((way) => [way, matches(way)]);
    const agreeing = others.filter(([way]) => way.kind === "called").map(([, scores]) => only(scores, (number) => found.has(number)));
    return times(added([below(found, others.map(([, scores]) => scores)), ...agreeing]), part.times);
  }

  const withPairs = (found, pairs) => added([found,
    ...pairs.map((pair) => times(only(bm25(inARow(pair)), (number) => found.has(number)), weights.pair))]);

  // A long question's best papers share their scores with those most like them (archive/search/ranking.py).
  const told = kept(() => {
    const vectors = papers.map(() => new Map());
    data.texts.forEach((packed, stem) => {
      const held = unpacked(packed, true);
      for (const [number, places] of held) vectors[number].set(stem, rarity(held.size) * saturated(counted(number, places), papers[number].length));
    });
    return vectors.map((vector) => times(vector, 1 / (Math.hypot(...vector.values()) || 1)));
  });
  const inOrder = (scores) => [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);

  function inCompany(scores) {
    const best = inOrder(scores).slice(0, weights.smoothed), vectors = told(""), changed = new Map(scores);
    const like = (one, other) => [...vectors[one]].reduce((sum, [stem, weight]) => sum + weight * (vectors[other].get(stem) || 0), 0);
    for (const number of best) {
      const near = best.filter((other) => other !== number).map((other) => [other, like(number, other)]).filter(([, likeness]) => likeness > 0)
        .sort(([one, much], [other, more]) => more - much || one - other).slice(0, weights.neighbours);
      const total = near.reduce((sum, [, likeness]) => sum + likeness, 0);
      const theirs = near.reduce((sum, [other, likeness]) => sum + likeness * scores.get(other), 0) / (total || 1);
      if (total) changed.set(number, (1 - weights.share) * scores.get(number) + weights.share * theirs);
    }
    const rest = [...scores.keys()].filter((number) => !best.includes(number));
    const factor = Math.min(1, Math.min(...best.map((number) => changed.get(number))) / Math.max(...rest.map((number) => scores.get(number))));
    for (const number of rest) changed.set(number, scores.get(number) * lower * factor);
    return changed;
  }

  // -> { full, partial, words, suggestion }: papers' numbers, best first. Partial ones, which hold some of what is
  // asked, where the full ones are fewer than `enough`.
  function search(text, enough = 10) {
    const { demands, parts, unwanted, pairs, asked } = plan(read(text)), standIns = new Map();
    const passing = demands.map(matches), banned = unwanted.map(matches);
    const passes = (number) => passing.every((scores) => scores.has(number)) && !banned.some((scores) => scores.has(number));
    const nothingAsked = !parts.length && (!text.trim() || demands.length || unwanted.length);
    const every = () => shared(parts.map((part) => otherwise(shared(part.nodes.map(matches)), part)));
    const some = () => added(parts.map((part) => otherwise(added(part.nodes.map((node) => loosely(node, standIns))), part)));
    let full = parts.length ? only(withPairs(every(), pairs), passes) : only(where(() => nothingAsked), passes);
    let rest = parts.length && full.size < enough ? only(withPairs(some(), pairs), passes) : new Map();
    rest = only(rest, (number) => !full.has(number));
    if (parts.reduce((sum, part) => sum + part.nodes.length, 0) > weights.keywords) {
      const scores = inCompany(new Map([...rest, ...full]));
      [full, rest] = [full, rest].map((found) => mapped(found, (_, number) => scores.get(number)));
    }
    const alike = (word) => [word, ...(says(word) ? words.filter((_, at) => data.stems[at] === stem(word)) : [])];
    const suggestion = [...standIns].reduce((changed, [word, known]) => changed.replace(word, known), text);
    const shown = [...asked.flatMap(({ kind, nodes, text }) => (kind === "any" ? nodes.map((node) => node.text || "") : [text])), ...standIns.values()];
    return { full: inOrder(full), partial: inOrder(rest), words: shown.flatMap(split).flatMap(alike), suggestion: standIns.size ? suggestion : null };
  }

  return { search, papers, editions: data.editions, topics: data.topics };
})();

if (typeof module !== "undefined") module.exports = self.PLAIN;
