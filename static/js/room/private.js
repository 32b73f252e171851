// What is between one partner and the therapist, and nobody else's: a hand, an offer, a whisper, an answer.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Soon } from "room/choice.js";
import { Words } from "room/drawer.js";
import { Icon, nameOf, seatClass, therapistHere } from "room/parts.js";
import { useWait } from "room/slow.js";
import { t } from "room/texts.js";
import { pressable } from "room/unseen.js";

/** @import { EventView, MoveView } from "types/frames" */
/** @import { Dialogue, Hand, Props } from "types/room" */

// Said by the thing itself, not worth a line of their own.
const SILENT = { partner: new Set(["dismiss", "lower_hand"]), therapist: new Set(["see_hand"]) };

const therapist = (/** @type {Dialogue} */ store) => nameOf(store, "therapist");

/** The act of the hand that is open, if there is a therapist who could see it. @param {Dialogue} store */
const handAct = (store) => ["raise_hand", "lower_hand"].find((act) => store.now.can.includes(act));

/** Whether the hand's note is open, and what opens it. @param {Dialogue} store @returns {Hand} */
export function useHand(store) {
  const [open, setOpen] = useState(Boolean(store.asides.raise_hand));
  const up = handAct(store) === "lower_hand";
  useEffect(() => {
    if (up) setOpen(false);
  }, [up]);
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => document.getElementById("hand")?.focus());
  };
  return { open, close, toggle: () => (open ? close() : setOpen(true)) };
}

const raising = (/** @type {Dialogue} */ store) =>
  t(therapistHere(store) ? "hand_raise" : "hand_ask_in", { name: therapist(store) });

/**
 * A quiet button within reach: only the therapist ever sees what comes of it.
 * @param {{store: Dialogue, hand: Hand}} props
 */
export function HandButton({ store, hand }) {
  if (handAct(store) !== "raise_hand") return null;
  return html`<button type="button" class="button link hand" id="hand" aria-expanded=${String(hand.open)}
    onClick=${hand.toggle}><${Icon} name="hand" /><span>${raising(store)}</span></button>`;
}

/** What is opened by it; and, while the hand is up, that it is. @param {Props & {hand: Hand}} props */
export function HandCard({ store, config, hand }) {
  const act = handAct(store);
  const name = therapist(store);
  if (act === "lower_hand") {
    return html`<div class="private-line seat-therapist">
      <${Icon} name="hand" /><p role="status">${t("hand_is_up", { name })}</p>
      <button type="button" class="button link" onClick=${() => store.act("lower_hand")}>${t("hand_lower")}</button>
    </div>`;
  }
  if (!act || !hand.open) return null;
  return html`<${Note} title=${raising(store)} why=${t("hand_why", { name })} onClose=${hand.close}>
    <${Words} store=${store} config=${config} sheet="raise_hand" optional
      label=${t("hand_words")} button=${raising(store)}
      onSend=${(/** @type {string} */ words) => store.act("raise_hand", { words })}
      onDone=${hand.close} onClose=${hand.close} />
  <//>`;
}

/**
 * A private note in a box of its own, that Esc closes.
 * @param {{title: string, why: string, onClose: () => void, children?: unknown}} props
 */
function Note({ title, why, onClose, children }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => box.current?.querySelector("textarea")?.focus({ preventScroll: true }), []);
  const closeByKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.isComposing) onClose();
  };
  return html`<div class="private-note seat-therapist" role="group" aria-label=${title} ref=${box}
    onKeyDown=${closeByKey}>
    <p class="sheet-why"><${Icon} name="lock" /><span>${why}</span></p>
    ${children}
  </div>`;
}

/**
 * A stem, or a line in the sender's voice, that stands offered: used, changed or set aside; nobody else sees which.
 * @param {{store: Dialogue, moves: MoveView[]}} props
 */
export function Offered({ store, moves }) {
  const act = store.now.offers[store.seat];
  const event = act && store.newest(act);
  const wait = useWait(store);
  if (!event || store.hidden.has(event.number) || store.sending) return null;
  const { draft } = store;
  const writing = moves.filter((move) => move.words !== "none");
  const begun = writing.find((move) => move.name === draft.move && draft.words.trim());
  const target = store.mine ? (begun ?? writing.find((move) => !move.quiet) ?? writing[0]) : undefined;
  const title = t(`offered_${act}`, { name: therapist(store) });
  return html`<div class="offered seat-therapist" role="group" aria-label=${title}>
    <p class="who"><${Icon} name="lock" /><span>${title}</span></p>
    <p class="words" dir="auto">${event.words}</p>
    <div class="actions">
      ${target && html`<${Take} store=${store} event=${event} move=${target} begun=${Boolean(begun)} wait=${wait} />`}
      <button type="button" class="button link" onClick=${() => store.act("dismiss")}>${t("offered_dismiss")}</button>
    </div>
  </div>`;
}

/** @param {{store: Dialogue, event: EventView, move: MoveView, begun: boolean, wait: number}} props */
function Take({ store, event, move, begun, wait }) {
  const edit = (/** @type {string} */ words) => {
    store.fold(event.number);
    store.write(move.name, words);
    requestAnimationFrame(() => {
      const area = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("words"));
      area?.focus();
      area?.setSelectionRange(words.length, words.length);
    });
  };
  // After what is there already: nobody's words are taken away by an offer.
  const use = () => {
    const opening = event.words.replace(/\s*…\s*$/, " ").replace(/^…\s*/, "");
    const text = begun ? store.draft.words : "";
    edit(text && !/\s$/.test(text) ? `${text} ${opening}` : text + opening);
  };
  const replace = () => {
    store.putAside();
    edit(event.words);
  };
  const send = () => wait || store.act(move.name, { words: event.words.trim() });
  if (event.name === "offer") {
    return html`<button type="button" class="button" onClick=${use}>${t("offered_use")}</button>`;
  }
  return html`
    <button type="button" class="button" ...${pressable(store, wait)} onClick=${send}>
      ${t("offered_send")}<${Soon} wait=${wait} />
    </button>
    <button type="button" class="button quiet" onClick=${replace}>${t("offered_edit")}</button>
  `;
}

/** In the transcript, for its two ends alone. @param {Props & {event: EventView}} props */
export function Private({ store, config, event }) {
  const mine = store.seat === "therapist" ? "therapist" : "partner";
  if (SILENT[mine].has(event.name)) return null;
  // What stands open is shown where something can be done about it.
  const up = event.name === "raise_hand" && store.now.hands.includes(event.seat);
  if (up && store.newest(event.name, event.seat) === event) return null;
  const offered = event.to && store.now.offers[event.to] === event.name;
  const standing = offered && mine === "partner" && !store.hidden.has(event.number);
  if (standing && store.newest(event.name) === event) return null;
  if (!event.words) {
    const line = `${nameOf(store, event.seat)} ${event.tells}${recipient(store, event)}`;
    return html`<li class="note private"><${Icon} name="lock" /><span>${line}</span></li>`;
  }
  return html`<${Whisper} store=${store} config=${config} event=${event} />`;
}

const recipient = (/** @type {Dialogue} */ store, /** @type {EventView} */ { to }) =>
  store.seat === "therapist" && to && to !== "therapist" ? ` (${nameOf(store, to)})` : "";

/**
 * Private words. On a shared screen they can be folded away; the newest whisper is answered in its place.
 * @param {Props & {event: EventView}} props
 */
export function Whisper({ store, config, event }) {
  const [answering, setAnswering] = useState(Boolean(store.asides.reply));
  const opener = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const forMe = event.to === store.seat && store.seat !== "therapist";
  const folded = forMe && store.hidden.has(event.number);
  const answers = forMe && !folded && event === store.newest("whisper") && store.now.can.includes("reply");
  const name = nameOf(store, event.seat);
  const close = () => {
    setAnswering(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const answer =
    answers &&
    html`<button type="button" class="button link" ref=${opener} aria-expanded=${String(answering)}
      onClick=${() => setAnswering(!answering)}>${t("answer")}</button>`;
  return html`<li class=${`whisper ${folded ? "folded" : ""} ${seatClass(event.seat)}`}><${Icon} name="lock" /><div>
    <p class="who"><strong>${name}</strong> ${event.tells}
      <${For} store=${store} event=${event} /></p>
    ${!folded && html`<p class="words" dir="auto">${event.words}</p>`}
    ${
      forMe &&
      html`<div class="actions">
        ${answer}
        <button type="button" class="button link" aria-expanded=${String(!folded)}
          onClick=${() => store.fold(event.number, !folded)}>${t(folded ? "show" : "hide")}</button>
      </div>`
    }
    ${
      answers &&
      answering &&
      html`<${Note} title=${t("answer")} why=${t("answer_why", { name })} onClose=${close}>
        <${Words} store=${store} config=${config} sheet="reply"
          label=${t("answer_words", { name })} button=${t("answer_send", { name })}
          onSend=${(/** @type {string} */ words) => store.act("reply", { words })} onDone=${close} onClose=${close} />
      <//>`
    }
  </div></li>`;
}

/** For whom a whisper is, where the therapist reads her own. @param {{store: Dialogue, event: EventView}} props */
function For({ store, event: { to } }) {
  if (store.seat !== "therapist" || !to || to === "therapist") return null;
  return html`<span class=${`chip ${seatClass(to)}`}>${t("for_name", { name: nameOf(store, to) })}</span>`;
}

/** During a pause: what was whispered in it, and the hand. @param {Props} props */
export function Aside({ store, config }) {
  const hand = useHand(store);
  const paused = store.newest("pause", store.now.paused[0])?.number ?? 0;
  const whispers = store.events.filter((event) => event.number > paused && ["whisper", "reply"].includes(event.name));
  return html`<div class="in-pause">
    ${
      whispers.length > 0 &&
      html`<ul role="list">
        ${whispers
          .slice(-2)
          .map((event) => html`<${Whisper} key=${event.number} store=${store} config=${config} event=${event} />`)}
      </ul>`
    }
    <${HandCard} store=${store} config=${config} hand=${hand} />
    <${HandButton} store=${store} hand=${hand} />
  </div>`;
}
