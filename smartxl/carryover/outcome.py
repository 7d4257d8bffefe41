"""What may become of an answer of an old form."""

from __future__ import annotations

from enum import StrEnum

from smartxl.text import Text

__all__ = ["CellOutcome"]


class CellOutcome(StrEnum):
    """What became of an answer."""

    MOVED = "moved"  # to the row of the same key
    RENAMED = "renamed"  # to the row that `moved` in the definition names
    BY_NAME = "by-name"  # to the row that is called the same
    NOT_USABLE = "not-usable"  # the row is there, the answer does not fit
    CONFLICT = "conflict"  # other rows say otherwise of the same row
    NO_PLACE = "no-place"  # no such row any more
    OTHER_UNIT = "other-unit"  # its key says that the row is another unit's
    ASKS_OTHERWISE = "asks-otherwise"  # the row asks for its number in another unit of measurement now
    MERGED = "merged"  # it stands in merged cells, and may be the answer of any of the rows
    ASIDE = "aside"  # it stands where nothing is asked

    @property
    def label(self) -> Text:
        """The fate in words."""
        return _LABELS[self]

    @property
    def arrived(self) -> bool:
        """Whether the answer stands in the new form."""
        return self in {CellOutcome.MOVED, CellOutcome.RENAMED, CellOutcome.BY_NAME}


_LABELS = {
    CellOutcome.MOVED: Text("已转入", "moved"),
    CellOutcome.RENAMED: Text("已转入（标识已变更）", "moved (key changed)"),
    CellOutcome.BY_NAME: Text("已转入（按名称对应）", "moved (by name)"),
    CellOutcome.NOT_USABLE: Text("未转入：不符合现行要求", "not moved: does not fit"),
    CellOutcome.CONFLICT: Text("未转入：多行答案不一致", "not moved: rows contradict"),
    CellOutcome.NO_PLACE: Text("未转入：现行表中没有对应行", "not moved: no such row"),
    CellOutcome.OTHER_UNIT: Text("未转入：该行属于其他单位", "not moved: another unit's row"),
    CellOutcome.ASKS_OTHERWISE: Text("未转入：该行所问已变", "not moved: the row asks something else"),
    CellOutcome.MERGED: Text(
        "未转入：在合并单元格中，不知是哪一行的", "not moved: in merged cells, of nobody knows which row"
    ),
    CellOutcome.ASIDE: Text("未转入：写在填写栏以外", "not moved: outside of the columns to fill in"),
}
