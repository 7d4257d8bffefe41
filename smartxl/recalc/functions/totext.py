"""Values written out as texts: ARRAYTOTEXT, VALUETOTEXT, ENCODEURL; and the functions that count bytes."""

from __future__ import annotations

from urllib.parse import quote

from smartxl.recalc.arrays import BLANK
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import FUNCTIONS, function
from smartxl.recalc.values import VALUE, CellError, FailedError, NotComputed, Scalar, as_text
from smartxl.text import Text

__all__: list[str] = []


def _written(value: Scalar, *, strict: bool) -> str:
    if isinstance(value, CellError):
        return value.code
    text = as_text(value)
    if strict and isinstance(value, str):
        return '"' + text.replace('"', '""') + '"'
    return text


def _form(form: float) -> bool:
    if int(form) not in {0, 1}:
        raise FailedError(VALUE)
    return int(form) == 1


@function("VALUETOTEXT", "e?n")
def _valuetotext(value: Scalar, form: float = 0.0) -> str:
    return _written(value, strict=_form(form))


@function("ARRAYTOTEXT", "a?n")
def _arraytotext(given: Given, form: float = 0.0) -> str:
    strict = _form(form)
    if given is None or (isinstance(given, Ref) and given.is_cell and given.values().has(BLANK)):
        raise NotComputed(Text("单个空单元格的 ARRAYTOTEXT", "ARRAYTOTEXT of a blank cell"))
    rows = [[_written(value, strict=strict) for value in row] for row in array_of(given).obj.tolist()]
    if strict:
        return "{" + ";".join(",".join(row) for row in rows) + "}"
    return ", ".join(one for row in rows for one in row)


@function("ENCODEURL", "t")
def _encodeurl(text: str) -> str:
    return quote(text, safe="-_.!*'()" if text.isascii() and not set(text) & set("!*'()") else "-_.")


def _of_bytes(name: str, plain: str) -> None:
    """A function that counts bytes, which every country's Excel counts alike only in plain ASCII."""
    entry = FUNCTIONS[plain]

    def call(*given: Scalar) -> Scalar:
        if any(isinstance(one, str) and not one.isascii() for one in given):
            raise NotComputed(
                Text("按字节计数的函数", "a function that counts bytes, which depends on the country")
            )
        result: Scalar = entry.call(*given)
        return result

    fixed, optional = entry.letters[: entry.needed], entry.letters[entry.needed :]
    function(name, f"{fixed}?{optional}" if optional else fixed)(call)


for _name in ("LEN", "LEFT", "RIGHT", "MID", "FIND", "SEARCH", "REPLACE"):
    _of_bytes(f"{_name}B", _name)


@function("ASC", "t")
def _asc(text: str) -> str:
    if not text.isascii():
        raise NotComputed(
            Text("全角与半角因地区设置而异", "wide and narrow characters depend on the country")
        )
    return text


@function("DBCS JIS PHONETIC BAHTTEXT", "(e)")
def _by_country(*given: Scalar) -> Scalar:  # noqa: ARG001
    raise NotComputed(Text("结果因地区设置而异的函数", "a function that depends on the country"))
