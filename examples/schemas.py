"""Writes docs/schemas: the JSON schema of what each command prints under --json; and those of the YAML files, for editors.

python examples/schemas.py
"""

from __future__ import annotations

import json
from pathlib import Path

from smartxl.cli.present.jsonout import schema
from smartxl.cli.present.schemas import RECORDS
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.schema import AssessmentFile, schema_text
from smartxl_templates import schema_folder

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def texts() -> dict[str, str]:
    """File name → content."""
    return {
        f"{command}.json": json.dumps(schema(record), ensure_ascii=False, indent=1) + "\n"
        for command, record in RECORDS.items()
    }


def packaged() -> dict[str, str]:
    """File name → content of the schemas that every new project gets."""
    return {
        "assessment.schema.json": schema_text(AssessmentFile),
        "framework.schema.json": schema_text(FrameworkFile),
    }


def main() -> None:
    """Writes all of them."""
    for folder, written in ((FOLDER, texts()), (schema_folder(), packaged())):
        folder.mkdir(exist_ok=True)
        for name, text in written.items():
            (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
