// Buttons that copy: each citation on a paper's page, and the BibTeX of any entry of a list, which stays a link to the file
// where nothing can be copied. The words are the page's own (data-* of <html>).
"use strict";

(() => {
  const words = document.documentElement.dataset;
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  document.body.append(told);
  let clearing;
  const tell = (text) => {
    told.textContent = text;
    clearTimeout(clearing);
    clearing = setTimeout(() => { told.textContent = ""; }, 4000);
  };

  async function copyFile(link) {
    const text = fetch(link.href).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))));
    try { // a promise, not its text: some browsers let only what a click began be copied
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((plain) => new Blob([plain], { type: "text/plain" })) })]);
      tell(words.copied);
    } catch {
      location.href = link.href;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-copy-file]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    copyFile(link);
  });

  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        tell(words.copied);
      } catch { // a browser may refuse: then the text is selected, ready for the keyboard
        getSelection().selectAllChildren(text);
        tell(words.selected);
      }
    });
    const row = document.createElement("p");
    row.className = "copy";
    row.append(button);
    text.after(row);
  }
})();
