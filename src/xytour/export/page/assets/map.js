// The map: roads of the country, the days' ways, the places; without tiles unless asked for.
const data = JSON.parse(document.getElementById("data").textContent);
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const hue = (day) => `hue-${day % 7}`;

const map = L.map("map", { zoomSnap: 0.25, zoomDelta: 0.75, minZoom: 5, maxZoom: 16, zoomControl: false });
L.control.zoom({ position: "topright" }).addTo(map);
L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
map.attributionControl.setPrefix('<a href="https://leafletjs.com" target="_blank" rel="noopener noreferrer">Leaflet</a>');
map.createPane("country").style.zIndex = 300;
map.createPane("names").style.zIndex = 450;

function plainText(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

// Leaflet takes attributions as markup; ours are text.
map.attributionControl.addAttribution(plainText(data.tiles ? data.tiles.attribution : data.words.note).innerHTML);
if (data.tiles) L.tileLayer(data.tiles.url, { maxZoom: 18 }).addTo(map);

function line(at, className, pane) {
  return L.polyline(at, { className, pane, interactive: false, smoothFactor: 0, noClip: false });
}

function drawCountry() {
  if (data.tiles) return;
  const cased = new Set(["motorway", "main", "minor"]);
  const order = ["path", "cable", "ferry", "minor", "main", "motorway", "rail"];
  const roads = [...data.roads].sort((a, b) => order.indexOf(a.sort) - order.indexOf(b.sort));
  for (const road of roads) if (cased.has(road.sort)) line(road.at, "road casing", "country").addTo(map);
  for (const road of roads) {
    line(road.at, `road ${road.sort}`, "country").addTo(map);
    if (road.sort === "rail") line(road.at, "road sleepers", "country").addTo(map);
  }
}

const ways = new Map();
function drawWays() {
  const halos = data.ways.map((way) => line(way.at, "way-halo").addTo(map));
  data.ways.forEach((way, i) => {
    const drawn = line(way.at, `way ${hue(way.day)}`).addTo(map);
    ways.set(way.id, { ...way, drawn, parts: [drawn.getElement(), halos[i].getElement()] });
  });
}

const MARK_ICONS = { stay: "bed-double", meal: "utensils", end: "navigation", appointment: "calendar-check" };
function markIcon(mark) {
  const face = document.createElement("span");
  if (mark.n) face.textContent = mark.n;
  else face.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#i-${MARK_ICONS[mark.sort]}"/></svg>`;
  const size = mark.n ? 30 : 24;
  const className = `mark ${hue(mark.day)} ${mark.n ? "" : "small"}`;
  return L.divIcon({ html: face, className, iconSize: [size, size] });
}

const marks = new Map();
function drawMarks(onPick) {
  for (const mark of data.marks) {
    // Not in the order of focus: every place has its button in the list of days.
    const drawn = L.marker(mark.at, { icon: markIcon(mark), keyboard: false, zIndexOffset: mark.n ? 500 : 0 });
    drawn.bindTooltip(plainText(mark.name), { direction: "top", offset: [0, -14] });
    drawn.on("click", () => onPick(mark.id));
    drawn.addTo(map);
    drawn.getElement().dataset.mark = mark.id;
    marks.set(mark.id, { ...mark, drawn });
  }
}

/** Show a day, or with null the whole trip; ways from afar run off the map. */
function showDay(day, animate = !calm) {
  const frame = data.frames[day === null ? 0 : day + 1];
  if (frame) map.fitBounds(frame, { padding: [36, 36], maxZoom: 13, animate });
  fade(day);
}

function fade(day) {
  for (const way of ways.values())
    for (const part of way.parts) part.classList.toggle("faded", day !== null && way.day !== day);
}
