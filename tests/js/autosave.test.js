// What an answer of the server means for words that are kept while they are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "../../static/js/base/autosave.js";

const json = (/** @type {object} */ body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

test("kept is kept, with the time and the revision", async () => {
  const answer = await answerOf(json({ revision: 3, said: "Saved at 10:04" }));
  assert.deepEqual(answer, { code: "kept", revision: 3, said: "Saved at 10:04" });
});

test("what was changed, signed or closed elsewhere is told by its own code", async () => {
  assert.equal((await answerOf(json({ code: "changed" }, 409))).code, "changed");
  assert.equal((await answerOf(json({ code: "signed" }, 409))).code, "signed");
  assert.equal((await answerOf(json({ code: "closed" }, 423))).code, "closed");
  assert.equal((await answerOf(json({ code: "invalid" }, 422))).code, "invalid");
});

test("who is signed out, back again, or somebody else is told by its own code, too", async () => {
  assert.equal((await answerOf(json({ code: "out" }, 401))).code, "out");
  assert.equal((await answerOf(json({ code: "old" }, 403))).code, "old");
  assert.equal((await answerOf(json({ code: "somebody_else" }, 409))).code, "somebody_else");
});

test("no page of ours is ever taken for a yes: not the one to sign in, not one that says no", async () => {
  const page = (/** @type {number} */ status) =>
    new Response("<h1>", { status, headers: { "Content-Type": "text/html" } });
  assert.equal((await answerOf(page(200))).code, "gone");
  assert.equal((await answerOf(page(404))).code, "gone");
  assert.equal((await answerOf(page(403))).code, "out");
  assert.equal((await answerOf(page(502))).code, "offline");
  const led = /** @type {Response} */ ({ type: "opaqueredirect", status: 0, headers: new Headers() });
  assert.equal((await answerOf(led)).code, "out");
});
