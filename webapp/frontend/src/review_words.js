// Words selected in the text go into the form, with the place where they stand.
import { chosen } from "./shared/chosen.js";

const passage = /** @type {HTMLElement | null} */ (document.querySelector("#passage"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#correction"));
const said = document.querySelector("#chosen");

if (passage && form) {
  const words = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("[name=words]"));
  const start = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=start]"));

  const choose = () => {
    const found = words && start ? chosen(passage) : null;
    if (!found || !words || !start || form.contains(document.activeElement)) return;
    words.value = found.words;
    start.value = String(found.start);
    if (said) said.textContent = `Chosen: ${found.words}`;
  };

  document.addEventListener("pointerup", () => setTimeout(choose));
  document.addEventListener("keyup", choose);
  words?.addEventListener("input", () => {
    if (start) start.value = ""; // typed words are looked for in the text
  });
  const mark = /** @type {HTMLElement | null} */ (passage.querySelector("mark")); // chosen already: scrolled to, within its box
  if (mark) passage.scrollTop = mark.getBoundingClientRect().top - passage.getBoundingClientRect().top - 60;
}
