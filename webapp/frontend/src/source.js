// The reading view works without this. It lights up together what belongs together, goes from statement to statement (by
// buttons, or by the keys n and p, which can be put off), and offers what can be done with words that were selected.
import { chosen } from "./shared/chosen.js";

const reading = /** @type {HTMLElement | null} */ (document.querySelector(".reading"));
const bar = /** @type {HTMLElement | null} */ (document.querySelector(".steps"));
const KEYS = "doxograph-reading-keys"; // in the browser's own store: "off" where the keys were put off

if (reading) lightUp(reading);
if (reading && bar) step(reading, bar);
const selected = /** @type {HTMLElement | null} */ (document.querySelector(".selected"));
if (reading && selected) offer(reading, selected);

/** @param {HTMLElement} reading */
function lightUp(reading) {
  /** @type {Map<string, Element[]>} */
  const pieces = new Map();
  for (const piece of reading.querySelectorAll("[data-notes]")) {
    for (const number of (piece.getAttribute("data-notes") ?? "").split(" ").filter(Boolean)) {
      pieces.set(number, [...(pieces.get(number) ?? []), piece]);
    }
  }
  /** @param {string} number */
  const note = (number) => document.getElementById(`note-${number}`);
  /** @param {string} number @param {boolean} on */
  const light = (number, on) => {
    note(number)?.classList.toggle("lit", on);
    for (const piece of pieces.get(number) ?? []) piece.classList.toggle("lit", on);
  };
  for (const [number, list] of pieces) {
    for (const piece of list) {
      piece.addEventListener("mouseenter", () => light(number, true));
      piece.addEventListener("mouseleave", () => light(number, false));
    }
    for (const place of [note(number), document.getElementById(`ref-${number}`)]) {
      place?.addEventListener("mouseenter", () => light(number, true));
      place?.addEventListener("mouseleave", () => light(number, false));
      place?.addEventListener("focusin", () => light(number, true));
      place?.addEventListener("focusout", () => light(number, false));
    }
  }
}

/** @param {HTMLElement} reading @param {HTMLElement} bar */
function step(reading, bar) {
  const refs = /** @type {HTMLAnchorElement[]} */ ([...reading.querySelectorAll("a.ref")]);
  const turn = (/** @type {string} */ rel) =>
    /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.turn a[rel="${rel}"]`));
  if (!refs.length) return;

  const [back, on] = ["Previous", "Next"].map((words) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.setAttribute("aria-label", `${words} statement`);
    return button;
  });
  const at = document.createElement("span");
  at.className = "at";
  const told = document.createElement("span");
  told.className = "told";
  told.setAttribute("aria-hidden", "true"); // the statement that has the focus tells it
  const label = document.createElement("label");
  const keys = document.createElement("input");
  keys.type = "checkbox";
  keys.checked = read() !== "off";
  keys.addEventListener("change", () => write(keys.checked ? "" : "off"));
  label.append(keys, "keys n and p");
  bar.append(back, at, on, told, label);
  bar.hidden = false;
  document.body.classList.add("has-steps");

  let here = -1;
  const tell = () => {
    at.textContent = here < 0 ? `${refs.length} statements here` : `Statement ${here + 1} of ${refs.length}`;
    const note = here < 0 ? null : document.getElementById(refs[here].hash.slice(1));
    told.textContent = [...(note?.querySelectorAll("p") ?? [])].map(plain).join("; ");
  };

  /** The statement that is next from where the reader is: from the one last gone to, else from the top of the window. */
  const from = (/** @type {number} */ way) => {
    if (here >= 0) return here + way;
    const below = refs.findIndex((ref) => ref.getBoundingClientRect().top > 0);
    if (way > 0) return below < 0 ? refs.length : below;
    return (below < 0 ? refs.length : below) - 1;
  };

  const go = (/** @type {number} */ way) => {
    const next = from(way);
    if (next >= 0 && next < refs.length) {
      refs[next].focus({ preventScroll: true });
      refs[next].scrollIntoView({ block: "center" });
      return;
    }
    const link = turn(way > 0 ? "next" : "prev");
    if (link) location.assign(`${link.href}#${way > 0 ? "first" : "last"}-statement`);
  };

  reading.addEventListener("focusin", (event) => {
    const found = refs.indexOf(/** @type {HTMLAnchorElement} */ (event.target));
    if (found >= 0) {
      here = found;
      tell();
    }
  });
  back.addEventListener("click", () => go(-1));
  on.addEventListener("click", () => go(1));
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!keys.checked || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });
  tell();
  // come from the part before or after this one
  if (location.hash === "#first-statement") go(1);
  if (location.hash === "#last-statement") {
    here = refs.length;
    go(-1);
  }
}

/**
 * Words that are selected can be linked to, and, by who is logged in, made a statement of: by the links, or by the key s.
 * @param {HTMLElement} reading @param {HTMLElement} selected
 */
function offer(reading, selected) {
  const [here, add] = ["here", "add"].map((name) => /** @type {HTMLAnchorElement | null} */ (selected.querySelector(`a[data-${name}]`)));
  const words = /** @type {HTMLElement} */ (selected.querySelector("q"));
  const plainly = { here: here?.getAttribute("href") ?? "", add: add?.getAttribute("href") ?? "" };
  const look = () => {
    const found = chosen(reading);
    if (!found && selected.contains(document.activeElement)) return; // somebody is about to follow one of the links
    selected.hidden = !found;
    document.body.classList.toggle("has-selected", !!found);
    if (!found) return;
    words.textContent = found.words.length > 64 ? `${found.words.slice(0, 30)} … ${found.words.slice(-26)}` : found.words;
    if (here) here.href = `${plainly.here}?at=${found.start}-${found.end}#span-${found.start}-${found.end}`;
    if (add) add.href = `${plainly.add}?start=${found.start}&end=${found.end}`;
  };
  let later = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(later);
    later = setTimeout(look, 120);
  });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "s" || !add || event.altKey || event.ctrlKey || event.metaKey || read() === "off") return;
    if (target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    look();
    if (!selected.hidden) add.click();
  });
}

/** @param {Element} line */
function plain(line) {
  const copy = /** @type {Element} */ (line.cloneNode(true));
  for (const part of copy.querySelectorAll(".unseen, .graph")) part.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

function read() {
  try {
    return localStorage.getItem(KEYS);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** @param {string} value */
function write(value) {
  try {
    localStorage.setItem(KEYS, value);
  } catch {
    // then the choice holds for this page alone
  }
}
