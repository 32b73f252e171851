// What a page that waits does with its newer self: a part in which somebody is at work is never replaced.
import assert from "node:assert/strict";
import { test } from "node:test";

class Select {}

/** As much of an element as a page that waits asks for. */
class Part {
  /** @type {any} */ parent = null;
  /** @type {any[]} */ children = [];
  /** @type {any[]} */ fields = [];
  tagName = "SECTION";
  dialog = false;
  classList = { add() {} };

  constructor(/** @type {string} */ outerHTML, /** @type {any[]} */ ...fields) {
    this.outerHTML = this.textContent = outerHTML;
    for (const one of fields) this.fields.push(Object.assign(one, { matches: () => true }));
  }
  get isConnected() {
    return Boolean(this.parent);
  }
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  get nextElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) + 1] ?? null;
  }
  cloneNode = () => new Part(this.outerHTML, ...this.fields.map((one) => ({ ...one })));
  contains = (/** @type {any} */ one) => this.fields.includes(one) || this.children.some((part) => part.contains(one));
  matches = () => false;
  querySelector = (/** @type {string} */ what) => (what === "dialog[open]" && this.dialog ? {} : null);
  querySelectorAll = (/** @type {string} */ what) => (what === "form" ? [{ elements: this.fields }] : []);
  remove() {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }
  insertBefore(/** @type {Part} */ part, /** @type {Part | null} */ place) {
    part.remove();
    this.children.splice(place ? this.children.indexOf(place) : this.children.length, 0, part);
    part.parent = this;
  }
}

/** @type {any} */
const page = {
  activeElement: null,
  querySelector: () => null,
  getElementById: () => null,
  importNode: (/** @type {Part} */ one) => one.cloneNode(),
};
const window = { scrollX: 0, scrollY: 0, scrollTo() {} };
Object.assign(globalThis, { document: page, window, HTMLSelectElement: Select });
const { Shown } = await import("../../static/js/base/waiting.js");

const field = (value = "", defaultValue = "") => ({ value, defaultValue, checked: false, defaultChecked: false });

/** @returns {any} */
function main(/** @type {Part[]} */ ...parts) {
  const found = new Part("main");
  for (const one of parts) found.insertBefore(one, null);
  return found;
}

/** Ann's page: a turn of Ben's above a form, and what came of it while `work` goes on. */
function meanwhile(/** @type {(form: Part, field: any) => void} */ work) {
  page.activeElement = null;
  const [turn, form] = [new Part("Ben’s turn"), new Part("a promise", field())];
  const ann = main(turn, form);
  const shown = new Shown(ann);
  work(form, form.fields[0]);
  return { ann, shown, turn, form };
}

const changed = () => main(new Part("Your turn"), new Part("another promise", field()));
const texts = (/** @type {Part} */ of) => of.children.map((one) => one.outerHTML);

/** @type {Record<string, (form: Part, field: any) => void>} */
const AT_WORK = {
  "has written": (_form, one) => {
    one.value = "I will call you";
  },
  "has ticked": (_form, one) => {
    one.checked = true;
  },
  "is about to write": (_form, one) => {
    page.activeElement = one;
  },
  "has chosen": (form) => {
    const options = [{ selected: true, defaultSelected: false }];
    form.fields.push(Object.assign(new Select(), { options }));
  },
  "is being asked": (form) => {
    form.dialog = true;
  },
};

test("a form in which Ann is at work is never replaced, and nothing moves around it", () => {
  for (const [what, work] of Object.entries(AT_WORK)) {
    const { ann, shown, turn, form } = meanwhile(work);
    for (const _again of [1, 2]) assert.equal(shown.become(changed()), "in_use", what);
    assert.deepEqual(ann.children, [turn, form], what);
  }
});

test("once she is done it becomes what it is by now", () => {
  const { ann, shown } = meanwhile((_form, one) => {
    one.value = "I will call you";
  });
  assert.equal(shown.become(changed()), "in_use");
  ann.children[1].fields[0].value = "";
  assert.equal(shown.become(changed()), "changed");
  assert.deepEqual(texts(ann), ["Your turn", "another promise"]);
  assert.equal(shown.become(changed()), "same");
});

test("what is new elsewhere comes, and the form with her words is the one that it was", () => {
  const { ann, shown, form } = meanwhile((_form, one) => {
    one.value = "I will call you";
  });
  assert.equal(shown.become(main(new Part("Your turn"), new Part("a promise", field()))), "changed");
  assert.deepEqual(texts(ann), ["Your turn", "a promise"]);
  assert.equal(ann.children[1], form);
  assert.equal(form.fields[0].value, "I will call you");
});

test("where nobody is at work all of it is new, and what says the same stays", () => {
  const { ann, shown, turn } = meanwhile(() => {});
  assert.equal(shown.become(main(new Part("Ben’s turn"), new Part("a promise", field()))), "same");
  assert.equal(shown.become(main(new Part("Ben’s turn"), new Part("another promise"))), "changed");
  assert.deepEqual([ann.children[0], texts(ann)[1]], [turn, "another promise"]);
});
