// A dialogue that is said aloud: what to say, in letters that can be read at arm's length, and one thing to press.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Choice, Choices, Picker, Soon, useChoice } from "room/choice.js";
import { excess } from "room/commands.js";
import { useCues } from "room/cues.js";
import { Back, KeptWords, other, Status } from "room/dock.js";
import { catchFocus } from "room/focus.js";
import { Away, LeaveForToday, Reminder } from "room/held.js";
import { careful } from "room/hints.js";
import { useSigns } from "room/language.js";
import { Asked, Medium, Turned } from "room/medium.js";
import { order } from "room/moves.js";
import { AtOwnLogin, LentAway, OnePhone } from "room/one-phone.js";
import { Hint, Icon, seatClass, typed } from "room/parts.js";
import { HandButton, HandCard, Offered, useHand, Whisper } from "room/private.js";
import { useWait } from "room/slow.js";
import { t } from "room/texts.js";
import { Transcript } from "room/transcript.js";
import { pressable } from "room/unseen.js";
/** @import { EventView, MoveView } from "types/frames" */
/** @import { Dialogue, Hand, Props } from "types/room" */

/** @typedef {Props & {moves: MoveView[], hand: Hand}} TurnProps */

/** @param {Props} props */
export function Aloud({ store, config }) {
  const { moves, moment } = store.now;
  const hand = useHand(store);
  const at = useRef(moment);
  useEffect(() => {
    if (at.current === moment) catchFocus();
    at.current = moment;
  });
  return html`<div class="dock aloud">
    <${Turned} store=${store} />
    ${!store.own && html`<${Asked} store=${store} />`}
    <${LentAway} store=${store} />
    <${Reminder} store=${store} />
    <${Away} store=${store} />
    <${LeaveForToday} store=${store} />
    <${Whispered} store=${store} config=${config} />
    ${!hand.open && html`<${Offered} store=${store} moves=${[]} />`}
    <${HandCard} store=${store} config=${config} hand=${hand} />
    <${KeptWords} store=${store} moves=${moves} />
    ${
      store.mine
        ? html`<${Turn} key=${moment} store=${store} config=${config} moves=${moves} hand=${hand} />`
        : html`<${Listening} store=${store} config=${config} moves=${moves} hand=${hand} />`
    }
  </div>`;
}

/** There is little to read while they speak: it is opened by who wants to. @param {Props} props */
export function SoFar({ store, config }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  }, [open]);
  return html`<div class="so-far">
    <button type="button" class="button link" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>
      ${t("transcript")}<${Icon} name="chevron-down" /></button>
    ${open && html`<${Transcript} store=${store} config=${config} />`}
  </div>`;
}

/**
 * A whisper lies in the transcript, which is closed: until its person has acted again it is here too.
 * @param {Props} props
 */
function Whispered({ store, config }) {
  const whisper = store.newest("whisper");
  // What was done on the other's phone, or to lend the seat to it, was done where this could not be read.
  const here = (/** @type {EventView} */ event) =>
    event.seat === store.seat && !event.to && !event.borrowed && event.name !== "lend";
  const acted = store.events.findLast(here)?.number ?? 0;
  if (!whisper || whisper.number < acted || document.querySelector(".so-far .said")) return null;
  return html`<ul class="whispered" role="list">
    <${Whisper} store=${store} config=${config} event=${whisper} />
  </ul>`;
}

/** @param {TurnProps} props */
function Turn({ store, config, moves, hand }) {
  const { first, move, mode, setMode, choose, picked, unpick } = useChoice(store, moves);
  const wait = useWait(store);
  const pick = (/** @type {MoveView} */ one) => choose(one, wait);
  if (picked) return html`<${Picker} store=${store} move=${picked} onBack=${unpick} />`;
  if (move) {
    const atFirst = mode === first;
    return html`<${Say} key=${mode} store=${store} config=${config} move=${move} wait=${wait} hand=${hand}
      others=${atFirst ? moves.filter((one) => one !== move) : []}
      onChoose=${pick} onBack=${atFirst ? null : () => setMode(first)} />`;
  }
  return html`<section class=${`composer ${seatClass(store.seat)}`} aria-label=${t("your_turn")}>
    <p class="dock-why">${store.now.why}</p>
    <${AtOwnLogin} store=${store} />
    <${Choices} store=${store} moves=${moves} wait=${wait} look="tall" onChoose=${pick} />
    <${Foot} store=${store} config=${config} hand=${hand} wait=${wait} />
  </section>`;
}

/**
 * What is to be said now; pressed when it has been said. A line can be left with it, and need not be.
 * @param {Props & {
 *   move: MoveView, others: MoveView[], wait: number, hand: Hand,
 *   onChoose: (move: MoveView) => void, onBack: (() => void) | null,
 * }} props
 */
function Say({ store, config, move, wait, hand, others, onChoose, onBack }) {
  const text = store.draft.move === move.name ? store.draft.words : "";
  const must = move.words === "required"; // what is kept has to be written, though the rest is said
  const [noting, setNoting] = useState(must || Boolean(text));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const signs = useSigns(config.language);
  useEffect(() => {
    if (text) setNoting(true);
  }, [Boolean(text)]);
  const { sending } = store;
  const over = excess(text, config.textLength);
  const ready = !sending && !over && !wait && (!must || text.trim());
  const said = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (ready) store.act(move.name, { words: text.trim() });
  };
  const note = () => {
    setNoting(true);
    requestAnimationFrame(() => field.current?.focus());
  };
  const stems = move.says ? [move.says] : move.stems;
  const asked = store.now.hold && store.now.part === "sender";
  const label = sending ? t("sending") : move.aloud ? t("said_it") : move.label;
  return html`<form class=${`composer ${seatClass(store.seat)}`} onSubmit=${said} aria-label=${t("your_turn")}>
    <p class="dock-why">${store.now.why}</p>
    ${asked && html`<${Hint} icon="ear">${t("asked_to_pause_aloud", { name: other(store) })}<//>`}
    ${
      stems.length > 0 &&
      html`<ul class="to-say" role="list" aria-label=${t("to_say")}>
        ${stems.map((stem) => html`<li key=${stem}>${stem}</li>`)}
      </ul>`
    }
    ${
      noting &&
      html`<div class="field">
        <label for="words">${t("line")}</label>
        <input id="words" ref=${field} type="text" dir="auto" value=${text}
          autocomplete="off" readonly=${Boolean(sending)} aria-describedby="composer-state"
          onInput=${typed((words) => store.write(move.name, words))} />
        <div class="hints" aria-live="polite">
          ${over > 0 && html`<${Hint} icon="info" wrong>${t("too_long", { over: String(over) })}<//>`}
          ${careful(text, signs).map((hint) => html`<${Hint} key=${hint} icon="feather">${t(`hint_${hint}`)}<//>`)}
        </div>
      </div>`
    }
    <button class="button press" ...${pressable(store, !ready)}>
      ${label}${!sending && html`<${Soon} wait=${wait} />`}
    </button>
    ${
      (onBack || others.length > 0) &&
      html`<div class="moves tall">
        ${onBack && html`<${Back} store=${store} onBack=${onBack} />`}
        ${order(others).map(
          (one) => html`<${Choice} key=${one.name} store=${store} move=${one} wait=${wait} quiet
            onChoose=${onChoose} />`,
        )}
      </div>`
    }
    <${Foot} store=${store} config=${config} hand=${hand} text=${text} wait=${wait}>
      ${
        !noting &&
        !store.own &&
        html`<button type="button" class="button link note-it" onClick=${note}>
          <${Icon} name="feather" /><span>${t("add_line")}</span>
        </button>`
      }
    <//>
  </form>`;
}

/** @param {TurnProps} props */
function Listening({ store, config, moves, hand }) {
  const { now } = store;
  const wait = useWait(store);
  const choose = (/** @type {MoveView} */ move) => wait || store.act(move.name);
  return html`<section class=${`waiting ${seatClass(now.floor[0] ?? store.seat)}`} aria-label=${t("waiting")}>
    <div class="breath" aria-hidden="true"></div>
    <div>
      <p class="meantime">${now.why}</p>
      ${
        moves.length > 0 &&
        html`<div class="moves tall">
          ${moves.map(
            (move) => html`<${Choice} key=${move.name} store=${store} move=${move} wait=${wait} quiet
              onChoose=${choose} />`,
          )}
        </div>`
      }
    </div>
    <${Foot} store=${store} config=${config} hand=${hand} wait=${wait} />
  </section>`;
}

/** @param {Props & {hand: Hand, text?: string, wait: number, children?: unknown}} props */
function Foot({ store, config, hand, text = "", wait, children }) {
  return html`<div class="foot">
    <${Lasts} store=${store} />
    ${children}
    <${Cues} />
    <${Medium} store=${store} />
    <${OnePhone} store=${store} config=${config} />
    <${HandButton} store=${store} hand=${hand} />
    <${Status} store=${store} text=${text} wait=${wait} />
  </div>`;
}

/**
 * How long it has been somebody's turn: it counts up, and nothing happens at any time.
 * @param {{store: Dialogue}} props
 */
function Lasts({ store }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((times) => times + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = store.lasts;
  return html`<p class="lasts" role="timer">
    <${Icon} name="clock" /><span class="visually-hidden">${t("lasts")} </span>
    <time>${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}</time>
  </p>`;
}

function Cues() {
  const { offered, on, toggle } = useCues();
  return offered.map(
    (cue) => html`<button key=${cue} type="button" class="button link cue" aria-pressed=${String(on.has(cue))}
      onClick=${() => toggle(cue)}>${on.has(cue) && html`<${Icon} name="check" />`}<span>${t(`cue_${cue}`)}</span>
    </button>`,
  );
}
