// The app's own words, translated by the server and read from the page.

import { Clock } from "room/clock.js";

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

export const clock = new Clock(JSON.parse(document.getElementById("room-config")?.textContent ?? "{}").clock);

/** @param {Intl.DateTimeFormatOptions} shown */
const format = (shown) => new Intl.DateTimeFormat(document.documentElement.lang, { ...shown, timeZone: "UTC" });

const hour = format({ hour: "numeric", minute: "2-digit" });
const date = format({ weekday: "long", day: "numeric", month: "long" });
const both = format({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });

/**
 * With its date, where it is not today's, and with its place, where two read different clocks.
 * @param {string | Date} time
 */
export function when(time) {
  const wall = clock.wall(new Date(time).getTime());
  const today = date.format(wall) === date.format(clock.wall(clock.now()));
  const shown = (today ? hour : both).format(wall);
  return clock.place ? `${shown} (${clock.place})` : shown;
}

/** @param {string | Date} time */
export const whichDay = (time) => date.format(clock.wall(new Date(time).getTime()));

/** What follows what was done, where it carries a time. @param {{time: string | null, day: boolean}} event */
export function timeOf(event) {
  if (!event.time) return "";
  return event.day ? ` ${whichDay(event.time)}` : `: ${when(event.time)}`;
}
