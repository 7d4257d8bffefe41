"""Several engines side by side on a workbook, each in a process of its own, so that none brings down the others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smartxl.cells import Cell
from smartxl.collecting.pool import ReaderPool
from smartxl.errors import SmartxlError, VerifyError
from smartxl.findings import FindingCode
from smartxl.processes import cores
from smartxl.project.anybook import OWNERS_LIMITS, OwnersReader, content_of
from smartxl.project.folder import ProjectFolder, root_if_any
from smartxl.project.verifier import functions_of, is_workbench, scored_file
from smartxl.reading import MEMORY
from smartxl.recalc import load_book
from smartxl.text import Text
from smartxl.verify.compare import PlannedValue, expected_values
from smartxl.verify.engines import StoredValues, engine, inputs_of, stored_values
from smartxl.verify.engines.beside import EngineOutcome, EnginesReport, beside
from smartxl.xlsx import FileRefused, RawBook
from smartxl.xlsx.gate import LARGE_BUDGET
from smartxl.xlsx.saved import open_saved

__all__ = ["Beside", "compare_engines", "compared_files"]

Beside = EnginesReport | SmartxlError
"""What the engines came to on a file, or why it could not be read."""


@dataclass(frozen=True)
class _FileShows:
    """What is compared beside the engines: formula cells and their texts, stored values, and those of the scoring engine."""

    formulas: Mapping[Cell, str]
    stored: StoredValues
    expected: Mapping[Cell, PlannedValue] | None


def compare_engines(
    path: str | Path, engines: Iterable[str] = ("smartxl",), *, passwords: Iterable[str] = ()
) -> EnginesReport:
    """Recalculates a workbook with several engines, and compares their values with each other and with those that it shows.

    `engines`: of `smartxl`, `formulas`, `formualizer`, `libreoffice`. In a project what the scoring engine gives for
    the planned cells is one more column. Raises VerifyError for an engine that is not installed, UnreadableFile.
    """
    ((_, outcome),) = compared_files([Path(path)], tuple(engines), None, None, passwords)
    if isinstance(outcome, SmartxlError):
        raise outcome
    return outcome


def compared_files(
    paths: Sequence[Path],
    engines: Sequence[str],
    project: ProjectFolder | None,
    lang: str | None,
    passwords: Iterable[str] = (),
) -> Iterator[tuple[Path, Beside]]:
    """Recalculates file after file with each of the engines; what is wrong with a file or an engine stops no other.

    Raises VerifyError for an engine that is not there.
    """
    names = tuple(dict.fromkeys(engines))
    versions = {name: engine(name).version() for name in names}
    homes = {str(path): project.root if project else root_if_any(path) for path in paths}
    known = tuple(passwords)
    processes = max(1, min(cores(), len(paths) * len(names)))
    shown_by, run_by = _ShownReader(homes, lang, known), _EngineReader(known)
    with (
        ReaderPool(shown_by, 1, OWNERS_LIMITS) as shown,
        ReaderPool(run_by, processes, OWNERS_LIMITS) as runs,
    ):
        refused: dict[int, SmartxlError] = {}
        for number, path in enumerate(paths):
            try:
                content = content_of(path)
            except SmartxlError as error:
                refused[number] = error
                continue
            shown.submit(number, str(path), content)
            for place, name in enumerate(names):
                runs.submit(number * len(names) + place, f"{name}:{path.name}", content)
        for number, path in enumerate(paths):
            if number in refused:
                yield path, refused[number]
                continue
            outcomes = tuple(
                _outcome(runs, number * len(names) + place, name, versions[name])
                for place, name in enumerate(names)
            )
            try:
                found = shown.result(number)
            except SmartxlError as error:
                yield path, error
            else:
                yield path, beside(found.formulas, found.stored, outcomes, found.expected)


def _outcome(runs: ReaderPool[EngineOutcome], number: int, name: str, version: str) -> EngineOutcome:
    """What an engine came to, also where that is nothing."""
    try:
        return runs.result(number)
    except SmartxlError as error:
        return EngineOutcome(name, version, failure=error)


@dataclass(frozen=True)
class _EngineReader(OwnersReader):
    """Runs an engine on a file, which is handed in as the engine's name, a colon and the file's name."""

    passwords: tuple[str, ...] = field(default=(), repr=False)

    def read(self, content: bytes, name: str) -> EngineOutcome:
        """What the engine came to. Raises FileRefused, VerifyError."""
        asked, _, file_name = name.partition(":")
        book = open_saved(content, file_name, passwords=self.passwords, budget=LARGE_BUDGET)
        inputs, chosen = inputs_of(book, functions_of(book)), engine(asked)
        start = time.perf_counter()
        try:
            found = chosen.values(inputs)
        except (SmartxlError, MemoryError):
            raise
        except Exception as error:  # a fault of one engine must not cost the others
            raise self.failed(FindingCode.READER_FAILED, type(error).__name__, name) from error
        return EngineOutcome(asked, chosen.version(), time.perf_counter() - start, found)

    def failed(self, code: FindingCode, found: str, name: str) -> SmartxlError:
        """What became of an engine that took too much, or brought down its process."""
        what = Text(f"引擎中途退出（{found}）", f"the engine ended on its own ({found})")
        if code is FindingCode.TOO_COSTLY:
            limit = Text("内存", "memory") if found == MEMORY else Text(found, found)
            what = Text(f"超出限制（{limit.zh}）", f"it went beyond the limit ({limit.en})")
        remedy = Text("换一个引擎，或拆分工作簿", "take another engine, or divide the workbook")
        return VerifyError(name.partition(":")[0], what, remedy)


@dataclass(frozen=True)
class _ShownReader(OwnersReader):
    """Reads what a file shows, and in a project what is planned. `homes`: path → the folder of the project."""

    homes: Mapping[str, Path | None]
    lang: str | None
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def read(self, content: bytes, name: str) -> _FileShows:
        """What a file shows. Raises FileRefused; ProjectError for a workbook of another project."""
        path = Path(name)
        book = open_saved(content, path.name, passwords=self.passwords, budget=LARGE_BUDGET)
        loaded = load_book(book)
        formulas = {
            Cell(each.sheet, *place): each.text for each in loaded.formulas for place in each.places()
        }
        return _FileShows(formulas, stored_values(book, loaded), self._expected(path, book))

    def _expected(self, path: Path, book: RawBook) -> Mapping[Cell, PlannedValue] | None:
        """What is planned; None of a workbook of no project, and of a workbench, whose inputs the engine does not know."""
        root = self.homes[str(path)]
        if root is None:
            return None
        try:
            if is_workbench(book):
                return None
            plan, table = scored_file(ProjectFolder.open(root, self.lang), book, path)
        except FileRefused:  # it has no stamp: somebody's own, which lies in the folder
            return None
        return expected_values(plan, table)
