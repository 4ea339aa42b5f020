// The search page with a script: results follow every keystroke (htmx does that), what was unfolded stays unfolded, and
// screen readers hear how many were found. Without this file the page works by its buttons.
"use strict";

(function () {
  var open = {};
  var focused = "";
  var untold = {};
  var late = null;

  function foldable() { return document.querySelectorAll("#results [data-keep-open]"); }

  function tell() {
    var line = document.getElementById("search-status");
    var count = document.querySelector("#results [data-status]");
    if (line) line.textContent = count ? count.textContent : "";
  }

  // What is ticked or chosen while an answer is awaited counts too: htmx drops it with the filters that the answer replaces.
  document.addEventListener("change", function (event) {
    var one = event.target;
    if (!one.closest("#filters")) return;
    delete untold[one.id]; // the last word comes last
    untold[one.id] = { checked: one.checked, value: one.value };
  }, true);

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.target && event.detail.target.id === "results") untold = {};
  });

  function chooseAgain() {
    Object.keys(untold).forEach(function (id) {
      var again = document.getElementById(id);
      if (!again || again.checked === untold[id].checked && again.value === untold[id].value) return;
      again.checked = untold[id].checked;
      again.value = untold[id].value;
      late = again;
    });
  }

  // Only what has settled is heard by htmx.
  document.addEventListener("htmx:afterSettle", function (event) {
    if (!late || !event.target.contains(late)) return;
    var told = late;
    late = null;
    told.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("htmx:beforeSwap", function () {
    foldable().forEach(function (details) { open[details.id] = details.open; });
    focused = document.activeElement ? document.activeElement.id : "";
  });

  document.addEventListener("htmx:afterSwap", function () {
    foldable().forEach(function (details) { details.open = Boolean(open[details.id]); });
    chooseAgain();
    // htmx gives the focus back while the filters are still folded, where nothing can have it.
    var again = focused && document.getElementById(focused);
    var problem = document.querySelector("#results [data-focus]");
    if (again && !problem && document.activeElement !== again) again.focus({ preventScroll: true });
    tell();
  });

  // A press changed how full a place is (parts/capacity_beside.html): its card and its pins take the color of its badge.
  document.addEventListener("htmx:oobAfterSwap", function (event) {
    var badge = event.detail.target.querySelector(".tr-badge");
    var card = event.detail.target.closest("[data-state]");
    if (!badge || !card) return;
    var state = badge.className.match(/tr-badge--(\w+)/)[1];
    card.querySelector(".tr-pin").classList.replace("tr-pin--" + card.dataset.state, "tr-pin--" + state);
    card.dataset.state = state;
  });

  // What was ticked before the scripts were there counts too. (htmx listens to the same moment, and did so first.)
  document.addEventListener("DOMContentLoaded", function () {
    var ticked = Array.from(document.querySelectorAll("#filters input[type=checkbox], #filters input[type=radio]")).find(function (box) {
      return box.checked !== box.defaultChecked;
    });
    if (ticked) ticked.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
