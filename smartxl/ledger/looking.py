"""What a ledger is found to be, without changing it: opening one would create it, or bring it up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smartxl.ledger.database import connect, transaction, version_of, where_of
from smartxl.ledger.tables import SCHEMA_VERSION
from smartxl.ledger.upgrade import UPGRADABLE

__all__ = ["LedgerLook", "look_at"]

_PATIENCE = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """Where a ledger is (an address without its password), the version of its tables, "" for an empty database.

    `is_older`: this program brings it up to date when it is opened next. `is_foreign`: this program cannot use it.
    """

    where: str
    version: str

    @property
    def is_older(self) -> bool:
        """Whether it was written by an older smartxl."""
        return self.version in UPGRADABLE

    @property
    def is_foreign(self) -> bool:
        """Whether it was written by a smartxl that this one does not know."""
        return self.version not in {"", SCHEMA_VERSION} and not self.is_older


def look_at(target: str | Path) -> LedgerLook:
    """Connects to a database by its address, or to a file that is there. Raises LedgerError in plain words."""
    engine = connect(target, _PATIENCE)
    try:
        with transaction(engine) as connection:
            return LedgerLook(where_of(engine), version_of(connection))
    finally:
        engine.dispose()
