"""A formula's tree made into functions of Python that give its value at a place.

Every part is made for one of two ways to calculate: for a single value, where a range stands for its cell in the formula's
own row or column, or over arrays, as in array formulas and inside SUMPRODUCT.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smartxl.recalc.arrays import BLANK, Arr
from smartxl.recalc.calls import AS_IT_COMES, bare, called, over_arrays
from smartxl.recalc.functionvalues import OMITTED, Lambda, applied, function_named, plain_function
from smartxl.recalc.operators import ARRAY_OPERATORS, OPERATORS, negative, percent
from smartxl.recalc.place import Part, PlaceOf, Value, single, spread
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import FUNCTIONS, Function
from smartxl.recalc.tree import (
    ArrayOf,
    Binary,
    Call,
    CellReference,
    Constant,
    Invoke,
    LeftOut,
    Node,
    Operand,
    PerCent,
    Prefix,
)
from smartxl.recalc.values import (
    CALC,
    NA,
    NULL,
    REF,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


__all__ = ["SPECIAL", "SPILLING", "Compiled", "Compiler", "compile_tree", "special"]


_OVER_SHEETS = re.compile(r"'(?:[^']|'')*:(?:[^']|'')*'!|[^'!:\[\]]+:[^'!:\[\]]+!")
_OF_SHEETS = frozenset(
    {
        *(
            "SUM",
            "AVERAGE",
            "AVERAGEA",
            "COUNT",
            "COUNTA",
            "MAX",
            "MAXA",
            "MIN",
            "MINA",
            "PRODUCT",
            "STDEV",
            "STDEVA",
        ),
        *("STDEV.S", "STDEV.P", "STDEVP", "STDEVPA", "VAR", "VAR.S", "VAR.P", "VARP", "VARA", "VARPA"),
    }
)
"""The functions that take a reference over several sheets: Sheet1:Sheet3!A1."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula: what gives its value, the numbers of the references whose values it reads, the operands likewise, and the
    functions that it calls."""

    part: Part
    reads: frozenset[int]
    operands: frozenset[str]
    calls: frozenset[str]


def compile_tree(node: Node, functions: Mapping[str, Function], *, array: bool) -> Compiled:
    """Makes a tree into a function. `array`: of an array formula; `functions`: further ones, which win over Excel's."""
    compiler = Compiler(functions)
    part = compiler.part(node, array)
    if not array and isinstance(node, Call) and node.name in SPILLING and node.name not in functions:
        part = _not_spilled(part)
    reads, operands = frozenset(compiler.reads), frozenset(compiler.operands)
    return Compiled(_whole(part, array), reads, operands, frozenset(compiler.calls))


SPILLING: set[str] = set()
"""The functions that give whole arrays, and only Excel from 2021 on has: older formulas with them show an error."""


def _not_spilled(part: Part) -> Part:
    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        found = part(at)
        if isinstance(found, Arr) and found.size > 1:
            raise NotComputed(Text("未溢出的数组结果", "an array that fills no cells"))
        return found

    return value


def _whole(part: Part, array: bool) -> Part:
    def value(at: PlaceOf) -> Scalar | Arr:
        try:
            found = part(at)
            if isinstance(found, Lambda):
                return CALC
            return spread(found) if array else single(found, at)
        except FailedError as failed:
            return failed.error

    return value


class Compiler:
    """Makes the parts, and notes what they read."""

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self._functions = functions
        self.reads: set[int] = set()
        self.operands: set[str] = set()
        self.calls: set[str] = set()
        self._reading = True
        self._within = ""

    def part(self, node: Node, array: bool) -> Part:
        """A part as it comes: a reference, an array or a value."""
        if isinstance(node, Call):
            return self._call(node, array)
        if isinstance(node, Binary):
            return self._binary(node, array)
        if isinstance(node, Prefix):
            return self._sign(node, array)
        if isinstance(node, Invoke):
            return self._invoke(node)
        return self._unary(percent, node.part, array) if isinstance(node, PerCent) else self._leaf(node)

    def _leaf(self, node: Constant | LeftOut | CellReference | Operand | ArrayOf) -> Part:
        if isinstance(node, CellReference):
            if not self._reading:
                return _place(node.index)
            self.reads.add(node.index)
            return _reference(node.index)
        if isinstance(node, Operand):
            if _OVER_SHEETS.match(node.text) and self._within not in _OF_SHEETS:
                return _never(Text("三维引用", "a reference over several sheets in such a function"))
            if self._reading:
                self.operands.add(node.text)
            return _operand(node.text)
        if isinstance(node, ArrayOf):
            found = Arr.of(node.rows)
            return lambda _: found
        return _constant(node.value if isinstance(node, Constant) else None)

    def one(self, node: Node) -> Part:
        """A part as a single value."""
        if isinstance(node, Constant):
            return _constant(node.value)
        part = self.part(node, False)
        if isinstance(node, CellReference):
            return _cell(node.index)
        if (isinstance(node, Binary) and node.operator in OPERATORS) or isinstance(node, Prefix | PerCent):
            return part
        return lambda at: single(part(at), at)

    def _sign(self, node: Prefix, array: bool) -> Part:
        if node.operator == "-":
            return self._unary(negative, node.part, array)
        if node.operator == "+" and array:
            part = self.part(node.part, True)
            return lambda at: spread(part(at))
        if node.operator in {"+", "@"}:
            return self.one(node.part)
        raise NotComputed(Text(f"运算符 {node.operator}", f"the operator {node.operator}"))

    def _unary(self, call: Callable[[Scalar], Scalar], inner: Node, array: bool) -> Part:
        if not array:
            one = self.one(inner)
            return lambda at: call(one(at))
        part = self.part(inner, True)

        def value(at: PlaceOf) -> Scalar | Arr:
            found = spread(part(at))
            return found.mapped(call) if isinstance(found, Arr) else call(found)

        return value

    def _binary(self, node: Binary, array: bool) -> Part:
        operator = node.operator
        if operator in OPERATORS and not array:
            return OPERATORS[operator](self.one(node.left), self.one(node.right))
        first, second = self.part(node.left, array), self.part(node.right, array)
        if operator in ARRAY_OPERATORS:
            call = ARRAY_OPERATORS[operator]
            return lambda at: call(spread(first(at)), spread(second(at)))
        if operator == ",":
            return lambda at: Union((*_parts(first(at)), *_parts(second(at))))
        return _crossed(first, second) if operator == " " else _spanned(first, second)

    def _call(self, node: Call, array: bool) -> Part:
        name, arguments = node.name, node.arguments
        self.calls.add(name)
        if name in SPECIAL and name not in self._functions:
            return SPECIAL[name](self, arguments, array)
        entry = self._functions.get(name) or FUNCTIONS.get(name)
        if entry is None:
            return self._named(name, arguments)
        if not entry.takes(len(arguments)):
            return _never(Text(f"{name} 的参数个数", f"the number of arguments of {name}"))
        parts = []
        outer, self._within = self._within, name
        for index, argument in enumerate(arguments):
            reading, self._reading = self._reading, self._reading and not (entry.unread and index == 0)
            parts.append(self._argument(entry.letter(index), argument, array))
            self._reading = reading
        self._within = outer
        return over_arrays(entry, parts) if array else called(entry, parts)

    def _invoke(self, node: Invoke) -> Part:
        """A call of a function that is a value."""
        function, parts = self.part(node.function, True), self._values(node.arguments)
        return lambda at: applied(function(at), [part(at) for part in parts], at)

    def _values(self, arguments: Sequence[Node]) -> list[Part]:
        return [_omitted if isinstance(one, LeftOut) else self.part(one, True) for one in arguments]

    def _named(self, name: str, arguments: Sequence[Node]) -> Part:
        """A call of a name, which may be one of a function."""
        parts = self._values(arguments)
        self.operands.add(name)

        def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the function gives)
            function = function_named(name, at)
            return applied(function, [part(at) for part in parts], at)

        return value

    def _argument(self, letter: str, node: Node, array: bool) -> Part:
        if letter in AS_IT_COMES:
            part = self.part(node, array or letter == "a")
            return _failing_softly(part) if letter == "s" else part
        if isinstance(node, LeftOut):
            return _error(NA) if letter in "pq" else _constant(None)
        if letter in "pq":
            part = self.part(node, array)
            return _bare(part) if array else part
        single_part = _spreading(self.part(node, True)) if array else self.one(node)
        if letter in "ou":
            single_part = _not_blank(single_part)
        return _failing_softly(single_part) if letter in "eu" else single_part


def _spreading(part: Part) -> Part:
    return lambda at: spread(part(at))


def _omitted(_: PlaceOf) -> object:
    return OMITTED


def _bare(part: Part) -> Part:
    return lambda at: bare(part(at))


def _not_blank(part: Part) -> Part:
    """With 0 in place of a blank cell."""

    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        found = part(at)
        if isinstance(found, Arr):
            return found.mapped(lambda one: 0.0 if one is None else one) if found.has(BLANK) else found
        return 0.0 if found is None else found

    return value


def _never(why: Text) -> Part:
    """What is not computed, where a formula comes to it."""

    def fails(_: PlaceOf) -> Scalar:
        raise NotComputed(why)

    return fails


def _failing_softly(part: Part) -> Part:
    def value(at: PlaceOf) -> Any:  # noqa: ANN401  (whatever the part gives)
        try:
            return part(at)
        except FailedError as failed:
            return failed.error

    return value


def _constant(value: Scalar) -> Part:
    if isinstance(value, CellError):
        return _error(value)
    return lambda _: value


def _error(error: CellError) -> Part:
    def fails(_: PlaceOf) -> Scalar:
        raise FailedError(error)

    return fails


def _place(index: int) -> Part:
    """A reference of which only the place counts."""
    return lambda at: at.refs[index]


def _reference(index: int) -> Part:
    def value(at: PlaceOf) -> Ref:
        ref = at.refs[index]
        return ref.check() if at.checks else ref

    return value


def _cell(index: int) -> Part:
    def value(at: PlaceOf) -> Scalar:
        ref = at.refs[index]
        if at.checks:
            ref.check()
        if ref.top == ref.bottom and ref.left == ref.right:
            return ref.sheet.get(ref.top, ref.left)
        return ref.crossing(at.row, at.column)

    return value


_AS_VALUE = "_xleta."  # before the name of a function that is no call


def _operand(text: str) -> Part:
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


def _parts(value: Value) -> tuple[Ref, ...]:
    if isinstance(value, Union):
        return value.parts
    if isinstance(value, Ref):
        return (value,)
    raise NotComputed(Text("对数值取并集或交集", "a union or intersection of values"))


def _crossed(first: Part, second: Part) -> Part:
    def value(at: PlaceOf) -> Ref | Union:
        found = [
            common
            for a in _parts(first(at))
            for b in _parts(second(at))
            if (common := a.common(b)) is not None
        ]
        if not found:
            raise FailedError(NULL)
        return found[0] if len(found) == 1 else Union(tuple(found))

    return value


def _spanned(first: Part, second: Part) -> Part:
    def value(at: PlaceOf) -> Ref:
        refs = (*_parts(first(at)), *_parts(second(at)))
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


Special = Callable[["Compiler", "Sequence[Node]", bool], Part]
SPECIAL: dict[str, Special] = {}


def special(*names: str) -> Callable[[Special], Special]:
    """Registers a function that chooses which of its arguments to calculate."""

    def register(make: Special) -> Special:
        for name in names:
            SPECIAL[name] = make
        return make

    return register
