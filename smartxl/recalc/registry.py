"""The functions that formulas call: what each takes, and what it does.

A signature has a letter for each argument: n number, p number but neither TRUE nor a range, q any value but no range, i whole
number (cut), t text, b TRUE or FALSE, v any value that is no error, e any value, r what is referred to (or an array, or a
value), s the same or an error, a the same computed as an array. What follows ? may be left out at the end; what stands in
parentheses may be repeated. An argument left out before another, as in LEFT("x",), is 0 or "" for most functions; those that
then take what they assume have the letters o (number) and u (any value): None is left out, a blank cell 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FUNCTIONS", "Function", "function", "signature"]

Implementation = TypeVar("Implementation", bound=Callable[..., Any])

_SIGNATURE = re.compile(
    r"(?P<fixed>[nitbverasoupq]*)(?:\?(?P<optional>[nitbverasoupq]*))?(?:\((?P<group>[nitbverasoupq]+)\))?"
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the letters of its arguments, how many are needed, which repeat, and the call.

    `places`: it is given the place of its formula first. `unread`: of the first argument the place counts, not the values.
    """

    name: str
    letters: str
    needed: int
    group: str
    call: Callable[..., Any]
    places: bool = False
    unread: bool = False

    def letter(self, index: int) -> str:
        """What an argument is."""
        if index < len(self.letters):
            return self.letters[index]
        return self.group[(index - len(self.letters)) % len(self.group)]

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        if count <= len(self.letters):
            return count >= self.needed
        return bool(self.group) and (count - len(self.letters)) % len(self.group) == 0


FUNCTIONS: dict[str, Function] = {}


def signature(text: str) -> tuple[str, int, str]:
    """The letters of a signature, how many arguments are needed, and the letters that repeat."""
    match = _SIGNATURE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    fixed, optional, group = match["fixed"], match["optional"] or "", match["group"] or ""
    return fixed + optional, len(fixed), group


def function(
    names: str, takes: str, *, places: bool = False, unread: bool = False
) -> Callable[[Implementation], Implementation]:
    """Registers an implementation under one or more names, parted by blanks."""
    letters, needed, group = signature(takes)

    def register(call: Implementation) -> Implementation:
        add(names.split(), letters, needed, group, call, places=places, unread=unread)
        return call

    return register


def add(
    names: Iterable[str],
    letters: str,
    needed: int,
    group: str,
    call: Callable[..., Any],
    *,
    places: bool = False,
    unread: bool = False,
) -> None:
    """Registers an implementation under each of the names."""
    for name in names:
        FUNCTIONS[name] = Function(name, letters, needed, group, call, places, unread)
