// What the search page asks of the plain search: a question, the filters chosen and an order, as its head (search.js) describes.
"use strict";

self.ENGINE = (() => {
  const { kept, placed, split } = self.WORDS, { marked, excerpt } = self.EXCERPT, { search, papers } = self.PLAIN, { rows } = self.INDEX;
  const GROUPS = ["year", "topic", "author", "award", "pdf", "edition"], BY_COUNT = ["topic", "author", "award"];
  const held = kept((name) => new Map(rows[name].map(([key, , numbers]) => [key, numbers])));
  let collator; // to make it takes as long as a search
  const ORDERS = {
    newest: (one, other) => papers[other].edition[2] - papers[one].edition[2],
    title: (one, other) => (collator ||= new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true })).compare(papers[one].title, papers[other].title),
  };

  // A choice that no paper of the archive has (an old address) narrows nothing.
  const real = (chosen) => Object.fromEntries(GROUPS.map((name) => [name, (chosen[name] || []).filter((key) => held(name).has(key))]));
  function passes(chosen, except) {
    const asked = GROUPS.filter((name) => name !== except && chosen[name].length)
      .map((name) => new Set(chosen[name].flatMap((key) => held(name).get(key))));
    return (number) => asked.every((some) => some.has(number));
  }

  // -> rows of one group, each with the number of papers that choosing it alone in its group would leave.
  function facet(name, found, chosen) {
    const left = new Uint8Array(papers.length);
    for (const number of found.filter(passes(chosen, name))) left[number] = 1;
    const counted = [];
    for (const row of rows[name]) { // thousands of people, most of them without a paper here: hence nothing is unpacked
      let count = 0;
      for (const number of row[2]) count += left[number];
      if (count || chosen[name].includes(row[0])) counted.push([row[0], row[1], count]);
    }
    return BY_COUNT.includes(name) ? counted.sort((one, other) => other[2] - one[2]) : counted;
  }

  // The query with the nearest words for those that no paper holds.
  function corrected(text, nearest) {
    const known = new Map(nearest.flatMap(([written, instead]) => split(written).map((word) => [word, instead])));
    return placed(text).reverse().reduce((some, [word, start, end]) =>
      (known.has(word) ? some.slice(0, start) + known.get(word) + some.slice(end) : some), text);
  }

  async function ask(text, asked, order, enough) {
    const query = self.QUERY.read(text), chosen = real(asked), isChosen = passes(chosen), answer = search(query, { enough, passes: isChosen });
    const found = answer.full.length ? answer.full : answer.partial, isWanted = answer.wanted, nearest = [...answer.corrections, ...answer.offers];
    const [full, partial] = [answer.full, answer.partial].map((numbers) => numbers.filter(isChosen).sort(ORDERS[order] || (() => 0)));
    return {
      total: full.length, some: partial.length, withdrawn: full.filter((number) => papers[number].withdrawn).length,
      chosen, notes: query.notes, nearest, suggestion: corrected(text, nearest), unlike: [...answer.unlike],
      facets: GROUPS.map((name) => [name, facet(name, found, chosen)]),
      mark: (words) => marked(words, isWanted),
      take: async (from, to) => [...full, ...partial].slice(from, to).map((number, at) => ({
        ...papers[number], isPartial: from + at >= full.length, excerpt: excerpt(papers[number], isWanted),
      })),
    };
  }

  return { ask };
})();
