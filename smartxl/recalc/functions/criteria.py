"""COUNTIF, SUMIF, AVERAGEIF and their plurals.

A criterion is a value, or a text with an operator before it: ">=0" sees numbers only, "<>x" everything but x, blanks among
it; * ? ~ are wildcards over the whole text; a blank criterion asks for 0; TRUE is not 1.
Source: Microsoft, "COUNTIF function"; ECMA-376 part 1, 18.17.7.68.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import BLANK, ERROR, LOGICAL, NUMBER, TEXT, Arr
from smartxl.recalc.functions.given import Given
from smartxl.recalc.functions.sums import added
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    DIV0,
    ERRORS,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    number_in,
    text_order,
)

if TYPE_CHECKING:
    from smartxl.recalc.place import PlaceOf

__all__ = ["met_by", "pattern_of", "wild"]

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
_OPERATOR = re.compile(r"(<=|>=|<>|<|>|=|)(.*)", re.DOTALL)
_WILD = re.compile(r"~(.?)|([*?])|([^*?~]+)", re.DOTALL)  # ~ before any character is not seen itself
_FEW, _MANY = 64, 2_000
_NOWHERE: Final[Places] = np.zeros(0, np.intp)
_LONGEST = 255


@lru_cache(maxsize=4096)
def pattern_of(operand: str) -> re.Pattern[str]:
    """A text with wildcards as a pattern over the whole of another text, without regard to case."""
    pieces = (
        ".*" if wild_one == "*" else "." if wild_one else re.escape(escaped or plain or "")
        for escaped, wild_one, plain in (match.groups() for match in _WILD.finditer(operand))
    )
    return re.compile("".join(pieces), re.IGNORECASE | re.DOTALL)


def wild(operand: str) -> bool:
    """Whether a text has wildcards in it, or marks that take their meaning away."""
    return any(mark in operand for mark in "*?~")


def _mask(array: Arr, criterion: Scalar, memo: dict[object, object], key: object) -> Mask:
    """Where a criterion is met, as an array of the same shape."""
    if isinstance(criterion, str):
        operator, operand = _OPERATOR.fullmatch(criterion).groups()  # type: ignore[union-attr]  # it matches any text
        return _by_text(array, operator, operand, memo, key)
    if criterion is None:
        criterion = 0.0
    return _equal_to(array, criterion)


def met_by(array: Arr, criterion: Scalar) -> Mask:
    """Which elements meet a criterion."""
    return _mask(array, criterion, {}, None)


def _equal_to(array: Arr, value: Scalar) -> Mask:
    """Cells with a number also meet its text, TRUE only TRUE."""
    kind = array.kind
    if isinstance(value, CellError):
        return _where(array, ERROR, lambda found: found is value)
    if isinstance(value, bool):
        result: Mask = (kind == LOGICAL) & (array.num == float(value))
        return result
    assert isinstance(value, float)  # noqa: S101  (texts are taken apart before)
    same: Mask = (kind == NUMBER) & (array.num == value)
    if (kind == TEXT).any():
        same |= _where(array, TEXT, lambda found: _spells(found, value))
    return same


def _spells(text: Any, number: float) -> bool:  # noqa: ANN401  (a text of the array)
    try:
        return number_in(text) == number
    except NotComputed:
        return False


def _where(array: Arr, kind: int, meets: Any) -> Mask:  # noqa: ANN401  (any test of one value)
    mask: Mask = array.kind == kind
    mask[mask] = [bool(meets(value)) for value in array.obj[mask]]
    return mask


_COMPARE: Final = {"<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal}
_MEETS: Final = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (1, 0)}


def _by_text(array: Arr, operator: str, operand: str, memo: dict[object, object], key: object) -> Mask:
    number = _number(operand)
    if operator in {"", "=", "<>"}:
        met = _same(array, operator, operand, number, memo, key)
        if operator == "<>" and number is not None:
            met = met & (array.kind == NUMBER)  # a text that spells the number is not the number here
        return ~met if operator == "<>" else met
    if not operand:
        return np.zeros(array.shape, bool)
    word = operand.lower()
    if number is None and word not in {"true", "false"}:
        return _where(array, TEXT, lambda found: text_order(found, operand) in _MEETS[operator])
    kind, limit = (LOGICAL, float(word == "true")) if number is None else (NUMBER, number)
    result: Mask = (array.kind == kind) & _COMPARE[operator](array.num, limit)
    return result


def _number(operand: str) -> float | None:
    return number_in(operand) if operand else None


def _same(
    array: Arr, operator: str, operand: str, number: float | None, memo: dict[object, object], key: object
) -> Mask:
    if not operand:
        blank: Mask = array.kind == BLANK
        if operator == "":  # the text "": blank cells, and cells that show nothing
            blank |= _where(array, TEXT, lambda found: found == "")
        return blank
    value = _value_of(operand) if number is None else number
    if value is not None:
        return _equal_to(array, value)
    if wild(operand):
        fits = pattern_of(operand).fullmatch
        return _where(array, TEXT, lambda found: fits(found) is not None)
    return _text_places(array, operand.lower(), memo, key)


def _value_of(operand: str) -> Scalar:
    """TRUE, FALSE or an error that a text names."""
    word = operand.upper()
    return word == "TRUE" if word in {"TRUE", "FALSE"} else ERRORS.get(word)


def _text_places(array: Arr, wanted: str, memo: dict[object, object], key: object) -> Mask:
    """Where a text stands; over long ranges the texts are looked up in a table that is made once."""
    if array.size <= _FEW or key is None:
        return _where(array, TEXT, lambda found: found.lower() == wanted)
    mask = np.zeros(array.size, bool)
    mask[_table(array, memo, key).get(wanted, _NOWHERE)] = True
    return mask.reshape(array.shape)


def _table(array: Arr, memo: dict[object, object], key: object) -> dict[object, Places]:
    """Where each text (in small letters) and each number of a range stands, counted row by row."""
    table: dict[object, Places] | None = memo.get(("table", key))  # type: ignore[assignment]
    if table is None:
        found: dict[object, list[int]] = {}
        for index, value in enumerate(array.flat()):
            if isinstance(value, str | float) and not isinstance(value, bool):
                found.setdefault(value.lower() if isinstance(value, str) else value, []).append(index)
        table = {value: np.asarray(places) for value, places in found.items()}
        memo["table", key] = table
    return table


def _certain(array: Arr, criterion: Scalar, memo: dict[object, object], key: object) -> Places | None:
    """Where a criterion is met that asks for one text or number; None for one that asks for something else."""
    if isinstance(criterion, float):
        return None if array.has(TEXT) else _table(array, memo, key).get(criterion, _NOWHERE)
    if not isinstance(criterion, str) or not criterion or criterion[0] in "<>=" or wild(criterion):
        return None
    if _value_of(criterion) is not None or _number(criterion) is not None:
        return None
    return _table(array, memo, key).get(criterion.lower(), _NOWHERE)


def _narrowed(at: PlaceOf, criteria: tuple[Any, ...]) -> Places | None:
    """Where all criteria over long ranges are met, where one of them leaves few places to look at; None elsewhere."""
    refs = [_ref(given) for given in criteria[::2]]
    arrays = [ref.used() for ref in refs]
    if arrays[0].size < _MANY or any(array.shape != arrays[0].shape for array in arrays):
        return None
    if any((ref.rows, ref.columns) != (refs[0].rows, refs[0].columns) for ref in refs):
        raise FailedError(VALUE)
    asked = list(zip(arrays, criteria[1::2], (_key(ref) for ref in refs), strict=True))
    certain = [(_certain(*each[:2], at.book.memo, each[2]), index) for index, each in enumerate(asked)]
    fewest = min(((places.size, index) for places, index in certain if places is not None), default=None)
    if fewest is None or fewest[0] * 20 > arrays[0].size:
        return None
    places = certain[fewest[1]][0]
    for index, (array, criterion, _) in enumerate(asked):
        if index != fewest[1] and places is not None:
            places = places[_mask(array.taken(places), criterion, {}, None).ravel()]
    return places


def _key(ref: Ref) -> object:
    return ref.sheet.index, ref.top, ref.left, ref.bottom, ref.right


def _ranges(at: PlaceOf, criteria: tuple[Any, ...]) -> tuple[Mask, tuple[int, int], Ref]:
    """Where all criteria are met; the logical size of the ranges, and the first. Raises FailedError."""
    whole: Mask | None = None
    first = _ref(criteria[0])
    size = first.rows, first.columns
    for given, criterion in zip(criteria[::2], criteria[1::2], strict=True):
        ref = _ref(given)
        if (ref.rows, ref.columns) != size:
            raise FailedError(VALUE)
        array = ref.used()
        if isinstance(criterion, str) and len(criterion) > _LONGEST:
            raise FailedError(VALUE)
        mask = _remembered(at, array, criterion, _key(ref))
        if whole is None:
            whole = mask
        else:
            rows, columns = min(whole.shape[0], mask.shape[0]), min(whole.shape[1], mask.shape[1])
            whole = whole[:rows, :columns] & mask[:rows, :columns]
    assert whole is not None  # noqa: S101  (there is a first pair)
    return whole, size, first


def _remembered(at: PlaceOf, array: Arr, criterion: Scalar, key: object) -> Mask:
    memo, asked = at.book.memo, ("mask", key, type(criterion), criterion)
    mask: Mask | None = memo.get(asked)  # type: ignore[assignment]
    if mask is None:
        mask = _mask(array, criterion, memo, key)
        if array.size <= 20_000 and len(memo) < 50_000:
            memo[asked] = mask
    return mask


def _ref(given: Given) -> Ref:
    if not isinstance(given, Ref):
        raise FailedError(VALUE)
    return given


def _unmet_blanks(criteria: tuple[Any, ...], mask: Mask, size: tuple[int, int]) -> int:
    """How many cells beyond the last in use meet all criteria, as blanks."""
    beyond = size[0] * size[1] - mask.size
    if not beyond:
        return 0
    blank = Arr.of([[None]])
    met = all(_mask(blank, criterion, {}, None)[0, 0] for criterion in criteria[1::2])
    return beyond if met else 0


@function("COUNTIF", "re", places=True)
def _countif(at: PlaceOf, given: Given, criterion: Scalar) -> float:
    word = _word(criterion) if isinstance(criterion, str) else None
    if word is not None and isinstance(given, Ref) and given.rows * given.columns <= _FEW:
        texts = (value for value in given.used().obj.ravel().tolist() if isinstance(value, str))
        return float(sum(text.lower() == word for text in texts))
    return _countifs(at, given, criterion)


@lru_cache(maxsize=1024)
def _word(criterion: str) -> str | None:
    """A criterion that only its own text meets, in small letters; None for one that asks for anything else."""
    if not criterion or criterion[0] in "<>=" or len(criterion) > _LONGEST or wild(criterion):
        return None
    try:
        is_number = number_in(criterion) is not None
    except NotComputed:
        return None
    return None if is_number or _value_of(criterion) is not None else criterion.lower()


@function("COUNTIFS", "re?(re)", places=True)
def _countifs(at: PlaceOf, *criteria: Any) -> float:  # noqa: ANN401  (ranges and criteria by turns)
    if (places := _narrowed(at, criteria)) is not None:
        return float(places.size)
    mask, size, _ = _ranges(at, criteria)
    return float(int(mask.sum()) + _unmet_blanks(criteria, mask, size))


def _summed(mask: Mask, target: Ref) -> NDArray[np.float64]:
    """The numbers of a range where a mask holds. Raises FailedError for errors among them."""
    array = target.used()
    rows, columns = min(mask.shape[0], array.shape[0]), min(mask.shape[1], array.shape[1])
    chosen, kind = mask[:rows, :columns], array.kind[:rows, :columns]
    wrong = chosen & (kind == ERROR)
    if wrong.any():
        raise FailedError(array.obj[:rows, :columns][wrong][0])
    numbers: NDArray[np.float64] = array.num[:rows, :columns][chosen & (kind == NUMBER)]
    return numbers


def _target(target: Given, first: Ref) -> Ref:
    """The range that SUMIF sums: as large as the range of the criterion, from its own first cell on."""
    if target is None:
        return first
    return _ref(target).moved(0, 0, first.rows, first.columns)


@function("SUMIF", "re?r", places=True)
def _sumif(at: PlaceOf, given: Given, criterion: Scalar, target: Given = None) -> float:
    mask, _, first = _ranges(at, (given, criterion))
    return added(_summed(mask, _target(target, first)))


@function("AVERAGEIF", "re?r", places=True)
def _averageif(at: PlaceOf, given: Given, criterion: Scalar, target: Given = None) -> float:
    mask, _, first = _ranges(at, (given, criterion))
    found = _summed(mask, _target(target, first))
    if not found.size:
        raise FailedError(DIV0)
    return added(found) / found.size


def _chosen(at: PlaceOf, target: Given, criteria: tuple[Any, ...]) -> NDArray[np.float64]:
    ref, first = _ref(target), _ref(criteria[0])
    if (ref.rows, ref.columns) != (first.rows, first.columns):
        raise FailedError(VALUE)
    places, used = _narrowed(at, criteria), ref.used()
    if places is not None and used.shape == first.used().shape:
        return used.taken(places).numbers_in()
    return _summed(_ranges(at, criteria)[0], ref)


@function("SUMIFS", "rre?(re)", places=True)
def _sumifs(at: PlaceOf, target: Given, *criteria: Any) -> float:  # noqa: ANN401
    return added(_chosen(at, target, criteria))


@function("AVERAGEIFS", "rre?(re)", places=True)
def _averageifs(at: PlaceOf, target: Given, *criteria: Any) -> float:  # noqa: ANN401
    found = _chosen(at, target, criteria)
    if not found.size:
        raise FailedError(DIV0)
    return added(found) / found.size


@function("MAXIFS", "rre?(re)", places=True)
def _maxifs(at: PlaceOf, target: Given, *criteria: Any) -> float:  # noqa: ANN401
    found = _chosen(at, target, criteria)
    return float(found.max()) if found.size else 0.0


@function("MINIFS", "rre?(re)", places=True)
def _minifs(at: PlaceOf, target: Given, *criteria: Any) -> float:  # noqa: ANN401
    found = _chosen(at, target, criteria)
    return float(found.min()) if found.size else 0.0
