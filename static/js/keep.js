// Keeps a form while it is being written. Without this module its buttons keep it all the same.
// Nothing is left in the browser: what could not be sent yet stays on the page, and is sent again.

const AFTER = 1200; // milliseconds without a key
const AGAIN = [2000, 5000, 15000]; // after a failure, and so on with the last

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-keep]"));
const line = /** @type {HTMLElement} */ (form.querySelector("[data-kept]"));
const says = line.querySelector("span");
let changed = false; // something on the page is not kept yet
let sending = false;
let failures = 0;
let timer = 0;

function say(what) {
  line.classList.toggle("problem", what !== "saved" && what !== "saving");
  if (says.textContent !== line.dataset[what]) says.textContent = line.dataset[what];
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

async function keep() {
  // One at a time, so that an older state never comes after a newer one.
  if (sending || !changed) return;
  sending = true;
  changed = false;
  say("saving");
  let outcome = "offline";
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Keep": "1" },
      redirect: "manual",
    });
    outcome = { 204: "saved", 422: "refused" }[answer.status] ?? (answer.status < 500 ? "out" : "offline");
  } catch {
    // No connection: said below, and tried again.
  }
  sending = false;
  failures = outcome === "saved" ? 0 : failures + 1;
  say(outcome);
  if (outcome === "saved") {
    if (changed) soon(0);
  } else {
    changed = true;
    if (outcome !== "refused") soon(AGAIN[Math.min(failures, AGAIN.length) - 1]);
  }
}

form.addEventListener("input", () => {
  changed = true;
  soon(AFTER);
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  changed = false;
});
addEventListener("online", () => soon(0));
addEventListener("beforeunload", (event) => {
  if (changed || sending) event.preventDefault();
});
