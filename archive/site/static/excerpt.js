// The words of a result that were asked for: marked, and the sentence that holds most of them (archive/search/snippets.py).
"use strict";

self.EXCERPT = (() => {
  const { placed, stem } = self.WORDS, { snippets } = self.ARCHIVE.rules, SENTENCE = new RegExp(snippets.SENTENCE, "u");

  // -> [[piece of the text, whether it is a word that was asked for], ...]
  function marked(text, isWanted) {
    if (!isWanted) return [[text, false]];
    const pieces = [];
    let at = 0;
    for (const [, start, end] of placed(text).filter(([word]) => isWanted(word))) {
      pieces.push([text.slice(at, start), false], [text.slice(start, end), true]);
      at = end;
    }
    return [...pieces, [text.slice(at), false]].filter(([piece]) => piece);
  }

  // -> the sentence of the abstract that holds most of what was asked for, or the summary, marked; nothing without a hit.
  function excerpt({ abstract, summary }, isWanted) {
    if (!isWanted) return [];
    const sentences = [summary, ...abstract.split(SENTENCE)], hits = sentences.map((text) => placed(text).filter(([word]) => isWanted(word)));
    const stems = hits.map((some) => new Set(some.map(([word]) => stem(word))).size), most = Math.max(...stems), at = stems.indexOf(most), best = sentences[at];
    if (!most || best.length <= snippets.LONGEST) return most ? marked(best, isWanted) : [];
    const [[, first]] = hits[at];
    const from = Math.max(0, Math.min(first - snippets.LONGEST / 4, best.length - snippets.LONGEST)), to = from + snippets.LONGEST;
    const [before, after] = [best.indexOf(" ", from), best.lastIndexOf(" ", to)];
    const start = from && before >= 0 && before < first ? before + 1 : from, end = to < best.length && after > first ? after : to;
    return marked(`${start ? "… " : ""}${best.slice(start, end)}${end < best.length ? " …" : ""}`, isWanted);
  }

  return { marked, excerpt };
})();
