"use strict";
(() => {
  const find = document.getElementById("find");
  const none = document.getElementById("none");
  const functions = Array.from(document.querySelectorAll("details.function"));

  function narrow() {
    const words = find.value.toLowerCase().replace(/[._]/g, " ").split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of functions) {
      const text = each.textContent.toLowerCase().replace(/[._]/g, " ");
      each.hidden = !words.every((word) => text.includes(word));
      shown += each.hidden ? 0 : 1;
    }
    none.hidden = shown > 0;
  }

  function open() {
    const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (asked instanceof HTMLDetailsElement) {
      asked.open = true;
      asked.scrollIntoView();
    }
    document.getElementById("other").hash = location.hash;
  }

  find.addEventListener("input", narrow);
  window.addEventListener("hashchange", open);
  open();
})();
