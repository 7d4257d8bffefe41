"""What is set otherwise in cells that belong together: validations, conditional formats, locks, number formats."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartxl.bookdiff.changes import BookChange, BookChangeKind
from smartxl.bookdiff.moved import moved_formula
from smartxl.xlsx.plainformat import plain_format
from smartxl.xlsx.rulewords import condition_words, places_of, relative_formula, validation_words
from smartxl.xlsx.spot import areas_spot

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from numpy.typing import NDArray

    from smartxl.bookdiff.mapping import AxisMap, BookMap, SheetMap
    from smartxl.xlsx.rulewords import Options
    from smartxl.xlsx.settings import BookSettings, SavedCondition, SavedLook, SavedValidation, SheetSettings

__all__ = ["SetSheets", "area_changes"]

Place = tuple[int, int]
_MOST_ROWS, _MOST_COLUMNS = 5_000, 300
"""How far beyond the cells in use rules are compared: whole columns may have one."""
_NOTHING = ("", "")
_LOCKS = {True: "locked", False: "unlocked"}


@dataclass(frozen=True)
class SetSheets:
    """Two sheets that belong together, how each is set, and the words of the lists that their validations refer to."""

    book: BookMap
    pair: SheetMap
    before: SheetSettings
    after: SheetSettings
    looks: tuple[BookSettings, BookSettings]
    options: tuple[Options, Options]


def area_changes(sheets: SetSheets) -> Iterator[BookChange]:
    """What is set otherwise; cells of one column that differ alike are told once."""
    untouched = sheets.pair.is_same and sheets.book.is_same
    if not (untouched and sheets.before.validations == sheets.after.validations):
        yield from _differing(sheets, BookChangeKind.VALIDATION, *_validations(sheets))
    if not (untouched and sheets.before.conditions == sheets.after.conditions):
        yield from _differing(sheets, BookChangeKind.CONDITION, *_conditions(sheets))
    yield from _looks(sheets)


def _differing(
    sheets: SetSheets,
    kind: BookChangeKind,
    before: Mapping[Place, tuple[Hashable, str]],
    after: Mapping[Place, tuple[Hashable, str]],
) -> Iterator[BookChange]:
    """Cells whose rules are not the same, each pair of rules told once."""
    pair = sheets.pair
    backs = {at: was for was in before if (at := pair.place(*was)) is not None}
    for at in after:
        if at not in backs and (was := _back(pair, at)) is not None:
            backs[at] = was
    together: dict[tuple[str, str], list[tuple[Place, Place]]] = defaultdict(list)
    for at, was in backs.items():
        one, other = before.get(was, _NOTHING), after.get(at, _NOTHING)
        if one[0] != other[0]:
            together[one[1], other[1]].append((was, at))
    for (one_words, other_words), places in sorted(together.items(), key=lambda entry: min(entry[1])):
        yield _change(pair, kind, places, one_words, other_words)


def _change(
    pair: SheetMap, kind: BookChangeKind, places: list[tuple[Place, Place]], before: str, after: str
) -> BookChange:
    where = (
        str(areas_spot(pair.before.name, (each[0] for each in places))),
        str(areas_spot(pair.after.name, (each[1] for each in places))),
    )
    return BookChange(kind, *where, before or None, after or None, len(places))


def _back(pair: SheetMap, at: Place) -> Place | None:
    was = tuple(_one_back(axis, number) for axis, number in zip((pair.rows, pair.columns), at, strict=True))
    return (was[0], was[1]) if all(was) else None


def _one_back(axis: AxisMap, number: int) -> int:
    return number - axis.other + axis.size if number > axis.other else int(axis.back[number])


def _reach(sheets: SetSheets) -> tuple[Place, Place]:
    """The last row and column that are looked at before and after."""
    pair = sheets.pair
    both = (sheets.before, sheets.after)
    spans = [span for each in both for rule in each.validations for span in rule.spans]
    spans += [span for each in both for rule in each.conditions for span in rule.spans]
    rows = min(max((span[2] for span in spans), default=0), _MOST_ROWS)
    columns = min(max((span[3] for span in spans), default=0), _MOST_COLUMNS)
    more = max(0, rows - max(pair.before.height, pair.after.height))
    wide = max(0, columns - max(pair.before.width, pair.after.width))
    return (pair.before.height + more, pair.before.width + wide), (
        pair.after.height + more,
        pair.after.width + wide,
    )


def _validations(sheets: SetSheets) -> tuple[Mapping[Place, tuple[Hashable, str]], ...]:
    """Cell → its validation, as it reads from the cell and in words, before and after."""

    def told(rule: SavedValidation, move: Callable[[str], str], options: Options) -> tuple[str, str]:
        words = validation_words(rule, options)
        if rule.kind == "list" and f"list {rule.operands[0].removeprefix('=').strip()}" not in words:
            return words, words  # the words to choose from are known
        row, column, *_ = rule.spans[0] if rule.spans else (1, 1)
        first, second = (_read_from(move(operand), row, column) for operand in rule.operands)
        return validation_words(replace(rule, operands=(first, second)), options), words

    moves = (lambda text: moved_formula(sheets.book, sheets.pair, text)), (lambda text: text)
    found = []
    for settings, move, options, reach in zip(
        (sheets.before, sheets.after), moves, sheets.options, _reach(sheets), strict=True
    ):
        by_place: dict[Place, tuple[Hashable, str]] = {}
        for rule in settings.validations:
            entry = told(rule, move, options)
            for place in places_of(rule.spans, reach) if entry[1] else ():
                by_place.setdefault(place, entry)
        found.append(by_place)
    return tuple(found)


def _read_from(operand: str, row: int, column: int) -> str:
    try:
        float(operand)
    except ValueError:
        return relative_formula(operand, row, column) if operand else operand
    return operand


def _conditions(sheets: SetSheets) -> tuple[Mapping[Place, tuple[Hashable, str]], ...]:
    """Cell → its conditional formats, as they read from the cell and in words, before and after."""

    def moved(rule: SavedCondition) -> SavedCondition:
        formulas = (moved_formula(sheets.book, sheets.pair, text) for text in rule.formulas)
        return replace(rule, formulas=tuple(formulas))

    found = []
    for settings, reach, is_before in zip(
        (sheets.before, sheets.after), _reach(sheets), (True, False), strict=True
    ):
        lists: dict[Place, list[tuple[str, str]]] = defaultdict(list)
        for rule in settings.conditions:
            words = " ".join(filter(None, (rule.kind, rule.operator, ", ".join(rule.formulas))))
            entry = condition_words(moved(rule) if is_before else rule), words
            for place in places_of(rule.spans, reach):
                lists[place].append(entry)
        found.append(
            {
                place: (frozenset(key for key, _ in entries), "; ".join(words for _, words in entries))
                for place, entries in lists.items()
            }
        )
    return tuple(found)


def _looks(sheets: SetSheets) -> Iterator[BookChange]:
    """Locks of all cells, number formats of those with something in them."""
    pair = sheets.pair
    styled = sheets.before.styles
    height = max(pair.before.height, min(max((row for row, _ in styled), default=0), _MOST_ROWS))
    width = max(pair.before.width, min(max((column for _, column in styled), default=0), _MOST_COLUMNS))
    rows, there = _both(pair.rows, height)
    columns, across = _both(pair.columns, width)
    if not rows.size or not columns.size:
        return
    known: dict[tuple[bool, str], int] = {}
    looks: list[tuple[bool, str]] = []

    def number(look: SavedLook) -> int:
        key = look.locked, plain_format(look.number_format)
        if key not in known:
            known[key] = len(looks)
            looks.append((look.locked, look.number_format))
        return known[key]

    grids = [
        _look_grid(settings, book, (int(some.max()), int(others.max())), number)
        for settings, book, some, others in (
            (sheets.before, sheets.looks[0], rows, columns),
            (sheets.after, sheets.looks[1], there, across),
        )
    ]
    mine = grids[0][np.ix_(rows - 1, columns - 1)]
    theirs = grids[1][np.ix_(there - 1, across - 1)]
    together: dict[tuple[BookChangeKind, str, str], list[tuple[Place, Place]]] = defaultdict(list)
    for i, j in zip(*np.nonzero(mine != theirs), strict=True):
        was, at = (int(rows[i]), int(columns[j])), (int(there[i]), int(across[j]))
        before, after = looks[mine[i, j]], looks[theirs[i, j]]
        if before[0] != after[0]:
            together[BookChangeKind.LOCK, _LOCKS[before[0]], _LOCKS[after[0]]].append((was, at))
        if plain_format(before[1]) != plain_format(after[1]) and (
            _holds(pair.before.codes, was) or _holds(pair.after.codes, at)
        ):
            together[BookChangeKind.FORMAT, before[1], after[1]].append((was, at))
    for (kind, one_words, other_words), places in together.items():
        yield _change(pair, kind, places, one_words, other_words)


def _holds(codes: NDArray[np.int64], place: Place) -> bool:
    row, column = place
    return row <= codes.shape[0] and column <= codes.shape[1] and bool(codes[row - 1, column - 1])


def _both(axis: AxisMap, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows or columns up to one, and where they stand, without those that are gone."""
    numbers = np.arange(1, reach + 1)
    there = np.array([axis.of(int(number)) for number in numbers], np.int64)
    return numbers[there > 0], there[there > 0]


def _look_grid(
    settings: SheetSettings, book: BookSettings, reach: Place, number: Callable[[SavedLook], int]
) -> NDArray[np.int64]:
    """A number for the look of each cell."""
    of_style: dict[str, int] = {}

    def of(style: str) -> int:
        if style not in of_style:
            of_style[style] = number(book.look(style))
        return of_style[style]

    grid = np.full(reach, of("0"), np.int64)
    for entry in settings.columns:
        grid[:, entry.first - 1 : entry.last] = of(entry.style)
    for row, style in settings.row_styles.items():
        if row <= reach[0]:
            grid[row - 1, :] = of(style)
    for (row, column), style in settings.styles.items():
        if row <= reach[0] and column <= reach[1]:
            grid[row - 1, column - 1] = of(style)
    return grid
