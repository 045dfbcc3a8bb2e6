// Light or dark, where the reader chose one; before the page is drawn, so that it does not flash.
"use strict";

document.documentElement.dataset.script = ""; // what needs scripts is there from the first moment

try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch { /* a browser may keep nothing */ }
