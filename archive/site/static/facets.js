// What the search page asks of the plain search: a question, the filters chosen and an order, as its head (search.js) describes.
"use strict";

self.ENGINE = (() => {
  const { placed, split, stem } = self.WORDS, { search, papers } = self.PLAIN, data = self.ARCHIVE, { snippets, analysis } = data.rules;
  const inPlace = (some, id) => some.findIndex(([one]) => one === id), byPlace = ([one], [other]) => inPlace(data.editions, other) - inPlace(data.editions, one);
  const byNumber = ([one], [other]) => other - one, byCount = ([, name, one], [, other, count]) => count - one || (name < other ? -1 : 1);
  const named = (some, names = new Map(some)) => (key) => names.get(key);
  const rows = (values, order, label = (value) => value) => ({ values, order, label });
  const GROUPS = { // of each: the values that a paper has, the order of rows, and what to call a value
    year: rows(({ edition: [, , , year] }) => (year ? [String(year)] : []), byNumber),
    topic: rows(({ within }) => within.map((topic) => data.topics[topic][0]), byCount, named(data.topics)),
    author: rows(({ people }) => people.map(([path]) => path), byCount, named(data.people)),
    award: rows(({ award }) => (award ? [award] : []), byCount),
    pdf: rows(({ pdf }) => (pdf ? ["yes"] : []), byCount),
    edition: rows(({ edition: [id] }) => [id], byPlace, named(data.editions)),
  };
  const held = Object.fromEntries(Object.entries(GROUPS).map(([name, { values }]) => [name, new Set(papers.flatMap(values))]));
  const inTitleOrder = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true });
  const ORDERS = {
    newest: (one, other) => papers[other].edition[3] - papers[one].edition[3],
    title: (one, other) => inTitleOrder.compare(papers[one].title, papers[other].title),
  };

  // A choice that no paper of the archive has (an old address) narrows nothing.
  const real = (chosen) => Object.fromEntries(Object.entries(held).map(([name, some]) => [name, (chosen[name] || []).filter((key) => some.has(key))]));
  function passes(chosen, except) {
    const asked = Object.entries(GROUPS).filter(([name]) => name !== except && chosen[name].length);
    return (paper) => asked.every(([name, { values }]) => values(paper).some((key) => chosen[name].includes(key)));
  }

  // -> rows of one group, each with the number of papers that choosing it alone in its group would leave.
  function facet(name, found, chosen) {
    const { values, order, label } = GROUPS[name], counts = new Map(chosen[name].map((key) => [key, 0]));
    for (const paper of found.filter(passes(chosen, name))) for (const key of values(paper)) counts.set(key, (counts.get(key) || 0) + 1);
    return [...counts].map(([key, count]) => [key, label(key), count]).sort(order);
  }

  // -> what tells whether a folded word is one of those asked for (archive/search/snippets.py).
  function wanted({ wanted: nodes }, { clauses, leftOut, corrections, prefixes }, isFull) {
    const ignored = new Set([...analysis.STOP_WORDS, ...leftOut.flatMap(split)]), asked = [], begun = [];
    const terms = (some) => some.flatMap((node) => (["all", "any"].includes(node.kind) ? terms(node.parts) : node.text && node.kind !== "none" ? [node] : []));
    for (const { kind, text, field } of terms(nodes)) {
      if (field && !["title", "abstract"].includes(field)) continue;
      const words = split(text);
      if (kind === "prefix" || prefixes.has(text)) begun.push(...words.splice(-1));
      asked.push(...words);
    }
    const ways = clauses.flatMap(({ alternatives }) => alternatives).filter(({ kind, field }) => kind !== "topic" && kind !== "year" && !field);
    const others = [...ways.map(({ text }) => text), ...(isFull ? [] : corrections.values())].flatMap(split);
    const content = [...asked.filter((word) => !ignored.has(word)), ...others], stems = new Set((content.length ? content : asked).map(stem));
    return (word) => stems.has(stem(word)) || begun.some((start) => word.startsWith(start));
  }

  // -> [[piece of the text, whether it is a word that was asked for], ...]
  function marked(text, isWanted) {
    const pieces = [];
    let at = 0;
    for (const [word, start, end] of placed(text)) {
      if (!isWanted(word)) continue;
      pieces.push([text.slice(at, start), false], [text.slice(start, end), true]);
      at = end;
    }
    return [...pieces, [text.slice(at), false]].filter(([piece]) => piece);
  }

  // -> the sentence of the abstract that holds most of what was asked for, or the summary, marked; nothing without a hit.
  function excerpt({ abstract, summary }, isWanted) {
    const hits = (text) => new Set(placed(text).map(([word]) => word).filter(isWanted).map(stem)).size;
    const sentences = abstract.split(new RegExp(snippets.SENTENCE, "u")), counts = sentences.map(hits), most = Math.max(...counts);
    if (!most && !hits(summary)) return [];
    const sentence = hits(summary) >= most ? summary : sentences[counts.indexOf(most)];
    if (sentence.length <= snippets.LONGEST) return marked(sentence, isWanted);
    const [, first] = placed(sentence).find(([word]) => isWanted(word));
    const from = Math.max(0, Math.min(first - snippets.LONGEST / 4, sentence.length - snippets.LONGEST));
    const start = from ? sentence.lastIndexOf(" ", from) + 1 : 0, last = sentence.lastIndexOf(" ", start + snippets.LONGEST);
    const end = start + snippets.LONGEST >= sentence.length ? sentence.length : last > first ? last : start + snippets.LONGEST;
    return marked(`${start ? "… " : ""}${sentence.slice(start, end).trim()}${end < sentence.length ? " …" : ""}`, isWanted);
  }

  // The query with the nearest words for those that no paper holds.
  function corrected(text, nearest) {
    const known = new Map(nearest.flatMap(([written, instead]) => split(written).map((word) => [word, instead])));
    return placed(text).reverse().reduce((some, [word, start, end]) =>
      (known.has(word) ? some.slice(0, start) + known.get(word) + some.slice(end) : some), text);
  }

  async function ask(text, asked, order, enough) {
    const query = self.QUERY.read(text), chosen = real(asked), isNarrowed = Object.values(chosen).some((keys) => keys.length);
    const answer = search(query, { enough, passes: passes(chosen) }), { full, partial } = answer;
    const everything = isNarrowed ? search(query, { enough: 1 }) : answer;
    const found = (everything.full.length ? everything.full : everything.partial).map((number) => papers[number]);
    const isWanted = wanted(query, answer, !partial.length), nearest = [...answer.corrections, ...answer.offers];
    const [whole, some] = ORDERS[order] ? [full, partial].map((numbers) => [...numbers].sort(ORDERS[order])) : [full, partial];
    return {
      total: whole.length, some: some.length, chosen, notes: query.notes, nearest, suggestion: corrected(text, nearest),
      facets: Object.keys(GROUPS).map((name) => [name, facet(name, found, chosen)]),
      mark: (words) => marked(words, isWanted),
      take: async (from, to) => [...whole, ...some].slice(from, to).map((number, at) => ({
        ...papers[number], isPartial: from + at >= whole.length, excerpt: excerpt(papers[number], isWanted),
      })),
    };
  }

  return { ask };
})();
