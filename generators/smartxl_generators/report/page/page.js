"use strict";
(() => {
  const lang = document.documentElement.lang, report = document.getElementById("report");
  const search = document.getElementById("search"), found = document.getElementById("found");
  const places = [...report.querySelectorAll("[data-hit]")].map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const sections = [...report.querySelectorAll("section")].reverse().map((element) => ({
    element, title: element.querySelector("h2, h3, h4, h5, h6").textContent.toLowerCase(),
  }));
  const frames = report.querySelectorAll("section > .frame");

  const show = () => {
    const text = search.value.trim().toLowerCase();
    const named = sections.filter((section) => section.title.includes(text)).map((section) => section.element);
    let count = 0;
    for (const place of places) {
      const hit = place.text.includes(text);
      count += hit;
      place.element.hidden = !hit && !named.includes(place.element.closest("section"));
    }
    for (const frame of frames) frame.hidden = text !== "" && !frame.querySelector("tbody tr:not([hidden])");
    for (const { element } of sections) {
      element.hidden = text !== "" && !named.includes(element) && !element.querySelector("[data-hit]:not([hidden])") &&
        !element.querySelector("section:not([hidden])");
    }
    found.textContent = text === "" ? "" : count ? found.dataset.found.replace("{count}", count) : found.dataset.none;
  };
  search.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target === document.body) { event.preventDefault(); search.focus(); }
    if (event.key === "Escape" && search.value) { search.value = ""; show(); }
  });
  document.getElementById("tools").hidden = false;
  if (matchMedia("(max-width: 820px)").matches) document.getElementById("contents").open = false;

  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value !== undefined ? Number(cell.dataset.value) : cell.textContent.trim();
  };
  const compare = (a, b, down) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), lang, { numeric: true });
    return down ? -order : order;
  };
  for (const head of report.querySelectorAll(".sortable thead th")) {
    const button = document.createElement("span"); // text, so that a printer repeats it on every page
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes);
    head.append(button);
    const sort = () => {
      const body = head.closest("table").tBodies[0], column = head.cellIndex;
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const last = (row) => row.classList.contains("strong");
      const rows = [...body.rows];
      body.append(
        ...rows.filter((row) => !last(row)).sort((a, b) => compare(value(a, column), value(b, column), down)),
        ...rows.filter(last),
      );
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  }
})();
