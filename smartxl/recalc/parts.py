"""The parts of compiled formulas: constants, references, names, and what changes what a part gives."""

from __future__ import annotations

from typing import Any

from smartxl.recalc.arrays import BLANK, Arr
from smartxl.recalc.calls import bare
from smartxl.recalc.functionvalues import OMITTED, plain_function
from smartxl.recalc.place import Part, PlaceOf, Value, single, spread
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.values import NULL, REF, CellError, FailedError, NotComputed, Scalar
from smartxl.text import Text

__all__ = [
    "areas_of",
    "cell",
    "constant",
    "crossed",
    "crossing",
    "failing",
    "failing_softly",
    "never",
    "not_blank",
    "omitted",
    "one_of",
    "one_or_place",
    "only_bare",
    "operand",
    "place_alone",
    "reference",
    "spanned",
    "spreading",
]

_SINGLE = frozenset({float, str, bool})
_PLAIN = Text("普通公式中的数组", "an array in a formula that is no array formula")


def spreading(part: Part) -> Part:
    """The values of a range, or its one value; whatever else a part gives as it is."""
    return lambda at: spread(part(at))


def crossing(part: Part) -> Part:
    """The single value of a range in the formula's row or column; arrays as they are."""

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        found = part(at)
        return single(found, at) if isinstance(found, Ref | Union) else found

    return value


def one_of(part: Part) -> Part:
    """A single value; an array is not computed here, in a formula that is no array formula."""

    def value(at: PlaceOf) -> Scalar:
        found = part(at)
        return found if type(found) in _SINGLE else single(_no_array(found), at)

    return value


def _no_array(found: Value) -> Value:
    if isinstance(found, Arr) and found.size > 1:
        raise NotComputed(_PLAIN)
    return found


def one_or_place(part: Part) -> Part:
    """What ROW and COLUMN give inside another function: of several cells only in array formulas is that certain."""
    return lambda at: _no_array(part(at))


def omitted(_: PlaceOf) -> object:
    """What stands for an argument of a LAMBDA that is left out."""
    return OMITTED


def only_bare(part: Part) -> Part:
    """What functions that once came as an add-in take, see `bare`."""
    return lambda at: bare(part(at))


def not_blank(part: Part) -> Part:
    """With 0 in place of a blank cell."""

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        found = part(at)
        if isinstance(found, Arr):
            return found.mapped(lambda one: 0.0 if one is None else one) if found.has(BLANK) else found
        return 0.0 if found is None else found

    return value


def never(why: Text) -> Part:
    """What is not computed, where a formula comes to it."""

    def fails(_: PlaceOf) -> Scalar:
        raise NotComputed(why)

    return fails


def failing_softly(part: Part) -> Part:
    """With an error as a value, which else is raised."""

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        try:
            return part(at)
        except FailedError as failed:
            return failed.error

    return value


def constant(value: Scalar) -> Part:
    """A value that is written in a formula; an error is raised."""
    if isinstance(value, CellError):
        return failing(value)
    return lambda _: value


def failing(error: CellError) -> Part:
    """A part that raises FailedError with an error, wherever it is calculated."""

    def fails(_: PlaceOf) -> Scalar:
        raise FailedError(error)

    return fails


def place_alone(index: int) -> Part:
    """A reference of which only the place counts."""
    return lambda at: at.refs[index]


def reference(index: int) -> Part:
    """A reference. It raises Pending, NotComputed where a cell in it has no value yet, or never."""

    def value(at: PlaceOf) -> Ref:
        ref = at.refs[index]
        return ref.check() if at.checks else ref

    return value


def cell(index: int) -> Part:
    """The value of a reference to one cell; of more cells that in the own row or column of the formula."""

    def value(at: PlaceOf) -> Scalar:
        ref = at.refs[index]
        if at.checks:
            ref.check()
        if ref.top == ref.bottom and ref.left == ref.right:
            return ref.sheet.get(ref.top, ref.left)
        return ref.crossing(at.row, at.column)

    return value


_AS_VALUE = "_xleta."  # before the name of a function that is no call


def operand(text: str) -> Part:
    """What a name, a parameter, a whole column or a part of a table refers to."""
    name = text.lower().replace("_xlop.", "_xlpm.", 1)
    if name.startswith(_AS_VALUE):
        return lambda _: plain_function(name.removeprefix(_AS_VALUE))

    def value(at: PlaceOf) -> Value:
        if at.bound and name in at.bound:
            held = at.bound[name]
            if isinstance(held, CellError):
                raise FailedError(held)
            return held
        found = at.book.operand(text, at)
        return found.check() if isinstance(found, Ref) and at.checks else found

    return value


def areas_of(value: Value) -> tuple[Ref, ...]:
    """The areas of a reference. Raises NotComputed for a value."""
    if isinstance(value, Union):
        return value.parts
    if isinstance(value, Ref):
        return (value,)
    raise NotComputed(Text("对数值取并集或交集", "a union or intersection of values"))


def crossed(first: Part, second: Part) -> Part:
    """The cells that two references have in common; #NULL! where there are none."""

    def value(at: PlaceOf) -> Ref | Union:
        found = [
            common
            for a in areas_of(first(at))
            for b in areas_of(second(at))
            if (common := a.common(b)) is not None
        ]
        if not found:
            raise FailedError(NULL)
        return found[0] if len(found) == 1 else Union(tuple(found))

    return value


def spanned(first: Part, second: Part) -> Part:
    """The range from one reference to the other; #REF! over several sheets."""

    def value(at: PlaceOf) -> Ref:
        refs = (*areas_of(first(at)), *areas_of(second(at)))
        if len({ref.sheet.index for ref in refs}) != 1:
            raise FailedError(REF)
        return Ref(
            refs[0].sheet,
            min(ref.top for ref in refs),
            min(ref.left for ref in refs),
            max(ref.bottom for ref in refs),
            max(ref.right for ref in refs),
        ).check()

    return value
