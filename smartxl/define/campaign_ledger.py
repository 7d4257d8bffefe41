"""Where the ledger of a city lies: all steps of a campaign, and commands on the city alone, use the same one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

from smartxl.define.campaign import load_campaign
from smartxl.filenames import CAMPAIGN

__all__ = ["city_ledger", "ledger_in_campaign"]

_LONGEST_SCHEMA = 63
_UP = 3  # folders above a city's in which its campaign is looked for


def city_ledger(root: Path, ledger: str, campaign_id: str, code: str) -> str:
    """The address of a city's ledger: a schema of its own in the database of all, or the file in its folder `root`."""
    if not ledger:
        # never the one database that SMARTXL_LEDGER names: cities must not mix
        return f"sqlite:///{(root / 'ledger.sqlite').resolve()}"
    schema = f"{campaign_id}:{code}"
    if len(schema) > _LONGEST_SCHEMA:
        digest = hashlib.sha256(schema.encode()).hexdigest()[:16]
        schema = f"{schema[: _LONGEST_SCHEMA - len(digest) - 1]}:{digest}"
    return f"{ledger}{'&' if '?' in ledger else '?'}schema={quote(schema)}"


def ledger_in_campaign(root: Path) -> str | Path | None:
    """The ledger of a project folder that is a city of the campaign around it: an address, or its file; None for any other.

    Raises DefinitionError where the campaign's own files are wrong: which ledger is meant is not known then.
    """
    own = root.resolve()
    for folder in own.parents[:_UP]:
        if (folder / CAMPAIGN).is_file():
            loaded = load_campaign(folder)
            code = next((c.code for c in loaded.cities if (folder / c.folder).resolve() == own), None)
            if code is None:
                return None
            rules = loaded.rules
            named = city_ledger(root, rules.ledger, rules.id, code)
            return named if rules.ledger else root / "ledger.sqlite"
    return None
