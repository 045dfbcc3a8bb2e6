// Search as `mlforsys search` does it (archive/search: evaluate, node_search, term_search, ranking; same names): each clause of a plan
// finds papers with scores, these are combined. Scores are Maps by the papers' numbers, added up in the same order as
// there, so that equal papers stay equal.
"use strict";

self.PLAIN = (() => {
  const { kept, fold, bare, isLetters, split, plainly, key, stem, distance } = self.WORDS, { term } = self.QUERY;
  const { papers, vocabulary, lengths, holders, normalized, papersWhere, papersBeginning, isKnown, frequencies, content, held } = self.INDEX;
  const { plan, isFact, alternatives, contentParts, different } = self.PLAN, { rules, spellings } = self.ARCHIVE;
  const { ranking, nodes, evaluate, spelling, engine, analysis } = rules, stop = new Set(analysis.STOP_WORDS);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, papers.length) || 1;

  // -- scores

  const idf = (number) => Math.log(1 + (papers.length - number + 0.5) / (number + 0.5));
  const saturated = (count, number) => count * (ranking.K1 + 1) / (count + ranking.K1 * (1 - ranking.B + ranking.B * lengths[number] / mean));
  function mapped(scores, change) {
    const made = new Map();
    scores.forEach((score, number) => { made.set(number, change(score, number)); });
    return made;
  }
  function only(scores, holds) {
    const made = new Map();
    scores.forEach((score, number) => { if (holds(number)) made.set(number, score); });
    return made;
  }
  const scale = (scores, factor) => mapped(scores, (score) => score * factor);
  const listed = (numbers, score = 1) => new Map(numbers.map((number) => [number, score]));
  const everything = listed([...papers.keys()], 0), without = (unwanted) => only(everything, (number) => !unwanted.has(number));
  const bm25 = (found, weight = idf(found.size)) => mapped(found, (count, number) => weight * saturated(count, number));
  const nameScores = (found, weight = rules.terms.NAME_WEIGHT * idf(found.size)) => mapped(found, () => weight);
  const extreme = (scores, best) => [...scores.values()].reduce((one, other) => best(one, other));
  const inOrder = (scores) => [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);

  function union(several) {
    if (several.length === 1) return several[0];
    const sums = new Map();
    for (const scores of several) scores.forEach((score, number) => { sums.set(number, (sums.get(number) || 0) + score); });
    return sums;
  }
  function intersect(several) {
    const smallest = several.reduce((one, other) => (other.size < one.size ? other : one));
    const found = only(smallest, (number) => several.every((scores) => scores.has(number)));
    return mapped(found, (_, number) => several.reduce((sum, scores) => sum + scores.get(number), 0));
  }

  function appendBelow(first, others) {
    const found = new Map(first);
    let least = first.size ? extreme(first, Math.min) : Infinity;
    for (const other of others) {
      const rest = only(other, (number) => !found.has(number));
      if (!rest.size) continue;
      const below = scale(rest, Math.min(1, ranking.BELOW * least / extreme(rest, Math.max)));
      for (const [number, score] of below) found.set(number, score);
      least = Math.min(least, extreme(below, Math.min));
    }
    return found;
  }

  // A long question's best papers share their scores with those most like them, by the cosines of their stems' weights.
  function smoothed(scores) {
    const best = inOrder(scores).slice(0, ranking.SMOOTHED_PAPERS).sort((one, other) => one - other), changed = new Map(scores);
    const rows = best.map(() => new Float64Array(best.length)), holding = kept(() => ({ rows: [], weights: [] }));
    best.forEach((number, at) => {
      const weights = mapped(content(number), (count, term) => idf(held(term)) * saturated(count, number));
      const norm = Math.hypot(...weights.values()) || 1;
      weights.forEach((unscaled, term) => { // the most frequent loop of all, hence without iterators
        const others = holding(term), weight = unscaled / norm;
        for (let one = 0; one < others.rows.length; one++) rows[at][others.rows[one]] += others.weights[one] * weight;
        others.rows.push(at);
        others.weights.push(weight);
      });
    });
    best.forEach((number, at) => {
      const row = Float64Array.from(rows, (other, there) => (there < at ? rows[at][there] : other[at]));
      const near = [...row.keys()].sort((one, other) => row[other] - row[one] || one - other).slice(0, ranking.NEIGHBOURS);
      const total = near.reduce((sum, other) => sum + row[other], 0);
      const theirs = near.reduce((sum, other) => sum + row[other] * scores.get(best[other]), 0) / total;
      if (total) changed.set(number, (1 - ranking.SMOOTHING_SHARE) * scores.get(number) + ranking.SMOOTHING_SHARE * theirs);
    });
    const rest = only(scores, (number) => !best.includes(number)), most = rest.size && extreme(rest, Math.max);
    const least = Math.min(...best.map((number) => changed.get(number)));
    for (const [number, score] of rest) changed.set(number, score * (ranking.BELOW * Math.min(1, most ? least / most : 1)));
    return changed;
  }

  // -- words that begin so, or are almost these

  const begun = kept((start) => vocabulary.filter((word) => word.startsWith(start)).slice(0, rules.terms.MOST_EXPANDED));

  // The letters of a word as bits: an edit changes two at most.
  const letters = (word) => [...word].reduce((bits, letter) => bits | 1 << letter.codePointAt(0), 0);
  const masks = kept(() => vocabulary.map(letters));
  const ones = (bits) => { let sum = 0; for (; bits; bits &= bits - 1) sum++; return sum; };

  // The nearest first; of those at one distance those that begin with the same letter, then the most frequent.
  function near(asked, isMeant) {
    const most = asked.length >= spelling.TWO_EDITS_FROM ? 2 : 1, bits = letters(asked), order = ([word, edits]) => 2 * edits + (word[0] === asked[0] ? 0 : 1);
    return vocabulary
      .filter((word, at) => Math.abs(word.length - asked.length) <= most && ones(masks()[at] ^ bits) <= 2 * most && isMeant(word))
      .map((word) => [word, distance(asked, word)]).filter(([, edits]) => edits <= most)
      .sort((one, other) => order(one) - order(other) || holders(other[0]) - holders(one[0])).map(([word]) => word);
  }
  const similar = (asked) => near(asked, (word) => word[0] === asked[0]).slice(0, rules.terms.MOST_EXPANDED);
  const correction = (asked) => (asked.length < spelling.SHORTEST || asked.length > spelling.LONGEST ? undefined
    : near(asked, (word) => !stop.has(word) && isLetters(word))[0]);

  // -- from facts to papers

  function hasTopic(text, isPrefix) {
    const start = fold(text), spelling = plainly(text).join(""), named = (wanted) => spellings.find(([name]) => plainly(name).join("") === wanted);
    const [, topic] = (!isPrefix && spelling && (named(spelling) || named(spelling.replace(/s$/, "")))) || [];
    const ids = new Set(isPrefix ? spellings.filter(([name]) => fold(name).startsWith(start)).map(([, id]) => id) : []);
    return papersWhere("topic", (id) => (topic ? id === topic : ids.has(id) || fold(id).startsWith(start)));
  }
  // All words of a text are in a name; a single letter may be the initial of a word before those that are given in full.
  function isPerson(text) {
    const asked = plainly(bare(text));
    return ([name]) => {
      const parts = plainly(bare(name)), last = parts.findLastIndex((part) => part.length > 1 && asked.includes(part));
      const given = parts.slice(0, Math.max(0, last)).filter((part) => !asked.includes(part));
      const has = (word) => plainly(name).includes(word) || parts.includes(word);
      return asked.length > 0 && asked.every((word) => has(word) || (word.length === 1 && given.some((part) => part.startsWith(word))));
    };
  }
  function hasFact({ kind, field, text }) {
    if (field === "author") {  // one person, or any of several between commas where nobody has all of these words
      const by = (people) => [...papers.keys()].filter((number) => people.some((one) => papers[number].authors.some(isPerson(one))));
      const found = by([text]);
      return found.length ? found : by(text.split(","));
    }
    if (field === "topic") return hasTopic(text, kind === "prefix");
    if (field === "id") return papersWhere("id", (id) => id === fold(text));
    return papersWhere(field, (value) => (field === "award" && kind !== "phrase" ? plainly(value).includes(fold(text)) : normalized(value).startsWith(normalized(text))));
  }

  // -> { full, partial, wanted, corrections, offers, unlike }: papers in order, partial ones only where fewer full ones than `enough`
  // pass; and whether a word is one of those that were looked for, null where none was.
  function search(query, { enough, passes = () => true }) {
    const corrections = new Map(), offers = new Map(), unlike = new Set();
    let looked = new Set();
    function unmarked(ask) { // what is looked for without being wanted
      const wanted = looked;
      looked = new Set();
      const found = ask();
      looked = wanted;
      return found;
    }

    // Papers that hold words in a row, or at one place any of several; in texts, in names, or in either.
    function holding(asked, field) {
      const places = asked.map((one) => [one].flat()), part = ["title", "abstract"].includes(field) ? field : undefined;
      for (const word of places.flat()) looked.add(word);
      return union([...(field === "author" ? [] : [bm25(frequencies("text", places, part))]),
        ...(field && field !== "author" ? [] : [nameScores(frequencies("name", places))])]);
    }

    const matches = kept((node) => {
      const { kind, parts, field, text } = node;
      if (kind === "all") return intersect(contentParts(parts).map(matches));
      if (kind === "any") return union(parts.map(matches));
      if (kind === "none") return without(unmarked(() => excludedBy(parts[0])));
      if (kind === "year") return listed(papersWhere("year", (year) => node.first <= year && year <= node.last));
      if (kind === "topic") return listed(papersWhere("called", (name) => name === key(text)), nodes.TOPIC_SCORE);
      if (isFact(node) && (field !== "author" || ["word", "phrase"].includes(kind))) return listed(hasFact(node));
      const pieces = split(text).slice(0, nodes.LONGEST_PHRASE), last = pieces.at(-1);
      if (!pieces.length) return new Map();
      if (kind === "apart") return intersect(pieces.map((piece) => holding([piece])));
      if (kind === "prefix" || kind === "fuzzy") {
        const some = kind === "prefix" ? begun(last) : similar(last);
        const found = intersect([...pieces.slice(0, -1), some].map((piece) => holding([piece], field)));
        return kind === "prefix" && !field && pieces.length === 1 ? appendBelow(found, begunOtherwise(last)) : found;
      }
      const found = holding(pieces, field), isWhole = found.size || pieces.length > 1 || kind !== "word" || /\p{Nd}$/u.test(last);
      return isWhole ? found : holding([begun(last)], field);
    });

    // What the words that begin so would find by other ways to say them, and topics, facts and ids that begin so.
    function begunOtherwise(start) {
      const others = different([start, ...begun(start)].flatMap((word) => alternatives(term("word", word))));
      const facts = ["year", "venue", "edition", "award", "presentation", "status", "id"].map((field) => papersBeginning(field, start));
      return [...others.map(matches), ...[hasTopic(start, true), ...facts].map((numbers) => listed(numbers))];
    }

    // What `-node` excludes: all that it would find, and all whose result shows it.
    function excludedBy(node) {
      const { kind, parts, text, field } = node;
      if (kind === "all") return intersect(contentParts(parts).map(excludedBy));
      if (kind === "any") return union(parts.map(excludedBy));
      const isShown = !field && ["word", "phrase"].includes(kind), shown = isShown && ` ${split(text).map(stem).join(" ")} `;
      return union([...[node, ...alternatives(node)].map(matches), listed(isShown ? papersWhere("label", (label) => label.includes(shown)) : [])]);
    }

    // What holds some of a node: of joined words and of phrases each word; of a word that no paper holds the nearest.
    function loosely(node, corrected) {
      const { kind, text, field } = node;
      if (kind === "any") return union(node.parts.map((part) => loosely(part, corrected)));
      const found = matches(node);
      if (!["word", "phrase"].includes(kind) || isFact(node)) return found;
      const pieces = split(text).slice(0, nodes.LONGEST_PHRASE);
      if (pieces.length > 1) {
        const each = pieces.filter((piece) => !stop.has(piece)).map((piece) => loosely(term("word", piece, field), corrected));
        return kind === "phrase" || !each.length ? union([found, ...each]) : union(each);
      }
      if (!corrected || found.size) return found;
      const instead = correction(pieces[0]);
      if (!instead || instead === pieces[0]) {
        unlike.add(field ? `${field}:${text}` : text);
        return found;
      }
      const isNear = pieces[0][0] === instead[0] || distance(pieces[0], instead) === 1;
      const isSure = isNear && pieces[0].length >= spelling.SHORTEST_SURE && isKnown("text", stem(instead));
      (isSure ? corrections : offers).set(text, instead);
      return isSure ? scale(matches({ ...node, text: instead }), evaluate.CORRECTION_WEIGHT) : found;
    }

    function withAlternatives(found, { alternatives: others, times }, some) {
      if (!others.length && times === 1) return found;
      const agreeing = others.filter(({ kind }) => kind === "topic").map((node) => only(matches(node), (number) => found.has(number)));
      const below = others.map(matches).map((other) => union([other, only(some, (number) => other.has(number))]));
      return scale(union([appendBelow(found, below), ...agreeing]), times);
    }
    function every(clause) {
      const each = clause.nodes.map(matches);
      return withAlternatives(intersect(each), clause, union(each));
    }
    const some = (clause) => {
      const corrected = isShort && !clause.alternatives.some((node) => matches(node).size);
      const found = union(clause.nodes.map((node) => loosely(node, corrected)));
      return withAlternatives(found, clause, found);
    };

    const { required, clauses, excluded, bigrams } = plan(query);
    const contentTerms = clauses.reduce((sum, clause) => sum + clause.nodes.length, 0), isShort = contentTerms <= evaluate.LONGEST_CORRECTED;
    const banned = unmarked(() => excluded.map(excludedBy));
    const needed = required.map(matches);
    const isAllowed = (number) => needed.every((scores) => scores.has(number)) && !banned.some((scores) => scores.has(number));
    const pairs = bigrams.map((pair) => scale(holding(pair, "text"), ranking.BIGRAM_WEIGHT));
    const filtered = (scores) => only(union([scores, ...pairs.map((found) => only(found, (number) => scores.has(number)))]), isAllowed);
    const isEverything = !query.text.trim() || query.unwanted.length || required.length;
    let full = clauses.length ? filtered(intersect(clauses.map(every))) : only(isEverything ? everything : new Map(), isAllowed);
    const isFew = clauses.length && [...full.keys()].filter(passes).length < enough;
    let partial = only(isFew ? filtered(union(clauses.map(some))) : new Map(), (number) => !full.has(number));
    if (contentTerms > engine.MAX_KEYWORDS) {
      const scores = smoothed(new Map([...partial, ...full]));
      [full, partial] = [full, partial].map((found) => mapped(found, (_, number) => scores.get(number)));
    }
    const content = [...looked].filter((word) => !stop.has(word)), wanted = new Set((content.length ? content : [...looked]).map(stem));
    const initials = new Set([...wanted].map(([initial]) => initial)), isWanted = (word) => initials.has(word[0]) && wanted.has(stem(word));
    return { full: inOrder(full), partial: inOrder(partial), wanted: wanted.size ? isWanted : null, corrections, offers, unlike };
  }

  return { search, papers };
})();
