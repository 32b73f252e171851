// Whoever reads the newest words goes on with what is new. Whoever reads earlier ones keeps their place, and is told.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Icon } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Store } from "room/store.js" */

const NEAR = 32; // pixels from the end that are still the end

/** Whether a page is followed to its end: until its reader scrolls away, and from when they are back. */
export class Following {
  is = true;
  #size = "";

  /** The page has scrolled. Where it has also grown, that was not the reader. @param {Element} page */
  scrolled(page) {
    const before = this.#size;
    this.drawn(page);
    if (page.scrollHeight - page.clientHeight - page.scrollTop < NEAR) this.is = true;
    else if (before === this.#size) this.is = false;
  }

  /** The page is as it is drawn now. @param {Element} page */
  drawn(page) {
    this.#size = `${page.scrollHeight} ${page.clientHeight}`;
  }
}

const page = () => document.documentElement;

// The dock lies below the words: where the page ends, it covers none of them.
function toTheEnd() {
  if (document.getElementById("newest")) scrollTo({ top: page().scrollHeight, behavior: "instant" });
}

/**
 * True while there are new words below what is being read.
 * @param {Store} store
 * @param {boolean} open
 * @param {boolean} aloud
 */
export function useReading(store, open, aloud) {
  const following = useRef(new Following());
  const [below, setBelow] = useState(false);
  const known = useRef(0);
  useEffect(() => {
    const own = store.welcome && store.events.at(-1)?.seat === store.seat;
    if (!known.current || own || following.current.is) toTheEnd();
    else setBelow(true);
    known.current = store.number;
    following.current.drawn(page());
  }, [store.number]);
  useEffect(() => {
    const look = () => {
      following.current.scrolled(page());
      if (following.current.is) setBelow(false);
    };
    document.addEventListener("scroll", look, { passive: true });
    return () => document.removeEventListener("scroll", look);
  }, []);
  // The dock grows, by a hint or a longer sentence: the newest words stay in sight.
  useEffect(() => {
    const dock = document.querySelector(".dock");
    if (!dock) return;
    const observer = new ResizeObserver(() => {
      if (following.current.is) toTheEnd();
      following.current.drawn(page());
    });
    observer.observe(dock);
    return () => observer.disconnect();
  }, [open, aloud]);
  return below;
}

/** The way to what is new, for whoever reads further up. @param {{below: boolean}} props */
export function NewWords({ below }) {
  if (!below) return null;
  const go = () => {
    toTheEnd();
    /** @type {HTMLElement | null} */ (document.querySelector(".transcript .said"))?.focus({ preventScroll: true });
  };
  return html`<button type="button" class="button new-words" onClick=${go}>
    <${Icon} name="chevron-down" />${t("new_words")}
  </button>`;
}
