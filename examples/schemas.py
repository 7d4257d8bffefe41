"""Writes docs/schemas: the JSON schema of what each command prints under --json.

python examples/schemas.py
"""

from __future__ import annotations

import json
from pathlib import Path

from smartxl.cli.present.jsonout import schema
from smartxl.cli.present.schemas import RECORDS

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def texts() -> dict[str, str]:
    """File name → content."""
    return {
        f"{command}.json": json.dumps(schema(record), ensure_ascii=False, indent=1) + "\n"
        for command, record in RECORDS.items()
    }


def main() -> None:
    """Writes all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
