// Nobody is held: the time or the messages that both agreed on are over, or it does not get through just now.
import { html, useEffect, useState } from "preact-htm";
import { useLater } from "room/later.js";
import { Hint, nameOf, presenceOf } from "room/parts.js";
import { t } from "room/texts.js";
import { pressable } from "room/unseen.js";
/** @import { Dialogue } from "types/room" */

/** A gentle word to both when what they agreed on is over. Nothing is cut off. @param {{store: Dialogue}} props */
export function Reminder({ store }) {
  const [, tick] = useState(0);
  const { left } = store;
  useEffect(() => {
    if (left === null || left <= 0) return;
    const timer = setTimeout(() => tick((times) => times + 1), Math.min(left * 1000, 2 ** 30));
    return () => clearTimeout(timer);
  });
  const { minutes, messages, messages_left } = store.now;
  if (!minutes && !messages) return null;
  const timeOver = left !== null && left <= 0;
  const messagesOver = typeof messages_left === "number" && messages_left <= 0;
  return html`<div role="status">
    ${timeOver && html`<${Hint} icon="clock">${t("time_over", { minutes: String(minutes) })}<//>`}
    ${
      !timeOver && messagesOver && html`<${Hint} icon="clock">${t("messages_over", { messages: String(messages) })}<//>`
    }
  </div>`;
}

/** Offered to both, where it does not get through: to leave it is nobody’s fault. @param {{store: Dialogue}} props */
export function LeaveForToday({ store }) {
  if (store.own || !store.now.can.includes("leave_for_today")) return null;
  return html`<div class="kept" role="note">
    <p>${t("stuck")}</p>
    <div class="actions">
      <button type="button" class="button quiet" ...${pressable(store)}
        onClick=${() => store.act("leave_for_today")}>${t("leave_for_today")}</button>
    </div>
  </div>`;
}

const GONE = 30_000; // milliseconds after which it is no short absence

/** Whoever waits for somebody who is away is told so, and that they may go. @param {{store: Dialogue}} props */
export function Away({ store }) {
  const seat = store.now.floor.find((one) => one !== store.seat);
  const away = Boolean(!store.mine && seat && store.connection === "open" && presenceOf(store, seat) === "away");
  const long = useLater(away, GONE);
  return html`<div class="away" aria-live="polite">
    ${long && html`<${Hint} icon="clock">${t("away_wait", { name: nameOf(store, seat) })}<//>`}
  </div>`;
}
