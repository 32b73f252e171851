// Private hints for the sender, worked out here and nowhere else: nothing of them leaves the browser.
// Never a block, never a score; at most two at a time.

const NUMBER = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|half|\\d+)";
const SPAN = "(?:day|night|evening|morning|week|weekend|month)s?";
const DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?";

const PATTERNS = {
  en: [
    ["always", /\byou(?:['’]re| are)? always\b/i],
    ["never", /\byou(?:['’]ve| have)? never\b/i],
    ["make", /\byou (?:always |just )?(?:make|made|are making) me\b|\byou['’]re making me\b/i],
    ["should", /\byou (?:should|ought to|need to|must)\b/i],
  ],
};

// What one is, in place of what one does.
const TRAIT = {
  en: /\byou(?:['’]re| are)(?: being)?(?: (?:so|such|just|simply|too|really|very|an?))* (?:lazy|selfish|cold|rude|mean|messy|sloppy|careless|cruel|boring|stupid|crazy|childish|distant|stubborn|arrogant|inconsiderate|irresponsible|unreliable|insensitive|narcissist\w*|slob|liar|control freak|ego(?:t|ist)\w*)\b/i,
};

// Signs that a request has what makes it easy to give. What should stop is the only one that is a lack.
const ASKED = {
  en: {
    stop: /\b(?:don['’]t|do not|stop|never|no longer|not|won['’]t|quit|avoid|without|less)\b/i,
    specific: /\b(?:would|could|can|will) you (?!(?:please )?(?:be|love|respect|understand|care|appreciate|support|listen|help|try|pay)\b)(?:please )?\p{L}+/iu,
    measurable: new RegExp(`\\b(?:once|twice|daily|weekly|each|every|\\d+|${NUMBER} (?:more )?(?:minutes?|hours?|times?)|on ${DAY}|(?<!for )a (?:day|week|month))\\b`, "i"),
    limited: new RegExp(`\\b(?:until|till|through|by ${DAY}|tonight|tomorrow|this ${SPAN}|(?:for )?(?:the )?(?:next|coming) (?:${NUMBER} )?(?:${SPAN}|${DAY})|for ${NUMBER} ${SPAN})\\b`, "i"),
  },
};

/**
 * Which of positive, specific, measurable and limited in time `text` seems to be, in this order. Null
 * in a language whose signs are not known here: then nobody is told that something is missing.
 * @param {string} text
 * @param {string} language
 * @returns {[string, boolean][] | null}
 */
export function asked(text, language = "en") {
  const signs = ASKED[language.split("-")[0]];
  if (!signs) return null;
  const begun = sentences(text) > 0;
  return [
    ["positive", begun && !signs.stop.test(text)],
    ["specific", signs.specific.test(text)],
    ["measurable", signs.measurable.test(text)],
    ["limited", signs.limited.test(text)],
  ];
}

/**
 * What may help with this text: the names of hints, at most two.
 * @param {string} text
 * @param {"" | "behavior" | "desire" | "request"} kind
 * @param {string} language
 * @returns {string[]}
 */
export function help(text, kind, language = "en") {
  const code = language.split("-")[0];
  const found = hints(text, language);
  if (kind === "behavior" && TRAIT[code]?.test(text)) found.unshift("trait");
  if (kind === "desire" && ASKED[code]?.stop.test(text)) found.unshift("positive");
  if (kind === "request") {
    // Not while the first words are being found: what is missing may still come.
    const missing = text.trim().split(/\s+/).length < 5 ? [] : (asked(text, language) ?? []);
    return missing.filter(([, there]) => !there).map(([name]) => name).slice(0, 2);
  }
  return found.slice(0, 2);
}

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
