"""Every cell of every unit's workbook as it was written, against the definition and not against the plan alone."""

from __future__ import annotations

import io
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl.xml.functions import fromstring

from smartxl.cells import Area, Cell, a1, parse_a1, parse_area
from smartxl.model.answers import YES, Answer, Field, State
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import Measure
from smartxl.model.keys import UNSCORED
from smartxl.model.plan import InputCell, WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.reading import extract
from smartxl.scoring import score
from smartxl.text import Lang
from smartxl.verify import ALLOWED_FUNCTIONS, ErrorValue, Grid, compare, read_grid, reader_for, recalculate
from smartxl.xlsx import open_book
from smartxl_generators import write
from smartxl_templates import wording

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .conftest import Example

pytestmark = pytest.mark.slow  # every cell of 55 workbooks
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT_OR_SHEET = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
FUNCTION = re.compile(r"([A-Z_][A-Z0-9_.]*)\(", re.IGNORECASE)


@dataclass(frozen=True)
class SheetFile:
    """What openpyxl was told of one sheet, read from the XML: addresses as A1."""

    unlocked: frozenset[str]
    checked: Mapping[str, tuple[str, str]]  # address → type of the validation, its first formula
    overlapping: frozenset[str]
    formulas: tuple[str, ...]  # of validations and of conditional formats
    protected: bool


@dataclass(frozen=True)
class Written:
    plan: WorkbookPlan
    grid: Grid
    sheets: Mapping[str, SheetFile]
    names: Mapping[str, str]


def take_apart(plan: WorkbookPlan, content: bytes) -> Written:
    with ZipFile(io.BytesIO(content)) as package:
        book, styles = (fromstring(package.read(f"xl/{part}.xml")) for part in ("workbook", "styles"))
        relations = fromstring(package.read("xl/_rels/workbook.xml.rels"))
        targets = {r.get("Id"): posixpath.join("/xl", r.get("Target", "")).lstrip("/") for r in relations}
        parts = {s.get("name", ""): targets[s.get(f"{RELATION}id")] for s in book.iter(f"{MAIN}sheet")}
        unlocked = {
            str(number)
            for number, style in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
            if any(lock.get("locked") in {"0", "false"} for lock in style.iter(f"{MAIN}protection"))
        }
        sheets = {name: _sheet(fromstring(package.read(part)), unlocked) for name, part in parts.items()}
    names = {n.get("name", ""): n.text or "" for n in book.iter(f"{MAIN}definedName")}
    return Written(plan, read_grid(content), sheets, names)


def _sheet(root: Element, unlocked: set[str]) -> SheetFile:
    checked: dict[str, tuple[str, str]] = {}
    twice = set()
    for rule in root.iter(f"{MAIN}dataValidation"):
        for address in _addresses(rule.get("sqref", "")):
            twice |= {address} & checked.keys()
            checked[address] = (rule.get("type", ""), rule.findtext(f"{MAIN}formula1", ""))
    columns = [f"column {c.get('min')}" for c in root.iter(f"{MAIN}col") if c.get("style") in unlocked]
    rows = [f"row {r.get('r')}" for r in root.iter(f"{MAIN}row") if r.get("s") in unlocked]
    cells = [c.get("r", "") for c in root.iter(f"{MAIN}c") if c.get("s", "0") in unlocked]
    lock = root.find(f"{MAIN}sheetProtection")
    tags = {f"{MAIN}{tag}" for tag in ("formula1", "formula2", "formula")}
    return SheetFile(
        frozenset([*cells, *rows, *columns]),
        checked,
        frozenset(twice),
        tuple(element.text or "" for element in root.iter(*tags)),
        lock is not None and lock.get("sheet") == "1",
    )


def _addresses(areas: str) -> Iterator[str]:
    for reference in areas.split():
        area = parse_area(reference, "")
        assert area is not None
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                yield a1(row, column)


def texts(grid: Grid, area: Area) -> tuple[object, ...]:
    rows = range(area.first_row, area.last_row + 1)
    return tuple(grid.constants.get(Cell(area.sheet, row, area.first_column)) for row in rows)


@pytest.fixture(scope="module")
def files(example: Example) -> Mapping[str, Written]:
    """All units' workbooks filled in; blank: one in English, one for its evaluator, a city of a few units."""
    definition, layout = example.definition, example.layout
    found = {}
    for unit in definition.roster.units:
        plan = plan_unit(definition, layout, unit, "zh")
        found[unit.code] = take_apart(
            plan, write(plan, example.template, definition, example.table, example.answers_of(unit.code))
        )
    few, blank = example.few(), score(definition, ())
    english = plan_unit(definition, layout, definition.roster.by_code["GXJ"], "en")
    found["GXJ in English"] = take_apart(english, write(english, example.template, definition, blank))
    review = plan_unit(definition, layout, definition.roster.by_code["GXJ"], "zh", Edition.EVALUATOR)
    found["GXJ for its evaluator"] = take_apart(review, write(review, example.template, definition, blank))
    city = plan_city(few, layout, "zh")
    found["city"] = take_apart(city, write(city, example.template, few, score(few, ())))
    return found


def options(definition: Definition, lang: Lang, leaf: str, field: Field) -> tuple[str, ...]:
    """What the drop-down of an item must offer, from the definition alone."""
    words = wording(lang)
    if field is Field.APPLICABLE:
        return tuple(words[f"answer.{name}"] for name in ("applicable", "not_applicable", "pending"))
    if field is Field.PROVIDED:
        return words["answer.yes"], words["answer.no"]
    if field is Field.CHANNEL:
        return tuple(channel.get(lang) for channel in definition.framework.channels)
    indicator = definition.framework.by_code[leaf].indicator
    assert indicator is not None
    return tuple(option.label.get(lang) for option in definition.framework.scales[indicator.scale].options)


def test_every_drop_down_is_the_list_of_the_item_in_its_row(
    example: Example, files: Mapping[str, Written]
) -> None:
    """The row's key as it stands in column A leads to the item, the item to the words; the file's own list has them."""
    leaves = {(item.unit, item.key): item.leaf for item in example.definition.catalogue.items}
    seen = 0
    for name, written in files.items():
        lang: Lang = "en" if "English" in name else "zh"
        for sheet, section in written.plan.sections():
            for line in section.lines:
                key = str(written.grid.constants[Cell(sheet.name, line.row, 1)])
                leaf = leaves.get((section.unit, key), key.partition("/")[0].removeprefix(UNSCORED))
                for field, column in line.inputs.items():
                    kind, source = written.sheets[sheet.name].checked[a1(line.row, column)]
                    node = example.definition.framework.by_code.get(leaf)  # none of the evidence register
                    indicator = node.indicator if node else None
                    listed = field in {Field.APPLICABLE, Field.PROVIDED, Field.LEVEL, Field.CHANNEL} or (
                        field in {Field.VALUE, Field.REVIEW}
                        and indicator
                        and indicator.measure is Measure.RUBRIC
                    )
                    assert (kind == "list") == bool(listed), (name, line.row, field)
                    if listed:
                        area = parse_area(source, "")
                        assert area is not None, source
                        expected = options(example.definition, lang, leaf, field)
                        assert texts(written.grid, area) == expected, (name, line.row, field)
                        seen += 1
    assert seen > 4 * len(example.definition.catalogue.items)


def test_inputs_are_unlocked_and_checked_once_and_all_else_is_locked(files: Mapping[str, Written]) -> None:
    for name, written in files.items():
        for sheet in written.plan.sheets:
            inputs = {
                a1(row.row, column)
                for row in sheet.rows
                for column, content in row.cells.items()
                if isinstance(content, InputCell)
            }
            found = written.sheets[sheet.name]
            assert found.protected, (name, sheet.name)
            assert found.unlocked == inputs, (name, sheet.name)
            assert found.checked.keys() == inputs, (name, sheet.name)
            assert not found.overlapping, (name, sheet.name)


def test_no_formula_calls_what_is_not_allowed(files: Mapping[str, Written]) -> None:
    """Formulas of cells, of validations and of conditional formats."""
    used = set()
    for written in files.values():
        cells = [formula.text for formula in written.grid.formulas.values()]
        others = [text for sheet in written.sheets.values() for text in sheet.formulas]
        for text in {*cells, *others}:
            assert len(text) <= 8192
            used |= {name.upper() for name in FUNCTION.findall(TEXT_OR_SHEET.sub("", text))}
    assert used <= ALLOWED_FUNCTIONS
    assert {"SUMPRODUCT", "IF"} <= used


def test_every_name_leads_to_the_row_of_its_key(files: Mapping[str, Written]) -> None:
    for name, written in files.items():
        keys = {
            line.anchor: (sheet.name, line)
            for sheet, section in written.plan.sections()
            for line in section.lines
        }
        assert keys.keys() <= written.names.keys(), name
        for defined, reference in written.names.items():
            if defined.startswith("_xlnm."):
                assert "#REF!" not in reference, (name, defined)
                continue
            area = parse_area(reference, "")
            assert area is not None, (name, defined, reference)
            assert area.sheet in written.sheets, (name, defined)
            if defined in keys:
                sheet, line = keys[defined]
                assert (area.sheet, area.first_row, area.last_row) == (sheet, line.row, line.row), defined
                assert written.grid.constants[Cell(sheet, line.row, area.first_column)] == line.key


def test_every_formula_carries_the_engines_value(example: Example, files: Mapping[str, Written]) -> None:
    few = example.few()
    blank = score(example.definition, ())
    tables = {"city": score(few, ()), "GXJ in English": blank, "GXJ for its evaluator": blank}
    for name, written in files.items():
        assert written.grid.formulas.keys() <= written.grid.cached.keys(), name
        table = tables.get(name, example.table)
        for cell, content in written.plan.computed():
            value = table.of(content.quantity)
            shown = written.grid.cached.get(cell)
            if value is None:
                mark = content.without_value(table) if hasattr(content, "without_value") else ""
                assert (shown or "") == mark, (name, cell)
            else:
                assert shown == (content.labels[int(value)] if content.labels else value), (name, cell)


def test_links_lead_to_cells_that_exist(example: Example) -> None:
    plan = plan_city(example.few(), example.layout, "zh")
    content = write(plan, example.template, example.few(), score(example.definition, ()))
    links = 0
    with ZipFile(io.BytesIO(content)) as package:
        for part in (n for n in package.namelist() if n.startswith("xl/worksheets/sheet")):
            for link in fromstring(package.read(part)).iter(f"{MAIN}hyperlink"):
                area = parse_area(link.get("location", ""), "")
                assert area is not None
                assert area.sheet in plan.by_name
                parse_a1(link.get("ref", ""))
                links += 1
    assert links


def nothing(_answers: list[Answer]) -> list[Answer]:
    return []


def half(answers: list[Answer]) -> list[Answer]:
    """About half of the rows, and of those about half of the inputs: rows that make no sense are among them."""
    chance = Random(20260901)  # noqa: S311  (a seed, so that a failure comes back)
    kept = [answer for answer in answers if chance.random() < 0.5]
    return [
        answer._replace(fields={f: v for f, v in answer.fields.items() if chance.random() < 0.5})
        for answer in kept
    ]


def full(answers: list[Answer]) -> list[Answer]:
    """All rows, those among them that the units add themselves."""
    evidence = {Field.NAME: "台账", Field.ADDRESS: "=台账.pdf", Field.USED_BY: "1、3-5"}
    item = {Field.NAME: "新增事项", Field.PROVIDED: YES, Field.ADDRESS: "E01"}
    own = {f"{UNSCORED}/E01": evidence, f"{UNSCORED}A2/1": item, f"{UNSCORED}A2/2": {Field.NOTE: "？"}}
    units = {answer.unit for answer in answers}
    return answers + [
        Answer(unit, key, State.BLANK, None, fields) for unit in units for key, fields in own.items()
    ]


@pytest.mark.parametrize("filled", [nothing, half, full])
@pytest.mark.parametrize("edition", ["SZB", "GXJ", "city"])
def test_no_cell_shows_an_error(
    example: Example, edition: str, filled: Callable[[list[Answer]], list[Answer]]
) -> None:
    """Recalculated from what was typed: no error. From what intake made of it: the numbers of the engine."""
    definition = example.few() if edition == "city" else example.definition
    if edition == "city":
        plan = plan_city(definition, example.layout, "zh")
    else:
        plan = plan_unit(definition, example.layout, definition.roster.by_code[edition], "zh")
    codes = set(definition.roster.by_code) if edition == "city" else {edition}
    typed = filled([answer for answer in example.answers if answer.unit in codes])
    content = write(plan, example.template, definition, score(definition, typed), typed)
    grid = read_grid(content)
    values = recalculate(grid).values
    assert {cell: v for cell, v in {**values, **grid.cached}.items() if isinstance(v, ErrorValue)} == {}

    read = extract(plan, definition, open_book(content, "x.xlsx")).submission.answers
    table = score(definition, read)
    if filled is half:  # a level and no 是: intake takes it for provided, and says so
        grid = read_grid(write(plan, example.template, definition, table, read))
        values = recalculate(grid).values
    report = compare(plan, grid, values, table, reader_for(grid))
    assert report.checked > 60
    assert report.ok, "\n".join(report.lines("en"))


PARTS = """
import io, sys
from hashlib import sha256
from zipfile import ZipFile
from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.planning import plan_unit
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl_generators import Template, write
from smartxl_templates import example_folder, template_path, wording
definition, path = load(example_folder()), template_path("standard")
answers = [a for a in respond(definition, "zh", 7) if a.unit == "GXJ"]
plan = plan_unit(definition, read_layout(path), definition.roster.by_code["GXJ"], "zh")
template = Template.load(path.read_bytes(), path.name)
content = write(plan, template, definition, score(definition, answers), answers)
with ZipFile(io.BytesIO(content)) as package:
    for info in package.infolist():
        print(info.filename, info.date_time, sha256(package.read(info)).hexdigest())
print("file", sha256(content).hexdigest())
"""


def test_another_process_writes_the_same_bytes_part_by_part(example: Example) -> None:
    """Sets and dicts of text come in another order under another hash seed: the file must not show it."""
    answers = example.answers_of("GXJ")
    plan = plan_unit(example.definition, example.layout, example.definition.roster.by_code["GXJ"], "zh")
    content = write(plan, example.template, example.definition, score(example.definition, answers), answers)
    with ZipFile(io.BytesIO(content)) as package:
        here = [
            f"{i.filename} {i.date_time} {sha256(package.read(i)).hexdigest()}" for i in package.infolist()
        ]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    done = subprocess.run(
        [sys.executable, "-c", PARTS],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [*here, f"file {sha256(content).hexdigest()}"]
