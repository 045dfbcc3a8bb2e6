// What was asked, as archive/search/query.py parses it: nodes { kind, text, field } of kind word, phrase, prefix or fuzzy,
// { kind: "year", first, last }, and { kind, parts } of kind all, any or none. What makes no sense is searched as words.
"use strict";

self.QUERY = (() => {
  const { split } = self.WORDS, { query, filters } = self.ARCHIVE.rules, examples = new Map(query.EXAMPLES);
  const TOKEN = new RegExp(query.TOKEN, "gu"), COMPARED = new RegExp(query.COMPARED, "gu"), LISTED = new RegExp(query.LISTED, "gu"), INITIALS = new RegExp(query.INITIALS, "gu");
  const YEARS = new RegExp(filters.YEARS, "u"), STARRED = new RegExp(`^(?:${query.NAME_WITH_STAR})$`);
  const plain = new Map(query.PLAIN), operators = new Map(query.OPERATORS);
  const term = (kind, text, field = null) => ({ kind, text, field });

  function written(kind, text) {
    if (!split(text).length) return null;
    if (kind === "phrase" || text.length < 2) return term(kind, text);
    if (text.endsWith("*") && !STARRED.test(text)) return term("prefix", text.replace(/\*+$/, ""));
    return text.endsWith("~") ? term("fuzzy", text.replace(/~+$/, "")) : term(kind, text);
  }

  function years(text) {
    const [whole, one, to, other] = YEARS.exec(text.trim()) || [];
    if (!(one || other) || (one && other && !to)) return `Invalid year "${text}": use 2019, 2018-2020 or 2021-.`;
    const [first, last] = to ? [one, other] : [one || other, one || other];
    if (first && last && first > last) return `Invalid years "${whole}": the first year is after the last. Use ${last}-${first}.`;
    return { kind: "year", first: Number(first || 0), last: Number(last || 9999) };
  }

  // Outside of quotes, `year>2019` as `year:2020-`, `topic:a,b` as `(topic:a OR topic:b)`, and `author:T. Kraska` in quotes.
  const spelledOut = (text) => text.replace(INITIALS, '$1"$2"').replace(COMPARED, (_, sign, digits) => {
    const year = Number(digits), ends = { ">": [year + 1, ""], "<": ["", year - 1], "=": [year, year] };
    return `year:${(ends[sign] || (">=≥".includes(sign) ? [year, ""] : ["", year])).join("-")}`;
  }).replace(LISTED, (_, field, values) => `(${values.split(",").map((value) => `${field}:${value}`).join(" OR ")})`);

  // All terms that name no field of their own, in one.
  const within = (field, node) => (node.parts ? { ...node, parts: node.parts.map((part) => within(field, part)) }
    : node.kind === "year" || node.field ? node : { ...node, field });
  const grouped = (parts) => (parts.length > 1 ? { kind: "all", parts } : parts[0] || null);

  // -> { text, wanted, unwanted, notes }: nodes, and sentences on what was not understood as language.
  function read(text) {
    const notes = [], signs = [...text.normalize("NFC")].map((sign) => plain.get(sign) ?? sign);
    const cut = (list, most, what) => {
      if (list.length > most) notes.push(`The query is too long; only its first ${most.toLocaleString("en")} ${what} were used.`);
      list.length = Math.min(list.length, most);
    };
    cut(signs, query.MOST_LETTERS, "characters");
    if (signs.filter((sign) => sign === '"').length % 2) signs[signs.lastIndexOf('"')] = " ";
    const spelled = signs.join("").split('"').map((part, at) => (at % 2 ? part : spelledOut(part))).join('"');
    const tokens = [...spelled.matchAll(TOKEN)]
      .map(({ groups }) => Object.entries(groups).find(([, value]) => value !== undefined));
    cut(tokens, query.MOST_WORDS, "words");
    tokens.reverse();

    function all(depth) {
      const parts = [];
      for (let joins = false; tokens.length;) {
        const [kind, value] = tokens.pop(), operator = kind === "word" ? operators.get(value) : undefined;
        if (kind === "bracket" && value === ")") break;
        if (operator === "or" && parts.length && tokens.length) joins = true;
        const node = ["or", "and"].includes(operator) ? null : factor(kind, value, operator, depth);
        if (!node) continue;
        const last = joins ? parts.pop() : null;
        parts.push(joins ? { kind: "any", parts: [...(last.kind === "any" ? last.parts : [last]), node] } : node);
        joins = false;
      }
      return parts;
    }

    function factor(kind, value, operator, depth) {
      if (kind === "minus" || operator === "not") {
        const inner = tokens.length ? factor(...tokens.pop(), undefined, depth) : null;
        return inner && inner.kind !== "none" ? { kind: "none", parts: [inner] } : inner;
      }
      if (kind === "bracket") return depth < query.DEEPEST ? grouped(all(depth + 1)) : null;
      if (kind === "field") return fielded(value, value.toLowerCase(), depth);
      if (kind === "word" && /^https?:\/\//i.test(value)) notes.push(`${value}: addresses are not looked up here, so it was searched as words.`);
      const example = kind === "word" && value.endsWith(":") ? examples.get(value.slice(0, -1).toLowerCase()) : undefined;
      if (!example) return written(kind, value);
      notes.push(`${value} needs a value, such as ${example}.`);
      return null;
    }

    function fielded(name, field, depth) {
      const [kind, value] = tokens.pop() || ["word", ""], isField = examples.has(field);
      if (kind === "bracket" && value === "(" && isField && field !== "year") {
        return depth < query.DEEPEST ? grouped(all(depth + 1).map((part) => within(field, part))) : null;
      }
      if (kind !== "word" && kind !== "phrase") {
        tokens.push([kind, value]);
        return written("word", name);
      }
      if (!isField) {
        const known = [...examples.keys()].map((one) => `${one}:`).join(", ");
        notes.push(`${name}: is not a field, so it was searched as words. Fields: ${known}`);
        return grouped([written("word", name), written(kind, value)].filter(Boolean));
      }
      const found = field === "year" ? years(value) : written(kind, value);
      if (typeof found !== "string") return found && field !== "year" ? { ...found, field } : found;
      notes.push(found);
      return written(kind, value);
    }

    const parts = [];
    while (tokens.length) parts.push(...all(0)); // more than once only after a stray closing bracket
    const isUnwanted = ({ kind }) => kind === "none";
    return { text, wanted: parts.filter((part) => !isUnwanted(part)), unwanted: parts.filter(isUnwanted).map(({ parts: [part] }) => part), notes };
  }

  return { read, term };
})();
