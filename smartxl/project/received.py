"""A received file, found in the ledger by what a user calls it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from smartxl.errors import UnknownName

if TYPE_CHECKING:
    from smartxl.ledger import Ledger
    from smartxl.model.received import StoredReading

__all__ = ["find_received"]

_SHOWN = 10
_SHORTEST = 6


def find_received(ledger: Ledger, name: str) -> StoredReading:
    """The last reading of the file with this name, or whose SHA-256 begins so. Raises UnknownName."""
    records = {record.digest: record for record in ledger.records()}
    by_digest = [r for d, r in records.items() if len(name) >= _SHORTEST and d.startswith(name.casefold())]
    names = {(receipt.digest, receipt.name) for receipt in ledger.receipts()}
    named = [records[digest] for digest, given in names if digest in records and _is_called(given, name)]
    found = {record.digest: record for record in (by_digest or named)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        several = "; ".join(
            f"{r.digest[:12]} ({r.name}, {r.received_at:%Y-%m-%d %H:%M})" for r in found.values()
        )
        raise UnknownName(name, "several files were received under this name", f"give the SHA-256: {several}")
    latest = "; ".join(f"{r.name} ({r.digest[:12]})" for r in list(records.values())[-_SHOWN:]) or "none yet"
    raise UnknownName(name, "no such file was received", f"see smartxl history; the latest: {latest}")


def _is_called(given: str, name: str) -> bool:
    return name in {given, PurePosixPath(given).name}
