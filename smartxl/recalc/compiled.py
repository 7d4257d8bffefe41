"""A formula's tree made into functions of Python that give its value at a place.

Every part is made for one of two ways to calculate: for a single value, where a range stands for its cell in the formula's
own row or column, or over arrays, as in array formulas and inside SUMPRODUCT.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smartxl.recalc.arrays import Arr
from smartxl.recalc.calls import AS_IT_COMES, called, over_arrays
from smartxl.recalc.functionvalues import Lambda, applied, function_named
from smartxl.recalc.operators import ARRAY_OPERATORS, OPERATORS, negative, percent, same_text
from smartxl.recalc.parts import (
    areas_of,
    cell,
    constant,
    crossed,
    crossing,
    failing,
    failing_softly,
    never,
    not_blank,
    omitted,
    one_of,
    one_or_place,
    only_bare,
    operand,
    place_alone,
    reference,
    spanned,
    spreading,
)
from smartxl.recalc.place import Part, PlaceOf, single, spread
from smartxl.recalc.planes import Union
from smartxl.recalc.registry import FUNCTIONS, Function
from smartxl.recalc.tree import (
    TOO_DEEP,
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
    parts,
)
from smartxl.recalc.values import (
    CALC,
    NA,
    FailedError,
    NotComputed,
    Scalar,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


__all__ = ["SPECIAL", "SPILLING", "Compiled", "Compiler", "compile_tree", "special"]


_OVER_SHEETS = re.compile(r"'(?:[^']|'')*:(?:[^']|'')*'!|[^'!:\[\]]+:[^'!:\[\]]+!")
_PLACES = frozenset({"ROW", "COLUMN"})
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
    """Makes a tree into a function. `array`: of an array formula; `functions`: further ones, which win over Excel's.

    Raises NotComputed for what is nested too deeply, as a chain of a thousand operators is.
    """
    crosses = not array and _has_arrays(node)
    compiler = Compiler(functions, crosses=crosses)
    try:
        part = compiler.part(node, array or crosses)
    except RecursionError as error:
        raise NotComputed(TOO_DEEP) from error
    if not array and isinstance(node, Call) and node.name in SPILLING and node.name not in functions:
        part = _not_spilled(part)
    reads, operands = frozenset(compiler.reads), frozenset(compiler.operands)
    return Compiled(_whole(part, array), reads, operands, frozenset(compiler.calls))


def _has_arrays(node: Node) -> bool:
    """Whether an array is written out somewhere in a tree."""
    return any(isinstance(part, ArrayOf) and len(part.rows) * len(part.rows[0]) > 1 for part in parts(node))


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
    """Makes the parts, and notes what they read.

    `crosses`: of a formula that is no array formula but has an array written out in it: arrays are gone through element by
    element, while a range stands for its cell in the formula's row or column.
    """

    def __init__(self, functions: Mapping[str, Function], *, crosses: bool = False) -> None:
        self._functions = functions
        self.reads: set[int] = set()
        self.operands: set[str] = set()
        self.calls: set[str] = set()
        self._reading = True
        self._within = ""
        self._crosses = crosses

    def lifted(self, node: Node) -> Part:
        """A part as a value or as an array of them."""
        return self._values_of(self.part(node, True))

    def _values_of(self, part: Part) -> Part:
        return crossing(part) if self._crosses else spreading(part)

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
                return place_alone(node.index)
            self.reads.add(node.index)
            return reference(node.index)
        if isinstance(node, Operand):
            if _OVER_SHEETS.match(node.text) and self._within not in _OF_SHEETS:
                return never(Text("三维引用", "a reference over several sheets in such a function"))
            if self._reading:
                self.operands.add(node.text)
            return operand(node.text)
        if isinstance(node, ArrayOf):
            found = Arr.of(node.rows)
            return lambda _: found
        return constant(node.value if isinstance(node, Constant) else None)

    def one(self, node: Node) -> Part:
        """A part as a single value."""
        if isinstance(node, Constant):
            return constant(node.value)
        part = self.part(node, False)
        if isinstance(node, CellReference):
            return cell(node.index)
        if isinstance(node, Operand | Call):
            return one_of(part)
        if (isinstance(node, Binary) and node.operator in OPERATORS) or isinstance(node, Prefix | PerCent):
            return part
        return lambda at: single(part(at), at)

    def _sign(self, node: Prefix, array: bool) -> Part:
        if node.operator == "-":
            return self._unary(negative, node.part, array)
        if node.operator == "+" and array:
            return self.lifted(node.part)
        if node.operator in {"+", "@"}:
            return self.one(node.part)
        raise NotComputed(Text(f"运算符 {node.operator}", f"the operator {node.operator}"))

    def _unary(self, call: Callable[[Scalar], Scalar], inner: Node, array: bool) -> Part:
        if not array:
            one = self.one(inner)
            return lambda at: call(one(at))
        part = self.lifted(inner)

        def value(at: PlaceOf) -> Scalar | Arr:
            found = part(at)
            return found.mapped(call) if isinstance(found, Arr) else call(found)

        return value

    def _binary(self, node: Binary, array: bool) -> Part:
        operator = node.operator
        if operator in OPERATORS and not array:
            if (
                operator in {"=", "<>"}
                and isinstance(node.right, Constant)
                and isinstance(node.right.value, str)
            ):
                return same_text(self.one(node.left), node.right.value, differs=operator == "<>")
            return OPERATORS[operator](self.one(node.left), self.one(node.right))
        if operator in ARRAY_OPERATORS:
            call = ARRAY_OPERATORS[operator]
            left, right = self.lifted(node.left), self.lifted(node.right)
            return lambda at: call(left(at), right(at))
        first, second = self.part(node.left, array), self.part(node.right, array)
        if operator == ",":
            return lambda at: Union((*areas_of(first(at)), *areas_of(second(at))))
        return crossed(first, second) if operator == " " else spanned(first, second)

    def _call(self, node: Call, array: bool) -> Part:
        name, arguments = node.name, node.arguments
        self.calls.add(name)
        if name in SPECIAL and name not in self._functions:
            return SPECIAL[name](self, arguments, array)
        entry = self._functions.get(name) or FUNCTIONS.get(name)
        if entry is None:
            return self._named(name, arguments)
        if not entry.takes(len(arguments)):
            return never(Text(f"{name} 的参数个数", f"the number of arguments of {name}"))
        parts = []
        outer, self._within = self._within, name
        for index, argument in enumerate(arguments):
            reading, self._reading = self._reading, self._reading and not (entry.unread and index == 0)
            parts.append(self._argument(entry.letter(index), argument, array))
            self._reading = reading
        self._within = outer
        if array:
            return over_arrays(entry, parts)
        return one_or_place(called(entry, parts)) if name in _PLACES and outer else called(entry, parts)

    def _invoke(self, node: Invoke) -> Part:
        """A call of a function that is a value."""
        function, parts = self.part(node.function, True), self._values(node.arguments)
        return lambda at: applied(function(at), [part(at) for part in parts], at)

    def _values(self, arguments: Sequence[Node]) -> list[Part]:
        return [omitted if isinstance(one, LeftOut) else self.part(one, True) for one in arguments]

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
            crosses, self._crosses = self._crosses, self._crosses and letter != "a"
            part = self.part(node, array or letter == "a")
            self._crosses = crosses
            return failing_softly(part) if letter == "s" else part
        if isinstance(node, LeftOut):
            return failing(NA) if letter in "pq" else constant(None)
        if letter in "pq":
            part = self.part(node, array)
            return only_bare(part) if array else part
        single_part = self.lifted(node) if array else self.one(node)
        if letter in "ou":
            single_part = not_blank(single_part)
        return failing_softly(single_part) if letter in "eu" else single_part


Special = Callable[["Compiler", "Sequence[Node]", bool], Part]
SPECIAL: dict[str, Special] = {}


def special(*names: str) -> Callable[[Special], Special]:
    """Registers a function that chooses which of its arguments to calculate."""

    def register(make: Special) -> Special:
        for name in names:
            SPECIAL[name] = make
        return make

    return register
