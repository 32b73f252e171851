// A question in front of everything else. What lies behind it cannot be pressed, so each has its own way out.
import { html } from "preact-htm";
import { t } from "room/texts.js";

const tell = document.querySelector("meta[name=leave]")?.getAttribute("data-tell")?.split("?")[0] ?? "/leave";

/** The way out, for whoever must leave quickly: static/js/safety/quick_exit.js. */
export function Leave() {
  return html`<div class="leave"><a class="button link" href=${tell} data-leave>${t("leave")}</a></div>`;
}

/**
 * Opened by `dialog.current.showModal()`.
 * @param {{
 *   dialog: {current: HTMLDialogElement | null}, id: string, title: string, children?: unknown,
 * }} props
 */
export function Dialog({ dialog, id, title, children }) {
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${children}
    <${Leave} />
  </dialog>`;
}
