// What was heard, worked out in the visitor's browser and told to nobody: words in, names of texts out.
// `signs` are those of the page's language (room/language.js), or null where it has none: then less is said.
/** @import { Signs } from "types/room" */

/** Without accents and capitals, with plain apostrophes. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

/**
 * Where words of `text` begin with one of `ways` to say something: each up to its end.
 * @param {string[]} ways @param {string} text @param {Signs | null} signs
 */
const found = (ways, text, signs) =>
  ways.flatMap((way) => {
    const start = plain(way).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const begun = new RegExp(signs?.within ? start : `(?<![\\p{L}\\p{N}])${start}`, "gu");
    return [...text.matchAll(begun)].map((one) => text.slice(0, one.index + one[0].length));
  });

/** Whether what is said last is denied, in its own clause. @param {string} text @param {Signs | null} signs */
function denied(text, signs) {
  if (!signs?.denial) return false;
  const clauses = text.split(signs.clause ?? /[.,;:!?…]/);
  return signs.denial.test(clauses.at(-1) ?? "");
}

/**
 * Whether one of `ways` is said in `words`: as it was meant in `source`, where that is known. "You are not alone" does
 * not give back "I am alone", nor "you matter" that I don't.
 * @param {string[]} ways @param {string} words @param {Signs | null} signs @param {string} [source]
 */
export function says(ways, words, signs, source) {
  const said = found(ways, plain(words), signs);
  if (source === undefined) return said.length > 0;
  const meant = found(ways, plain(source), signs).map((one) => denied(one, signs));
  return said.some((one) => (meant.length ? meant : [false]).includes(denied(one, signs)));
}

/**
 * What of `keys` is in `words`; each is shown as its first way to be said. That something is missing is
 * only told in a language of which we know how its words are found.
 * @param {string[][]} keys
 * @param {string} words
 * @param {Signs | null} signs
 * @param {string} [source]
 */
export function compared(keys, words, signs, source) {
  const given = keys.filter((ways) => says(ways, words, signs, source)).map(([first]) => first);
  const missing = keys.map(([first]) => first).filter((first) => !given.includes(first));
  return { given, missing: signs ? missing : [] };
}

const ENOUGH = 2 / 3; // of what was said, before anybody feels heard

/** Whether so much of it was given back that one may feel heard. @param {string[]} given @param {string[][]} keys */
export const isEnough = (given, keys) => given.length >= keys.length * ENOUGH;

/**
 * What makes it no mirror at all, whatever it gives back: blame, defence, advice or a but; "" for nothing. Where the
 * other has said the same, it is only given back.
 * @param {string} words @param {Signs | null} signs @param {string} source
 */
export function against(words, signs, source) {
  if (!signs) return "";
  const theirs = `${source}\n${turned(source, signs)}`;
  const said = signs.reported ? words.replace(signs.reported, "") : words;
  const own = (/** @type {RegExp} */ sign) => sign.test(said) && !sign.test(theirs);
  const { always, never, make } = signs.blame;
  if ([...Object.values(signs.harsh), always, never, make, signs.trait].some(own)) return "blame";
  return /** @type {const} */ (["defence", "advice", "but"]).find((name) => own(signs.mirror[name])) ?? "";
}

/**
 * What would help most, if anything: but, advice, question, defence, thought or long. What the other
 * said in the same way is only given back.
 * @param {string} words
 * @param {Signs | null} signs
 * @param {{source?: string, feelings?: boolean}} [of]
 */
export function help(words, signs, { source = "", feelings = false } = {}) {
  if (!signs) return "";
  const own = (/** @type {keyof Signs["mirror"]} */ name) =>
    signs.mirror[name].test(words) && !signs.mirror[name].test(source);
  if (feelings && own("thought")) return "thought";
  const found = /** @type {const} */ (["advice", "defence", "but"]).find(own);
  if (found) return found;
  if (words.replace(signs.check, "").includes("?") && !source.includes("?")) return "question";
  const long = (/** @type {string} */ text) => text.split(/\s+/).length;
  return source && !feelings && long(words) > 2 * long(source) + 12 ? "long" : "";
}

/**
 * What somebody said of themselves, as the other gives it back: in a language of which we know no better, as it is.
 * @param {string} words
 * @param {Signs | null} signs
 */
export function turned(words, signs) {
  const text = words.trim();
  const turn = signs?.turn;
  const said = turn
    ? text.replace(turn.words, (word, at) => {
        const into = turn.into(word, text.slice(0, at), text.slice(at + word.length));
        const begins = /(?:^|[.!?…]\s+)$/.test(text.slice(0, at));
        return begins ? into[0].toUpperCase() + into.slice(1) : into;
      })
    : text;
  return !said || /[.!?…。؟]$/.test(said) ? said : `${said}.`;
}

/** Whether a mirror only says the same words again. @param {string} words @param {string} source */
export function parrots(words, source) {
  const bare = (/** @type {string} */ text) =>
    plain(text)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  return bare(source).split(" ").length > 3 && bare(words).includes(bare(source));
}

/**
 * The first half of what somebody said, and the rest; cut where it hurts least. The rest is empty
 * where there is nothing to cut.
 * @param {string} words
 * @param {Signs | null} signs
 * @returns {[string, string]}
 */
export function halves(words, signs) {
  const text = words.trim();
  const places = [[/[.!?…。؟]+\s+/g], [/[,;:،、]\s+/g, signs?.joint], [/\s+/g]];
  for (const marks of places) {
    const cuts = marks
      .filter((mark) => mark !== undefined)
      .flatMap((mark) => [...text.matchAll(mark)].map((found) => found.index + found[0].length));
    const inside = cuts.filter((cut) => cut > text.length * 0.2 && cut < text.length * 0.8);
    if (!inside.length) continue;
    const middle = inside.reduce((best, cut) =>
      Math.abs(cut - text.length / 2) < Math.abs(best - text.length / 2) ? cut : best,
    );
    return [text.slice(0, middle).replace(/[\s,;:]+$/, ""), text.slice(middle).trim()];
  }
  return [text, ""];
}
