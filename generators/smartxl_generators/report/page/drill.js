/** Scores level by level. Texts of respondents are only ever set as text. */
const startDrill = (section) => {
  const view = section.querySelector(".view"), jumps = document.getElementById("jumps");
  const [CODE, NAME, ABOVE, IS_UNIT] = [0, 1, 2, 3];
  const [SCORE, WEIGHT, COVERAGE, ANSWERED, APPLICABLE, LOST, OBSTACLE, NOTE] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [ITEM, TITLE, STATE, SAID, POINTS, FULL, FILE, SHEET, CELL, TOLD] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const [BLANK, NOT_APPLICABLE, PENDING] = [1, 2, 3];
  const LISTED = 20, LONG = 60, SHOWN = 50; // places that a search lists; rows of a table that is long, and how many are shown
  let data = null, before = "", onlyOpen = false;

  const load = () => {
    if (data) return data;
    data = JSON.parse(document.getElementById("data").textContent);
    data.subjectAt = new Map(data.subjects.map((subject, at) => [subject[CODE], at]));
    data.nodeAt = new Map(data.nodes.map((node, at) => [node[CODE], at]));
    const [score, weight, coverage, lost, obstacle, unit, unitClass, indicator, item, said] = data.words.heads;
    data.heads = { score, weight, coverage, lost, obstacle, unit, unitClass, indicator, item, said };
    return data;
  };
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const bdi = (text) => element("bdi", {}, text);

  // Where the reader is: a subject, a node, and a row of it
  const hash = (s, n, item = null) => {
    const parts = { unit: data.subjects[s][CODE], node: data.nodes[n][CODE] };
    return `#${new URLSearchParams(item === null ? parts : { ...parts, item })}`;
  };
  /** A code, or a name as somebody types it into an address. */
  const subjectOf = (name) => data.subjectAt.get(name) ?? data.subjects.findIndex((subject) => subject[NAME] === name);
  const asked = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    if (!parts.has("node") && !parts.has("unit")) return null;
    load();
    const s = parts.has("unit") ? subjectOf(parts.get("unit")) : 0;
    const n = parts.has("node") ? data.nodeAt.get(parts.get("node")) : 0;
    if (!data.scores[s]?.[n]) return { s: 0, n: 0, item: null, missing: true };
    const item = parts.get("item");
    const known = item === null || data.rows[s][n]?.some((row) => row[ITEM] === item);
    return { s, n, item: known ? item : null, missing: !known };
  };
  const nodeName = (n) => (n ? `${data.nodes[n][CODE]} ${data.nodes[n][NAME]}` : data.nodes[n][NAME]);
  const path = (list, at) => (at < 0 ? [] : [...path(list, list[at][ABOVE]), at]);
  const link = (text, ...place) => element("a", { href: hash(...place) }, bdi(text));
  const up = ({ s, n, item }) => {
    if (item !== null) return hash(s, n);
    if (n) return hash(s, data.nodes[n][ABOVE]);
    return s && data.subjects[s][ABOVE] >= 0 ? hash(data.subjects[s][ABOVE], 0) : "";
  };

  const trail = (label, steps) => {
    const list = element("ol", {});
    steps.forEach((step, at) => {
      if (at === steps.length - 1) step.setAttribute("aria-current", "true");
      list.append(element("li", {}, step));
    });
    return element("div", { class: "trail" }, element("span", { class: "label" }, label), list);
  };
  const crumbs = ({ s, n, item }) => {
    const nav = element("nav", { class: "crumbs", "aria-label": data.words.title });
    if (data.subjects.length > 1) {
      const known = (at) => (data.scores[at][n] ? n : 0);
      nav.append(trail(data.words.subject, path(data.subjects, s).map((at) => link(data.subjects[at][NAME], at, known(at)))));
    }
    const steps = path(data.nodes, n).map((at) => link(nodeName(at), s, at));
    if (item !== null) steps.push(link(item, s, n, item));
    nav.append(trail(data.words.node, steps));
    return nav;
  };
  const facts = (pairs) => {
    const list = element("dl", { class: "facts" });
    for (const [label, text, name = ""] of pairs) {
      if (text !== "") list.append(element("div", { class: name }, element("dt", {}, label), element("dd", {}, bdi(text))));
    }
    return list;
  };
  const steps = ({ n }) => {
    if (n || !data.steps.length) return [];
    return [element("p", { class: "note" }, say(data.words.steps, { steps: data.steps.join(lang === "en" ? "; " : "；") }))];
  };
  const measures = ({ s, n }) => {
    const told = data.scores[s][n], { heads, words } = data, above = data.subjects[s][ABOVE];
    const whole = above >= 0 && data.scores[above][n] ? [data.subjects[above][NAME], data.scores[above][n][SCORE]] : ["", ""];
    const rows = say(words.answered, { answered: told[ANSWERED], applicable: told[APPLICABLE] });
    return facts([
      [heads.score, [told[SCORE] || words.none, told[NOTE]].filter(Boolean).join(" · "), "score"],
      whole,
      [heads.weight, told[WEIGHT]],
      [heads.coverage, told[COVERAGE] && `${told[COVERAGE]}${lang === "en" ? " (" : "（"}${rows}${lang === "en" ? ")" : "）"}`],
      [heads.lost, told[LOST]],
      [heads.obstacle, n ? told[OBSTACLE] : ""],
    ]);
  };
  /** What stands below a table of which the first rows are shown. */
  const moreOf = (count) => {
    const { words } = data, button = element("button", { type: "button" });
    button.dataset.all = say(words.all_rows, { count });
    button.dataset.fewer = say(words.fewer_rows, { count: SHOWN });
    return element("div", { class: "more" }, element("span", {}, say(words.left_out, { count: count - SHOWN })), " ", button);
  };
  const number = (text) => Number(text.replace(/[,%]/g, ""));
  /** A table whose rows become cards where it is narrow; columns are [head, is a number], cells texts or elements. */
  const grid = (title, columns, rows, sorted = null) => {
    const head = element("tr", { role: "row" }), body = element("tbody", { role: "rowgroup" });
    for (const [text, numeric] of columns) {
      head.append(element("th", { scope: "col", role: "columnheader", ...(numeric && { class: "n" }) }, text));
    }
    for (const cells of rows) {
      const row = element("tr", { role: "row" });
      cells.forEach((cell, at) => {
        const [label, numeric] = columns[at], text = typeof cell === "string" ? cell : null;
        const td = element("td", { role: at ? "cell" : "rowheader", "data-label": label, ...(numeric && { class: "n" }) });
        if (numeric && text) td.dataset.value = number(text);
        td.append(text === null ? cell : bdi(text || data.words.none));
        row.append(td);
      });
      body.append(row);
    }
    const table = element("table", { role: "table", class: "sortable" },
      element("caption", {}, `${title} (${rows.length})`), element("thead", { role: "rowgroup" }, head), body);
    const parts = [element("div", { class: "frame" }, table)];
    makeSortable(table);
    if (rows.length > LONG) {
      table.dataset.limit = SHOWN;
      parts.push(moreOf(rows.length));
      makeShort(table, parts[1]);
    }
    if (sorted !== null) sortBy(head.cells[sorted], true);
    return parts;
  };

  const nodesBelow = ({ s, n }) => {
    const { heads, words } = data;
    const below = data.nodes.map((_, at) => at).filter((at) => data.nodes[at][ABOVE] === n && data.scores[s][at]);
    if (!below.length) return [];
    const columns = [[heads.indicator], [heads.score, true], [heads.weight, true], [heads.coverage, true], [heads.lost, true], [heads.obstacle, true]];
    const rows = below.map((at) => {
      const told = data.scores[s][at];
      return [link(nodeName(at), s, at), told[SCORE], told[WEIGHT], told[COVERAGE], told[LOST], told[OBSTACLE]];
    });
    return grid(words.parts, columns, rows);
  };
  const isBelow = (at, s) => {
    for (let above = data.subjects[at][ABOVE]; above >= 0; above = data.subjects[above][ABOVE]) if (above === s) return true;
    return false;
  };
  const subjectsBelow = ({ s, n }, units) => {
    const { heads, words } = data;
    const below = data.subjects.map((_, at) => at)
      .filter((at) => Boolean(data.subjects[at][IS_UNIT]) === units && data.scores[at][n] && isBelow(at, s));
    if (!below.length) return [];
    const classed = units && below.some((at) => data.subjects[at][ABOVE] !== s);
    const columns = [[units ? heads.unit : heads.unitClass], ...(classed ? [[heads.unitClass]] : []),
      [heads.score, true], [heads.coverage, true], [heads.lost, true], ...(n ? [[heads.obstacle, true]] : [])];
    const rows = below.map((at) => {
      const told = data.scores[at][n], of = data.subjects[data.subjects[at][ABOVE]];
      return [link(data.subjects[at][NAME], at, n), ...(classed ? [of[NAME]] : []),
        told[SCORE], told[COVERAGE], told[LOST], ...(n ? [told[OBSTACLE]] : [])];
    });
    return grid(units ? words.units : words.classes, columns, rows, units ? columns.findIndex(([text]) => text === heads.score) : null);
  };
  const points = (row) => (row[FULL] === "" || row[STATE] === NOT_APPLICABLE ? "" : `${row[POINTS] || data.words.none} / ${row[FULL]}`);
  const where = (row) => [data.texts[row[SHEET]], row[CELL]].filter(Boolean).join(" ");
  const isOpen = (row) => {
    if (row[STATE] === BLANK || row[STATE] === PENDING) return true;
    return row[STATE] !== NOT_APPLICABLE && row[FULL] !== "" && Number(row[POINTS]) < Number(row[FULL]);
  };
  const rowsBelow = (place) => {
    const { s, n } = place, all = data.rows[s][n], { heads, words } = data;
    if (!all) return [];
    const some = all.some(isOpen), listed = onlyOpen && some ? all.filter(isOpen) : all;
    const columns = [[heads.item], [heads.said], [words.points, true], [words.place]];
    const tables = grid(words.rows, columns, listed.map((row) => [
      link(`${row[ITEM]} ${row[TITLE]}`, s, n, row[ITEM]), data.texts[row[SAID]], points(row), where(row),
    ]));
    [...tables[0].querySelectorAll("td.n")].forEach((cell, at) => {
      if (listed[at][POINTS] === "") delete cell.dataset.value; else cell.dataset.value = Number(listed[at][POINTS]);
    });
    const files = [...new Set(all.map((row) => data.texts[row[FILE]]).filter(Boolean))];
    const parts = files.length ? [facts([[words.file, files.join(" · ")]])] : [];
    if (some) {
      const box = element("input", { type: "checkbox" });
      box.checked = onlyOpen;
      box.addEventListener("change", () => {
        onlyOpen = box.checked;
        show(place, "none");
        view.querySelector("input").focus();
      });
      parts.push(element("label", { class: "choice" }, box, words.open_only));
    }
    return [...parts, ...tables];
  };
  const itemView = ({ s, n, item }) => {
    const { words, heads } = data, rows = data.rows[s][n], at = rows.findIndex((row) => row[ITEM] === item), row = rows[at];
    const told = [];
    for (let place = TOLD; place < row.length; place += 2) told.push([data.texts[row[place]], row[place + 1]]);
    const steps = element("p", { class: "steps" });
    if (at > 0) steps.append(element("a", { href: hash(s, n, rows[at - 1][ITEM]) }, words.previous));
    if (at + 1 < rows.length) steps.append(element("a", { href: hash(s, n, rows[at + 1][ITEM]) }, words.next));
    return [
      facts([[heads.said, data.texts[row[SAID]]], [words.points, points(row)], ...told,
        [words.file, data.texts[row[FILE]]], [words.sheet, data.texts[row[SHEET]]], [words.cell, row[CELL], "cell"]]),
      steps,
    ];
  };

  const show = (place, move = "focus") => {
    const { s, n, item } = place, { words } = load();
    const title = item === null ? nodeName(n) : data.rows[s][n].find((row) => row[ITEM] === item)[TITLE];
    const heading = element("h3", { tabindex: "-1" }, bdi(data.subjects[s][NAME]), " · ", bdi(title));
    const above = up(place);
    view.replaceChildren(
      crumbs(place),
      ...(place.missing ? [element("p", { class: "note" }, words.missing)] : []),
      heading,
      ...(item === null ? [measures(place), ...steps(place), ...nodesBelow(place), ...subjectsBelow(place, false), ...subjectsBelow(place, true), ...rowsBelow(place)] : itemView(place)),
      ...(above ? [element("p", { class: "steps" }, element("a", { href: above, class: "above" }, words.up))] : []),
    );
    if (move === "focus") {
      const back = [...view.querySelectorAll(".frame a")].find((a) => a.getAttribute("href") === before);
      if (back) {
        back.focus({ preventScroll: true });
        back.scrollIntoView({ block: "center", behavior: "instant" });
      } else {
        heading.focus({ preventScroll: true });
        view.scrollIntoView({ block: "start", behavior: "instant" });
      }
    }
    before = hash(s, n, item);
  };

  let index = null;
  const indexed = () => {
    load();
    index ??= [
      ...data.subjects.map(([, name], s) => ({ text: fold(name), label: () => name, place: [s, 0] })),
      ...data.nodes.map((_, n) => ({ text: fold(nodeName(n)), label: () => nodeName(n), place: [0, n] })).slice(1),
      ...data.rows.flatMap((nodes, s) => Object.entries(nodes).flatMap(([n, rows]) => rows.map((row) => ({
        text: fold(`${row[ITEM]} ${row[TITLE]}`), label: () => `${row[TITLE]} – ${data.subjects[s][NAME]}`, place: [s, n, row[ITEM]],
      })))),
    ];
    return index;
  };
  listeners.push((text) => {
    const hits = text === "" ? [] : indexed().filter((entry) => entry.text.includes(text));
    const shown = hits.slice(0, LISTED).map(({ label, place }) => element("li", {}, link(label(), ...place)));
    jumps.querySelector("ul").replaceChildren(...shown);
    jumps.querySelector("p:last-child").textContent = hits.length > LISTED ? say(data.words.more, { count: hits.length - LISTED }) : "";
    jumps.hidden = !hits.length;
  });
  section.addEventListener("keydown", (event) => {
    const anchor = event.target.closest("a"), above = view.querySelector("a.above");
    if (event.key === " " && anchor) { event.preventDefault(); anchor.click(); }
    if (event.key === "Escape" && above) above.click();
  });
  const follow = () => {
    const place = asked();
    if (place) show(place);
    return place !== null;
  };
  addEventListener("hashchange", follow);
  section.hidden = false;
  if (follow()) return;
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    if (!view.childElementCount) show({ s: 0, n: 0, item: null }, "none");
  }, { rootMargin: "800px" });
  near.observe(section);
};
if (document.getElementById("drill")) startDrill(document.getElementById("drill"));
