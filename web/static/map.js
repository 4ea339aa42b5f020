// A map beside a list of results. It reads the list, so it can show nothing that the list does not say.
//
// <div data-map="results" data-shapes="/places/shapes/…" data-here="38.62,-90.2" data-attribution="…" data-here-name="…"
//      data-tiles="https://…/{z}/{x}/{y}.png" hidden></div>
// <ol id="results"><li id="…" data-lat="…" data-lng="…" data-state="places" data-number="1">…<h2><a href>…
// data-shapes (GeoJSON), data-here and data-tiles may be missing. After htmx swaps the list, the map reads it again.
"use strict";

(function () {
  function pin(kind, words) {
    return L.divIcon({ className: "tr-pin tr-pin--" + kind, html: String(words), iconSize: [28, 28] });
  }

  function draw(box) {
    box.hidden = false;
    var map = L.map(box, { scrollWheelZoom: false, zoomSnap: 0.5 }).setView([39.5, -98.35], 4);
    map.attributionControl.setPrefix(false);
    if (box.dataset.attribution) map.attributionControl.addAttribution(box.dataset.attribution);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
    if (box.dataset.shapes) shapes(map, box.dataset.shapes);
    var pins = L.layerGroup().addTo(map);
    function readAgain() { read(box, map, pins); }
    readAgain();
    document.addEventListener("htmx:afterSettle", readAgain);
  }

  function shapes(map, address) {
    fetch(address).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (found) {
      if (!found) return;
      L.geoJSON(found, {
        interactive: false,
        style: { className: "tr-shape", color: "#7a8b93", weight: 1, fillColor: "#fff", fillOpacity: 0.75 }
      }).addTo(map).bringToBack();
    }, function () { /* the list says it all */ });
  }

  function read(box, map, pins) {
    var list = document.getElementById(box.dataset.map);
    pins.clearLayers();
    var bounds = [];
    if (list) list.querySelectorAll("[data-lat]").forEach(function (item) {
      var place = [Number(item.dataset.lat), Number(item.dataset.lng)];
      bounds.push(place);
      pins.addLayer(marker(item, place));
    });
    var here = (list && list.dataset.here || box.dataset.here || "").split(",").map(Number);
    if (here.length === 2 && !here.some(isNaN)) {
      bounds.push(here);
      pins.addLayer(L.marker(here, { icon: pin("here", ""), title: box.dataset.hereName, keyboard: false, interactive: false }));
    }
    if (bounds.length) map.fitBounds(bounds, { padding: [32, 32], maxZoom: 13, animate: false });
  }

  function marker(item, place) {
    var link = item.querySelector("a[href]");
    var made = L.marker(place, {
      icon: pin(item.dataset.state || "unknown", item.dataset.number || ""),
      title: link ? link.textContent.trim() : "",
      alt: link ? link.textContent.trim() : ""
    });
    function point(on) {
      item.classList.toggle("is-pointed", on);
      if (made.getElement()) made.getElement().classList.toggle("is-pointed", on);
    }
    made.on("mouseover", function () { point(true); }).on("mouseout", function () { point(false); });
    made.on("click", function () { item.scrollIntoView({ block: "center" }); if (link) link.focus({ preventScroll: true }); });
    item.addEventListener("mouseenter", function () { point(true); });
    item.addEventListener("mouseleave", function () { point(false); });
    return made;
  }

  document.querySelectorAll("[data-map]").forEach(draw);
})();
