// A button to copy each citation; without it the text can still be selected.
"use strict";

for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${text.getAttribute("aria-label")}`);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "Copied.";
    } catch { // a browser may refuse: then the text is selected, ready for the keyboard
      getSelection().selectAllChildren(text);
      said.textContent = "Selected; copy it with your keyboard.";
    }
  });
  const row = document.createElement("p");
  row.className = "copy";
  row.append(button, " ", said);
  text.after(row);
}
