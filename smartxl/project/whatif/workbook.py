"""A scenario in a definition that is a workbook: a row of its sheet of scenarios, or rows of its settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from smartxl.cells import column_letter
from smartxl.define.authoring import flatten, read_authoring
from smartxl.define.authoring.columns import columns_of
from smartxl.define.authoring.flatten import BETWEEN
from smartxl.define.authoring.sheets import AuthoringTable, sheet_tables
from smartxl.define.authoring.words import WORDS
from smartxl.define.scenario_schema import scenario_tree, to_scenarios
from smartxl.errors import ProjectError, SmartxlError
from smartxl.filenames import open_elsewhere
from smartxl.text import Lang, Text
from smartxl.xlsx import open_book
from smartxl_generators.authoring import with_cells

if TYPE_CHECKING:
    from smartxl.model.scenarios import Scenario

__all__ = ["workbook_with_scenario"]

_Cells = dict[str, dict[str, float | str]]
_BY_HAND = Text("在工作簿的“情景”表中手工填写", "write it by hand, on the sheet of scenarios")


def workbook_with_scenario(path: Path, scenario: Scenario) -> bytes:
    """The workbook with one more scenario, read again and found to hold just that; nothing is written.

    Raises ProjectError where it is open elsewhere, is no .xlsx or has one of this name, SmartxlError where there is no place.
    """
    before = _scenarios(path)
    if open_elsewhere(path):
        what = Text(f"{path.name} 正在 Excel 等软件中打开", f"{path.name} is open in a program such as Excel")
        raise ProjectError(
            str(path), what, Text("保存并关闭后再执行", "save and close it, then do this again")
        )
    if path.suffix.casefold() not in {".xlsx", ".xlsm"}:
        what = Text("只能存入 .xlsx 工作簿", "a scenario is only written into .xlsx workbooks")
        raise ProjectError(str(path), what, Text("另存为 .xlsx", "save it as .xlsx"))
    if any(each.name == scenario.name for each in before):
        what = Text(f"工作簿中已有情景“{scenario.name}”", f"the workbook has a scenario {scenario.name!r}")
        raise ProjectError(
            str(path), what, Text("换一个名称，或在工作簿中修改", "choose another name, or edit it there")
        )
    content = path.read_bytes()
    tables = sheet_tables(path.name, open_book(content, path.name)).tables
    made = with_cells(content, path.name, _cells(path, tables, scenario, len(before)))
    with TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        copy.write_bytes(made)
        if _scenarios(copy) != (*before, scenario):
            what = Text("存入后读不出同样的情景", "the scenario would not be read back as it is")
            raise SmartxlError(path.name, what, _BY_HAND)
    return made


def _scenarios(path: Path) -> tuple[Scenario, ...]:
    model = read_authoring(path).files.assessment.model
    return to_scenarios(model.scenarios) if model else ()


def _cells(path: Path, tables: tuple[AuthoringTable, ...], scenario: Scenario, known: int) -> _Cells:
    """What is written where: what has a column on the sheet of scenarios there, the rest on that of settings."""
    own = next((table for table in tables if table.kind == "scenarios"), None)
    settings = next((table for table in tables if table.kind == "settings"), None)
    lang = _language(settings or own)
    sheets = {
        sheet.sheet: sheet for sheet in flatten({}, {"scenarios": [scenario_tree(scenario)]}, (), (), lang)
    }
    (row,) = sheets["scenarios"].rows
    found: _Cells = defaultdict(dict)
    rest: list[tuple[str, str | float, str]] = []
    places = {column.id: place for place, column in own.columns.items()} if own else {}
    for column, cell in row.cells.items():
        if own is not None and column in places and cell is not None:
            found[own.sheet][f"{column_letter(places[column])}{_free(own)}"] = cell
    rest += _settings(row.cells, places, known, lang)
    for setting in sheets["settings"].rows:
        item = str(setting.cells["item"]).replace(f"{BETWEEN}1{BETWEEN}", f"{BETWEEN}{known + 1}{BETWEEN}", 1)
        rest.append((item, setting.cells.get("value") or "", str(setting.cells.get("english") or "")))
    if rest and settings is None:
        what = Text(
            "工作簿中没有“设置”表，放不下这个情景", "it has no sheet of settings, which the scenario needs"
        )
        raise SmartxlError(path.name, what, _BY_HAND)
    for number, line in enumerate(rest):
        if settings is not None:
            found[settings.sheet] |= dict(_setting(settings, _free(settings) + number, lang, *line))
    return found


def _settings(
    cells: Mapping[str, str | float | None], places: Mapping[str, int], known: int, lang: Lang
) -> Iterator[tuple[str, str | float, str]]:
    """Rows of settings for what has no column: item, value, English."""
    list_word, columns = WORDS["key", "scenarios"].get(lang), columns_of("scenarios")
    for column, cell in cells.items():
        if column in places or cell is None or columns[column].part == "en":
            continue
        key = columns[column].key
        word = columns[f"{key}.zh"].word if columns[column].part else columns[column].word
        item = BETWEEN.join((list_word, str(known + 1), word.get(lang)))
        yield item, cell, str(cells.get(f"{key}.en") or "")


def _setting(
    table: AuthoringTable, row: int, lang: Lang, item: str, value: str | float, english: str
) -> Iterator[tuple[str, str | float]]:
    places = {column.id: place for place, column in table.columns.items()}
    told = {"place": WORDS["place", "assessment"].get(lang), "item": item, "value": value, "english": english}
    for column, cell in told.items():
        if cell != "" and column in places:
            yield f"{column_letter(places[column])}{row}", cell


def _free(table: AuthoringTable) -> int:
    return max([table.head, *(entry.number for entry in table.entries)]) + 1


def _language(table: AuthoringTable | None) -> Lang:
    """That of the workbook's headings."""
    if table is None:
        return "zh"
    words = WORDS["sheet", table.kind]
    return "en" if table.sheet == words.en else "zh"
