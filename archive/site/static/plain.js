// Search as `mlforsys search` does it (archive/search/evaluate.py, ranking.py, with the same names): each clause of a plan
// finds papers with scores, these are combined. Scores are Maps by the papers' numbers, added up in the same order as
// there, so that equal papers stay equal.
"use strict";

self.PLAIN = (() => {
  const { fold, bare, isLetters, split, plainly, key, stem, distance } = self.WORDS, { term } = self.QUERY;
  const { papers, words, content, topicsCalled, said, FACTS, isKnown, unpacked, weighed, frequencies } = self.INDEX;
  const { plan, isFact, alternatives, contentParts, different } = self.PLAN, data = self.ARCHIVE;
  const { ranking, evaluate, suggest, engine, analysis } = data.rules, stop = new Set(analysis.STOP_WORDS);
  const mean = papers.reduce((sum, paper) => sum + paper.length, 0) / Math.max(1, papers.length) || 1;

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

  // -- from facts to papers

  const spelled = new Map(data.spellings);
  function isPerson(text) {
    const asked = plainly(bare(text));
    return asked.length ? (name) => { const some = new Set([...plainly(name), ...plainly(bare(name))]); return asked.every((word) => some.has(word)); } : () => false;
  }
  function hasTopic({ text, kind }) {
    const spelling = plainly(text).join(""), start = fold(text), isPrefix = kind === "prefix";
    const topic = isPrefix ? undefined : spelled.get(spelling) ?? spelled.get(spelling.replace(/s$/, ""));
    if (topic !== undefined) return ({ within }) => within.includes(topic);
    const begun = new Set([...data.topics.keys()].filter((at) => {
      const [id, name, synonyms] = data.topics[at];
      return (isPrefix ? [id, name, ...synonyms] : [id]).some((one) => fold(one).startsWith(start));
    }));
    return ({ within }) => within.some((one) => begun.has(one));
  }
  const begins = (value, text) => said(value).startsWith(said(text));
  const FIELDS = {
    author: ({ text }) => { const is = isPerson(text); return ({ names }) => names.some(is); },
    topic: hasTopic,
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
    const corrections = new Map(), offers = new Map(), prefixes = new Set();

    function matches(node) {
      const { kind, parts, field, text } = node;
      if (kind === "all") return intersect(contentParts(parts).map(matches));
      if (kind === "any") return union(parts.map(matches));
      if (kind === "none") { const unwanted = excludedBy(parts[0]); return listed((_, number) => !unwanted.has(number), 0); }
      if (kind === "year") return listed(({ edition: [, , , year] }) => year && year >= node.first && year <= node.last);
      if (kind === "topic") return listed(({ within }) => topicsCalled.get(key(text))?.some((topic) => within.includes(topic)), evaluate.TOPIC_SCORE);
      if (isFact(node) && (field !== "author" || ["word", "phrase"].includes(kind))) return listed(FIELDS[field](node));
      const pieces = split(text).slice(0, evaluate.LONGEST_PHRASE);
      if (!pieces.length) return new Map();
      if (kind === "apart") return intersect(pieces.map((piece) => phrase([piece])));
      if (kind === "prefix" || kind === "fuzzy") {
        const found = intersect([...pieces.slice(0, -1).map((piece) => phrase([piece], field)), expanded(pieces.at(-1), node)]);
        return kind === "prefix" && !field && pieces.length === 1 ? appendBelow(found, begunOtherwise(pieces[0])) : found;
      }
      const found = phrase(pieces, field);
      if (found.size || pieces.length > 1 || kind !== "word" || /\p{Nd}$/u.test(pieces[0])) return found;
      const begun = expanded(pieces[0], { kind: "prefix", field });
      if (begun.size) prefixes.add(text);
      return begun;
    }

    // What the words that begin so would find by other ways to say them, and topics, facts and ids that begin so.
    function begunOtherwise(start) {
      const some = [...new Set([start, ...words.filter((word) => word.startsWith(start)).slice(0, evaluate.MOST_WORDS)])];
      const others = different(some.flatMap((word) => alternatives(term("word", word)))), topic = hasTopic({ text: start, kind: "prefix" });
      const facts = ["year", "venue", "edition"].map((field) => (paper) => FACTS[field](paper).some((value) => value.startsWith(start)));
      return [...others.map(matches), ...[topic, ...facts, ({ award }) => award && fold(award).startsWith(start), ({ id }) => id.startsWith(start)]
        .map((holds) => listed(holds))];
    }

    // -> the numbers of papers that `-node` excludes: all that it would find, and all whose result shows it.
    function excludedBy(node) {
      const { kind, parts, text, field } = node, all = (some) => some.map(excludedBy);
      if (kind === "all") return all(contentParts(parts)).reduce((one, other) => new Set([...one].filter((number) => other.has(number))));
      if (kind === "any") return new Set(all(parts).flatMap((numbers) => [...numbers]));
      const found = [matches(node), ...alternatives(node).map(matches)].flatMap((scores) => [...scores.keys()]);
      if (field || !["word", "phrase"].includes(kind)) return new Set(found);
      const said = ` ${split(text).map(stem).join(" ")} `, shows = (label) => ` ${split(label).map(stem).join(" ")} `.includes(said);
      const labelled = listed(({ award, topics, labels }) => [award, ...labels, ...topics.map(([id]) => id)].some(shows));
      return new Set([...found, ...labelled.keys()]);
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
      if (!instead || instead === pieces[0]) return found;
      const isSure = pieces[0].length >= suggest.SHORTEST_SURE && isKnown("text", stem(instead));
      (isSure ? corrections : offers).set(text, instead);
      if (!isSure) return found;
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

    const { required, clauses, excluded, bigrams, leftOut } = plan(query);
    const needed = required.map(matches), banned = excluded.map(excludedBy);
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
    return { full: inOrder(full), partial: inOrder(partial), clauses, leftOut, corrections, offers, prefixes };
  }

  return { search, papers };
})();
