"""A received file, found in the ledger by what a user calls it."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from smartxl.errors import UnknownName
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.ledger import Ledger
    from smartxl.model.received import StoredReading

__all__ = ["find_received"]

_SHOWN = 10
_SHORTEST = 6


def find_received(ledger: Ledger, name: str) -> StoredReading:
    """The last reading of the file with this name or path, or whose SHA-256 begins so. Raises UnknownName."""
    records = {record.digest: record for record in ledger.records()}
    by_digest = [r for d, r in records.items() if len(name) >= _SHORTEST and d.startswith(name.casefold())]
    names = {(receipt.digest, receipt.name) for receipt in ledger.receipts()}
    whole = [records[digest] for digest, given in names if digest in records and _is_called(given, name)]
    last = PureWindowsPath(name).name  # of a path on this machine, with separators of any kind
    named = whole or [records[d] for d, given in names if d in records and _is_called(given, last)]
    found = {record.digest: record for record in (by_digest or named)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        several = "; ".join(
            f"{r.digest[:12]} ({r.name}, {r.received_at:%Y-%m-%d %H:%M})" for r in found.values()
        )
        what = Text("收到过几个同名的文件", "several files were received under this name")
        raise UnknownName(name, what, Text(f"写出其 SHA-256：{several}", f"give the SHA-256: {several}"))
    latest = "; ".join(f"{r.name} ({r.digest[:12]})" for r in list(records.values())[-_SHOWN:])
    remedy = Text(
        f"见 smartxl history；最近收到：{latest or '尚无'}",
        f"see smartxl history; the latest: {latest or 'none yet'}",
    )
    raise UnknownName(name, Text("没有收到过这个文件", "no such file was received"), remedy)


def _is_called(given: str, name: str) -> bool:
    return name in {given, PurePosixPath(given).name}
