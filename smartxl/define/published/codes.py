"""Codes of nodes: the published ones where they are codes, else A, A1, A1.1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from smartxl.define.published.nodes import Key, PublishedNode, walk
from smartxl.define.published.remark import NO_REMEDY, About, PasteRemark, Sureness
from smartxl.model.framework import GRADING, RESERVED
from smartxl.text import Text, plain

__all__ = ["codes_of"]

_OTHERS = re.compile(r"[^A-Za-z0-9._-]+")
_LAST = re.compile(r"([A-Za-z0-9.\-]*[A-Za-z0-9])[.\-]\d+|([A-Za-z]+)\d+")
_LONGEST = 48  # characters; a code may have 64, and what stands below it is longer
_TAKEN = frozenset(code.casefold() for code in {*RESERVED, GRADING})


def codes_of(nodes: Sequence[PublishedNode]) -> tuple[Mapping[Key, str], tuple[PasteRemark, ...]]:
    """Place → code, each once whatever the case; and a remark on every published code that could not be kept."""
    codes: dict[Key, str] = {}
    taken = set(_TAKEN)
    remarks: list[PasteRemark] = []
    for key, node in walk(nodes):
        code = _cleaned(node.code)
        if not code:
            continue
        if code.casefold() in taken:
            words = Text(
                f"代码 {code} 重复或为保留字，另编", f"the code {code} is taken or reserved; another was made"
            )
            remarks.append(PasteRemark(About.CODE, Sureness.LOW, node.spot, node.code, words, NO_REMEDY))
            continue
        if code != node.code:
            words = Text(
                f"代码中不能用的字符已换：{code}", f"characters that no code may have were replaced: {code}"
            )
            remarks.append(
                PasteRemark(About.CODE, Sureness.SURE, node.spot, node.code, words, NO_REMEDY, code)
            )
        codes[key] = code
        taken.add(code.casefold())
    for key, node in reversed(list(walk(nodes))):
        above = _above([codes.get((*key, index), "") for index in range(len(node.children))])
        if key not in codes and above and above.casefold() not in taken:
            codes[key] = above
            taken.add(above.casefold())
    for key, _ in walk(nodes):
        if key not in codes:
            codes[key] = next(code for code in _made(key, codes) if code.casefold() not in taken)
            taken.add(codes[key].casefold())
    return codes, tuple(remarks)


def _cleaned(code: str) -> str:
    return _OTHERS.sub("-", plain(code)).strip("-.")[:_LONGEST]


def _above(codes: Sequence[str]) -> str:
    """The code above several: 1.1 of 1.1.1 and 1.1.2, A of A1 and A2; "" where they have none in common."""
    found = {match[1] or match[2] for code in codes if (match := _LAST.fullmatch(code))}
    return found.pop() if len(found) == 1 and all(_LAST.fullmatch(code) for code in codes) else ""


def _made(key: Key, codes: Mapping[Key, str]) -> Iterator[str]:
    """The code of a place below its parent's; where it is taken the same with a letter more."""
    above, number = codes.get(key[:-1], ""), key[-1] + 1
    stem = _letters(number) if len(key) == 1 else f"{above}{'' if len(key) == 2 else '.'}{number}"
    if len(key) == 2 and above[-1:].isdigit():
        stem = f"{above}.{number}"
    yield stem
    yield from (f"{stem}-{again}" for again in range(2, 1_000_000))


def _letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
