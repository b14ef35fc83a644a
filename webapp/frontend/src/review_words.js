// Words selected in the text go into the form, with the place where they stand.

const passage = /** @type {HTMLElement | null} */ (document.querySelector("#passage"));
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#correction"));
const said = document.querySelector("#chosen");

if (passage && form) {
  const words = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("[name=words]"));
  const start = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=start]"));

  const choose = () => {
    const selection = getSelection();
    if (!words || !start || !selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(passage);
    before.setEnd(range.startContainer, range.startOffset);
    const chosen = range.toString();
    const trimmed = chosen.trim();
    if (!trimmed) return;
    const skipped = chosen.length - chosen.trimStart().length;
    // the graph counts code points, the browser UTF-16 units
    const ahead = before.toString() + chosen.slice(0, skipped);
    words.value = trimmed;
    start.value = String(Number(passage.dataset.start) + [...ahead].length);
    if (said) said.textContent = `Chosen: ${trimmed}`;
  };

  document.addEventListener("pointerup", () => setTimeout(choose));
  document.addEventListener("keyup", choose);
  words?.addEventListener("input", () => {
    if (start) start.value = ""; // typed words are looked for in the text
  });
}
