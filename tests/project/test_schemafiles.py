"""A new project has the schemas that editors ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.project.schemafiles import write_schemas
from smartxl_templates import schema_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_they_are_copied_into_a_folder_that_may_be_missing(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "schema"
    write_schemas(folder)
    names = {"assessment.schema.json", "framework.schema.json"}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        name: (schema_folder() / name).read_bytes() for name in names
    }
