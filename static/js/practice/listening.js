// What was heard, worked out in the visitor's browser and told to nobody: words in, names of texts out.

const PATTERNS = {
  en: {
    but: /\bbut\b/i,
    advice: /\byou (?:should|could|ought to|need to|have to|must)\b|\bwhy don['’]t you\b|\bhave you tried\b/i,
    defence: /\bi (?:only|just|was just|was only|had to|didn['’]t mean)\b|\bthat['’]s not (?:true|fair)\b|\bnot my fault\b/i,
    thought: /\bfeel(?:ing)? (?:that|like|as if)\b/i,
  },
};
const ASKED = {
  en: /\b(?:did i get (?:that|it)(?: all)?|is that (?:right|it|so)|am i getting (?:that|it))\s*\?/gi,
};

/** Without accents and capitals, with plain apostrophes. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

/**
 * Whether a word of `words` begins with one of `ways` to say something.
 * @param {string[]} ways
 * @param {string} words
 */
export function says(ways, words) {
  const text = plain(words);
  return ways.some((way) => {
    const start = plain(way).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\p{L}\\p{N}])${start}`, "u").test(text);
  });
}

/**
 * What of `keys` is in `words`; each is shown as its first way to be said.
 * @param {string[][]} keys
 * @param {string} words
 */
export function compared(keys, words) {
  const given = keys.filter((ways) => says(ways, words)).map(([first]) => first);
  return { given, missing: keys.map(([first]) => first).filter((first) => !given.includes(first)) };
}

/**
 * What would help most, if anything: but, advice, question, defence, thought or long. What the other
 * said in the same way is only given back.
 * @param {string} words
 * @param {{source?: string, feelings?: boolean, language?: string}} [of]
 */
export function help(words, { source = "", feelings = false, language = "en" } = {}) {
  const tongue = language.split("-")[0];
  const patterns = PATTERNS[tongue] ?? {};
  const own = (name) => patterns[name]?.test(words) && !patterns[name].test(source);
  if (feelings && own("thought")) return "thought";
  const found = ["advice", "defence", "but"].find(own);
  if (found) return found;
  if (words.replace(ASKED[tongue] ?? "", "").includes("?") && !source.includes("?") && ASKED[tongue]) return "question";
  const long = (text) => text.split(/\s+/).length;
  return source && !feelings && long(words) > 2 * long(source) + 12 ? "long" : "";
}

/**
 * The first half of what somebody said, and the rest; cut where it hurts least. The rest is empty
 * where there is nothing to cut.
 * @param {string} words
 * @returns {[string, string]}
 */
export function halves(words) {
  const text = words.trim();
  const places = [/[.!?…]+\s+/g, /[,;:]\s+|\s(?=(?:and|but|because|when|so|that)\s)/g, /\s+/g];
  for (const place of places) {
    const cuts = [...text.matchAll(place)].map((found) => found.index + found[0].length);
    const inside = cuts.filter((cut) => cut > text.length * 0.2 && cut < text.length * 0.8);
    if (!inside.length) continue;
    const middle = inside.reduce((best, cut) => (Math.abs(cut - text.length / 2) < Math.abs(best - text.length / 2) ? cut : best));
    return [text.slice(0, middle).replace(/[\s,;:]+$/, ""), text.slice(middle).trim()];
  }
  return [text, ""];
}
