/** An SVG drawing as it stands on the page, painted for a PNG: no image is loaded, so the security policy has nothing to refuse. */

/**
 * @param {SVGSVGElement} svg
 * @param {number} scale pixels a unit
 * @returns {Promise<Blob>}
 */
export function painted(svg, scale = 2) {
  const box = svg.viewBox.baseVal;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(box.width * scale);
  canvas.height = Math.ceil(box.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const sheet = svg.getScreenCTM().inverse();
  for (const part of svg.querySelectorAll("path, rect, circle, text")) {
    if (part.closest("defs, .reach, title")) continue;
    const style = getComputedStyle(part);
    if (style.display === "none" || style.visibility === "hidden") continue;
    const at = sheet.multiply(part.getScreenCTM());
    pen.setTransform(at.a * scale, at.b * scale, at.c * scale, at.d * scale, (at.e - box.x) * scale, (at.f - box.y) * scale);
    if (part.tagName === "text") write(pen, part, style);
    else trace(pen, part, style);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const number = (part, name) => part[name].baseVal.value;

function outline(part) {
  const path = new Path2D();
  if (part.tagName === "path") return new Path2D(part.getAttribute("d"));
  if (part.tagName === "circle") path.arc(number(part, "cx"), number(part, "cy"), number(part, "r"), 0, Math.PI * 2);
  else path.roundRect(number(part, "x"), number(part, "y"), number(part, "width"), number(part, "height"), number(part, "rx"));
  return path;
}

function trace(pen, part, style) {
  const path = outline(part);
  if (style.fill !== "none") {
    pen.fillStyle = style.fill;
    pen.fill(path);
  }
  if (style.stroke === "none" || style.stroke === "transparent") return;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = parseFloat(style.strokeWidth);
  pen.lineCap = style.strokeLinecap;
  pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
  pen.stroke(path);
  pen.setLineDash([]);
  if (part.getAttribute("marker-end")) {
    const length = part.getTotalLength(), end = part.getPointAtLength(length), before = part.getPointAtLength(Math.max(0, length - 3));
    const turn = Math.atan2(end.y - before.y, end.x - before.x);
    pen.fillStyle = style.stroke;
    pen.save();
    pen.translate(end.x, end.y);
    pen.rotate(turn);
    pen.fill(new Path2D("M1 0L-7 4L-7 -4z"));
    pen.restore();
  }
}

function write(pen, part, style) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.textAlign = style.textAnchor === "middle" ? "center" : style.textAnchor === "end" ? "right" : "left";
  const x = part.x.baseVal[0]?.value ?? 0, y = part.y.baseVal[0]?.value ?? 0;
  if (style.paintOrder.startsWith("stroke") && style.stroke !== "none") {
    pen.strokeStyle = style.stroke;
    pen.lineWidth = parseFloat(style.strokeWidth);
    pen.lineJoin = "round";
    pen.strokeText(part.textContent, x, y);
  }
  pen.fillStyle = style.fill;
  pen.fillText(part.textContent, x, y);
  if (style.textDecorationLine === "line-through") {
    const size = parseFloat(style.fontSize);
    pen.fillRect(x, y - size * 0.3, pen.measureText(part.textContent).width, 1);
  }
}

/** Hand a file to the reader. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
