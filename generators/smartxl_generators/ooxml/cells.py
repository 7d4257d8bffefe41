"""The cells of one sheet as XML, with what the sheet must say of them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from smartxl.cells import a1, area, column_letter, qualified
from smartxl.model.answers import Answer, Choice, Scalar
from smartxl.model.plan import (
    Check,
    Computed,
    Content,
    InputCell,
    Line,
    Link,
    PlainFormula,
    PlannedRow,
    PreviousAnswer,
    RowCheckFormula,
    SheetPlan,
    Shown,
    Spread,
)
from smartxl.model.rowcells import PatternCells
from smartxl.model.scores import Quantity, QuantityKind, ScoreTable
from smartxl.model.sheetdesign import OUR_FUNCTIONS, Chart
from smartxl.model.shownvalue import shown_value
from smartxl.rules.rowcheck import row_fault
from smartxl_generators.ooxml.looks import ROW, LookCell, RichText, text_height
from smartxl_generators.ooxml.patterned import FORMULA_END, ROW_BYTE, UNANSWERED, PatternShape, prepared
from smartxl_generators.ooxml.ranges import PlacedLink
from smartxl_generators.ooxml.rowshape import RowShape
from smartxl_generators.ooxml.shapes import Shapes
from smartxl_generators.ooxml.styles import Styles
from smartxl_generators.ooxml.xml import (
    cell_xml,
    day_number,
    encoded,
    escaped,
    escaped_formula,
    is_plain,
    like_formula,
    literal,
    number,
    plain_text,
)

__all__ = ["CellWriter", "Found"]

_TEXT_END = "</t></is></c>"
_TEXT_BYTES = _TEXT_END.encode()
_DATE_FORMAT = "yyyy-mm-dd"


@dataclass
class Found:
    """What was met while the cells were written, for the parts of the sheet that speak of areas.

    `inputs` maps columns and the identities of their checks to the checks and the rows that have them: comparing checks
    takes longer than writing cells.
    """

    inputs: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[tuple[Check, ...], list[int]]] = field(
        default_factory=dict
    )
    remarks: list[tuple[int, int, RowCheckFormula]] = field(default_factory=list)
    carried: list[tuple[int, int, PreviousAnswer]] = field(default_factory=list)
    links: list[PlacedLink] = field(default_factory=list)
    charts: list[tuple[int, int, Chart]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)

    def checked(self) -> Iterator[tuple[Check, int, list[int]]]:
        """Check, column, rows in their order."""
        for (columns, _), (checks, rows) in self.inputs.items():
            for column, check in zip(columns, checks, strict=True):
                yield check, column, rows


class CellWriter:
    """Writes the rows of one sheet in their shapes."""

    _valued = staticmethod(cell_xml)
    """Writes a cell of its tag up to the style, and its value."""

    def __init__(
        self,
        plan: SheetPlan,
        shapes: Shapes,
        styles: Styles,
        table: ScoreTable,
        answers: Mapping[tuple[str, str], Answer],
    ) -> None:
        self._plan, self._shapes, self._styles = plan, shapes, styles
        self._table, self._answers = table, answers
        self.found = Found()
        self._writers = self._writers_by_type()

    @classmethod
    @cache
    def _writers_by_type(cls) -> Mapping[type, Callable[..., str]]:
        """What writes a content of each type, as functions of the class: methods of a writer, kept in itself, would make it
        garbage that only a collection finds.
        """
        return {
            str: cls._text,
            RichText: cls._rich,
            float: cls._number,
            int: cls._number,
            InputCell: cls._input,
            Shown: cls._shown_answer,
            Computed: cls._computed,
            Spread: cls._spread,
            PlainFormula: cls._formula,
            RowCheckFormula: cls._remark,
            PreviousAnswer: cls._carried,
            Link: cls._link,
            Chart: cls._chart,
        }

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        """Row key → the row that can be answered."""
        return {line.key: line for section in self._plan.sections for line in section.lines}

    def rows(self) -> Iterator[bytes]:
        """The row elements, one at a time."""
        return map(self._row, self._plan.rows)

    def _row(self, planned: PlannedRow) -> bytes:
        row, contents = planned.row, planned.cells
        if type(contents) is PatternCells:
            pattern = self._shapes.of_pattern(planned, contents.pattern, filled=bool(self._answers))
            if pattern is not None:
                return self._patterned(pattern, contents)
        shape = self._shapes.of(planned, filled=bool(self._answers))
        pieces = list(shape.pieces)
        for place, cell in shape.texts:
            content: Any = contents[cell.column]
            if content and is_plain(content):
                pieces[place] = f"{cell.text}{content}{_TEXT_END}"
            else:
                pieces[place] = self._text(row, cell, content)
        for place, cell, kind in shape.others:
            pieces[place] = self._writers[kind](self, row, cell, contents[cell.column])
        if shape.inputs:
            self._keep_checks(shape.inputs, contents, row)
        if shape.wrapped and (height := self._height_of(shape, contents)):
            pieces[0] = shape.start(height)
        at = self._note_merges(shape, row)
        return encoded("".join(pieces).replace(ROW, at))

    def _patterned(self, made: PatternShape, cells: PatternCells) -> bytes:
        """A row of a pattern."""
        row, shape = cells.row, made.shape
        at = self._note_merges(shape, row).encode()
        if made.whole:
            return made.whole.replace(ROW_BYTE, at)
        pieces = list(made.pieces)
        height = max(self._fill(pieces, made, cells), self._height_in(made, cells) if made.wrapped else 0.0)
        for formula in made.points:
            value = self._table.of(Quantity(QuantityKind.ITEM, cells.unit, cells.key))
            if value is not None:
                pieces[formula.place] = b"%b%b%b" % (formula.number, number(value).encode(), FORMULA_END)
        for formula, remark in made.remarks:
            self.found.remarks.append((row, formula.column, remark))
            if self._answers and (word := self._word(cells.key, remark, cells.last)) is not None:
                pieces[formula.place] = formula.text + encoded(escaped(literal(word))) + FORMULA_END
        if made.checks:
            self._note_checks(made.known, made.checks, row)
        if height > made.least:
            pieces[0] = shape.start(height).encode()
        return b"".join(pieces).replace(ROW_BYTE, at)

    def _fill(self, pieces: list[bytes], made: PatternShape, cells: PatternCells) -> float:
        """What a row has of its own, and what was answered: texts before all else, as styles are numbered.

        Gives how high the highest text of its own is in points, 0 for one line.
        """
        late: list[tuple[int, LookCell, Content]] = []
        height = 0.0
        for place, look, source, start, of_number, fits in made.holes:
            content: Any = cells.own[source]
            if type(content) is float:
                pieces[place] = of_number + number(content).encode() + FORMULA_END
            elif type(content) is not str:
                late.append((place, look, content))
                if look.room is not None:
                    height = max(height, text_height(self._shown(content), look.room, fits, look.line))
            elif content:
                plain = plain_text(content)
                if plain is None:
                    pieces[place] = prepared(self._text(cells.row, look, content))
                else:
                    pieces[place] = start + plain + _TEXT_BYTES
                if look.room is not None and (len(content) > fits or "\n" in content):
                    height = max(height, text_height(content, look.room, fits, look.line))
        late += [(place, look, cells.pattern.content(slot, cells)) for place, look, slot in made.answers]
        for place, look, content in sorted(late, key=itemgetter(0)):
            pieces[place] = prepared(self._writers[type(content)](self, cells.row, look, content))
        return height

    def _note_merges(self, shape: RowShape, row: int) -> str:
        """Keeps the merged areas of a row; gives its number as text."""
        at = str(row)
        for merged in shape.merges:
            self.found.merges.append(merged.replace(ROW, at))
        return at

    def _height_in(self, made: PatternShape, cells: PatternCells) -> float:
        """How high the highest text of several lines in what is answered in a row is, in points; 0 for none."""
        height = 0.0
        for slot, room, fits, line in made.wrapped:
            height = max(
                height, text_height(self._shown(cells.pattern.content(slot, cells)), room, fits, line)
            )
        return height

    def _keep_checks(self, columns: tuple[int, ...], contents: Mapping[int, Any], row: int) -> None:
        checks = tuple([contents[column].check for column in columns])
        self._note_checks((columns, tuple(map(id, checks))), checks, row)

    def _note_checks(
        self, key: tuple[tuple[int, ...], tuple[int, ...]], checks: tuple[Check, ...], row: int
    ) -> None:
        known = self.found.inputs.get(key)
        if known is None:
            known = self.found.inputs[key] = (checks, [])
        known[1].append(row)

    def _height_of(self, shape: RowShape, contents: Mapping[int, Content]) -> float:
        """How high the highest text of several lines in a row is, in points; 0 for none."""
        height = 0.0
        for column, room, fits, line in shape.wrapped:
            content = contents[column]
            text = content if isinstance(content, str) else self._shown(content)
            height = max(height, text_height(text, room, fits, line))
        return height

    def _shown(self, content: Content) -> str:
        """The text of a link, and what stands in an input."""
        if isinstance(content, Link):
            return content.text
        return str(self._answered(content) or "") if isinstance(content, InputCell | Shown) else ""

    def _answered(self, content: InputCell | Shown) -> Scalar | None:
        """What was answered, a choice in the words of the workbook."""
        answer = self._answers.get((self._plan.unit, content.key))
        value = answer.fields.get(content.field) if answer else None
        if not isinstance(value, Choice):
            return value
        if isinstance(content, InputCell):
            return content.check.shown(value)
        return self._lines[content.key].checks[content.field].shown(value)

    def _text(self, _row: int, cell: LookCell, content: str) -> str:
        return self._string(cell, content, unlocked=False)

    def _rich(self, row: int, cell: LookCell, content: str) -> str:
        """A text of the template in several fonts, unless the plan has put other words there."""
        if cell.rich is None or content != cell.rich.text:
            return self._text(row, cell, content)
        return f'{cell.styled} t="inlineStr">{cell.rich.element}</c>'

    def _string(self, cell: LookCell, content: str, *, unlocked: bool) -> str:
        """Text as text: what begins like a formula is marked as quoted."""
        if not content:
            return cell.blank
        quoted = like_formula(content)
        start = self._styled(cell, unlocked=unlocked, quoted=quoted) if quoted or unlocked else cell.styled
        return self._valued(start, content)

    def _styled(
        self, cell: LookCell, *, unlocked: bool = False, number_format: str = "", quoted: bool = False
    ) -> str:
        style = self._styles.number(cell.style, unlocked, number_format, quoted)
        return f'{cell.start} s="{style}"'

    def _number(self, _row: int, cell: LookCell, content: float) -> str:
        return self._valued(cell.styled, content)

    def _input(self, _row: int, cell: LookCell, content: InputCell) -> str:
        value = self._answered(content)
        if value is None or value == "":  # a text that was deleted leaves the cell as open as it was
            return f"{self._styled(cell, unlocked=True)}/>"
        return self._answer(cell, value, unlocked=True)

    def _shown_answer(self, _row: int, cell: LookCell, content: Shown) -> str:
        value = self._answered(content)
        return cell.blank if value is None else self._answer(cell, value, unlocked=False)

    def _answer(self, cell: LookCell, value: Scalar, *, unlocked: bool) -> str:
        if isinstance(value, str):
            return self._string(cell, value, unlocked=unlocked)
        if isinstance(value, date):
            start = self._styled(cell, unlocked=unlocked, number_format=_DATE_FORMAT)
            return self._valued(start, day_number(value))
        return self._valued(self._styled(cell, unlocked=unlocked), value)

    def _computed(self, row: int, cell: LookCell, content: Computed) -> str:
        is_array = content.spread > 1 or self._is_call(content.formula)
        kind = _array(row, cell.column, content.spread, 1) if is_array else ""
        return _formula(
            self._formatted(cell, content), kind, content.formula, shown_value(content, self._table)
        )

    def _formatted(self, cell: LookCell, content: Computed) -> str:
        """The tag of a computed cell up to its style, with the number format of its quantity."""
        if content.number_format and self._plan.template:
            return self._styled(cell, number_format=content.number_format)
        return cell.styled

    def _is_call(self, formula: str) -> bool:
        """Whether a formula calls functions on a sheet that is made for them (`SheetDesign.calls`)."""
        return OUR_FUNCTIONS in formula and self._plan.design is not None and self._plan.design.calls

    def _formula(self, row: int, cell: LookCell, content: PlainFormula) -> str:
        is_array = content.spread != (1, 1) or self._is_call(content.formula)
        kind = _array(row, cell.column, *content.spread) if is_array else ""
        return _formula(cell.styled, kind, content.formula, content.shown)

    def _remark(self, row: int, cell: LookCell, content: RowCheckFormula) -> str:
        self.found.remarks.append((row, cell.column, content))
        word = self._word(content.key, content, content.last)
        return _formula(cell.styled, "", content.formula, content.words[UNANSWERED] if word is None else word)

    def _word(self, key: str, remark: RowCheckFormula, last: float | None) -> str | None:
        """What is said of a row, None where it has no answer."""
        answer = self._answers.get((self._plan.unit, key)) if self._answers else None
        if answer is None:
            return None
        return remark.word(row_fault(self._lines[key].checks, answer.fields, last))

    def _spread(self, row: int, cell: LookCell, content: Spread) -> str:
        return self._constant(row, cell, shown_value(content, self._table))

    def _carried(self, row: int, cell: LookCell, content: PreviousAnswer) -> str:
        self.found.carried.append((row, cell.column, content))
        return self._constant(row, cell, content.value)

    def _constant(self, row: int, cell: LookCell, value: str | float) -> str:
        return self._text(row, cell, value) if isinstance(value, str) else self._number(row, cell, value)

    def _link(self, row: int, cell: LookCell, content: Link) -> str:
        target = qualified(content.target.sheet, a1(content.target.row, content.target.column))
        self.found.links.append(PlacedLink(f"{column_letter(cell.column)}{row}", target, content.file))
        return self._text(row, cell, content.text)

    def _chart(self, row: int, cell: LookCell, content: Chart) -> str:
        self.found.charts.append((row, cell.column, content))
        return cell.blank


def _array(row: int, column: int, rows: int, columns: int) -> str:
    return f' t="array" ref="{area(row, column, row + rows - 1, column + columns - 1)}"'


def _formula(start: str, kind: str, formula: str, value: float | str) -> str:
    inside = escaped_formula(formula[1:])
    if isinstance(value, str):
        return f'{start} t="str"><f{kind}>{inside}</f><v>{escaped(literal(value))}</v></c>'
    return f"{start}><f{kind}>{inside}</f><v>{number(value)}</v></c>"
