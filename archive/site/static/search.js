// The search page: what is asked stands in the address (q, year, edition, topic), what an engine answers is drawn.
// self.ENGINE has one method, ask(text, { year: [...], edition: [...], topic: [...] }), which promises
//   { total, some, words, facets: { year: [[key, label, count], ...], ... }, take(from, to) }
// with the numbers of full matches and of those that hold some of the words, what to mark, and the facets in the order
// to draw; take promises [{ id, title, authors, facts, marks, summary, partial }], full matches first.
"use strict";

const FACETS = ["year", "edition", "topic"];
const ADDRESS = (() => {
  // A fragment without "=" is a place in the page.
  const read = ({ search, hash }) => new URLSearchParams(hash.includes("=") ? hash.slice(1) : search);

  // From disk, a browser lets only the fragment change; an empty one would give way to what stands before it.
  function write(state, { protocol, pathname, search }) {
    const text = state.toString();
    if (protocol === "file:") return `#${text || "q="}`;
    return text ? `?${text}` : search ? pathname : "";
  }

  return { read, write };
})();

// -> [[piece, whether it is one of the words or begins with one], ...]
function pieces(text, words, fold) {
  return text.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((piece) => {
    const plain = fold(piece);
    return [piece, words.some((word) => plain === word || (word.length > 2 && plain.startsWith(word)))];
  });
}

function told(total, some) {
  const counted = (number) => (number === 1 ? "1 paper" : `${number} papers`);
  if (total && some) return `${counted(total)}, and ${some} more with some of the words.`;
  if (some) return `No paper has all of the words; ${some} ${some === 1 ? "has" : "have"} some.`;
  return total ? `${counted(total)}.` : "No papers found.";
}

function startPage() {
  const FIRST = 20;
  const { fold } = self.WORDS, engine = self.ENGINE, page = (id) => document.getElementById(id), form = page("search");
  let shown = FIRST, questions = 0;

  function element(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  function item(paper, words) {
    const marked = (text) => pieces(text, words, fold).map(([piece, hit]) => (hit ? element("mark", {}, piece) : piece));
    const title = element("a", { href: `../papers/${paper.id}/index.html`, dir: "auto" }, ...marked(paper.title));
    const made = element("li", { class: "paper" }, element("h3", {}, title));
    if (paper.authors.length) made.append(element("p", { class: "authors", dir: "auto" }, ...marked(paper.authors.join(", "))));
    const marks = paper.marks ? [element("strong", { class: "mark" }, paper.marks), " "] : [];
    made.append(element("p", { class: "facts" }, ...marks, paper.facts));
    if (paper.summary) made.append(element("p", { class: "summary" }, ...marked(paper.summary)));
    return made;
  }

  function drawFacet(name, rows, chosen) {
    const [summary, boxes] = page(`facet-${name}`).querySelectorAll("summary .quiet, fieldset > div");
    page(`facet-${name}`).hidden = !rows.length;
    summary.textContent = chosen.length ? `(${chosen.length} chosen)` : "";
    boxes.replaceChildren(...rows.map(([key, label, count]) => {
      const box = element("input", { type: "checkbox", name, value: key, id: `${name}-${key}`, form: "search" });
      box.checked = chosen.includes(key);
      return element("label", {}, box, element("span", {}, label), element("span", { class: "quiet" }, String(count)));
    }));
  }

  // What is drawn anew keeps the keyboard where it was.
  function keepingFocus(redraw) {
    const focused = document.activeElement?.id;
    redraw();
    if (focused && document.activeElement === document.body) page(focused)?.focus();
  }

  // An answer that comes after a newer question is dropped: then this resolves to false.
  async function draw(state) {
    const question = ++questions, chosen = Object.fromEntries(FACETS.map((name) => [name, state.getAll(name)]));
    let answer, papers;
    try {
      answer = await engine.ask(state.get("q") || "", chosen);
      papers = await answer.take(0, shown);
    } catch (error) {
      page("count").textContent = `The search could not be loaded: ${error.message || error}`;
      return false;
    }
    const { total, some, words, facets } = answer;
    if (question !== questions) return false;
    const items = (partial) => papers.filter((paper) => Boolean(paper.partial) === partial).map((paper) => item(paper, words));
    keepingFocus(() => FACETS.forEach((name) => drawFacet(name, facets[name], chosen[name])));
    page("clear").hidden = FACETS.every((name) => !chosen[name].length);
    page("results").replaceChildren(...items(false));
    page("partial").replaceChildren(...items(true));
    page("partial-head").hidden = !page("partial").children.length;
    page("none").hidden = total + some > 0;
    page("more").hidden = total + some <= papers.length;
    if (page("count").textContent !== told(total, some)) page("count").textContent = told(total, some);
    return true;
  }

  function state() {
    const some = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) some.append(name, value);
    return some;
  }

  // Each search that somebody ended by Enter or a choice is a step back in the browser; letters on the way are none.
  let settled = true;
  function ask(isStep) {
    const now = state(), address = ADDRESS.write(now, location);
    shown = FIRST;
    if (address && address !== (location.protocol === "file:" ? location.hash : location.search)) {
      history[settled ? "pushState" : "replaceState"](null, "", address);
    }
    settled = isStep;
    return draw(now);
  }

  function restore() {
    const now = ADDRESS.read(location);
    page("q").value = now.get("q") || "";
    shown = FIRST;
    settled = true;
    return draw(now);
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(true); });
  page("q").addEventListener("input", () => ask(false));
  page("q").addEventListener("change", () => { settled = true; });
  page("asking").addEventListener("change", () => { settled = true; ask(true); });
  page("clear").addEventListener("click", () => {
    for (const box of page("asking").querySelectorAll("input")) box.checked = false;
    settled = true;
    ask(true);
    page("q").focus();
  });
  page("more").addEventListener("click", async () => {
    const last = page("results").children.length + page("partial").children.length;
    shown += FIRST;
    if (await draw(state())) document.querySelectorAll("#results a, #partial a")[last]?.focus();
  });
  addEventListener("popstate", () => { if (!location.hash || location.hash.includes("=")) restore(); });

  const isWide = matchMedia("(min-width: 48rem)").matches;
  for (const name of FACETS) page(`facet-${name}`).open = isWide;
  form.hidden = page("asking").hidden = false;
  restore();
}

if (typeof document !== "undefined") startPage();
else module.exports = { ADDRESS, pieces, told };
