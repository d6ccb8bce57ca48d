// The keyboard: / j k Enter Esc s x ?
const OFF = "voronka-keys-off";
const root = document.documentElement;
// letters can be switched off: who speaks to the computer would set them off by words
try { root.classList.toggle("no-keys", localStorage.getItem(OFF) === "1"); } catch { /* storage is off: they stay on */ }
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keys]");
  if (!button) return;
  const off = root.classList.toggle("no-keys", button.dataset.keys === "off");
  try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* holds until the page is left */ }
  button.parentElement.querySelector(`[data-keys="${off ? "on" : "off"}"]`).focus();
});

const cards = () => [...document.querySelectorAll(".card[data-id]")];
const paneIsOpen = () => matchMedia("(width >= 1200px)").matches && document.querySelector("#page.desk:not(.no-pane) #pane [data-listing]");
let timer = 0;

function move(step) {
  const all = cards();
  if (!all.length) return;
  const focused = document.activeElement?.closest?.(".card");
  const current = focused ?? document.querySelector(".card[data-current]");
  const from = current ? all.indexOf(current) : step > 0 ? -1 : all.length;
  const card = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  card.querySelector("[data-card]").focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  if (!paneIsOpen()) return;
  // someone who runs through the list does not load every card on the way
  clearTimeout(timer);
  timer = setTimeout(() => document.dispatchEvent(new CustomEvent("voronka:open", { detail: card.dataset.id })), 120);
}

function press(act) {
  const card = document.activeElement?.closest?.(".card") ?? document.querySelector(".card[data-current]") ?? document.querySelector(".sheet .listing");
  card?.querySelector(`[data-act="${act}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  const dialog = document.getElementById("keys");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (event.key === "Escape" && !dialog.open) {
    if (typing) { typing.blur(); return; }
    if (document.querySelector(".filters:target, .filters :target") && !matchMedia("(width >= 1200px)").matches) { location.replace("#list"); return; }
    document.dispatchEvent(new CustomEvent("voronka:close", { cancelable: true }));
    return;
  }
  if (typing || dialog.open || (root.classList.contains("no-keys") && event.key !== "Enter")) return;
  // the letters' places, whatever the layout: on a Russian keyboard j is "о", k is "л", / is "." and ? is ","
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) { event.preventDefault(); dialog.showModal(); }
  else if (event.key === "/" || event.code === "Slash") { event.preventDefault(); box.focus(); box.select(); }
  else if (event.code === "KeyJ") move(1);
  else if (event.code === "KeyK") move(-1);
  else if (event.code === "KeyS") press("starred");
  else if (event.code === "KeyX") press("hidden");
  else if (event.key === "Enter") {
    const card = document.activeElement?.closest?.(".card");
    // what is open beside the list already opens whole
    if (card?.hasAttribute("data-current")) { event.preventDefault(); location.assign(card.querySelector("[data-card]").href); }
  }
});
