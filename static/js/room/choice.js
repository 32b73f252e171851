// Which of the moves is being made: the one main move, or the one that somebody chose.
import { html, useEffect, useRef, useState } from "preact-htm";
import { catchFocus } from "room/focus.js";
import { DayPicker, TimePicker } from "room/time.js";

/**
 * `first` is what is there to begin with; "" where there is a choice to be made.
 * @param {any} store
 * @param {any[]} moves
 */
export function useChoice(store, moves) {
  const main = moves.filter((move) => !move.quiet);
  const begun = moves.find((move) => move.words !== "none" && move.name === store.draft.move && store.draft.words);
  const first = main.length === 1 && main[0].words !== "none" ? main[0].name : "";
  const [mode, setMode] = useState(begun?.name ?? first);
  const [picking, setPicking] = useState("");

  // A draft may arrive later than the step: after a reload, or from another tab.
  useEffect(() => {
    if (begun && begun.name !== mode) setMode(begun.name);
  }, [begun?.name]);
  const drawn = useRef(false);
  useEffect(() => {
    if (drawn.current) catchFocus();
    drawn.current = true;
  }, [mode, picking]);
  /** @param {any} one @param {number} wait */
  const choose = (one, wait) => {
    if (store.sending) return;
    if (one.time) setPicking(one.name);
    else if (one.words === "none") wait || store.act(one.name);
    else setMode(one.name);
  };
  return {
    first,
    mode,
    setMode,
    choose,
    picked: moves.find((one) => one.name === picking),
    unpick: () => setPicking(""),
    move: moves.find((one) => one.name === mode),
  };
}

/** Among many choices one stands apart, and no more: beside them there is room for one. @param {any[]} moves */
export const standsApart = (moves) => {
  const quiet = moves.filter((one) => one.quiet);
  return (/** @type {any} */ one) => one.quiet && (moves.length <= 3 || quiet.length === 1);
};

/** When, for a move that carries a time: this evening, or a day. */
export function Picker({ store, move, onBack }) {
  return html`<${move.days > 1 ? DayPicker : TimePicker} store=${store} days=${move.days} onBack=${onBack}
    onPick=${(time) => {
      store.act(move.name, { time });
      onBack();
    }} />`;
}

/** The main choice first, for eye and keyboard alike. @param {any[]} moves */
export const order = (moves) => [...moves].sort((a, b) => Number(a.quiet) - Number(b.quiet));

/** Never "disabled": a button that is pressed keeps the focus until the answer is here. @param {any} store */
export const busy = (store, wait = 0) => (store.sending || wait ? "true" : null);
