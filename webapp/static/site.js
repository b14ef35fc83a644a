// The pages work without this. It only lights up together what belongs together, and moves between statements by key.
"use strict";

(() => {
  const reading = document.querySelector(".reading");
  if (!reading) return;

  const pieces = new Map();
  for (const piece of reading.querySelectorAll("[data-notes]")) {
    for (const number of piece.dataset.notes.split(" ").filter(Boolean)) {
      if (!pieces.has(number)) pieces.set(number, []);
      pieces.get(number).push(piece);
    }
  }
  const note = (number) => document.getElementById(`note-${number}`);
  const light = (number, on) => {
    note(number)?.classList.toggle("lit", on);
    for (const piece of pieces.get(number) ?? []) piece.classList.toggle("lit", on);
  };
  for (const [number, list] of pieces) {
    for (const piece of list) {
      piece.addEventListener("mouseenter", () => light(number, true));
      piece.addEventListener("mouseleave", () => light(number, false));
    }
    for (const event of ["mouseenter", "focusin"]) note(number)?.addEventListener(event, () => light(number, true));
    for (const event of ["mouseleave", "focusout"]) note(number)?.addEventListener(event, () => light(number, false));
  }

  // n and p go to the next and previous statement, as a reader of footnotes would
  const refs = [...reading.querySelectorAll("a.ref")];
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    if (event.key !== "n" && event.key !== "p") return;
    const at = refs.indexOf(document.activeElement);
    const next = refs[at < 0 ? (event.key === "n" ? 0 : refs.length - 1) : at + (event.key === "n" ? 1 : -1)];
    next?.focus();
  });
})();
