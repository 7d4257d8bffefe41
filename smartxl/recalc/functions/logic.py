"""AND, OR, NOT, XOR, TRUE, FALSE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, arrays
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import function
from smartxl.recalc.values import VALUE, FailedError, NotComputed, as_logical, number_in
from smartxl.text import Text

__all__: list[str] = []
_OF_SEVERAL = Ref, Arr, Union


def _truths(given: Sequence[Given]) -> Iterator[bool]:
    """What is TRUE or FALSE: of ranges numbers and logical values, text in them is passed over. Raises FailedError."""
    any_found = False
    for one in given:
        if isinstance(one, bool):
            any_found = True
            yield one
        elif isinstance(one, _OF_SEVERAL):
            for array in arrays(one):
                array.refuse_errors()
                for value in array.flat():
                    if isinstance(value, float | bool):
                        any_found = True
                        yield bool(value)
        elif one != "":  # passed over, unlike any other text
            any_found = True
            if isinstance(one, str) and number_in(one) is not None:
                raise NotComputed(Text("AND、OR 中的文字", "a text among the arguments of AND and OR"))
            yield as_logical(one)
    if not any_found:
        raise FailedError(VALUE)


_LOGICAL = {bool}


def _all_logical(given: Sequence[Given]) -> bool:
    """Whether there is nothing but TRUE and FALSE, as comparisons give."""
    return set(map(type, given)) == _LOGICAL


@function("AND", "(r)")
def _and(*given: Given) -> bool:
    return all(given if _all_logical(given) else list(_truths(given)))


@function("OR", "(r)")
def _or(*given: Given) -> bool:
    return any(given if _all_logical(given) else list(_truths(given)))


@function("XOR", "(r)")
def _xor(*given: Given) -> bool:
    return sum(_truths(given)) % 2 == 1


@function("NOT", "b")
def _not(value: bool) -> bool:
    return not value


@function("TRUE", "")
def _true() -> bool:
    return True


@function("FALSE", "")
def _false() -> bool:
    return False
