const collator = new Intl.Collator(lang, { numeric: true });

/** What a cell is sorted by: its number in a column of numbers, else its text; "" for nothing. */
const sortKey = (cell, numeric) => {
  if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
  return numeric ? "" : cell.textContent.trim();
};
const compare = (a, b, down) => {
  if (a === "" || b === "") return (a === "") - (b === "");
  const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  return down ? -order : order;
};
/** Rows beyond the limit of a table that shows its first ones only. */
const markRest = (table) => {
  let place = 0;
  for (const row of table.tBodies[0].rows) {
    const plain = !row.classList.contains("strong");
    row.classList.toggle("rest", plain && place >= Number(table.dataset.limit));
    place += plain;
  }
};
const sortBy = (head, down) => {
  const table = head.closest("table"), body = table.tBodies[0], column = head.cellIndex;
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const numeric = head.classList.contains("n");
  const last = (row) => row.classList.contains("strong");
  const rows = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column], numeric) }));
  body.append(
    ...rows.filter(({ row }) => !last(row)).sort((a, b) => compare(a.key, b.key, down)).map(({ row }) => row),
    ...rows.filter(({ row }) => last(row)).map(({ row }) => row),
  );
  if (table.dataset.limit) markRest(table);
};
/** Makes the heads of a table buttons. */
const makeSortable = (table) => {
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("span"); // text, so that a printer repeats it on every page
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes);
    head.append(button);
    const sort = () => sortBy(head, head.getAttribute("aria-sort") === "ascending");
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); }
    });
  }
};
/** A table with a limit shows its first rows and a button for all. */
const makeShort = (table, more) => {
  const button = more.querySelector("button");
  const show = (all) => {
    table.classList.toggle("short", !all);
    more.classList.toggle("open", all);
    button.setAttribute("aria-expanded", all);
    button.textContent = all ? button.dataset.fewer : button.dataset.all;
  };
  button.addEventListener("click", () => show(table.classList.contains("short")));
  markRest(table);
  show(false);
  more.hidden = false;
};
for (const table of report.querySelectorAll("table.sortable")) makeSortable(table);
for (const table of report.querySelectorAll("table[data-limit]")) makeShort(table, document.getElementById(table.dataset.more));
