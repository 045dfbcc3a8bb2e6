// Light or dark, where the reader chose one; before the page is drawn, so that it does not flash.
"use strict";

const ROOT = document.documentElement;
ROOT.dataset.script = "onbeforematch" in ROOT ? "finds" : ""; // what needs scripts, or a Ctrl-F that unfolds, is there at once

try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") ROOT.dataset.scheme = chosen;
} catch { /* a browser may keep nothing */ }
