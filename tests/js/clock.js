// A clock that stands until a test lets time go by. (Node's own can do so only from version 20 on.)

/**
 * Runs a test at such a clock; `pass` lets so many milliseconds go by.
 * @param {(pass: (milliseconds: number) => void) => void} test
 */
export function standing(test) {
  return () => {
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
    let at = 1_777_777_777_777;
    let last = 0;
    /** @type {Map<number, {due: number, then: () => void}>} */
    const timers = new Map();
    Object.assign(globalThis, {
      setTimeout: (/** @type {() => void} */ then, wait = 0) => {
        last += 1;
        timers.set(last, { due: at + wait, then });
        return last;
      },
      clearTimeout: (/** @type {number} */ id) => timers.delete(id),
    });
    Date.now = () => at;
    const pass = (/** @type {number} */ milliseconds) => {
      const until = at + milliseconds;
      for (;;) {
        const next = [...timers].filter(([, { due }]) => due <= until).sort(([, a], [, b]) => a.due - b.due)[0];
        if (!next) break;
        const [id, { due, then }] = next;
        timers.delete(id);
        at = due;
        then();
      }
      at = until;
    };
    try {
      test(pass);
    } finally {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Date.now = real.now;
    }
  };
}
