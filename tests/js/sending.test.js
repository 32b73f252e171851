// Words that were sent, at the next page in that tab: have they arrived?
import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes } from "../../static/js/base/sending.js";

/** @type {import("../../static/js/base/sending.js").Sent} */
const SENT = { whose: "1:ann", page: "/gifts?page=2", action: "/gifts/3", fields: [["words", "Would you"]] };
const ANN = { whose: "1:ann", type: "navigate", from: "/gifts?page=2" };

test("a page that was come to from the form is the answer, also the one where one signs in", () => {
  assert.equal(becomes(SENT, ANN), "arrived");
  assert.equal(becomes(SENT, { ...ANN, whose: "" }), "arrived");
});

test("back at the form, loaded again, or by its address: nobody has answered", () => {
  assert.equal(becomes(SENT, { ...ANN, type: "back_forward" }), "back");
  assert.equal(becomes(SENT, { ...ANN, type: "reload" }), "back");
  assert.equal(becomes(SENT, { ...ANN, from: "" }), "back");
});

test("nor has a page answered that says that something is wrong with us", () => {
  assert.equal(becomes({ ...SENT, page: "" }, ANN), "back"); // as such a page leaves it
});

test("nobody else is given them, and while nobody is signed in they wait", () => {
  assert.equal(becomes(SENT, { ...ANN, whose: "2:ben", from: "" }), "gone");
  assert.equal(becomes(SENT, { ...ANN, whose: "", from: "" }), "waits");
});
