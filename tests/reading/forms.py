"""A small round for the tests of intake: a definition, its plans, and workbooks written and filled from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area
from smartxl.model.answers import (
    APPLICABLE,
    NO,
    NOT_APPLICABLE,
    PENDING,
    YES,
    Answer,
    Field,
    Scalar,
    option_choice,
)
from smartxl.model.definition import Catalogue, Definition, Item, Roster, Round, Unit
from smartxl.model.framework import (
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
from smartxl.model.plan import Check, CheckKind, Content, Line, PlannedRow, Section, SheetPlan, WorkbookPlan
from smartxl.reading import Extraction, extract
from smartxl.stamp import STAMP_SHEET, Stamp
from smartxl.text import Lang, Text
from smartxl.xlsx import open_book

SHEET = "采样表"
FILE = "01 公安局.xlsx"
Typed = str | float | date | None
"""What a respondent types into a cell."""
NOW = datetime(2026, 9, 30, 12, 0)
COLUMNS = {
    Field.APPLICABLE: 5,
    Field.PROVIDED: 6,
    Field.LEVEL: 7,
    Field.CHANNEL: 8,
    Field.ADDRESS: 9,
    Field.DATE: 10,
    Field.NOTE: 11,
}
ENTRY_COLUMNS = {Field.APPLICABLE: 5, Field.VALUE: 6, Field.ADDRESS: 9, Field.DATE: 10, Field.NOTE: 11}
_DEPTH = Scale(
    "depth",
    Text("深度", "Depth"),
    (
        ScaleOption(Text("办事指南", "Guide"), 0.2),
        ScaleOption(Text("在线申报", "Online application"), 0.6),
        ScaleOption(Text("结果反馈", "Result delivery"), 1.0),
    ),
)
_GRADE = Scale(
    "grade", Text("等级", "Grade"), (ScaleOption(Text("一级", "1"), 0.0), ScaleOption(Text("二级", "2"), 0.7))
)
_ITEMS = ("居民身份证首次申领", "新生儿出生户口登记", "机动车注册登记", "出入境证件办理", "无犯罪记录证明")


def make_definition(evidence_rows: int = 0) -> Definition:
    """Two departments; a sample of five items each, a KPI of two numbers and a rubric."""
    sample = Indicator(Measure.SAMPLE, RuleSpec("coverage"), scale="depth")
    inputs = (
        Input("n", Text("上云系统数", "Systems in the cloud"), Text("个", "systems"), minimum=0),
        Input("rate", Text("上云率", "Rate"), Text("%", "%"), minimum=0, maximum=100),
    )
    kpi = Indicator(Measure.KPI, RuleSpec("ratio"), inputs=inputs)
    rubric = Indicator(Measure.RUBRIC, RuleSpec("rubric"), scale="grade")
    weights = {"department": 100 / 3}
    nodes = tuple(
        Node(code, Text(name), "TOTAL", 1, weights, indicator=indicator)
        for code, name, indicator in (
            ("B2", "在线办事", sample),
            ("A3", "上云", kpi),
            ("A6", "等级保护", rubric),
        )
    )
    framework = Framework(
        code="test",
        version="1.0",
        title=Text("测试"),
        classes=(UnitClass("department", Text("部门"), 100),),
        scales={"depth": _DEPTH, "grade": _GRADE},
        conventions=Conventions(2, Bands((0.0,), (Text("起步期"),))),
        nodes=nodes,
        channels=(Text("网站", "Website"), Text("小程序", "Mini program")),
    )
    units = (Unit("GAJ", Text("公安局"), "department"), Unit("JYJ", Text("教育局"), "department"))
    items = tuple(
        Item(unit.code, "B2", f"BS{number:03}", name)
        for unit in units
        for number, name in enumerate(_ITEMS, 1)
    )
    round_ = Round(
        "shilishi",
        "2026-1",
        2,
        Text("评估"),
        Text("示例市"),
        date(2026, 9, 1),
        date(2026, 10, 31),
        ("zh", "en"),
        Text("办公室"),
        evidence_rows=evidence_rows,
    )
    return Definition(round_, framework, Roster(units), Catalogue(items))


DEFINITION = make_definition()
ITEM_KEYS = tuple(item.key for item in DEFINITION.catalogue.of("GAJ", "B2"))
FIRST, SECOND, THIRD = ITEM_KEYS[:3]
NUMBER, RATE, LEVEL = "A3/n", "A3/rate", "A6/level"
KEYS = (*ITEM_KEYS, NUMBER, RATE, LEVEL)


def _labels(scale: Scale, lang: Lang) -> tuple[str, ...]:
    return tuple(option.label.get(lang) for option in scale.options)


def list_check(options: tuple[str, ...]) -> Check:
    """A list of options of the definition."""
    codes = tuple(option_choice(number) for number in range(1, len(options) + 1))
    return Check(CheckKind.LIST, options, codes=codes)


def _checks(lang: Lang) -> Mapping[Field, Check]:
    applicable = ("适用", "不适用", "待核实") if lang == "zh" else ("Applicable", "Not applicable", "Pending")
    provided = ("是", "否") if lang == "zh" else ("Yes", "No")
    channels = tuple(text.get(lang) for text in DEFINITION.framework.channels)
    return {
        Field.APPLICABLE: Check(CheckKind.LIST, applicable, codes=(APPLICABLE, NOT_APPLICABLE, PENDING)),
        Field.PROVIDED: Check(CheckKind.LIST, provided, codes=(YES, NO)),
        Field.LEVEL: list_check(_labels(_DEPTH, lang)),
        Field.CHANNEL: list_check(channels),
        Field.ADDRESS: Check(CheckKind.TEXT, maximum=40),
        Field.DATE: Check(CheckKind.DATE, minimum=46266, maximum=46326),
        Field.NOTE: Check(CheckKind.TEXT, maximum=40),
    }


def _line(key: str, row: int, name: str, number: int, lang: Lang) -> Line:
    checks = _checks(lang)
    if key in ITEM_KEYS:
        return Line(key, row, name, 1, f"sx_{number:03}", COLUMNS, checks)
    value = {
        NUMBER: Check(CheckKind.NUMBER, minimum=0),
        RATE: Check(CheckKind.NUMBER, minimum=0, maximum=100),
        LEVEL: list_check(_labels(_GRADE, lang)),
    }[key]
    rules = {entry: value if entry is Field.VALUE else checks[entry] for entry in ENTRY_COLUMNS}
    return Line(key, row, name, 1, f"sx_{number:03}", ENTRY_COLUMNS, rules)


def make_sheet(unit: str, lang: Lang = "zh", name: str = SHEET, offset: int = 0) -> SheetPlan:
    """A sampling sheet: title, headings, three sections with a band each, a footer. `offset` keeps anchors apart."""
    names = (*_ITEMS, "上云系统数", "上云率", "等级")
    heads: dict[int, Content] = {3: "编码", 4: "事项", 5: "是否适用", 6: "是否提供", 7: "深度", 11: "备注"}
    rows = [PlannedRow(1, 1, {2: f"采样表 {unit}"}), PlannedRow(2, 1, heads)]
    sections = []
    row, position = 3, 0
    for leaf, size in (("B2", 5), ("A3", 2), ("A6", 1)):
        rows.append(PlannedRow(row, 1, {2: f"{leaf} 小计"}))
        lines = []
        for number in range(position, position + size):
            at = row + 1 + number - position
            line = _line(KEYS[number], at, names[number], offset + number + 1, lang)
            lines.append(line)
            cells: dict[int, Content] = {1: line.key, 2: float(number + 1), 3: line.key[3:], 4: line.name}
            rows.append(PlannedRow(at, 2, cells))
        sections.append(Section(unit, leaf, leaf, row, tuple(lines)))
        row, position = row + 1 + size, position + size
    rows.append(PlannedRow(row, 1, {2: "填报人："}))
    return SheetPlan(name, "sampling", tuple(rows), tuple(sections), unit, key_column=1)


def make_stamp(unit: str = "GAJ", lang: Lang = "zh", edition: str = "unit") -> Stamp:
    """The stamp of a current form."""
    identity = DEFINITION.identity
    digests = {"digest": identity.of(unit), "scoring": identity.scoring}
    return Stamp("shilishi", "2026-1", 2, "test", "1.0", edition=edition, unit=unit, lang=lang, **digests)


def make_plan(unit: str = "GAJ", lang: Lang = "zh", stamp: Stamp | None = None) -> WorkbookPlan:
    """The form of one unit."""
    return _plan(stamp or make_stamp(unit, lang), (make_sheet(unit, lang),))


def make_city_plan() -> WorkbookPlan:
    """A workbook with one sheet for each unit."""
    sheets = (make_sheet("GAJ", name="公安局"), make_sheet("JYJ", name="教育局", offset=100))
    return _plan(make_stamp("", edition="city"), sheets)


def _plan(stamp: Stamp, sheets: tuple[SheetPlan, ...]) -> WorkbookPlan:
    names = {
        line.anchor: Area(sheet.name, line.row, 1, line.row, 11)
        for sheet in sheets
        for section in sheet.sections
        for line in section.lines
    }
    return WorkbookPlan(stamp, "form.xlsx", sheets, names, "form", "form.xlsx")


GOOD: Mapping[str, Mapping[Field, Typed]] = {
    FIRST: {
        Field.PROVIDED: "是",
        Field.LEVEL: "在线申报",
        Field.CHANNEL: "网站",
        Field.ADDRESS: "https://www.example.gov.cn/1",
        Field.DATE: date(2026, 9, 2),
    },
    SECOND: {Field.PROVIDED: "否"},
    THIRD: {Field.APPLICABLE: "不适用", Field.NOTE: "职能已划转"},
    ITEM_KEYS[3]: {Field.APPLICABLE: "待核实"},
    NUMBER: {Field.VALUE: 12, Field.ADDRESS: "系统清单"},
    RATE: {Field.VALUE: 85.5},
    LEVEL: {Field.APPLICABLE: "适用", Field.VALUE: "二级"},
}
"""Correct answers: every state once or more; the fifth item is left blank."""


@dataclass
class Form:
    """A written form, open for what respondents do to it."""

    plan: WorkbookPlan
    book: Workbook

    @property
    def sheet(self) -> Worksheet:
        sheet = self.book[self.plan.sheets[0].name]
        assert isinstance(sheet, Worksheet)
        return sheet

    def row(self, key: str) -> int:
        return next(line.row for _, s in self.plan.sections() for line in s.lines if line.key == key)

    def put(self, key: str, entry: Field, value: Typed) -> None:
        columns = COLUMNS if key in ITEM_KEYS else ENTRY_COLUMNS
        self.sheet.cell(self.row(key), columns[entry]).value = value

    def swap(self, first: str, second: str, columns: range) -> None:
        """Exchanges the cells of two rows, as sorting does."""
        for column in columns:
            a, b = (self.sheet.cell(self.row(key), column) for key in (first, second))
            a.value, b.value = b.value, a.value

    def save(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def write_form(plan: WorkbookPlan | None = None, answers: Mapping[str, Mapping[Field, Typed]] = GOOD) -> Form:
    """Writes the keys, texts, names and stamp of a plan, and the answers given into its first sheet."""
    plan = plan or make_plan()
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in plan.sheets:
        target = book.create_sheet(sheet.name)
        for row in sheet.rows:
            for column, content in row.cells.items():
                target.cell(row.row, column).value = content
        target.column_dimensions["A"].hidden = True
    for name, area in plan.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=str(area))
    write_stamp(book, plan.stamp)
    form = Form(plan, book)
    for key, fields in answers.items():
        for entry, value in fields.items():
            form.put(key, entry, value)
    return form


def write_stamp(book: Workbook, stamp: Stamp, *, properties: bool = True, sheet: bool = True) -> None:
    """Puts a stamp into the custom properties and onto the hidden sheet."""
    for name, text in stamp.to_properties().items() if properties else ():
        properties_of(book).append(StringProperty(name=name, value=text))
    if sheet:
        hidden = book.create_sheet(STAMP_SHEET)
        hidden.sheet_state = "hidden"
        for row, pair in enumerate(stamp.to_properties().items(), 1):
            hidden.cell(row, 1).value, hidden.cell(row, 2).value = pair


def read_form(
    content: bytes, plan: WorkbookPlan | None = None, definition: Definition = DEFINITION
) -> Extraction:
    """Opens and extracts."""
    return extract(plan or make_plan(), definition, open_book(content, FILE))


def worded(plan: WorkbookPlan, answer: Answer) -> dict[Field, Scalar]:
    """The fields of an answer in the words of a plan."""
    checks = next(line.checks for _, s in plan.sections() for line in s.lines if line.key == answer.key)
    return {field: checks[field].shown(value) for field, value in answer.fields.items()}


def answers_of(extraction: Extraction) -> dict[str, Answer]:
    """Row key → answer."""
    return {answer.key: answer for answer in extraction.submission.answers}


def patch(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A copy of a container in which parts are changed, and added where they were not there."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name](b""))
    return buffer.getvalue()


def old_stamp(**changes: str | int) -> Stamp:
    """The current stamp with something else in it; that of another unit is of its form."""
    return replace(make_stamp(str(changes.get("unit", "GAJ"))), **changes)  # type: ignore[arg-type]


def properties_of(book: Workbook) -> CustomPropertyList[StringProperty]:
    """The custom document properties, which the type stubs lack."""
    found: CustomPropertyList[StringProperty] = book.custom_doc_props  # type: ignore[attr-defined]
    return found
