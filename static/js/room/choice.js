// Which of the moves is being made: the one main move, or the one that somebody chose.
import { html, useEffect, useRef, useState } from "preact-htm";
import { catchFocus } from "room/focus.js";
import { chosenWords } from "room/gifts.js";
import { begunOf, firstOf, isNumber, order, rowsOf, shape, standsApart, waitsFor } from "room/moves.js";
import { inSeconds } from "room/slow.js";
import { t } from "room/texts.js";
import { DayPicker, TimePicker } from "room/time.js";
import { pressable } from "room/unseen.js";
/** @import { MoveView } from "types/frames" */
/** @import { Dialogue } from "types/room" */

/**
 * `first` is what is there to begin with; "" where there is a choice to be made.
 * @param {Dialogue} store
 * @param {MoveView[]} moves
 */
export function useChoice(store, moves) {
  const begun = begunOf(moves, store.draft);
  const first = firstOf(moves);
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
  const choose = (/** @type {MoveView} */ one, /** @type {number} */ wait) => {
    if (store.sending || store.unseen) return;
    if (one.words === "none" && !one.time) return void (wait || store.act(one.name));
    store.appeared();
    if (one.time) setPicking(one.name);
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

/**
 * All of them, where none is there to begin with; numbers are for whoever presses them alone.
 * @param {{store: Dialogue, moves: MoveView[], wait: number, look?: string, onChoose: (move: MoveView) => void}} props
 */
export function Choices({ store, moves, wait, look = "", onChoose }) {
  const numbers = moves.filter(isNumber);
  const others = moves.filter((one) => !isNumber(one));
  const small = standsApart(others);
  const equal = shape(others) === "gives"; // none of them weighs more than another
  const drawn = (
    /** @type {MoveView} */ one,
    /** @type {boolean} */ quiet,
  ) => html`<${Choice} key=${one.name} store=${store} move=${one} wait=${wait}
    quiet=${quiet} equal=${equal} onChoose=${onChoose} />`;
  const scale = numbers.map((one) => drawn(one, false));
  const rows = rowsOf(others.filter((one) => !small(one)));
  return html`<div class=${`moves ${shape(others) || look}`} style=${{ "--rows": rows }}>
      ${order(others).map((one) => drawn(one, small(one)))}
    </div>
    ${scale.length > 0 && html`<div class="moves scale" role="group" aria-label=${t("for_you_alone")}>${scale}</div>`}`;
}

/**
 * One of the moves, to be pressed; with the words that it gives, if it gives any.
 * @param {{store: Dialogue, move: MoveView, wait: number, quiet?: boolean, equal?: boolean,
 *   onChoose: (move: MoveView) => void}} props
 */
export function Choice({ store, move, wait, quiet = false, equal = false, onChoose }) {
  const waits = waitsFor(move, wait);
  const words = move.gives && chosenWords(store, move.gives);
  const look = quiet ? "button quiet" : words || equal ? "button gives" : "button";
  const given = words && html`<span class="gift-words" dir="auto">${words}</span>`;
  return html`<button type="button" class=${look} ...${pressable(store, waits)} onClick=${() => onChoose(move)}>
    ${move.label}${given}<${Soon} wait=${waits} quiet=${move.quiet} />
  </button>`;
}

/** On the button that waits, where the therapist asked to go slowly. @param {{wait: number, quiet?: boolean}} props */
export const Soon = ({ wait, quiet }) =>
  wait && !quiet ? html` <small class="soon">${inSeconds(wait)}</small>` : null;

/**
 * When, for a move that carries a time: this evening, or a day.
 * @param {{store: Dialogue, move: MoveView, onBack: () => void}} props
 */
export function Picker({ store, move, onBack }) {
  const pick = (/** @type {string} */ time) => {
    if (store.unseen) return;
    store.act(move.name, { time });
    onBack();
  };
  return html`<${move.days > 1 ? DayPicker : TimePicker}
    store=${store} days=${move.days} onBack=${onBack} onPick=${pick} />`;
}

/** Never "disabled": a button that is pressed keeps the focus until the answer is here. @param {Dialogue} store */
export const busy = (store, wait = 0) => (store.sending || wait ? "true" : null);
