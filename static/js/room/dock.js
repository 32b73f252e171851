// One thing to do at a time: whoever may act finds it here, whoever waits may rest here.
import { html, useEffect, useLayoutEffect, useRef, useState } from "preact-htm";
import { busy, Choice, Choices, Picker, Soon, useChoice } from "room/choice.js";
import { excess } from "room/commands.js";
import { Feelings } from "room/feelings.js";
import { catchFocus } from "room/focus.js";
import { Away, LeaveForToday, Reminder } from "room/held.js";
import { hinted, asked as wished } from "room/hints.js";
import { useSigns } from "room/language.js";
import { Medium, Turned, Asked as Turning } from "room/medium.js";
import { MoreButton, useMore } from "room/more.js";
import { order } from "room/moves.js";
import { Hint, Icon, nameOf, otherOf, seatClass, sentByKey, typed, yes } from "room/parts.js";
import { HandButton, HandCard, Offered, useHand } from "room/private.js";
import { useWait } from "room/slow.js";
import { t } from "room/texts.js";
import { pressable } from "room/unseen.js";

/** @import { MoveView } from "types/frames" */
/** @import { Dialogue, Hand, Props, Signs } from "types/room" */

/** @param {Props} props */
export function Dock({ store, config }) {
  const { moves, moment } = store.now;
  const at = useRef(-1);
  const hand = useHand(store);
  // When the turn passes, the room itself says where the focus goes.
  useEffect(() => {
    if (at.current === moment) catchFocus();
    at.current = moment;
  });
  return html`<div class="dock">
    <${Turned} store=${store} />
    <${Turning} store=${store} />
    <${Reminder} store=${store} />
    <${Away} store=${store} />
    <${LeaveForToday} store=${store} />
    ${!hand.open && html`<${Offered} store=${store} moves=${moves} />`}
    <${HandCard} store=${store} config=${config} hand=${hand} />
    <${KeptWords} store=${store} moves=${moves} />
    ${
      store.mine
        ? html`<${Composer} key=${store.now.moment} store=${store} config=${config} moves=${moves} hand=${hand} />`
        : html`<${Waiting} store=${store} config=${config} moves=${moves} hand=${hand} />`
    }
    <p class="visually-hidden" aria-live="polite">${useFreed(store)}</p>
  </div>`;
}

/** Who cannot see the seconds go by hears when they are over. @param {Dialogue} store */
function useFreed(store) {
  const wait = useWait(store);
  const before = useRef(0);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (wait) setSaid("");
    else if (before.current && store.mine) setSaid(t("may_send"));
    before.current = wait;
  }, [wait]);
  return said;
}

/** @param {Props & {moves: MoveView[], hand: Hand}} props */
function Waiting({ store, config, moves, hand }) {
  const { now } = store;
  const wait = useWait(store);
  const more = useMore();
  const look = `waiting ${folded(more)} ${seatClass(now.floor[0] ?? store.seat)}`;
  return html`<section class=${look} aria-label=${t("waiting")}>
    <div class="breath" aria-hidden="true"></div>
    <div>
      <p class="lead-in">${store.sending ? t("on_its_way") : t("lead_in")}</p>
      <p>${now.why}</p>
      ${store.refusal && !store.refusal.sheet && html`<${Status} store=${store} wait=${wait} />`}
      ${
        moves.length > 0 &&
        html`<div class="moves">
          ${moves.map(
            (move) => html`<button key=${move.name} type="button" class="button quiet"
              ...${pressable(store, wait)} onClick=${() => wait || store.act(move.name)}>${move.label}</button>`,
          )}
        </div>`
      }
      <${Feelings} store=${store} config=${config} />
      <div class="foot"><${Medium} store=${store} /><${HandButton} store=${store} hand=${hand} /></div>
    </div>
    <${MoreButton} more=${more} />
  </section>`;
}

/**
 * Words begun for a step that has passed are never dropped: they wait here until used or let go.
 * @param {{store: Dialogue, moves: MoveView[]}} props
 */
export function KeptWords({ store, moves }) {
  const { draft, shelf } = store;
  const fits = store.mine && moves.some((move) => move.words !== "none" && move.name === draft.move);
  const begun = draft.words.trim() && !fits && store.sending?.words !== draft.words.trim();
  const target = store.mine && moves.find((move) => move.words !== "none" && (!fits || move.name === draft.move));
  return [...shelf, ...(begun ? [draft] : [])].map(
    (kept) => html`<div class="kept" role="note">
      <p class="who">${t("kept_title")}</p>
      <p class="words" dir="auto">${kept.words}</p>
      <div class="actions">
        ${
          target &&
          html`<button type="button" class="button quiet" onClick=${() => store.takeUp(kept, target.name)}>
            ${t("kept_use")}
          </button>`
        }
        <button type="button" class="button link" onClick=${() => store.drop(kept)}>${t("kept_drop")}</button>
      </div>
    </div>`,
  );
}

/** @param {Props & {moves: MoveView[], hand: Hand}} props */
function Composer({ store, config, moves, hand }) {
  const { first, move, mode, setMode, choose, picked, unpick } = useChoice(store, moves);
  const wait = useWait(store);
  const more = useMore();
  const pick = (/** @type {MoveView} */ one) => choose(one, wait);
  if (picked) return html`<${Picker} store=${store} move=${picked} onBack=${unpick} />`;
  if (move) {
    return html`<${Writer} store=${store} config=${config} move=${move} wait=${wait} hand=${hand} onChoose=${pick}
      others=${moves.filter((one) => one.name !== mode)} onBack=${mode === first ? null : () => setMode(first)} />`;
  }
  return html`<section class=${`composer ${folded(more)} ${seatClass(store.seat)}`} aria-label=${t("your_turn")}>
    <p class="dock-why">${store.now.why}</p>
    <${Choices} store=${store} moves=${moves} wait=${wait} onChoose=${pick} />
    <${MoreButton} more=${more} />
    <${Foot} store=${store} hand=${hand} wait=${wait} />
  </section>`;
}

/**
 * @param {Props & {
 *   move: MoveView, others: MoveView[], wait: number, hand: Hand,
 *   onChoose: (move: MoveView) => void, onBack: (() => void) | null,
 * }} props
 */
function Writer({ store, config, move, others, wait, hand, onChoose, onBack }) {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const sending = store.sending;
  const text = store.draft.move === move.name ? store.draft.words : "";
  const over = excess(text, config.textLength);
  const ready = !sending && !over && !wait && (text.trim() || move.words === "optional");
  const asked = store.now.hold && store.now.part === "sender";
  const signs = useSigns(config.language);
  const more = useMore();

  useLayoutEffect(() => {
    const box = area.current;
    if (!box || CSS.supports("field-sizing", "content")) return;
    const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 40), 0);
    box.rows = Math.min(8, Math.max(2, lines));
  }, [text]);
  useEffect(() => {
    if (onBack) area.current?.focus();
  }, [move.name]);

  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (ready) store.act(move.name, { words: text.trim() });
  };
  const begin = (/** @type {string} */ stem) => {
    if (sending) return;
    const opening = stem.replace(/\s*…\s*$/, " ").replace(/^…\s*/, "");
    const words = text && !text.endsWith(" ") ? `${text} ${opening}` : text + opening;
    store.write(move.name, words);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(words.length, words.length);
    });
  };
  const label = sending ? t("sending") : move.quiet ? t("send") : move.label;
  const stems = move.stems.map(
    (stem) => html`<button key=${stem} type="button" class="stem" aria-disabled=${busy(store)}
      onClick=${() => begin(stem)}>${stem}</button>`,
  );
  const look = `composer ${folded(more)} ${seatClass(store.seat)}`;
  return html`<form class=${look} onSubmit=${submit} aria-label=${t("your_turn")}>
    <p class="dock-why">${store.now.why}</p>
    ${asked && html`<${Hint} icon="ear">${t("asked_to_pause", { name: other(store) })}<//>`}
    <div class="stems" role="group" aria-label=${t("stems")}>${stems}</div>
    <label class="visually-hidden" for="words">${move.prompt || move.label}</label>
    <textarea id="words" ref=${area} rows="2" dir="auto" value=${text} placeholder=${move.says || move.prompt}
      autocomplete="off" autocapitalize="sentences" spellcheck="true"
      readonly=${Boolean(sending)} aria-describedby="composer-state hints"
      aria-invalid=${yes(over)}
      onInput=${typed((words) => store.write(move.name, words))} onKeyDown=${sentByKey(submit)}></textarea>
    ${move.helps === "request" && html`<${Asked} text=${text} signs=${signs} />`}
    <div class="hints" id="hints" aria-live="polite">
      ${hinted(move, text, signs).map((hint) => html`<${Hint} key=${hint} icon="feather">${t(`hint_${hint}`)}<//>`)}
      ${over > 0 && html`<${Hint} icon="info" wrong>${t("too_long", { over: String(over) })}<//>`}
    </div>
    <${MoreButton} more=${more} />
    <div class="row">
      ${
        (onBack || others.length > 0) &&
        html`<div class="moves">
          ${
            onBack
              ? html`<${Back} store=${store} onBack=${onBack} />`
              : order(others).map(
                  (one) => html`<${Choice} key=${one.name} store=${store} move=${one} wait=${wait} quiet
                    onChoose=${onChoose} />`,
                )
          }
        </div>`
      }
      <button class="button send" ...${pressable(store, !ready)}>
        <${Icon} name="arrow-up" /><span>${label}${!sending && html`<${Soon} wait=${wait} />`}</span>
      </button>
      <${Foot} store=${store} hand=${hand} text=${text} wait=${wait} />
    </div>
  </form>`;
}

/** What stands beside the one thing to do is folded away where there is little room. @param {{open: boolean}} more */
const folded = (more) => (more.open ? "unfolded" : "folded");

/** From what somebody chose back to the choice. @param {{store: Dialogue, onBack: () => void}} props */
export function Back({ store, onBack }) {
  return html`<button type="button" class="button quiet" aria-disabled=${busy(store)}
    onClick=${() => store.sending || onBack()}>${t("back")}</button>`;
}

/**
 * What makes a request easy to give; what is there already has a tick. For the writer alone.
 * @param {{text: string, signs: Signs | null}} props
 */
function Asked({ text, signs }) {
  const there = () => html`<span class="visually-hidden"> ${t("ask_there")}</span>`;
  return html`<ul class="asked" role="list" aria-label=${t("ask")}>
    ${wished(text, signs).map(
      ([name, is]) => html`<li key=${name} class=${is ? "there" : ""}>
        ${is && html`<${Icon} name="check" />`}${t(`ask_${name}`)}${is && there()}
      </li>`,
    )}
  </ul>`;
}

/** The name of the other partner. @param {Dialogue} store */
export function other(store) {
  return nameOf(store, otherOf(store.seat));
}

/**
 * How the words are kept; and, where there is a therapist, a hand to raise. The keyboard comes to it last.
 * @param {{store: Dialogue, hand: Hand, text?: string, wait: number}} props
 */
function Foot({ store, hand, text = "", wait }) {
  return html`<div class="foot">
    <${Status} store=${store} text=${text} wait=${wait} />
    <${Medium} store=${store} />
    <${HandButton} store=${store} hand=${hand} />
  </div>`;
}

/** @param {{store: Dialogue, text?: string, wait?: number}} props */
export function Status({ store, text = "", wait = 0 }) {
  let icon = "lock";
  let line = text ? t("only_you") : "";
  let calm = true; // nothing that one has to know just now
  const refusal = store.refusal?.sheet ? null : store.refusal;
  if (refusal && (refusal.code !== "too_soon" || wait)) [icon, line, calm] = ["info", refusal.message, false];
  else if (store.sending) {
    const open = store.connection === "open";
    [icon, line, calm] = ["send", t(open ? "on_its_way" : "will_be_sent"), open];
  } else if (wait) [icon, line, calm] = ["clock", t("slowly", { name: nameOf(store, "therapist") }), false];
  else if (text && (store.connection !== "open" || store.overlong))
    [icon, line, calm] = ["lock", t("kept_here"), false];
  else if (text && store.kept === "kept") [icon, line] = ["lock", t("kept_for_you")];
  const look = calm ? "draft-state calm" : "draft-state";
  return html`<span class=${look} id="composer-state" role=${refusal ? "alert" : null}>
    ${line && html`<${Icon} name=${icon} />`}${line}</span>`;
}
