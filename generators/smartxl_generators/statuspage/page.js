"use strict";
(() => {
  const search = document.getElementById("search"), state = document.getElementById("state");
  const rows = document.querySelectorAll("tr[data-unit]");
  const filter = () => {
    const text = search.value.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = !(row.dataset.unit.toLowerCase().includes(text) && (!state.value || row.dataset.state === state.value));
    }
  };
  search.addEventListener("input", filter);
  state.addEventListener("change", filter);
  document.getElementById("tools").hidden = false;

  const value = (row, column) => {
    const cell = row.cells[column], text = cell.dataset.value ?? cell.textContent.trim();
    return text === "–" ? 0 : text !== "" && !isNaN(text) ? Number(text) : text;
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
  for (const head of document.querySelectorAll(".sortable th")) {
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    const sort = () => {
      const column = Number(head.dataset.column ?? head.cellIndex), body = head.closest("table").tBodies[0];
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)));
      body.append(...(down ? sorted.reverse() : sorted));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); } });
  }
})();
