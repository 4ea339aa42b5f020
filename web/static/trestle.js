// What makes pages a little quicker where there is a script. Every page works without it.
// Sentences come from data- attributes, so that they are in the reader's language.
"use strict";

(function () {
  function every(selector, act, within) {
    (within || document).querySelectorAll(selector).forEach(act);
  }

  // The phone's menu closes with Escape, and when something else is touched.
  function menu() {
    every("[data-menu]", function (details) {
      document.addEventListener("click", function (event) {
        if (!details.contains(event.target)) details.open = false;
      });
      details.addEventListener("keydown", function (event) {
        if (event.key !== "Escape" || !details.open) return;
        details.open = false;
        details.querySelector("summary").focus();
      });
    });
  }

  // "Near me": fills the field named by data-near-me with coordinates rounded to 0.01° (about a kilometre), and sends.
  // <button type="button" data-near-me="f-near" data-busy="…" data-failed="…" hidden>, its status in [data-near-me-status].
  function nearMe(within) {
    every("[data-near-me]", function (button) {
      if (!navigator.geolocation || !window.isSecureContext) return;
      button.hidden = false;
      button.addEventListener("click", function () { locate(button); });
    }, within);
  }

  function locate(button) {
    var field = document.getElementById(button.dataset.nearMe);
    var status = field.form.querySelector("[data-near-me-status]");
    function tell(words) { if (status) status.textContent = words || ""; }
    button.disabled = true;
    tell(button.dataset.busy);
    navigator.geolocation.getCurrentPosition(function (found) {
      button.disabled = false;
      tell("");
      field.value = found.coords.latitude.toFixed(2) + ", " + found.coords.longitude.toFixed(2);
      field.form.requestSubmit();
    }, function () {
      button.disabled = false;
      tell(button.dataset.failed);
      field.focus();
    }, { enableHighAccuracy: false, maximumAge: 300000, timeout: 10000 });
  }

  function printAndCopy(within) {
    every("[data-print]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    }, within);
    every("[data-copy]", function (button) {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(button.dataset.copy).then(function () {
          button.querySelector("span").textContent = button.dataset.done;
        });
      });
    }, within);
  }

  // Taps on a piece that is about to be exchanged are made on the one that comes: three quick taps on "+" add three.
  function quickTaps() {
    var taps = [];
    document.addEventListener("submit", function (event) {
      var piece = event.target.matches(".tr-button-form") && event.target.closest("[data-taps]");
      if (!piece || !piece.querySelector(".htmx-request")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      taps.push({ piece: piece.id, says: saidBy(event.target) });
    }, true);
    document.addEventListener("htmx:afterSettle", function () {
      var tap = taps.shift();
      if (!tap) return;
      var forms = Array.from(document.querySelectorAll("#" + tap.piece + " .tr-button-form"));
      var form = forms.find(function (one) { return saidBy(one) === tap.says; });
      if (form && !form.querySelector("[disabled]")) form.requestSubmit();
      else taps = []; // the number is at its end, or something has to be read first
    });
    ["htmx:responseError", "htmx:sendError", "htmx:sendAbort", "htmx:timeout"].forEach(function (failure) {
      document.addEventListener(failure, function () { taps = []; });
    });
  }

  function saidBy(form) {
    var data = new FormData(form);
    data.delete("_csrf_token");
    return form.action + "?" + new URLSearchParams(data);
  }

  // Who comes back from a call is asked at once what was said: data-call names the question's <details>.
  function afterCall() {
    var asks = null;
    document.addEventListener("click", function (event) {
      var link = event.target.closest("[data-call]");
      asks = link ? link.dataset.call : asks;
    });
    document.addEventListener("visibilitychange", function () {
      var question = document.visibilityState === "visible" && asks && document.getElementById(asks);
      if (!question) return;
      asks = null;
      question.open = true;
      question.scrollIntoView({ block: "center" });
      question.querySelector("summary").focus();
    });
  }

  // A page with a wrong form begins at what is wrong.
  function focusOnProblems(within) {
    var found = (within || document).querySelector("[data-focus]");
    if (found) found.focus();
  }

  // A piece that could not be loaded says so instead of doing nothing.
  function brokenPieces() {
    var line = document.getElementById("problem");
    if (!line) return;
    document.addEventListener("htmx:responseError", function () { line.textContent = line.dataset.broken; line.hidden = false; });
    document.addEventListener("htmx:sendError", function () { line.textContent = line.dataset.unreachable; line.hidden = false; });
    document.addEventListener("htmx:timeout", function () { line.textContent = line.dataset.unreachable; line.hidden = false; });
    // A refusal comes as a sentence for this line (errors/_line.html).
    document.addEventListener("htmx:afterSwap", function (event) { if (event.detail.target === line) line.hidden = false; });
    document.addEventListener("htmx:beforeRequest", function () { line.hidden = true; });
  }

  // Two minutes before nobody has clicked for too long: ask. Afterwards: cover the page. Tabs tell each other.
  function idleLock() {
    var limit = Number(document.body.dataset.idleSeconds) * 1000;
    var asking = document.getElementById("idle");
    var cover = document.getElementById("locked");
    if (!limit || !asking || !cover) return;
    var lastSeen = Date.now();
    var opener = null;

    function seen() {
      lastSeen = Date.now();
      try { localStorage.setItem("trestle-seen", String(lastSeen)); } catch (full) { /* this tab counts alone */ }
      show(asking, false);
    }
    function show(dialog, open) {
      if (dialog.hidden !== open) return;
      dialog.hidden = !open;
      if (open) { opener = document.activeElement; dialog.querySelector("button, a").focus(); }
      else if (opener) opener.focus();
    }
    function look() {
      var left = lastSeen + limit - Date.now();
      asking.querySelector("[data-left]").textContent = Math.max(1, Math.ceil(left / 60000)) + " min";
      if (left <= 0) {
        show(asking, false);
        every("body > :not(#locked)", function (part) { part.inert = true; part.hidden = true; });
        show(cover, true);
      } else show(asking, left < Math.min(120000, limit / 2));
    }
    asking.querySelector("[data-stay]").addEventListener("click", function () {
      fetch(asking.dataset.presence, { method: "POST", headers: { "x-csrftoken": token() } }).then(function (answer) {
        if (answer.ok) seen(); else window.location.reload();
      }, function () { window.location.reload(); });
    });
    window.addEventListener("storage", function (event) {
      if (event.key === "trestle-seen") { lastSeen = Math.max(lastSeen, Number(event.newValue)); look(); }
    });
    document.addEventListener("visibilitychange", look);
    document.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) seen(); });
    seen();
    setInterval(look, 5000);
  }

  // A held place: counts down by this machine's clock from the seconds that the page came with, says aloud only at
  // ten, five and one minute, and takes the buttons away when the time is over.
  var ALOUD = [600, 300, 60];

  function countdowns(within) {
    every("[data-seconds-left]:not([data-counting])", function (shown) {
      var end = Date.now() + Number(shown.dataset.secondsLeft) * 1000;
      var before = Infinity;
      shown.dataset.counting = "";
      var clock = setInterval(count, 1000);
      count();

      function count() {
        if (!shown.isConnected) return clearInterval(clock);
        var left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
        var seconds = String(left % 60).padStart(2, "0");
        shown.textContent = left ? shown.dataset.left.replace("{time}", Math.floor(left / 60) + ":" + seconds) : shown.dataset.over;
        aloud(shown.parentElement.querySelector("[data-aloud]"), left, before);
        before = left;
        if (!left) { clearInterval(clock); over(shown.closest("[data-hold]")); }
      }
    }, within);
  }

  function aloud(status, left, before) {
    if (!status) return;
    if (!left) status.textContent = status.dataset.over;
    else ALOUD.forEach(function (at) {
      if (left <= at && before > at && before !== Infinity) status.textContent = at > 60 ? status.dataset.aloud.replace("{minutes}", at / 60) : status.dataset.last;
    });
  }

  function over(hold) {
    if (hold) every("[data-while-held]", function (moves) { moves.hidden = true; }, hold);
  }

  function token() {
    return JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  }

  function begin(within) {
    nearMe(within);
    printAndCopy(within);
    focusOnProblems(within);
    countdowns(within);
  }

  menu();
  brokenPieces();
  idleLock();
  afterCall();
  quickTaps();
  begin();
  document.addEventListener("htmx:afterSwap", function (event) { begin(event.detail.elt); });
})();
