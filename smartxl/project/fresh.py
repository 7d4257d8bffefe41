"""Moves the answers of an old or damaged form into the current one, and says what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

from smartxl.carryover.carry import CellOutcome, MovedCell, carry_over
from smartxl.carryover.lexicon import Lexicon
from smartxl.carryover.oldform import OldRow, old_sheets
from smartxl.carryover.strays import StrayCell, stray_cells, stray_objects
from smartxl.carryover.unitsheets import part
from smartxl.collecting import MOVED_HEADS, named_file, open_files
from smartxl.errors import ProjectError
from smartxl.model.answers import Field
from smartxl.model.definition import Unit
from smartxl.model.edition import Edition
from smartxl.model.plan import CheckKind, WorkbookPlan
from smartxl.project.csvfile import csv_bytes
from smartxl.project.folder import ProjectFolder
from smartxl.reading import extract, judge_form, read_stamp
from smartxl.reading.earlier import EarlierForm
from smartxl.reading.form import expected_stamp
from smartxl.scoring import score
from smartxl.stamp import GENERATION, Stamp
from smartxl.text import LANGUAGES, Lang, Text
from smartxl.xlsx import FileRefused, RawBook
from smartxl_generators import write

__all__ = ["CarryOver", "counted", "is_current", "list_csv", "read_old", "refresh", "refresh_book"]


@dataclass(frozen=True)
class CarryOver:
    """The new form, what it is called, whose it is, and what became of every answer of the old one.

    `left_out` are the sheets with answers that are other units', and were not read.
    """

    unit: Unit
    lang: Lang
    plan: WorkbookPlan
    content: bytes
    transfers: tuple[MovedCell, ...]
    left_out: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether answers were recognised, and all of the unit's are in the new form, as everybody saw them."""
        return bool(self.transfers) and not any(cell.asks for cell in self.transfers)


def refresh(
    project: ProjectFolder, path: Path, unit: Unit | None, lang: Lang | None, passwords: Iterable[str] = ()
) -> CarryOver:
    """Reads the old form at `path` and fills in the current one; see `read_old` and `refresh_book`."""
    return refresh_book(project, read_old(path, passwords), path, unit, lang)


def read_old(path: Path, passwords: Iterable[str] = ()) -> RawBook:
    """What is in an old form, of whatever format; `passwords` are tried where it is encrypted.

    Read in a process of its own, within limits of time and memory. Raises FileRefused for a file that cannot be read.
    """
    (opened,) = open_files([named_file(path)], passwords, any_format=True)
    if isinstance(opened.book, FileRefused):
        raise opened.book
    return opened.book


def refresh_book(
    project: ProjectFolder, book: RawBook, path: Path, unit: Unit | None, lang: Lang | None
) -> CarryOver:
    """Fills in the current form from an old one that was read from `path`.

    `unit` where the form does not say whose it is, or where the sheets of several units stand in it. Raises ProjectError where
    the unit is not known or nothing in the file is its own.
    """
    stamp = _stamp(book)
    if stamp is not None and stamp.edition == Edition.APPEAL:
        what = Text("这是申诉表，没有可转入的答案", "this is an appeal, it holds no answers to move")
        remedy = Text(
            "用 smartxl build --edition appeal 重新生成，表中会列出已提出的申诉",
            "write it again with smartxl build --edition appeal: it shows what was contested so far",
        )
        raise ProjectError(str(path), what, remedy)
    whose = unit or _unit_of(project, stamp, path)
    language = lang or (stamp.lang if stamp else project.lang)
    reviewed = stamp is not None and stamp.edition == Edition.EVALUATOR
    edition = Edition.EVALUATOR if reviewed else Edition.UNIT
    plan = project.unit_plan(whose.code, language, edition)
    filled = _filled(project, whose, book, stamp, edition, language)
    closed = _asking_otherwise(project, whose, book, stamp)
    carried = carry_over(
        filled.rows,
        plan,
        project.definition,
        book.file_name,
        filled.strays,
        closed,
        from_1904=book.from_1904,
    )
    answers = [answer for answer in carried.answers if answer.fields]
    template, definition = project.template_of(whose), project.definition
    content = write(plan, template, definition, score(definition, answers), answers)
    return CarryOver(whose, language, plan, content, carried.transfers, filled.left_out)


def is_current(project: ProjectFolder, book: RawBook) -> bool:
    """Whether a file is a form of now that `collect` reads: there is nothing to move."""
    stamp = _stamp(book)
    if stamp is None or stamp.unit not in project.definition.roster.by_code:
        return False
    judged = judge_form(book, partial(expected_stamp, project.definition))
    if judged.refused or judged.is_earlier:
        return False
    return not extract(project.answers_plan(stamp), project.definition, book, form=judged).refused


def _asking_otherwise(
    project: ProjectFolder, unit: Unit, book: RawBook, stamp: Stamp | None
) -> frozenset[str]:
    """The rows of an old form whose numbers were asked in another unit of measurement, or otherwise."""
    edition = Edition.of(stamp.edition) if stamp else None
    if stamp is None or edition is None or not edition.comes_back or stamp.unit != unit.code:
        return frozenset()
    judged = judge_form(book, partial(expected_stamp, project.definition))
    form = EarlierForm(project.answers_plan(stamp), project.definition, book, judged)
    numbers = {
        line.key
        for _, section in form.current.sections()
        for line in section.lines
        if (check := line.checks.get(Field.VALUE)) and check.kind is CheckKind.NUMBER
    }
    return frozenset(form.changed.keys() & numbers)


def _stamp(book: RawBook) -> Stamp | None:
    try:
        return read_stamp(book)
    except FileRefused:
        return None


def _unit_of(project: ProjectFolder, stamp: Stamp | None, path: Path) -> Unit:
    known = project.definition.roster.by_code.get(stamp.unit) if stamp else None
    if known is None:
        remedy = Text("用 --unit 指明单位", "name it: --unit")
        if stamp is None:
            what = Text(
                "表中没有标识，不知道是哪个单位的答案",
                "the form carries no stamp, so it is not known whose answers these are",
            )
        elif stamp.unit:
            what = Text(
                f"表属于“{stamp.unit}”，单位名册中没有，不知道是哪个单位的答案",
                f"the form is of {stamp.unit!r}, who is not on the roster, so it is not known whose answers these are",
            )
        else:
            what = Text("这是全部单位的工作簿", "this is a workbook of all units")
            remedy = Text("用 --unit 指明取哪个单位的答案", "name the unit whose answers to take out: --unit")
        raise ProjectError(str(path), what, remedy)
    return known


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a unit filled in: its rows, what stands beside them, and the names of others' sheets with answers."""

    rows: tuple[OldRow, ...]
    strays: tuple[StrayCell, ...]
    left_out: tuple[str, ...]


def _filled(
    project: ProjectFolder, unit: Unit, book: RawBook, stamp: Stamp | None, edition: Edition, lang: Lang
) -> _Filled:
    """What stands in the unit's own sheets. Raises ProjectError where there is none."""
    roster, moved = project.definition.roster, project.definition.moved
    alike = sorted((u for u in roster.units if u != unit), key=lambda u: u.unit_class != unit.unit_class)
    forms = _forms(project, unit, edition)
    neighbours = [plan for other in alike[:1] for plan in _forms(project, other, edition)]
    says = stamp.unit if stamp else unit.code
    is_own = bool(says) and (says == unit.code or says not in roster.by_code)
    parted = part(book, unit, roster, forms, neighbours, is_own=is_own)
    lexicon = Lexicon.of(forms, {*moved.keys, *(key for _, key in moved.items)})
    left_out = tuple(old.sheet.name for old in old_sheets(parted.others, lexicon) if old.rows)
    if not parted.mine:
        others = ", ".join(left_out)
        what = Text(
            f"没有 {unit.code} {unit.name.zh} 的表" + (f"（有其他单位的答案：{others}）" if others else ""),
            f"no sheet in it is of {unit.code} {unit.name.get('en')}"
            + (f" (it holds answers of others: {others})" if others else ""),
        )
        remedy = Text(
            "指明表属于哪个单位；表上没有写明的，把该表另存为单独的文件",
            "name the unit whose sheet it is; where no sheet says whose it is, save the sheet as a file of its own",
        )
        raise ProjectError(book.file_name, what, remedy)
    mine = old_sheets(parted.mine, lexicon)
    of_now = stamp is not None and stamp.digest in {form.stamp.digest for form in forms}
    strays = tuple(
        stray
        for old in mine
        for stray in (
            *stray_cells(old, lexicon, is_current=of_now),
            *stray_objects(old, book.objects.get(old.sheet.name, ()), lang),
        )
    )
    return _Filled(tuple(row for old in mine for row in old.rows), strays, left_out)


def _forms(project: ProjectFolder, unit: Unit, edition: Edition) -> list[WorkbookPlan]:
    both = product(LANGUAGES, (GENERATION, ""))  # forms of before have a section for each indicator
    return [project.unit_plan(unit.code, lang, edition, generation=each) for lang, each in both]


def counted(transfers: Iterable[MovedCell]) -> Counter[CellOutcome]:
    """How many answers met which fate."""
    return Counter(transfer.fate for transfer in transfers)


def list_csv(transfers: Iterable[MovedCell], lang: Lang) -> bytes:
    """The list of all answers as a CSV file that Excel opens: what did not arrive first."""
    order = sorted(transfers, key=lambda transfer: (transfer.fate.arrived, not transfer.asks))
    return csv_bytes(MOVED_HEADS[lang], [_cells(entry, lang) for entry in order])


def _cells(entry: MovedCell, lang: Lang) -> tuple[str, ...]:
    return (
        entry.fate.label.get(lang),
        entry.sheet,
        entry.cell,
        entry.old_key,
        entry.old_name,
        entry.head,
        entry.value,
        entry.key,
        entry.name,
        entry.became,
        entry.finding.message(lang) if entry.finding else "",
    )
