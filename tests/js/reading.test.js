// Whoever reads earlier words in a room keeps their place.
import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { querySelector: () => null, getElementById: () => null, documentElement: { lang: "en" } },
});
const { Following } = await import("room/reading.js");

const page = (scrollTop = 0, scrollHeight = 3000) =>
  /** @type {Element} */ (/** @type {unknown} */ ({ scrollTop, scrollHeight, clientHeight: 800 }));

/** Somebody who has the end of the page before them. */
function atTheEnd() {
  const following = new Following();
  following.drawn(page(2200));
  return following;
}

test("who reads the newest words goes on with what is new", () => {
  const following = atTheEnd();
  following.scrolled(page(2190));
  assert.equal(following.is, true);
});

test("who has scrolled up is not thrown to the end, until they are back there", () => {
  const following = atTheEnd();
  following.scrolled(page(600));
  assert.equal(following.is, false);
  following.drawn(page(600, 3400)); // Ben has said something
  following.scrolled(page(620, 3400));
  assert.equal(following.is, false);
  following.scrolled(page(2600, 3400));
  assert.equal(following.is, true);
});

test("a page that grows under its reader, or a keyboard that comes up, is no scrolling of theirs", () => {
  const following = atTheEnd();
  following.scrolled(page(2200, 3400));
  assert.equal(following.is, true);
});

test("who was brought to where long words begin has not scrolled, and is brought on to the next", () => {
  const following = atTheEnd();
  following.put(page(1400, 3400));
  following.scrolled(page(1400, 3400));
  assert.equal(following.is, true);
  assert.equal(following.byHand, false);
  following.scrolled(page(1900, 3400)); // they read on, and are not at the end yet
  assert.equal(following.is, false);
  assert.equal(following.byHand, true);
});
