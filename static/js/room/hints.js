// Private hints for the sender, worked out here and nowhere else: nothing of them leaves the browser.
// Never a block, never a score; at most two at a time.

const PATTERNS = {
  en: [
    ["always", /\byou(?:['’]re| are)? always\b/i],
    ["never", /\byou(?:['’]ve| have)? never\b/i],
    ["make", /\byou (?:always |just )?(?:make|made|are making) me\b|\byou['’]re making me\b/i],
    ["should", /\byou (?:should|ought to|need to|must)\b/i],
  ],
};

/**
 * The names of the hints that fit `text`: always, never, make, should, long.
 * @param {string} text
 * @param {string} language
 * @returns {string[]}
 */
export function hints(text, language = "en") {
  const found = (PATTERNS[language.split("-")[0]] ?? [])
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
  if (sentences(text) > 2) found.push("long");
  return found.slice(0, 2);
}

/** @param {string} text */
export function sentences(text) {
  return text.split(/[.!?…。؟]+(?:\s|$)|\n+/).filter((part) => /\p{L}/u.test(part)).length;
}
