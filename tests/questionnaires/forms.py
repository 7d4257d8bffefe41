"""A definition of any shape, questionnaires made of it, and what a person does to the file."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.definition import Catalogue, Definition, Roster, Round, Unit
from smartxl.model.framework import (
    ROOT,
    Bands,
    Conventions,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    Scale,
    ScaleOption,
    UnitClass,
)
from smartxl.model.plan import WorkbookPlan
from smartxl.questionnaires import (
    Branch,
    DelphiFeedback,
    RandomTable,
    Respondent,
    branches,
    plan_ahp,
    plan_delphi,
    plan_tally,
)
from smartxl.questionnaires.scale import options
from smartxl.scoring.weights import RANDOM_INDICES, RandomIndex
from smartxl.text import Lang, Text
from smartxl_generators import Template
from smartxl_generators.workbook import write_blank
from smartxl_templates import template_path, wording

SAATY = RandomTable("Saaty (1980)", RANDOM_INDICES[RandomIndex.SAATY_1980])
TOTAL = Text("总分", "Total")
EXPERT = Respondent("E1", "张三")
MOMENT = datetime(2026, 9, 1)
WORDINGS = (wording("zh"), wording("en"))
LIKERT = Scale(
    "likert",
    Text("满意度"),
    (ScaleOption(Text("满意", "Satisfied"), 1.0), ScaleOption(Text("不满意", "Dissatisfied"), 0.0)),
)
_PATH = template_path("standard")
TEMPLATE = Template.load(_PATH.read_bytes(), _PATH.name)


def leaf(code: str, parent: str, weights: Mapping[str, float], *, survey: bool = False) -> Node:
    counts = tuple(Input(f"o{i}", o.label, Text("份")) for i, o in enumerate(LIKERT.options, 1))
    indicator = (
        Indicator(Measure.SURVEY, RuleSpec("survey", {"points": (1.0, 0.0)}), "likert", counts)
        if survey
        else Indicator(Measure.KPI, RuleSpec("ratio"), inputs=(Input("n", Text("数"), Text("个")),))
    )
    return Node(code, Text(f"名称{code}", f"Name {code}"), parent, 2, weights, indicator=indicator)


def definition(sizes: Sequence[int], classes: Sequence[str] = ("dep",)) -> Definition:
    """One group for each size, named G1, G2, …; the leaves of G1 are G1.1, G1.2, …; all weights equal."""
    nodes: list[Node] = []
    for number, size in enumerate(sizes, 1):
        code = f"G{number}"
        nodes.append(
            Node(
                code,
                Text(f"领域{number}", f"Area {number}"),
                ROOT,
                1,
                dict.fromkeys(classes, 100 / len(sizes)),
            )
        )
        nodes += [leaf(f"{code}.{i}", code, dict.fromkeys(classes, 100 / size)) for i in range(1, size + 1)]
    return framed(nodes, classes)


def framed(nodes: Sequence[Node], classes: Sequence[str] = ("dep",)) -> Definition:
    framework = Framework(
        "f",
        "1",
        Text("体系"),
        tuple(UnitClass(code, Text(f"类{code}", code), 100 / len(classes)) for code in classes),
        {"likert": LIKERT},
        Conventions(2, Bands((0.0,), (Text("起步期"),))),
        tuple(nodes),
    )
    round_ = Round(
        "t",
        "2026-1",
        1,
        Text("评估", "Assessment"),
        Text("小城", "Town"),
        date(2026, 9, 1),
        date(2026, 10, 1),
        ("zh", "en"),
        Text("办"),
    )
    unit = Unit("GA", Text("公安局", "Police"), classes[0])
    return Definition(round_, framework, Roster((unit,)), Catalogue(()))


def asked(of: Definition, *nodes: str) -> tuple[Branch, ...]:
    return branches(of.framework, TOTAL, nodes)


def ahp_form(of: Definition, *nodes: str, lang: Lang = "zh") -> WorkbookPlan:
    return plan_ahp(of, asked(of, *nodes), EXPERT, lang, wording(lang), SAATY)


def delphi_form(
    of: Definition, number: int = 1, last: DelphiFeedback | None = None, lang: Lang = "zh"
) -> WorkbookPlan:
    return plan_delphi(of, asked(of), EXPERT, lang, wording(lang), number, last or DelphiFeedback())


def tally_form(of: Definition, rows: int = 20, lang: Lang = "zh") -> WorkbookPlan:
    return plan_tally(of, of.roster.units[0], 1, rows, lang, wording(lang))


def written(plan: WorkbookPlan) -> bytes:
    return write_blank(plan, TEMPLATE, MOMENT)


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The file after a person did something to it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_in(content: bytes, *typings: Callable[[Workbook], None]) -> bytes:
    """The file after somebody typed answers into it."""

    def everything(book: Workbook) -> None:
        for typing in typings:
            typing(book)

    return changed(content, everything)


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key)


def sheet_of(book: Workbook, key: str) -> Worksheet:
    return next(s for s in book.worksheets if any(s.cell(r, 1).value == key for r in range(1, s.max_row + 1)))


def label(value: float, lang: Lang = "zh") -> str:
    return next(o.label for o in options(wording(lang)) if math.isclose(o.value, value))


@dataclass(frozen=True)
class Typing:
    """Types answers into a column (its number) of the rows with these keys."""

    answers: Mapping[str, str | float]
    column: int

    def __call__(self, book: Workbook) -> None:
        for key, value in self.answers.items():
            sheet = sheet_of(book, key)
            sheet.cell(row_of(sheet, key), self.column).value = value
