// A pace that the therapist asked for: words may be written at once, and are sent a little later.
import { useEffect, useState } from "preact-htm";
import { t } from "room/texts.js";
/** @import { Dialogue } from "types/room" */

/** Seconds until a move is taken, counted down. @param {Dialogue} store */
export function useWait(store) {
  const [, tick] = useState(0);
  const { wait } = store;
  useEffect(() => {
    if (!wait) return;
    const timer = setTimeout(() => tick((times) => times + 1), 1000);
    return () => clearTimeout(timer);
  });
  return wait;
}

/** @param {number} wait seconds */
export const inSeconds = (wait) => t("in_seconds", { seconds: String(wait) });
