"""The packaged example with any number of units."""

from __future__ import annotations

import csv
from itertools import cycle, islice
from pathlib import Path

from smartxl import init_project

__all__ = ["sized_project"]


def sized_project(folder: Path, units: int) -> Path:
    """The example's definition with so many units: its own, again and again under other codes, or the first of them."""
    nodes = init_project(folder).definition.framework.nodes
    # those first that indicators name: without them it is no definition
    needed = {unit for node in nodes if node.indicator for unit in node.indicator.units}
    rows = sorted(_rows(folder / "roster.csv"), key=lambda row: row["code"] not in needed)
    named = [(row, round_) for round_, row in _numbered(rows, units)]
    codes = {(row["code"], round_): _code(row["code"], round_) for row, round_ in named}
    roster = [
        {
            **row,
            "code": codes[row["code"], round_],
            "name": row["name"] + (f"（{round_}）" if round_ else ""),
            "aliases": "",
        }
        for row, round_ in named
    ]
    _write(folder / "roster.csv", roster)
    for table in sorted((folder / "catalogue").glob("*.csv")):
        items = _rows(table)
        found = [row for row in items if row["unit"].startswith("@")]
        for (code, _), named_now in codes.items():
            found += [{**row, "unit": named_now} for row in items if row["unit"] == code]
        if found:
            _write(table, found)
        else:
            table.unlink()
    return folder


def _numbered(rows: list[dict[str, str]], count: int) -> list[tuple[int, dict[str, str]]]:
    """Rows with the number of the round in which each comes."""
    return [(place // len(rows), row) for place, row in enumerate(islice(cycle(rows), count))]


def _code(code: str, round_: int) -> str:
    return f"{code}{round_}" if round_ else code


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
