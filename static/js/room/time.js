// "Another time": within a day, in the person's own time.
import { html, useRef, useState } from "preact-htm";
import { seatClass } from "room/parts.js";
import { t, when } from "room/texts.js";

const OFFERED = [30, 60, 120, 60 * 12]; // minutes from now

export function TimePicker({ store, onPick, onBack }) {
  const [time, setTime] = useState("");
  const [problem, setProblem] = useState("");
  const field = useRef(null);
  const at = (minutes) => new Date(Math.ceil((Date.now() + minutes * 60000) / 300000) * 300000);
  const pick = (event) => {
    event.preventDefault();
    const date = new Date(time);
    const minutes = (date.getTime() - Date.now()) / 60000;
    if (minutes > 0.5 && minutes < 24 * 60) return onPick(date.toISOString());
    setProblem(t("bad_time"));
    field.current.focus();
  };
  return html`<form class=${`composer ${seatClass(store.seat)}`} onSubmit=${pick} novalidate aria-label=${t("your_turn")}>
    <div class="stems" role="group" aria-label=${t("times")}>
      ${OFFERED.map((minutes) => html`<button key=${minutes} type="button" class="stem" onClick=${() => onPick(at(minutes).toISOString())}>${when(at(minutes))}</button>`)}
    </div>
    <div class="field">
      <label for="time">${t("time")}</label>
      <input id="time" ref=${field} type="datetime-local" value=${time} min=${local(at(1))} max=${local(at(24 * 60 - 5))}
        aria-describedby="time-problem" aria-invalid=${problem ? "true" : null}
        onInput=${(event) => { setTime(event.target.value); setProblem(""); }} />
      <p class="error" id="time-problem" role="alert">${problem}</p>
    </div>
    <div class="row">
      <button type="button" class="button quiet" onClick=${onBack}>${t("back")}</button>
      <button class="button">${t("propose")}</button>
    </div>
  </form>`;
}

function local(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
