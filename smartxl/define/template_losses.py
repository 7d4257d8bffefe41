"""What a template holds that cannot be carried over into the workbooks made from it: told, never dropped in silence."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.define.template import open_template
from smartxl.define.template_table import template_table
from smartxl.errors import Problem

__all__ = ["losses"]

_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FIELD = re.compile(rb'(Id|Type|Target)="([^"]*)"')
_SHEET = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"')
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_UNREADABLE = (".emf", ".wmf", ".svg")
_MARKS = (
    (
        re.compile(rb"<(?:\w+:)?sp[ >/]"),
        "a shape or text box",
        "write the text into cells, or insert it as a picture",
    ),
    (re.compile(rb"<(?:\w+:)?cxnSp[ >/]"), "a line or arrow", "draw it with cell borders"),
    (
        re.compile(rb"<(?:\w+:)?graphicFrame[ >/]"),
        "a chart or diagram",
        "charts come from the definition; insert it as a picture",
    ),
)


def losses(path: Path) -> tuple[Problem, ...]:
    """What will be missing, sheet by sheet. Raises TemplateError for what is no workbook."""
    book = open_template(path)
    found: list[Problem] = []
    with ZipFile(path) as archive:
        parts = _sheet_parts(archive, book)
        for sheet in book.worksheets:
            for what, remedy in (*_in_parts(archive, parts.get(sheet.title, "")), *_in_sheet(sheet)):
                found.append(Problem(path.name, None, sheet.title, f"{what} will not come out", remedy))
    return tuple(found)


def _relations(archive: ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """(id, last word of the type, target part) of what a part refers to."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in archive.namelist():
        return
    for relation in _RELATION.findall(archive.read(rels)):
        fields = {key.decode(): value.decode() for key, value in _FIELD.findall(relation)}
        target = fields.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield fields.get("Id", ""), posixpath.basename(fields.get("Type", "")), whole


def _sheet_parts(archive: ZipFile, book: Workbook) -> Mapping[str, str]:
    """Sheet → its part, in the order of the workbook."""
    workbook = archive.read("xl/workbook.xml")
    targets = {
        key: target for key, kind, target in _relations(archive, "xl/workbook.xml") if kind == "worksheet"
    }
    ids = re.findall(rb'<sheet\b[^>]*?r:id="([^"]*)"', workbook)
    named = zip(_SHEET.findall(workbook), ids, strict=False)
    order = [targets[key.decode()] for _, key in named if key.decode() in targets]
    return dict(zip((sheet.title for sheet in book.worksheets), order, strict=False))


def _in_parts(archive: ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """What openpyxl leaves out when it reads a sheet."""
    if not part:
        return
    for _, kind, target in _relations(archive, part):
        if kind == "drawing" and target in archive.namelist():
            drawing = archive.read(target)
            yield from ((what, remedy) for mark, what, remedy in _MARKS if mark.search(drawing))
            pictures = (name for _, sort, name in _relations(archive, target) if sort == "image")
            if any(name.lower().endswith(_UNREADABLE) for name in pictures):
                yield "a picture that is neither PNG, JPEG nor GIF", "insert it as PNG"
        elif kind == "comments":
            yield "a note", "notes are for you; write what others must read into cells"
        elif kind == "image":
            yield "the background picture", "insert it as a picture"
        elif kind == "vmlDrawing" and b"<legacyDrawingHF" in archive.read(part):
            yield "the picture in the header or footer", "insert it into a cell"
    sheet = archive.read(part)
    if b"x14:conditionalFormatting" in sheet:
        yield (
            "a conditional format of Excel 2010 and later (data bar, other sheet)",
            "use a plain rule with a formula",
        )


def _in_sheet(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    if sheet.data_validations.dataValidation:
        yield "a drop-down or validation of your own", "those of inputs come from the definition"
    texts = [text for item in (sheet.oddHeader, sheet.oddFooter) if item for text in _thirds(item)]
    known = template_table()[sheet.title].of("") if sheet.title in template_table() else {}
    strange = [name for text in texts for name in _PLACEHOLDER.findall(text) if name not in known]
    if strange:
        yield (
            f"the value of {strange[0]} in the header or footer",
            "there it can be what every row may show, such as unit.name, round.name or stamp.code",
        )
    if sheet.tables:
        yield "a table (Ctrl+T)", "convert it to a plain range"


def _thirds(header: HeaderFooterItem) -> Iterator[str]:
    """The texts of a header's left, centre and right."""
    for part in (header.left, header.center, header.right):
        if part.text:
            yield part.text
