// The queue by single keys: a accept, r reject, c correct, n next, u undo; they can be turned off.

const KEPT = "doxograph-review-keys";
const line = /** @type {HTMLElement | null} */ (document.querySelector(".keys"));
const box = /** @type {HTMLInputElement | null} */ (document.querySelector("#keys"));

if (line && box) {
  line.hidden = false;
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
}

let sent = false; // one key, one decision, however long the answer takes
addEventListener("pageshow", () => (sent = false));

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (!box?.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
  const wanted = event.key.toLowerCase();
  if (!/^[arcnu]$/.test(wanted)) return;
  const control = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${wanted}"]`));
  if (!control) return;
  event.preventDefault();
  if (sent) return;
  sent = true;
  control.click();
});
