// The engine of the search page for very many papers: Pagefind (archive/site/pagefind_index.py), of whose index a browser
// loads what a question needs. It knows no partial matches; archive.js holds the names of editions and topics alone.
"use strict";

self.ENGINE = (() => {
  const HERE = document.currentScript.src, { split } = self.WORDS, { editions, topics, indexes } = self.ARCHIVE;
  const NAMES = new Map(Object.entries({ edition: new Map(editions.map(([id, name]) => [id, name])), topic: new Map(topics) }));
  const label = (group, key) => NAMES.get(group)?.get(key) || key;
  const place = (id) => editions.findIndex(([known]) => known === id);
  const byCount = (one, other) => other[2] - one[2] || (one[1] < other[1] ? -1 : 1);
  const GROUPS = new Map(Object.entries({ // in the order of their rows
    year: ([one], [other]) => other - one, topic: byCount, award: byCount, pdf: byCount, edition: ([one], [other]) => place(other) - place(one),
  }));

  let opened;
  const open = () => (opened ||= (async () => {
    if (location.protocol === "file:") throw new Error("find_needs_server");
    const [first, ...others] = indexes.map((folder) => new URL(`../${folder}`, HERE).href), pagefind = await import(`${first}pagefind.js`);
    const options = { excerptLength: 0, ranking: { metaWeights: { title: 3 } } };
    await pagefind.options(options);
    await pagefind.init();
    await Promise.all(others.map((folder) => pagefind.mergeIndex(folder, options)));
    await pagefind.filters(); // answers count the groups that were loaded
    return pagefind;
  })());

  const filters = (chosen, except) => Object.fromEntries(
    [...GROUPS.keys()].filter((group) => group !== except && chosen[group].length).map((group) => [group, { any: chosen[group] }]));

  // A group's own chips say what choosing them would give, so each is counted without what was chosen in it.
  async function facet(pagefind, group, order, asked, chosen, found) {
    const answer = chosen[group].length ? await pagefind.search(asked, { filters: filters(chosen, group) }) : found;
    const counts = new Map([...chosen[group].map((key) => [key, 0]), ...Object.entries(answer.filters[group] || {})]);
    return [group, [...counts].filter(([key, count]) => count || chosen[group].includes(key))
      .map(([key, count]) => [key, label(group, key), count]).sort(order)];
  }

  async function paper(result) {
    const { url, meta, filters: of } = await result.data(), listed = (text) => (text ? text.split("; ") : []), authors = listed(meta.authors);
    return {
      id: decodeURIComponent(url.split("/").at(-1).replace(/\.html$/, "")), title: meta.title,
      authors: authors.map((name) => [name]), shown: authors.length, marks: listed(meta.marks),
      edition: [of.edition[0], label("edition", of.edition[0])], topics: (of.topic || []).map((topic) => [topic, label("topic", topic)]),
      summary: meta.summary || "", abstract: "", pdf: meta.pdf || "", withdrawn: false, isPartial: false, excerpt: [],
    };
  }

  // -> [[piece of the text, whether it is one of the words or begins with one], ...]
  const marked = (text, words) => text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((piece) => {
    const plain = self.WORDS.fold(piece);
    return [piece, words.some((word) => plain === word || (word.length > 2 && plain.startsWith(word)))];
  });

  async function ask(text, asked) {
    const pagefind = await open(), words = split(text), question = text.trim() || null;
    const chosen = { ...asked, author: [] }, found = await pagefind.search(question, { filters: filters(chosen) });
    return {
      total: found.results.length, some: 0, chosen, notes: [], nearest: [], suggestion: "", mark: (some) => marked(some, words),
      facets: await Promise.all([...GROUPS].map(([group, rows]) => facet(pagefind, group, rows, question, chosen, found))),
      take: (from, to) => Promise.all(found.results.slice(from, to).map(paper)),
    };
  }

  return { ask };
})();
