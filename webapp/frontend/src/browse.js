import { keep } from "./shared/address.js";
window.addEventListener("popstate", () => location.reload());
export { keep };
