"""Workbooks of tests: opened once a session, calculated by the engine that was asked for, compared with snapshots."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest

from smartxl.bookmodel import BookModel, BookValues, workbook
from smartxl.errors import SmartxlError
from smartxl.testing.options import ENGINE, LANG, OWN, UPDATE
from smartxl.testing.snapshots import SnapshotKeeper
from smartxl.text import Lang, language

__all__ = ["CheckedBook", "book_of", "checked", "opener", "spoken_in"]

_OPENED = pytest.StashKey[dict[tuple[Path, int, int], BookModel]]()
_MACHINE = ("SMARTXL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_CALLED_IN_OTHERS = Mapping[str, Callable[..., object]]


@dataclass(frozen=True)
class CheckedBook(BookModel):
    """A workbook of a test: a `BookModel` that other engines may calculate, and that is compared with snapshots."""

    path: Path = field(default=Path(), repr=False)
    engine: str = field(default=OWN, repr=False)
    keeper: SnapshotKeeper | None = field(default=None, repr=False)

    def calculate(self) -> BookValues:
        """The values of all cells, by the engine that `--smartxl-engine` names."""
        values = super().calculate()
        if self.engine == OWN:
            return values
        from smartxl.testing.engines import calculated

        return calculated(self.path, self.engine, values)

    def snapshot(self, *addresses: str, name: str = "") -> None:
        """Compares all formula cells, or all cells of `addresses`, with what they were when `--smartxl-update` was last said.

        `name` tells several snapshots of one test apart. Fails with what differs. Raises VerifyError for a cell that cannot
        be computed.
        """
        __tracebackhide__ = True
        assert self.keeper is not None  # noqa: S101  (the fixture gives one)
        self.keeper.check(self.name, self.calculate(), addresses, name)


def book_of(path: Path, config: pytest.Config) -> BookModel:
    """A workbook as it stands in the file now, opened once. Raises UnreadableFile."""
    opened = config.stash.setdefault(_OPENED, {})
    try:
        status = path.stat()
    except OSError:
        return workbook(path)
    key = path, status.st_mtime_ns, status.st_size
    if key not in opened:
        opened[key] = workbook(path)
    return opened[key]


def opener(request: pytest.FixtureRequest) -> Callable[..., CheckedBook]:
    """What the fixture `workbook` is."""
    config = request.config
    keeper = SnapshotKeeper(
        request.path, request.node.name, bool(config.getoption(UPDATE)), spoken_in(config)
    )

    def opened(path: str | os.PathLike[str], *, functions: _CALLED_IN_OTHERS | None = None) -> CheckedBook:
        __tracebackhide__ = True
        found = request.path.parent / path
        try:
            model = workbook(found, functions=functions) if functions else book_of(found, config)
        except SmartxlError as error:
            told = error.said(spoken_in(config))
        else:
            return checked(model, found, config, keeper)
        pytest.fail(told, pytrace=False)

    return opened


def checked(
    model: BookModel, path: Path, config: pytest.Config, keeper: SnapshotKeeper | None = None
) -> CheckedBook:
    """A workbook with the engine that was asked for."""
    same = {each.name: getattr(model, each.name) for each in fields(BookModel)}
    return CheckedBook(**same, path=path, engine=str(config.getoption(ENGINE)), keeper=keeper)


def spoken_in(config: pytest.Config) -> Lang:
    """The language of the project's settings, else of SMARTXL_LANG or the machine, else English."""
    named = (str(config.getini(LANG)), *(os.environ.get(name) for name in _MACHINE))
    for each in named:
        if (lang := language((each or "")[:2].lower())) is not None:
            return lang
    return "en"
