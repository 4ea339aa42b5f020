// The page of gaps with a script: what the pointer or the keyboard is on is said beneath the picture, and the same
// areas can be moved and zoomed (Leaflet, fetched when somebody asks for it). Nothing here knows more than the page.
"use strict";

(function () {
  function begin(figure) {
    var said = figure.querySelector(".tr-gap-said");
    var usual = said.textContent;
    function tell(event) {
      var shape = event.target.closest("svg.tr-gap-map path");
      var link = event.target.closest("svg.tr-gap-map a");
      var title = (link || shape) && (link || shape.parentNode).querySelector("title") || shape && shape.querySelector("title");
      said.textContent = title ? title.textContent : usual;
    }
    figure.addEventListener("mouseover", tell);
    figure.addEventListener("focusin", tell);
    figure.addEventListener("mouseleave", function () { said.textContent = usual; });
    var button = figure.querySelector("[data-gap-move]");
    var words = button.querySelector("span").textContent;
    var map = null;
    button.hidden = false;
    button.addEventListener("click", function () {
      var moving = !figure.classList.contains("is-moving");
      if (!moving) return turn(false);
      fetchLeaflet(figure.dataset).then(function () { turn(true); }, function () { button.hidden = true; });
    });
    function turn(moving) {
      var canvas = figure.querySelector(".tr-gap-moving");
      figure.classList.toggle("is-moving", moving);
      canvas.hidden = !moving;
      figure.querySelector(".tr-gap-picture").inert = moving;
      button.querySelector("span").textContent = moving ? button.dataset.back : words;
      if (moving && !map) map = draw(figure, canvas, function (text) { said.textContent = text || usual; });
    }
  }

  function fetchLeaflet(addresses) {
    if (window.L) return Promise.resolve();
    var style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = addresses.style;
    var script = document.createElement("script");
    script.src = addresses.script;
    return Promise.all([style, script].map(function (part) {
      return new Promise(function (resolve, reject) { part.onload = resolve; part.onerror = reject; document.head.append(part); });
    }));
  }

  function draw(figure, canvas, tell) {
    var map = L.map(canvas, { scrollWheelZoom: false, zoomSnap: 0.25, zoomControl: false }).setView([39.5, -98.35], 4);
    L.control.zoom({ zoomInTitle: figure.dataset.zoomIn, zoomOutTitle: figure.dataset.zoomOut }).addTo(map);
    map.attributionControl.setPrefix(false).addAttribution(figure.dataset.attribution);
    var names = L.layerGroup().addTo(map);
    fetch(figure.dataset.gapMap).then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); }).then(function (found) {
      var areas = L.geoJSON(found, {
        style: function (one) { return { fillColor: one.properties.fill, fillOpacity: 1, color: "#5c6b72", weight: 1 }; },
        onEachFeature: function (one, layer) { speak(one.properties, layer, tell); }
      }).addTo(map);
      map.fitBounds(areas.getBounds(), { animate: false, padding: [8, 8] });
      map.on("zoomend", function () { name(map, names, areas); });
      name(map, names, areas);
      canvas.dataset.ready = "yes";
    }, function () { /* the picture says it all */ });
    return map;
  }

  function speak(says, layer, tell) {
    var words = document.createElement("span");
    words.textContent = says.words;
    layer.bindTooltip(words, { sticky: true });
    layer.on("mouseover", function () { layer.setStyle({ weight: 3, color: "#17262e" }).bringToFront(); tell(says.words); });
    layer.on("mouseout", function () { layer.setStyle({ weight: 1, color: "#5c6b72" }); tell(""); });
    if (says.href) layer.on("click", function () { window.location.assign(says.href); });
  }

  // Name and number in the areas that are wide enough as the map is zoomed now.
  function name(map, names, areas) {
    names.clearLayers();
    areas.eachLayer(function (layer) {
      var says = layer.feature.properties;
      var box = layer.getBounds();
      var wide = map.latLngToContainerPoint(box.getSouthEast()).x - map.latLngToContainerPoint(box.getNorthWest()).x;
      if (wide < says.name.length * 9) return;
      var words = document.createElement("span");
      var small = document.createElement("small");
      small.textContent = says.name;
      words.append(small, says.value);
      var icon = L.divIcon({ className: "tr-gap-moving__words" + (says.is_dark ? " tr-gap-moving__words--dark" : ""), html: words, iconSize: [0, 0] });
      names.addLayer(L.marker([says.at[1], says.at[0]], { icon: icon, interactive: false, keyboard: false }));
    });
  }

  document.querySelectorAll("[data-gap-map]").forEach(begin);
})();
