// The therapist's sheets, one for each act that needs a word or a choice.
import { html, useState } from "preact-htm";
import { Sheet, Words } from "room/drawer.js";
import { Hint, nameOf, otherOf, PARTNERS, seatClass } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Partner, Seat } from "types/frames" */
/** @import { Config, Dialogue, Props } from "types/room" */

const PACES = [0, 10, 20, 40]; // seconds; 0 is free

/** @typedef {{id: string, label: string, seat?: Seat}} Option */

/**
 * What every sheet is given. `to`: for whom it was opened, "" for nobody in particular.
 * @typedef {Props & {to: Partner | "", onClose: () => void, onDone: (said: string) => void}} SheetProps
 */

/**
 * A choice between a few things; none is chosen beforehand.
 * @param {{
 *   legend: string, name: string, options: Option[], chosen?: string, onChoose: (id: string) => void,
 * }} props
 */
function Options({ legend, name, options, chosen, onChoose }) {
  return html`<fieldset class="options"><legend class="visually-hidden">${legend}</legend>
    ${options.map(
      ({ id, label, seat = "therapist" }) => html`<label key=${id} class=${`option ${seatClass(seat)}`}>
        <input type="radio" name=${name} checked=${chosen === id} onChange=${() => onChoose(id)} /><span>${label}</span>
      </label>`,
    )}
  </fieldset>`;
}

/** A partner's name, and the other's. @param {Dialogue} store @param {Seat} seat */
export const namesAround = (store, seat) => ({ name: nameOf(store, seat), other: nameOf(store, otherOf(seat)) });

/**
 * What she must know before she writes to somebody whose seat is lent: it waits, maybe until afterwards.
 * @param {{store: Dialogue, to: Seat | ""}} props
 */
function OnePhone({ store, to }) {
  if (!to || store.now.lent !== to) return null;
  return html`<${Hint} icon="smartphone">${t("only_at_own", namesAround(store, to))}<//>`;
}

/** @param {Dialogue} store @param {Seat[]} seats */
const toEach = (store, seats) =>
  seats.map((seat) => ({ id: seat, seat, label: t("to_name", { name: nameOf(store, seat) }) }));

/**
 * Only where the exercise allows; a choice that was made for another step is not carried over to this one.
 * @param {SheetProps} props
 */
function Lead({ store, config, onClose, onDone }) {
  const [choice, setChoice] = useState({ name: "", label: "", moment: -1 });
  const { moves, moment, title } = store.now;
  const move = moves.find((one) => one.name === choice.name && choice.moment === moment);
  const sending = store.pending("lead");
  const passed = choice.name && !move && !sending;
  const choose = (/** @type {string} */ name) =>
    setChoice({ name, label: moves.find((one) => one.name === name)?.label ?? "", moment });
  const send = (/** @type {string} */ words) => move && store.act(move.name, { words });
  return html`<${Sheet} title=${t("tile_lead")} why=${t(moves.length ? "lead_why" : "lead_nowhere")} onClose=${onClose}>
    ${passed && html`<${Hint} icon="info" role="alert">${t("lead_passed", { label: choice.label, title })}<//>`}
    ${
      moves.length > 0 &&
      html`<${Options} legend=${t("tile_lead")} name="lead" chosen=${move?.name}
        options=${moves.map(({ name, label }) => ({ id: name, label }))} onChoose=${choose} />`
    }
    ${
      (moves.length > 0 || store.asides.lead) &&
      html`<${Words} store=${store} config=${config} sheet="lead" optional label=${t("lead_reason")}
        blocked=${!move} button=${move ? move.label : t("lead_choose")}
        onSend=${send} onDone=${() => onDone(t("done_lead"))} />`
    }
  <//>`;
}

/** @param {SheetProps} props */
function Whisper({ store, config, to, onClose, onDone }) {
  const [seat, setSeat] = useState(to);
  const around = seat ? namesAround(store, seat) : null;
  const why = around ? t("whisper_why", around) : t("whisper_choose");
  const send = (/** @type {string} */ words) => seat && store.act("whisper", { words, to: seat });
  return html`<${Sheet} title=${t("tile_whisper")} why=${why} seat=${seat || "therapist"} onClose=${onClose}>
    <${Options} legend=${t("whisper_choose")} name="to" options=${toEach(store, PARTNERS)} chosen=${seat}
      onChoose=${setSeat} />
    <${OnePhone} store=${store} to=${seat} />
    ${
      around &&
      html`<${Words} key=${seat} store=${store} config=${config} sheet=${`whisper:${seat}`}
        label=${t("whisper_label", around)} button=${t("whisper_to", around)}
        onSend=${send} onDone=${() => onDone(t("done_whisper", around))} />`
    }
  <//>`;
}

/** Who acts now, or will when the pause is over: a stem is for them. @param {Dialogue} store @param {Config} config */
function acting(store, config) {
  const { floor, sender, step } = store.now;
  if (floor.length) return floor;
  const who = config.guide?.steps[step]?.who;
  if (who === "sender") return [sender];
  return who === "receiver" ? PARTNERS.filter((seat) => seat !== sender) : PARTNERS;
}

/** @param {Dialogue} store @param {Config} config */
function stemsOf(store, config) {
  const { sender, step } = store.now;
  const stems = config.guide?.steps[step]?.stems ?? [];
  const { name, other } = namesAround(store, sender);
  return stems.map((stem) => stem.replace(/\{(sender|receiver)\}/g, (mark) => (mark === "{sender}" ? name : other)));
}

/** @param {SheetProps} props */
function Offer({ store, config, onClose, onDone }) {
  const seats = acting(store, config);
  const [picked, setPicked] = useState(/** @type {Seat | ""} */ (""));
  const to = /** @type {Partner | ""} */ (
    seats.length === 1 ? seats[0] : seats.some((seat) => seat === picked) ? picked : ""
  );
  const name = nameOf(store, to);
  const why = to ? t("offer_why", { name }) : t("offer_choose");
  return html`<${Sheet} title=${t("tile_offer")} why=${why} seat=${to || "therapist"} onClose=${onClose}>
    <${OfferBegun} store=${store} to=${to} />
    ${
      seats.length > 1 &&
      html`<${Options} legend=${t("offer_choose")} name="to" options=${toEach(store, seats)} chosen=${to}
        onChoose=${setPicked} />`
    }
    <${OnePhone} store=${store} to=${to} />
    ${
      to &&
      html`<${Stems} store=${store} config=${config} sheet=${`offer:${to}`} />
        <${Words} key=${to} store=${store} config=${config} sheet=${`offer:${to}`}
          label=${t("offer_label")} button=${t("offer_to", { name })}
          onSend=${(/** @type {string} */ words) => store.act("offer", { words, to })}
          onDone=${() => onDone(t("done_offer", { name }))} />`
    }
  <//>`;
}

/**
 * The turn may pass while she writes: words for one partner never turn into words for the other.
 * @param {{store: Dialogue, to: Seat | ""}} props
 */
function OfferBegun({ store, to }) {
  const begun = PARTNERS.find((seat) => seat !== to && store.asides[`offer:${seat}`]?.trim());
  if (!begun) return null;
  const words = store.asides[`offer:${begun}`];
  return html`<${Hint} icon="info" role="status">${t("offer_begun", { name: nameOf(store, begun), words })}<//>`;
}

/** What can be offered at this step. @param {Props & {sheet: string}} props */
function Stems({ store, config, sheet }) {
  return html`<div class="stems" role="group" aria-label=${t("stems")}>
    ${stemsOf(store, config).map(
      (stem) => html`<button key=${stem} type="button" class="stem"
        aria-pressed=${String(store.asides[sheet] === stem)} onClick=${() => store.note(sheet, stem)}>${stem}</button>`,
    )}
  </div>`;
}

/** @param {SheetProps} props */
function Frame({ store, config, onClose, onDone }) {
  const purpose = config.guide?.purposes[store.now.phase] ?? "";
  const own = store.asides.frame?.trim();
  return html`<${Sheet} title=${t("frame_title")} why=${t("frame_why")} onClose=${onClose}>
    ${!own && purpose && html`<blockquote class="words" dir="auto">${purpose}</blockquote>`}
    <${Words} store=${store} config=${config} sheet="frame" optional=${Boolean(purpose)}
      label=${t(purpose ? "frame_own" : "frame_words")} button=${t("frame_show")}
      onSend=${(/** @type {string} */ words) => store.act("frame", { words })}
      onDone=${() => onDone(t("done_frame"))} />
  <//>`;
}

/** @param {SheetProps} props */
function Double({ store, config, onClose, onDone }) {
  const { sender, can } = store.now;
  const around = namesAround(store, sender);
  const open = can.includes("double");
  const why = t(open ? "double_why" : "double_passed", around);
  const send = (/** @type {string} */ words) => store.act("double", { words, to: /** @type {Partner} */ (sender) });
  return html`<${Sheet} title=${t("double_title", around)} why=${why} seat=${sender} onClose=${onClose}>
    <${OnePhone} store=${store} to=${sender} />
    <${Words} key=${sender} store=${store} config=${config} sheet=${`double:${sender}`}
      label=${t("double_label", around)} placeholder=${t("double_prompt")}
      blocked=${!open} button=${t("offer_to", around)}
      onSend=${send} onDone=${() => onDone(t("done_double", around))} />
  <//>`;
}

/** @param {SheetProps} props */
function Slow({ store, onClose, onDone }) {
  const { slow } = store.now;
  const says = slow ? t("slow_now", { seconds: String(slow) }) : t("slow_free");
  const choose = (/** @type {number} */ seconds) => {
    if (seconds !== slow) store.act("slow", { seconds });
    onDone(seconds ? t("done_slow", { seconds: String(seconds) }) : t("done_free"));
  };
  return html`<${Sheet} title=${t("slow_title")} why=${`${t("slow_why")} ${says}`} onClose=${onClose}>
    <div class="options">
      ${PACES.map(
        (pace) => html`<button key=${pace} type="button" class="option" aria-pressed=${String(pace === slow)}
          onClick=${() => choose(pace)}>${pace ? t("seconds", { seconds: String(pace) }) : t("free")}</button>`,
      )}
    </div>
  <//>`;
}

/** @type {Record<string, (props: SheetProps) => unknown>} */
export const SHEETS = { lead: Lead, whisper: Whisper, offer: Offer, frame: Frame, double: Double, slow: Slow };
