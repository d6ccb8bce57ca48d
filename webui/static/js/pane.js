// The reading pane: a card opens beside the list where there is room, and as a page elsewhere.
const wide = matchMedia("(width >= 1200px)");
const SEEN = "voronka-seen";
const KEPT = 3000;

const seen = new Set(read());
function read() {
  try { return JSON.parse(localStorage.getItem(SEEN) ?? "[]"); } catch { return []; }
}
function note(id) {
  if (!id || seen.has(id)) return;
  seen.add(id);
  try { localStorage.setItem(SEEN, JSON.stringify([...seen].slice(-KEPT))); } catch { /* storage is off: nothing is dimmed */ }
}

const desk = () => document.querySelector("#page.desk");
const cards = () => [...document.querySelectorAll(".card[data-id]")];

function mark() {
  const open = document.querySelector("#pane [data-listing]")?.dataset.listing;
  const shown = wide.matches && !desk()?.classList.contains("no-pane") ? open : undefined;
  for (const card of cards()) {
    const current = card.dataset.id === shown;
    card.toggleAttribute("data-current", current);
    card.querySelector("[data-card]").toggleAttribute("aria-current", current);
    card.classList.toggle("seen", (seen.has(card.dataset.id) || card.querySelector("[data-seen]") !== null) && !current);
  }
}

function address(open) {
  const url = new URL(location.href);
  url.searchParams.set("open", open);
  history.replaceState(history.state, "", url);
  // what the forms send next must say the same
  for (const form of document.querySelectorAll("form.box, .filters form")) {
    form.querySelector("input[name=open]")?.remove();
    if (open !== "0") continue;
    form.insertAdjacentHTML("beforeend", '<input type="hidden" name="open" value="0">');
  }
}

let last = 0;
async function open(id) {
  const turn = ++last;
  note(id);
  address(id);
  await htmx.ajax("GET", `/listing/${id}?pane`, { target: "#pane", swap: "innerHTML" });
  if (turn !== last) return;
  desk()?.classList.remove("no-pane");
  document.getElementById("pane").scrollTop = 0;
  mark();
}

function close() {
  if (!desk() || desk().classList.contains("no-pane")) return false;
  desk().classList.add("no-pane");
  address("0");
  mark();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // a click on a card's small print is a click on the card, unless it ends a selection
  const card = event.target.closest("a, button, label, input") || String(getSelection()) ? null : event.target.closest(".card");
  const link = event.target.closest("a[data-card]") ?? card?.querySelector("a[data-card]");
  if (link) {
    const id = link.pathname.split("/").pop();
    note(id);
    if (!wide.matches || !desk()) {
      if (card) location.assign(link.href);
      return;
    }
    event.preventDefault();
    open(id);
  }
  if (event.target.closest("[data-close-pane]") && close()) event.preventDefault();
});

// keys.js asks through these
document.addEventListener("voronka:open", (event) => open(event.detail));
document.addEventListener("voronka:close", (event) => { if (close()) event.preventDefault(); });

let shownId = null;
function renewed() {
  const id = document.querySelector("#pane [data-listing]")?.dataset.listing ?? null;
  if (id !== shownId) {
    const pane = document.getElementById("pane");
    if (pane) pane.scrollTop = 0;
  }
  shownId = id;
  mark();
}
document.addEventListener("htmx:afterSettle", renewed);
wide.addEventListener("change", mark);
const page = document.querySelector(".sheet [data-listing]");
if (page) note(page.dataset.listing);
renewed();
