"""`smartxl lint` and `spreadsheet-auditor` in one run, over faults at known places and clean workbooks: found, false, time.

Run: python benchmarks/lint.py PATH/TO/spreadsheet-auditor [WORKBOOK …]
The tool is on the package index (pip install spreadsheet-auditor, in an environment of its own). WORKBOOK: others that count
as clean, such as those of `smartxl demo`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seeded import BOOKS, FAULTS, saved

from smartxl.cells import a1
from smartxl.lint import LintReport
from smartxl.project.linting import LintOrder, lint_files

SEEDS = (1,)


@dataclass
class Said:
    """What a tool says of a file: each thing as the places that it is about, and its words."""

    remarks: list[tuple[frozenset[str], str]] = field(default_factory=list)

    def finds(self, places: set[str]) -> bool:
        """Whether one of its remarks is about one of some places."""
        return any(about & places for about, _ in self.remarks)

    def elsewhere(self, places: set[str]) -> list[str]:
        """The remarks that are about none of them."""
        return [words for about, words in self.remarks if not about & places]


def ours(paths: Sequence[Path]) -> Iterator[Said]:
    """What `smartxl lint` says: errors and warnings, or that a file is refused."""
    for _, outcome in lint_files(paths, LintOrder()):
        if not isinstance(outcome, LintReport):
            yield Said([(frozenset({""}), f"refused: {outcome}")])
            continue
        said = Said()
        for each in outcome.asking:
            cells = {
                f"{each.sheet}!{a1(row, column)}"
                for top, left, bottom, right in each.spans
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
            about = cells or {each.sheet}
            if each.code >= "SXL3":
                about |= {""}
            said.remarks.append((frozenset(about), f"{each.code} {each.place('en')}"))
        yield said


def theirs(tool: str, paths: Sequence[Path]) -> Iterator[Said]:
    """What `spreadsheet-auditor` says, as it is when nothing is set, but for what it calls information."""
    for path in paths:
        said, told = Said(), Path(tempfile.mkdtemp()) / "findings.json"
        done = subprocess.run(
            [tool, str(path), "--json", str(told), "--quiet"], capture_output=True, text=True, check=False
        )
        try:
            found = json.loads(told.read_text("utf-8"))["findings"]
            shutil.rmtree(told.parent)
        except (OSError, ValueError, KeyError):
            said.remarks.append((frozenset({""}), f"refused: {(done.stderr or done.stdout)[:80]}"))
            found = []
        for each in found:
            if each["severity"] != "Info":
                members = each.get("members") or [each.get("location") or ""]
                about = frozenset(cell for member in members for cell in _cells(member))
                said.remarks.append((about, f"{each['rule_id']} {each.get('location')}"))
        yield said


def _cells(location: str) -> Iterator[str]:
    """The cells of a location such as Sheet!B2:B4; the location itself where it is none."""
    from openpyxl.utils import range_boundaries

    sheet, _, area = location.rpartition("!")
    yield location
    try:
        left, top, right, bottom = range_boundaries(area)
    except (TypeError, ValueError):
        return
    if sheet and None not in {left, top, right, bottom}:
        for row in range(int(top or 1), int(bottom or 1) + 1):
            for column in range(int(left or 1), int(right or 1) + 1):
                yield f"{sheet}!{a1(row, column)}"


def main() -> None:
    """Prints the tables."""
    tool, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        files: list[tuple[str, Path, set[str]]] = []
        for number, fault in enumerate(FAULTS):
            for seed in SEEDS:
                content, places = fault.made(seed)
                path = Path(folder) / f"{number:02}-{seed}.xlsx"
                path.write_bytes(content)
                files.append((fault.kind, path, places))
        clean = [Path(folder) / f"{name}.xlsx" for name in BOOKS]
        for path, make in zip(clean, BOOKS.values(), strict=True):
            path.write_bytes(saved(make()))
        compare(tool, files, clean, [Path(each) for each in more])


def compare(
    tool: str, files: Sequence[tuple[str, Path, set[str]]], clean: Sequence[Path], own: Sequence[Path]
) -> None:
    """Runs both over all files and prints what each found."""
    paths = [*(path for _, path, _ in files), *clean, *own]
    start = time.perf_counter()
    mine = list(ours(paths))
    middle = time.perf_counter()
    other = list(theirs(tool, paths))
    end = time.perf_counter()
    print("| fault | smartxl lint | spreadsheet-auditor |\n|---|---|---|")
    false, found = [0, 0], [0, 0]
    for kind in dict.fromkeys(kind for kind, _, _ in files):
        row = []
        for which, results in enumerate((mine, other)):
            here = [(said, places) for (k, _, places), said in zip(files, results, strict=False) if k == kind]
            hits = sum(said.finds(places) for said, places in here)
            found[which] += hits
            false[which] += sum(bool(said.elsewhere(places)) for said, places in here)
            row.append(f"{hits}/{len(here)}")
        print(f"| {kind} | {row[0]} | {row[1]} |")
    print(f"| **found** | **{found[0]}/{len(files)}** | **{found[1]}/{len(files)}** |")
    print(f"| files with a remark elsewhere | {false[0]} | {false[1]} |")
    rest = slice(len(files), None)
    for path, one, two in zip(paths[rest], mine[rest], other[rest], strict=True):
        print(f"| clean: {path.name} | {len(one.remarks)} | {len(two.remarks)} |")
    print(f"| seconds for {len(paths)} files | {middle - start:.0f} | {end - middle:.0f} |\n")
    for (kind, path, places), about in zip(files, mine, strict=False):
        for words in about.elsewhere(places):
            print(f"smartxl elsewhere: {kind} {path.name}: {words}")


if __name__ == "__main__":
    main()
