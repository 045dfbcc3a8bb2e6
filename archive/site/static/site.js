// What pages can do besides being read: copy citations, choose among them by tabs, share a page, choose light or dark. Without
// this script everything is still there. The words are the page's own: data-* of <html> and of each element.
"use strict";

(() => {
  const words = ROOT.dataset;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  document.body.append(toast);
  let clearing;
  const announce = (text) => { // anew, where it says the same as before
    toast.textContent = "";
    clearTimeout(clearing);
    clearing = setTimeout(() => {
      toast.textContent = text;
      clearing = setTimeout(() => { toast.textContent = ""; }, 4000);
    }, 100);
  };

  // Promised files, one after the other. A promise is copied, not its text: some browsers let only what a click began be copied.
  // Where nothing can be, the link to the file is followed.
  const load = (url) => fetch(url).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)));
  self.copyFiles = async (urls, link) => {
    try {
      const plain = urls.then((all) => Promise.all(all.map(load))).then((all) => new Blob([all.join("\n")], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
      announce(words.copied);
    } catch {
      if (link && (navigator.onLine || link.protocol === "file:")) location.href = link.href;
      else announce(words.failed);
    }
  };

  async function copyText(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
      announce(words.copied);
    } catch { // then the text is selected, ready for the keyboard
      getSelection().selectAllChildren(element);
      announce(words.selected);
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-copy-file]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const shown = link.closest(".sheet")?.querySelector("#cite-bibtex pre"); // then it needs no connection
    if (shown) copyText(shown);
    else self.copyFiles(Promise.resolve([link.href]), link);
  });

  // PDF and BibTeX of an entry are a toolbar (WAI-ARIA Authoring Practices): one stop of the Tab key, in which arrows move, and on
  // to what unfolds. It becomes one when the focus comes near: the search makes entries later.
  const stops = (bar) => [...bar.querySelectorAll("a")];
  document.addEventListener("focusin", ({ target }) => {
    const bar = target.closest(".paper")?.querySelector(".actions"), all = bar ? stops(bar) : [];
    if (all.length < 2 || (bar.role === "toolbar" && !bar.contains(target))) return;
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", words.actions);
    const stop = all.includes(target) ? target : all[0];
    for (const link of all) link.tabIndex = link === stop ? 0 : -1;
  });
  document.addEventListener("keydown", (event) => {
    const { target, key } = event, bar = target.closest?.(".actions, .more > summary")?.closest(".paper").querySelector(".actions");
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const all = [...stops(bar), ...bar.parentNode.querySelectorAll("summary")], at = all.indexOf(target), last = all.length - 1;
    const to = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[key];
    if (to === undefined) return;
    event.preventDefault();
    all[to].focus();
  });

  for (const button of document.querySelectorAll(".copy button")) {
    button.addEventListener("click", () => copyText(button.closest(".citation").querySelector("pre")));
  }

  // Tabs (WAI-ARIA Authoring Practices): arrows, Home and End move among them.
  for (const box of document.querySelectorAll("[data-tabs]")) {
    const panels = [...box.querySelectorAll(".citation")], list = box.querySelector(".tabs"), tabs = [...list.children];
    const choose = (chosen, focused) => tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", at === chosen);
      tab.tabIndex = at === chosen ? 0 : -1;
      panels[at].classList.toggle("closed", at !== chosen);
      if (focused && at === chosen) tab.focus();
    });
    tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(document.activeElement), last = tabs.length - 1;
      const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose(to, true);
    });
  }

  for (const button of document.querySelectorAll("[data-unfold]")) {
    const all = [...document.querySelectorAll("details.more")];
    const name = () => { button.textContent = all.every((one) => one.open) ? button.dataset.fold : button.dataset.unfold; };
    button.addEventListener("click", () => {
      const open = !all.every((one) => one.open);
      for (const one of all) one.open = open;
      name();
    });
    for (const one of all) one.addEventListener("toggle", name);
    button.classList.toggle("waiting", !all.length);
  }

  for (const place of document.querySelectorAll("[data-share]")) {
    const button = place.querySelector("button"), canonical = document.querySelector("link[rel=canonical]");
    const url = canonical?.href || location.href.split("#")[0];
    button.addEventListener("click", async () => {
      try {
        if (navigator.share) await navigator.share({ title: button.dataset.title, url });
        else await navigator.clipboard.writeText(url).then(() => announce(button.dataset.copied));
      } catch { /* the reader thought better of it */ }
    });
    place.classList.toggle("waiting", !(navigator.share || navigator.clipboard));
  }

  const isDark = matchMedia("(prefers-color-scheme: dark)");
  for (const button of document.querySelectorAll("[data-scheme-toggle]")) {
    const now = () => ROOT.dataset.scheme || (isDark.matches ? "dark" : "light");
    const name = () => button.setAttribute("aria-label", now() === "dark" ? button.dataset.light : button.dataset.dark);
    button.addEventListener("click", () => {
      ROOT.dataset.scheme = now() === "dark" ? "light" : "dark";
      try { localStorage.setItem("scheme", ROOT.dataset.scheme); } catch { /* then it lasts as long as the page */ }
      name();
    });
    isDark.addEventListener("change", name);
    name();
    button.classList.remove("waiting");
  }
})();
