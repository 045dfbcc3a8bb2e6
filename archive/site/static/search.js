// The search page: what is asked stands in the address (q, sort, and the filters), what an engine answers is drawn.
// self.ENGINE has one method, ask(text, { year: [...], topic: [...], … }, order, enough), which promises
//   { total, some, withdrawn, chosen, notes, nearest, suggestion, unlike, facets: [[group, [[key, label, count], ...]], ...],
//     mark(text), take(from, to) }
// with the numbers of full matches, of those that hold some of the words (asked for where full ones are fewer than `enough`)
// and of full ones that were withdrawn, where it knows them, the filters it knows, what was not understood (sentences, or keys
// of texts), words near unknown ones, unknown words that resemble no other, and the rows of filters in order.
// mark gives [[piece, whether it was asked for], ...]; take promises papers, full matches first, as archive.js has them
// with `isPartial` and `excerpt`, pieces of a text. An engine that cannot answer throws with the key of a text.
"use strict";

const GROUPS = ["year", "topic", "author", "award", "pdf", "edition"];
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

// -> the key of the sentence that tells how much was found, and its numbers.
function counted(total, some) {
  if (total && some) return ["find_both", { n: total, some }];
  return total ? ["find_full", { n: total }] : some ? ["find_some", { n: some }] : ["find_none", {}];
}

function startPage() {
  const PAGE = 20, FEW = 8; // results at a time; filters of a group at first
  const MANY = 100; // papers whose BibTeX is fetched, one by one, to be copied together
  const page = (id) => document.getElementById(id), form = page("search"), field = page("q");
  const texts = JSON.parse(page("search-results").dataset.texts), name = document.title;
  let shown = PAGE, questions = 0, order = ""; // the order that somebody chose

  // -- elements

  function element(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  // A text in pieces, its {values} texts or elements.
  function filled(key, values = {}) {
    const text = typeof texts[key] === "string" ? texts[key] : texts[key][values.n === 1 ? "one" : "other"];
    return text.split(/(\{\w+\})/).filter(Boolean).map((piece) => values[/^\{(\w+)\}$/.exec(piece)?.[1]] ?? piece);
  }
  const say = (key, values) => filled(key, values).join("");
  const button = (attributes, ...inside) => element("button", { type: "button", ...attributes }, ...inside);
  const joined = (some, between) => some.flatMap((one, at) => (at ? [between(), one] : [one]));
  const link = (path, ...inside) => element("a", { href: `../${path}index.html` }, ...inside);
  const drawn = (pieces) => pieces.map(([piece, hit]) => (hit ? element("mark", {}, piece) : piece));

  // An entry as all lists have it (templates/macros.html), but for long titles: filters take the room that these would need.
  function entry(paper, mark) {
    const hidden = element("span", { class: "visually-hidden" }, ` ${say("of_paper", { title: paper.title })}`), path = `papers/${paper.id}/`;
    const pdf = paper.pdf.startsWith("papers/") ? `../${paper.pdf}` : paper.pdf, actions = element("p", { class: "actions" });
    if (pdf) actions.append(element("a", { class: "pdf", href: pdf, rel: "noreferrer" }, texts.pdf, hidden.cloneNode(true)), "\n");
    const bib = { class: "bib", href: `../${path}${paper.id}.bib`, "data-copy-file": "" };
    if (!paper.withdrawn) actions.append(element("a", bib, texts.bibtex, hidden.cloneNode(true)));
    const title = link(path, ...drawn(mark(paper.title)));
    title.dir = "auto";
    const made = element("li", { class: "paper" }, element("h3", {}, title), actions), text = paper.abstract || paper.summary;
    if (text) {
      const summary = element("summary", {}, paper.abstract ? texts.abstract : texts.summary, hidden);
      made.append(element("details", { class: "more" }, summary, element("p", { dir: "auto" }, ...drawn(mark(text)))));
    }
    const authors = paper.authors.map(([author, person]) => {
      const printed = element("bdi", {}, ...drawn(mark(author)));
      return person ? link(`authors/${person}/`, printed) : printed;
    });
    if (authors.length) {
      const [first, last] = [authors.slice(0, paper.shown), authors.slice(paper.shown)].map((some) => joined(some, () => ", "));
      const others = last.length ? [element("span", { class: "rest", hidden: "until-found" }, ", ", ...last), " ", link(path, say("more_authors", { n: authors.length - paper.shown }))] : [];
      if (others.length) others[2].className = "others";
      made.append(element("p", { class: "authors" }, ...first, ...others));
    }
    const dot = () => ["\u00a0", element("span", { "aria-hidden": "true" }, "·"), " "];
    const facts = [link(`editions/${paper.edition[0]}/`, paper.edition[1]), ...paper.topics.map(([id, topic]) => link(`topics/${id}/`, topic))];
    const marks = paper.marks.flatMap((one) => [element("strong", { class: "mark" }, one), " "]);
    made.append(element("p", { class: "facts" }, ...marks, ...joined(facts, dot).flat()));
    if (paper.excerpt.length) made.append(element("p", { class: "excerpt", dir: "auto" }, ...drawn(paper.excerpt)));
    return made;
  }

  // -- filters

  const open = new Set(); // groups of which all rows are shown
  const called = (group, label) => (group === "pdf" ? texts.find_has_pdf : label);

  function drawGroup([group, rows], chosen) {
    const some = open.has(group) ? rows : rows.filter(([key], at) => at < FEW || chosen.includes(key));
    const chips = some.map(([key, label, count]) => {
      const box = element("input", { type: "checkbox", name: group, value: key, id: `${group}-${key}`, form: "search" });
      box.checked = chosen.includes(key);
      return element("label", { class: "chip" }, box, element("span", {}, called(group, label), " ", element("span", { class: "number" }, String(count))));
    });
    const more = button({ class: "chip", id: `all-${group}` }, say("find_all", { n: rows.length }));
    more.addEventListener("click", () => {
      open.add(group);
      drawGroup([group, rows], chosen);
      page(`${group}-${rows[some.length][0]}`)?.focus();
    });
    const fieldset = page(`group-${group}`);
    if (!fieldset) return; // an archive without topics has no filter for them
    fieldset.hidden = !rows.length;
    fieldset.querySelector("div").replaceChildren(...chips, ...(some.length < rows.length ? [more] : []));
  }

  function drawChosen(facets, chosen) {
    const all = facets.flatMap(([group, rows]) => rows.filter(([key]) => chosen[group].includes(key)).map((row) => [group, ...row]));
    const chips = all.map(([group, key, label]) => {
      const chip = button({ class: "chip", "aria-label": say("find_remove", { filter: called(group, label) }) }, called(group, label), " ×");
      chip.addEventListener("click", () => { page(`${group}-${key}`).checked = false; step(); leave(); });
      return element("li", {}, chip);
    });
    const clear = button({ class: "chip", id: "clear" }, texts.find_clear);
    clear.addEventListener("click", () => { clearFilters(); step(); leave(); });
    page("chosen").replaceChildren(...chips, ...(chips.length > 1 ? [element("li", {}, clear)] : []));
  }
  function clearFilters() {
    for (const box of page("filters").querySelectorAll("input")) box.checked = false;
  }

  // -- what was found

  function notes({ total, some, withdrawn, notes: sentences, nearest, suggestion, unlike }, text) {
    const lines = sentences.map((note) => [texts[note] || note]);
    if (withdrawn) lines.push([say("find_withdrawn", { n: withdrawn })]);
    if (nearest.length) {
      const near = button({ class: "nearest" }, suggestion);
      near.addEventListener("click", () => { field.value = suggestion; step(); leave(); });
      lines.push(filled("find_nearest", { words: element("em", {}, nearest.map(([word]) => word).join(", ")), near }));
    }
    if (!total && unlike.length) lines.push(filled("find_unlike", { words: element("em", {}, unlike.join(", ")) }));
    if (!total && !some && text) {
      const again = button({ class: "nearest" }, texts.find_everything);
      again.addEventListener("click", () => { field.value = ""; clearFilters(); step(); leave(); });
      lines.push([texts.find_fewer, " ", again]);
    }
    return lines.map((line) => element("p", {}, ...line));
  }

  // What is seen follows each letter. What is heard waits until somebody stops typing.
  let telling;
  function tell(text) {
    page("count").textContent = text;
    clearTimeout(telling);
    if (page("told").textContent !== text) telling = setTimeout(() => { page("told").textContent = text; }, 600);
  }

  // From a button that goes away with the next drawing, to the field; with a finger not, as a keyboard would cover the papers.
  const isTouched = matchMedia("(pointer: coarse)");
  const leave = () => (isTouched.matches ? page("count") : field).focus();

  // The BibTeX of full matches, in their order; not where an engine does not know how many of them can be cited, nor from disk,
  // where a page may not read files.
  let copied = () => Promise.resolve([]);
  function offerBibtex({ total, withdrawn = total, take }) {
    const citable = total - withdrawn;
    copied = async () => (await take(0, total)).filter((paper) => !paper.withdrawn).map(({ id }) => `../papers/${id}/${id}.bib`);
    page("copy-found").textContent = say("find_copy", { n: citable });
    page("copy-found").hidden = !citable || total > MANY || location.protocol === "file:" || !navigator.clipboard;
  }
  page("copy-found").addEventListener("click", () => self.copyFiles(copied()));

  // What is drawn anew keeps the keyboard where it was.
  function keepingFocus(redraw) {
    const focused = document.activeElement?.id;
    redraw();
    if (focused && document.activeElement === document.body) page(focused)?.focus();
  }

  // Between its parts the browser can draw, and hear the keyboard.
  const pause = () => new Promise((then) => setTimeout(then));

  // An answer that comes after a newer question is dropped: then this resolves to false.
  async function draw(state) {
    const question = ++questions, asked = Object.fromEntries(GROUPS.map((group) => [group, state.getAll(group)]));
    const text = state.get("q") || "", sorted = state.get("sort") || (text.trim() ? "" : "newest");
    document.title = text.trim() ? `${text.trim()} · ${name}` : name;
    let answer, papers;
    try {
      answer = await self.ENGINE.ask(text, asked, sorted, PAGE);
      await pause();
      papers = await answer.take(0, shown);
    } catch (error) {
      tell(texts[error.message] || texts.find_failed);
      page("search-results").dataset.state = "failed";
      return false;
    }
    if (question !== questions) return false;
    const { total, some, chosen, facets, mark } = answer, found = say(...counted(total, some));
    for (const [list, isPartial] of [["results", false], ["partial", true]]) {
      page(list).replaceChildren(...papers.filter((paper) => paper.isPartial === isPartial).map((paper) => entry(paper, mark)));
    }
    drawChosen(facets, chosen);
    page("notes").replaceChildren(...notes(answer, text || page("chosen").children.length));
    page("partial-head").hidden = !page("partial").children.length;
    page("more").hidden = total + some <= papers.length;
    page("sort").value = sorted;
    page("to-results").textContent = say("find_show", { n: total || some });
    offerBibtex(answer);
    tell(found);
    await pause(); // what was found is seen first
    if (question !== questions) return false;
    keepingFocus(() => facets.forEach(([group, rows]) => drawGroup([group, rows], chosen[group])));
    page("search-results").dataset.state = "drawn";
    return true;
  }

  // -- the address, and the way back

  function state() {
    const some = new URLSearchParams();
    for (const [key, value] of new FormData(form)) if (value) some.append(key, value);
    if (order) some.append("sort", order);
    return some;
  }
  const remember = () => history.replaceState({ shown, top: scrollY }, "");

  // Each search that somebody ended by Enter or a choice is a step back in the browser; letters on the way are none.
  let settled = true;
  function ask(isStep) {
    const now = state(), address = ADDRESS.write(now, location);
    if (address && address !== (location.protocol === "file:" ? location.hash : location.search)) {
      if (settled) remember();
      shown = PAGE;
      history[settled ? "pushState" : "replaceState"](null, "", address);
    }
    settled = isStep;
    return draw(now);
  }
  function step() {
    settled = true;
    return ask(true);
  }

  async function restore() {
    const now = ADDRESS.read(location), { shown: many, top } = history.state || {};
    field.value = now.get("q") || "";
    if (![...page("sort").options].some(({ value }) => value === now.get("sort"))) now.delete("sort");
    order = now.get("sort") || "";
    shown = many || PAGE;
    settled = true;
    if (await draw(now) && top !== undefined) scrollTo({ top, behavior: "instant" });
  }

  // -- keys

  function move(by) {
    const links = [...document.querySelectorAll("#results h3 a, #partial h3 a")];
    const at = links.findIndex((one) => one.closest("li").contains(document.activeElement));
    if (at < 0 && document.activeElement !== field) return false;
    (links[at + by] || (at + by < 0 ? field : null))?.focus();
    return true;
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.matches?.("input:not([type=checkbox]), select, textarea");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.tagName !== "SELECT") {
      if (move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    step();
    if (isTouched.matches) field.blur();
  });
  field.addEventListener("input", () => ask(false));
  field.addEventListener("change", () => { settled = true; });
  page("filters").addEventListener("change", step);
  page("sort").addEventListener("change", () => { order = page("sort").value; step(); });
  page("to-filters").addEventListener("click", () => {
    page("filters").scrollIntoView();
    page("filters").querySelector("input, button")?.focus({ preventScroll: true });
  });
  page("to-results").addEventListener("click", () => {
    form.scrollIntoView();
    page("count").focus({ preventScroll: true });
  });
  page("more").addEventListener("click", async () => {
    const last = document.querySelectorAll("#results > li, #partial > li").length;
    shown += PAGE;
    if (await draw(state())) document.querySelectorAll("#results h3 a, #partial h3 a")[last]?.focus({ preventScroll: true });
    remember();
  });
  addEventListener("pagehide", remember);
  addEventListener("popstate", () => { if (!location.hash || location.hash.includes("=")) restore(); });
  history.scrollRestoration = "manual";
  pause().then(restore);
}

if (typeof document !== "undefined") startPage();
else self.SEARCH = { ADDRESS, counted };
