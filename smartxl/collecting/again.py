"""Files that are in the ledger, read again because what their unit is asked has changed: nothing is received twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.received import FileState
from smartxl.reading import FileReader

if TYPE_CHECKING:
    from datetime import datetime

    from smartxl.ledger import Ledger
    from smartxl.model.definition import Definition
    from smartxl.reading import Plans

__all__ = ["read_again"]


def read_again(definition: Definition, plans: Plans, ledger: Ledger, at: datetime) -> None:
    """Reads files whose form has changed from the bytes in the ledger, and records what they say to the form of now.

    Left as they are: files that cannot be opened so, which have a password or were too big to keep. All were accepted before,
    so they are read in this process. Raises LedgerError.
    """
    from smartxl.ledger import outdated_readings  # which brings in the database

    reader, found = FileReader(definition, plans), []
    for record in outdated_readings(ledger.records(), definition):
        content = ledger.content(record.digest)
        reading = reader.read(content, record.name) if content else None
        if reading is not None and reading.state is not FileState.UNREADABLE:
            found.append((record, reading, at))
    ledger.read_again(found)
