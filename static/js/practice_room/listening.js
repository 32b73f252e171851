// What was heard, worked out in the visitor's browser and told to nobody: words in, names of texts out.
// `signs` are those of the page's language (room/language.js), or null where it has none: then less is said.
/** @import { Signs } from "types/room" */

/** Without accents and capitals, with plain apostrophes. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

/**
 * Whether a word of `words` begins with one of `ways` to say something.
 * @param {string[]} ways
 * @param {string} words
 * @param {Signs | null} signs
 */
export function says(ways, words, signs) {
  const text = plain(words);
  return ways.some((way) => {
    const start = plain(way).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(signs?.within ? start : `(?<![\\p{L}\\p{N}])${start}`, "u").test(text);
  });
}

/**
 * What of `keys` is in `words`; each is shown as its first way to be said. That something is missing is
 * only told in a language of which we know how its words are found.
 * @param {string[][]} keys
 * @param {string} words
 * @param {Signs | null} signs
 */
export function compared(keys, words, signs) {
  const given = keys.filter((ways) => says(ways, words, signs)).map(([first]) => first);
  const missing = keys.map(([first]) => first).filter((first) => !given.includes(first));
  return { given, missing: signs ? missing : [] };
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
