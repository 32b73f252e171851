// Reads [{name, offsets, seen: [[second, "2026-11-28T18:00"], …]}, …], and says which of them the room shows otherwise.
import { readFileSync } from "node:fs";
import { Clock } from "room/clock.js";

const wrong = [];
for (const { name, offsets, seen } of JSON.parse(readFileSync(0, "utf8"))) {
  const clock = new Clock({ offsets, now: Date.now(), place: "" });
  for (const [second, shown, first] of seen) {
    const field = clock.field(second * 1000);
    const back = clock.instant(shown) / 1000;
    if (field !== shown || back !== first) wrong.push([name, second, shown, field, first, back]);
  }
}
console.log(JSON.stringify(wrong));
