// What can be noticed in an English sentence, in the browser alone: docs/languages.md says how to write such a file.
// Rather notice too little: somebody reads it while they try to say something hard.

const NUMBER = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|half|\\d+)";
const SPAN = "(?:day|night|evening|morning|week|weekend|month)s?";
const DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?";

const TRAITS = [
  "lazy|selfish|cold|rude|mean|messy|sloppy|careless|cruel|boring|stupid|crazy|childish|distant|stubborn|arrogant",
  "inconsiderate|irresponsible|unreliable|insensitive|narcissist\\w*|slob|liar|control freak|ego(?:t|ist)\\w*",
].join("|");
const SLURS = [
  "idiots?|morons?|losers?|bastards?|bitch|assholes?|arseholes?|jerk|pigs?|cow|cunt|slut|whore|psycho|freak|coward",
  "stupid|dumb|pathetic|worthless|useless|disgusting|selfish bastard|piece of shit|nothing but trouble",
].join("|");
const HARM = "kill you|hurt you|hit you|beat you|destroy you|ruin you|punish you|make you (?:pay|regret|sorry|suffer)";
const NO_DEED = "be|love|respect|understand|care|appreciate|support|listen|help|try|pay";
const FROM_NOW = `(?:for )?(?:the )?(?:next|coming) (?:${NUMBER} )?(?:${SPAN}|${DAY})`;

/** @type {Record<string, string>} */
const TURNED = {
  "i'm": "you’re",
  "i am": "you are",
  "i was": "you were",
  i: "you",
  me: "you",
  myself: "yourself",
  my: "your",
  mine: "yours",
  "you're": "I’m",
  "you are": "I am",
  "you were": "I was",
  yourself: "myself",
  yours: "mine",
  your: "my",
};

/** @type {import("types/room").Signs} */
export default {
  // Where a sentence ends.
  end: /[.!?…]+(?:\s|$)|\n+/,

  // What the sender may say otherwise. Of several the first two are told.
  blame: {
    always: /\byou(?:['’]re| are)? always\b/i,
    never: /\byou(?:['’]ve| have)? never\b/i,
    make: /\byou (?:always |just )?(?:make|made|are making) me\b|\byou['’]re making me\b/i,
    should: /\byou (?:should|ought to|need to|must)\b/i,
  },

  // What would hurt or frighten whoever reads it: not where somebody tells that it was said to them.
  harsh: {
    insult: new RegExp(
      [
        `(?<!\\bcalled me )\\byou(?:['’]re| are)?(?: (?:so|such|just|really|an?|you))*(?: (?:${SLURS}))+\\b`,
        "\\b(?:shut up|go to hell|(?:fuck|screw) you|piece of shit)\\b",
      ].join("|"),
      "i",
    ),
    threat: new RegExp(
      [
        `\\bi(?:['’]ll| will|['’]m going to| am going to) (?:${HARM})\\b`,
        "\\byou(?:['’]ll| will) (?:regret|be sorry|pay for|never see (?:your|the|our) (?:kids?|child(?:ren)?))\\b",
        "\\bif you [^.!?]*\\bi(?:['’]ll| will) " +
          "(?:leave you|take the (?:kids|children)|throw you out|tell everyone)\\b",
        "\\bor else\\b",
      ].join("|"),
      "i",
    ),
  },

  // What one is, in place of what one does.
  trait: new RegExp(
    `\\byou(?:['’]re| are)(?: being)?(?: (?:so|such|just|simply|too|really|very|an?))* (?:${TRAITS})\\b`,
    "i",
  ),

  // Signs that a request has what makes it easy to give; "stop" alone is one that it has not: it says what should end.
  request: {
    stop: /\b(?:don['’]t|do not|stop|never|no longer|not|won['’]t|quit|avoid|without|less)\b/i,
    specific: new RegExp(`\\b(?:would|could|can|will) you (?!(?:please )?(?:${NO_DEED})\\b)(?:please )?\\p{L}+`, "iu"),
    measurable: new RegExp(
      [
        "\\b(?:once|twice|daily|weekly|each|every|\\d+",
        `${NUMBER} (?:more )?(?:minutes?|hours?|times?)|on ${DAY}|(?<!for )a (?:day|week|month))\\b`,
      ].join("|"),
      "i",
    ),
    limited: new RegExp(
      [
        `\\b(?:until|till|through|by ${DAY}|tonight|tomorrow|this ${SPAN}`,
        `${FROM_NOW}|for ${NUMBER} ${SPAN})\\b`,
      ].join("|"),
      "i",
    ),
  },

  // In the practice room: what does not belong in a mirror, and "thought" in a guess at feelings.
  mirror: {
    but: /\bbut\b/i,
    advice: /\byou (?:should|could|ought to|need to|have to|must)\b|\bwhy don['’]t you\b|\bhave you tried\b/i,
    defence: new RegExp(
      [
        "\\bi (?:only|just|was just|was only|had to|didn['’]t mean)\\b",
        "\\b(?:that|it)(?:['’]s| is) (?:not (?:true|fair)|nonsense|ridiculous|a lie|wrong|(?:all )?in your head)\\b",
        "\\bthat(?:['’]s| is) not what happened\\b",
        "\\byou(?:['’]re| are) (?:wrong|exaggerating|overreacting|imagining|too sensitive)\\b",
        "\\byou(?:['’]re| are) (?:just|being (?:dramatic|unfair))\\b|\\byour (?:own )?fault\\b",
        "\\b(?:what|how) about (?:me|you|when you)\\b|\\bcalm down\\b|\\bso what\\b",
        "\\byou (?:did|do) (?:it|that|the same) too\\b|\\bget over it\\b|\\bi don['’]t care\\b",
        "\\bnot my fault\\b",
      ].join("|"),
      "i",
    ),
    thought: /\bfeel(?:ing)? (?:that|like|as if)\b/i,
  },
  // What turns around what follows it in its clause, and where a clause begins.
  denial: new RegExp(
    [
      "\\b(?:not|never|no|nobody|nothing|none|without|hardly|cannot)\\b|n't\\b",
      "\\b(?:forg[eo]ts?|forgetting|fail|failed)\\b",
    ].join("|"),
    "i",
  ),
  clause: new RegExp(
    [
      "[.,;:!?…\\n]+",
      "\\b(?:and|but|because|when|while|if|that|so|then|which)\\b",
      "(?<!^)\\b(?=you (?:feel|felt|are|were|sit|get)\\b|(?:leaves?|makes?) you\\b)",
    ].join("|"),
    "i",
  ),
  // What somebody is said to think of themselves: no blame, whatever it is.
  reported: /\byou (?:believe|think|feel|fear|worry|say|tell yourself)(?: that| like)? you\b[^.!?;,]*/gi,
  // The questions that do belong there.
  check: /\b(?:did i get (?:that|it)(?: all)?|is that (?:right|it|so)|am i getting (?:that|it))\s*\?/gi,
  // What one says of oneself, said back by the other: “I” becomes “you”.
  turn: {
    words: /\b(?:I['’]m|I am|I was|I|me|myself|my|mine|you['’]re|you are|you were|yourself|yours|your|you)\b/gi,
    into: (word, before, after) => {
      const plain = word.toLowerCase().replace("’", "'");
      if (plain !== "you") return TURNED[plain] ?? word;
      const object = /\b(?:with|to|for|at|from|by|of|about|on|without|like|than|and)\s$/i.test(before);
      return object || /^\s*(?:[.!?,;:…]|$|and\b|when\b|because\b|so\b|that\b)/i.test(after) ? "me" : "I";
    },
  },
  // Where a sentence may be cut in two: before these words.
  joint: /\s(?=(?:and|but|because|when|so|that)\s)/g,
};
