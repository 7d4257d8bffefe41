"""Workbooks in other formats, written by hand."""

from __future__ import annotations

import io
import zipfile

__all__ = ["ods", "table"]

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def table(*rows: str, name: str = "t", columns: str = "") -> str:
    """A sheet of an .ods from its rows."""
    return f'<table:table table:name="{name}">{columns}{"".join(rows)}</table:table>'


def ods(tables: str, styles: str = "", *, packed: bool = True) -> bytes:
    """An .ods from its tables and automatic styles; not `packed`: the flat form of it."""
    kind = "document-content" if packed else "document"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{kind} {_SPACES} xmlns:calcext="urn:calcext" '
        f'office:mimetype="{_MIMETYPE}"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:{kind}>"
    )
    if not packed:
        return text.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("mimetype", _MIMETYPE)
        container.writestr("content.xml", text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
