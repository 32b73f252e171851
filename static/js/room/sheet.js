// What opens in the dock for one act: a title, what is written, and the one button that does it.
import { html, useEffect, useRef } from "preact-htm";
import { excess } from "room/commands.js";
import { Icon, seatClass } from "room/parts.js";
import { t } from "room/texts.js";

/** Esc closes it, and the keyboard begins inside. */
export function Sheet({ title, why = "", seat = "therapist", onClose, children }) {
  const sheet = useRef(null);
  useEffect(() => {
    const inside = (what) => sheet.current.querySelector(what);
    const chosen = inside(":checked") && inside("textarea");
    (chosen ?? inside(":scope > :not(header) :is(input, textarea, button)") ?? inside("button")).focus();
  }, []);
  const escape = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  return html`<section class=${`composer sheet ${seatClass(seat)}`} ref=${sheet} aria-label=${title} onKeyDown=${escape}>
    <header><h3>${title}</h3>
      <button type="button" class="button quiet round" aria-label=${t("close")} onClick=${onClose}><${Icon} name="x" /></button></header>
    ${why && html`<p class="sheet-why">${why}</p>`}
    ${children}
  </section>`;
}

/**
 * Words for one act, and the button that sends them. They stay until the server has taken them; what it
 * refuses is said beside them.
 */
export function Words({
  store,
  config,
  sheet,
  label,
  placeholder = "",
  optional = false,
  blocked = false,
  button,
  onSend,
  onDone,
  onClose,
}) {
  const sent = useRef(false);
  const text = store.asides[sheet] ?? "";
  const pending = store.pending(sheet);
  const over = excess(text, config.textLength);
  const ready = !pending && !over && !blocked && (optional || text.trim());
  const refused = store.refusal?.sheet === sheet ? store.refusal.message : "";

  useEffect(() => {
    if (!sent.current || pending) return;
    sent.current = false;
    if (!refused) onDone?.();
  }, [pending, refused]);

  const submit = (event) => {
    event.preventDefault();
    if (!ready) return;
    sent.current = true;
    onSend(text.trim());
  };
  const quick = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  };
  const id = `words-${sheet.replace(":", "-")}`;
  return html`<form class="jot" onSubmit=${submit}>
    <label for=${id}>${label}</label>
    <textarea id=${id} rows="2" dir="auto" value=${text} placeholder=${placeholder} autocomplete="off" spellcheck="true"
      readonly=${Boolean(pending)} aria-describedby=${`${id}-state`} aria-invalid=${over ? "true" : null}
      onInput=${(event) => store.note(sheet, event.target.value)} onKeyDown=${quick}></textarea>
    <div class="row">
      <span class="draft-state" id=${`${id}-state`} role=${refused || over ? "alert" : null}>
        ${over ? t("too_long", { over: String(over) }) : refused || (pending ? t(store.connection === "open" ? "on_its_way" : "will_be_sent") : "")}
      </span>
      ${onClose && html`<button type="button" class="button link" onClick=${onClose}>${t("close")}</button>`}
      <button class="button" aria-disabled=${ready ? null : "true"}>${pending ? t("sending") : button}</button>
    </div>
  </form>`;
}
