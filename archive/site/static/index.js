// The papers of archive.js, and which of them hold a word, how often, and where (archive/search/papers.py, postings.py).
"use strict";

self.INDEX = (() => {
  const { kept, fold, plainly } = self.WORDS, data = self.ARCHIVE, { GAP, TITLE_COUNTS } = data.rules.papers;
  const NAMES = ["id", "title", "authors", "edition", "topics", "within", "marks", "summary", "award", "abstract", "pdf", "withdrawn",
    "labels", "shown", "length", "titleWords", "abstractWords"];
  const papers = data.papers.map((row) => Object.fromEntries(NAMES.map((name, at) => [name, row[at]]))).map((paper) => ({
    ...paper, edition: data.editions[paper.edition], topics: paper.topics.map((topic) => data.topics[topic]),
    names: paper.authors.map((author) => data.bylines[author][0]), people: paper.authors.map((author) => data.people[data.bylines[author][1]]),
    spans: { title: [0, paper.titleWords], abstract: [paper.titleWords + GAP, paper.titleWords + GAP + paper.abstractWords] },
  }));
  const words = data.words.split(" ");

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

  // -- facts

  const said = (text) => plainly(text).join(" ");
  const FACTS = { // of a paper, by field: what it is called, folded
    id: ({ id }) => [id], year: ({ edition: [, , , year] }) => (year ? [String(year)] : []),
    edition: ({ edition: [id] }) => [fold(id)], venue: ({ edition: [, , venue] }) => (venue ? [fold(venue)] : []),
    award: ({ award }) => (award ? plainly(award) : []),
  };
  const known = kept((field) => new Set(papers.flatMap(FACTS[field])));
  const awards = [...new Set(papers.map(({ award }) => award))].filter(Boolean).map(said);
  function isKnown(field, text) {
    if (field === "text") return content.has(text) || stopped.has(text);
    if (field === "about") return topicsCalled.has(text);
    return field === "award name" ? awards.some((name) => `${name} `.startsWith(`${text} `)) : known(field).has(text);
  }

  return { papers, words, content, topicsCalled, said, FACTS, isKnown, unpacked, weighed, frequencies };
})();
