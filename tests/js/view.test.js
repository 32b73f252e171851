// What a keyboard leaves of the screen.
import assert from "node:assert/strict";
import { test } from "node:test";

const { seen } = await import("room/view.js");

const phone = { clientWidth: 390, clientHeight: 844 };

test("a phone as it is has room for everything", () => {
  assert.deepEqual(seen({ height: 844, offsetTop: 0, scale: 1 }, phone, 16), {
    tight: false,
    below: 0,
    above: 0,
    height: 844,
  });
});

test("a keyboard that lies over the page leaves a part of it, wherever that has been moved to", () => {
  const keyboard = seen({ height: 500, offsetTop: 0, scale: 1 }, phone, 16);
  assert.deepEqual(keyboard, { tight: true, below: 344, above: 0, height: 500 });
  const moved = seen({ height: 500, offsetTop: 120, scale: 1 }, phone, 16);
  assert.deepEqual(moved, { tight: true, below: 224, above: 120, height: 500 });
});

test("a keyboard that makes the page smaller covers nothing of it", () => {
  const smaller = { clientWidth: 390, clientHeight: 500 };
  assert.equal(seen({ height: 500, offsetTop: 0, scale: 1 }, smaller, 16).below, 0);
  assert.equal(seen(null, smaller, 16).tight, true);
});

test("who enlarges the page has no keyboard up", () => {
  assert.equal(seen({ height: 300, offsetTop: 40, scale: 2.8 }, phone, 16).tight, false);
});

test("a desk has room, however low its window is", () => {
  assert.equal(seen(null, { clientWidth: 1280, clientHeight: 500 }, 16).tight, false);
});
