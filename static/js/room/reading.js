// Whoever reads the newest words goes on with what is new. Whoever reads earlier ones keeps their place, and is told.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Icon, nameOf } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Store } from "room/store.js" */
/** @import { Dialogue } from "types/room" */

const NEAR = 32; // pixels from the end that are still the end
const AIR = 8; // between the header and words that begin below it

/** Whether a page is followed to what is new: until its reader scrolls away, and from when they are back. */
export class Following {
  is = true;
  byHand = false; // the reader has scrolled since the newest words came
  #size = "";
  #put = -1; // where the page has scrolled to by itself

  /** The page has scrolled. Where it has also grown, that was not the reader. @param {Element} page */
  scrolled(page) {
    const before = this.#size;
    this.drawn(page);
    if (Math.abs(page.scrollTop - this.#put) < 2) return;
    if (before === this.#size) this.byHand = true;
    if (atEnd(page)) this.is = true;
    else if (before === this.#size) this.is = false;
  }

  /** The page is as it is drawn now. @param {Element} page */
  drawn(page) {
    this.#size = `${page.scrollHeight} ${page.clientHeight}`;
  }

  /** The page has scrolled by itself, to what is new. @param {Element} page */
  put(page) {
    this.#put = page.scrollTop;
    this.drawn(page);
  }
}

const atEnd = (/** @type {Element} */ page) => page.scrollHeight - page.clientHeight - page.scrollTop < NEAR;

const page = () => document.documentElement;

// The dock lies below the words: where the page ends, it covers none of them.
function toTheEnd() {
  if (document.getElementById("newest")) scrollTo({ top: page().scrollHeight, behavior: "instant" });
}

/** To the newest words: where they are longer than the room for them, they begin below the header. */
function toTheNewest() {
  toTheEnd();
  const newest = [...document.querySelectorAll(".said :is(.say, .fix, .frame)")].at(-1);
  const header = document.querySelector(".room-header")?.getBoundingClientRect();
  if (!newest || !header) return;
  const over = newest.getBoundingClientRect().top - header.bottom - AIR;
  if (over < 0) scrollBy({ top: over, behavior: "instant" });
}

/** For who follows: where they have scrolled themselves, the end is what they follow. @param {Following} following */
function follow(following) {
  if (!following.is) return;
  if (following.byHand) toTheEnd();
  else toTheNewest();
  following.put(page());
}

/** @typedef {{below: boolean, goOn: () => void}} Reading */

/**
 * `below` while there are new words below what is being read, `goOn` to go to them.
 * @param {Store} store
 * @param {boolean} open
 * @param {boolean} aloud
 * @returns {Reading}
 */
export function useReading(store, open, aloud) {
  const following = useRef(new Following());
  const [below, setBelow] = useState(false);
  const known = useRef(0);
  useEffect(() => {
    const own = store.welcome && store.events.at(-1)?.seat === store.seat;
    if (own || !known.current) following.current.is = true;
    if (following.current.is) {
      following.current.byHand = false;
      follow(following.current);
    } else setBelow(true);
    following.current.drawn(page());
    known.current = store.number;
  }, [store.number]);
  useEffect(() => {
    const look = () => {
      following.current.scrolled(page());
      if (following.current.is) setBelow(false);
    };
    document.addEventListener("scroll", look, { passive: true });
    return () => document.removeEventListener("scroll", look);
  }, []);
  // The dock grows, by a hint or a longer sentence; or a keyboard comes up.
  useEffect(() => {
    const dock = document.querySelector(".dock");
    if (!dock) return;
    const look = () => follow(following.current);
    const observer = new ResizeObserver(look);
    observer.observe(dock);
    window.visualViewport?.addEventListener("resize", look);
    return () => {
      observer.disconnect();
      window.visualViewport?.removeEventListener("resize", look);
    };
  }, [open, aloud]);
  const goOn = () => {
    following.current.is = true;
    following.current.byHand = false;
    follow(following.current);
    setBelow(false);
  };
  return { below, goOn };
}

/**
 * The way to what is new, for whoever reads further up.
 * @param {{store: Dialogue, reading: Reading}} props
 */
export function NewWords({ store, reading }) {
  const from = store?.events.at(-1)?.seat;
  if (!reading.below || !from) return null;
  const go = () => {
    reading.goOn();
    /** @type {HTMLElement | null} */ (document.querySelector(".transcript .said"))?.focus({ preventScroll: true });
  };
  return html`<button type="button" class="button new-words" onClick=${go}>
    ${t("new_words", { name: nameOf(store, from) })}<${Icon} name="chevron-down" />
  </button>`;
}
