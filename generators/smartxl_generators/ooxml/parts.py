"""The parts around the sheets: workbook, relations, content types, properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from smartxl.cells import Area, a1, area, parse_a1, qualified, quote_sheet
from smartxl_generators.ooxml.contents import BookContents
from smartxl_generators.ooxml.paper import PRINT_TITLES
from smartxl_generators.ooxml.xml import DECLARATION, attribute, escaped, literal

__all__ = [
    "APP",
    "MAIN",
    "ROOT",
    "content_types",
    "core_xml",
    "custom_xml",
    "references",
    "relations",
    "workbook_xml",
]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one set of custom properties that there is
_MEDIA = "xl/media/"
_EXTERNAL = ' TargetMode="External"'
_KINDS = {
    "xl/workbook.xml": "officedocument.spreadsheetml.sheet.main",
    "xl/styles.xml": "officedocument.spreadsheetml.styles",
    "xl/theme/": "officedocument.theme",
    "xl/worksheets/": "officedocument.spreadsheetml.worksheet",
    "xl/drawings/": "officedocument.drawing",
    "xl/charts/": "officedocument.drawingml.chart",
    "docProps/core.xml": "package.core-properties",
    "docProps/app.xml": "officedocument.extended-properties",
    "docProps/custom.xml": "officedocument.custom-properties",
}

APP = f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"><Application>smartxl</Application></Properties>'


def workbook_xml(book: BookContents, own: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Sheets, defined names, and the first sheet in front; `own` are a sheet's names from its template."""
    sheets = "".join(
        f'<sheet name="{attribute(sheet.name)}" sheetId="{number}"'
        f'{" state=" + chr(34) + "hidden" + chr(34) if sheet.hidden else ""} r:id="rId{number}"/>'
        for number, sheet in enumerate(book.sheets, 1)
    )
    names = "".join(_names(book, own))
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr/>'
        f'<bookViews><workbookView firstSheet="0" activeTab="0"/></bookViews><sheets>{sheets}</sheets>{defined}'
        '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
    )


def references(names: Mapping[str, Area]) -> Iterator[tuple[str, str]]:
    """Of each defined name what it refers to."""
    sheets = {name: quote_sheet(name) for name in {reach.sheet for reach in names.values()}}
    for name, reach in names.items():
        cells = area(reach.first_row, reach.first_column, reach.last_row, reach.last_column, "$")
        yield name, f"{sheets[reach.sheet]}!{cells}"


def _names(book: BookContents, own: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    for name, reference in references(book.names):
        yield f'<definedName name="{name}">{escaped(reference)}</definedName>'
    for place, sheet in enumerate(book.sheets):
        local = f'localSheetId="{place}"'
        if sheet.filter_range:
            corners = (a1(*parse_a1(corner), "$") for corner in sheet.filter_range.split(":"))
            filtered = escaped(qualified(sheet.name, ":".join(corners)))
            yield f'<definedName name="_xlnm._FilterDatabase" {local} hidden="1">{filtered}</definedName>'
        names = dict(own.get(sheet.name, ()))
        if sheet.title_row:
            names.setdefault(PRINT_TITLES, qualified(sheet.name, f"${sheet.title_row}:${sheet.title_row}"))
        for name, reference in names.items():
            yield f'<definedName name="{name}" {local}>{escaped(reference)}</definedName>'


def relations(targets: Iterable[tuple[str, str]]) -> str:
    """(kind, target) → a relations part with the numbers rId1, rId2 …; hyperlinks lead to other files."""
    return _relations(tuple(targets))


@lru_cache(maxsize=64)  # most workbooks of a kind have the same
def _relations(targets: tuple[tuple[str, str], ...]) -> str:
    elements = "".join(
        f'<Relationship Id="rId{number}" Type="{_of_kind(kind)}" Target="{target}"'
        f"{_EXTERNAL if kind == 'hyperlink' else ''}/>"
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{elements}</Relationships>'


def _of_kind(kind: str) -> str:
    start = _PACKAGE if kind.startswith("metadata/") else _OFFICE
    return f"{start}/relationships/{kind}"


ROOT = relations(
    (
        ("officeDocument", "xl/workbook.xml"),
        ("metadata/core-properties", "docProps/core.xml"),
        ("extended-properties", "docProps/app.xml"),
        ("custom-properties", "docProps/custom.xml"),
    )
)


def content_types(names: Iterable[str]) -> str:
    """What kind of content each part has."""
    return _content_types(tuple(names))


@lru_cache(maxsize=64)
def _content_types(every: tuple[str, ...]) -> str:
    kinds = {name: kind for name in every if (kind := _kind(name))}
    formats = sorted({name.rpartition(".")[2] for name in every if name.startswith(_MEDIA)})
    pictures = "".join(f'<Default Extension="{format}" ContentType="image/{format}"/>' for format in formats)
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{pictures}{overrides}</Types>'
    )


def _kind(name: str) -> str:
    """The content type of a part by where it lies; relations have theirs by suffix."""
    if name.endswith(".rels"):
        return ""
    return next((kind for start, kind in _KINDS.items() if name.startswith(start)), "")


def core_xml(title: str, moment: datetime) -> str:
    """Title, author and dates."""
    time = f'xsi:type="dcterms:W3CDTF">{moment:%Y-%m-%dT%H:%M:%SZ}'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>smartxl</dc:creator>"
        "<cp:lastModifiedBy>smartxl</cp:lastModifiedBy>"
        f"<dcterms:created {time}</dcterms:created><dcterms:modified {time}</dcterms:modified></cp:coreProperties>"
    )


def custom_xml(properties: Mapping[str, str]) -> str:
    """Name → text."""
    elements = "".join(
        f'<property fmtid="{_PROPERTY_SET}" pid="{number}" name="{attribute(name)}">'
        f"<vt:lpwstr>{escaped(literal(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{elements}</Properties>"
    )
