import { useEffect, useState } from "preact-htm";

const LOSS_SHOWN_AFTER = 1500;

/** True once `what` has been true for a while: a short loss is nobody's worry. @param {boolean} what */
export function useLater(what) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!what) return setLate(false);
    const timer = setTimeout(() => setLate(true), LOSS_SHOWN_AFTER);
    return () => clearTimeout(timer);
  }, [what]);
  return what && late;
}
