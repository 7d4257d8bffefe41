"""An old or damaged form, carried over into the current one and written beside a list of what became of every answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smartxl.errors import UnreadableFile
from smartxl.model.definition import Unit
from smartxl.project.folder import ProjectFolder
from smartxl.project.fresh import CarryOver, list_csv, refresh
from smartxl.project.outputs import Outputs
from smartxl.text import Lang

__all__ = ["CarriedForm", "carry_form"]


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """The new form at `path`, the list of all answers at `listed`."""

    carried: CarryOver
    path: Path
    listed: Path


def carry_form(
    project: ProjectFolder,
    old: Path,
    unit: Unit | None,
    output: Path | None,
    lang: Lang | None,
    passwords: Iterable[str],
    *,
    force: bool,
) -> CarriedForm:
    """Writes the new form to `output`, or into `fresh/` of the project, and the list beside it; see `refresh`."""
    if not old.is_file():
        raise UnreadableFile(str(old), "there is no such file", "name a form that was filled in")
    carried = refresh(project, old, unit, lang, passwords)
    path = output or project.root / "fresh" / carried.plan.file_name
    listed = path.with_name(f"{path.stem}-{'转移清单' if carried.lang == 'zh' else 'moved'}.csv")
    inside = path.resolve().is_relative_to(project.root.resolve())
    with Outputs(project.root if inside else path.parent, force) as outputs:
        outputs.write(path, carried.content)
        outputs.write(listed, list_csv(carried.transfers, carried.lang))
    return CarriedForm(carried, path, listed)
