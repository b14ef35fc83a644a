/** Where names stand beside their things: at the side where fewest ties and other names are, or nowhere. */

const GAP = 4; // pixels between a thing and its name
/** angles on the sheet, whose y grows downwards; how broad the way is that a name at this side bars; what it costs beside that */
const SIDES = {
  right: { angle: 0, broad: 0.5, cost: 0 },
  left: { angle: Math.PI, broad: 0.5, cost: 0.1 },
  below: { angle: Math.PI / 2, broad: 1, cost: 0.35 },
  above: { angle: -Math.PI / 2, broad: 1, cost: 0.4 },
};

/**
 * @param {{key: string, x: number, y: number, size: number, must?: boolean, ties?: number[]}[]} things the weightiest first, in
 *   pixels; `must` is named come what may; `ties` are the angles at which ties leave it
 * @param {(thing: any) => number} measure the width of a thing's name
 * @param {number} tall the height of a name
 * @param {{left: number, top: number, right: number, bottom: number}} sheet
 * @param {{left: number, top: number, right: number, bottom: number}[]} taken where nothing may stand
 * @returns {Map<string, {x: number, y: number, wide: number}>} where the base lines of those that are named begin
 */
export function names(things, measure, tall, sheet, taken = []) {
  const boxes = [...taken];
  const found = new Map();
  for (const thing of things) {
    const wide = measure(thing);
    const all = sidesOf(thing.ties ?? []).map((side) => boxAt(side, thing, wide, tall, sheet));
    const inside = all.filter((box) => box.left >= sheet.left && box.right <= sheet.right && box.top >= sheet.top && box.bottom <= sheet.bottom);
    let box = inside.find((one) => !boxes.some((other) => meet(one, other)) && !things.some((other) => other !== thing && covers(one, other)));
    if (!box && thing.must) box = inside[0] ?? all[0];
    if (!box) continue;
    boxes.push(box);
    found.set(thing.key, { x: box.left, y: box.bottom - tall * 0.24, wide });
  }
  return found;
}

/** The sides of a thing, those with the fewest ties in their way first. */
function sidesOf(ties) {
  const cost = ({ angle, broad, cost }) => cost + ties.reduce((sum, tie) => sum + Math.exp(-((apart(tie, angle) / broad) ** 2)), 0);
  return Object.entries(SIDES)
    .map(([name, side]) => ({ name, cost: cost(side) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ name }) => name);
}

const apart = (a, b) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

function boxAt(side, { x, y, size }, wide, tall, sheet) {
  // below and above a name stands in the middle, as far as the sheet has room
  const middle = Math.max(Math.min(x - wide / 2, sheet.right - wide), sheet.left);
  const left = side === "right" ? x + size + GAP : side === "left" ? x - size - GAP - wide : middle;
  const top = side === "below" ? y + size + 1 : side === "above" ? y - size - 1 - tall : y - tall / 2;
  return { left, top, right: left + wide, bottom: top + tall };
}

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function covers(box, { x, y, size }) {
  const dx = x - Math.max(box.left, Math.min(x, box.right)), dy = y - Math.max(box.top, Math.min(y, box.bottom));
  return dx * dx + dy * dy < size * size;
}
