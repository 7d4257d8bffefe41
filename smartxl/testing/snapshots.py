"""Snapshots: what the cells of a workbook showed, kept as text beside the tests."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smartxl.text import Lang, Text, file_name, shorten

if TYPE_CHECKING:
    from smartxl.bookmodel import BookValues

__all__ = ["SnapshotKeeper"]

_FOLDER, _LONGEST_NAME, _TOLERANCE, _FEW, _LONGEST = "__snapshots__", 80, 1e-9, 40, 100


class SnapshotKeeper:
    """The snapshots of one test, in `__snapshots__/FILE/TEST.txt`."""

    def __init__(self, test_file: Path, test: str, update: bool, lang: Lang) -> None:
        self._folder = test_file.parent / _FOLDER / test_file.stem
        self._test, self._update = test, update
        self._lang: Lang = lang
        self._taken: set[str] = set()

    def check(self, book: str, values: BookValues, addresses: Sequence[str], name: str) -> None:
        """Writes a snapshot, or fails with what is not as in it."""
        __tracebackhide__ = True
        path = self._path(name)
        lines = list(values.lines(*addresses))
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join([*lines, ""]), "utf-8", newline="\n")
            return
        if not path.is_file():
            told = Text(
                f"没有快照 {path.name}；写下它：pytest --smartxl-update",
                f"there is no snapshot {path.name}; to write it: pytest --smartxl-update",
            )
            pytest.fail(told.get(self._lang), pytrace=False)
        before, now = _by_cell(path.read_text("utf-8").splitlines()), _by_cell(lines)
        differing = list(_differing(before, now, values))
        if differing:
            pytest.fail(self._told(book, path, differing), pytrace=False)

    def _path(self, name: str) -> Path:
        """The file of a snapshot: a second one of a test without a name is numbered."""
        base = name or (str(len(self._taken) + 1) if self._taken else "")
        self._taken.add(base)
        whole = f"{self._test}-{base}" if base else self._test
        short = file_name(shorten(whole, _LONGEST_NAME))
        if short != whole:
            short += "-" + hashlib.sha256(whole.encode()).hexdigest()[:8]
        return self._folder / f"{short}.txt"

    def _told(self, book: str, path: Path, differing: Sequence[str]) -> str:
        folder = "/".join(path.parts[-3:])
        head = Text(
            f"{book}：{len(differing)} 个单元格与快照 {folder} 不同",
            f"{book}: {len(differing)} cells are not as in {folder}",
        )
        accept = Text("若应如此：pytest --smartxl-update", "If they are right: pytest --smartxl-update")
        more = [f"  … {len(differing) - _FEW}"] if len(differing) > _FEW else []
        lines = [head.get(self._lang), *(f"  {line}" for line in differing[:_FEW]), *more]
        return "\n".join([*lines, accept.get(self._lang)])


def _by_cell(lines: Iterable[str]) -> Mapping[str, str]:
    pairs = (line.partition(" = ") for line in lines if line)
    return {cell: value for cell, _, value in pairs}


def _differing(before: Mapping[str, str], now: Mapping[str, str], values: BookValues) -> Iterator[str]:
    for cell in {**before, **now}:
        old, new = before.get(cell), now.get(cell)
        if old is None:
            yield f"+ {cell} = {new}"
        elif new is None:
            yield f"- {cell} = {old}"
        elif not _same(old, new):
            formula = values.formula(cell)
            yield f"{cell}: {old} → {new}" + (f"   {shorten(formula, _LONGEST)}" if formula else "")


def _same(old: str, new: str) -> bool:
    if old == new:
        return True
    try:
        return math.isclose(float(old), float(new), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    except ValueError:
        return False
