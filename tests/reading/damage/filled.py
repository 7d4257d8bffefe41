"""The form that the laboratory damages: one department of the packaged example, filled in, with its formulas and styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.model.plan import Line, SheetPlan, WorkbookPlan
from smartxl.planning import plan_unit
from smartxl.reading import Extraction, extract
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.xlsx import open_book
from smartxl_generators import Template, write
from smartxl_templates import example_folder, template_path

UNIT, NEIGHBOUR = "GXJ", "JYJ"
SHEET = "采样表"
FILE = "05 工信局.xlsx"


@dataclass(frozen=True)
class Filled:
    """A filled form: its plan, its bytes, and the answers that were written into it."""

    plan: WorkbookPlan
    content: bytes
    answers: Mapping[str, Answer]

    @property
    def sheet(self) -> SheetPlan:
        return self.plan.by_name[SHEET]

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sheet.sections for line in section.lines]

    def line(self, key: str) -> Line:
        return next(line for line in self.lines if line.key == key)

    def read(self, content: bytes) -> Extraction:
        return extract(self.plan, definition(), open_book(content, FILE))


@cache
def definition() -> Definition:
    return load(example_folder())


@cache
def filled(unit: str = UNIT) -> Filled:
    """The form of a unit as it came back: the answers of a simulated department."""
    answers = respond(definition(), "zh", 7)
    mine = [answer for answer in answers if answer.unit == unit]
    layout = read_layout(template_path("standard"))
    plan = plan_unit(definition(), layout, definition().roster.by_code[unit], "zh")
    template = Template.load(template_path("standard").read_bytes(), "standard.xlsx")
    content = write(plan, template, definition(), score(definition(), mine), mine)
    read = extract(plan, definition(), open_book(content, FILE))
    assert read.findings == ()
    return Filled(plan, content, {answer.key: answer for answer in read.submission.answers})
