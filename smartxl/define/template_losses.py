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
from smartxl.text import Text

__all__ = ["losses"]

_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FIELD = re.compile(rb'(Id|Type|Target)="([^"]*)"')
_SHEET = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"')
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_UNREADABLE = (".emf", ".wmf", ".svg")
_MARKS = (
    (
        re.compile(rb"<(?:\w+:)?sp[ >/]"),
        Text("形状或文本框", "a shape or text box"),
        Text("把文字写进单元格，或作为图片插入", "write the text into cells, or insert it as a picture"),
    ),
    (
        re.compile(rb"<(?:\w+:)?cxnSp[ >/]"),
        Text("线条或箭头", "a line or arrow"),
        Text("用单元格边框画", "draw it with cell borders"),
    ),
    (
        re.compile(rb"<(?:\w+:)?graphicFrame[ >/]"),
        Text("图表或图示", "a chart or diagram"),
        Text("图表由定义产生；可作为图片插入", "charts come from the definition; insert it as a picture"),
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
                found.append(
                    Problem(
                        path.name,
                        None,
                        sheet.title,
                        Text(f"{what.zh}不会出现在生成的表中", f"{what.en} will not come out"),
                        remedy,
                    )
                )
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


def _in_parts(archive: ZipFile, part: str) -> Iterator[tuple[Text, Text]]:
    """What openpyxl leaves out when it reads a sheet."""
    if not part:
        return
    for _, kind, target in _relations(archive, part):
        if kind == "drawing" and target in archive.namelist():
            drawing = archive.read(target)
            yield from ((what, remedy) for mark, what, remedy in _MARKS if mark.search(drawing))
            pictures = (name for _, sort, name in _relations(archive, target) if sort == "image")
            if any(name.lower().endswith(_UNREADABLE) for name in pictures):
                yield (
                    Text("不是 PNG、JPEG、GIF 的图片", "a picture that is neither PNG, JPEG nor GIF"),
                    Text("作为 PNG 插入", "insert it as PNG"),
                )
        elif kind == "comments":
            yield (
                Text("批注", "a note"),
                Text(
                    "批注只给自己看；要让别人看到的写进单元格",
                    "notes are for you; write what others must read into cells",
                ),
            )
        elif kind == "image":
            yield Text("背景图片", "the background picture"), Text("作为图片插入", "insert it as a picture")
        elif kind == "vmlDrawing" and b"<legacyDrawingHF" in archive.read(part):
            yield (
                Text("页眉或页脚中的图片", "the picture in the header or footer"),
                Text("插入到单元格中", "insert it into a cell"),
            )
    sheet = archive.read(part)
    if b"x14:conditionalFormatting" in sheet:
        yield (
            Text(
                "Excel 2010 以后的条件格式（数据条、引用其他工作表）",
                "a conditional format of Excel 2010 and later (data bar, other sheet)",
            ),
            Text("改用普通的公式规则", "use a plain rule with a formula"),
        )


def _in_sheet(sheet: Worksheet) -> Iterator[tuple[Text, Text]]:
    if sheet.data_validations.dataValidation:
        yield (
            Text("自设的下拉列表或数据验证", "a drop-down or validation of your own"),
            Text("填写单元格的验证由定义产生", "those of inputs come from the definition"),
        )
    texts = [text for item in (sheet.oddHeader, sheet.oddFooter) if item for text in _thirds(item)]
    known = template_table()[sheet.title].of("") if sheet.title in template_table() else {}
    strange = [name for text in texts for name in _PLACEHOLDER.findall(text) if name not in known]
    if strange:
        yield (
            Text(f"页眉或页脚中的 {strange[0]} ", f"the value of {strange[0]} in the header or footer"),
            Text(
                "那里只能用每一行都能显示的内容，如 unit.name、round.name、stamp.code",
                "there it can be what every row may show, such as unit.name, round.name or stamp.code",
            ),
        )
    if sheet.tables:
        yield (
            Text("表格（Ctrl+T）", "a table (Ctrl+T)"),
            Text("转换为普通区域", "convert it to a plain range"),
        )


def _thirds(header: HeaderFooterItem) -> Iterator[str]:
    """The texts of a header's left, centre and right."""
    for part in (header.left, header.center, header.right):
        if part.text:
            yield part.text
