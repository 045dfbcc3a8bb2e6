// The engine of the search page for very many papers: Pagefind (archive/site/pagefind_index.py), of whose index a browser
// loads what a question needs. It knows no partial matches; archive.js holds the names of editions and topics alone.
"use strict";

self.ENGINE = (() => {
  const HERE = document.currentScript.src;
  const { split, stem } = self.WORDS, { marked, excerpt } = self.EXCERPT, { editions, topics, indexes, firstSign, between } = self.ARCHIVE;
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

  // It comes in signs that Pagefind does not search (in_signs in archive/site/pagefind_index.py), its texts as searched.
  async function paper(result, isWanted) {
    const { meta, content } = await result.data(), [summary, abstract] = content.split(between).slice(-3, -1);
    const bytes = Uint8Array.from(meta.result, (sign) => sign.codePointAt(0) - firstSign);
    const shown = { ...JSON.parse(new TextDecoder().decode(bytes)), summary, abstract };
    return { ...shown, isPartial: false, excerpt: excerpt(shown, isWanted) };
  }

  // Pagefind finds all forms of a word, and words that begin so.
  const meaning = (words) => words.length > 0
    && ((word) => words.some((asked) => stem(word) === stem(asked) || (asked.length > 2 && word.startsWith(asked))));

  // It understands words, and one phrase.
  function isPlain({ wanted, unwanted }) {
    const isPhrase = wanted.length === 1 && wanted[0].kind === "phrase";
    return !unwanted.length && wanted.every(({ kind, field }) => !field && (kind === "word" || isPhrase));
  }

  async function ask(text, asked) {
    const pagefind = await open(), isWanted = meaning(split(text)), question = text.trim() || null;
    const chosen = { ...asked, author: [] }, found = await pagefind.search(question, { filters: filters(chosen) });
    return {
      total: found.results.length, some: 0, chosen, nearest: [], suggestion: "", unlike: [], mark: (some) => marked(some, isWanted),
      notes: isPlain(self.QUERY.read(text)) ? [] : ["find_no_operators"],
      facets: await Promise.all([...GROUPS].map(([group, rows]) => facet(pagefind, group, rows, question, chosen, found))),
      take: (from, to) => Promise.all(found.results.slice(from, to).map((result) => paper(result, isWanted))),
    };
  }

  return { ask };
})();
