// While two people speak, nobody touches the screen: it must not go dark under their thumb.
import { useEffect } from "preact-htm";

/** Keeps the screen on while `wanted` and in sight; where a browser cannot, nothing happens. @param {boolean} wanted */
export function useAwake(wanted) {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    /** @type {WakeLockSentinel | null} */
    let lock = null;
    let over = false;
    const hold = async () => {
      if (document.visibilityState !== "visible" || (lock && !lock.released)) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) lock.release();
      } catch {
        // The battery is low, or it is forbidden here.
      }
    };
    // The browser lets go of it by itself when the page is hidden.
    document.addEventListener("visibilitychange", hold);
    hold();
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", hold);
      lock?.release().catch(() => {});
    };
  }, [wanted]);
}
