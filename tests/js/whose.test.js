// A page belongs to the login that it was made for, and notices when that is over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Login } from "../../static/js/base/whose.js";

const [ANN, BEN] = ["1:ann", "2:ben"];

/** Ann's page, and what became of it. `says` is what the server answers: null where it does not. */
function page(/** @type {string} */ whose = ANN) {
  /** @type {string[]} */
  const became = [];
  const server = { says: /** @type {any} */ (ANN) };
  const login = new Login(whose, {
    ask: async () => {
      const said = server.says;
      return said === null || said === "left" ? said : { whose: said, token: `of ${said}` };
    },
    same: (token) => became.push(`same ${token}`),
    out: () => became.push("out"),
    other: () => became.push("other"),
    left: () => became.push("left"),
  });
  return { login, server, became };
}

test("while Ann is signed in her page goes on, with what its forms need now", async () => {
  const { login, became } = page();
  assert.equal(await login.look(), "same");
  assert.deepEqual(became, ["same of 1:ann"]);
});

test("signed out it shows nothing, and everything again when Ann is back", async () => {
  const { login, server, became } = page();
  server.says = "";
  await login.look();
  server.says = ANN;
  await login.look();
  assert.deepEqual(became, ["out", "same of 1:ann"]);
});

test("once it was Ben's login it is nobody's page, even when Ann comes back", async () => {
  const { login, server, became } = page();
  server.says = BEN;
  assert.equal(await login.look(), "other");
  server.says = ANN;
  assert.equal(await login.look(), "other");
  assert.deepEqual(became, ["other"]);
});

test("where nobody answers nothing changes; where somebody left quickly it leaves too", async () => {
  const { login, server, became } = page();
  server.says = null;
  assert.equal(await login.look(), "away");
  assert.deepEqual(became, []);
  server.says = "left";
  assert.equal(await login.look(), "left");
  assert.deepEqual(became, ["left"]);
});

test("a page for anybody never stops, whoever signs in", async () => {
  const { login, server, became } = page("");
  server.says = BEN;
  assert.equal(await login.look(), "same");
  assert.deepEqual(became, []);
});

test("an answer that was slow never undoes a newer one", async () => {
  /** @type {((answer: any) => void)[]} */
  const answers = [];
  const became = /** @type {string[]} */ ([]);
  const done = (/** @type {string} */ what) => () => became.push(what);
  const login = new Login(ANN, {
    ask: () => new Promise((answered) => answers.push(answered)),
    same: done("same"),
    out: done("out"),
    other: done("other"),
    left: done("left"),
  });
  const looks = [login.look(), login.look()];
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(answers.length, 1); // the second is not asked before the first is answered
  answers[0]({ whose: "", token: "" });
  await looks[0];
  await new Promise((soon) => setImmediate(soon));
  answers[1]({ whose: ANN, token: "" });
  await looks[1];
  assert.deepEqual(became, ["out", "same"]);
});
