// What the search page asks of the plain search: a question and the facets chosen, as its head (search.js) describes.
"use strict";

self.ENGINE = (() => {
  const { search, papers, editions, topics } = typeof require === "undefined" ? self.PLAIN : require("./plain.js");
  const years = [...new Set(editions.map(([, , , year]) => String(year)))].sort().reverse();
  const GROUPS = { // of a paper's facts: its keys, all rows to draw, and whether the most frequent stand first
    year: [({ edition: [, , , year] }) => (year ? [String(year)] : []), years.map((year) => [year, year]), false],
    edition: [({ edition }) => [edition[0]], editions.map(([id, name]) => [id, name]).reverse(), false],
    topic: [({ within }) => within.map((topic) => topics[topic][0]), topics, true],
  };
  const passes = (paper, chosen, except) => Object.entries(GROUPS).every(
    ([name, [keys]]) => name === except || !chosen[name].length || keys(paper).some((key) => chosen[name].includes(key)));

  function facet(name, found, chosen) {
    const [keys, rows, frequentFirst] = GROUPS[name], counts = new Map();
    for (const number of found) {
      if (passes(papers[number], chosen, name)) for (const key of keys(papers[number])) counts.set(key, (counts.get(key) || 0) + 1);
    }
    const drawn = rows.map(([key, label]) => [key, label, counts.get(key) || 0]).filter(([key, , count]) => count || chosen[name].includes(key));
    return frequentFirst ? drawn.sort(([, , one], [, , other]) => other - one) : drawn;
  }

  // A choice that is none of the archive's (an old address) narrows nothing.
  const known = (chosen) => Object.fromEntries(Object.entries(GROUPS).map(([name, [, rows]]) =>
    [name, (chosen[name] || []).filter((key) => rows.some(([row]) => row === key))]));

  async function ask(text, asked) {
    const chosen = known(asked), { full, partial, words } = search(text);
    const [whole, some] = [full, partial].map((found) => found.filter((number) => passes(papers[number], chosen)));
    const drawn = (number, at) => ({
      ...papers[number], partial: at >= whole.length,
      facts: [papers[number].edition[1], ...papers[number].topics.map(([, name]) => name)].join("\u00a0· "),
    });
    return {
      total: whole.length, some: some.length, words,
      facets: Object.fromEntries(Object.keys(GROUPS).map((name) => [name, facet(name, full.length ? full : partial, chosen)])),
      take: async (from, to) => [...whole, ...some].map((number, at) => [number, at]).slice(from, to).map((one) => drawn(...one)),
    };
  }

  return { ask };
})();

if (typeof module !== "undefined") module.exports = self.ENGINE;
