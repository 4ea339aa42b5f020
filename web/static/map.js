// A map beside a list of results (parts/map.html). It reads the list, so it can show nothing that the list does not say.
// Leaflet is fetched only when the map is opened: at once on a wide screen, on a phone when somebody asks for it.
"use strict";

(function () {
  function begin(box) {
    var begun = false;
    function open() {
      if (!box.open || begun) return;
      begun = true;
      fetchLeaflet(box.dataset).then(function () { draw(box, box.querySelector(".tr-map")); }, function () { box.hidden = true; });
    }
    box.hidden = false;
    box.addEventListener("toggle", open);
    box.open = window.matchMedia("(min-width: 60em)").matches;
    open();
  }

  function fetchLeaflet(addresses) {
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = addresses.style;
    var script = document.createElement("script");
    script.src = addresses.script;
    function arrived(part) {
      return new Promise(function (resolve, reject) { part.onload = resolve; part.onerror = reject; document.head.append(part); });
    }
    return window.L ? Promise.resolve() : Promise.all([arrived(style), arrived(script)]);
  }

  function draw(box, canvas) {
    var map = L.map(canvas, { scrollWheelZoom: false, zoomSnap: 0.5, zoomControl: false }).setView([39.5, -98.35], 4);
    L.control.zoom({ zoomInTitle: canvas.dataset.zoomIn, zoomOutTitle: canvas.dataset.zoomOut }).addTo(map);
    map.attributionControl.setPrefix(false);
    if (box.dataset.attribution) map.attributionControl.addAttribution(box.dataset.attribution);
    if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
    var pins = L.layerGroup().addTo(map);
    var ground = { address: "", layer: L.layerGroup().addTo(map), names: L.layerGroup().addTo(map), county: caption(map), map: map, said: [] };
    map.on("zoomend", function () { name(ground); });
    function readAgain() { shapes(box, ground); read(box, map, pins); }
    readAgain();
    document.addEventListener("htmx:afterSettle", readAgain);
    box.addEventListener("toggle", function () { map.invalidateSize(); pins.fitted = ""; readAgain(); });
  }

  // The counties around; the list may move to another place while the map is open.
  function shapes(box, ground) {
    var list = document.getElementById(box.dataset.map);
    var address = list && list.dataset.shapes || box.dataset.shapes;
    if (!address || address === ground.address) return;
    ground.address = address;
    fetch(address).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (found) {
      if (!found || address !== ground.address) return;
      ground.layer.clearLayers();
      ground.layer.addLayer(L.geoJSON(found, {
        interactive: false,
        filter: function (part) { return part.geometry.type !== "Point"; },
        style: function (part) { return { className: "tr-map__county" + (part.properties.is_here ? " tr-map__county--here" : "") }; }
      }));
      ground.layer.eachLayer(function (all) { all.eachLayer(function (one) { if (one.feature.properties.is_here) one.bringToFront(); }); });
      ground.said = found.features.filter(function (part) { return part.geometry.type === "Point"; });
      var here = found.features.filter(function (part) { return part.properties.is_here; })[0];
      ground.county.textContent = here ? here.properties.name : "";
      name(ground);
    }, function () { /* the list says it all */ });
  }

  // Names of counties and towns that have room on a map so close; the list says where each result is.
  function name(ground) {
    var zoom = ground.map.getZoom();
    ground.names.clearLayers();
    ground.said.forEach(function (part) {
      var says = part.properties;
      if (says.zoom > zoom || says.kind === "county" && zoom > 10) return;
      var words = document.createElement("span");
      words.textContent = says.name;
      var icon = L.divIcon({ className: "tr-map__name tr-map__name--" + says.kind, html: words, iconSize: [0, 0] });
      ground.names.addLayer(L.marker(part.geometry.coordinates.slice().reverse(), { icon: icon, interactive: false, keyboard: false, zIndexOffset: -10000 }));
    });
  }

  // The county searched in, in the corner: inside it there is no border to see.
  function caption(map) {
    var corner = L.control({ position: "bottomleft" });
    var words = L.DomUtil.create("p", "tr-map__caption");
    corner.onAdd = function () { return words; };
    corner.addTo(map);
    return words;
  }

  function pin(kind, words) {
    return L.divIcon({ className: "tr-pin tr-pin--" + kind, html: String(Number(words) || ""), iconSize: kind === "here" ? [20, 20] : [28, 28] });
  }

  function read(box, map, pins) {
    var list = document.getElementById(box.dataset.map);
    var bounds = [];
    pins.clearLayers();
    if (list) list.querySelectorAll("[data-lat]").forEach(function (item) {
      var place = [Number(item.dataset.lat), Number(item.dataset.lng)];
      bounds.push(place);
      pins.addLayer(marker(item, place));
    });
    var here = (list && list.dataset.here || box.dataset.here || "").split(",").map(parseFloat);
    if (here.length === 2 && !here.some(isNaN)) {
      bounds.push(here);
      pins.addLayer(L.marker(here, { icon: pin("here", ""), title: box.dataset.hereName, alt: box.dataset.hereName, keyboard: false }));
    }
    if (!bounds.length || String(bounds) === pins.fitted) return; // a press on a card leaves the map where somebody moved it
    pins.fitted = String(bounds);
    map.fitBounds(bounds, { paddingTopLeft: [56, 32], paddingBottomRight: [32, 56], maxZoom: 12, animate: false });
  }

  function marker(item, place) {
    var link = item.querySelector("a[href]");
    var name = link ? link.textContent.trim() : "";
    var made = L.marker(place, { icon: pin(item.dataset.state || "unknown", item.dataset.number), title: name, alt: name });
    function point(on) {
      item.classList.toggle("is-pointed", on);
      if (made.getElement()) made.getElement().classList.toggle("is-pointed", on);
    }
    made.on("add", function () { made.getElement().setAttribute("aria-label", name); });
    made.on("mouseover", function () { point(true); }).on("mouseout", function () { point(false); });
    made.on("click", function () { item.scrollIntoView({ block: "center" }); if (link) link.focus({ preventScroll: true }); });
    item.addEventListener("mouseenter", function () { point(true); });
    item.addEventListener("mouseleave", function () { point(false); });
    return made;
  }

  document.querySelectorAll("[data-map]").forEach(begin);
})();
