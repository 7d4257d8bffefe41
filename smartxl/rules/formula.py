"""An Excel formula over named inputs: read, checked and compiled for arrays.

The tokenizer of openpyxl finds the names, the parser of `formulas` the order of the operations; ours are the
functions that it builds with, so that MIN(a,b) is taken row by row and ROUND rounds as Excel does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from smartxl.rules.base import FloatArray
from smartxl.rules.elementwise import COMPARISONS, FUNCTIONS, OPERATORS, Operation
from smartxl.rules.faults import RuleFault
from smartxl.text import Text

__all__ = ["FormulaTemplate", "compile_formula"]

_MAX_DIGITS = 15
_EXPONENT = re.compile(r"E(?=\d)")  # 1E2 is 1E+2: `formulas` wants the sign
_MANY_DEGREES, _NEAR = 1e9, 1e-12
_KEEP_SIGN = {"+", "*", "/", "u+", "%", "MIN", "SUM", "AVERAGE", "ROUND", "^"}


@dataclass(frozen=True, slots=True)
class _Expression:
    """`evaluate`: inputs (units, k) → (units,) or one number; NaN for an error, 1 or 0 for a condition.

    `difference`: a subtraction is in it that has not been rounded; `positive`: it is never below 0; `negated`: it is a
    number with a minus before it.
    """

    evaluate: Callable[[FloatArray], FloatArray]
    condition: bool
    constant: bool
    difference: bool = False
    positive: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class FormulaTemplate:
    """`parts`: pieces of text and, as numbers, the inputs between them."""

    parts: tuple[str | int, ...]
    root: _Expression

    def text(self, cells: Sequence[str]) -> str:
        """The formula over cells in place of the inputs, without a leading =."""
        return "".join(part if isinstance(part, str) else cells[part] for part in self.parts)

    def values(self, x: FloatArray) -> FloatArray:
        """Results (units,) of inputs (units, k); NaN where Excel gives an error."""
        with np.errstate(all="ignore"):
            return np.broadcast_to(self.root.evaluate(x), len(x)).astype(np.float64)


@cache
def compile_formula(text: str, inputs: tuple[str, ...]) -> FormulaTemplate:
    """The formula over inputs of these codes. Raises ValueError in words an author understands."""
    parts = tuple(_parts(text, inputs))
    if unused := [code for index, code in enumerate(inputs) if index not in parts]:
        raise RuleFault(
            Text(
                f"公式没有用到数值项 {', '.join(unused)}（代码以字母开头、只含字母、数字、点和下划线时，"
                "才能写在公式中）",
                f"the formula does not use the input {', '.join(unused)} (a code can stand in a formula when "
                "it begins "
                "with a letter and has only letters, digits, dots and underscores)",
            )
        )
    root = _parsed(
        "=" + FormulaTemplate(parts, _CONSTANT).text([f"A{i}" for i in range(1, len(inputs) + 1)]), text
    )
    if root.condition:
        raise RuleFault(
            Text(
                f"公式 {text} 的结果是 TRUE 或 FALSE：写成 IF(…,100,0)",
                f"the formula {text} gives TRUE or FALSE: write IF(…,100,0)",
            )
        )
    return FormulaTemplate(parts, root)


def _parts(text: str, inputs: tuple[str, ...]) -> Iterator[str | int]:
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer("=" + text.strip().removeprefix("=")).items
    except (TokenizerError, IndexError) as error:
        raise RuleFault(
            Text(
                f"公式 {text} 读不懂：括号是否成对？",
                f"the formula {text} cannot be read: do the brackets match?",
            )
        ) from error
    before = ""
    for token in tokens:
        if token.type == Token.WSPACE:
            continue
        _refuse(token.type, token.value, before)
        before = token.type
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            yield _function(token.value)
        elif token.type == Token.OPERAND:
            yield _operand(token.value, token.subtype, inputs)
        else:
            yield token.value


def _refuse(kind: str, value: str, before: str) -> None:
    """What is no operation on single numbers, or what programs compute differently."""
    from openpyxl.formula.tokenizer import Token

    if kind == Token.ARRAY or (kind == Token.SEP and value != ","):
        raise RuleFault(
            Text(
                f"{value} 是一组数的写法；各参数用逗号隔开",
                f"{value} is part of a list of numbers; arguments are separated by commas",
            )
        )
    if kind == Token.OP_IN and value not in OPERATORS:
        what = Text("连接文字", "joins texts") if value == "&" else Text("连接区域", "joins ranges")
        raise RuleFault(
            Text(
                f"运算符“{value}”{what.zh}：公式只对单个数计算",
                f"the operator {value!r} {what.en}: a formula works on single numbers",
            )
        )
    if before == Token.OPERAND == kind:
        raise RuleFault(Text(f"{value} 之前缺少运算符", f"an operator is missing before {value}"))
    if kind == Token.OP_PRE and (before == Token.OP_PRE or value not in {"+", "-"}):
        raise RuleFault(
            Text(
                f"符号 {value} 前面还有符号：各种软件的读法不一",
                f"the sign {value} follows another sign: not every program reads that alike",
            )
        )


def _function(value: str) -> str:
    name = value.rstrip("( ").upper()
    if name not in FUNCTIONS:
        raise RuleFault(
            Text(
                f"不能用函数 {name}：它不是所有软件都逐个数计算的函数（可用的有：{', '.join(FUNCTIONS)}）",
                f"the function {name} cannot be used: it is not one that works number by number in every "
                "program "
                f"(these are: {', '.join(FUNCTIONS)})",
            )
        )
    return f"{name}("


def _operand(value: str, subtype: str, inputs: tuple[str, ...]) -> str | int:
    if subtype == "NUMBER":
        return _EXPONENT.sub("E+", value.upper())
    if subtype == "RANGE" and value in inputs:
        return inputs.index(value)
    if subtype == "RANGE":
        raise RuleFault(
            Text(
                f"公式中没有数值项“{value}”（可用的有：{', '.join(inputs) or '无'}）",
                f"unknown input {value!r} in the formula (the inputs are: {', '.join(inputs) or 'none'})",
            )
        )
    raise RuleFault(
        Text(f"公式中的 {value} 不是数，也不是数值项", f"{value} in the formula is no number and no input")
    )


def _parsed(placed: str, text: str) -> _Expression:
    import formulas
    from formulas.errors import BaseError
    from formulas.tokens.function import Function
    from formulas.tokens.operand import Number, Range
    from formulas.tokens.operator import OperatorToken, Separator
    from formulas.tokens.parenthesis import Parenthesis

    parser: Any = formulas.Parser()  # its annotations allow no other builder
    parser.filters = [Number, Range, OperatorToken, Separator, Function, Parenthesis]
    parser.ast_builder = partial(_ExpressionStack, text)
    try:
        _, builder = parser.ast(placed)
        root: _Expression = builder.pop()
    except (BaseError, IndexError, KeyError) as error:
        raise RuleFault(
            Text(
                f"公式 {text} 读不懂：是否少了括号或数？",
                f"the formula {text} cannot be read: is a bracket or a number missing?",
            )
        ) from error
    return root


class _ExpressionStack:
    """The builder for `formulas.Parser`: a stack that receives operands before their operators."""

    def __init__(self, text: str, match: object = None) -> None:  # noqa: ARG002 (the parser's call)
        self._text = text
        self._stack: list[_Expression] = []

    def __len__(self) -> int:
        return len(self._stack)

    def pop(self) -> _Expression:
        """The expression on top, at the end the whole formula."""
        return self._stack.pop()

    def finish(self) -> None:
        """Nothing is left to do."""

    def append(self, token: object) -> None:
        """Puts an operand on the stack, or an operator in place of its operands."""
        from formulas.tokens.function import Function
        from formulas.tokens.operand import Number, Range
        from formulas.tokens.operator import Operator

        if isinstance(token, Operator | Function):
            table = OPERATORS if isinstance(token, Operator) else FUNCTIONS
            args = [self._stack.pop() for _ in range(token.get_n_args)][::-1]
            self._stack.append(_applied(token.name, table[token.name], args))
        elif isinstance(token, Range):
            self._stack.append(
                _Expression(partial(_column, int(token.name.removeprefix("A")) - 1), False, False)
            )
        elif isinstance(token, Number):
            self._stack.append(_Expression(partial(_number, float(token.compile())), False, True))
        else:
            raise RuleFault(
                Text(f"公式 {self._text} 中有空的参数", f"an argument is empty in the formula {self._text}")
            )


def _column(index: int, x: FloatArray) -> FloatArray:
    return x[:, index]


def _number(value: float, x: FloatArray) -> FloatArray:  # noqa: ARG001 (the same for all units)
    return np.asarray(value)


_CONSTANT = _Expression(partial(_number, 0.0), condition=False, constant=True)


def _applied(name: str, operation: Operation, args: Sequence[_Expression]) -> _Expression:
    _check_arguments(name, operation, args)

    def evaluate(x: FloatArray) -> FloatArray:
        return operation.call(*(arg.evaluate(x) for arg in args))

    condition = args[-1].condition if operation.gives is None else operation.gives
    constant = all(arg.constant for arg in args)
    return _Expression(
        evaluate,
        condition,
        constant,
        difference=not condition and not constant and _leaves_noise(name, args),
        positive=_never_below_zero(name, args),
        negated=name == "u-",
    )


def _leaves_noise(name: str, args: Sequence[_Expression]) -> bool:
    """Whether 0 can come out as the last bit of what was subtracted: LibreOffice makes it 0, Excel only at the end."""
    subtracts = name == "-" or (name in {"+", "SUM", "AVERAGE"} and any(arg.negated for arg in args))
    return name != "ROUND" and (subtracts or any(arg.difference for arg in args))


def _never_below_zero(name: str, args: Sequence[_Expression]) -> bool:
    at_least_zero = [arg.positive or (arg.constant and _value(arg) >= 0) for arg in args]
    return name == "ABS" or (
        any(at_least_zero) if name == "MAX" else name in _KEEP_SIGN and all(at_least_zero)
    )


def _check_arguments(name: str, operation: Operation, args: Sequence[_Expression]) -> None:
    low, high = operation.low, operation.high
    if not low <= len(args) <= high:
        wanted = (
            Text(f"{low} 个", str(low)) if low == high else Text(f"{low} 至 {high} 个", f"{low} to {high}")
        )
        raise RuleFault(
            Text(
                f"{name} 有 {len(args)} 个参数，应有 {wanted.zh}",
                f"{name} has {len(args)} arguments, but takes {wanted.en}",
            )
        )
    for place, arg in enumerate(args):
        wanted_kind = operation.takes[min(place, len(operation.takes) - 1)]
        if wanted_kind is not None and arg.condition is not wanted_kind:
            what = (
                Text("条件，如 a>0", "a condition such as a>0")
                if wanted_kind
                else Text("数：在条件外写 IF(…,1,0)", "a number: write IF(…,1,0) around the condition")
            )
            raise RuleFault(
                Text(
                    f"{name} 的第 {place + 1} 个参数应为{what.zh}",
                    f"argument {place + 1} of {name} must be {what.en}",
                )
            )
    if operation.gives is None and args[-1].condition is not args[-2].condition:
        raise RuleFault(
            Text(
                f"{name} 一种情况给出数，另一种情况给出条件",
                f"{name} gives a number in one case and a condition in the other",
            )
        )
    if name == "ROUND":
        _check_digits(args[1])
    if name in COMPARISONS:
        _check_comparison(name, args)
    if name == "^":
        _check_power(*args)


def _check_comparison(name: str, args: Sequence[_Expression]) -> None:
    for arg, other in (args, args[::-1]):
        if arg.difference and not (other.constant and _value(other) != 0):
            raise RuleFault(
                Text(
                    f"相减结果的最后一位各软件不一，如 0.1*3-0.3=0：直接比较两个数（用 a{name}b，不用 "
                    f"a-b{name}0），或先取整：ROUND(a-b,10){name}0",
                    "the programs differ on the last digit of a difference, as in 0.1*3-0.3=0: compare the "
                    "two "
                    "numbers "
                    f"themselves (a{name}b in place of a-b{name}0), or round it: ROUND(a-b,10){name}0",
                )
            )


def _check_power(base: _Expression, exponent: _Expression) -> None:
    if not any(arg.constant and _value(arg) != 0 for arg in (base, exponent)):
        raise RuleFault(
            Text(
                "0^0 各软件结果不一：把底数或指数写成不为 0 的数",
                "the programs differ on 0^0: write the base or the exponent as a number other than 0",
            )
        )
    if base.positive or (base.constant and _value(base) > 0):
        return
    if not exponent.constant or _is_odd_root(_value(exponent)):
        raise RuleFault(
            Text(
                "负数的奇次方根各软件结果不一，如 (-8)^(1/3)：写成 MAX(0,a)^(1/3) 或 ABS(a)^(1/3)",
                "the programs differ on odd roots of numbers below 0, such as (-8)^(1/3): write "
                "MAX(0,a)^(1/3) or "
                "ABS(a)^(1/3)",
            )
        )


def _is_odd_root(exponent: float) -> bool:
    """1/3, 1/5, -1/7 …: what LibreOffice takes of a number below 0, and Excel does not."""
    degree = 1 / exponent
    nearest = round(degree) if abs(degree) < _MANY_DEGREES else 0
    return nearest % 2 == 1 and abs(nearest) > 1 and abs(1 / nearest - exponent) <= _NEAR * abs(exponent)


def _value(constant: _Expression) -> float:
    with np.errstate(all="ignore"):
        return float(constant.evaluate(np.zeros((0, 0))))


def _check_digits(digits: _Expression) -> None:
    value = _value(digits) if digits.constant else np.nan
    if not (value.is_integer() and abs(value) <= _MAX_DIGITS):
        raise RuleFault(
            Text(
                f"ROUND 的位数要直接写出，从 -{_MAX_DIGITS} 到 {_MAX_DIGITS}",
                f"ROUND wants its number of digits written out, from -{_MAX_DIGITS} to {_MAX_DIGITS}",
            )
        )
