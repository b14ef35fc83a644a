// The editor and result views of YASGUI over this host's endpoint. Without this the page has a plain form.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./shared/sparql-page.css";
import { GraphView, here } from "./shared/sparql-graph.js";

const form = document.querySelector("form.asker");
const textarea = form?.querySelector("textarea");

if (form && textarea) {
  const stored = Boolean(new URLSearchParams(location.search).get("query"));
  // completion of properties and classes would ask other hosts; our own terms are completed from the page instead
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const terms = (form.dataset.terms ?? "").split(" ").filter(Boolean);
  Yasgui.Yasqe.registerAutocompleter(
    {
      name: "doxograph",
      persistenceId: null,
      bulk: true,
      autoShow: true,
      get: () => terms,
      isValidCompletionPosition: (yasqe) => /^[a-z]+:[A-Za-z]*$/.test(yasqe.getCompleteToken().string),
      preProcessToken: (yasqe, token) => ({ ...token, autocompletionString: token.string }),
      postProcessSuggestion: (yasqe, token, suggestion) => suggestion,
    },
    true,
  );
  Yasgui.Yasr.registerPlugin("graph", GraphView);
  const prefixes = JSON.parse(form.dataset.prefixes ?? "{}");
  // the endpoint knows these prefixes; the editor wants to see those that are used
  const declared = (query) => {
    const used = Object.keys(prefixes).filter((name) => new RegExp(`(^|[^\\w:<])${name}:`, "m").test(query));
    const missing = used.filter((name) => !new RegExp(`prefix\\s+${name}:`, "i").test(query));
    return missing.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("") + query;
  };

  const place = document.createElement("div");
  place.className = "yasgui-place";
  form.before(place);
  form.hidden = true;

  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST", acceptHeaderGraph: "text/turtle,*/*;q=0.5" },
    endpointCatalogueOptions: { getData: () => [], renderItem: () => undefined },
    persistenceId: null,
    populateFromUrl: false,
    autofocus: false,
    tabName: "Query",
    yasqe: { value: declared(textarea.value), createShareableLink: null, showQueryButton: true },
    yasr: { pluginOrder: ["table", "graph", "response"], defaultPlugin: "table", prefixes, persistenceId: null },
  });

  const editor = () => yasgui.getTab().getYasqe();
  editor().setValue(declared(textarea.value));
  const label = (element, words) => element?.setAttribute("aria-label", words);
  const name = () => {
    for (const field of place.querySelectorAll(".CodeMirror textarea")) label(field, "Query");
    label(place.querySelector(".yasqe_queryButton"), "Run the query");
    label(place.querySelector(".addTab"), "Another query");
    // Tab leads on: whoever has no mouse would else never leave the editor
    editor().setOption("extraKeys", { ...editor().getOption("extraKeys"), Tab: false, "Shift-Tab": false });
    if (!place.querySelector(".tabs-owner")) {
      // the list of tabs holds a button besides, which no list of tabs may: one that owns the tabs alone stands for it
      const owner = document.createElement("div");
      owner.className = "tabs-owner";
      owner.setAttribute("role", "tablist");
      label(owner, "Queries");
      place.querySelector(".tabsList").before(owner);
    }
    place.querySelector(".tabsList").setAttribute("role", "presentation");
    const tabs = [...place.querySelectorAll(".tabsList [role=tab]")].map((tab) => tab.id);
    place.querySelector(".tabs-owner").setAttribute("aria-owns", tabs.join(" "));
  };
  name();
  // what the graph names is answered for here, wherever its IRIs point
  new MutationObserver(() => {
    for (const head of place.querySelectorAll(".yasr th .dt-column-title:empty")) head.innerHTML = '<span class="unseen">row</span>';
    label(place.querySelector(".yasr select.tableSizer:not([aria-label])"), "Rows a page");
    for (const link of place.querySelectorAll(".yasr a[href]")) {
      const local = here(link.getAttribute("href"));
      if (local !== link.getAttribute("href")) {
        link.setAttribute("href", local);
        link.removeAttribute("target");
      }
    }
  }).observe(place, { childList: true, subtree: true });
  for (const change of ["tabAdd", "tabClose", "tabSelect"]) yasgui.on(change, () => setTimeout(name, 0));
  // the address keeps the query that was asked, so that it can be sent
  yasgui.on("query", () => history.replaceState(null, "", `/sparql?query=${encodeURIComponent(editor().getValue())}`));

  for (const link of document.querySelectorAll("a[data-query]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      editor().setValue(declared(link.dataset.query));
      editor().query();
      place.scrollIntoView({ block: "start" });
    });
  }
  if (stored) {
    document.querySelector("section[aria-labelledby='result']")?.remove();
    editor().query();
  }
}
