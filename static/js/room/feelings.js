// What the sender feels, picked in private while the receiver imagines it. It goes to the server alone: not over the
// socket, into no log, and on no phone that both hold.
import { html, useRef, useState } from "preact-htm";
import { t } from "room/texts.js";

/** @import { Config, Dialogue } from "types/room" */

const MOST = 3;
let times = 0; // picked from this page

/** @param {{store: Dialogue, config: Config}} props */
export function Feelings({ store, config }) {
  const { now } = store;
  const picked = useRef({ turn: now.turn, words: /** @type {string[]} */ ([]) });
  const sent = useRef(Promise.resolve(true));
  const [said, setSaid] = useState("");
  const { feelings } = config;
  const alone = !now.borrowed && !now.lent;
  if (!feelings?.steps.includes(now.step) || now.sender !== store.seat || !alone) return null;
  if (picked.current.turn !== now.turn) picked.current = { turn: now.turn, words: [] };
  const { words } = picked.current;
  const toggle = (/** @type {string} */ word) => {
    const before = picked.current.words; // as it is by now, also where nothing was drawn in between
    const chosen = before.includes(word) ? before.filter((one) => one !== word) : [...before, word].slice(-MOST);
    picked.current.words = chosen;
    setSaid(t("feelings_saving"));
    // One after the other: the last that was picked is what stays.
    sent.current = sent.current.then(() => keep(feelings, config.whose, chosen));
    sent.current.then((kept) => setSaid(t(kept ? "feelings_saved" : "feelings_not_saved")));
  };
  return html`<details class="feelings">
    <summary>${t("feelings_title")}</summary>
    <p class="small">${t("feelings_about")}</p>
    <div class="moves" role="group" aria-label=${t("feelings_title")}>
      ${feelings.words.map(
        ([word, label]) => html`<button key=${word} type="button" class="button quiet"
          aria-pressed=${words.includes(word)} onClick=${() => toggle(word)}>${label}</button>`,
      )}
    </div>
    <p class="small" aria-live="polite">${said}</p>
  </details>`;
}

/** @param {NonNullable<Config["feelings"]>} feelings @param {string} whose @param {string[]} words */
async function keep(feelings, whose, words) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", feelings.token);
  form.set("whose", whose);
  // Picked again as before, it is another act: else the server would answer as the first time, and do nothing.
  form.set("time", String(times++));
  for (const word of words) form.append("feeling", word);
  try {
    const answer = await fetch(feelings.address, { method: "POST", body: form, redirect: "manual" });
    return answer.status === 204;
  } catch {
    return false;
  }
}
