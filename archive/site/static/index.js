// The papers of archive.js: where their words stand, and which of them have a fact.
"use strict";

self.INDEX = (() => {
  const { kept, fold, plainly, stem, learn } = self.WORDS, { facts, rules, texts: numbers, ...data } = self.ARCHIVE;
  const papers = data.papers.map((paper) => ({
    ...paper, authors: paper.authors.map(([at, name]) => [name ?? facts.author[at][1], facts.author[at][0]]),
  }));
  const stop = new Set(rules.analysis.STOP_WORDS), { TITLE_COUNTS } = rules.papers, [FIRST, SKIPPED, BEYOND] = data.letters;

  // -- words: all texts one after the other; of each place its word, its term (a stem, or a word of a name) and its text

  const vocabulary = data.words.split(" "), PARTS = ["title", "abstract", "summary"];
  const ids = {}, lengths = papers.map(() => 0), texts = [], begin = [], [wordAt, termAt, textAt, places] = [0, 0, 0, 0].map(() => new Int32Array(data.places));
  const isStop = new Uint8Array(vocabulary.length), termOf = { text: new Int32Array(vocabulary.length), name: new Int32Array(vocabulary.length) };
  let ends, held, last, place = 0; // held: how many papers hold a term other than in a stop word; last: the last of these

  // Words are letters (archive/site/search_data.py), texts are between blanks.
  function read(written, number) {
    begin.push(place);
    written.split(" ").forEach((text, at) => {
      const part = PARTS[at], times = part === "title" ? TITLE_COUNTS : 1, terms = termOf[part ? "text" : "name"];
      for (let sign = 0; sign < text.length; sign++) {
        const code = text.codePointAt(sign), word = code - FIRST - (code < SKIPPED ? 0 : BEYOND), term = terms[word];
        if (code > 0xffff) sign++;
        wordAt[place] = word;
        termAt[place] = term;
        textAt[place++] = texts.length;
        if (!part || isStop[word]) continue;
        lengths[number] += times;
        if (last[term] !== number) held[term]++;
        last[term] = number;
      }
      textAt[place++] = texts.length; // no phrase goes over from one text to the next
      texts.push({ number, part, times });
    });
  }

  // The places of each term, one term after the other.
  function order() {
    ends = new Int32Array(held.length);
    for (let at = 0; at < place; at++) ends[termAt[at]]++;
    for (let term = 1; term < ends.length; term++) ends[term] += ends[term - 1];
    for (let at = place - 1; at >= 0; at--) places[--ends[termAt[at]]] = at;
  }

  // Fills these; it stops after every paper, so that a page can do it between other things.
  const filling = (function* fill() {
    const stems = data.stems.split(" ").map((one, at) => one || vocabulary[at]);
    const numbered = (terms, from) => new Map([...new Set(terms)].map((term, at) => [term, from + at]));
    yield;
    ids.text = numbered(stems, 1); // 0 is no term
    yield;
    ids.name = numbered(vocabulary, ids.text.size + 1);
    learn((word) => stems[ids.name.get(word) - ids.text.size - 1]);
    yield;
    vocabulary.forEach((word, at) => {
      termOf.text[at] = ids.text.get(stems[at]);
      termOf.name[at] = ids.text.size + 1 + at;
      isStop[at] = stop.has(word);
    });
    [held, last] = [0, -1].map((none) => new Int32Array(ids.text.size + vocabulary.length + 2).fill(none));
    for (let number = 0; number < papers.length; number++) {
      yield;
      read(numbers[number], number);
    }
    yield;
    order();
  })();
  const more = () => !filling.next().done;
  const finish = () => { while (more()); };

  const paperAt = (at) => texts[textAt[at]].number, isContent = (at) => texts[textAt[at]].part && termAt[at] && !isStop[wordAt[at]];
  const placesOf = (term) => (term ? places.subarray(ends[term], ends[term + 1]) : places.subarray(0, 0));

  // How often each paper holds a word of each of some lists in a row: in a part of it, or anywhere, where titles count more.
  function frequencies(kind, lists, part) {
    const idOf = (word) => ids[kind].get(kind === "text" ? stem(word) : word), found = new Map();
    const terms = lists.map((words) => new Set(words.map(idOf))), many = (some) => [...some].reduce((sum, term) => sum + placesOf(term).length, 0);
    const sizes = terms.map(many), rarest = sizes.indexOf(Math.min(...sizes));
    for (const term of terms[rarest]) {
      for (const place of placesOf(term)) {
        const text = texts[textAt[place]];
        if (part && text.part !== part) continue;
        if (terms.length > 1 && !terms.every((some, at) => some.has(termAt[place + at - rarest]))) continue;
        found.set(text.number, (found.get(text.number) || 0) + (part ? 1 : text.times));
      }
    }
    return found;
  }

  // How many papers hold a word as it is spelled.
  const holders = (word) => new Set([...placesOf(ids.text.get(stem(word))), ...placesOf(ids.name.get(word))]
    .filter((at) => vocabulary[wordAt[at]] === word).map(paperAt)).size;

  // The stems of a paper's texts but of stop words, in order, with how often they count.
  function content(number) {
    const found = new Map();
    for (let at = begin[number]; at < wordAt.length && paperAt(at) === number; at++) {
      if (isContent(at)) found.set(termAt[at], (found.get(termAt[at]) || 0) + texts[textAt[at]].times);
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
    if (field === "text") return placesOf(ids.text.get(text)).length > 0;
    return field === "award name" ? rows.award.some(([value]) => `${normalized(value)} `.startsWith(`${text} `)) : values(field).has(text);
  }

  return { more, finish, papers, vocabulary, lengths, holders, normalized, rows, papersWhere, papersBeginning, isKnown, frequencies, content, held: (term) => held[term] };
})();
