import { useEffect, useState } from "preact-htm";

const LOSS_SHOWN_AFTER = 1500;

/**
 * True once `what` has been true for a while: a short loss is nobody's worry.
 * @param {boolean} what @param {number} [milliseconds]
 */
export function useLater(what, milliseconds = LOSS_SHOWN_AFTER) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!what) return setLate(false);
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => clearTimeout(timer);
  }, [what]);
  return what && late;
}
