// The therapist's sheets, one for each act that needs a word or a choice.
import { html, useState } from "preact-htm";
import { Icon, nameOf, seatClass } from "room/parts.js";
import { Sheet, Words } from "room/sheet.js";
import { t } from "room/texts.js";

const PACES = [0, 10, 20, 40]; // seconds; 0 is free
const PARTNERS = ["first", "second"];

/** A choice between a few things; none is chosen beforehand. */
function Options({ legend, name, options, chosen, onChoose }) {
  return html`<fieldset class="options"><legend class="visually-hidden">${legend}</legend>
    ${options.map(
      ({ id, label, seat = "therapist" }) => html`<label key=${id} class=${`option ${seatClass(seat)}`}>
      <input type="radio" name=${name} checked=${chosen === id} onChange=${() => onChoose(id)} /><span>${label}</span></label>`,
    )}
  </fieldset>`;
}

/** A partner's name, and the other's. @param {any} store @param {string} seat */
export const namesAround = (store, seat) => ({
  name: nameOf(store, seat),
  other: nameOf(
    store,
    PARTNERS.find((one) => one !== seat),
  ),
});

/** What she must know before she writes to somebody whose seat is lent: it waits, maybe until afterwards. */
function OnePhone({ store, to }) {
  if (!to || store.now.lent !== to) return null;
  return html`<p class="hint"><${Icon} name="smartphone" /><span>${t("only_at_own", namesAround(store, to))}</span></p>`;
}

const toEach = (store, seats, label) =>
  seats.map((seat) => ({ id: seat, seat, label: t(label, { name: nameOf(store, seat) }) }));

/** Only where the exercise allows; a choice that was made for another step is not carried over to this one. */
function Lead({ store, config, onClose, onDone }) {
  const [choice, setChoice] = useState({ name: "", label: "", moment: -1 });
  const { moves, moment, title } = store.now;
  const move = moves.find((one) => one.name === choice.name && choice.moment === moment);
  const sending = store.pending("lead");
  const passed = choice.name && !move && !sending;
  return html`<${Sheet} title=${t("tile_lead")} why=${t(moves.length ? "lead_why" : "lead_nowhere")} onClose=${onClose}>
    ${passed && html`<p class="hint" role="alert"><${Icon} name="info" /><span>${t("lead_passed", { label: choice.label, title })}</span></p>`}
    ${
      moves.length > 0 &&
      html`<${Options} legend=${t("tile_lead")} name="lead" chosen=${move?.name}
      options=${moves.map(({ name, label }) => ({ id: name, label }))}
      onChoose=${(name) => setChoice({ name, label: moves.find((one) => one.name === name).label, moment })} />`
    }
    ${
      (moves.length > 0 || store.asides.lead) &&
      html`<${Words} store=${store} config=${config} sheet="lead" optional label=${t("lead_reason")}
      blocked=${!move} button=${move ? move.label : t("lead_choose")}
      onSend=${(words) => store.act(move.name, { words })} onDone=${() => onDone(t("done_lead"))} />`
    }
  <//>`;
}

function Whisper({ store, config, to, onClose, onDone }) {
  const [seat, setSeat] = useState(to);
  const name = seat && nameOf(store, seat);
  const other =
    seat &&
    nameOf(
      store,
      PARTNERS.find((one) => one !== seat),
    );
  return html`<${Sheet} title=${t("tile_whisper")} why=${seat ? t("whisper_why", { name, other }) : t("whisper_choose")} seat=${seat || "therapist"} onClose=${onClose}>
    <${Options} legend=${t("whisper_choose")} name="to" options=${toEach(store, PARTNERS, "to_name")} chosen=${seat} onChoose=${setSeat} />
    <${OnePhone} store=${store} to=${seat} />
    ${
      seat &&
      html`<${Words} key=${seat} store=${store} config=${config} sheet=${`whisper:${seat}`} label=${t("whisper_label", { name })}
      button=${t("whisper_to", { name })} onSend=${(words) => store.act("whisper", { words, to: seat })}
      onDone=${() => onDone(t("done_whisper", { name }))} />`
    }
  <//>`;
}

/** Who acts now, or will when the pause is over: a stem is for them. */
function acting(store, config) {
  const { floor, sender, step } = store.now;
  if (floor.length) return floor;
  const who = config.guide?.steps[step]?.who;
  if (who === "sender") return [sender];
  return who === "receiver" ? PARTNERS.filter((seat) => seat !== sender) : PARTNERS;
}

function stemsOf(store, config) {
  const { sender, step } = store.now;
  const receiver = PARTNERS.find((seat) => seat !== sender);
  const names = { "{sender}": nameOf(store, sender), "{receiver}": nameOf(store, receiver) };
  return (config.guide?.steps[step]?.stems ?? []).map((stem) =>
    stem.replace(/\{(sender|receiver)\}/g, (mark) => names[mark]),
  );
}

function Offer({ store, config, onClose, onDone }) {
  const seats = acting(store, config);
  const [picked, setPicked] = useState("");
  const to = seats.length === 1 ? seats[0] : seats.includes(picked) ? picked : "";
  const name = to && nameOf(store, to);
  const sheet = `offer:${to}`;
  // The turn may pass while she writes: words for one partner never turn into words for the other.
  const begun = PARTNERS.find((seat) => seat !== to && store.asides[`offer:${seat}`]?.trim());
  return html`<${Sheet} title=${t("tile_offer")} why=${to ? t("offer_why", { name }) : t("offer_choose")} seat=${to || "therapist"} onClose=${onClose}>
    ${begun && html`<p class="hint" role="status"><${Icon} name="info" /><span>${t("offer_begun", { name: nameOf(store, begun), words: store.asides[`offer:${begun}`] })}</span></p>`}
    ${seats.length > 1 && html`<${Options} legend=${t("offer_choose")} name="to" options=${toEach(store, seats, "to_name")} chosen=${to} onChoose=${setPicked} />`}
    <${OnePhone} store=${store} to=${to} />
    ${
      to &&
      html`<div class="stems" role="group" aria-label=${t("stems")}>
        ${stemsOf(store, config).map(
          (
            stem,
          ) => html`<button key=${stem} type="button" class="stem" aria-pressed=${store.asides[sheet] === stem ? "true" : "false"}
          onClick=${() => store.note(sheet, stem)}>${stem}</button>`,
        )}</div>
      <${Words} key=${to} store=${store} config=${config} sheet=${sheet} label=${t("offer_label")} button=${t("offer_to", { name })}
        onSend=${(words) => store.act("offer", { words, to })} onDone=${() => onDone(t("done_offer", { name }))} />`
    }
  <//>`;
}

function Frame({ store, config, onClose, onDone }) {
  const purpose = config.guide?.purposes[store.now.phase] ?? "";
  const own = store.asides.frame?.trim();
  return html`<${Sheet} title=${t("frame_title")} why=${t("frame_why")} onClose=${onClose}>
    ${!own && purpose && html`<blockquote class="words" dir="auto">${purpose}</blockquote>`}
    <${Words} store=${store} config=${config} sheet="frame" optional=${Boolean(purpose)} label=${t(purpose ? "frame_own" : "frame_words")} button=${t("frame_show")}
      onSend=${(words) => store.act("frame", { words })} onDone=${() => onDone(t("done_frame"))} />
  <//>`;
}

function Double({ store, config, onClose, onDone }) {
  const { sender, can } = store.now;
  const name = nameOf(store, sender);
  const other = nameOf(
    store,
    PARTNERS.find((seat) => seat !== sender),
  );
  const open = can.includes("double");
  return html`<${Sheet} title=${t("double_title", { name })} why=${t(open ? "double_why" : "double_passed", { name, other })} seat=${sender} onClose=${onClose}>
    <${OnePhone} store=${store} to=${sender} />
    <${Words} key=${sender} store=${store} config=${config} sheet=${`double:${sender}`} label=${t("double_label", { name })} placeholder=${t("double_prompt")}
      blocked=${!open} button=${t("offer_to", { name })}
      onSend=${(words) => store.act("double", { words, to: sender })} onDone=${() => onDone(t("done_double", { name }))} />
  <//>`;
}

function Slow({ store, onClose, onDone }) {
  const { slow } = store.now;
  const says = slow ? t("slow_now", { seconds: String(slow) }) : t("slow_free");
  const choose = (seconds) => {
    if (seconds !== slow) store.act("slow", { seconds });
    onDone(seconds ? t("done_slow", { seconds: String(seconds) }) : t("done_free"));
  };
  return html`<${Sheet} title=${t("slow_title")} why=${`${t("slow_why")} ${says}`} onClose=${onClose}>
    <div class="options">${PACES.map(
      (pace) => html`<button key=${pace} type="button" class="option" aria-pressed=${pace === slow ? "true" : "false"}
      onClick=${() => choose(pace)}>${pace ? t("seconds", { seconds: String(pace) }) : t("free")}</button>`,
    )}</div>
  <//>`;
}

/** @type {Record<string, any>} */
export const SHEETS = { lead: Lead, whisper: Whisper, offer: Offer, frame: Frame, double: Double, slow: Slow };
