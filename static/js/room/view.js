// What a keyboard leaves of the screen: there the room draws itself together around the words and the editor.
import { useEffect } from "preact-htm";

const LOW = 36; // rem of height below which it does
const WIDE = 64; // rem of width from which the words have a column of their own

/**
 * A keyboard makes some browsers' page smaller; over that of others it lies, and what it covers is `below`.
 * @param {{height: number, offsetTop: number, scale: number} | null} visual
 * @param {{clientWidth: number, clientHeight: number}} page @param {number} rem pixels
 */
export function seen(visual, page, rem) {
  // Whoever has enlarged the page sees a part of it by their own choice: no keyboard has come up.
  const part = visual && visual.scale <= 1.01 ? visual : { height: page.clientHeight, offsetTop: 0 };
  const below = Math.max(0, Math.round(page.clientHeight - part.height - part.offsetTop));
  const tight = part.height < LOW * rem && page.clientWidth < WIDE * rem;
  return { tight, below, above: Math.round(part.offsetTop), height: Math.round(part.height) };
}

/** Tells the style sheets. @param {HTMLElement} root @param {boolean} on */
export function useView(root, on) {
  useEffect(() => {
    const visual = window.visualViewport;
    const look = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { tight, below, above, height } = seen(visual, document.documentElement, rem);
      root.toggleAttribute("data-tight", on && tight);
      root.style.setProperty("--below", `${below}px`);
      root.style.setProperty("--above", `${above}px`);
      root.style.setProperty("--seen", `${height}px`);
    };
    look();
    const parts = [window, ...(visual ? [visual] : [])];
    for (const part of parts) part.addEventListener("resize", look);
    visual?.addEventListener("scroll", look);
    return () => {
      for (const part of parts) part.removeEventListener("resize", look);
      visual?.removeEventListener("scroll", look);
    };
  }, [on]);
}
