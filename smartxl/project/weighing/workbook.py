"""New weights in a definition that is a workbook: only their cells change, and the workbook is read again to prove it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from smartxl.cells import column_number
from smartxl.define.authoring import read_authoring
from smartxl.define.framework_schema import FrameworkFile
from smartxl.define.parse import Parsed
from smartxl.define.reweigh import WeightKey
from smartxl.define.tree import PlacedNode, place_nodes
from smartxl.errors import DefinitionError, FilePlace, Problem, ProjectError, SmartxlError
from smartxl.filenames import open_elsewhere
from smartxl.project.weighing.table import WeightChange
from smartxl.text import Text
from smartxl.xlsx import RawBook, open_book
from smartxl.xlsx.cellvalues import Percent
from smartxl_generators.authoring import with_cells

__all__ = ["rewritten_workbook"]

_TOLERANCE = 1e-6
_BY_HAND = Text(
    "在工作簿的“权重”表中为该指标按类别分别填写，再重新执行",
    "give the node a row in the sheet of weights, a column for each class, and do this again",
)


def rewritten_workbook(path: Path, changes: Sequence[WeightChange]) -> bytes:
    """The workbook with new weights, read again and found to hold just these; nothing is written.

    Raises ProjectError where it is open elsewhere or no .xlsx, DefinitionError for weights that have no cell of their own.
    """
    if open_elsewhere(path):
        what = Text(f"{path.name} 正在 Excel 等软件中打开", f"{path.name} is open in a program such as Excel")
        raise ProjectError(
            str(path), what, Text("保存并关闭后再执行", "save and close it, then do this again")
        )
    if path.suffix.casefold() not in {".xlsx", ".xlsm"}:
        what = Text("只能把权重写入 .xlsx 工作簿", "weights are only written into .xlsx workbooks")
        raise ProjectError(str(path), what, Text("另存为 .xlsx", "save it as .xlsx"))
    content = path.read_bytes()
    cells = _WeightCells(read_authoring(path).files.framework, open_book(content, path.name))
    for change in changes:
        cells.take(change)
    if problems := tuple(cells.problems()):
        raise DefinitionError(problems)
    made = with_cells(content, path.name, cells.numbers)
    _confirm(path, made, cells.before, {(c.unit_class, c.code): c.new for c in changes})
    return made


@dataclass
class _WeightCells:
    """Finds the cell of each weight."""

    framework: Parsed[FrameworkFile]
    book: RawBook
    numbers: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    _shared: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    _formulas: list[FilePlace] = field(default_factory=list)

    def __post_init__(self) -> None:
        model = self.framework.model
        self._nodes: Mapping[str, PlacedNode] = (
            {node.entry.code: node for node in place_nodes(model)} if model else {}
        )

    @property
    def before(self) -> Mapping[WeightKey, float]:
        """All weights as they are."""
        return _weights(self.framework)

    def take(self, change: WeightChange) -> None:
        """Notes the number that a cell is to hold."""
        node = self._nodes[change.code]
        place = (*node.place, "weight")
        if isinstance(node.entry.weight, dict):
            self._put(self.framework.spot((*place, change.unit_class)), change.new)
        else:
            self._shared[change.code][change.unit_class] = change.new

    def problems(self) -> Iterator[Problem]:
        """Weights that cannot be written: one number for several classes that differ by now, and formulas."""
        for code, new in self._shared.items():
            node = self._nodes[code]
            every = {**node.weights, **new}
            spot = self.framework.spot((*node.place, "weight"))
            if len({round(weight, 10) for weight in every.values()}) > 1:
                listed = ", ".join(f"{unit_class} {weight:g}" for unit_class, weight in every.items())
                what = Text(
                    f"{code} 只有一格权重，而各类别的新权重不同（{listed}）",
                    f"{code} has one weight for all classes, and the new ones differ ({listed})",
                )
                yield Problem(*spot[:3], what, _BY_HAND, *spot[3:])
            else:
                self._put(spot, next(iter(every.values())))
        for spot in self._formulas:
            what = Text("权重是公式算出的", "the weight is calculated by a formula")
            yield Problem(
                *spot[:3], what, Text("改为直接填写的数", "type the number in its place"), *spot[3:]
            )

    def _put(self, spot: FilePlace, weight: float) -> None:
        cell = (spot.line or 1, column_number(spot.letter))
        sheet = self.book.sheets[spot.sheet]
        if cell in sheet.formulas:
            self._formulas.append(spot)
        share = isinstance(sheet.at(*cell), Percent)
        self.numbers[spot.sheet][f"{spot.letter}{spot.line}"] = weight / 100 if share else weight


def _weights(framework: Parsed[FrameworkFile]) -> Mapping[WeightKey, float]:
    return {
        (unit_class, node.entry.code): weight
        for node in (place_nodes(framework.model) if framework.model else ())
        for unit_class, weight in node.weights.items()
    }


def _confirm(
    path: Path, made: bytes, before: Mapping[WeightKey, float], new: Mapping[WeightKey, float]
) -> None:
    """Raises SmartxlError where the new workbook does not say what it should."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        copy.write_bytes(made)
        found = _weights(read_authoring(copy).files.framework)
    wanted = {**before, **new}
    wrong = [
        f"{code} ({key})"
        for key, code in sorted(set(wanted) | set(found))
        if not abs(found.get((key, code), math.nan) - wanted.get((key, code), math.nan)) <= _TOLERANCE
    ]
    if wrong:
        listed = ", ".join(wrong)
        what = Text(
            f"写入后 {listed} 的权重读不出应有的数",
            f"the new weights of {listed} would not be read back as they should",
        )
        raise SmartxlError(path.name, what, Text("请在工作簿中手工填写", "write these weights by hand"))
