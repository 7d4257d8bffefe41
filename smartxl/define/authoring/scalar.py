"""One value in a cell: a number, a day, a word of a list, a code, a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from smartxl.define.authoring.words import match, spellings
from smartxl.text import Text, fold, number_text, plain, shorten
from smartxl.typed import show
from smartxl.typed.dates import read_date, serial_date
from smartxl.typed.numbers import Asked, NumberKind, as_asked, asked_for, read_number
from smartxl.xlsx.cellvalues import Percent

if TYPE_CHECKING:
    from smartxl.define.authoring.shape import SchemaShape
    from smartxl.text import Lang
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["CellFault", "Wanted", "decode_scalar", "encode_scalar", "normal_scalar", "unknown_word"]

_TRUE, _FALSE = ("true", "yes", "on", "1", "y", "t"), ("false", "no", "off", "0", "n", "f")
_MOST_LISTED = 30


class CellFault(Exception):
    """A cell does not say what is asked for: what stands there, and what to do."""

    def __init__(self, what: Text, remedy: Text) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what.zh)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; `percent`: 5％ means 5."""

    shape: SchemaShape
    percent: bool = False

    @property
    def asked(self) -> Asked:
        """As the reader of typed numbers knows it."""
        low, high = self.shape.bounds
        if self.percent:
            return asked_for(("%",))
        return asked_for(("份额",), low, high) if (low, high) == (0, 1) else asked_for(())


def encode_scalar(shape: SchemaShape, text: str, lang: Lang) -> str | float:
    """A text of the definition as it stands in a cell."""
    if shape.answers:
        code = normal_scalar(shape, text)
        if code in shape.answers:
            return shape.answers[code].get(lang)
    if shape.is_number and (number := _exact(text)) is not None:
        return number
    return text


def normal_scalar(shape: SchemaShape | None, text: str) -> str:
    """A number, or a yes, written in one way; any other text as it is."""
    if shape and "boolean" in shape.kinds and text.casefold() in _TRUE + _FALSE:
        return "true" if text.casefold() in _TRUE else "false"
    if shape and shape.is_number and text not in shape.answers and (number := _exact(text)) is not None:
        return number_text(number)
    return text.strip()


def _exact(text: str) -> float | None:
    """The number of a text that a cell keeps with all its digits; None for every other text."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if "_" not in text and float(number_text(number)) == number else None


def decode_scalar(wanted: Wanted, value: CellValue) -> str:
    """What a cell says. Raises CellFault."""
    shape = wanted.shape
    if isinstance(value, bool):
        return str(value).lower() if "boolean" in shape.kinds else str(value).upper()
    if isinstance(value, float | int):
        return _number(wanted, float(value), percent=isinstance(value, Percent))
    if isinstance(value, date):
        return _day(shape, value)
    if not isinstance(value, str):
        raise _not(show(value), Text("时间", "a time"))
    return _text(wanted, value.strip())


def _number(wanted: Wanted, value: float, *, percent: bool) -> str:
    shape = wanted.shape
    if shape.is_day:
        found = serial_date(value)
        if found is None:
            raise _no_day(number_text(value))
        return found.isoformat()
    if shape.answers and not shape.is_number:
        return unknown_word(shape, number_text(value))
    if percent and shape.is_number:
        asked = as_asked(value, wanted.asked)
        if asked.value is None:
            raise _no_number(f"{value:.6%}".rstrip("0").rstrip(".") + "%")
        return number_text(asked.value)
    return number_text(value)


def _day(shape: SchemaShape, value: date) -> str:
    if not shape.is_day:
        shown = value.strftime("%Y-%m-%d")
        what = Text(
            f"单元格里是日期 {shown}，应是文字或数字", f"the cell holds the day {shown}, not a text or number"
        )
        raise CellFault(
            what,
            Text(
                "把单元格格式设为“文本”后重新填写（电子表格把 1-2 这样的内容改成了日期）",
                "format the cell as text and type it anew (spreadsheets turn 1-2 into a day)",
            ),
        )
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def _text(wanted: Wanted, text: str) -> str:
    shape = wanted.shape
    if shape.answers:
        return _word(wanted, text)
    if shape.is_number:
        return _typed_number(wanted, text)
    if shape.is_day:
        span = read_date(plain(text))
        if span is None or span.first != span.last:
            raise _no_day(text)
        return span.first.isoformat()
    return plain(text) if shape.is_code else text


def _word(wanted: Wanted, text: str) -> str:
    shape = wanted.shape
    if (code := match(text, shape.answers)) is not None:
        return code
    if shape.is_number:
        return _typed_number(wanted, text)
    if "boolean" in shape.kinds and fold(text) in (*_TRUE, *_FALSE, "√", "✓", "×"):
        return "true" if fold(text) in (*_TRUE, "√", "✓") else "false"
    return unknown_word(shape, text)


def unknown_word(shape: SchemaShape, text: str) -> str:
    """Raises CellFault with the nearest of the words that are known."""
    known = {s: code for code, word in shape.answers.items() for s in spellings(code, word)}
    near = get_close_matches(text, known, n=1, cutoff=0.4)
    words = list(shape.answers.values())[:_MOST_LISTED]
    zh, en = "、".join(word.zh for word in words), ", ".join(word.en for word in words)
    guess = shape.answers[known[near[0]]] if near else None
    raise CellFault(
        Text(f"不认识“{shorten(text, 40)}”", f"{shorten(text, 40)!r} is none of the words known here"),
        Text(
            (f"是否为“{guess.zh}”？" if guess else "") + f"可填：{zh}",
            (f"did you mean {guess.en!r}? " if guess else "") + f"write one of: {en}",
        ),
    )


def _typed_number(wanted: Wanted, text: str) -> str:
    if _exact(text) is not None:
        return number_text(float(text))
    try:
        float(text)
    except ValueError:
        read = read_number(plain(text), wanted.asked)
        if read.reading is not NumberKind.NUMBER or read.value is None:
            raise _no_number(text) from None
        return number_text(read.value)
    return text  # more digits than a cell holds as a number


def _no_number(text: str) -> CellFault:
    return CellFault(
        Text(f"“{shorten(text, 40)}”不是一个数", f"{shorten(text, 40)!r} is not one number"),
        Text("只填一个数，不带单位和百分号", "write one number, without a unit or a percent sign"),
    )


def _no_day(text: str) -> CellFault:
    return CellFault(
        Text(f"“{shorten(text, 40)}”不是日期", f"{shorten(text, 40)!r} is not a day"),
        Text("写成 2026-09-01", "write it as 2026-09-01"),
    )


def _not(found: str, kind: Text) -> CellFault:
    return CellFault(
        Text(f"单元格里是{kind.zh} {found}", f"the cell holds {kind.en}, {found}"),
        Text("改成文字或数字", "write a text or a number"),
    )
