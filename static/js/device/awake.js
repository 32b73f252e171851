// Nobody touches the screen while two speak, or while eyes are closed: it must not go dark.

/**
 * Keeps the screen on while the page is in sight, until what is returned is called. Where a browser cannot,
 * nothing happens.
 * @returns {() => void}
 */
export function keepAwake() {
  if (!("wakeLock" in navigator)) return () => {};
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
}
