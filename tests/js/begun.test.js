// Words that were begun in a form and not sent, at the next time that its page is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { begunIn, putBack } from "../../static/js/base/begun.js";

const field = (name = "words", defaultValue = "", value = defaultValue) => ({ name, defaultValue, value });

test("what was written is there again, and only that", () => {
  const begun = begunIn([field("words", "", "Would you"), field("topic", "The garden")]);
  assert.deepEqual(begun, [["words", "", "Would you"]]);
  const page = [field("topic", "The garden"), field()];
  assert.deepEqual(putBack(begun, page), [page[1]]);
  assert.deepEqual(
    page.map((one) => one.value),
    ["The garden", "Would you"],
  );
});

test("what the page says by now is newer, and so is what was written in it meanwhile", () => {
  const begun = begunIn([field("words", "old", "older thoughts")]);
  for (const page of [field("words", "new"), field("words", "old", "newer thoughts"), field("other", "old")]) {
    const { value } = page;
    assert.deepEqual(putBack(begun, [page]), []);
    assert.equal(page.value, value);
  }
});

test("two fields of one name are told apart by what stood in them", () => {
  const begun = begunIn([field("words", "You cook", "You cook and I wash up")]);
  const page = [field("words", ""), field("words", "You cook")];
  putBack(begun, page);
  assert.deepEqual(
    page.map((one) => one.value),
    ["", "You cook and I wash up"],
  );
});
