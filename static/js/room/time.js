// "Another time", within a day; or "until when", a day. In the person's own time.
import { html, useRef, useState } from "preact-htm";
import { seatClass, typed, yes } from "room/parts.js";
import { clock, t, when, whichDay } from "room/texts.js";
import { pressable } from "room/unseen.js";

/** @import { Dialogue } from "types/room" */

/** @typedef {{store: Dialogue, onPick: (time: string) => void, onBack: () => void}} PickerProps */

const OFFERED = [30, 60, 120, 60 * 12]; // minutes from now

/** @param {PickerProps} props */
export function TimePicker({ store, onPick, onBack }) {
  const [time, setTime] = useState("");
  const [problem, setProblem] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  // As they were offered: what is pressed is what is sent, however much later.
  const [opened] = useState(() => clock.now());
  const at = (/** @type {number} */ minutes) => new Date(Math.ceil((opened + minutes * 60000) / 300000) * 300000);
  const pick = (/** @type {Event} */ event) => {
    event.preventDefault();
    const date = clock.instant(time);
    const minutes = (date - clock.now()) / 60000;
    if (minutes > 0.5 && minutes < 24 * 60) return onPick(new Date(date).toISOString());
    setProblem(t("bad_time"));
    field.current?.focus();
  };
  return html`<form class=${`composer ${seatClass(store.seat)}`} onSubmit=${pick} novalidate
    aria-label=${t("your_turn")}>
    <div class="stems" role="group" aria-label=${t("times")}>
      ${OFFERED.map(
        (minutes) => html`<button key=${minutes} type="button" class="stem" ...${pressable(store)}
          onClick=${() => onPick(at(minutes).toISOString())}>${when(at(minutes))}</button>`,
      )}
    </div>
    <div class="field">
      <label for="time">${t("time")}</label>
      <input id="time" ref=${field} type="datetime-local" value=${time}
        min=${clock.field(+at(1))} max=${clock.field(+at(24 * 60 - 5))}
        aria-describedby="time-problem" aria-invalid=${yes(problem)}
        onInput=${typed((value) => {
          setTime(value);
          setProblem("");
        })} />
      <p class="error" id="time-problem" role="alert">${problem}</p>
    </div>
    <div class="row">
      <button type="button" class="button quiet" onClick=${onBack}>${t("back")}</button>
      <button class="button" ...${pressable(store)}>${t("propose")}</button>
    </div>
  </form>`;
}

/** @type {[string, number][]} */
const WEEKS = [
  ["for_week", 7],
  ["for_two_weeks", 14],
  ["for_four_weeks", 28],
];

/**
 * A day from tomorrow on, less than `days` ahead. Its noon is what is sent: the hour means nothing.
 * @param {PickerProps & {days: number}} props
 */
export function DayPicker({ store, days, onPick, onBack }) {
  const [day, setDay] = useState("");
  const [problem, setProblem] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const pick = (/** @type {Event} */ event) => {
    event.preventDefault();
    const date = new Date(clock.instant(`${day}T12:00`));
    if (date >= noon(1) && date <= noon(days - 1)) return onPick(date.toISOString());
    setProblem(t("bad_day"));
    field.current?.focus();
  };
  return html`<form class=${`composer ${seatClass(store.seat)}`} onSubmit=${pick} novalidate
    aria-label=${t("your_turn")}>
    <div class="stems days" role="group" aria-label=${t("days")}>
      ${WEEKS.map(
        ([name, ahead]) => html`<button key=${name} type="button" class="stem" ...${pressable(store)}
          onClick=${() => onPick(noon(ahead).toISOString())}>${t(name, { day: whichDay(noon(ahead)) })}</button>`,
      )}
    </div>
    <div class="field">
      <label for="day">${t("day")}</label>
      <input id="day" ref=${field} type="date" value=${day}
        min=${clock.field(+noon(1)).slice(0, 10)} max=${clock.field(+noon(days - 1)).slice(0, 10)}
        aria-describedby="day-problem" aria-invalid=${yes(problem)}
        onInput=${typed((value) => {
          setDay(value);
          setProblem("");
        })} />
      <p class="error" id="day-problem" role="alert">${problem}</p>
    </div>
    <div class="row">
      <button type="button" class="button quiet" onClick=${onBack}>${t("back")}</button>
      <button class="button" ...${pressable(store)}>${t("promise")}</button>
    </div>
  </form>`;
}

/** Of the day so many days ahead. @param {number} ahead */
function noon(ahead) {
  const wall = clock.wall(clock.now());
  wall.setUTCDate(wall.getUTCDate() + ahead);
  return new Date(clock.instant(`${wall.toISOString().slice(0, 10)}T12:00`));
}
