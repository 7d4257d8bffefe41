"""A new project folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from smartxl.define import write_schemas
from smartxl.errors import ProjectError
from smartxl_templates import example_folder

__all__ = ["new_project"]


def new_project(folder: Path) -> None:
    """Copies the example's definition into a folder that does not exist or is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError(str(folder), "the folder is not empty", "name a new folder, or empty this one")
    try:
        shutil.copytree(example_folder(), folder, dirs_exist_ok=True)
        write_schemas(folder / "schema")
    except OSError as error:
        raise ProjectError(
            str(folder), f"the folder cannot be written ({error.strerror})", "name another"
        ) from error
