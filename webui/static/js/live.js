// Requests that replace parts of the page: what is busy, what failed, what must survive a replacement.
const root = document.documentElement;
root.classList.add("js");

// an opened "ещё" or an opened fact stays open when the page around it is renewed
Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
  !(node.tagName === "DETAILS" && name === "open");
Idiomorph.defaults.ignoreActiveValue = true;

let running = 0;
const count = (change) => {
  running = Math.max(0, running + change);
  root.classList.toggle("busy", running > 0);
};
document.addEventListener("htmx:beforeRequest", () => count(1));
document.addEventListener("htmx:afterRequest", () => count(-1));

// a form's empty fields need not travel
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.formData;
  for (const [name, value] of [...form.entries()]) {
    if (value === "") form.delete(name);
  }
});

const trouble = document.getElementById("trouble");
let again = null;
const fail = (event, offline) => {
  const { elt, pathInfo } = event.detail;
  again = () => (elt.isConnected && elt.matches("form") ? htmx.trigger(elt, "submit") : location.assign(pathInfo.finalRequestPath));
  trouble.classList.toggle("offline", offline);
  trouble.hidden = false;
};
document.addEventListener("htmx:sendError", (event) => fail(event, true));
document.addEventListener("htmx:timeout", (event) => fail(event, true));
document.addEventListener("htmx:responseError", (event) => fail(event, false));
document.addEventListener("htmx:afterSwap", () => { trouble.hidden = true; });
trouble.addEventListener("click", (event) => {
  if (event.target.closest("[data-retry]")) { trouble.hidden = true; again?.(); }
  if (event.target.closest("[data-dismiss]")) trouble.hidden = true;
});

// the sheet's button leads back to the list, which is up to date already; closing leaves no step in the history
document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close], [data-apply]");
  if (!close || matchMedia("(width >= 1200px)").matches) return;
  event.preventDefault();
  document.activeElement?.blur();
  location.replace("#list");
});

// what lies under the open sheet can be neither reached nor read out
const narrow = matchMedia("(width < 1200px)");
let sheet = false;
function hush() {
  const open = narrow.matches && document.querySelector(".filters:target, .filters :target") !== null;
  for (const under of document.querySelectorAll("#list, .top")) under.inert = open;
  if (sheet && !open) document.getElementById("list")?.focus({ preventScroll: true });
  sheet = open;
}
for (const happens of ["load", "hashchange", "popstate"]) addEventListener(happens, hush);
document.addEventListener("htmx:afterSettle", hush);
narrow.addEventListener("change", hush);

// language and colours keep what has been opened since the page came
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-choice]");
  if (!link || link.pathname !== location.pathname) return;
  const url = new URL(location.href);
  url.searchParams.set(...link.dataset.choice.split("="));
  link.href = url.href;
});

// a card may stand in the list and in the pane at once: what was done with it shows in both
document.addEventListener("htmx:load", (event) => {
  const fresh = event.detail.elt;
  if (!fresh.matches?.(".card-acts")) return;
  for (const other of document.querySelectorAll(`.card-acts[data-acts="${fresh.dataset.acts}"]`)) {
    if (other === fresh) continue;
    other.toggleAttribute("data-hidden", fresh.hasAttribute("data-hidden"));
    for (const button of fresh.querySelectorAll("[data-act]")) {
      const twin = other.querySelector(`[data-act="${button.dataset.act}"]`);
      twin.setAttribute("aria-pressed", button.getAttribute("aria-pressed"));
      twin.classList.toggle("on", button.classList.contains("on"));
      twin.form.elements.on.value = button.form.elements.on.value;
    }
  }
});

// a menu closes by a click beside it and by Esc, which gives the focus back
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.recent[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.recent[open]");
  if (!menu) return;
  event.stopImmediatePropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});

// copying; a page that came by plain http has no clipboard of its own
function copyOldWay(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  box.className = "unseen";
  document.body.append(box);
  const before = document.activeElement;
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  before?.focus({ preventScroll: true });
  return done;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  let done = true;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    done = copyOldWay(button.dataset.copy);
  }
  if (!done) return; // no permission: the words beside the button can be selected
  button.classList.add("copied");
  const told = document.getElementById("told");
  told.textContent = told.dataset.copied;
  setTimeout(() => { button.classList.remove("copied"); told.textContent = ""; }, 1500);
});

// "К списку" leads to the list one came from
const back = document.querySelector("[data-back]");
if (back && document.referrer && new URL(document.referrer).origin === location.origin && new URL(document.referrer).pathname === "/") {
  back.href = document.referrer;
}
