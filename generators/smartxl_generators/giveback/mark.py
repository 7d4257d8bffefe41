"""Marks a received workbook: the cells that findings speak of, a comment on each, and the list of all in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from smartxl.cells import a1, parse_a1
from smartxl.findings import Counts, Finding, Severity, count
from smartxl.ledger import NO_ROWS, RowTotals
from smartxl.text import Lang
from smartxl_generators.giveback.amend import Amendments, amend, recalculate_on_opening
from smartxl_generators.giveback.book import is_list, put_in_front
from smartxl_generators.giveback.comments import add_comments
from smartxl_generators.giveback.issues import Issue, IssueGroup, issue_groups, safe
from smartxl_generators.giveback.marks import LOOKS, add_marks, remove_marks
from smartxl_generators.giveback.parts import Package, main
from smartxl_generators.giveback.sheet import Heading, issue_sheet
from smartxl_generators.giveback.styles import StylePart
from smartxl_templates import wording

__all__ = ["Returned", "mark", "told"]

_IN_COMMENT = 8
_NO_CHANGES = Amendments()


@dataclass(frozen=True, slots=True)
class Returned:
    """What stands above the list: whose file it is, of which assessment, until when it is due again, how far its rows are."""

    unit: str
    title: str
    file: str
    due: str
    rows: RowTotals = NO_ROWS


def told(counts: Counts, lang: Lang) -> str:
    """The number of findings of each severity in words: 必须修改 5 条、提示 2 条."""
    words = wording(lang)
    numbers = (counts.must_fix, counts.fix_or_explain, counts.note, counts.fixed)
    return words["giveback.list_comma"].join(
        words["giveback.count"].format(severity=severity.label.get(lang), count=number)
        for severity, number in zip(Severity, numbers, strict=True)
        if number
    )


def mark(
    content: bytes,
    findings: Sequence[Finding],
    returned: Returned,
    lang: Lang,
    changes: Amendments = _NO_CHANGES,
) -> bytes:
    """The same workbook with its findings marked, commented and listed, and `changes` made; all else stays as it came.

    What an earlier call put there is replaced. Raises UnreadableFile where a part of the file cannot be edited.
    """
    package = Package(content, returned.file)
    words = wording(lang)
    sheets = [sheet for sheet in package.sheets() if not is_list(package, sheet)]
    groups = issue_groups(findings, [sheet.name for sheet in sheets], lang)
    styles = StylePart(package.styles)
    looks = {severity: styles.difference(look) for severity, look in LOOKS.items()}
    issues = {group.sheet: group.issues for group in groups}
    numbers = _numbers(groups)
    if changes.checks:
        recalculate_on_opening(package)
    for sheet in sheets:
        root, found = package.tree(sheet.part), issues.get(sheet.name, ())
        remove_marks(root)
        add_marks(root, _marked(found), looks)
        amend(root, sheet.name, changes, numbers.get(sheet.name, {}), words["giveback.see"])
        add_comments(package, sheet, _comments(found, lang), words["giveback.heading"])
        for view in root.iterfind(f"{main('sheetViews')}/{main('sheetView')}"):
            view.attrib.pop("tabSelected", None)
    heading = Heading(
        title=words["giveback.title"].format(unit=safe(returned.unit)),
        subtitle=words["giveback.subtitle"].format(title=safe(returned.title), file=safe(returned.file)),
        total=_total(count(findings), returned, lang),
        how=words["giveback.how"],
        words=words,
        labels={severity: severity.label.get(lang) for severity in Severity},
    )
    xml = issue_sheet(heading, groups, styles, {sheet.name for sheet in sheets})
    put_in_front(package, xml, words["sheet.findings"])
    return package.save()


def _numbers(groups: Iterable[IssueGroup]) -> Mapping[str, Mapping[int, list[int]]]:
    """Sheet → row → the numbers in the list of what asks for something there."""
    found: dict[str, dict[int, list[int]]] = {}
    listed = (issue for group in groups for issue in group.issues)
    for number, issue in enumerate(listed, 1):
        if issue.severity.asks and (cells := _cells(issue)):
            row = parse_a1(cells.partition(":")[0])[0]
            found.setdefault(issue.sheet, {}).setdefault(row, []).append(number)
    return found


def _total(counts: Counts, returned: Returned, lang: Lang) -> str:
    """What is to be done, in figures: rows, findings that ask for something, and findings to be looked at."""
    words, rows = wording(lang), returned.rows
    asks = told(replace(counts, note=0, fixed=0), lang)
    parts = []
    if rows.asked:
        parts.append(
            words["giveback.rows"].format(
                filled=rows.filled, total=rows.asked, to_correct=rows.to_correct, open=rows.open
            )
        )
    if asks:
        parts.append(words["giveback.asks"].format(count=counts.asks, told=asks))
    if others := told(replace(counts, must_fix=0, fix_or_explain=0), lang):
        parts.append(words["giveback.others"].format(count=counts.total - counts.asks, told=others))
    parts.append(words["giveback.due"].format(due=returned.due))
    return ("" if lang == "zh" else " ").join(parts)


def _cells(issue: Issue) -> str:
    """The cell or area that an issue speaks of, as A1; "" for none."""
    try:
        corners = [a1(*parse_a1(corner)) for corner in issue.cell.split(":")]
    except ValueError:
        return ""
    return ":".join(corners[:2])


def _marked(issues: Iterable[Issue]) -> Mapping[Severity, list[str]]:
    """Severity → cells; a cell has the mark of its gravest finding."""
    gravest: dict[str, Severity] = {}
    for issue in issues:  # the gravest first
        if issue.severity in LOOKS and (cells := _cells(issue)):
            gravest.setdefault(cells, issue.severity)
    found = defaultdict(list)
    for cells, severity in gravest.items():
        found[severity].append(cells)
    return found


def _comments(issues: Iterable[Issue], lang: Lang) -> dict[str, str]:
    """Cell → what is said of it; what was put right already needs no comment."""
    words = wording(lang)
    of_cell: dict[str, list[str]] = defaultdict(list)
    for issue in issues:
        if issue.severity in LOOKS and (cells := _cells(issue)):
            label = issue.severity.label.get(lang)
            text = words["giveback.comment"].format(
                severity=label, message=issue.message, remedy=issue.remedy
            )
            of_cell[cells.partition(":")[0]].append(text)
    return {cell: _together(texts, words["giveback.more"]) for cell, texts in of_cell.items()}


def _together(texts: Sequence[str], more: str) -> str:
    rest = len(texts) - _IN_COMMENT
    return "\n".join([*texts[:_IN_COMMENT], *([more.format(count=rest)] if rest > 0 else [])])
