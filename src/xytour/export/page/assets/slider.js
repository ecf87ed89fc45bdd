// The slider runs through the waking hours of the trip; a dot on the map shows where one is.
const scrub = document.getElementById("scrub");
const scrubText = document.getElementById("scrub-text");
let dot = null;

let length = 0;
const moments = data.times.map((moment) => {
  const begins = length;
  length += moment.to - moment.from;
  return { ...moment, begins };
});

function clock(minutes) {
  const pad = (number) => String(number).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(Math.floor(minutes % 60))}`;
}

function momentAt(value) {
  // Not findLast: the browsers inside messengers are often some years old.
  return moments.filter((moment) => moment.begins <= value).pop() ?? moments[0];
}

/** Where one is on a line after a share of it, by its length. */
function along(points, share) {
  const steps = points.slice(1).map((point, i) => map.distance(points[i], point));
  let rest = share * steps.reduce((sum, step) => sum + step, 0);
  for (const [i, step] of steps.entries()) {
    if (rest <= step && step > 0) {
      const [a, b] = [points[i], points[i + 1]];
      return [0, 1].map((k) => a[k] + ((b[k] - a[k]) * rest) / step);
    }
    rest -= step;
  }
  return points[points.length - 1];
}

function placeAt(moment, value) {
  const way = ways.get(moment.id);
  if (way) return along(way.at, (value - moment.begins) / Math.max(1, moment.to - moment.from));
  return marks.get(moment.place)?.at;
}

function tell(wanted) {
  const value = Math.min(wanted, length);
  const moment = momentAt(value);
  const name = document.getElementById(moment.id).querySelector("h3, .row-name").textContent;
  const text = `${data.dates[moment.day]} ${clock(moment.from + value - moment.begins)} · ${name}`;
  scrubText.textContent = text;
  scrub.setAttribute("aria-valuetext", text);
  const at = placeAt(moment, value);
  if (!at) return moment;
  if (!dot) {
    const icon = L.divIcon({ className: "you", iconSize: [16, 16] });
    dot = L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: 9000 }).addTo(map);
  }
  dot.setLatLng(at);
  return moment;
}

/** Move the slider to where an item begins. */
function setTime(itemId) {
  const moment = moments.find((one) => one.id === itemId);
  if (!moment) return;
  scrub.value = moment.begins;
  tell(moment.begins);
}

function startSlider() {
  if (!moments.length) return;
  scrub.max = Math.ceil(length / scrub.step) * scrub.step;
  scrub.parentElement.hidden = false;
  scrub.addEventListener("input", () => {
    const moment = tell(Number(scrub.value));
    const item = document.getElementById(moment.id);
    if (item !== current) {
      setCurrent(item, { moveMap: false });
      reveal(item);
    }
    const at = dot?.getLatLng();
    if (at && !map.getBounds().pad(-0.15).contains(at)) map.panTo(at, { animate: !calm });
  });
}
