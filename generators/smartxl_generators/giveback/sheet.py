"""The sheet 问题清单: what was found where, what is due, what to do; a page that can be printed and followed by clicking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from unicodedata import east_asian_width

from smartxl.cells import a1, parse_a1, qualified
from smartxl.findings import Severity
from smartxl_generators.giveback.issues import Issue, IssueGroup, safe
from smartxl_generators.giveback.marks import LOOKS
from smartxl_generators.giveback.styles import FindingLook, StylePart
from smartxl_generators.ooxml.parts import MAIN
from smartxl_generators.ooxml.ranges import PlacedLink, links, merges
from smartxl_generators.ooxml.xml import DECLARATION, cell_xml, like_formula

__all__ = ["HEAD_ROW", "MARKER", "Heading", "issue_sheet"]

MARKER = "smartxl.findings"
"""What stands in the first cell, in a hidden column, and tells the sheet from one of the respondent's."""
HEAD_ROW = 6
"""The row of the column heads, repeated on every page."""

_WIDTHS = (3, 5.5, 11.5, 11.5, 52, 22, 32)
_LAST = len(_WIDTHS)
_LINE_HEIGHT, _HIGHEST = 13.5, 409.0  # points; Excel has no higher row
_LINE = "BFBFBF"
_TITLE = FindingLook(size=18, bold=True, colour="1F3864", horizontal="center", wrap=False)
_SUBTITLE = FindingLook(size=10, colour="595959", horizontal="center")
_TOTAL = FindingLook(size=11, bold=True)
_TELL = FindingLook(size=10)
_HEAD = FindingLook(bold=True, colour="FFFFFF", fill="1F3864", line=_LINE, horizontal="center")
_BAND = FindingLook(size=10.5, bold=True, fill="D9E1F2", line=_LINE)
_TEXT = FindingLook(line=_LINE, vertical="top")
_CENTRE = FindingLook(line=_LINE, vertical="top", horizontal="center")
_LINK = replace(_CENTRE, colour="0563C1", underline=True)
_GRAVE = replace(_CENTRE, bold=True, colour="C00000")
_QUIET = replace(_TEXT, colour="7F7F7F")


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above the list, in one language. `words` are those of `giveback` in the wording."""

    title: str
    subtitle: str
    total: str
    how: str
    words: Mapping[str, str]
    labels: Mapping[Severity, str]


def issue_sheet(
    heading: Heading, groups: Sequence[IssueGroup], styles: StylePart, sheets: Collection[str]
) -> str:
    """The sheet as XML. `sheets` are those that links may lead to."""
    page = _FindingsSheet(styles, sheets)
    page.head(heading)
    number = 0
    for group in groups:
        page.band(heading, group)
        for issue in group.issues:
            number += 1
            page.issue(heading, number, issue)
    return page.xml()


def _needed(cells: Mapping[int, tuple[str | int, FindingLook]]) -> float:
    """The height of a row in points."""
    lines = [
        sum(ceil(max(_columns_of(part), 1) / _WIDTHS[column - 1]) for part in str(text).split("\n"))
        for column, (text, _) in cells.items()
    ]
    return min(_LINE_HEIGHT * max(lines) + 5, _HIGHEST)


def _columns_of(text: str) -> int:
    """How wide a text is in columns of a typewriter: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


@dataclass
class _FindingsSheet:
    """The list of findings while it is written: rows, merged areas and links as XML."""

    styles: StylePart
    sheets: Collection[str]
    rows: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)
    known: dict[FindingLook, int] = field(default_factory=dict)

    def style(self, look: FindingLook) -> int:
        """The number of a look among the workbook's styles."""
        if look not in self.known:
            self.known[look] = self.styles.cell(look)
        return self.known[look]

    def row(self, cells: Mapping[int, tuple[str | int, FindingLook]], height: float = 0) -> int:
        """Adds a row; without a height it is as high as its text needs, and may be changed by the program."""
        number = len(self.rows) + 1
        tall = f' ht="{height:g}" customHeight="1"' if height else f' ht="{_needed(cells):g}"'
        content = "".join(self._cell(number, column, *cell) for column, cell in sorted(cells.items()))
        self.rows.append(f'<row r="{number}"{tall}>{content}</row>')
        return number

    def _cell(self, row: int, column: int, value: str | int, look: FindingLook) -> str:
        quoted = isinstance(value, str) and like_formula(value)
        style = self.style(replace(look, quoted=True) if quoted else look)
        return cell_xml(f'<c r="{a1(row, column)}" s="{style}"', value)

    def across(self, text: str, look: FindingLook, height: float) -> None:
        """A row of one text over all columns."""
        cells: dict[int, tuple[str | int, FindingLook]] = dict.fromkeys(range(3, _LAST + 1), ("", look))
        number = self.row({2: (text, look), **cells}, height)
        self.merged.append(f"{a1(number, 2)}:{a1(number, _LAST)}")

    def head(self, heading: Heading) -> None:
        """Title, total, what to do, the legend of the marks, the heads of the columns."""
        plain = FindingLook(size=10)
        self.across(heading.title, _TITLE, 32)
        self.rows[0] = self.rows[0].replace(">", f">{self._cell(1, 1, MARKER, plain)}", 1)
        self.across(heading.subtitle, _SUBTITLE, 18)
        self.across(heading.total, _TOTAL, 22)
        self.across(heading.how, _TELL, 44)
        self._legend(heading)
        heads = ("no", "severity", "place", "finding", "expected", "remedy")
        self.row({c: (heading.words[f"giveback.{name}"], _HEAD) for c, name in enumerate(heads, 2)}, 22)

    def _legend(self, heading: Heading) -> None:
        """What the marks on the sheets look like."""
        cells: dict[int, tuple[str | int, FindingLook]] = {2: (heading.words["giveback.marks"], _TELL)}
        for column, (severity, look) in zip((4, 6, 7), LOOKS.items(), strict=True):
            cells[column] = (heading.labels[severity], replace(look, size=10, horizontal="center"))
        number = self.row(cells, 22)
        self.merged.append(f"{a1(number, 2)}:{a1(number, 3)}")

    def band(self, heading: Heading, group: IssueGroup) -> None:
        """The row above the findings of a sheet."""
        name = safe(group.sheet) or heading.words["giveback.whole_file"]
        self.across(heading.words["giveback.band"].format(sheet=name, count=len(group.issues)), _BAND, 20)

    def issue(self, heading: Heading, number: int, issue: Issue) -> None:
        """The row of one finding, with a link to its cell."""
        asks = issue.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}
        text = _TEXT if asks else _QUIET
        label = _GRAVE if issue.severity is Severity.MUST_FIX else _CENTRE
        target = self._target(issue)
        place = issue.cell or heading.words["giveback.whole_sheet" if issue.sheet else "giveback.whole_file"]
        row = self.row(
            {
                2: (number, _CENTRE),
                3: (heading.labels[issue.severity], label),
                4: (place, _LINK if target else _CENTRE),
                5: (issue.message, text),
                6: (issue.expected, text),
                7: (issue.remedy, text),
            }
        )
        if target:
            self.links.append(PlacedLink(a1(row, 4), target))

    def _target(self, issue: Issue) -> str:
        """The cell that a link leads to, "" for none."""
        if issue.sheet not in self.sheets:
            return ""
        try:
            place = a1(*parse_a1(issue.cell.partition(":")[0] or "A1"))
        except ValueError:
            place = "A1"
        return qualified(issue.sheet, place)

    def xml(self) -> str:
        """The whole sheet."""
        below = HEAD_ROW + 1
        hidden = ' hidden="1"'
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"{hidden if n == 1 else ""}/>'
            for n, width in enumerate(_WIDTHS, 1)
        )
        return (
            f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{a1(len(self.rows), _LAST)}"/>'
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="B{below}" sqref="B{below}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
            f"<sheetData>{''.join(self.rows)}</sheetData>"
            '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>'
            f"{merges(self.merged)}{links(self.links, 1)}"
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.65" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C&amp;8&amp;A    &amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        )
