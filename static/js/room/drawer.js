// What opens in the dock for one act: a title, what is written, and the one button that does it.
import { html, useEffect, useRef } from "preact-htm";
import { excess } from "room/commands.js";
import { Icon, seatClass, sentByKey, typed, yes } from "room/parts.js";
import { t } from "room/texts.js";
/** @import { Seat } from "types/frames" */
/** @import { Props } from "types/room" */

/**
 * Esc closes it, and the keyboard begins inside.
 * @param {{title: string, why?: string, seat?: Seat, onClose: () => void, children?: unknown}} props
 */
export function Sheet({ title, why = "", seat = "therapist", onClose, children }) {
  const sheet = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const inside = (/** @type {string} */ what) =>
      /** @type {HTMLElement | null | undefined} */ (sheet.current?.querySelector(what));
    const chosen = inside(":checked") && inside("textarea");
    (chosen ?? inside(":scope > :not(header) :is(input, textarea, button)") ?? inside("button"))?.focus();
  }, []);
  const closeByKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    onClose();
  };
  return html`<section class=${`composer sheet ${seatClass(seat)}`} ref=${sheet} aria-label=${title}
    onKeyDown=${closeByKey}>
    <header><h3>${title}</h3>
      <button type="button" class="button quiet round" aria-label=${t("close")} onClick=${onClose}>
        <${Icon} name="x" />
      </button></header>
    ${why && html`<p class="sheet-why">${why}</p>`}
    ${children}
  </section>`;
}

/**
 * Words for one act, and the button that sends them. They stay until the server has taken them; what it
 * refuses is said beside them.
 * @param {Props & {
 *   sheet: string, label: string, placeholder?: string, optional?: boolean, blocked?: boolean, button: string,
 *   onSend: (words: string) => void, onDone?: () => void, onClose?: () => void,
 * }} props
 */
export function Words({ store, config, sheet, label, placeholder = "", button, onSend, onDone, onClose, ...may }) {
  const { optional = false, blocked = false } = may;
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

  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!ready) return;
    sent.current = true;
    onSend(text.trim());
  };
  const id = `words-${sheet.replace(":", "-")}`;
  const waiting = pending ? t(store.connection === "open" ? "on_its_way" : "will_be_sent") : "";
  return html`<form class="jot" onSubmit=${submit}>
    <label for=${id}>${label}</label>
    <textarea id=${id} rows="2" dir="auto" value=${text} placeholder=${placeholder} autocomplete="off" spellcheck="true"
      readonly=${Boolean(pending)} aria-describedby=${`${id}-state`} aria-invalid=${yes(over)}
      onInput=${typed((words) => store.note(sheet, words))} onKeyDown=${sentByKey(submit)}></textarea>
    <div class="row">
      <span class="draft-state" id=${`${id}-state`} role=${refused || over ? "alert" : null}>
        ${over ? t("too_long", { over: String(over) }) : refused || waiting}
      </span>
      ${onClose && html`<button type="button" class="button link" onClick=${onClose}>${t("close")}</button>`}
      <button class="button" aria-disabled=${ready ? null : "true"}>${pending ? t("sending") : button}</button>
    </div>
  </form>`;
}
