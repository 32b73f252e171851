// The app's own words, translated by the server and read from the page.

/** @type {Record<string, string>} */
const texts = JSON.parse(document.getElementById("room-texts")?.textContent ?? "{}");

/**
 * The text named `key`; "{name}" in it stands for values.name.
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "long",
  hour: "numeric",
  minute: "2-digit",
});

/** @param {string | Date} time */
export function when(time) {
  const date = new Date(time);
  return (date.toDateString() === new Date().toDateString() ? clock : day).format(date);
}

const date = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });

/** @param {string | Date} time */
export const whichDay = (time) => date.format(new Date(time));

/** What follows what was done, where it carries a time. @param {{time: string | null, day: boolean}} event */
export function timeOf(event) {
  if (!event.time) return "";
  return event.day ? ` ${whichDay(event.time)}` : `: ${when(event.time)}`;
}
