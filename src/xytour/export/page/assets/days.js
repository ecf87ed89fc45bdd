// The list of days and the map follow each other.
const items = [...document.querySelectorAll(".item")];
const follow = document.getElementById("follow");
const said = document.getElementById("said");
const dayLinks = [...document.querySelectorAll(".day-nav a")];
let current = null;
let quietUntil = 0;

const dayOf = (item) => Number(item.closest(".day").dataset.day);

function isWide() {
  return window.matchMedia("(min-width: 1000px)").matches;
}

/** Mark an item in list and map, and move the map to it if asked. */
function setCurrent(item, { moveMap }) {
  if (item === current && !moveMap) return;
  current?.classList.remove("here");
  for (const mark of marks.values()) mark.drawn.getElement().classList.remove("here");
  for (const way of ways.values()) way.parts[0].classList.remove("here");
  current = item;
  item.classList.add("here");
  marks.get(item.dataset.place)?.drawn.getElement().classList.add("here");
  ways.get(item.id)?.parts[0].classList.add("here");
  setDay(dayOf(item));
  if (moveMap) moveTo(item);
}

function moveTo(item) {
  const way = ways.get(item.id);
  const mark = marks.get(item.dataset.place);
  const animate = !calm;
  if (way) map.fitBounds(way.drawn.getBounds(), { padding: [48, 48], maxZoom: 13, animate });
  else if (mark) map.setView(mark.at, Math.max(map.getZoom(), 12), { animate });
}

function setDay(day) {
  for (const link of dayLinks) {
    if (link.dataset.day === String(day ?? "all")) {
      link.setAttribute("aria-current", "true");
      const nav = link.parentElement;
      nav.scrollTo({ left: link.offsetLeft - nav.clientWidth / 3 });
    } else link.removeAttribute("aria-current");
  }
  fade(day);
}

/** Bring an item into view without the list moving the map again. */
function reveal(item) {
  quietUntil = Date.now() + 900;
  item.scrollIntoView({ block: isWide() ? "center" : "start", behavior: calm ? "auto" : "smooth" });
}

function announce(item) {
  const name = item.querySelector("h3, .row-name");
  said.textContent = `${data.words.map}: ${name.textContent}`;
}

function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    const item = document.getElementById(button.dataset.show);
    setCurrent(item, { moveMap: true });
    setTime(item.id);
    announce(item);
  });
  for (const link of dayLinks)
    link.addEventListener("click", () => {
      const day = link.dataset.day === "all" ? null : Number(link.dataset.day);
      quietUntil = Date.now() + 1200;
      showDay(day);
      setDay(day);
    });
  // The band of the window in which an item counts as being read lies below a phone's map.
  const rootMargin = isWide() ? "-35% 0px -60% 0px" : "-62% 0px -33% 0px";
  const watcher = new IntersectionObserver(onScroll, { rootMargin });
  for (const item of items) watcher.observe(item);
}

function onScroll(entries) {
  const entered = entries.filter((entry) => entry.isIntersecting).pop();
  if (!entered || Date.now() < quietUntil) return;
  setCurrent(entered.target, { moveMap: follow.checked });
  setTime(entered.target.id);
}

function pick(placeId) {
  const item = items.find((one) => one.dataset.place === placeId && !one.classList.contains("leg")) ?? items.find((one) => one.dataset.place === placeId);
  if (!item) return;
  setCurrent(item, { moveMap: false });
  setTime(item.id);
  reveal(item);
}
