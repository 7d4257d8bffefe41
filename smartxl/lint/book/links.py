"""Other workbooks that formulas read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smartxl.lint.book.names import few
from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.text import Text, shorten

__all__ = ["external_links", "is_external"]

_TEXTS = re.compile(r'"[^"]*"')
_OUTSIDE = re.compile(r"'[^'\[\]]*\[[^\]]+\](?:[^']|'')*'!|(?<![\w\])#@])\[[1-9]\d*\][^\[\]!'\"(),+*/&=<>]*!")
_LONGEST = 60


def is_external(formula: str) -> bool:
    """Whether a formula refers to another workbook."""
    return "[" in formula and _OUTSIDE.search(_TEXTS.sub('""', formula)) is not None


def external_links(book: LintBook) -> Iterator[Remark]:
    """Cells whose formulas read another workbook, and links that no formula uses any more."""
    has_links = any(link.startswith("xl/externalLinks/") for link in book.raw.links)
    targets = [link for link in book.raw.links if has_links and not link.startswith("xl/")]
    found = False
    for sheet, shape in book.shapes():
        if is_external(shape.text):
            found = True
            what = Text("公式引用其他工作簿", "the formula refers to another workbook")
            yield remark("SXL201", sheet.name, shape.spans(), what, excerpt=shape.text)
    named = [name.name for name in book.settings.names if is_external(name.text)]
    if named:
        what = Text(f"名称引用其他工作簿：{few(named)}", f"names refer to another workbook: {few(named)}")
        yield remark("SXL201", "", (), what)
    if targets and not found and not named:
        shown = shorten(targets[0], _LONGEST)
        what = Text(
            f"留有指向其他文件的链接，没有公式用到：{shown}",
            f"a link to another file is left, which no formula uses: {shown}",
        )
        yield remark("SXL201", "", (), what)
