// What stands beside the one thing to do now: always there where there is room, behind "⋯" where a keyboard takes it.
import { html, useState } from "preact-htm";
import { Icon } from "room/parts.js";
import { t } from "room/texts.js";

/** @typedef {{open: boolean, toggle: () => void}} Opened */

/** @returns {Opened} */
export function useMore() {
  const [open, setOpen] = useState(false);
  return { open, toggle: () => setOpen(!open) };
}

/** The style sheet shows it where it is needed. @param {{more: Opened}} props */
export function MoreButton({ more }) {
  return html`<button type="button" class="more-button" aria-expanded=${String(more.open)} aria-label=${t("more")}
    onClick=${more.toggle}><${Icon} name="ellipsis" /></button>`;
}
