"""Reads campaign.yaml and the table of cities: all problems of both files at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.campaign_schema import CITY_COLUMNS, CampaignFile
from smartxl.define.check_common import code_problems
from smartxl.define.entries import from_entry
from smartxl.define.parse import parse
from smartxl.define.tablefile import read_table
from smartxl.define.yamlfile import read_yaml
from smartxl.errors import DefinitionError, Problem, ProjectError
from smartxl.filenames import CAMPAIGN
from smartxl.model.campaign import CampaignCity, CampaignRules
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from smartxl.define.tablesheet import TableRow

__all__ = ["LoadedCampaign", "load_campaign"]


@dataclass(frozen=True, slots=True)
class LoadedCampaign:
    """A campaign as its files have it.

    `common` is the folder of the common definition. `set_aside` are cities that cannot take part, with the reason: no other
    city waits for them. `table` is the name of the table of cities.
    """

    rules: CampaignRules
    common: Path
    cities: tuple[CampaignCity, ...]
    set_aside: tuple[tuple[CampaignCity, Problem], ...]
    table: str
    notes: tuple[Text, ...] = ()


def load_campaign(folder: Path) -> LoadedCampaign:
    """The campaign of a folder.

    Raises ProjectError where there is none, DefinitionError with all problems of campaign.yaml and of the table as a whole.
    """
    if not (folder / CAMPAIGN).is_file():
        what = Text(f"该文件夹里没有 {CAMPAIGN}", f"the folder has no {CAMPAIGN}")
        remedy = Text("新建一个：smartxl campaign init", "make one: smartxl campaign init")
        raise ProjectError(str(folder), what, remedy)
    parsed = parse(read_yaml(folder / CAMPAIGN, CAMPAIGN), CampaignFile)
    model = parsed.model
    if model is None:
        raise DefinitionError(parsed.problems)
    table = read_table(folder / model.cities, model.cities, CITY_COLUMNS)
    problems = (*parsed.problems, *_ledger_problems(model), *table.problems)
    if not problems and not table.rows:
        what = Text("表里没有城市", "the table has no city")
        problems = (Problem(table.name, 1, "", what, Text("每个城市填一行", "add one row for every city")),)
    if problems:
        raise DefinitionError(problems)
    rules = from_entry(CampaignRules, model)
    cities, aside = _cities(table.rows)
    return LoadedCampaign(rules, folder / model.common, cities, aside, table.name, table.notes)


def _ledger_problems(model: CampaignFile) -> Iterator[Problem]:
    if model.ledger and not model.ledger.startswith(("postgresql:", "postgresql+", "postgres:")):
        what = Text(
            "所有城市共用的数据库须是 PostgreSQL：只有它能让每市一个 schema",
            "the database of all cities has to be PostgreSQL: only there each city has a schema of its own",
        )
        remedy = Text(
            "写如 postgresql+psycopg://user@host/database 的地址；不写则台账在各市文件夹中",
            "give a URL such as postgresql+psycopg://user@host/database; without one each city keeps a file",
        )
        yield Problem(CAMPAIGN, None, "ledger", what, remedy)


def _cities(
    rows: Sequence[TableRow],
) -> tuple[tuple[CampaignCity, ...], tuple[tuple[CampaignCity, Problem], ...]]:
    """The cities of a table, and those that are not clearly one: a bad code, or one code or folder of several."""
    found = [(row, _city(row)) for row in rows]
    by_code, by_folder = defaultdict(list), defaultdict(list)
    for row, city in found:
        by_code[city.code.casefold()].append(row)
        by_folder[city.folder.rstrip("/\\")].append(row)
    cities, aside = [], []
    for row, city in found:
        same_code, same_folder = by_code[city.code.casefold()], by_folder[city.folder.rstrip("/\\")]
        problem = next(_problems(row, city, same_code, same_folder), None)
        if problem is None:
            cities.append(city)
        else:
            aside.append((city, problem))
    return tuple(cities), tuple(aside)


def _city(row: TableRow) -> CampaignCity:
    cells = row.cells
    code = cells["code"]
    folder = cells["folder"] or f"cities/{code}"
    return CampaignCity(code, Text(cells["name"], cells["name_en"]), cells["province"], cells["size"], folder)


def _problems(
    row: TableRow, city: CampaignCity, same_code: Sequence[TableRow], same_folder: Sequence[TableRow]
) -> Iterator[Problem]:
    for what, remedy in code_problems(city.code):
        yield row.mark.problem("code", what, remedy)
    if len(same_code) > 1:
        others = [other for other in same_code if other is not row]
        what = Text(
            f"代码“{city.code}”重复（还有{others[0].mark.told.zh}），分不清是哪个城市，都没有计入",
            f"the code {city.code!r} stands here again ({others[0].mark.told.en}): which city is meant is "
            "not clear, and neither takes part",
        )
        yield row.mark.problem(
            "code", what, Text("给每个城市不同的代码", "give every city a code of its own")
        )
    if len(same_folder) > 1:
        what = Text(
            f"文件夹“{city.folder}”也是另一个城市的", f"the folder {city.folder!r} is another city's too"
        )
        yield row.mark.problem("folder", what, Text("每个城市一个文件夹", "a folder for every city"))
