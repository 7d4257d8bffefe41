"""What the six example projects have in common: how a topic is written down, and the round that is run with it.

    python examples/projects/school.py FOLDER

writes the definition, builds the forms, has simulated units fill them in, collects, scores, reports and verifies. Each
script is one topic, of which nothing but the script is kept.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from smartxl.project import Project
from smartxl.text import Lang

__all__ = ["Made", "Topic", "Words", "items", "make", "round_of", "run", "write"]

Node = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """Writes nodes of an indicator system whose names are in one language."""

    lang: Lang = "zh"

    def name(self, text: str) -> dict[str, str]:
        """A text: what asks for Chinese, as definitions do, is given English words where there are no others."""
        return {"zh": text} if self.lang == "zh" else {"zh": text, "en": text}

    def group(self, code: str, name: str, weight: object, *children: Node, **more: object) -> Node:
        """A node with children; `weight` is a number, or one for each class."""
        return {"code": code, "name": self.name(name), "weight": weight, **more, "children": list(children)}

    def leaf(
        self,
        code: str,
        name: str,
        weight: object,
        rule: str,
        *inputs: Mapping[str, object],
        measure: str = "kpi",
        **more: object,
    ) -> Node:
        """An indicator; `more` are its other keys, such as params, scale, asks, direction."""
        node = {
            "code": code,
            "name": self.name(name),
            "weight": weight,
            "measure": measure,
            "rule": rule,
            **more,
        }
        return {**node, "inputs": list(inputs)} if inputs else node

    def number(self, code: str, name: str, unit: str, **more: object) -> Node:
        """A number that is asked for, with its unit of measurement; `more`: min, max, low, high."""
        told = {"meaning": self.name(str(more.pop("meaning")))} if "meaning" in more else {}
        return {"code": code, "name": self.name(name), "unit": self.name(unit), "min": 0, **more, **told}

    def ratio(
        self,
        code: str,
        name: str,
        weight: object,
        part: str,
        whole: str,
        unit: str,
        high: int = 0,
        **more: object,
    ) -> Node:
        """An indicator that is a part of a whole, both in one unit; from `high` on the whole is asked about."""
        usual = {"high": high} if high else {}
        numbers = self.number("n", part, unit), self.number("N", whole, unit, **usual)
        return self.leaf(code, name, weight, "ratio", *numbers, measure="kpi", **more)

    def counted(
        self,
        code: str,
        name: str,
        weight: object,
        what: str,
        unit: str,
        *,
        each: int,
        most: int,
        **more: object,
    ) -> Node:
        """An indicator of which each case, `most` of them, earns so many points, up to 100; the evaluator counts."""
        number, params = self.number("n", what, unit, max=most), {"each": each, "cap": 100}
        return self.leaf(code, name, weight, "count", number, measure="given", params=params, **more)

    def scale(self, title: str, *options: tuple[str, float, str]) -> Node:
        """A list to choose from: label, share of the points, what it means."""
        listed = [
            {"label": self.name(label), "points": points, **({"guidance": self.name(told)} if told else {})}
            for label, points, told in options
        ]
        return {"title": self.name(title), "options": listed}

    def stages(self, *bands: tuple[float, str]) -> Node:
        return {"bands": [{"from": least, "name": self.name(name)} for least, name in bands]}

    def unit_class(self, code: str, name: str, share: float) -> Node:
        return {"code": code, "name": self.name(name), "share": share}


@dataclass(frozen=True)
class Topic:
    """A project as its script writes it down: the two YAML files, the tables, and what else belongs to the round.

    `roster`: rows under `code,name,class` and what the first row names; `catalogue`: rows under the first row.
    `prepare` changes the folder before the project is opened.
    """

    assessment: Mapping[str, object]
    framework: Mapping[str, object]
    roster: Sequence[Sequence[str]]
    catalogue: Sequence[Sequence[str]] = ()
    seed: int = 7
    lang: Lang = "zh"
    prepare: Callable[[Path], None] | None = None


@dataclass(frozen=True)
class Made:
    """What came of a round: the project, its files by step, and the totals of its units."""

    project: Project
    forms: tuple[Path, ...]
    filled: tuple[Path, ...]
    reports: tuple[Path, ...]
    totals: Mapping[str, float]
    differences: int


def items(unit: str, leaf: str, kind: str, audience: str, names: str) -> list[tuple[str, ...]]:
    """Rows of a catalogue from names with blanks between them, numbered."""
    listed = enumerate(names.split(), start=1)
    return [(unit, leaf, f"{leaf}-{number:02}", name, kind, audience) for number, name in listed]


def write(topic: Topic, folder: Path) -> None:
    """The definition as the files of a project folder."""
    (folder / "catalogue").mkdir(parents=True)
    for name, told in (("assessment", topic.assessment), ("framework", topic.framework)):
        with (folder / f"{name}.yaml").open("w", encoding="utf-8") as file:
            _yaml().dump(told, file)
    _table(folder / "roster.csv", topic.roster)
    if topic.catalogue:
        _table(folder / "catalogue" / "catalogue.csv", topic.catalogue)
    if topic.prepare is not None:
        topic.prepare(folder)


def make(topic: Topic, folder: Path, kinds: Sequence[str] = ("docx", "html"), jobs: int | None = 1) -> Made:
    """Runs the whole round in a folder that is new; `kinds` of documents are written beside the result workbook."""
    write(topic, folder)
    project = Project.open(folder, topic.lang)
    forms = project.build(jobs=jobs).paths
    filled = project.fill(seed=topic.seed, jobs=jobs).paths
    last_day = datetime.combine(project.definition.round.due, time(9)).astimezone()
    project.collect(*filled, processes=0 if jobs == 1 else None, clock=lambda: last_day)
    reports = (project.report().path, *(built.path for built in project.write_reports(*kinds)))
    books = [path for path in (*forms, reports[0]) if path.suffix == ".xlsx"]
    differences = sum(len(project.verify(path).differences) for path in books)
    totals = {str(code): float(total) for code, total in project.scores()["total"].dropna().items()}
    return Made(project, tuple(forms), tuple(filled), reports, totals, differences)


def run(topic: Topic) -> None:
    """What a script does with its topic: the round in the folder named on the command line, and its totals."""
    if len(sys.argv) != 2:
        raise SystemExit(f"{Path(sys.argv[0]).name} FOLDER")
    made = make(topic, Path(sys.argv[1]))
    for code, total in made.totals.items():
        print(f"{code}\t{total:.2f}")
    print(*made.reports, sep="\n")


def round_of(
    words: Words, ident: str, title: str, city: str, organiser: str, **more: object
) -> dict[str, object]:
    """assessment.yaml: a round of the year 2026."""
    return {
        "id": ident,
        "round": "2026",
        "revision": 1,
        "title": words.name(title),
        "city": words.name(city),
        "start": date(2026, 9, 1),
        "due": date(2026, 10, 31),
        "languages": [words.lang],
        "organiser": words.name(organiser),
        "contact": "010-0000 0000",
        **more,
    }


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 100
    return yaml


def _table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    path.write_text(stream.getvalue(), "utf-8-sig")
