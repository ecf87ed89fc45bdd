// Everything in its order.
map.setView([0, 0], 5);
startSlider();
map.invalidateSize({ animate: false });
showDay(null, false);
drawCountry();
drawWays();
drawMarks(pick);
drawNames();
listen();
if (moments.length) tell(0);
document.documentElement.dataset.ready = "true";

// Paper has another size: the map is set for it before the browser lays the page out.
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  map.invalidateSize({ animate: false });
  showDay(null, false);
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  map.invalidateSize({ animate: false });
});
