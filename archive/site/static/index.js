// The papers of archive.js: where their words stand, and which of them have a fact.
"use strict";

self.INDEX = (() => {
  const { kept, fold, plainly, stem } = self.WORDS, { facts, rules, texts: numbers, ...data } = self.ARCHIVE;
  const papers = data.papers.map((paper) => ({
    ...paper, authors: paper.authors.map(([at, name]) => [name ?? facts.author[at][1], facts.author[at][0]]),
  }));
  const stop = new Set(rules.analysis.STOP_WORDS), { TITLE_COUNTS } = rules.papers;

  // -- words: all texts one after the other; of each place its word, its term (a stem, or a word of a name) and its text

  const vocabulary = data.words.split(" "), PARTS = ["title", "abstract", "summary"];
  const ids = {}, lengths = papers.map(() => 0), texts = [], begin = [], [wordAt, termAt, textAt, places] = [0, 0, 0, 0].map(() => new Int32Array(data.places));
  let isStop, ends, held; // held: how many papers hold a term other than in a stop word

  // Fills these; it stops after every paper, so that a page can do it between other things.
  const filling = (function* fill() {
    const stems = data.stems.split(" ").map((one, at) => one || vocabulary[at]);
    vocabulary.forEach((word, at) => self.WORDS.stems.set(word, stems[at]));
    yield;
    const numbered = (terms, from) => new Map([...new Set(terms)].map((term, at) => [term, from + at]));
    ids.text = numbered(stems, 1); // 0 is no term
    yield;
    ids.name = numbered(vocabulary, ids.text.size + 1);
    yield;
    isStop = vocabulary.map((word) => stop.has(word));
    yield;
    held = new Int32Array(ids.text.size + vocabulary.length + 1);
    const last = held.map(() => -1), termOf = { text: stems.map((one) => ids.text.get(one)), name: vocabulary.map((one) => ids.name.get(one)) };
    for (let number = 0, place = 0; number < papers.length; number++) {
      yield;
      begin.push(place);
      JSON.parse(numbers[number]).forEach((text, at) => {
        const part = PARTS[at], times = part === "title" ? TITLE_COUNTS : 1, terms = termOf[part ? "text" : "name"];
        for (const word of text) {
          wordAt[place] = word;
          termAt[place] = terms[word];
          textAt[place++] = texts.length;
          if (!part || isStop[word]) continue;
          lengths[number] += times;
          if (last[terms[word]] !== number) held[terms[word]]++;
          last[terms[word]] = number;
        }
        textAt[place++] = texts.length; // no phrase goes over from one text to the next
        texts.push({ number, part, times });
      });
    }
    yield;
    ends = held.map(() => 0); // of the places of each term, one term after the other
    for (const term of termAt) ends[term]++;
    for (let term = 1; term < ends.length; term++) ends[term] += ends[term - 1];
    yield;
    const next = Int32Array.from(ends, (_, term) => ends[term - 1] || 0);
    termAt.forEach((term, at) => { places[next[term]++] = at; });
  })();
  const more = () => !filling.next().done;
  const finish = () => { while (more()); };

  const paperAt = (at) => texts[textAt[at]].number, isContent = (at) => texts[textAt[at]].part && termAt[at] && !isStop[wordAt[at]];
  const placesOf = (term) => (term ? places.subarray(ends[term - 1], ends[term]) : places.subarray(0, 0));

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
  const papersWhere = (field, holds) => rows[field].filter(([value]) => holds(value)).flatMap(([, , numbers]) => numbers);
  const normalized = kept((text) => plainly(text).join(" "));
  const values = kept((field) => new Set(rows[field].flatMap(([value]) => (field === "award" ? plainly(value) : [fold(value)]))));
  function isKnown(field, text) {
    if (field === "text") return placesOf(ids.text.get(text)).length > 0;
    return field === "award name" ? rows.award.some(([value]) => `${normalized(value)} `.startsWith(`${text} `)) : values(field).has(text);
  }

  return { more, finish, papers, vocabulary, lengths, holders, normalized, rows, papersWhere, isKnown, frequencies, content, held: (term) => held[term] };
})();
