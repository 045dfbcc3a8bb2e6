// Words as `mlforsys search` sees them (archive/model/text.py, analysis.py): folded, split, in American spelling,
// stemmed by Porter2. Patterns and tables come from there as data (archive/site/search_constants.py); the stemmer alone is code.
"use strict";

self.WORDS = (() => {
  const { analysis, abbreviations, text: { APOSTROPHES }, ...rules } = self.ARCHIVE.rules;
  const kept = (make, made = new Map()) => (of) => made.get(of) ?? (made.set(of, make(of)), made.get(of));
  const folds = new Map(rules.folds), american = new Map(analysis.AMERICAN), long = new Map(abbreviations.LONG);
  const WORD = new RegExp(analysis.WORD, "gu"), SIGNS = new RegExp(rules.signs, "gu"), POSSESSIVE = new RegExp(analysis.POSSESSIVE, "u");
  const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, "gu"), FAR = new RegExp(`[${analysis.FIRST_KANA}-\u{10ffff}]`, "u");

  const simply = (letter) => letter.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const fold = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => folds.get(letter) ?? simply(letter))
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const bare = (text) => text.replace(APOSTROPHE, "");
  const isLetters = (word) => /^\p{L}+$/u.test(word);

  // -> [[folded word, where it begins, where it ends], ...]
  const pieces = kept((written) => {
    if (/^[a-z0-9]+$/i.test(written)) return [[written.toLowerCase(), 0, written.length]]; // nearly all words
    const word = bare(written.replace(POSSESSIVE, ""));
    if (!FAR.test(word) || [...word].length === 1) return [[fold(word), 0, written.length]];
    return [...written.matchAll(SIGNS)].map(({ 0: sign, index }) => [fold(sign), index, index + sign.length]);
  });
  const placed = (text) => [...text.matchAll(WORD)].flatMap(({ 0: written, index }) =>
    pieces(written).map(([word, start, end]) => [word, index + start, index + end]));
  const words = kept((written) => pieces(written).map(([word]) => word)), split = (text) => (text.match(WORD) || []).flatMap(words);
  const plainly = kept((text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean)); // archive.model.text.words

  const endings = [...american.keys()], [whole, others] = [true, false].map((isWhole) =>
    endings.filter((ending) => ending.length >= analysis.WHOLE_ENDING === isWhole).join("|"));
  const BRITISH = new RegExp(`(?:${whole}|(?<=.{${analysis.BEFORE_ENDING}})(?:${others}))$`, "u");
  let known = () => undefined; // stems of the archive's words, once it is read
  const learn = (stemOf) => { known = stemOf; };
  const stem = kept((word) => known(word) ?? stemmed(word));
  function stemmed(word) {
    if (word.endsWith("s") && long.has(word.slice(0, -1))) return stem(word.slice(0, -1));
    return isLetters(word) ? porter2(word.replace(BRITISH, (ending) => american.get(ending))) : word;
  }
  const stop = new Set(analysis.STOP_WORDS), key = (text) => split(text).filter((word) => !stop.has(word)).map(stem).join(" ");

  // -- Porter2, as Whoosh has it (https://snowballstem.org/algorithms/english/stemmer.html)

  const table = (text) => text.split(" ").map((pair) => pair.split(":"));
  const IRREGULAR = new Map(table("skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli " +
    "only:onli singly:singl sky:sky news:news howe:howe atlas:atlas cosmos:cosmos bias:bias andes:andes"));
  const WHOLE = new Set("inning outing canning herring earring proceed exceed succeed".split(" "));
  const SECOND = table("ization:ize ational:ate fulness:ful ousness:ous iveness:ive tional:tion biliti:ble lessli:less entli:ent " +
    "ation:ate alism:al aliti:al ousli:ous iviti:ive fulli:ful enci:ence anci:ance abli:able izer:ize ator:ate alli:al bli:ble ogi:og li:");
  const THIRD = table("ational:ate tional:tion alize:al icate:ic iciti:ic ative: ical:ic ness: ful:");
  const FOURTH = table("al: ance: ence: er: ic: able: ible: ant: ement: ment: ent: ism: ate: iti: ous: ive: ize: ion:");
  const BEFORE = new Map([["ogi", /l$/], ["li", /[cdeghkmnrt]$/], ["ion", /[st]$/]]);

  const isShort = (word) => /^[aeiouy][^aeiouy]$|[^aeiouy][aeiouy][^aeiouywxY]$/.test(word);
  const region = (word, from) => from + (/^[^aeiouy]*[aeiouy]+[^aeiouy]/.exec(word.slice(from))?.[0].length ?? word.length - from);
  const firstRegion = (word) => /^(?:gener|arsen|commun)/.exec(word)?.[0].length ?? region(word, 0);

  // The first of some endings that a word has is changed where enough stands before it.
  function changed(word, endings, least) {
    const [ending, other] = endings.find(([some]) => word.endsWith(some)) || [""], start = word.slice(0, word.length - ending.length);
    const fits = ending && start.length >= least(ending) && (!BEFORE.has(ending) || BEFORE.get(ending).test(start));
    return fits ? start + other : word;
  }

  function withoutPast(word, first) {
    const long = /eed(?:ly)?$/.exec(word);
    if (long) return long.index >= first ? word.slice(0, long.index + 2) : word;
    const start = /(?:ed|ing)(?:ly)?$/.test(word) ? word.replace(/(?:ed|ing)(?:ly)?$/, "") : "";
    if (!/[aeiouy]/.test(start)) return word;
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(start)) return start.slice(0, -1);
    return /(?:at|bl|iz)$/.test(start) || (isShort(start) && firstRegion(start) === start.length) ? `${start}e` : start;
  }

  function porter2(written) {
    if (written.length <= 2 || IRREGULAR.has(written)) return IRREGULAR.get(written) ?? written;
    let word = written.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const first = firstRegion(word), second = region(word, first);
    if (/(?:sses|ie[ds])$/.test(word)) word = word.slice(0, /^.?ie[ds]$/.test(word) ? -1 : -2);
    else if (/[aeiouy].*[^us]s$/.test(word)) word = word.slice(0, -1);
    if (WHOLE.has(word)) return word;
    word = withoutPast(word, first).replace(/(.[^aeiouy])[yY]$/, "$1i");
    word = changed(word, SECOND, () => first);
    word = changed(word, THIRD, (ending) => (ending === "ative" ? second : first));
    word = changed(word, FOURTH, () => second);
    if (word.endsWith("ll") && word.length > second) word = word.slice(0, -1);
    else if (/e$/.test(word) && (word.length > second || (word.length > first && !isShort(word.slice(0, -1))))) word = word.slice(0, -1);
    return word.replaceAll("Y", "y");
  }

  // Letters left out, added, changed or swapped between two words (optimal string alignment).
  function distance(one, other) {
    const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i++) {
      rows[i] = [i];
      for (let j = 1; j <= other.length; j++) {
        const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1),
          isSwapped ? rows[i - 2][j - 2] + 1 : Infinity);
      }
    }
    return rows[one.length][other.length];
  }

  return { kept, fold, bare, isLetters, placed, split, plainly, key, stem, learn, distance };
})();
