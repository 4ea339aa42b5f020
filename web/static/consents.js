// Reading a consent aloud, and signing it with a finger or mouse. Without it, people type, use paper or a witness.
"use strict";

(function () {
  // "Read it aloud": the browser's own voice reads the text in its language.
  document.querySelectorAll("[data-read-aloud]").forEach(function (button) {
    if (!("speechSynthesis" in window)) return;
    var text = document.getElementById(button.dataset.readAloud);
    var label = button.querySelector("span");
    var start = label.textContent;
    var reading = false;
    button.hidden = false;
    window.addEventListener("pagehide", function () { speechSynthesis.cancel(); });
    function stopped() { reading = false; label.textContent = start; }
    button.addEventListener("click", function () {
      speechSynthesis.cancel();
      if (reading) { stopped(); return; }
      var parts = Array.from(text.querySelectorAll("h3, p, li"));
      parts.forEach(function (part, number) {
        var words = part.cloneNode(true);
        words.querySelectorAll(".tr-cited").forEach(function (cited) { cited.remove(); }); // for lawyers' eyes, not for the ear
        var said = new SpeechSynthesisUtterance(words.textContent);
        said.lang = text.lang === "es" ? "es-US" : "en-US";
        said.rate = 0.95;
        if (number === parts.length - 1) said.onend = stopped;
        speechSynthesis.speak(said);
      });
      reading = true;
      label.textContent = button.dataset.stop;
    });
  });

  // Only what belongs to the chosen way of signing is shown.
  var form = document.querySelector("[data-signing]");
  if (!form) return;
  function showWay() {
    var chosen = form.querySelector("[name=way]:checked");
    form.querySelectorAll("[data-way]").forEach(function (part) {
      part.hidden = !chosen || part.dataset.way !== chosen.value;
    });
  }
  form.querySelectorAll("[name=way]").forEach(function (way) { way.addEventListener("change", showWay); });
  showWay();

  // The signature is kept as lines, not as a picture: "M x y L x y …" on a paper of 600 by 200.
  var canvas = form.querySelector("[data-signature]");
  var field = form.elements[canvas.dataset.signature];
  var clear = form.querySelector("[data-clear-signature]");
  var pen = canvas.getContext("2d");
  var lines = [];
  var drawing = null;
  var LONGEST = 18000;
  canvas.hidden = false;
  clear.hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
  pen.lineWidth = 3;
  pen.lineCap = "round";
  pen.lineJoin = "round";

  function spot(event) {
    var box = canvas.getBoundingClientRect();
    return [
      Math.min(600, Math.max(0, Math.round((event.clientX - box.left) * 600 / box.width))),
      Math.min(200, Math.max(0, Math.round((event.clientY - box.top) * 200 / box.height))),
    ];
  }
  function redraw() {
    pen.clearRect(0, 0, 600, 200);
    lines.forEach(function (line) {
      pen.beginPath();
      pen.moveTo(line[0][0], line[0][1]);
      line.forEach(function (at) { pen.lineTo(at[0], at[1]); });
      pen.stroke();
    });
  }
  function keep() {
    field.value = lines.map(function (line) {
      return "M" + line.map(function (at) { return at.join(" "); }).join(" L");
    }).join(" ");
  }
  function restore() {
    lines = field.value.split("M").filter(Boolean).map(function (line) {
      return line.trim().split("L").map(function (at) { return at.trim().split(" ").map(Number); });
    });
    redraw();
  }
  canvas.addEventListener("pointerdown", function (event) {
    if (field.value.length > LONGEST) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = [spot(event)];
    lines.push(drawing);
  });
  canvas.addEventListener("pointermove", function (event) {
    if (!drawing || field.value.length > LONGEST) return;
    var at = spot(event);
    var last = drawing[drawing.length - 1];
    if (Math.abs(at[0] - last[0]) + Math.abs(at[1] - last[1]) < 2) return;
    drawing.push(at);
    redraw();
    keep();
  });
  function lift() {
    if (!drawing) return;
    if (drawing.length === 1) drawing.push([drawing[0][0] + 1, drawing[0][1]]);
    drawing = null;
    redraw();
    keep();
  }
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  clear.addEventListener("click", function () { lines = []; field.value = ""; redraw(); canvas.focus(); });
  if (field.value) restore();

  // A file that is too large is noticed before it is sent.
  var file = form.querySelector("[data-most-bytes]");
  file.addEventListener("change", function () {
    var tooLarge = file.files[0] && file.files[0].size > Number(file.dataset.mostBytes);
    file.setCustomValidity(tooLarge ? file.dataset.tooLarge : "");
    if (tooLarge) file.reportValidity();
  });
  form.addEventListener("submit", function (event) {
    if (!file.checkValidity() && form.querySelector("[name=way]:checked") && form.querySelector("[name=way]:checked").value === "paper") {
      event.preventDefault();
      file.reportValidity();
    }
  });
})();
