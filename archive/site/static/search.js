// The search page. What is asked stands in the address (q, year, edition, topic), so a search can be sent to somebody;
// an engine answers: plain.js, or sharded.js for very many papers.
//
//   ENGINE.ask(text, { year, edition, topic }) -> { total, some, words, suggestion, facets, take(from, to) }
//
// `some` papers hold a part of what was asked; `facets` are, for each group, rows of key, label and count; `take` gives
// papers in order, { id, title, authors, facts, marks, summary, partial }.
"use strict";

(() => {
  const FIRST = 20, GROUPS = ["year", "edition", "topic"];
  const { fold } = self.WORDS;
  const page = (id) => document.getElementById(id);
  const form = page("search");
  let shown = FIRST, latest = 0;

  const inAddress = () => new URLSearchParams(location.search.length > 1 ? location.search : location.hash.slice(1));
  function remember(state) {
    const text = state.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${text ? `?${text}` : ""}`);
    } catch { // from disk, a browser lets only the fragment change
      location.replace(`#${text}`);
    }
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.append(text);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // A word is marked where it begins as one that was asked; endings may differ.
  function marked(text, words) {
    const made = document.createDocumentFragment();
    for (const piece of text.split(/([\p{L}\p{N}]+)/u)) {
      const plain = fold(piece);
      const hit = plain && words.some((word) => plain === word
        || (word.length > 3 && plain.startsWith(word.slice(0, Math.max(4, word.length - 2)))));
      made.append(hit ? element("mark", piece) : piece);
    }
    return made;
  }

  function item(paper, words) {
    const made = element("li", undefined, { class: "paper" });
    const link = element("a", marked(paper.title, words), { href: `../papers/${paper.id}/index.html`, dir: "auto" });
    made.append(element("h3", link));
    if (paper.authors.length) made.append(element("p", marked(paper.authors.join(", "), words), { class: "authors", dir: "auto" }));
    const facts = element("p", paper.facts, { class: "facts" });
    if (paper.marks) facts.prepend(element("strong", paper.marks, { class: "mark" }), " ");
    made.append(facts);
    if (paper.summary) made.append(element("p", marked(paper.summary, words), { class: "summary" }));
    return made;
  }

  function drawFacets(facets, chosen) {
    const focused = document.activeElement?.id;
    for (const group of GROUPS) {
      const details = page(`facet-${group}`);
      details.querySelector("div").replaceChildren(...facets[group].map(([key, name, count]) => {
        const box = element("input", undefined, { type: "checkbox", name: group, value: key, id: `${group}-${key}`, form: "search" });
        box.checked = chosen[group].includes(key);
        const label = element("label");
        label.append(box, " ", name, " ", element("span", `${count}`, { class: "quiet" }));
        return label;
      }));
      details.querySelector("summary span").textContent = chosen[group].length ? `${chosen[group].length} chosen` : "";
    }
    page("clear").hidden = !GROUPS.some((group) => chosen[group].length);
    if (focused && document.activeElement === document.body) page(focused)?.focus();
  }

  const counted = (number) => (number === 1 ? "1 paper" : `${number} papers`);

  function drawCount(answer) {
    const also = answer.some ? `, ${answer.some} more with some of the words` : "";
    page("count").textContent = answer.total || answer.some ? `${counted(answer.total)}${also}.` : "No paper matches.";
    page("meant").hidden = !answer.suggestion;
    page("meant").replaceChildren(...(answer.suggestion ? ["Did you mean ", meant(answer.suggestion), "?"] : []));
  }

  function meant(text) {
    const button = element("button", text, { type: "button", class: "link" });
    button.addEventListener("click", () => { page("q").value = text; askAnew(); page("q").focus(); });
    return button;
  }

  async function draw(state) {
    const question = ++latest;
    const chosen = Object.fromEntries(GROUPS.map((group) => [group, state.getAll(group)]));
    try {
      const answer = await self.ENGINE.ask(state.get("q") || "", chosen);
      const papers = await answer.take(0, shown);
      if (question !== latest) return; // a newer question was asked meanwhile
      drawFacets(answer.facets, chosen);
      const [full, partial] = [false, true].map((is) => papers.filter((paper) => paper.partial === is).map((paper) => item(paper, answer.words)));
      page("results").replaceChildren(...full);
      page("partial").replaceChildren(...partial);
      page("partial-head").hidden = !partial.length;
      page("more").hidden = answer.total + answer.some <= shown;
      drawCount(answer);
    } catch (error) {
      if (question === latest) page("count").textContent = `The search could not be loaded (${error.message || error}).`;
    }
  }

  function ask() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) state.append(name, value);
    remember(state);
    return draw(state);
  }
  function askAnew() {
    shown = FIRST;
    return ask();
  }

  function start() {
    const state = inAddress();
    page("q").value = state.get("q") || "";
    return draw(state);
  }
  form.hidden = page("asking").hidden = false;
  for (const group of GROUPS) page(`facet-${group}`).open = innerWidth >= 900;
  start();
  form.addEventListener("input", askAnew);
  page("asking").addEventListener("change", askAnew);
  form.addEventListener("submit", (event) => { event.preventDefault(); askAnew(); });
  addEventListener("popstate", start);
  addEventListener("hashchange", () => { if (inAddress().get("q") !== page("q").value) start(); });
  page("clear").addEventListener("click", () => {
    for (const box of document.querySelectorAll("#asking input:checked")) box.checked = false;
    askAnew();
    page("q").focus();
  });
  page("more").addEventListener("click", async () => {
    const last = document.querySelectorAll("#results a, #partial a").length;
    shown += FIRST;
    await ask();
    document.querySelectorAll("#results a, #partial a")[last]?.focus();
  });
})();
