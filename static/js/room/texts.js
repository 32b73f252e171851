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
  weekday: "long", hour: "numeric", minute: "2-digit",
});

/** @param {string | Date} time */
export function when(time) {
  const date = new Date(time);
  return (date.toDateString() === new Date().toDateString() ? clock : day).format(date);
}
