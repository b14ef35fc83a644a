/** The drawing of a lineage as a picture file. */
import { painted, save } from "./shared/paint.js";

const drawing = document.querySelector("svg.descent"), pictures = document.getElementById("pictures");
if (drawing && pictures) {
  pictures.hidden = false;
  document.getElementById("png").addEventListener("click", async () => save(await painted(drawing), "lineage.png"));
}
