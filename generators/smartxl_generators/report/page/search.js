const search = document.getElementById("search"), found = document.getElementById("found");
/** Text as it is compared: full-width letters and digits are those of half width. */
const fold = (text) => text.normalize("NFKC").toLowerCase();
/** More places than a browser lays out at once when a single letter is typed that most of them have. */
const MANY = 4000;
/** Is told what is looked for, "" for nothing. */
const listeners = [];

const startSearch = () => {
  const sections = [...report.querySelectorAll("section:not(.drill)")].reverse().map((element) => ({
    element, title: fold(element.querySelector("h2, h3, h4, h5, h6").textContent),
  }));
  const places = [...report.querySelectorAll("[data-hit]")].map((element) => ({
    element, section: element.closest("section"), text: fold(element.textContent),
  }));
  const frames = report.querySelectorAll("section > .frame");

  return (sought) => {
    const vague = sought.length === 1 && places.length > MANY, text = vague ? "" : sought, all = text === "";
    document.documentElement.classList.toggle("searching", !all);
    const named = new Set(sections.filter(({ title }) => title.includes(text)).map(({ element }) => element));
    const filled = new Set();
    let count = 0;
    for (const { element, section, text: words } of places) {
      const hit = all || words.includes(text);
      count += hit;
      const shown = hit || named.has(section);
      if (element.hidden === shown) element.hidden = !shown;
      if (shown) { filled.add(section); filled.add(element.closest(".frame")); }
    }
    for (const frame of frames) frame.hidden = !all && !filled.has(frame);
    for (const { element } of sections) {
      const shown = all || named.has(element) || filled.has(element);
      element.hidden = !shown;
      if (shown) filled.add(element.parentNode); // what lies around it comes later
    }
    found.textContent = vague ? found.dataset.longer : all ? "" : count ? say(found.dataset.found, { count }) : found.dataset.none;
  };
};
{
  let show = null;
  const look = () => {
    show ??= startSearch();
    const text = fold(search.value).trim();
    show(text);
    for (const listener of listeners) listener(text);
  };
  search.addEventListener("input", look);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target === document.body) { event.preventDefault(); search.focus(); }
    if (event.key === "Escape" && search.value && event.target === search) { search.value = ""; look(); }
  });
}
document.getElementById("tools").hidden = false;
