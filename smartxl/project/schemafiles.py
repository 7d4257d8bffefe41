"""The JSON Schemas of a project's two YAML files, for editors: packaged, so that no model is built to write them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from smartxl_templates import schema_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_schemas"]


def write_schemas(folder: Path) -> None:
    """Writes assessment.schema.json and framework.schema.json into a folder, made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(schema_folder().iterdir()):
        shutil.copyfile(source, folder / source.name)
