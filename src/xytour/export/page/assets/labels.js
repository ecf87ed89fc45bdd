// Names on the map: the trip's own first, then towns; one that would cover another is hidden.
const LEAST_ZOOM = [0, 9.5, 11];
const names = [];

function addName(text, at, className, rank, gap) {
  const icon = L.divIcon({ html: plainText(text), className: `name ${className}`, iconAnchor: [-gap, 8] });
  const drawn = L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
  const element = drawn.getElement();
  element.setAttribute("aria-hidden", "true");
  names.push({ at, element, rank, gap, width: 0, height: 0 });
}

function drawNames() {
  for (const mark of data.marks) addName(mark.name, mark.at, "mine", mark.n ? -2 : -1, 18);
  if (!data.tiles) for (const label of data.labels) addName(label.name, label.at, `rank-${label.rank}`, label.rank, 8);
  names.sort((a, b) => a.rank - b.rank);
  for (const name of names) {
    name.width = name.element.offsetWidth;
    name.height = name.element.offsetHeight;
  }
  map.on("zoomend moveend resize", placeNames);
  placeNames();
}

function placeNames() {
  const zoom = map.getZoom();
  const taken = data.marks.map((mark) => {
    const { x, y } = map.latLngToContainerPoint(mark.at);
    return [x - 14, y - 14, x + 14, y + 14];
  });
  const { x: width } = map.getSize();
  const fits = (box) => box[0] > 2 && box[2] < width - 2 && isFree(box, taken);
  taken.push([width - 50, 0, width, 80]); // the buttons to zoom
  for (const name of names) {
    const { x, y } = map.latLngToContainerPoint(name.at);
    const far = name.rank > 0 && zoom < LEAST_ZOOM[name.rank];
    // To the right of its point, else to the left.
    const side = [name.gap, -name.gap - name.width].find((left) => !far && fits(boxAt(x + left, y, name)));
    name.element.classList.toggle("off", side === undefined);
    name.element.classList.toggle("left", side < 0);
    if (side === undefined) continue;
    name.element.style.marginLeft = `${side}px`;
    taken.push(boxAt(x + side, y, name));
  }
}

function boxAt(left, y, name) {
  return [left, y - 8, left + name.width, y - 8 + name.height];
}

function isFree(box, taken) {
  return !taken.some((other) => overlap(box, other));
}

function overlap(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
