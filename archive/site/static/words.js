// Words as `mlforsys search` sees them (archive/folding.py, archive/search/analysis.py), and its query language
// (archive/search/query.py) but for brackets: "a phrase", -word, a OR b, title: author: abstract: topic: edition:
// year:2018..2020 venue:, prefix*, fuzzy~.
"use strict";

self.WORDS = (() => {
  const PLAIN = { "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ς": "σ" };
  const WORD = new RegExp("[A-Za-z]\\+\\+(?![\\p{L}_])|[A-Za-z]#(?![\\p{L}\\p{N}_])|[A-Z]\\*(?![\\p{L}\\p{N}_*])" +
    "|(?<![\\p{L}\\p{N}_.])\\.(?:NET|Net|net)(?![\\p{L}\\p{N}_])|[\\p{L}\\p{N}]+(?:['’‘ʼ′´`＇][\\p{L}\\p{N}]+)*" +
    "|[\\u2600-\\u27bf\\u{1f300}-\\u{1faff}]", "gu");
  // Han and kana stand alone, as no blanks part their words.
  const ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
  const SIGNS = new RegExp(`[${ALONE}]|[^${ALONE}]+`, "gu");
  const TOKEN = new RegExp('((?<![^\\s(])-(?=[^\\s-]))?' +
    '(?:([a-z]+(?=:[^\\s:/])|(?:title|author|abstract|topic|edition|year|venue)(?=:\\s+[^\\s:])):\\s*)?(?:"([^"]*)"|([^\\s()"]+))', "giu");
  const FIELDS = ["title", "author", "abstract", "topic", "edition", "year", "venue"];
  const OPERATORS = { OR: "or", "|": "or", "||": "or", AND: "and", "&&": "and", NOT: "not" };

  // Lower case first: some letters (Ł, Ø) have no decomposition, and small ones stand in the table.
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ıłøđðħŧßæœþς]/g, (letter) => PLAIN[letter]);
  }

  const split = (text) => (text.match(WORD) || [])
    .flatMap((word) => word.replace(/['’‘ʼ′´`＇]s$/u, "").replace(/['’‘ʼ′´`＇]/gu, "").match(SIGNS)).map(fold);

  function years(text) {
    const found = /^(\d{4})?\s*(-|−|–|\.\.)?\s*(\d{4})?$/.exec(text);
    if (!found || !(found[1] || found[3]) || (found[1] && found[3] && !found[2])) return null;
    const first = Number(found[1] || 0), last = found[2] ? Number(found[3] || 9999) : Number(found[1] || found[3]);
    return first <= last ? { kind: "year", first: found[2] ? first : last, last } : null;
  }

  // -> what a token asks for; a field that is none stands for its word.
  function terms(field, phrase, word) {
    const name = field?.toLowerCase(), text = phrase ?? word;
    if (name === "year") return years(text) ? [years(text)] : terms(undefined, phrase, word);
    if (name && !FIELDS.includes(name)) return [...terms(undefined, undefined, field), ...terms(undefined, phrase, word)];
    if (!split(text).length) return [];
    if (phrase !== undefined) return [{ kind: "phrase", text, field: name }];
    const [, bare, sign] = /^[A-Z]\*$/.test(text) ? [text, text, ""] : /^(.+?)([*~]*)$/s.exec(text);
    return [{ kind: { "*": "prefix", "~": "fuzzy" }[sign[0]] || "word", text: bare, field: name }];
  }

  // -> { wanted, unwanted }: nodes { kind, text, field }, { kind: "year", first, last } or { kind: "any", nodes }.
  function read(text) {
    const wanted = [], unwanted = [];
    let joins = false, refuses = false;
    for (const [, minus, field, phrase, word] of text.replace(/[“”„‟«»＂]/g, '"').replace(/[‐‑‒–—―−﹣－]/g, "-").normalize("NFC").matchAll(TOKEN)) {
      const operator = !minus && !field && word !== undefined ? OPERATORS[word] : undefined;
      if (operator) {
        joins = operator === "or" && wanted.length > 0;
        refuses = operator === "not";
        continue;
      }
      const found = terms(field, phrase, word);
      if (minus || refuses) unwanted.push(...found);
      else if (joins && found.length) {
        const last = wanted.pop();
        wanted.push({ kind: "any", nodes: [...(last.kind === "any" ? last.nodes : [last]), ...found] });
      } else wanted.push(...found);
      joins = refuses = false;
    }
    return { wanted, unwanted };
  }

  // Letters left out, added, changed or swapped between two words; no more than `most` are told apart.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[other.length];
  }

  return { fold, split, read, distance };
})();

if (typeof module !== "undefined") module.exports = self.WORDS;
