/** The argument map: what is accepted or written is drawn at once, and what is picked in one place shows in the others. */
import { painted, save } from "./shared/paint.js";

const map = document.getElementById("map");
if (map) begin();

function begin() {
  const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("argdown"));
  const writing = /** @type {HTMLFormElement} */ (document.getElementById("written"));
  const accepting = /** @type {HTMLFormElement} */ (document.getElementById("accepting"));
  const entries = document.getElementById("entries"), told = document.getElementById("told"), problems = document.getElementById("problems");
  const PAUSE = 400; // milliseconds after the last key, before a text is drawn
  let drawn = text.value; // the text of the map as it came
  let asked = new AbortController();
  let waiting = 0;
  let picked = "";

  const edited = () => text.value !== drawn;
  const boxes = () => [...map.querySelectorAll("g.box")];
  const state = () => new URLSearchParams(location.search);

  // a path of the address may name the map: what scripts ask is always /map?of=…
  const of = writing.elements.namedItem("of")?.value ?? "";

  /** Ask for the map anew, with what is accepted and what is written. */
  async function draw() {
    asked.abort();
    asked = new AbortController();
    const body = state();
    body.delete("accept");
    body.set("of", of);
    for (const box of accepting.querySelectorAll("input[name=accept]:checked")) body.append("accept", box.value);
    const address = `/map?${body}`.replaceAll("%2F", "/");
    const written = edited();
    if (written) body.set("argdown", text.value);
    body.set("format", "json");
    let answer;
    try {
      answer = await fetch("/map", { method: "POST", body, signal: asked.signal });
    } catch (error) {
      if (error.name !== "AbortError") say(["The server cannot be reached."]);
      return;
    }
    const found = await answer.json();
    say(found.problems, found.line);
    if (!answer.ok) return;
    const focus = document.activeElement?.closest(".entry")?.id, box = document.activeElement?.matches("input[name=accept]");
    map.innerHTML = found.drawing;
    entries.innerHTML = found.outline;
    told.innerHTML = found.told;
    if (!written) {
      text.value = drawn = found.argdown;
    }
    if (focus) document.getElementById(focus)?.querySelector(box ? "input[name=accept]" : "a")?.focus({ preventScroll: true });
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    shown = location.pathname + location.search;
    mark();
  }

  function say(list, line) {
    problems.replaceChildren(...list.map((words) => Object.assign(document.createElement("p"), { className: "problem", textContent: words })));
    text.toggleAttribute("aria-invalid", line != null);
    if (line != null) text.setAttribute("aria-invalid", "true");
    text.setAttribute("aria-describedby", "problems");
    wrong = line ?? 0;
    behind();
  }

  // -- the text, with what is picked marked behind it

  let wrong = 0;
  const back = document.createElement("div");
  back.className = "back";
  back.setAttribute("aria-hidden", "true");
  const frame = document.createElement("div");
  frame.className = "frame";
  text.before(frame);
  frame.append(back, text);
  text.addEventListener("scroll", () => { back.scrollTop = text.scrollTop; });

  /** Where the picked title stands in the text, its own line before mentions of it. */
  function place() {
    const title = boxes().find((box) => box.dataset.key === picked)?.dataset.title;
    if (!title) return null;
    let at = text.value.startsWith(title) ? 0 : text.value.indexOf(`\n${title}`) + 1;
    if (at === 0 && !text.value.startsWith(title)) at = text.value.indexOf(title);
    return at < 0 ? null : [at, at + title.length];
  }

  function behind(scroll = false) {
    const span = place();
    const lines = text.value.split("\n");
    back.replaceChildren();
    let from = 0;
    lines.forEach((line, index) => {
      const row = document.createElement("span");
      const piece = span && span[0] >= from && span[0] <= from + line.length ? [span[0] - from, span[1] - from] : null;
      if (piece) {
        const mark = Object.assign(document.createElement("mark"), { textContent: line.slice(piece[0], piece[1]) });
        row.append(line.slice(0, piece[0]), mark, line.slice(piece[1]));
      } else row.append(line);
      if (index + 1 === wrong) row.className = "wrong";
      row.append("\n");
      back.append(row);
      from += line.length + 1;
    });
    const lit = back.querySelector("mark");
    if (lit && scroll) text.scrollTop = Math.max(0, lit.offsetTop - text.clientHeight / 3);
    back.scrollTop = text.scrollTop;
  }

  // -- picking

  function mark(scroll = "") {
    for (const part of document.querySelectorAll("#map .picked, #entries .picked")) part.classList.remove("picked");
    for (const box of boxes()) {
      if (box.dataset.key !== picked) continue;
      box.classList.add("picked");
      if (scroll && scroll !== "map") box.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    for (const tie of map.querySelectorAll("g.tie")) tie.classList.toggle("picked", tie.dataset.start === picked || tie.dataset.end === picked);
    for (const entry of entries.querySelectorAll(".entry")) entry.classList.toggle("picked", entry.dataset.key === picked);
    behind(scroll !== "" && scroll !== "text");
  }

  function pick(key, where) {
    if (key === picked) return;
    picked = key;
    mark(where);
  }

  map.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.classList.contains("grow")) {
      if (edited()) return;
      event.preventDefault();
      history.pushState(null, "", link.getAttribute("href"));
      draw();
      return;
    }
    const key = link.closest("g.box").dataset.key;
    // a first click shows it in the text, a second, or the Enter key, leads to its words in the outline
    if (event.detail && key !== picked) event.preventDefault();
    pick(key, "map");
  });
  map.addEventListener("focusin", (event) => {
    const box = event.target.closest?.("g.box");
    if (box && event.target.matches(":focus-visible")) pick(box.dataset.key, "map");
  });
  entries.addEventListener("click", (event) => {
    const entry = event.target.closest(".entry");
    if (entry && !event.target.closest("a, input, label")) pick(entry.dataset.key, "outline");
  });
  entries.addEventListener("change", () => draw());

  const caret = () => {
    const lines = text.value.slice(0, text.selectionStart).split("\n");
    const line = text.value.split("\n")[lines.length - 1];
    const known = new Map(boxes().map((box) => [box.dataset.title, box.dataset.key]));
    const titles = (words) => [...words.matchAll(/\[[^\[\]]+\]|<[^<>]+>/g)].filter((match) => known.has(match[0]));
    const here = titles(line);
    const under = here.find((match) => match.index <= lines.at(-1).length && lines.at(-1).length <= match.index + match[0].length) ?? here[0];
    if (under) pick(known.get(under[0]), "text");
  };
  for (const kind of ["click", "keyup"]) text.addEventListener(kind, caret);
  text.addEventListener("input", () => {
    behind();
    clearTimeout(waiting);
    waiting = setTimeout(draw, PAUSE);
  });
  writing.addEventListener("submit", (event) => {
    if (event.submitter?.name === "format") return; // a file is asked for
    event.preventDefault();
    clearTimeout(waiting);
    draw();
  });
  accepting.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  told.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    event.preventDefault();
    for (const box of accepting.querySelectorAll("input[name=accept]:checked")) box.checked = false;
    draw();
  });
  let shown = location.pathname + location.search;
  addEventListener("popstate", () => {
    if (shown !== location.pathname + location.search) location.reload(); // else only the place on the page has changed
  });

  // -- files: of what is written, where something is

  for (const link of document.querySelectorAll(".argument_map .take a")) {
    link.addEventListener("click", (event) => {
      const form = new URL(link.href).searchParams.get("format");
      if (form === "json" || !edited()) {
        link.search = new URLSearchParams([...state().entries(), ["of", of], ["format", form]].filter(([name], at, all) => name !== "of" || at === all.findIndex(([n]) => n === "of"))).toString();
        return;
      }
      event.preventDefault();
      const button = Object.assign(document.createElement("button"), { name: "format", value: form, hidden: true });
      writing.append(button);
      writing.requestSubmit(button);
      button.remove();
    });
  }
  const png = document.getElementById("png");
  png.hidden = false;
  png.addEventListener("click", async () => save(await painted(map.querySelector("svg")), "map.png"));
  behind();
}
