// Search over the papers of archive.js as `mlforsys search` does it (archive/search/plan.py, evaluate.py, ranking.py, with
// the same names): what was asked becomes clauses, each finds papers with scores, these are combined. Scores are Maps by
// the papers' numbers, added up in the same order as there, so that equal papers stay equal.
"use strict";

self.PLAIN = (() => {
  const { kept, fold, bare, isLetters, split, plainly, key, stem, distance } = self.WORDS, { term } = self.QUERY, { plan, isFact, contentParts } = self.PLAN;
  const data = self.ARCHIVE, { ranking, evaluate, suggest, engine, papers: { GAP, TITLE_COUNTS }, analysis } = data.rules;
  const NAMES = ["id", "title", "authors", "edition", "topics", "within", "marks", "summary", "award", "abstract", "pdf", "withdrawn",
    "shown", "length", "titleWords", "abstractWords"];
  const papers = data.papers.map((row) => Object.fromEntries(NAMES.map((name, at) => [name, row[at]]))).map((paper) => ({
    ...paper, edition: data.editions[paper.edition], topics: paper.topics.map((topic) => data.topics[topic]),
    names: paper.authors.map((author) => data.bylines[author][0]), people: paper.authors.map((author) => data.people[data.bylines[author][1]]),
    spans: { title: [0, paper.titleWords], abstract: [paper.titleWords + GAP, paper.titleWords + GAP + paper.abstractWords] },
  }));
  const mean = papers.reduce((sum, paper) => sum + paper.length, 0) / Math.max(1, papers.length) || 1;
  const words = data.words.split(" "), stop = new Set(analysis.STOP_WORDS);

  // -- postings

  const opened = ([terms, postings]) => new Map(terms.split(" ").map((word, at) => [word, postings[at] || []]));
  const content = opened(data.content), stopped = opened(data.stopped), persons = opened(data.names), topicsCalled = new Map(data.called);

  function unpacked(packed, found = new Map()) {
    for (let at = 0, paper = 0; at < packed.length;) {
      const places = found.get(paper += packed[at++]) || [];
      for (let left = packed[at++], place = 0; left > 0; left--) places.push(place += packed[at++]);
      found.set(paper, places);
    }
    return found;
  }
  const places = {
    text: kept((word) => {
      const found = unpacked(stopped.get(word) || [], unpacked(content.get(word) || []));
      if (stopped.has(word) && content.has(word)) for (const some of found.values()) some.sort((one, other) => one - other);
      return found;
    }),
    name: kept((word) => unpacked(persons.get(word) || [])),
  };
  const weighed = (number, some) => some.length + (TITLE_COUNTS - 1) * some.filter((place) => place < papers[number].titleWords).length;

  // How often some terms stand in a row in each paper: in a field, where titles count more, or in a part of the text.
  function frequencies(field, [first, ...others], part) {
    const counts = new Map(), rest = others.map(places[field]);
    for (const [number, all] of places[field](first)) {
      if (!rest.every((found) => found.has(number))) continue;
      const starts = rest.reduce((some, found, at) => {
        const there = new Set(found.get(number));
        return some.filter((start) => there.has(start + at + 1));
      }, all);
      const [from, to] = papers[number].spans[part] || [];
      const count = field === "name" ? starts.length : part ? starts.filter((start) => start >= from && start < to).length : weighed(number, starts);
      if (count) counts.set(number, count);
    }
    return counts;
  }

  // -- scores

  const idf = (holders) => Math.log(1 + (papers.length - holders + 0.5) / (holders + 0.5));
  const saturated = (count, length) => count * (ranking.K1 + 1) / (count + ranking.K1 * (1 - ranking.B + ranking.B * length / mean));
  const mapped = (scores, change) => new Map([...scores].map(([number, score]) => [number, change(score, number)]));
  const only = (scores, holds) => new Map([...scores].filter(([number]) => holds(number)));
  const scale = (scores, factor) => (factor === 1 ? scores : mapped(scores, (score) => score * factor));
  const listed = (holds, score = 1) => new Map([...papers.keys()].filter((number) => holds(papers[number], number)).map((number) => [number, score]));
  const bm25 = (counts, weight = idf(counts.size)) => mapped(counts, (count, number) => weight * saturated(count, papers[number].length));
  const nameScores = (counts, weight = evaluate.NAME_WEIGHT * idf(counts.size)) => mapped(counts, () => weight);
  const highest = (scores, best) => [...scores.values()].reduce((one, other) => best(one, other));

  function union(several) {
    const sums = new Map();
    for (const scores of several) for (const [number, score] of scores) sums.set(number, (sums.get(number) || 0) + score);
    return sums;
  }
  const intersect = (several) => only(union(several), (number) => several.every((scores) => scores.has(number)));

  function appendBelow(first, others) {
    return others.reduce((above, other) => {
      const rest = only(other, (number) => !above.has(number));
      if (!above.size || !rest.size) return union([above, rest]);
      return union([above, scale(rest, Math.min(1, ranking.BELOW * highest(above, Math.min) / highest(rest, Math.max)))]);
    }, first);
  }

  // A long question's best papers share their scores with those most like them.
  function smoothed(scores) {
    const best = inOrder(scores).slice(0, ranking.SMOOTHED_PAPERS).sort((one, other) => one - other), changed = new Map(scores);
    const rows = cosines(best.map(vectors(new Set(best))));
    best.forEach((number, at) => {
      const near = [...best.keys()].sort((one, other) => rows[at][other] - rows[at][one] || one - other).slice(0, ranking.NEIGHBOURS);
      const total = near.reduce((sum, other) => sum + rows[at][other], 0);
      const theirs = near.reduce((sum, other) => sum + rows[at][other] * scores.get(best[other]), 0) / total;
      if (total) changed.set(number, (1 - ranking.SMOOTHING_SHARE) * scores.get(number) + ranking.SMOOTHING_SHARE * theirs);
    });
    const rest = only(scores, (number) => !best.includes(number));
    if (!rest.size) return changed;
    const least = Math.min(...best.map((number) => changed.get(number))), most = highest(rest, Math.max);
    for (const [number, score] of rest) changed.set(number, score * (ranking.BELOW * Math.min(1, most ? least / most : 1)));
    return changed;
  }

  // -> the content stems of a paper with their weights, at length one, in the order of its text.
  function vectors(some) {
    const found = new Map([...some].map((number) => [number, []]));
    for (const [word, packed] of content) {
      const held = unpacked(packed), weight = idf(held.size);
      for (const [number, there] of held) {
        found.get(number)?.push([there[0], word, weight * saturated(weighed(number, there), papers[number].length)]);
      }
    }
    return (number) => {
      const terms = found.get(number).sort(([one], [other]) => one - other);
      const norm = Math.sqrt(terms.reduce((sum, [, , weight]) => sum + weight * weight, 0)) || 1;
      return terms.map(([, word, weight]) => [word, weight / norm]);
    };
  }

  function cosines(all) {
    const holders = new Map(), rows = all.map(() => new Array(all.length).fill(0));
    all.forEach((terms, at) => terms.forEach(([word, weight]) => {
      if (!holders.has(word)) holders.set(word, []);
      for (const [other, there] of holders.get(word)) rows[at][other] = rows[other][at] += there * weight;
      holders.get(word).push([at, weight]);
    }));
    return rows;
  }
  const inOrder = (scores) => [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);

  // -- words that are almost these

  const mostEdits = (word) => (word.length >= suggest.TWO_EDITS_FROM ? 2 : 1);
  const near = (word, some) => words.map((known, at) => [distance(word, known, mostEdits(word)), known, at])
    .filter(([edits, known]) => edits <= mostEdits(word) && some(known));

  function correction(word) {
    if (word.length < suggest.SHORTEST || word.length > suggest.LONGEST) return undefined;
    const order = ([edits, known, at]) => [edits, known[0] === word[0] ? 0 : 1, -data.counts[at]];
    return near(word, (known) => isLetters(known) && !stop.has(known)).map((one) => [...order(one), one[1]])
      .sort((one, other) => one.slice(0, 3).reduce((less, value, at) => less || value - other[at], 0))[0]?.[3];
  }

  // -- what there is

  const topicIds = data.topics.map(([id]) => id), spelled = new Map(data.spellings);
  const said = (text) => plainly(text).join(" ");
  const FACTS = { // of a paper, by field: what it is called, folded
    id: ({ id }) => [id], year: ({ edition: [, , , year] }) => (year ? [String(year)] : []),
    edition: ({ edition: [id] }) => [fold(id)], venue: ({ edition: [, , venue] }) => (venue ? [fold(venue)] : []),
    award: ({ award }) => plainly(award),
  };
  const known = kept((field) => new Set(papers.flatMap(FACTS[field])));
  const awards = kept(() => [...new Set(papers.map(({ award }) => said(award)).filter(Boolean))]);
  function isKnown(field, text) {
    if (field === "text") return content.has(text) || stopped.has(text);
    if (field === "about") return topicsCalled.has(text);
    return field === "award name" ? awards("").some((name) => `${name} `.startsWith(`${text} `)) : known(field).has(text);
  }

  function isPerson(text) {
    const asked = plainly(bare(text));
    return asked.length ? (name) => { const some = new Set([...plainly(name), ...plainly(bare(name))]); return asked.every((word) => some.has(word)); } : () => false;
  }
  function hasTopic(text) {
    const spelling = plainly(text).join(""), topic = spelled.get(spelling) ?? spelled.get(spelling.replace(/s$/, ""));
    return topic === undefined ? ({ within }) => within.some((one) => fold(topicIds[one]).startsWith(fold(text)))
      : ({ within }) => within.includes(topic);
  }
  const begins = (value, text) => said(value).startsWith(said(text));
  const FIELDS = {
    author: ({ text }) => { const is = isPerson(text); return ({ names }) => names.some(is); },
    topic: ({ text }) => hasTopic(text),
    id: ({ text }) => ({ id }) => id === fold(text),
    award: ({ text, kind }) => ({ award }) => (kind === "phrase" ? said(award).startsWith(text) && award : plainly(award).includes(fold(text))),
    edition: ({ text }) => ({ edition: [id] }) => begins(id, text),
    venue: ({ text }) => ({ edition: [, , venue] }) => venue && begins(venue, text),
  };

  // -- from a node to scores

  function phrase(pieces, field) {
    const inText = () => bm25(frequencies("text", pieces.map(stem), ["title", "abstract"].includes(field) ? field : undefined));
    const inNames = () => nameScores(frequencies("name", pieces));
    return field === "author" ? inNames() : field ? inText() : union([inText(), inNames()]);
  }

  // Each word that begins so, or is almost so, as if it were the same one.
  function expanded(piece, { kind, field }) {
    const some = (kind === "prefix" ? words.filter((word) => word.startsWith(piece))
      : near(piece, (word) => word[0] === piece[0]).sort(([one], [other]) => one - other).map(([, word]) => word)).slice(0, evaluate.MOST_WORDS);
    const part = ["title", "abstract"].includes(field) ? field : undefined;
    const inText = () => bm25(union([...new Set(some.map(stem))].map((word) => frequencies("text", [word], part))));
    const inNames = () => nameScores(union(some.map((word) => frequencies("name", [word]))));
    return field === "author" ? inNames() : field ? inText() : union([inText(), inNames()]);
  }

  function search(query, { enough, passes = () => true }) {
    const corrections = new Map(), prefixes = new Set();

    function matches(node) {
      const { kind, parts, field, text } = node;
      if (kind === "all") return intersect(contentParts(parts).map(matches));
      if (kind === "any") return union(parts.map(matches));
      if (kind === "none") { const unwanted = matches(parts[0]); return listed((_, number) => !unwanted.has(number), 0); }
      if (kind === "year") return listed(({ edition: [, , , year] }) => year && year >= node.first && year <= node.last);
      if (kind === "topic") return listed(({ within }) => topicsCalled.get(key(text))?.some((topic) => within.includes(topic)), evaluate.TOPIC_SCORE);
      if (isFact(node) && (field !== "author" || ["word", "phrase"].includes(kind))) return listed(FIELDS[field](node));
      const pieces = split(text).slice(0, evaluate.LONGEST_PHRASE);
      if (!pieces.length) return new Map();
      if (kind === "apart") return intersect(pieces.map((piece) => phrase([piece])));
      if (kind === "prefix" || kind === "fuzzy") {
        return intersect([...pieces.slice(0, -1).map((piece) => phrase([piece], field)), expanded(pieces.at(-1), node)]);
      }
      const found = phrase(pieces, field);
      if (found.size || pieces.length > 1 || kind !== "word" || /\p{Nd}$/u.test(pieces[0])) return found;
      const begun = expanded(pieces[0], { kind: "prefix", field });
      if (begun.size) prefixes.add(text);
      return begun;
    }

    // What holds some of a node: of joined words and of phrases each word; of a word that no paper holds the nearest.
    function loosely(node, corrected) {
      const { kind, text, field } = node;
      if (kind === "any") return union(node.parts.map((part) => loosely(part, corrected)));
      const found = matches(node);
      if (!["word", "phrase"].includes(kind) || isFact(node)) return found;
      const pieces = split(text).slice(0, evaluate.LONGEST_PHRASE);
      if (pieces.length > 1) {
        const each = pieces.filter((piece) => !stop.has(piece)).map((piece) => loosely(term("word", piece, field), corrected));
        return kind === "phrase" || !each.length ? union([found, ...each]) : union(each);
      }
      const instead = corrected && !found.size ? correction(pieces[0]) : undefined;
      if (!instead) return found;
      corrections.set(text, instead);
      return scale(matches({ ...node, text: instead }), evaluate.CORRECTION_WEIGHT);
    }

    function withAlternatives(found, { alternatives, times }) {
      const others = alternatives.map((node) => [node, matches(node)]);
      const agreeing = others.filter(([{ kind }]) => kind === "topic").map(([, scores]) => only(scores, (number) => found.has(number)));
      return scale(union([appendBelow(found, others.map(([, scores]) => scores)), ...agreeing]), times);
    }
    const every = (clause) => withAlternatives(intersect(clause.nodes.map(matches)), clause);
    const some = (clause) => {
      const corrected = !clause.alternatives.some((node) => matches(node).size);
      return withAlternatives(union(clause.nodes.map((node) => loosely(node, corrected))), clause);
    };

    const { required, clauses, excluded, bigrams, leftOut } = plan(query, isKnown);
    const needed = required.map(matches), banned = excluded.map(matches);
    const isAllowed = (number) => needed.every((scores) => scores.has(number)) && !banned.some((scores) => scores.has(number)) && passes(papers[number]);
    const filtered = (scores) => only(union([scores, ...bigrams.map((pair) =>
      scale(only(phrase(pair, "text"), (number) => scores.has(number)), ranking.BIGRAM_WEIGHT))]), isAllowed);
    const isEverything = !query.text.trim() || query.unwanted.length || required.length;
    let full = clauses.length ? filtered(intersect(clauses.map(every))) : only(listed(() => isEverything, 0), isAllowed);
    let partial = clauses.length && full.size < enough ? filtered(union(clauses.map(some))) : new Map();
    partial = only(partial, (number) => !full.has(number));
    if (clauses.reduce((sum, { nodes }) => sum + nodes.length, 0) > engine.MAX_KEYWORDS) {
      const scores = smoothed(new Map([...partial, ...full]));
      [full, partial] = [full, partial].map((found) => mapped(found, (_, number) => scores.get(number)));
    }
    return { full: inOrder(full), partial: inOrder(partial), clauses, leftOut, corrections, prefixes };
  }

  return { search, papers };
})();
