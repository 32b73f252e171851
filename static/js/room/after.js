// What a dialogue leaves at its end: a sentence to keep, and the next time. The server draws it, on a page of its own;
// here its first part is shown, and where it cannot be had, the way to that page is there.
import { html, useEffect, useRef } from "preact-htm";

/** @param {{address: string}} props */
export function After({ address }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const gone = new AbortController();
    part(address, gone.signal).then((found) => found && place.current?.replaceChildren(found));
    return () => gone.abort();
  }, [address]);
  return html`<div class="after" ref=${place}></div>`;
}

/** @param {string} address @param {AbortSignal} signal */
async function part(address, signal) {
  try {
    const answer = await fetch(address, { signal, redirect: "error" });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("ending");
  } catch {
    return null; // offline, or on the way out
  }
}
