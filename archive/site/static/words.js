// Words as `mlforsys search` sees them (archive/model/text.py, analysis.py): folded, split, in American spelling,
// stemmed by Porter2. Patterns and tables come from there as data (archive/site/rules.py); the stemmer alone is code.
"use strict";

self.WORDS = (() => {
  const { analysis, abbreviations, text: { APOSTROPHES }, ...rules } = self.ARCHIVE.rules;
  const kept = (make, made = new Map()) => (of) => { if (!made.has(of)) made.set(of, make(of)); return made.get(of); };
  const folds = new Map(rules.folds), american = new Map(analysis.AMERICAN), long = new Map(abbreviations.LONG);
  const WORD = new RegExp(analysis.WORD, "gu"), SIGNS = new RegExp(rules.signs, "gu"), POSSESSIVE = new RegExp(analysis.POSSESSIVE, "u");
  const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, "gu"), FAR = new RegExp(`[${analysis.FIRST_KANA}-\u{10ffff}]`, "u");

  const simply = (letter) => letter.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const fold = (text) => text.replace(/[^\0-\x7f]/gu, (letter) => folds.get(letter) ?? simply(letter))
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const bare = (text) => text.replace(APOSTROPHE, "");
  const isLetters = (word) => /^\p{L}+$/u.test(word);

  // -> [[folded word, where it begins, where it ends], ...]
  function placed(text) {
    return [...text.matchAll(WORD)].flatMap(({ 0: written, index }) => {
      const word = bare(written.replace(POSSESSIVE, ""));
      const signs = FAR.test(word) && [...word].length > 1 ? [...written.matchAll(SIGNS)] : [{ 0: word, index: 0, whole: written }];
      return signs.map(({ 0: sign, index: at, whole = sign }) => [fold(sign), index + at, index + at + whole.length]);
    });
  }
  const split = (text) => placed(text).map(([word]) => word);
  const plainly = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean); // archive.model.text.words

  const lengths = [...american.keys()].map((ending) => ending.length);
  function inAmerican(word) {
    for (let length = Math.min(Math.max(...lengths), word.length); length >= Math.min(...lengths); length--) {
      const ending = american.get(word.slice(-length));
      const fits = length >= analysis.WHOLE_ENDING || word.length >= length + analysis.BEFORE_ENDING;
      if (ending !== undefined && fits) return word.slice(0, -length) + ending;
    }
    return word;
  }
  const stem = kept((word) => {
    if (word.endsWith("s") && long.has(word.slice(0, -1))) return stem(word.slice(0, -1));
    return isLetters(word) ? porter2(inAmerican(word)) : word;
  });

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
  function region(word, from) {
    const until = /[^aeiouy]*[aeiouy]+[^aeiouy]/y;
    until.lastIndex = from;
    return until.test(word) ? until.lastIndex : word.length;
  }
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
    if (/(?:at|bl|iz)$/.test(start)) return `${start}e`;
    if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(start)) return start.slice(0, -1);
    return isShort(start) && firstRegion(start) === start.length ? `${start}e` : start;
  }

  function porter2(word) {
    if (word.length <= 2 || IRREGULAR.has(word)) return IRREGULAR.get(word) ?? word;
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const first = firstRegion(word), second = region(word, first);
    if (/(?:sses|ie[ds])$/.test(word)) word = word.slice(0, /^.?ie[ds]$/.test(word) ? -1 : -2);
    else if (/[^us]s$/.test(word) && /[aeiouy]./.test(word.slice(0, -1))) word = word.slice(0, -1);
    if (WHOLE.has(word)) return word;
    word = withoutPast(word, first).replace(/(.[^aeiouy])[yY]$/, "$1i");
    word = changed(word, SECOND, () => first);
    word = changed(word, THIRD, (ending) => (ending === "ative" ? second : first));
    word = changed(word, FOURTH, () => second);
    const most = word.length - 1;
    if (/ll$/.test(word) ? most >= second : /e$/.test(word) && (most >= second || (most >= first && !isShort(word.slice(0, -1))))) {
      word = word.slice(0, -1);
    }
    return word.replaceAll("Y", "y");
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

  return { kept, fold, bare, isLetters, placed, split, plainly, key, stem, distance };
})();
