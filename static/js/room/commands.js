// What a command is made of, and where its words were written.

// Acts that stand by themselves: no sheet is open for them, and nothing is written.
const PLAIN = new Set(["pause", "resume", "end", "lend", "take_back"]);

/**
 * Where the words of a command were written: "" is the editor; else a sheet, each by its own name.
 * A whisper for one partner is another sheet than one for the other.
 * @param {any} command
 * @param {string} seat
 */
export function sheetOf({ name, moment, to }, seat) {
  if (moment >= 0) return seat === "therapist" ? "lead" : "";
  if (PLAIN.has(name)) return "";
  return to ? `${name}:${to}` : name;
}

/**
 * By how many characters, as people and the server count them, `words` are longer than `most`.
 * @param {string} words
 * @param {number} most
 */
export function excess(words, most) {
  const trimmed = words.trim();
  return trimmed.length <= most ? 0 : Math.max(0, Array.from(trimmed).length - most);
}

/** Whether one act is the other once more: a double click. */
export function same(one, other) {
  return ["name", "words", "to", "seconds", "seat"].every((part) => one[part] === other[part]);
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
