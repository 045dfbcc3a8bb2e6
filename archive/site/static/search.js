// Search over the papers of archive.js, as near to `mlforsys search` as it goes: one scored text (BM25, the
// title three times) and names of authors; papers that hold every word first, then those that hold some; a
// word that none says is taken for the beginning of others, else for the nearest; a topic called so adds the
// papers that do not say it, below those that do. "phrases" and -words too. What is asked stands in the
// address: q, edition, topic, year.
"use strict";

const { search, fold } = (() => {
  const data = self.ARCHIVE;
  const papers = data.papers.map(([id, title, authors, edition, year, topics, within, marks, summary]) =>
    ({ id, title, authors, edition, year, topics, within, marks, summary }));
  const words = data.words.split(" ");
  const numbers = new Map(words.map((word, at) => [word, data.stems[at]]));
  const names = data.names.split(" ");
  const named = new Map(names.map((name, at) => [name, at]));
  const stop = new Set(data.stop.split(" "));
  const mean = data.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, data.lengths.length);
  const PLAIN = { "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th" };
  const WORD = /[a-z]\+\+(?![\p{L}\p{N}_])|[a-z]#(?![\p{L}\p{N}_])|[\p{L}\p{N}]+/gu;
  const NEAR = 0.7, HALF = 0.6, TOPIC = 0.6; // what a word's stand-ins are worth

  // Lower case first: some letters (Ł, Ø) have no decomposition, and small ones stand in the table.
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ıłøđðħŧßæœþ]/g, (letter) => PLAIN[letter])
      .replace(/(\p{L})['’ʼ]s\b/gu, "$1").replace(/(\p{L})['’ʼ](?=\p{L})/gu, "$1");
  }
  const split = (text) => fold(text).match(WORD) || [];

  function unpack(packed) {
    const found = new Map();
    let number = 0;
    for (const value of packed) {
      number += value >> 4;
      found.set(number, value & 15);
    }
    return found;
  }

  function scored(packed, weight, lengths) {
    const held = unpack(packed);
    const rarity = Math.log(1 + (papers.length - held.size + 0.5) / (held.size + 0.5));
    const scores = new Map();
    for (const [number, count] of held) {
      const length = lengths ? data.k1 * (1 - data.b + data.b * lengths[number] / mean) : data.k1;
      scores.set(number, weight * rarity * count * (data.k1 + 1) / (count + length));
    }
    return scores;
  }

  function add(into, scores) {
    for (const [number, score] of scores) into.set(number, (into.get(number) || 0) + score);
    return into;
  }

  // What stands below never passes the least of what stands above.
  function below(first, rest) {
    if (!first.size) return rest;
    const others = new Map([...rest].filter(([number]) => !first.has(number)));
    if (!others.size) return first;
    const least = Math.min(...first.values()), most = Math.max(...others.values());
    const factor = Math.min(1, data.lower * least / most);
    for (const [number, score] of others) first.set(number, score * factor);
    return first;
  }

  function exactly(word, weight = 1) {
    const scores = new Map();
    if (numbers.has(word)) add(scores, scored(data.texts[numbers.get(word)], weight, data.lengths));
    if (named.has(word)) add(scores, scored(data.named[named.get(word)], weight, null));
    return scores;
  }

  const alike = (fits, weight) => {
    const scores = new Map(), seen = new Set();
    for (const word of words) if (fits(word) && !seen.has(numbers.get(word))) {
      seen.add(numbers.get(word));
      add(scores, scored(data.texts[numbers.get(word)], weight, data.lengths));
    }
    for (const name of names) if (fits(name)) add(scores, scored(data.named[named.get(name)], weight, null));
    return scores;
  };

  // Whether two words are at most so many letters left out, added, changed or swapped apart.
  function within(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return false;
    let before = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...next) > most) return false;
      before = row;
      row = next;
    }
    return row[other.length] <= most;
  }

  function word(text) {
    let scores = exactly(text);
    if (!scores.size) scores = alike((known) => known.startsWith(text), HALF);
    if (!scores.size && text.length > 3) {
      const most = text.length < 8 ? 1 : 2;
      for (let edits = 1; edits <= most && !scores.size; edits++) scores = alike((known) => within(text, known, edits), NEAR);
    }
    return scores;
  }

  function phrase(text) {
    const wanted = ` ${split(text).join(" ")} `;
    const scores = new Map();
    papers.forEach((paper, number) => {
      const texts = [paper.title, paper.summary, ...paper.authors];
      if (texts.some((part) => ` ${split(part).join(" ")} `.includes(wanted))) scores.set(number, 1);
    });
    const parts = split(text).filter((part) => !stop.has(part)).map((part) => exactly(part));
    for (const number of scores.keys()) scores.set(number, parts.reduce((sum, part) => sum + (part.get(number) || 0), 1));
    return scores;
  }

  // A word's stem by its number; a word that is in no paper is its own.
  const stem = (text) => (numbers.has(text) ? numbers.get(text) : text);
  const stemmed = (some) => some.filter((one) => !stop.has(one)).map(stem).join(" ");
  const called = new Map();
  for (const [name, topic] of data.called) called.set(stemmed(split(name)), [...(called.get(stemmed(split(name))) || []), topic]);

  // Papers of the topics that are called by all the words asked.
  function ofTopic(asked) {
    const topics = called.get(stemmed(asked)) || [];
    const scores = new Map();
    if (topics.length) papers.forEach((paper, number) => {
      if (paper.within.some((topic) => topics.includes(topic))) scores.set(number, TOPIC);
    });
    return scores;
  }

  // -> { full, partial }: numbers of papers, best first.
  function search(text) {
    const phrases = [], unwanted = [];
    const rest = text.replace(/(-?)"([^"]*)"?/g, (_, minus, inside) => ((minus ? unwanted : phrases).push(inside), " "))
      .replace(/(^|\s)-(\S+)/g, (_, before, inside) => (unwanted.push(inside), " "));
    const all = split(rest);
    const asked = all.some((one) => !stop.has(one)) ? all.filter((one) => !stop.has(one)) : all;
    const parts = [...phrases.filter((one) => split(one).length).map(phrase), ...asked.map(word)];
    const topic = ofTopic(asked);
    if (topic.size) for (let at = parts.length - asked.length; at < parts.length; at++) parts[at] = below(parts[at], topic);
    const banned = new Set(unwanted.flatMap((one) => [...phrase(one).keys(), ...exactly(split(one)[0] || "").keys()]));
    const scores = new Map(), held = new Map();
    for (const part of parts) for (const [number, score] of part) {
      scores.set(number, (scores.get(number) || 0) + score);
      held.set(number, (held.get(number) || 0) + 1);
    }
    if (!parts.length) papers.forEach((_, number) => scores.set(number, 0));
    const found = [...scores.keys()].filter((number) => !banned.has(number))
      .sort((one, other) => scores.get(other) - scores.get(one) || (parts.length ? one - other : other - one));
    const isFull = (number) => !parts.length || held.get(number) === parts.length;
    return { full: found.filter(isFull), partial: found.filter((number) => !isFull(number)), words: asked };
  }
  return { search: Object.assign(search, { papers, editions: data.editions, topics: data.topics }), fold };
})();

if (typeof document !== "undefined") {
  const FIRST = 20;
  const page = (id) => document.getElementById(id);
  const by = (order) => (one, other) => order(one) - order(other) || (one[0] < other[0] ? -1 : 1);
  const place = (id) => search.editions.findIndex(([known]) => known === id);
  const groups = { // of a paper's facts: what a box stands for, what it is called, and where it stands
    year: { keys: (paper) => [String(paper.year)], label: (year) => year, order: by(([year]) => -year) },
    edition: {
      keys: (paper) => [search.editions[paper.edition][0]],
      label: (id) => search.editions[place(id)][1],
      order: by(([id]) => -place(id)),
    },
    topic: {
      keys: (paper) => paper.within.map((topic) => search.topics[topic][0]),
      label: (id) => search.topics.find(([known]) => known === id)[1],
      order: by(([, count]) => -count),
    },
  };
  const known = (name, key) => search.papers.some((paper) => groups[name].keys(paper).includes(key));
  let shown = FIRST;

  const asked = () => new URLSearchParams(location.search.length > 1 ? location.search : location.hash.slice(1));
  function remember(state) {
    const text = state.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}`);
    } catch { // from disk, a browser lets only the fragment change
      location.replace(`#${text}`);
    }
  }

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  function marked(text, words) {
    const made = document.createDocumentFragment();
    for (const piece of text.split(/([\p{L}\p{N}]+)/u)) {
      const plain = fold(piece);
      const hit = plain && words.some((word) => plain === word || (word.length > 2 && plain.startsWith(word.slice(0, Math.max(3, word.length - 2)))));
      made.append(hit ? element("mark", piece) : piece);
    }
    return made;
  }

  function item(number, words) {
    const paper = search.papers[number], made = element("li", undefined, { class: "paper" });
    const title = element("h3"), link = element("a", undefined, { href: `../papers/${paper.id}/index.html`, dir: "auto" });
    link.append(marked(paper.title, words));
    title.append(link);
    made.append(title);
    if (paper.authors.length) {
      const authors = element("p", undefined, { class: "authors", dir: "auto" });
      authors.append(marked(paper.authors.join(", "), words));
      made.append(authors);
    }
    const where = [search.editions[paper.edition][1], ...paper.topics.map((topic) => search.topics[topic][1])].join(" · ");
    const facts = element("p", where, { class: "facts" });
    if (paper.marks) facts.prepend(element("strong", paper.marks, { class: "mark" }), " ");
    made.append(facts);
    if (paper.summary) {
      const summary = element("p", undefined, { class: "summary" });
      summary.append(marked(paper.summary, words));
      made.append(summary);
    }
    return made;
  }

  const passes = (paper, chosen, except) => Object.entries(groups).every(
    ([name, group]) => name === except || !chosen[name].length || group.keys(paper).some((key) => chosen[name].includes(key)));

  function drawFacets(found, chosen) {
    const focused = document.activeElement && document.activeElement.id;
    for (const [name, group] of Object.entries(groups)) {
      const counts = new Map(chosen[name].map((key) => [key, 0]));
      for (const number of found) {
        const paper = search.papers[number];
        if (passes(paper, chosen, name)) for (const key of group.keys(paper)) counts.set(key, (counts.get(key) || 0) + 1);
      }
      page(`facet-${name}`).replaceChildren(...[...counts].sort(group.order).map(([key, count]) => {
        const label = element("label"), box = element("input", undefined, { type: "checkbox", name, value: key, id: `${name}-${key}` });
        box.checked = chosen[name].includes(key);
        label.append(box, ` ${group.label(key)} `, element("span", `(${count})`, { class: "quiet" }));
        return label;
      }));
    }
    if (focused && document.activeElement === document.body && page(focused)) page(focused).focus();
  }

  function draw(state) {
    const chosen = Object.fromEntries(Object.keys(groups).map((name) => [name, state.getAll(name).filter((key) => known(name, key))]));
    const { full, partial, words } = search(state.get("q") || "");
    const pass = (number) => passes(search.papers[number], chosen);
    const whole = full.filter(pass), some = partial.filter(pass);
    drawFacets(full.length ? full : partial, chosen);
    const first = whole.slice(0, shown), rest = some.slice(0, shown - first.length);
    page("results").replaceChildren(...first.map((number) => item(number, words)));
    page("partial").replaceChildren(...rest.map((number) => item(number, words)));
    page("partial-head").hidden = !rest.length;
    page("more").hidden = whole.length + some.length <= shown;
    const count = (number) => (number === 1 ? "1 paper" : `${number} papers`);
    page("count").textContent = `${count(whole.length)}${some.length ? `, ${some.length} more with some of the words` : ""}.`;
  }

  const form = page("search");
  function ask() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) state.append(name, value);
    remember(state);
    draw(state);
  }
  const state = asked();
  page("q").value = state.get("q") || "";
  draw(state);
  form.hidden = false;
  form.addEventListener("input", () => { shown = FIRST; ask(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  page("more").addEventListener("click", () => {
    const last = page("results").children.length + page("partial").children.length;
    shown += FIRST;
    ask();
    const next = [...document.querySelectorAll("#results a, #partial a")][last];
    if (next) next.focus();
  });
} else {
  module.exports = { search };
}
