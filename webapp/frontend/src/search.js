// Suggestions as one types, in every search form and every field for a name (`data-names`): an ARIA combobox with a list box (WAI-ARIA
// Authoring Practices, "list autocomplete with manual selection"). Without this script the forms do when they are sent, as before.

/** @typedef {{label: string, name: string, type: string, path: string, statements: number}} Suggestion */

const PAUSE = 90; // milliseconds after a key before the server is asked
let count = 0;

for (const form of document.querySelectorAll('form[role="search"]')) {
  const input = form.querySelector('input[type="search"]');
  if (input instanceof HTMLInputElement) combine(input, (one) => location.assign(one.path));
}

for (const input of document.querySelectorAll("input[data-names]")) named(/** @type {HTMLInputElement} */ (input));
// the graph browser puts new ones into the page
document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.dataset.names === undefined || target.getAttribute("role") === "combobox") return;
  named(target);
  target.focus(); // it was put into another element
});

/** A field for a name takes the one that is chosen; where it is all that its form asks for, that is sent. @param {HTMLInputElement} input */
function named(input) {
  input.removeAttribute("list"); // the browser's own list would stand over this one
  input.autocomplete = "off";
  combine(input, (one) => {
    input.value = one.label;
    if (input.dataset.names === "send") input.form?.requestSubmit();
  });
}

/** @param {HTMLInputElement} input @param {(one: Suggestion) => void} take */
function combine(input, take) {
  const id = `suggestions-${++count}`;
  const list = document.createElement("ul");
  list.id = id;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names that fit");
  const told = document.createElement("span");
  told.className = "unseen";
  told.setAttribute("role", "status");
  const holder = document.createElement("span");
  holder.className = "combined";
  input.before(holder);
  holder.append(input, list, told);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");

  /** @type {Suggestion[]} */
  let shown = [];
  let chosen = -1;
  let waiting = 0;
  /** @type {AbortController | undefined} */
  let asked;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  /** @param {number} at */
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${id}-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  const draw = () => {
    list.replaceChildren(
      ...shown.map((one, at) => {
        const option = document.createElement("li");
        option.id = `${id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = one.label;
        const more = document.createElement("span");
        more.className = "aside";
        more.textContent = one.name === one.label ? one.type : `${one.type}, also “${one.name}”`;
        option.append(name, " ", more);
        option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
        option.addEventListener("click", () => {
          close();
          take(one);
        });
        return option;
      }),
    );
    choose(-1);
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    told.textContent = shown.length === 0 ? "" : `${shown.length} ${shown.length === 1 ? "name fits" : "names fit"}. Arrow keys choose one.`;
  };

  const ask = async () => {
    asked?.abort();
    const words = input.value.trim();
    if (words.length < 2) {
      shown = [];
      draw();
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (!answer.ok) return;
      shown = await answer.json();
      if (document.activeElement === input) draw();
    } catch (problem) {
      if (!(problem instanceof DOMException)) close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && shown.length > 0) {
      event.preventDefault();
      if (list.hidden) draw();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = shown.length + 1; // one of them is the field itself
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
      event.preventDefault();
      const one = shown[chosen];
      close();
      take(one);
    }
  });
}
