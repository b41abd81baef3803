// Search in the files of a closed house: reads the parts of the index one by one, and keeps what has every word.
(function () {
  "use strict";
  var form = document.getElementById("archive-search");
  if (!form) return;
  var box = document.getElementById("q");
  var list = document.getElementById("archive-found");
  var state = document.getElementById("archive-state");
  var parts = Number(form.dataset.parts);
  var rows = [];
  var loaded = 0;
  var most = 100;

  function plain(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function show() {
    var words = plain(box.value).split(/\s+/).filter(Boolean);
    list.textContent = "";
    if (!words.length) {
      state.textContent = "";
      return;
    }
    var count = 0;
    for (var at = rows.length - 1; at >= 0; at -= 1) {
      var row = rows[at];
      var fits = words.every(function (word) { return row[4].indexOf(word) >= 0; });
      if (!fits) continue;
      count += 1;
      if (count > most) continue;
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = row[0];
      link.textContent = row[1] + ", " + row[2];
      var said = document.createElement("p");
      said.textContent = row[3].slice(0, 300);
      item.appendChild(link);
      item.appendChild(said);
      list.appendChild(item);
    }
    state.textContent = form.dataset.found.replace("%s", count) +
      (loaded < parts ? " " + form.dataset.reading : "");
  }

  window.archiveSearch = {
    add: function (found) {
      found.forEach(function (row) {
        row.push(plain(row[1] + " " + row[3]));
        rows.push(row);
      });
    }
  };

  function read() {
    if (loaded >= parts) return;
    var script = document.createElement("script");
    script.src = "part-" + (loaded + 1) + ".js";
    script.onload = function () {
      loaded += 1;
      show();
      read();
    };
    document.head.appendChild(script);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show();
  });
  form.hidden = false;
  var asked = /[?&]q=([^&]*)/.exec(window.location.search);
  if (asked) box.value = decodeURIComponent(asked[1].replace(/\+/g, " "));
  read();
})();
