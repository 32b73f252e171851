// Leave quickly: three bare presses of Shift, or the link. The page is covered before anything else happens, and gone
// before anybody is asked: that it works must not depend on us. The server is told by the way, and every other tab of
// this browser leaves as well. Without JavaScript the link works all the same.
//
// <meta name="leave"> tells where to (content), whom to tell (data-tell), and the cookie by which the server, should it
// not have heard, ends the login at the next thing that it hears from this browser (data-cookie).

const WITHIN = 1500; // milliseconds for three presses
const HELD = 500; // a longer one is no press: somebody is about to write a capital

/** Three presses of Shift and of nothing else. @see tests/js/quick_exit.test.js */
export class Presses {
  /** @type {number[]} */ #times = [];
  #down = 0; // since when a bare Shift is held; 0 where none is
  #composing = false;

  /** @param {KeyboardEvent} event @param {number} now */
  down(event, now) {
    const alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone || event.isComposing || event.keyCode === 229 || this.#composing) return this.spoil();
    if (event.repeat) return;
    this.#down = now;
  }

  /** Whether it was the third. @param {KeyboardEvent} event @param {number} now */
  up(event, now) {
    const pressed = event.key === "Shift" && this.#down && now - this.#down < HELD;
    this.#down = 0;
    if (!pressed) {
      this.#times = [];
      return false;
    }
    this.#times = [...this.#times.filter((time) => now - time < WITHIN), now];
    return this.#times.length >= 3;
  }

  /** Something else was done meanwhile: Shift meant that. */
  spoil() {
    this.#down = 0;
    this.#times = [];
  }

  /** @param {boolean} on */
  compose(on) {
    this.#composing = on;
    this.spoil();
  }
}

const OTHERWISE = ["pointerdown", "mousedown", "touchstart", "wheel", "drop", "blur"];

/**
 * @typedef {object} Way
 * @property {string} to an ordinary page elsewhere
 * @property {string} tell an address of ours
 * @property {string} cookie
 */

/**
 * In this order: nothing is left on the screen or in the browser; then the others are told; then we are gone.
 * @param {Way} way @param {{tell: boolean}} how only the tab in which it was done tells anybody
 */
export function leave({ to, tell, cookie }, how) {
  const cover = document.createElement("div");
  cover.className = "cover";
  document.documentElement.append(cover);
  document.title = "";
  quietly(() => dispatchEvent(new Event("leave"))); // what sounds, stops
  document.body?.remove();
  quietly(() => sessionStorage.clear());
  quietly(() => localStorage.clear());
  if (how.tell) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    quietly(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the other interface is slower, and not everywhere
      document.cookie = `${cookie}=0; path=/; samesite=lax${secure}`;
    });
    quietly(() => navigator.sendBeacon(tell));
    quietly(() => tabs?.postMessage("left"));
    quietly(() => {
      localStorage.setItem("left", "1"); // a tab without channels hears this
      localStorage.removeItem("left");
    });
  }
  // Replaced, not followed: this page is not one step back.
  location.replace(to);
}

/** What one browser cannot do must not keep anybody here. @param {() => void} doing */
function quietly(doing) {
  try {
    doing();
  } catch {
    // The next thing counts more.
  }
}

const meta = /** @type {HTMLMetaElement | null} */ (globalThis.document?.querySelector("meta[name=leave]") ?? null);
const tabs = meta && "BroadcastChannel" in globalThis ? new BroadcastChannel("leave") : null;

/** @param {HTMLMetaElement} meta */
function listen(meta) {
  const way = { to: meta.content, tell: meta.dataset.tell ?? "", cookie: meta.dataset.cookie ?? "" };
  const presses = new Presses();
  document.addEventListener("keydown", (event) => presses.down(event, Date.now()), true);
  document.addEventListener("keyup", (event) => presses.up(event, Date.now()) && leave(way, { tell: true }), true);
  for (const other of OTHERWISE) addEventListener(other, () => presses.spoil(), { capture: true, passive: true });
  document.addEventListener("compositionstart", () => presses.compose(true), true);
  document.addEventListener("compositionend", () => presses.compose(false), true);
  document.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element) || !event.target.closest("[data-leave]")) return;
      event.preventDefault();
      event.stopPropagation();
      leave(way, { tell: true });
    },
    true,
  );
  const follow = () => leave(way, { tell: false });
  if (tabs) tabs.onmessage = follow;
  addEventListener("storage", (event) => event.key === "left" && event.newValue && follow());
  document.addEventListener("left", follow); // this page heard it from the server (base/whose.js)
}

if (meta) listen(meta);
