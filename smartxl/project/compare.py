"""Two received files of one unit, compared cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smartxl.errors import ProjectError
from smartxl.ledger import Ledger
from smartxl.model.choices import ChoiceWords
from smartxl.model.edition import Edition
from smartxl.model.received import FileState, StoredReading
from smartxl.project.difference import CellChange, difference
from smartxl.project.folder import ProjectFolder
from smartxl.project.received import find_received
from smartxl.text import Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FileComparison", "compare"]


@dataclass(frozen=True, slots=True)
class FileComparison:
    """Two files, and every cell in which their answers differ."""

    before: StoredReading
    after: StoredReading
    changes: tuple[CellChange, ...]

    @property
    def cells(self) -> pd.DataFrame:
        """One cell a row, by row key and field, with both values, where they stand and whether it scores otherwise."""
        import pandas as pd

        rows = [
            (
                *(c.key, c.field.value if c.field else "", c.name),
                *(c.before, c.after, c.before_cell, c.after_cell, c.scored),
            )
            for c in self.changes
        ]
        heads = ["key", "field", "name", "before", "after", "before_cell", "after_cell", "scored"]
        return pd.DataFrame(rows, columns=heads).set_index(["key", "field"])


def compare(project: ProjectFolder, before: str, after: str) -> FileComparison:
    """Compares two files by name or by the beginning of their SHA-256.

    Raises UnknownName for a file that was not received, ProjectError for files that cannot be compared.
    """
    with project.ledger() as ledger:
        old, new = (_accepted(ledger, name) for name in (before, after))
        answers = [ledger.answers([record.digest]) for record in (old, new)]
    _check_alike(old, new)
    unit = project.unit(new.unit)
    edition = Edition.EVALUATOR if Edition.EVALUATOR in (old.edition, new.edition) else Edition(new.edition)
    plan = project.unit_plan(unit.code, project.lang, edition)
    words = ChoiceWords(project.definition.framework)
    changes = difference(plan, *(words.worded(words.coded(each), project.lang) for each in answers))
    return FileComparison(old, new, changes)


def _accepted(ledger: Ledger, name: str) -> StoredReading:
    record = find_received(ledger, name)
    if record.state is not FileState.ACCEPTED:
        what = Text("该文件已被拒收，没有读取任何内容", "nothing was read of this file, it was refused")
        remedy = Text(
            "请比较已接收的文件，见 smartxl history", "compare files that were accepted; see smartxl history"
        )
        raise ProjectError(record.name, what, remedy)
    return record


def _check_alike(old: StoredReading, new: StoredReading) -> None:
    if old.unit != new.unit:
        what = Text(
            f"两个文件属于两个单位：{old.unit}、{new.unit}",
            f"the files are of two units, {old.unit} and {new.unit}",
        )
        remedy = Text("请比较同一单位的两个文件", "compare two files of one unit")
        raise ProjectError(f"{old.name}, {new.name}", what, remedy)
    if old.appealed != new.appealed:
        what = Text("其中一个是申诉表，不含答案", "one of them is an appeal, which holds no answers")
        remedy = Text("请比较两份填报表，或两份申诉表", "compare two forms, or two appeals")
        raise ProjectError(f"{old.name}, {new.name}", what, remedy)
