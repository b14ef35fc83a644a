/** Addresses: the state of a page is its address. */

/**
 * Put a state into the address, as a new entry of the history or in place of the last.
 * @param {URLSearchParams} state
 * @param {boolean} [anew] whether "back" returns to the state before
 */
export function keep(state, anew = true) {
  const query = state.toString();
  const address = location.pathname + (query ? `?${query}` : "");
  if (address === location.pathname + location.search) return;
  history[anew ? "pushState" : "replaceState"](null, "", address);
}
