// Light or dark, where the reader chose one; before the page is drawn, so that it does not flash.
"use strict";

document.documentElement.dataset.script = ""; // what a script will hide is not shown meanwhile

try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch { /* a browser may keep nothing */ }
