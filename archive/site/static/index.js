// The papers of archive.js: where their words stand, and which of them have a fact.
"use strict";

self.INDEX = (() => {
  const { kept, fold, plainly, stem } = self.WORDS, { facts, rules, texts: numbers, ...data } = self.ARCHIVE;
  const papers = data.papers.map((paper) => ({
    ...paper, authors: paper.authors.map(([at, name]) => [name ?? facts.author[at][1], facts.author[at][0]]),
  }));
  const stop = new Set(rules.analysis.STOP_WORDS), { TITLE_COUNTS } = rules.stored_fields;

  // -- words: all texts one after the other; of each place its word, its term (a stem, or a word of a name) and its text

  const vocabulary = data.words.split(" "), stems = data.stems.split(" ").map((one, at) => one || vocabulary[at]);
  const numbered = (terms, from) => new Map([...new Set(terms)].map((term, at) => [term, from + at]));
  const ids = { text: numbered(stems, 1) }; // 0 is no term
  ids.name = numbered(vocabulary, ids.text.size + 1);
  const termOf = { text: stems.map((one) => ids.text.get(one)), name: vocabulary.map((one) => ids.name.get(one)) };
  const isStop = vocabulary.map((word) => stop.has(word)), lengths = papers.map(() => 0), texts = [], begin = [];
  const size = numbers.flat().reduce((sum, text) => sum + text.length + 1, 0), PARTS = ["title", "abstract", "summary"];
  const [wordAt, termAt, textAt, places] = [0, 0, 0, 0].map(() => new Int32Array(size));
  let place = 0;
  numbers.forEach((all, number) => {
    begin.push(place);
    all.forEach((text, at) => {
      const part = PARTS[at], times = part === "title" ? TITLE_COUNTS : 1, terms = termOf[part ? "text" : "name"];
      for (const word of text) {
        wordAt[place] = word;
        termAt[place] = terms[word];
        textAt[place++] = texts.length;
        if (part && !isStop[word]) lengths[number] += times;
      }
      textAt[place++] = texts.length; // no phrase goes over from one text to the next
      texts.push({ number, part, times });
    });
  });
  const paperAt = (at) => texts[textAt[at]].number, isContent = (at) => texts[textAt[at]].part && termAt[at] && !isStop[wordAt[at]];

  // The places of each term, one term after the other.
  const ends = new Int32Array(ids.text.size + vocabulary.length + 1);
  termAt.forEach((term) => { ends[term]++; });
  ends.forEach((_, term) => { ends[term] += ends[term - 1] || 0; });
  const next = Int32Array.from(ends, (_, term) => ends[term - 1] || 0);
  termAt.forEach((term, at) => { places[next[term]++] = at; });
  const placesOf = (term) => (term ? places.subarray(ends[term - 1], ends[term]) : places.subarray(0, 0));

  // How often each paper holds a word of each of some lists in a row: in a part of it, or anywhere, where titles count more.
  function frequencies(kind, lists, part) {
    const idOf = (word) => ids[kind].get(kind === "text" ? stem(word) : word), found = new Map();
    const [first, ...others] = lists.map((words) => new Set(words.map(idOf)));
    for (const term of first) {
      for (const start of placesOf(term)) {
        const { number, part: here, times } = texts[textAt[start]];
        if ((part && here !== part) || !others.every((other, at) => other.has(termAt[start + at + 1]))) continue;
        found.set(number, (found.get(number) || 0) + (part ? 1 : times));
      }
    }
    return found;
  }

  // How many papers hold a stem other than in a stop word, and how many a word as it is spelled.
  const papersAt = (some, isMeant) => new Set(some.filter(isMeant).map(paperAt)).size;
  const held = kept((term) => papersAt(placesOf(term), isContent));
  const holders = (word) => papersAt([...placesOf(ids.text.get(stem(word))), ...placesOf(ids.name.get(word))], (at) => vocabulary[wordAt[at]] === word);

  // The stems of a paper's texts but of stop words, in order, with how often they count.
  function content(number) {
    const found = new Map();
    for (let at = begin[number]; at < size && paperAt(at) === number; at++) {
      if (isContent(at)) found.set(termAt[at], (found.get(termAt[at]) || 0) + texts[textAt[at]].times);
    }
    return found;
  }

  // -- facts

  const rows = { ...facts, id: papers.map(({ id }, number) => [id, id, [number]]) };
  const where = (field, holds) => rows[field].filter(([value]) => holds(value)).flatMap(([, , numbers]) => numbers);
  const said = kept((text) => plainly(text).join(" "));
  const values = kept((field) => new Set(rows[field].flatMap(([value]) => (field === "award" ? plainly(value) : [fold(value)]))));
  function isKnown(field, text) {
    if (field === "text") return placesOf(ids.text.get(text)).length > 0;
    return field === "award name" ? rows.award.some(([value]) => `${said(value)} `.startsWith(`${text} `)) : values(field).has(text);
  }

  return { papers, vocabulary, lengths, holders, said, rows, where, isKnown, frequencies, content, held };
})();
