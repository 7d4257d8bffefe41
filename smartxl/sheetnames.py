"""Names of sheets, made from those of units and chapters so that Excel accepts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["free_sheet_names", "short_unit_name", "unit_sheet_names"]

_LIMIT = 31
_LOOK_ALIKES = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_CONTROL = re.compile(r"[\x00-\x1f]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # programs differ in whether _x0041_ in a sheet name is an A


def short_unit_name(name: str) -> str:
    """A name without a leading 市, where three or more characters remain: 市公安局 → 公安局, 市政府 stays."""
    return name[1:] if name.startswith("市") and len(name) > 3 else name


def unit_sheet_names(names: Sequence[tuple[str, str]]) -> dict[str, str]:
    """(code, name) of every unit → code to sheet name, in the same order.

    Characters that Excel refuses, and what it may take for an escape (_x0041_), become their full-width look-alikes; the
    name is cut to 31 UTF-16 units. A name that is taken (case does not count, `History` is Excel's) gets the next free
    suffix (2), (3) …; where nothing is left of a name, the code stands in. The same input gives the same names.
    """
    wanted = {code: _allowed(short_unit_name(name.strip())) or _allowed(code) for code, name in names}
    return _distinct(wanted, ())


def free_sheet_names(names: Sequence[tuple[str, str]], taken: Iterable[str]) -> dict[str, str]:
    """(key, name) → key to sheet name, in the same order, as Excel accepts it and none of those `taken`."""
    return _distinct({key: _allowed(name.strip()) or _allowed(key) for key, name in names}, taken)


def _distinct(wanted: Mapping[str, str], others: Iterable[str]) -> dict[str, str]:
    taken = {"history", *(name.casefold() for name in others)}
    result = {}
    for code, name in wanted.items():
        sheet, number = _cut(name, _LIMIT), 1
        while sheet.casefold() in taken:
            number += 1
            suffix = f" ({number})"
            sheet = _cut(name, _LIMIT - len(suffix)) + suffix
        taken.add(sheet.casefold())
        result[code] = sheet
    return result


def _allowed(name: str) -> str:
    """The name in characters that Excel takes, without an apostrophe at either end."""
    visible = _ESCAPE.sub("＿", _CONTROL.sub("", name.translate(_LOOK_ALIKES))).strip()
    return re.sub(r"^'|'$", "’", visible)


def _cut(name: str, limit: int) -> str:
    """At most `limit` UTF-16 units: no half surrogate pair, no blank or apostrophe at the end."""
    cut = name.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
    return cut.rstrip(" '") or cut
