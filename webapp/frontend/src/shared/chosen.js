/**
 * The words that are selected within an element, and where they stand in the text: whole offsets in code points, as the graph
 * counts them. Pieces of the text carry `data-start`; what is put between its words (the numbers of notes) is `.ref`.
 * @param {Element} within
 * @returns {{start: number, end: number, words: string} | null}
 */
export function chosen(within) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const pieces = within.matches("[data-start]") ? [within] : [...within.querySelectorAll("[data-start]")];
  const parts = pieces.filter((piece) => range.intersectsNode(piece)).map((piece) => part(piece, range)).filter((one) => one.words.trim());
  if (!parts.length) return null;
  const first = parts[0], last = parts[parts.length - 1];
  return {
    start: first.start + length(first.words) - length(first.words.trimStart()),
    end: last.start + length(last.words.trimEnd()),
    words: parts.map((one) => one.words).join("\n").trim(),
  };
}

/** @param {Element} piece @param {Range} range */
function part(piece, range) {
  const whole = document.createRange();
  whole.selectNodeContents(piece);
  const inside = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) inside.setEnd(range.endContainer, range.endOffset);
  whole.setEnd(inside.startContainer, inside.startOffset);
  return { start: Number(/** @type {HTMLElement} */ (piece).dataset.start) + length(text(whole)), words: text(inside) };
}

/** The words of the text alone. @param {Range} range */
function text(range) {
  const copy = range.cloneContents();
  for (const ref of copy.querySelectorAll(".ref")) ref.remove();
  // a selection may begin or end within the number of a note
  return inRef(range.commonAncestorContainer) ? "" : (copy.textContent ?? "");
}

/** @param {Node} node */
const inRef = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".ref") != null;

/** @param {string} words */
const length = (words) => [...words].length;
