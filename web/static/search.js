// The search page with a script: results follow every keystroke (htmx does that), filters stay open, and screen readers
// hear how many were found. Without this file the page works by its buttons.
"use strict";

(function () {
  var open = {};

  // A swapped piece begins as it was left: what was unfolded stays unfolded.
  document.addEventListener("toggle", function (event) {
    if (event.target.matches("[data-keep-open]")) open[event.target.id] = event.target.open;
  }, true);

  function begin() {
    document.querySelectorAll("[data-keep-open]").forEach(function (details) {
      if (details.id in open) details.open = open[details.id];
    });
  }

  function tell() {
    var line = document.getElementById("search-status");
    var count = document.querySelector("#results [data-status]");
    if (line) line.textContent = count ? count.textContent : "";
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "results" && event.target.id !== "results") return;
    begin();
    tell();
  });
})();
