// Keeps a note while it is written. Without it, the Save button does the same.

const AFTER = 1500; // milliseconds of rest
const AT_MOST = 10_000; // and at the latest, while somebody goes on writing
const AGAIN = 5_000;

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-draft]"));
const status = /** @type {HTMLElement} */ (form.querySelector("[data-status]"));
const revision = /** @type {HTMLInputElement} */ (form.elements.namedItem("revision"));

// What came back from the server because it could not be kept, is not kept.
let kept = "unkept" in form.dataset ? "" : written();
let timer = 0;
let waitingSince = 0;
let sending = false;
let answered = true;
let stopped = "conflict" in form.dataset; // only its writer can say which one is right
let leaving = false;

/** What stands in the form, without what changes by itself. */
function written() {
  const data = new FormData(form);
  for (const name of ["revision", "csrfmiddlewaretoken"]) data.delete(name);
  return new URLSearchParams(/** @type {any} */ (data)).toString();
}

function say(/** @type {string} */ text, wrong = false) {
  status.textContent = text;
  status.dataset.state = wrong ? "wrong" : "";
}

function later() {
  if (stopped || written() === kept) return;
  waitingSince ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(keep, Math.max(0, Math.min(AFTER, waitingSince + AT_MOST - Date.now())));
}

async function keep() {
  if (sending || stopped || leaving) return;
  const now = written();
  if (now === kept) return;
  sending = true;
  waitingSince = 0;
  try {
    const answer = await fetch(String(form.dataset.draft), {
      method: "POST",
      body: new FormData(form),
      redirect: "error",
    });
    await hear(answer, now);
  } catch {
    // Offline, or led to the sign-in page: nothing is lost while this page stays.
    say(String(navigator.onLine ? form.dataset.gone : form.dataset.offline), true);
    timer = setTimeout(keep, AGAIN);
  } finally {
    sending = false;
  }
  if (answered) later();
}

async function hear(/** @type {Response} */ answer, /** @type {string} */ now) {
  const json = answer.headers.get("Content-Type")?.startsWith("application/json");
  const told = json ? await answer.json() : { code: "gone" };
  answered = answer.ok;
  if (answer.ok) {
    kept = now;
    revision.value = String(told.revision);
    return say(told.said);
  }
  say(String(form.dataset[told.code] ?? form.dataset.gone), true);
  if (["changed", "signed"].includes(told.code)) stopped = true;
}

form.addEventListener("input", () => {
  if (!stopped && !status.dataset.state) say(String(form.dataset.waiting));
  later();
});
form.addEventListener("submit", () => {
  leaving = true;
  clearTimeout(timer);
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
window.addEventListener("online", keep);
window.addEventListener("beforeunload", (event) => {
  // Not where somebody leaves quickly: then the page is gone already.
  if (!leaving && document.body && written() !== kept) event.preventDefault();
});
