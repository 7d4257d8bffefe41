"""Drawings put into the first sheet of a form, as programs write them."""

from __future__ import annotations

from tests.reading.forms import patch

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="图片 1"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic>'
)


def drawing(shape: str, row: int, column: int, *, height: int = 1) -> str:
    """A drawing with one shape over some rows of a column."""
    corners = (("from", row - 1, column - 1), ("to", row - 2 + height, column - 1))
    anchors = "".join(
        f"<xdr:{name}><xdr:col>{c}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, r, c in corners
    )
    inside = f"<xdr:twoCellAnchor>{anchors}{shape}<xdr:clientData/></xdr:twoCellAnchor>"
    return f'<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_MAIN}" xmlns:r="{_OFFICE}">{inside}</xdr:wsDr>'


def with_drawing(content: bytes, xml: str) -> bytes:
    """The form with a drawing on its first sheet."""
    return with_part(content, "drawing", "drawings/drawing1.xml", xml)


def with_part(content: bytes, kind: str, part: str, xml: str) -> bytes:
    """The form whose first sheet refers to a part of some kind, below xl/."""
    relation = f'<Relationship Id="rId91" Type="{_OFFICE}/{kind}" Target="../{part}"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'
    return patch(
        content,
        {
            "xl/worksheets/_rels/sheet1.xml.rels": lambda _: relations.encode(),
            f"xl/{part}": lambda _: xml.encode(),
        },
    )
