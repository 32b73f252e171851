// Before the first welcome, of a room as of the board. Where it does not come, it is said what may keep it away.
import { html } from "preact-htm";
import { useLater } from "room/later.js";
import { t } from "room/texts.js";

const STUCK = 10_000; // milliseconds without a line

/** @param {{config: {here: string, sessions: string}}} props */
export function Joining({ config }) {
  const stuck = useLater(true, STUCK);
  return html`<section class="ended">
    <div class="breath large" aria-hidden="true"></div>
    <h2>${t(stuck ? "stuck_joining" : "joining")}</h2>
    <div role="status">${stuck && html`<p>${t("blocked_why")}</p>`}</div>
    ${
      stuck &&
      html`<div class="actions">
        <a class="button" href=${config.here}>${t("try_again")}</a>
        <a class="button quiet" href=${config.sessions}>${t("to_sessions")}</a>
      </div>`
    }
  </section>`;
}
