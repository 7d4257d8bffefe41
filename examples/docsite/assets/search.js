/* Search in the pages of one language: any part of a word, several words in any order, no request to anywhere.
   The index (search-index.js, written by build.py) is loaded when the search is first opened:
   smartxlPages = [[place, title, door, [[anchor, heading, text], …]], …] */
"use strict";
(() => {
  const button = document.querySelector(".sx-find");
  const dialog = document.querySelector(".sx-search");
  const [input, status, list] = ["input", "p", "ol"].map((name) => dialog.querySelector(name));
  const MOST_PAGES = 30, PLACES_OF_A_PAGE = 4, BEFORE = 24, LONG = 110;
  let pages = null;

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const within = (text, word) => (word ? text.split(word).length - 1 : 0);

  function load() {
    if (pages) return;
    const script = document.createElement("script");
    script.src = button.dataset.index;
    script.onload = () => {
      pages = globalThis.smartxlPages.map(([place, title, door, places]) => ({
        place, title, door, found: plain(title),
        places: places.map(([anchor, heading, text]) => ({ anchor, heading, text, head: plain(heading), body: plain(text) })),
      }));
      show();
    };
    document.head.append(script);
  }

  /* How well a place answers: 0 where a word is missing. A whole phrase, titles and headings count more. */
  function worth(page, place, words, phrase) {
    let sum = 0;
    for (const word of words) {
      const own = (place.head.includes(word) ? 30 : 0) + Math.min(within(place.body, word), 5);
      const title = page.found.includes(word) ? 20 : 0;
      if (!own && !(title && place.first)) return 0;
      sum += own + title;
    }
    return sum + (place.head === phrase ? 60 : 0) + (page.found === phrase ? 40 : 0) + (place.body.includes(phrase) ? 5 : 0);
  }

  function find(typed) {
    const phrase = plain(typed.trim());
    const words = [...new Set(phrase.split(/\s+/).filter(Boolean))];
    if (!words.length) return { words, pages: [], places: 0 };
    const found = [];
    for (const page of pages) {
      const places = page.places
        .map((place, number) => ({ ...place, worth: worth(page, { ...place, first: number === 0 }, words, phrase) }))
        .filter((place) => place.worth)
        .sort((one, other) => other.worth - one.worth);
      if (places.length) found.push({ ...page, places, worth: places[0].worth + Math.min(places.length, 9) });
    }
    found.sort((one, other) => other.worth - one.worth);
    return { words, pages: found, places: found.reduce((sum, page) => sum + page.places.length, 0) };
  }

  /* A text with what was looked for marked. */
  function marked(text, words) {
    const whole = document.createDocumentFragment();
    const low = text.toLowerCase();
    let place = 0;
    while (place < text.length) {
      let next = text.length, length = 0;
      for (const word of words) {
        const at = low.indexOf(word, place);
        if (at >= 0 && at < next) [next, length] = [at, word.length];
      }
      whole.append(text.slice(place, next));
      if (length) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(next, next + length);
        whole.append(mark);
      }
      place = next + length;
    }
    return whole;
  }

  function around(text, words) {
    const low = text.toLowerCase();
    const at = Math.min(...words.map((word) => low.indexOf(word)).filter((place) => place >= 0), text.length);
    const from = at === text.length ? 0 : Math.max(0, at - BEFORE);
    return (from ? "…" : "") + text.slice(from, from + LONG) + (from + LONG < text.length ? "…" : "");
  }

  function element(name, kind, ...parts) {
    const made = document.createElement(name);
    made.className = kind;
    made.append(...parts);
    return made;
  }

  function show() {
    if (!pages) return;
    const { words, pages: found, places } = find(input.value);
    list.replaceChildren(...found.slice(0, MOST_PAGES).map((page) => {
      const links = page.places.slice(0, PLACES_OF_A_PAGE).map((place) => {
        const link = element("a", "", element("strong", "", marked(place.heading, words)), " ", marked(around(place.text, words), words));
        link.href = `${button.dataset.base.replace(/\/?$/, "/")}${page.place}${place.anchor ? `#${place.anchor}` : ""}`;
        return link;
      });
      return element("li", "", element("p", "sx-page", marked(page.title, words), element("small", "", page.door)), ...links);
    }));
    const told = found.length ? button.dataset.found : button.dataset.none;
    status.textContent = words.length ? told.replace("{pages}", found.length).replace("{places}", places) : "";
  }

  function open() {
    load();
    dialog.showModal();
    input.select();
  }

  button.addEventListener("click", open);
  input.addEventListener("input", show);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const place = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (links[place + 1] ?? links[0])?.focus();
    else if (event.key === "ArrowUp") (links[place - 1] ?? input).focus();
    else if (event.key === "Enter" && document.activeElement === input) links[0]?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      if (!dialog.open) open();
    }
  });
})();
