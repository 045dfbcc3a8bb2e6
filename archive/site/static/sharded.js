// The engine of the search page for very many papers: Pagefind (archive/site/sharded.py), of whose index a browser
// loads what a question needs. It knows no partial matches; archive.js holds the names of editions and topics alone.
"use strict";

self.ENGINE = (() => {
  const HERE = document.currentScript.src;
  const { editions, topics } = self.ARCHIVE;
  const names = { year: new Map(), edition: new Map(editions.map(([id, name]) => [id, name])), topic: new Map(topics) };
  const label = (group, key) => names[group].get(key) || key;
  const order = {
    year: ([one], [other]) => other - one,
    edition: ([one], [other]) => place(other) - place(one),
    topic: (one, other) => other[2] - one[2] || (one[1] < other[1] ? -1 : 1),
  };
  const place = (id) => editions.findIndex(([known]) => known === id);
  const GROUPS = Object.keys(order);

  let opened;
  const open = () => (opened ||= (async () => {
    if (location.protocol === "file:") throw new Error("from disk a browser loads none of its parts: look at the site through a server");
    const pagefind = await import(new URL("../search/pagefind/pagefind.js", HERE).href);
    await pagefind.options({ excerptLength: 0, ranking: { metaWeights: { title: 3 } } });
    await pagefind.init();
    await pagefind.filters(); // answers count the groups that were loaded
    return pagefind;
  })());

  const filters = (chosen, except) => Object.fromEntries(
    GROUPS.filter((group) => group !== except && chosen[group].length).map((group) => [group, { any: chosen[group] }]));

  // A group's own boxes say what choosing them would give, so each is counted without what was chosen in it.
  async function facets(pagefind, text, chosen, found) {
    const counted = {};
    for (const group of GROUPS) {
      const answer = chosen[group].length ? await pagefind.search(text, { filters: filters(chosen, group) }) : found;
      const counts = new Map([...chosen[group].map((key) => [key, 0]), ...Object.entries(answer.filters[group] || {})]);
      counted[group] = [...counts].filter(([key, count]) => count || chosen[group].includes(key))
        .map(([key, count]) => [key, label(group, key), count]).sort(order[group]);
    }
    return counted;
  }

  async function paper(result) {
    const { url, meta, filters: of } = await result.data();
    const facts = [label("edition", of.edition[0]), ...(of.topic || []).map((topic) => label("topic", topic))];
    return {
      id: url.split("/").at(-2), title: meta.title, authors: meta.authors ? meta.authors.replaceAll("*", "").split(", ") : [],
      facts: facts.join(" · "), marks: meta.marks || "", summary: meta.summary || "", partial: false,
    };
  }

  return {
    async ask(text, chosen) {
      const pagefind = await open(), asked = text.trim() || null;
      const found = await pagefind.search(asked, { filters: filters(chosen) });
      return {
        total: found.results.length,
        some: 0,
        words: self.WORDS.split(text),
        facets: await facets(pagefind, asked, chosen, found),
        take: (from, to) => Promise.all(found.results.slice(from, to).map(paper)),
      };
    },
  };
})();
