"""The table of weights (weights/*.csv): written by collecting, read by setting; and framework.yaml with them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartxl.define.columns import Column, Columns, Holds
from smartxl.define.load import read_project
from smartxl.define.reweigh import WeightKey, confirmed, read_source, reweigh
from smartxl.define.tablesheet import TableRow
from smartxl.errors import DefinitionError, Problem, ProjectError, SmartxlError
from smartxl.filenames import FRAMEWORK
from smartxl.model.combination import RollUp
from smartxl.model.framework import Framework
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.project.weighing.inbox import read_rows
from smartxl.questionnaires import Branch
from smartxl.text import Text

__all__ = ["WeightChange", "branch_problems", "changes_in", "rewritten", "table_bytes", "table_rows"]

_HEAD = ("class", "parent", "code", "name", "weight")
_COLUMNS = Columns(
    (
        Column("class", ("类别", "单位类别"), required=True, filled=True, holds=Holds.CODE, spans=True),
        Column(
            "parent",
            ("上级", "上级编码", "上级指标"),
            required=True,
            filled=True,
            holds=Holds.CODE,
            spans=True,
        ),
        Column("code", ("编码", "代码", "指标编码"), required=True, filled=True, holds=Holds.CODE),
        Column("name", ("名称", "指标名称")),
        Column("weight", ("权重", "新权重"), required=True, filled=True, holds=Holds.NUMBER),
    )
)
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight as it is and as it would be, of a node for a class: percent, or points below a sum."""

    unit_class: str
    parent: str
    code: str
    now: float
    new: float


def table_rows(
    framework: Framework, branch: Branch, weights: Mapping[str, float]
) -> Iterator[tuple[str, str, str, str, str]]:
    """The table's rows of one branch from percents that sum to 100; below a sum of points, shares of those points."""
    for unit_class in branch.classes:
        points = sum(node.weights[unit_class] for node in branch.children)
        scale = points / 100 if framework.combination(branch.node).method is RollUp.SUM else 1.0
        for node in branch.children:
            new = f"{weights[node.code] * scale:.10g}"
            yield unit_class, branch.node, node.code, node.name.get("zh"), new


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The table as Excel opens it."""
    return csv_bytes(_HEAD, rows)


def changes_in(project: ProjectFolder, path: Path) -> list[WeightChange]:
    """What a table would change, checked. Raises ProjectError for no such file, DefinitionError for what is wrong in it.

    A table may leave branches out; a branch that it names must be whole: every child of the class once, with a sum of
    100 (below a sum of points: any sum above 0).
    """
    if not path.is_file():
        raise ProjectError(
            str(path),
            Text("没有这个文件", "there is no such file"),
            Text("先收回问卷，或写一个权重表", "collect first, or name a table of weights"),
        )
    checker = _Checker(project.definition.framework, path.name)
    changes = [change for row in read_rows(path, _COLUMNS) if (change := checker.change(row))]
    problems = [*checker.problems, *branch_problems(project.definition.framework, path.name, changes)]
    if problems:
        raise DefinitionError(tuple(problems))
    return changes


class _Checker:
    """Reads a table of weights against a framework and gathers what is wrong in it."""

    def __init__(self, framework: Framework, name: str) -> None:
        self.framework, self.name = framework, name
        self.problems: list[Problem] = []

    def change(self, row: TableRow) -> WeightChange | None:
        """What a row changes; None, with a problem, where it is wrong."""
        cells = row.cells
        unit_class, parent, code = cells["class"], cells["parent"], cells["code"]
        if unit_class not in {c.code for c in self.framework.classes}:
            return self._wrong(
                row,
                "class",
                Text(f"没有类别“{unit_class}”", f"{unit_class!r} is no class"),
                Text("用 framework.yaml 中的代码", "use the codes of framework.yaml"),
            )
        below = {node.code: node for node in self.framework.basis(parent, unit_class)}
        if code not in below:
            remedy = Text(
                f"该类别在 {parent} 之下有：{', '.join(below) or '无'}",
                f"below {parent} this class has: {', '.join(below) or 'nothing'}",
            )
            return self._wrong(
                row,
                "code",
                Text(
                    f"“{code}”不是 {unit_class} 在 {parent} 之下的指标",
                    f"{code!r} is no child of {parent!r} for {unit_class}",
                ),
                remedy,
            )
        try:
            new = float(cells["weight"])
        except ValueError:
            new = math.nan
        if not 0 <= new < math.inf:
            return self._wrong(
                row,
                "weight",
                Text(f"“{cells['weight']}”不是权重", f"{cells['weight']!r} is no weight"),
                Text("写不小于 0 的数", "write a number of 0 or more"),
            )
        return WeightChange(unit_class, parent, code, below[code].weights[unit_class], new)

    def _wrong(self, row: TableRow, column: str, what: Text, remedy: Text) -> WeightChange | None:
        self.problems.append(row.mark.problem(column, what, remedy))
        return None


def branch_problems(framework: Framework, name: str, changes: Sequence[WeightChange]) -> Iterator[Problem]:
    """What is wrong with branches whose rows are right one by one: children left out, sums that are no whole."""
    groups: dict[tuple[str, str], list[WeightChange]] = defaultdict(list)
    for change in changes:
        groups[change.unit_class, change.parent].append(change)
    for (unit_class, parent), group in groups.items():
        where = Text(
            f"类别 {unit_class} 在 {parent} 之下的权重", f"the weights below {parent} for {unit_class}"
        )
        codes = [change.code for change in group]
        due = [node.code for node in framework.basis(parent, unit_class)]
        if sorted(codes) != sorted(due):
            what = Text(
                f"{where.zh}要把 {', '.join(due)} 各写一次",
                f"{where.en} must name each of {', '.join(due)} once",
            )
            yield Problem(name, None, "code", what, Text("补上或删去行", "add or remove rows"))
            continue
        total = math.fsum(change.new for change in group)
        if framework.combination(parent).method is RollUp.SUM:
            if total <= 0:
                yield Problem(
                    name,
                    None,
                    "weight",
                    Text(f"{where.zh}都是 0", f"{where.en} are all 0"),
                    Text("给其中一个分值", "give points to one"),
                )
        elif abs(total - 100) > _TOLERANCE:
            yield Problem(
                name,
                None,
                "weight",
                Text(f"{where.zh}之和是 {total:.10g}", f"{where.en} sum to {total:.10g}"),
                Text("调整为 100", "make it 100"),
            )


def rewritten(project: ProjectFolder, changes: Sequence[WeightChange]) -> tuple[Path, bytes]:
    """The framework file of a project with new weights, read again and found to hold just these; nothing is written.

    Raises SmartxlError where it does not, for example because weights stand in aliases.
    """
    file = read_project(project.root).assessment.model
    path = project.root / (file.framework.file if file else FRAMEWORK)
    source = read_source(path)
    classes = tuple(c.code for c in project.definition.framework.classes)
    new: dict[WeightKey, float] = {(c.unit_class, c.code): c.new for c in changes}
    text = reweigh(source.text, path.name, new, classes)
    old = {
        (key, node.code): w for node in project.definition.framework.nodes for key, w in node.weights.items()
    }
    found = confirmed(text, path.name)
    wanted = {**old, **new}
    wrong = [
        f"{code} ({key})"
        for key, code in sorted(set(wanted) | set(found))
        if not abs(found.get((key, code), math.nan) - wanted.get((key, code), math.nan)) <= _TOLERANCE
    ]
    if wrong:
        what = Text(
            f"{', '.join(wrong)} 的新权重写入后读回来会不一样",
            f"the new weights of {', '.join(wrong)} would not be read back as they should",
        )
        raise SmartxlError(path.name, what, Text("这些权重请手工写", "write these weights by hand"))
    return path, text.encode(source.encoding)
