// No press lands on what its person has not seen: wherever something is sent, and whatever can be pressed for it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Unseen } from "room/unseen.js";
import { standing } from "./clock.js";

const SCRIPTS = fileURLToPath(new URL("../../static/js/", import.meta.url));
const scripts = ["room", "board", "practice_room"].flatMap((folder) =>
  readdirSync(SCRIPTS + folder).map((name) => ({
    name: `${folder}/${name}`,
    text: readFileSync(`${SCRIPTS}${folder}/${name}`, "utf8"),
  })),
);

test("every script that puts a command into an outbox asks first whether it was seen", () => {
  const sending = scripts.filter(({ text }) => text.includes("outbox.put("));
  assert.deepEqual(sending.map(({ name }) => name).sort(), ["board/store.js", "room/store.js"]);
  for (const { name, text } of sending) {
    const act = text.slice(text.indexOf("\n  act("), text.indexOf("outbox.put("));
    assert.match(act, /this\.unseen/, name);
  }
});

test("every button that makes a move, or takes the place of one, waits until it was seen", () => {
  const acts = /store\.act\((move\.name|one\.name|"resume"|"leave_for_today")|onPick\(|onChoose\(/;
  const buttons = scripts.flatMap(({ name, text }) =>
    [...text.matchAll(/<button\b[\s\S]*?<\/button>/g)]
      .filter(([one]) => acts.test(one))
      .map(([one]) => ({ name, one })),
  );
  assert.ok(buttons.length >= 6, String(buttons.length));
  for (const { name, one } of buttons) assert.match(one, /\.\.\.\$\{pressable\(/, `${name}: ${one}`);
});

test(
  "it takes a moment from the last thing that appeared, and says when that is over; 0 is never",
  standing((pass) => {
    let seen = 0;
    const unseen = new Unseen(500, () => {
      seen += 1;
    });
    unseen.appeared();
    pass(400);
    unseen.appeared();
    pass(400);
    assert.deepEqual([unseen.still, seen], [true, 0]);
    pass(100);
    assert.deepEqual([unseen.still, seen], [false, 1]);
    const never = new Unseen(0, () => {});
    never.appeared();
    assert.equal(never.still, false);
  }),
);
