// A job's page follows the work: by server-sent events, or by asking again where there is no place for them.

const section = /** @type {HTMLElement | null} */ (document.querySelector(".work[data-job]"));
const state = section?.dataset.state;

if (section && (state === "queued" || state === "working")) follow(section, `/jobs/${section.dataset.job}`);

/**
 * @param {HTMLElement} section
 * @param {string} path
 */
function follow(section, path) {
  const words = /** @type {HTMLElement} */ (section.querySelector("[data-words]"));
  const bar = /** @type {HTMLProgressElement} */ (section.querySelector("progress"));
  const head = /** @type {HTMLElement} */ (section.querySelector("h2"));

  /** @param {{state: string, step: number, steps: number, words: string, finished: boolean}} told */
  const show = (told) => {
    if (told.finished) {
      source?.close();
      location.reload(); // the page itself says what came of it
      return;
    }
    head.textContent = told.state === "working" ? "At work" : "Waiting";
    if (told.words && words.textContent !== told.words) words.textContent = told.words;
    if (told.steps) {
      bar.max = told.steps;
      bar.value = told.step;
    }
  };

  const source = "EventSource" in window ? new EventSource(`${path}/events`) : null;
  const ask = async () => {
    try {
      const answer = await fetch(`${path}?format=json`, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // the server may be starting again: the next try tells
    }
    setTimeout(ask, 1500);
  };
  if (!source) ask();
  else {
    source.onmessage = (event) => show(JSON.parse(event.data));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) ask(); // refused: too many listen
    };
  }
}
