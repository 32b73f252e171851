/** A password is shown while it is typed, for whoever wants that; never when it is sent. */

for (const box of document.querySelectorAll("[data-password]")) {
  const field = box.querySelector("input");
  const button = box.querySelector("button");
  if (!field || !button) continue;
  const { textContent: show, ariaLabel: showLabel } = button;
  const { hide = "", hideLabel = "" } = button.dataset;
  const turn = (/** @type {boolean} */ shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? hide : show;
    button.ariaLabel = shown ? hideLabel : showLabel;
  };
  // Some browsers send what they check for spelling elsewhere.
  field.spellcheck = false;
  field.autocapitalize = "none";
  button.addEventListener("click", () => turn(field.type === "password"));
  field.form?.addEventListener("submit", () => turn(false));
  button.hidden = false;
}
