"""What stands around the cells of a sheet: columns, merges, validations, conditional formats, links, filter, header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.cells import MAX_COLUMN, column_letter
from smartxl.text import Text
from smartxl.xlsx.cellvalues import plain_text
from smartxl.xlsx.faults.areas import overlapping, span_of
from smartxl.xlsx.faults.fault import FaultKind, FaultNotes
from smartxl.xlsx.faults.formulatext import formula_fault
from smartxl.xlsx.faults.numbers import refers_to, whole_number
from smartxl.xlsx.faults.order import NEVER_EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.xlsx.settings import Span
    from smartxl.xlsx.xmlpart import Attributes

__all__ = ["AroundCells"]

_MOST_LINKS = 65_530
_LONGEST_LIST, _LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_HEADER = 255, 32, 255, 255
_TEXTS = frozenset({"formula1", "formula2", "formula"})
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_REFERRING = frozenset(
    {
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "picture",
        "tablePart",
        "hyperlink",
        "oleObject",
        "control",
    }
)
_EMPTY = Text("元素里什么也没有", "an element with nothing in it")
_NO_AREA = Text("区域的地址不成立", "an area with an address that is none")
_NO_LINK = Text("引用的关系不存在", "a relation that there is not is referred to")
_OVERLAP = Text("合并单元格互相重叠", "merged cells that overlap")
_COLUMNS = Text("列的范围重叠或出界", "columns that overlap or lie outside")
_MANY_LINKS = Text(f"一张表的超链接超过 {_MOST_LINKS} 个", f"a sheet with more than {_MOST_LINKS} hyperlinks")
_LONG_LIST = Text(
    f"数据验证的列表文字超过 {_LONGEST_LIST} 个字符",
    f"a validation whose list has more than {_LONGEST_LIST} characters",
)
_LONG_TITLE = Text(
    f"数据验证的标题超过 {_LONGEST_TITLE} 个字符",
    f"a validation with a title of more than {_LONGEST_TITLE} characters",
)
_LONG_MESSAGE = Text(
    f"数据验证的提示超过 {_LONGEST_MESSAGE} 个字符",
    f"a validation with a message of more than {_LONGEST_MESSAGE} characters",
)
_LONG_HEADER = Text(
    f"页眉或页脚超过 {_LONGEST_HEADER} 个字符",
    f"a header or footer of more than {_LONGEST_HEADER} characters",
)
_NO_DXF = Text("条件格式引用的样式不存在", "a conditional format refers to a look that there is not")
_NO_PRIORITY = Text("条件格式缺少类型或优先级", "a conditional format without a type or priority")


class AroundCells:
    """Is given the elements of a sheet that are no rows or cells."""

    def __init__(self, part: str, sheet: str, links: frozenset[str], looks: int, notes: FaultNotes) -> None:
        self._part, self._sheet, self._notes = part, sheet, notes
        self._links, self._looks = links, looks
        self.merges: list[Span] = []
        self.filtered: Span | None = None
        self._columns: list[tuple[int, int]] = []
        self._links_seen = 0
        self._children: dict[str, int] = {}
        self._open: list[str] = []
        self._spans: tuple[Span, ...] = ()  # of the validation or format that is being read
        self._is_list = False

    def start(self, tag: str, attributes: Attributes) -> bool:
        """An element begins; whether its text is asked for."""
        for parent in self._open[-1:]:
            self._children[parent] += 1
        if tag in NEVER_EMPTY:
            self._open.append(tag)
            self._children[tag] = 0
        self._check_link(tag, attributes)
        match tag:
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "col":
                self._column(attributes)
            case "autoFilter":
                self.filtered = self._area(FaultKind.FILTERS, attributes.get("ref", ""))
            case "hyperlink":
                self._area(FaultKind.LINKS, attributes.get("ref", ""))
                self._links_seen += 1
            case "dataValidation":
                self._validation(attributes)
            case "conditionalFormatting":
                self._spans = self._areas(FaultKind.CONDITIONS, attributes.get("sqref", ""))
            case "cfRule":
                self._rule(attributes)
        return tag in _TEXTS or tag in _HEADERS

    def text(self, tag: str, text: str) -> None:
        """The text of an element for which it was asked."""
        if tag in _HEADERS:
            if len(text) > _LONGEST_HEADER:
                self._say(FaultKind.LENGTHS, _LONG_HEADER, text)
        elif tag == "formula1" and self._is_list and text.startswith('"'):
            if len(text.strip().strip('"')) > _LONGEST_LIST:
                self._say(FaultKind.VALIDATIONS, _LONG_LIST, text, self._spans)
        elif text and (fault := formula_fault(text)):
            kind = FaultKind.CONDITIONS if tag == "formula" else FaultKind.VALIDATIONS
            self._say(kind, fault, text, self._spans)

    def end(self, tag: str) -> None:
        """An element is whole."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
            if not self._children[tag]:
                self._say(FaultKind.ORDER, _EMPTY, f"<{tag}/>", self._spans if tag[:4] == "cond" else ())

    def finished(self) -> None:
        """The whole sheet is read."""
        for span in overlapping(self.merges):
            self._say(FaultKind.MERGES, _OVERLAP, "", (span,))
        last = 0
        for first, final in sorted(self._columns):
            if not last < first <= final <= MAX_COLUMN:
                letters = f"{_letter(first)}:{_letter(final)}"
                self._say(FaultKind.COLUMNS, _COLUMNS, letters)
            last = max(last, final)
        if self._links_seen > _MOST_LINKS:
            self._say(FaultKind.LINKS, _MANY_LINKS, str(self._links_seen))

    def _say(self, kind: FaultKind, what: Text, excerpt: str, spans: Iterable[Span] = ()) -> None:
        self._notes.add(kind, self._part, what, excerpt, sheet=self._sheet, spans=spans)

    def _check_link(self, tag: str, attributes: Attributes) -> None:
        if tag not in _REFERRING:
            return
        number = next((value for key, value in attributes.items() if key.endswith(":id")), None)
        if number is not None and number not in self._links:
            self._say(FaultKind.PARTS, _NO_LINK, f"<{tag} r:id={number[:20]}>")

    def _area(self, kind: FaultKind, reference: str) -> Span | None:
        span = span_of(reference)
        if span is None:
            self._say(kind, _NO_AREA, reference)
        return span

    def _areas(self, kind: FaultKind, references: str) -> tuple[Span, ...]:
        found = [self._area(kind, each) for each in references.split() or [""]]
        return tuple(span for span in found if span)

    def _merge(self, reference: str) -> None:
        if span := self._area(FaultKind.MERGES, reference):
            self.merges.append(span)

    def _column(self, attributes: Attributes) -> None:
        ends = attributes.get("min", ""), attributes.get("max", "")
        first, last = (whole_number(end) or 0 for end in ends)
        self._columns.append((first, last))

    def _validation(self, attributes: Attributes) -> None:
        self._spans = self._areas(FaultKind.VALIDATIONS, attributes.get("sqref", ""))
        self._is_list = attributes.get("type") == "list"
        for name, limit, what in (
            ("promptTitle", _LONGEST_TITLE, _LONG_TITLE),
            ("errorTitle", _LONGEST_TITLE, _LONG_TITLE),
            ("prompt", _LONGEST_MESSAGE, _LONG_MESSAGE),
            ("error", _LONGEST_MESSAGE, _LONG_MESSAGE),
        ):
            if len(plain_text(attributes.get(name, ""))) > limit:
                self._say(FaultKind.VALIDATIONS, what, attributes[name], self._spans)

    def _rule(self, attributes: Attributes) -> None:
        self._is_list = False
        look = attributes.get("dxfId")
        if look is not None and not refers_to(look, self._looks):
            self._say(FaultKind.CONDITIONS, _NO_DXF, f"dxfId={look[:20]}, {self._looks}", self._spans)
        if "type" not in attributes or "priority" not in attributes:
            self._say(FaultKind.CONDITIONS, _NO_PRIORITY, "<cfRule>", self._spans)


def _letter(column: int) -> str:
    return column_letter(column) if 0 < column <= MAX_COLUMN else str(column)
