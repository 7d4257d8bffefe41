"""Small workbooks written part by part, so that each part can have a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.xlsx.rawzip import write_raw

__all__ = ["CHAIN", "Book", "table"]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TOP = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>east</t></is></c><c r="B2"><v>2</v></c></row>'
    '<row r="3"><c r="A3" t="str"><v>west</v></c><c r="B3" s="1"><f>B2*2</f><v>4</v></c></row>'
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
CHAIN = f'<calcChain {_MAIN}><c r="B3" i="1"/></calcChain>'
"""The chain of calculation of a book as it is when nothing is said."""


def table(
    name: str = "Sales", area: str = "A1:B3", columns: str = "Region Amount", more: str = "", number: int = 1
) -> str:
    """A table; `more` are its further attributes."""
    names = "".join(
        f'<tableColumn id="{n}" name="{text}"/>' for n, text in enumerate(columns.split(), start=1)
    )
    head = f'<table {_MAIN} id="{number}" name="{name}" displayName="{name}" ref="{area}" {more}>'
    return f'{head}<autoFilter ref="{area}"/><tableColumns count="2">{names}</tableColumns></table>'


@dataclass(frozen=True)
class Book:
    """A workbook of two sheets: `Data` has what is said here, `Lists` nothing.

    `before` and `after` stand around the cells of `Data`, `looks` are its looks for conditional formats, `links` further
    relations of it, `types` further content types, `parts` further parts or others in place of these; None takes one out.
    """

    rows: str = _ROWS
    before: str = ""
    after: str = ""
    sheets: str = '<sheet name="Data" sheetId="1" r:id="rId1"/><sheet name="Lists" sheetId="2" r:id="rId2"/>'
    names: str = ""
    views: str = '<bookViews><workbookView activeTab="1"/></bookViews>'
    strings: tuple[str, ...] = ("Region", "Amount")
    formats: str = '<xf fontId="0"/><xf fontId="0" fillId="1" borderId="0"/>'
    codes: str = ""
    looks: str = "<dxf><font/><fill/></dxf>"
    tables: tuple[str, ...] = ()
    links: str = ""
    types: str = ""
    core: str = '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-31T10:00:00Z</dcterms:created>'
    chain: str = ""
    parts: Mapping[str, str | None] = field(default_factory=lambda: _NOTHING)

    def content(self) -> bytes:
        """The bytes of the file."""
        made = {**self._parts(), **self.parts}
        return write_raw({name: text.encode() for name, text in made.items() if text is not None})

    def _parts(self) -> dict[str, str]:
        numbers = range(1, len(self.tables) + 1)
        table_parts = "".join(f'<tablePart r:id="t{n}"/>' for n in numbers)
        after = self.after + (f"<tableParts>{table_parts}</tableParts>" if numbers else "")
        sheet = f'<worksheet {_MAIN} xmlns:r="{_OFFICE}">'
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _TOP,
            "docProps/core.xml": self._core(),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": self._workbook_links(),
            "xl/worksheets/sheet1.xml": f"{sheet}{self.before}<sheetData>{self.rows}</sheetData>{after}</worksheet>",
            "xl/worksheets/sheet2.xml": f"{sheet}<sheetData/></worksheet>",
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": f"<sst {_MAIN}>"
            + "".join(f"<si><t>{text}</t></si>" for text in self.strings)
            + "</sst>",
        }
        parts |= {f"xl/tables/table{n}.xml": text for n, text in enumerate(self.tables, start=1)}
        if self.tables or self.links:
            links = "".join(_link(f"t{n}", "table", f"../tables/table{n}.xml") for n in numbers)
            parts["xl/worksheets/_rels/sheet1.xml.rels"] = _links(links + self.links)
        if self.chain:
            parts["xl/calcChain.xml"] = self.chain
        return parts

    def _types(self) -> str:
        named = {
            "xl/workbook.xml": "sheet.main",
            "xl/worksheets/sheet1.xml": "worksheet",
            "xl/worksheets/sheet2.xml": "worksheet",
            "xl/styles.xml": "styles",
            "xl/sharedStrings.xml": "sharedStrings",
            **({"xl/calcChain.xml": "calcChain"} if self.chain else {}),
            **{f"xl/tables/table{n}.xml": "table" for n in range(1, len(self.tables) + 1)},
        }
        overrides = "".join(
            f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in named.items()
        )
        return (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f"{self.types}</Types>"
        )

    def _core(self) -> str:
        return (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{self.core}</cp:coreProperties>'
        )

    def _workbook(self) -> str:
        names = f"<definedNames>{self.names}</definedNames>" if self.names else ""
        return f'<workbook {_MAIN} xmlns:r="{_OFFICE}">{self.views}<sheets>{self.sheets}</sheets>{names}</workbook>'

    def _workbook_links(self) -> str:
        links = [
            _link("rId1", "worksheet", "worksheets/sheet1.xml"),
            _link("rId2", "worksheet", "worksheets/sheet2.xml"),
            _link("rId3", "styles", "styles.xml"),
            _link("rId4", "sharedStrings", "sharedStrings.xml"),
            *([_link("rId5", "calcChain", "calcChain.xml")] if self.chain else ()),
        ]
        return _links("".join(links))

    def _styles(self) -> str:
        codes = f"<numFmts>{self.codes}</numFmts>" if self.codes else ""
        return (
            f"<styleSheet {_MAIN}>{codes}<fonts><font/></fonts><fills><fill/><fill/></fills>"
            f"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{self.formats}</cellXfs>"
            f"<dxfs>{self.looks}</dxfs></styleSheet>"
        )


def _link(number: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
