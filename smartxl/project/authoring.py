"""Definitions as workbooks: a new one to fill in, one written from a project, one taken into a project's YAML and CSV files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from smartxl.define.authoring import AuthoringBook, flatten, read_authoring
from smartxl.define.authoring.columns import assessment_shape, framework_shape
from smartxl.define.authoring.yamltext import yaml_text
from smartxl.define.check import check
from smartxl.define.columns import Columns
from smartxl.define.contained import contained_workbook
from smartxl.define.convert import expand_items
from smartxl.define.heads import ITEM_COLUMNS, ROSTER_COLUMNS
from smartxl.define.load import read_project
from smartxl.define.tablefile import read_table
from smartxl.define.tree import place_nodes
from smartxl.define.yamlfile import MAX_NODES, Tree
from smartxl.errors import DefinitionError, ProjectError, UnknownName
from smartxl.filenames import (
    ASSESSMENT,
    CATALOGUE,
    DEFINITION,
    FRAMEWORK,
    ROSTER,
    catalogue_files,
    definition_workbooks,
    roster_files,
)
from smartxl.project.csvfile import csv_bytes
from smartxl.project.outputs import Built, Outputs, Written, free_name
from smartxl.project.schemafiles import write_schemas
from smartxl.text import Lang, Text
from smartxl_generators.authoring import write_authoring
from smartxl_templates import BLANK, framework_folder, framework_names

__all__ = ["ImportedBook", "export_book", "import_book", "new_book"]

_ITEMS = "items.csv"
_HEADING = "# yaml-language-server: $schema=schema/{name}.schema.json\n"


@dataclass(frozen=True)
class ImportedBook:
    """What a workbook became: the files of a project, and how many units, indicators and items it has."""

    folder: Path
    files: tuple[Built, ...]
    units: int
    indicators: int
    items: int


def new_book(path: Path, source: str | Path, lang: Lang, *, force: bool = False) -> Built:
    """Writes a workbook to fill in, from a packaged definition (`BLANK` by default) or a project folder.

    Raises UnknownName for a name that is neither, WouldOverwrite for a file that is there already.
    """
    if isinstance(source, str) and source in {*framework_names(), BLANK}:
        return export_book(framework_folder(source), path, lang, force=force)
    if not Path(source).is_dir():
        what = Text(
            f"“{source}”不是随附的指标体系，也不是项目文件夹",
            f"{str(source)!r} is neither a packaged framework nor a folder",
        )
        known = ", ".join((*framework_names(), BLANK))
        raise UnknownName(
            "--from", what, Text(f"可用：{known}，或项目文件夹", f"one of: {known}, or a folder")
        )
    return export_book(Path(source), path, lang, force=force)


def export_book(folder: Path, path: Path, lang: Lang | None = None, *, force: bool = False) -> Built:
    """Writes the definition of a project folder as a workbook, without a language in the first one of the project.

    Raises DefinitionError, ProjectError, WouldOverwrite.
    """
    files = read_project(folder)
    problems = check(files)
    if problems or files.assessment.model is None:
        raise DefinitionError(problems)
    roster, items = _tables(folder)
    trees = files.framework.source.tree, files.assessment.source.tree
    moment = datetime.combine(files.assessment.model.start, time())
    lang = lang or files.assessment.model.languages[0]
    content = write_authoring(flatten(*trees, roster, items, lang), lang, moment)
    outputs = Outputs(
        path.parent, force
    )  # not entered: no list of files is kept in a folder that is no project
    return Built(path, outputs.write(path, content))


def _tables(folder: Path) -> tuple[Sequence[Mapping[str, str]], Sequence[Mapping[str, str]]]:
    """The rows of units and of items as they are written, each item with the name of its file."""
    if workbook := contained_workbook(folder):
        book = read_authoring(workbook)
        named = zip(book.items.rows, book.item_files, strict=True)
        return [row.cells for row in book.roster.rows], [{**row.cells, "file": file} for row, file in named]
    roster = [row for each in roster_files(folder) for row in _rows(each, ROSTER_COLUMNS)]
    items = [
        {**row, "file": each.name} for each in catalogue_files(folder) for row in _rows(each, ITEM_COLUMNS)
    ]
    return roster, items


def _rows(path: Path, columns: Columns) -> Iterator[Mapping[str, str]]:
    return (row.cells for row in read_table(path, path.name, columns).rows)


def import_book(path: Path, folder: Path, *, force: bool = False) -> ImportedBook:
    """Makes YAML and CSV files of a workbook, in a folder that is new or was made so before; all of them or none.

    Raises DefinitionError with all problems of the workbook, WouldOverwrite for files that somebody changed (unless `force`,
    which keeps them beside the new ones), ProjectError for tables in the folder that are not among the new ones.
    """
    book = read_authoring(path)
    if problems := check(book.files):
        raise DefinitionError(problems)
    _check_size(path, book)
    contents = {folder / name: content for name, content in _files(book).items()}
    _check_others(folder, list(contents))
    with Outputs(folder, force) as outputs:
        foreseen = {target: outputs.foresee(target, content) for target, content in contents.items()}
        for target, written in foreseen.items():
            if (
                written is Written.KEPT_OLD and target.parent != folder
            ):  # beside the new one it would be read with it
                target.replace(free_name(folder / target.name))
        built = tuple(Built(target, outputs.write(target, content)) for target, content in contents.items())
    write_schemas(folder / "schema")
    return ImportedBook(folder, built, *_counts(book))


def _counts(book: AuthoringBook) -> tuple[int, int, int]:
    """How many units, indicators and items there are, those of classes for each unit."""
    model, rows = book.files.framework.model, book.files.catalogue.rows
    placed = place_nodes(model) if model else ()
    units = [row.unit for row in book.files.roster.rows]
    items = sum(1 for _ in expand_items(rows, units, placed))
    return len(units), sum(node.is_leaf for node in placed), items


def _check_size(path: Path, book: AuthoringBook) -> None:
    """Raises ProjectError for a definition that is too large for a YAML file."""
    values = max(_values_in(each.source.tree) for each in (book.files.assessment, book.files.framework))
    if values > MAX_NODES:
        what = Text(
            f"有 {values:,} 个值，一个 YAML 文件最多 {MAX_NODES:,} 个",
            f"it has {values:,} values, and a YAML file at most {MAX_NODES:,}",
        )
        remedy = Text(
            f"不必导入：把工作簿命名为 {DEFINITION}，放进项目文件夹，各命令直接使用",
            f"leave it as it is: call it {DEFINITION} and put it into the project's folder, every command works on it",
        )
        raise ProjectError(path.name, what, remedy)


def _values_in(tree: Tree) -> int:
    """Values, keys too, as the reader of YAML counts them."""
    if isinstance(tree, dict):
        return 1 + sum(1 + _values_in(value) for value in tree.values())
    return 1 + sum(map(_values_in, tree)) if isinstance(tree, list) else 1


def _check_others(folder: Path, made: Sequence[Path]) -> None:
    """Files that would be read beside the new ones."""
    there = [*definition_workbooks(folder), *roster_files(folder), *catalogue_files(folder)]
    others = [path.relative_to(folder).as_posix() for path in there if path not in made]
    if others:
        what = Text(
            f"文件夹中另有 {'、'.join(others)}，会与导入的内容一起读取",
            f"the folder has {', '.join(others)} too, which would be read beside what is imported",
        )
        raise ProjectError(
            str(folder), what, Text("把它们移走，或换一个文件夹", "move them, or name another folder")
        )


def _files(book: AuthoringBook) -> Mapping[str, bytes]:
    """File name → bytes."""
    assessment, framework = book.files.assessment, book.files.framework
    name = assessment.model.framework.file if assessment.model else FRAMEWORK
    texts = {
        ASSESSMENT: yaml_text(assessment.source.tree, assessment_shape(), _HEADING.format(name="assessment")),
        name: yaml_text(framework.source.tree, framework_shape(), _HEADING.format(name="framework")),
    }
    tables = {ROSTER: _table(ROSTER_COLUMNS, [row.cells for row in book.roster.rows])}
    for file, rows in _by_file(book).items():
        tables[f"{CATALOGUE}/{file}"] = _table(ITEM_COLUMNS, rows)
    return {file: text.encode() for file, text in texts.items()} | tables


def _by_file(book: AuthoringBook) -> Mapping[str, list[Mapping[str, str]]]:
    """The items by the names of their files; of another format, of no name and of one elsewhere in a .csv here."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row, named in zip(book.items.rows, book.item_files, strict=True):
        stem = Path(named.replace("\\", "/")).stem
        found.setdefault(f"{stem}.csv" if stem.strip(".") else _ITEMS, []).append(row.cells)
    return found


def _table(columns: Columns, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A table with the columns in which something stands, and those that it must have."""
    names = [c.name for c in columns.columns if c.required or any(row.get(c.name) for row in rows)]
    return csv_bytes(names, [[row.get(name, "") for name in names] for row in rows], as_typed=True)
