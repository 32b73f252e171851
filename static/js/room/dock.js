// One thing to do at a time: whoever may act finds it here, whoever waits may rest here.
import { html, useEffect, useLayoutEffect, useRef, useState } from "preact-htm";
import { HandButton, HandCard, Offered, useHand } from "room/beside.js";
import { busy, order, Picker, standsApart, useChoice } from "room/choice.js";
import { excess } from "room/commands.js";
import { catchFocus } from "room/focus.js";
import { chosenWords } from "room/gifts.js";
import { help, hints, asked as wished } from "room/hints.js";
import { useSigns } from "room/language.js";
import { Medium, Turned } from "room/medium.js";
import { Icon, nameOf, seatClass } from "room/parts.js";
import { inSeconds, useWait } from "room/slow.js";
import { t } from "room/texts.js";

const HINTED = new Set(["send", "correct", "say_it_shorter", "partly", "not_quite"]);

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
    ${!hand.open && html`<${Offered} store=${store} moves=${moves} />`}
    <${HandCard} store=${store} config=${config} hand=${hand} />
    <${KeptWords} store=${store} moves=${moves} />
    ${
      store.mine
        ? html`<${Composer} key=${store.now.moment} store=${store} config=${config} moves=${moves} hand=${hand} />`
        : html`<${Waiting} store=${store} moves=${moves} hand=${hand} />`
    }
    <p class="visually-hidden" aria-live="polite">${useFreed(store)}</p>
  </div>`;
}

/** Who cannot see the seconds go by hears when they are over. */
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

function Waiting({ store, moves, hand }) {
  const { now } = store;
  const wait = useWait(store);
  return html`<section class=${`waiting ${seatClass(now.floor[0] ?? store.seat)}`} aria-label=${t("waiting")}>
    <div class="breath" aria-hidden="true"></div>
    <div>
      <p class="lead-in">${store.sending ? t("on_its_way") : t("lead_in")}</p>
      <p>${now.why}</p>
      ${store.refusal && !store.refusal.sheet && html`<${Status} store=${store} wait=${wait} />`}
      ${
        moves.length > 0 &&
        html`<div class="moves">${moves.map(
          (move) => html`<button key=${move.name} type="button" class="button quiet" aria-disabled=${busy(store, wait)}
          onClick=${() => wait || store.act(move.name)}>${move.label}</button>`,
        )}</div>`
      }
      <div class="foot"><${Medium} store=${store} /><${HandButton} store=${store} hand=${hand} /></div>
    </div>
  </section>`;
}

/** On the button that waits, where the therapist asked to go slowly. */
export const Soon = ({ wait, quiet }) =>
  wait && !quiet ? html` <small class="soon">${inSeconds(wait)}</small>` : null;

// Words begun for a step that has passed are never dropped: they wait here until used or let go.
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
      ${target && html`<button type="button" class="button quiet" onClick=${() => store.takeUp(kept, target.name)}>${t("kept_use")}</button>`}
      <button type="button" class="button link" onClick=${() => store.drop(kept)}>${t("kept_drop")}</button>
    </div>
  </div>`,
  );
}

function Composer({ store, config, moves, hand }) {
  const { first, move, mode, setMode, choose, picked, unpick } = useChoice(store, moves);
  const wait = useWait(store);

  const others = moves.filter((one) => one.name !== mode);
  const small = standsApart(moves);
  const waits = (one) => (one.words === "none" && !one.time ? wait : 0); // to write is never too soon

  if (picked) return html`<${Picker} store=${store} move=${picked} onBack=${unpick} />`;
  if (!move) {
    return html`<section class=${`composer ${seatClass(store.seat)}`} aria-label=${t("your_turn")}>
      <p class="dock-why">${store.now.why}</p>
      <div class=${`moves ${shape(moves, small)}`}>
        ${order(moves).map(
          (
            one,
          ) => html`<button key=${one.name} type="button" class=${small(one) ? "button quiet" : one.gives ? "button gives" : "button"}
          aria-disabled=${busy(store, waits(one))} onClick=${() => choose(one, wait)}>${one.label}${one.gives && html`<span class="gift-words" dir="auto">${chosenWords(store, one.gives)}</span>`}<${Soon} wait=${waits(one)} quiet=${one.quiet} /></button>`,
        )}
      </div>
      <${Foot} store=${store} hand=${hand} wait=${wait} />
    </section>`;
  }
  return html`<${Writer} store=${store} config=${config} move=${move} others=${others} wait=${wait} waits=${waits} hand=${hand} onChoose=${(one) => choose(one, wait)}
    onBack=${mode === first ? null : () => setMode(first)} />`;
}

// Numbers make a scale, gifts a list; many other moves stand like the rungs of a ladder.
export function shape(moves, small) {
  const main = moves.filter((move) => !move.quiet);
  if (main.length > 3 && main.every((one) => /^\p{Nd}+$/u.test(one.label))) return "scale";
  if (moves.some((one) => one.gives)) return "gives";
  return moves.length > 3 ? `ladder rows-${Math.ceil(moves.filter((one) => !small(one)).length / 2)}` : "";
}

function Writer({ store, config, move, others, wait, waits, hand, onChoose, onBack }) {
  const area = useRef(null);
  const sending = store.sending;
  const text = store.draft.move === move.name ? store.draft.words : "";
  const over = excess(text, config.textLength);
  const ready = !sending && !over && !wait && (text.trim() || move.words === "optional");
  const asked = store.now.hold && store.now.part === "sender";
  const signs = useSigns(config.language);
  const hinted = move.helps ? help(text, move.helps, signs) : HINTED.has(move.name) ? hints(text, signs) : [];

  useLayoutEffect(() => {
    const box = area.current;
    if (CSS.supports("field-sizing", "content")) return;
    box.rows = Math.min(
      8,
      Math.max(
        2,
        text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 40), 0),
      ),
    );
  }, [text]);
  useEffect(() => {
    if (onBack) area.current.focus();
  }, [move.name]);

  const submit = (event) => {
    event.preventDefault();
    if (ready) store.act(move.name, { words: text.trim() });
  };
  const begin = (stem) => {
    if (sending) return;
    const opening = stem.replace(/\s*…\s*$/, " ").replace(/^…\s*/, "");
    const words = text && !text.endsWith(" ") ? `${text} ${opening}` : text + opening;
    store.write(move.name, words);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(words.length, words.length);
    });
  };
  const quick = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };

  return html`<form class=${`composer ${seatClass(store.seat)}`} onSubmit=${submit} aria-label=${t("your_turn")}>
    <p class="dock-why">${store.now.why}</p>
    ${asked && html`<p class="hint"><${Icon} name="ear" /><span>${t("asked_to_pause", { name: other(store) })}</span></p>`}
    <div class="stems" role="group" aria-label=${t("stems")}>
      ${move.stems.map((stem) => html`<button key=${stem} type="button" class="stem" aria-disabled=${busy(store)} onClick=${() => begin(stem)}>${stem}</button>`)}
    </div>
    <label class="visually-hidden" for="words">${move.prompt || move.label}</label>
    <textarea id="words" ref=${area} rows="2" dir="auto" value=${text} placeholder=${move.says || move.prompt}
      autocomplete="off" autocapitalize="sentences" spellcheck="true"
      readonly=${Boolean(sending)} aria-describedby="composer-state hints"
      aria-invalid=${over ? "true" : null}
      onInput=${(event) => store.write(move.name, event.target.value)} onKeyDown=${quick}></textarea>
    ${move.helps === "request" && html`<${Asked} text=${text} signs=${signs} />`}
    <div class="hints" id="hints" aria-live="polite">
      ${hinted.map((hint) => html`<p key=${hint} class="hint"><${Icon} name="feather" /><span>${t(`hint_${hint}`)}</span></p>`)}
      ${over > 0 && html`<p class="hint problem"><${Icon} name="info" /><span>${t("too_long", { over: String(over) })}</span></p>`}
    </div>
    <div class="row">
      ${
        (onBack || others.length > 0) &&
        html`<div class="moves">
        ${onBack && html`<button type="button" class="button quiet" aria-disabled=${busy(store)} onClick=${() => sending || onBack()}>${t("back")}</button>`}
        ${!onBack && order(others).map((one) => html`<button key=${one.name} type="button" class="button quiet" aria-disabled=${busy(store, waits(one))} onClick=${() => onChoose(one)}>${one.label}<${Soon} wait=${waits(one)} quiet=${one.quiet} /></button>`)}
      </div>`
      }
      <button class="button" aria-disabled=${ready ? null : "true"}>${sending ? t("sending") : move.quiet ? t("send") : move.label}${!sending && html`<${Soon} wait=${wait} />`}</button>
      <${Foot} store=${store} hand=${hand} text=${text} wait=${wait} />
    </div>
  </form>`;
}

/** What makes a request easy to give; what is there already has a tick. For the writer alone. */
function Asked({ text, signs }) {
  const found = wished(text, signs);
  return html`<ul class="asked" role="list" aria-label=${t("ask")}>
    ${found.map(([name, there]) => html`<li key=${name} class=${there ? "there" : ""}>${there && html`<${Icon} name="check" />`}${t(`ask_${name}`)}${there && html`<span class="visually-hidden"> ${t("ask_there")}</span>`}</li>`)}
  </ul>`;
}

export function other(store) {
  return nameOf(store, store.seat === "first" ? "second" : "first");
}

/** How the words are kept; and, where there is a therapist, a hand to raise. The keyboard comes to it last. */
function Foot({ store, hand, text = "", wait }) {
  return html`<div class="foot"><${Status} store=${store} text=${text} wait=${wait} /><${Medium} store=${store} /><${HandButton} store=${store} hand=${hand} /></div>`;
}

export function Status({ store, text = "", wait = 0 }) {
  let icon = "lock";
  let line = text ? t("only_you") : "";
  const refusal = store.refusal?.sheet ? null : store.refusal;
  if (refusal && (refusal.code !== "too_soon" || wait)) [icon, line] = ["info", refusal.message];
  else if (store.sending) [icon, line] = ["send", t(store.connection === "open" ? "on_its_way" : "will_be_sent")];
  else if (wait) [icon, line] = ["clock", t("slowly", { name: nameOf(store, "therapist") })];
  else if (text && (store.connection !== "open" || store.overlong)) [icon, line] = ["lock", t("kept_here")];
  else if (text && store.kept === "kept") [icon, line] = ["lock", t("kept_for_you")];
  return html`<span class="draft-state" id="composer-state" role=${refusal ? "alert" : null}>
    ${line && html`<${Icon} name=${icon} />`}${line}</span>`;
}
