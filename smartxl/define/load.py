"""Loads a project folder: reads all files, checks them in one pass, gives the frozen definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.define.advice.advise import advise
from smartxl.define.check import ProjectFiles, check
from smartxl.define.contained import contained_workbook
from smartxl.define.convert import to_definition
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.names import with_items_named, with_units_named
from smartxl.define.parse import Parsed, parse
from smartxl.define.schema import AssessmentFile
from smartxl.define.tables import read_catalogue, read_roster
from smartxl.define.tree import place_nodes
from smartxl.define.yamlfile import ValueMark, YamlFile, read_yaml
from smartxl.errors import DefinitionError, Problem, ProjectError
from smartxl.filenames import ASSESSMENT, DEFINITION, FRAMEWORK
from smartxl.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.define.advice.catalogue import Advice
    from smartxl.define.advice.conventions import HeldConvention
    from smartxl.model.definition import Definition
    from smartxl.text import Text

__all__ = ["Loaded", "load", "load_advised", "load_workbook", "read_project"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A definition with the name of its framework's file in the folder, advice on it, and its conventions.

    `notes` say what of its tables was passed over.
    """

    definition: Definition
    framework_file: str
    advice: tuple[Advice, ...]
    conventions: tuple[HeldConvention, ...]
    notes: tuple[Text, ...] = ()


def load(folder: Path) -> Definition:
    """The definition of a project folder.

    Raises ProjectError where the folder is no project, DefinitionError with all problems of all its files.
    """
    return _definition(read_project(folder))


def load_workbook(path: Path) -> Definition:
    """The definition of an authoring workbook, wherever it lies. Raises DefinitionError."""
    from smartxl.define.authoring import read_authoring

    return _definition(read_authoring(path).files)


def load_advised(folder: Path) -> Loaded:
    """The definition of a project folder with what its author should know of it."""
    files = read_project(folder)
    definition, name = _definition(files), files.framework.source.name
    advice, conventions = advise(files, definition)
    return Loaded(definition, name, advice, conventions, (*files.roster.notes, *files.catalogue.notes))


def _definition(files: ProjectFiles) -> Definition:
    problems = check(files)
    assessment, framework = files.assessment.model, files.framework.model
    if problems or assessment is None or framework is None:
        raise DefinitionError(problems)
    units = [row.unit for row in files.roster.rows]
    return to_definition(assessment, framework, units, files.catalogue.rows)


def read_project(folder: Path) -> ProjectFiles:
    """All files of a project as far as they can be read. Raises ProjectError where there is no project."""
    if not folder.is_dir():
        raise ProjectError(
            str(folder),
            Text("没有这个文件夹", "there is no such folder"),
            Text(
                "写项目文件夹，或新建一个：smartxl init", "name a project folder, or make one: smartxl init"
            ),
        )
    if workbook := contained_workbook(folder):
        from smartxl.define.authoring import read_authoring

        return read_authoring(workbook).files
    if not (folder / ASSESSMENT).exists():
        remedy = Text(
            f"写 assessment.yaml（或 {DEFINITION}）所在的文件夹，或新建项目：smartxl init",
            f"name the folder that holds assessment.yaml (or '{DEFINITION}'), or make a project: smartxl init",
        )
        raise ProjectError(
            str(folder),
            Text(
                f"该文件夹不是项目：没有 {ASSESSMENT}", f"the folder is not a project: it has no {ASSESSMENT}"
            ),
            remedy,
        )
    assessment = parse(read_yaml(folder / ASSESSMENT, ASSESSMENT), AssessmentFile)
    framework = _read_framework(folder, assessment)
    placed = place_nodes(framework.model) if framework.model else ()
    roster = with_units_named(read_roster(folder), framework.model)
    catalogue = with_items_named(read_catalogue(folder), roster, framework.model, placed)
    return ProjectFiles(assessment, framework, roster, catalogue)


def _read_framework(folder: Path, assessment: Parsed[AssessmentFile]) -> Parsed[FrameworkFile]:
    name = assessment.model.framework.file if assessment.model else FRAMEWORK
    path = folder / name
    place = ("framework", "file")
    problems: tuple[Problem, ...] = ()
    if not path.resolve().is_relative_to(folder.resolve()):
        problems = tuple(
            assessment.report(
                place,
                Text(f"“{name}”在项目文件夹之外", f"{name!r} lies outside the project folder"),
                Text("把它复制到项目文件夹", "copy it into the folder"),
            )
        )
    elif not path.is_file():
        what, remedy = (
            Text(f"项目文件夹中没有“{name}”", f"{name!r} is not in the project folder"),
            Text(
                f"建立该文件，或在 {ASSESSMENT} 中写另一个文件名",
                f"create it, or name another file in {ASSESSMENT}",
            ),
        )
        problems = tuple(assessment.report(place, what, remedy)) or (Problem(name, None, "", what, remedy),)
    else:
        return parse(read_yaml(path, name), FrameworkFile)
    return Parsed(YamlFile(name, None, ValueMark(1), ()), None, frozenset(), problems)
