"""Results of a city's steps, kept beside its project, and by what is known whether one still holds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from smartxl.campaign.records import CityCollected, CityRecord, CityScores, CityStatus, CityVerified
from smartxl.executors import text_digest
from smartxl.filenames import catalogue_files, definition_workbooks, roster_files
from smartxl.project.definitions import program_mark
from smartxl.project.outputs import write_whole

__all__ = ["Kept", "city_mark", "keep", "kept_result"]

# what each step gives: one without an entry is done whenever it is asked for, for its files may have been changed
_KINDS: Mapping[str, TypeAdapter[CityRecord]] = {
    "collect": TypeAdapter(CityCollected),
    "status": TypeAdapter(CityStatus),
    "score": TypeAdapter(CityScores),
    "verify": TypeAdapter(CityVerified),
}
_FOLDERS: Mapping[str, tuple[str, ...]] = {"collect": ("inbox",), "verify": ("inbox", "reports")}


@dataclass(frozen=True, slots=True)
class Kept:
    """A result and the mark of what it was worked out from."""

    mark: str
    record: CityRecord


def city_mark(root: Path, common: Path, ledger: str, step: str, *options: str) -> str:
    """A digest that changes when what a step gives may change; "" where that cannot be known.

    It is made of the program, and of name, size and time of every file of the definition and of the common one, of the ledger,
    and of the folders that the step reads. A ledger in a database tells nothing by a file, so nothing is known of it.
    """
    if ledger:
        return ""
    tables = (*definition_workbooks(root), *roster_files(root), *catalogue_files(root))
    books = (root / "ledger.sqlite", root / "ledger.sqlite-wal")
    read = (path for folder in _FOLDERS.get(step, ()) for path in _all_below(root / folder))
    files = (*sorted(root.glob("*.y*ml")), *tables, *books, *read, *_all_below(common))
    seen = (_seen(path) for path in files)
    return text_digest(program_mark(), *options, *(part for part in seen if part))


def _all_below(folder: Path) -> Iterator[Path]:
    for here, _, names in sorted(os.walk(folder)):
        yield from (Path(here, name) for name in sorted(names))


def _seen(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def keep(root: Path, step: str, kept: Kept) -> None:
    """Keeps a result in place of the one before."""
    if step not in _KINDS or not kept.mark:
        return
    record = json.loads(_KINDS[step].dump_json(kept.record))
    text = json.dumps({"mark": kept.mark, "record": record}, ensure_ascii=False)
    write_whole(_place(root, step), text.encode())


def kept_result(root: Path, step: str, mark: str) -> CityRecord | None:
    """What a step came to under this mark; None where it is to be done."""
    if step not in _KINDS or not mark:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError, ValidationError):
        found = json.loads(_place(root, step).read_text("utf-8"))
        if found["mark"] == mark:
            return _KINDS[step].validate_python(found["record"])
    return None


def _place(root: Path, step: str) -> Path:
    return root / ".smartxl" / "campaign" / f"{step}.json"
