"""What all checks share: codes, doubles, and many equal problems told as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from smartxl.define.entries import CODE_HELP, code_fault
from smartxl.model.framework import Measure
from smartxl.model.keys import LEVEL, option_code
from smartxl.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from smartxl.define.framework_schema import FrameworkFile, NodeEntry
    from smartxl.errors import Problem

__all__ = [
    "TOLERANCE",
    "code_problems",
    "doubles",
    "grouped",
    "number_list",
    "reads_as_criterion",
    "row_codes",
    "sum_fault",
]

TOLERANCE = 1e-6
"""How far a sum of weights may lie from 100 percent."""


def code_problems(code: str, reserved: Container[str] = ()) -> Iterator[tuple[Text, Text]]:
    """What is wrong with a code, and the remedy; nothing when it is sound."""
    if code.startswith("@") or code in reserved:
        yield (
            Text(f"代码“{code}”是 smartxl 的保留代码", f"the code {code!r} is reserved by smartxl"),
            Text("换一个代码，不要以 @ 开头", "choose another code, not beginning with @"),
        )
    elif fault := code_fault(code):
        yield fault, Text(f"代码须为{CODE_HELP.zh}", f"use {CODE_HELP.en}")


def doubles(codes: Iterable[str], *, ignore_case: bool = True) -> Iterator[tuple[int, int]]:
    """(index, index of the first) of every code that came before; Excel and file names ignore case."""
    first: dict[str, int] = {}
    for index, code in enumerate(codes):
        earlier = first.setdefault(code.casefold() if ignore_case else code, index)
        if earlier != index:
            yield index, earlier


def sum_fault(parts: Sequence[tuple[str, float]]) -> Text | None:
    """How percentages fail to sum to 100, with each of them; None when they do."""
    total = sum(share for _, share in parts)
    if abs(total - 100) <= TOLERANCE:
        return None
    return Text(
        f"之和是 {total:.10g}，不是 100（{', '.join(f'{name} {share:g}' for name, share in parts)}）",
        f"sum to {total:.10g}, not 100 ({', '.join(f'{name} {share:g}' for name, share in parts)})",
    )


def grouped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems that differ only in their row become one, on the first row, that lists and counts the rows."""
    groups: dict[Problem, set[int]] = defaultdict(set)
    for problem in problems:
        groups[replace(problem, line=None)].add(problem.line or 0)
    for problem, found in groups.items():
        rows = sorted(found)
        yield replace(problem, line=rows[0] or None, what=_with_rows(problem.what, rows))


def _with_rows(what: Text, rows: Sequence[int]) -> Text:
    if len(rows) == 1:
        return what
    listed, count = number_list(rows), len(rows)
    return Text(
        f"{what.get('zh')}（第{listed}行，共{count}行）", f"{what.get('en')} (rows {listed}: {count} rows)"
    )


def number_list(numbers: Iterable[int]) -> str:
    """2, 3, 4, 9 → 2–4, 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def reads_as_criterion(label: str) -> bool:
    """What COUNTIF and MATCH take for a wildcard or a comparison, or a spreadsheet for TRUE or FALSE."""
    text = fold(label)
    return (
        any(char in "*?~" for char in label) or text.startswith(("<", ">", "=")) or text in {"true", "false"}
    )


def row_codes(entry: NodeEntry, model: FrameworkFile) -> Iterator[str]:
    """The codes of an indicator's rows, where it has no items: those that `Definition.entries` will have."""
    if entry.measure is Measure.RUBRIC:
        yield LEVEL
    elif entry.measure is Measure.SURVEY and entry.scale in model.scales:
        yield from (option_code(place) for place, _ in enumerate(model.scales[entry.scale].options, 1))
    yield from (item.code for item in entry.inputs)
