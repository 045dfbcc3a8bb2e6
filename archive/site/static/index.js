// The papers of archive.js: where their words stand, and which of them have a fact.
"use strict";

self.INDEX = (() => {
  const { kept, fold, plainly, stem, learn } = self.WORDS, { facts, rules, texts, ...data } = self.ARCHIVE;
  const papers = data.papers.map((paper) => ({
    ...paper, authors: paper.authors.map(([at, name]) => [name ?? facts.author[at][1], facts.author[at][0]]),
  }));
  const stop = new Set(rules.analysis.STOP_WORDS), WEIGHTS = { title: rules.papers.TITLE_COUNTS, abstract: 1, summary: 1 };

  // -- words: each is a letter (archive/site/search_data.py), and the titles of all papers are one text, as are the abstracts,
  // summaries and names. A regular expression finds words in it at once; an index of places would have to be built first.

  const vocabulary = data.words.split(" "), numbers = new Map(vocabulary.map((word, at) => [word, at]));
  const stems = data.stems.split(" ").map((one, at) => one || vocabulary[at]), withStem = new Map();
  stems.forEach((one, at) => { withStem.set(one, [...(withStem.get(one) || []), at]); });
  learn((word) => stems[numbers.get(word)]);
  const [FIRST, SKIPPED, BEYOND] = data.letters, letter = (at) => String.fromCodePoint(FIRST + at + (FIRST + at < SKIPPED ? 0 : BEYOND));
  const wordOf = (code) => code - FIRST - (code < SKIPPED ? 0 : BEYOND);
  const byPaper = kept((part) => texts[part].split(" "));
  const ends = kept((part) => { // of each paper's texts
    let end = -1;
    return byPaper(part).map((text) => (end += text.length + 1));
  });

  // The paper of each place in a part where words of some lists stand in a row.
  function* standing(part, lists) {
    const [first, ...others] = lists.map((words) => `[${words.map(letter).join("")}]`), ended = ends(part);
    const pattern = new RegExp(`${first}(?=${others.join("")})`, "gu");
    for (let number = 0; pattern.test(texts[part]);) {
      while (pattern.lastIndex > ended[number]) number++;
      yield number;
    }
  }
  const held = (term) => data.held[withStem.get(term)?.[0]] || 0; // by papers, other than in stop words
  const isInTexts = kept((term) => held(term) > 0
    || (withStem.has(term) && Object.keys(WEIGHTS).some((part) => !standing(part, [withStem.get(term)]).next().done)));
  const spelled = (word) => (numbers.has(word) ? [numbers.get(word)] : []);
  const inflected = (word) => withStem.get(stem(word)) || [];

  // How often each paper holds a word of each of some lists in a row: in names, in one part of it, or in all, where titles count more.
  function frequencies(kind, lists, part) {
    const found = new Map(), rows = lists.map((words) => [...new Set(words.flatMap(kind === "name" ? spelled : inflected))]);
    for (const some of kind === "name" ? ["name"] : part ? [part] : Object.keys(WEIGHTS)) {
      const times = part ? 1 : WEIGHTS[some] ?? 1;
      for (const number of standing(some, rows)) found.set(number, (found.get(number) || 0) + times);
    }
    return found;
  }

  // How many papers hold a word as it is spelled.
  const holders = kept((word) => new Set(Object.keys(texts).flatMap((part) => [...standing(part, [spelled(word)])])).size);

  // The stems of a paper's texts but of stop words, in order, with how often they count.
  function content(number) {
    const found = new Map();
    for (const [part, times] of Object.entries(WEIGHTS)) {
      for (const sign of byPaper(part)[number]) {
        const word = wordOf(sign.codePointAt(0)), term = stems[word];
        if (!stop.has(vocabulary[word])) found.set(term, (found.get(term) || 0) + times);
      }
    }
    return found;
  }

  // -- facts

  const rows = { ...facts, id: papers.map(({ id }, number) => [id, id, [number]]) };
  const papersWhere = (field, holds) => rows[field].filter(([value], at) => holds(value, at)).flatMap(([, , numbers]) => numbers);
  const folded = kept((field) => rows[field].map(([value]) => fold(value)));
  const papersBeginning = (field, start) => papersWhere(field, (_, at) => folded(field)[at].startsWith(start));
  const normalized = kept((text) => plainly(text).join(" "));
  const values = kept((field) => new Set(field === "award" ? rows.award.flatMap(([value]) => plainly(value)) : folded(field)));
  function isKnown(field, text) {
    if (field === "text") return isInTexts(text);
    return field === "award name" ? rows.award.some(([value]) => `${normalized(value)} `.startsWith(`${text} `)) : values(field).has(text);
  }

  return { papers, vocabulary, holders, normalized, rows, papersWhere, papersBeginning, isKnown, frequencies, content, held, lengths: data.lengths };
})();
