"""Names: broken ones, those that nothing uses, and those of a sheet and the workbook at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from smartxl.lint.catalogue import remark
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark
from smartxl.recalc import FUNCTIONS
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.xlsx.settings import SavedName

__all__ = ["broken_names", "few", "function_names", "hidden_names", "shadowed_names", "unused_names"]

_WORDS = re.compile(r"[^\W\d][\w.?\\]*")
_BUILT_IN = "_xlnm."
_OF_PROGRAMS = re.compile(r"_|solver_|HTML_|IQ_|Z_[0-9A-F]{8}_|EV__|AS2", re.IGNORECASE)
"""How names begin that Excel and its add-ins keep for themselves."""
_FEW = 5


def broken_names(book: LintBook) -> Iterator[Remark]:
    """Names that refer to cells that were deleted."""
    broken = [name for name in _own(book) if _is_broken(name) and not name.hidden]
    what = Text("名称引用的单元格已删除：{names}", "names refer to cells that were deleted: {names}")
    yield from _by_sheet("SXL205", broken, what)


def unused_names(book: LintBook) -> Iterator[Remark]:
    """Names that no formula, list or condition uses; charts and macros may."""
    if book.raw.macros:
        return
    used = _used(book)
    unused = [
        name
        for name in _own(book)
        if not name.hidden and name.name.casefold() not in used and not _is_broken(name)
    ]
    yield from _by_sheet("SXL206", unused, Text("没有公式用到：{names}", "no formula uses {names}"))


def hidden_names(book: LintBook) -> Iterator[Remark]:
    """Names that the name manager does not show."""
    hidden = [name for name in _own(book) if name.hidden and not _OF_PROGRAMS.match(name.name)]
    yield from _by_sheet("SXL204", hidden, Text("隐藏的名称：{names}", "hidden names: {names}"))


def shadowed_names(book: LintBook) -> Iterator[Remark]:
    """Names that formulas use, and that mean one thing on a sheet and another on the others."""
    used = _used(book)
    of_book = {name.name.casefold(): name for name in _own(book) if not name.sheet and not _is_broken(name)}
    for name in _own(book):
        other = of_book.get(name.name.casefold())
        is_used = name.name.casefold() in used and not _is_broken(name)
        if name.sheet and is_used and other and other.text != name.text:
            what = Text(
                f"名称 {name.name} 在本表与其他表中所指不同",
                f"the name {name.name} means one thing on this sheet and another on the others",
            )
            yield remark("SXL207", name.sheet, (), what, excerpt=f"{name.text} / {other.text}")


def function_names(book: LintBook) -> Iterator[Remark]:
    """Names that a function has too."""
    named = [name for name in _own(book) if name.name.upper() in FUNCTIONS and not name.hidden]
    yield from _by_sheet("SXL227", named, Text("与函数同名：{names}", "names that functions have: {names}"))


def few(names: Sequence[str]) -> str:
    """The first few of some names, and how many more there are."""
    shown = ", ".join(names[:_FEW])
    return f"{shown}, … (+{len(names) - _FEW})" if len(names) > _FEW else shown


def _by_sheet(code: str, names: Iterable[SavedName], what: Text) -> Iterator[Remark]:
    """One remark for the names of a sheet, and one for those of the workbook."""
    scopes: dict[str, list[SavedName]] = {}
    for name in names:
        scopes.setdefault(name.sheet, []).append(name)
    for sheet, found in scopes.items():
        listed = few([name.name for name in found])
        told = Text(what.zh.format(names=listed), what.en.format(names=listed))
        yield remark(code, sheet, (), told, excerpt=found[0].text)


def _is_broken(name: SavedName) -> bool:
    return "#REF!" in name.text.upper()


def _own(book: LintBook) -> Iterator[SavedName]:
    """The names that are not Excel's own."""
    return (name for name in book.settings.names if not name.name.startswith(_BUILT_IN))


def _used(book: LintBook) -> frozenset[str]:
    """The words in formulas, lists, conditions, links and other names that may be names."""
    texts = [shape.around for _, shape in book.shapes()]
    for sheet in book.settings.sheets.values():
        texts += [text for each in sheet.validations for text in each.operands]
        texts += [text for each in sheet.conditions for text in each.formulas]
        texts += sheet.links.values()
    texts += [name.text for name in book.settings.names]
    return frozenset(word.casefold() for text in texts for word in _WORDS.findall(text))
