// Leaving quickly: never by accident, and never dependent on us.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leave, Presses } from "../../static/js/safety/quick_exit.js";

/** @typedef {Partial<KeyboardEvent>} Key */

/** One after the other, each with what happens while it is held. */
function pressed(/** @type {{key?: string, for?: number, after?: number, within?: (p: Presses) => void}[]} */ ...all) {
  const presses = new Presses();
  let now = 1000;
  let left = false;
  for (const { key = "Shift", for: held = 60, after = 120, within, ...more } of all) {
    now += after;
    const event = /** @type {KeyboardEvent} */ ({ key, repeat: false, ...more });
    presses.down(event, now);
    within?.(presses);
    now += held;
    left = presses.up(event, now) || left;
  }
  return left;
}

test("three bare presses leave; two do not, nor three that take their time", () => {
  assert.equal(pressed({}, {}, {}), true);
  assert.equal(pressed({}, {}), false);
  assert.equal(pressed({}, {}, { after: 1500 }), false);
});

test("Shift with a click, a wheel or a touch in it is no press", () => {
  const click = { within: (/** @type {Presses} */ presses) => presses.spoil() };
  assert.equal(pressed(click, click, click), false);
  assert.equal(pressed({}, {}, click), false);
});

test("Shift for capitals, with other keys, or held for long is no press", () => {
  const capital = {
    within: (/** @type {Presses} */ presses) => presses.down(/** @type {any} */ ({ key: "A", shiftKey: true }), 0),
  };
  assert.equal(pressed(capital, capital, capital), false);
  assert.equal(pressed({}, { key: "a" }, {}, {}), false);
  assert.equal(pressed({}, {}, { for: 900 }), false);
  assert.equal(pressed(.../** @type {any[]} */ (Array(3).fill({ ctrlKey: true }))), false);
});

test("while somebody composes a sign no Shift counts", () => {
  assert.equal(pressed(.../** @type {any[]} */ (Array(3).fill({ isComposing: true }))), false);
  const presses = new Presses();
  presses.compose(true);
  const shift = /** @type {KeyboardEvent} */ ({ key: "Shift", repeat: false });
  const three = () =>
    [100, 200, 300].map((at) => {
      presses.down(shift, at);
      return presses.up(shift, at + 50);
    });
  assert.deepEqual(three(), [false, false, false]);
  presses.compose(false);
  assert.deepEqual(three(), [false, false, true]);
});

/** A browser in which something is broken: what was done in it, in order. @param {string} [broken] */
function browser(broken = "") {
  /** @type {string[]} */
  const done = [];
  const does = (/** @type {string} */ what) => () => {
    done.push(what);
    if (what === broken) throw new Error(what);
  };
  const storage = (/** @type {string} */ name) => ({
    clear: does(`${name} cleared`),
    setItem: does(`${name} told`),
    removeItem() {},
  });
  const world = {
    document: {
      createElement: () => ({}),
      documentElement: { append: does("covered") },
      body: { remove: does("page gone") },
      title: "Together",
      set cookie(/** @type {string} */ text) {
        does(text)();
      },
    },
    dispatchEvent: () => true,
    sessionStorage: storage("session"),
    localStorage: storage("local"),
    navigator: { sendBeacon: does("server told") },
    location: { protocol: "https:", replace: (/** @type {string} */ to) => done.push(`to ${to}`) },
  };
  const before = Object.entries(world).map(([name]) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(world)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  return {
    done,
    restore() {
      for (const [name, was] of before) {
        delete (/** @type {any} */ (globalThis)[/** @type {string} */ (name)]);
        if (was) Object.defineProperty(globalThis, /** @type {string} */ (name), /** @type {any} */ (was));
      }
    },
  };
}

const WAY = { to: "https://ordinary.example/", tell: "/leave", cookie: "__Host-n" };

test("Ann's page is covered and gone before anybody is told, and she is away without any answer", () => {
  const { done, restore } = browser();
  leave(WAY, { tell: true });
  restore();
  assert.deepEqual(done.slice(0, 2), ["covered", "page gone"]);
  assert.equal(done.at(-1), "to https://ordinary.example/");
  assert.ok(done.includes("server told") && done.includes("__Host-n=0; path=/; samesite=lax; secure"));
  assert.ok(done.indexOf("session cleared") < done.indexOf("server told"));
});

test("her other tabs leave as well, and tell nobody anew", () => {
  const { done, restore } = browser();
  leave(WAY, { tell: false });
  restore();
  assert.deepEqual(done, ["covered", "page gone", "session cleared", "local cleared", "to https://ordinary.example/"]);
});

for (const broken of ["session cleared", "local cleared", "server told", "local told"]) {
  test(`she is away even where this cannot be done: ${broken}`, () => {
    const { done, restore } = browser(broken);
    leave(WAY, { tell: true });
    restore();
    assert.equal(done.at(-1), "to https://ordinary.example/");
  });
}
