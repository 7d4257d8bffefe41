"""Random single edits of a workbook that smartxl wrote: each kind of thing that its plan writes, changed alone.

The edits are made in the XML of its parts, which is quick, and does not change anything else as saving it by a program would.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from smartxl.cells import column_number

__all__ = ["KINDS", "Mutant", "Package", "mutants"]

_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(r'<row r="([0-9]+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_VALIDATION = re.compile(r"<dataValidation .*?</dataValidation>", re.DOTALL)
_NAME = re.compile(r'<definedName name="(sx_[^"]*)">([^<]*)</definedName>')
_NUMBER = re.compile(r"<v>(-?[0-9.]+(?:E-?[0-9]+)?)</v>")
_FORMULA = re.compile(r"<f([^>]*)>(.*?)</f>", re.DOTALL)
_LAST_ROW = re.compile(r"(\$?[A-Z]{1,2}\$?[0-9]+:\$?[A-Z]{1,2}\$?)([0-9]+)")
_CONDITION_AREA = re.compile(r'<conditionalFormatting sqref="([A-Z]+)([0-9]+):([A-Z]+[0-9]+)"')
_XF = re.compile(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>", re.DOTALL)
_WORKBOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"


@dataclass(frozen=True)
class Package:
    """The XML parts of a workbook."""

    parts: Mapping[str, str]

    @classmethod
    def of(cls, content: bytes) -> Package:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            return cls({name: source.read(name).decode() for name in source.namelist()})

    def content(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name, part in self.parts.items():
                target.writestr(name, part)
        return out.getvalue()

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """Sheet name → part."""
        names = re.findall(r'<sheet name="([^"]*)"', self.parts[_WORKBOOK])
        return {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, 1)}

    @cached_property
    def cells(self) -> Mapping[str, tuple[CellXml, ...]]:
        """Sheet name → its cells."""
        return {
            sheet: tuple(
                CellXml(m[0], m[1], int(m[2]), m[3], m[4] or "") for m in _CELL.finditer(self.parts[part])
            )
            for sheet, part in self.sheets.items()
        }

    @cached_property
    def unlocked(self) -> tuple[str, ...]:
        """The numbers of the looks that are not locked."""
        xfs = _XF.findall(self.parts[_STYLES].split("<cellXfs")[1])
        return tuple(str(number) for number, xf in enumerate(xfs) if 'locked="0"' in xf)

    def changed(self, part: str, old: str, new: str) -> Package:
        """The same with a piece of a part replaced, where it stands first."""
        assert old in self.parts[part]
        return replace(self, parts={**self.parts, part: self.parts[part].replace(old, new, 1)})


@dataclass(frozen=True)
class CellXml:
    """A cell as it is written: its element, column, row, further attributes and what is in it."""

    element: str
    letters: str
    row: int
    attributes: str
    inside: str

    @property
    def place(self) -> tuple[int, int]:
        return self.row, column_number(self.letters)

    @property
    def is_formula(self) -> bool:
        return "<f" in self.inside

    @property
    def is_text(self) -> bool:
        return "<is>" in self.inside

    @property
    def is_number(self) -> bool:
        return bool(self.inside) and not self.is_formula and not self.is_text

    @property
    def style(self) -> str:
        found = re.search(r' s="([0-9]+)"', self.attributes)
        return found[1] if found else "0"

    def holding(self, other: CellXml) -> str:
        """The cell with the contents of another: the look stays."""
        kind = ' t="inlineStr"' if other.is_text else ' t="str"' if 't="str"' in other.attributes else ""
        style = f' s="{self.style}"'
        return f'<c r="{self.letters}{self.row}"{style}{kind}>{other.inside}</c>'


@dataclass(frozen=True)
class Mutant:
    """An edited workbook: what was done, the sheet ("" for the workbook) and the cells, rows or name that differ since."""

    kind: str
    package: Package
    sheet: str
    places: tuple[tuple[int, int], ...] = ()
    reference: str = ""
    told: str = ""


Edit = Callable[[random.Random, Package], Mutant | None]


def mutants(package: Package, seed: int, count: int, kinds: Mapping[str, Edit]) -> Iterator[Mutant]:
    """`count` edits, each kind in turn, at places that the seed chooses."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    made = 0
    while made < count:
        for kind, edit in kinds.items():
            mutant = edit(chance, package) if made < count else None
            if mutant:
                made += 1
                yield replace(mutant, kind=kind)


def _pick(
    chance: random.Random, package: Package, wanted: Callable[[str, CellXml], bool]
) -> tuple[str, CellXml] | None:
    found = [(sheet, cell) for sheet, cells in package.cells.items() for cell in cells if wanted(sheet, cell)]
    return chance.choice(found) if found else None


def _locked(package: Package, cell: CellXml) -> bool:
    return cell.style not in package.unlocked


def _cell_edit(
    wanted: Callable[[str, CellXml], bool], change: Callable[[CellXml], str], told: str = ""
) -> Edit:
    """An edit of one locked cell that is wanted."""

    def edit(chance: random.Random, package: Package) -> Mutant | None:
        picked = _pick(chance, package, lambda sheet, cell: _locked(package, cell) and wanted(sheet, cell))
        if picked is None:
            return None
        sheet, cell = picked
        changed = package.changed(package.sheets[sheet], cell.element, change(cell))
        return Mutant("", changed, sheet, (cell.place,), told=f"{told} {cell.inside[:60]}")

    return edit


def _inside(cell: CellXml, inside: str) -> str:
    return cell.element.replace(f">{cell.inside}<", f">{inside}<", 1)


def _text(cell: CellXml) -> str:
    return _inside(cell, cell.inside.replace("</t>", "改</t>", 1))


def _number(change: Callable[[float], float]) -> Callable[[CellXml], str]:
    def changed(cell: CellXml) -> str:
        return _inside(cell, _NUMBER.sub(lambda m: f"<v>{change(float(m[1])):.15g}</v>", cell.inside))

    return changed


def _formula(change: Callable[[str], str]) -> Callable[[CellXml], str]:
    def changed(cell: CellXml) -> str:
        return _inside(cell, _FORMULA.sub(lambda m: f"<f{m[1]}>{change(m[2])}</f>", cell.inside))

    return changed


def _visible(sheet: str, _: CellXml) -> bool:
    return not sheet.startswith("_")


def _is_number(_: str, cell: CellXml) -> bool:
    return cell.is_number and _NUMBER.search(cell.inside) is not None


def _not_zero(sheet: str, cell: CellXml) -> bool:
    return _is_number(sheet, cell) and cell.inside != "<v>0</v>"


def _stored(cell: CellXml) -> str:
    """A formula cell with another value stored beside the formula."""
    found = _NUMBER.search(cell.inside)
    value = f"{float(found[1]) + 1:.15g}" if found and 't="str"' not in cell.attributes else "甲"
    return _inside(cell, re.sub(r"<v>.*?</v>", f"<v>{value}</v>", cell.inside, flags=re.DOTALL))


def _as_value(cell: CellXml) -> str:
    """A formula cell with its value in place of the formula."""
    return _inside(cell, _FORMULA.sub("", cell.inside))


def _swap(wanted: Callable[[str, CellXml], bool]) -> Edit:
    """The contents of two different cells of a sheet."""

    def edit(chance: random.Random, package: Package) -> Mutant | None:
        picked = _pick(chance, package, lambda sheet, cell: _locked(package, cell) and wanted(sheet, cell))
        if picked is None:
            return None
        sheet, one = picked
        others = [
            cell
            for cell in package.cells[sheet]
            if _locked(package, cell) and wanted(sheet, cell) and cell.inside != one.inside
        ]
        if not others:
            return None
        other, part = chance.choice(others), package.sheets[sheet]
        changed = package.changed(part, one.element, one.holding(other))
        changed = changed.changed(part, other.element, other.holding(one))
        return Mutant(
            "", changed, sheet, (one.place, other.place), told=f"{one.inside[:40]} {other.inside[:40]}"
        )

    return edit


def _lock(chance: random.Random, package: Package) -> Mutant | None:
    """A locked cell unlocked, or an input locked."""
    picked = _pick(chance, package, _visible)
    if picked is None or not package.unlocked:
        return None
    sheet, cell = picked
    opens = _locked(package, cell)
    style = chance.choice(package.unlocked) if opens else "1"
    element = f'<c r="{cell.letters}{cell.row}"'
    kind = re.sub(r' s="[0-9]+"', "", cell.attributes)
    new = f'{element} s="{style}"{kind}' + (f">{cell.inside}</c>" if cell.inside else "/>")
    return Mutant("", package.changed(package.sheets[sheet], cell.element, new), sheet, (cell.place,))


def _protection(chance: random.Random, package: Package) -> Mutant | None:
    sheet, part = chance.choice(list(package.sheets.items()))
    found = re.search(r"<sheetProtection[^>]*/>", package.parts[part])
    if found is None:
        return None
    new = chance.choice(
        ["", found[0].replace('formatCells="1"', 'formatCells="0"'), found[0].replace('sort="1"', 'sort="0"')]
    )
    return Mutant("", package.changed(part, found[0], new), sheet, told=new)


def _validation(change: Callable[[random.Random, str], str]) -> Edit:
    def edit(chance: random.Random, package: Package) -> Mutant | None:
        found = [
            (sheet, entry)
            for sheet, part in package.sheets.items()
            for entry in _VALIDATION.findall(package.parts[part])
            if change(chance, entry) != entry
        ]
        if not found:
            return None
        sheet, entry = chance.choice(found)
        new = change(chance, entry)
        first = re.search(r'sqref="([A-Z]+)([0-9]+)', entry)
        assert first is not None
        place = int(first[2]), column_number(first[1])
        changed = package.changed(package.sheets[sheet], entry, new)
        return Mutant("", changed, sheet, (place,), told=f"{entry[-120:]} → {new[-120:]}")

    return edit


def _first_area(_: random.Random, entry: str) -> str:
    """The validation without its first area, where it has several."""
    return re.sub(r'sqref="[^ "]+ ', 'sqref="', entry)


def _name(change: Callable[[str], str]) -> Edit:
    def edit(chance: random.Random, package: Package) -> Mutant | None:
        found = list(_NAME.finditer(package.parts[_WORKBOOK]))
        if not found:
            return None
        match = chance.choice(found)
        new = change(match[0])
        return Mutant("", package.changed(_WORKBOOK, match[0], new), "", reference=match[1], told=new)

    return edit


def _refer_elsewhere(name: str) -> str:
    return re.sub(r"\$([0-9]+)", lambda m: f"${int(m[1]) + 1}", name)


def _format(chance: random.Random, package: Package) -> Mutant | None:
    """A cell with the number format 0.0000000 in place of its own."""
    picked = _pick(chance, package, lambda sheet, cell: bool(cell.inside) and not cell.is_text)
    if picked is None:
        return None
    sheet, cell = picked
    styles = package.parts[_STYLES]
    count = int(re.search(r'<cellXfs count="([0-9]+)"', styles)[1])  # type: ignore[index]
    xf = _XF.findall(styles.split("<cellXfs")[1])[int(cell.style)]
    new = re.sub(r'numFmtId="[0-9]+"', 'numFmtId="999"', xf)
    styles = styles.replace("</cellXfs>", f"{new}</cellXfs>").replace(
        "</numFmts>", '<numFmt numFmtId="999" formatCode="0.0000000"/></numFmts>'
    )
    attributes = re.sub(r' s="[0-9]+"', "", cell.attributes)
    element = f'<c r="{cell.letters}{cell.row}" s="{count}"{attributes}>{cell.inside}</c>'
    changed = package.changed(package.sheets[sheet], cell.element, element)
    changed = replace(changed, parts={**changed.parts, _STYLES: styles})
    return Mutant("", changed, sheet, (cell.place,))


def _hidden_row(chance: random.Random, package: Package) -> Mutant | None:
    sheet = chance.choice([name for name in package.sheets if not name.startswith("_")])
    rows = [m for m in _ROW.finditer(package.parts[package.sheets[sheet]]) if "hidden" not in m[0][:80]]
    row = chance.choice(rows)
    new = row[0].replace("<row ", '<row hidden="1" ', 1)
    changed = package.changed(package.sheets[sheet], row[0], new)
    return Mutant("", changed, sheet, reference=f"{row[1]}:{row[1]}")


def _hidden_column(chance: random.Random, package: Package) -> Mutant | None:
    found = [
        (sheet, entry)
        for sheet, part in package.sheets.items()
        for entry in re.findall(r"<col [^>]*/>", package.parts[part])
        if not sheet.startswith("_")
    ]
    sheet, entry = chance.choice(found)
    hidden = 'hidden="1"' in entry
    new = entry.replace(' hidden="1"', "") if hidden else entry.replace("<col ", '<col hidden="1" ')
    column = int(re.search(r'min="([0-9]+)"', entry)[1])  # type: ignore[index]
    return Mutant("", package.changed(package.sheets[sheet], entry, new), sheet, ((0, column),))


def _sheet_tag(change: Callable[[str], str]) -> Edit:
    def edit(chance: random.Random, package: Package) -> Mutant | None:
        tags = re.findall(r"<sheet [^>]*/>", package.parts[_WORKBOOK])
        tag = chance.choice([tag for tag in tags if change(tag) != tag])
        name = re.search(r'name="([^"]*)"', tag)[1]  # type: ignore[index]
        return Mutant("", package.changed(_WORKBOOK, tag, change(tag)), name)

    return edit


def _show_or_hide(tag: str) -> str:
    return (
        tag.replace(' state="hidden"', "")
        if "state=" in tag
        else tag.replace(" r:id", ' state="hidden" r:id')
    )


def _sheet_order(chance: random.Random, package: Package) -> Mutant | None:
    tags = re.findall(r"<sheet [^>]*/>", package.parts[_WORKBOOK])
    place = chance.randrange(len(tags) - 1)
    one, other = tags[place : place + 2]
    name = re.search(r'name="([^"]*)"', one)[1]  # type: ignore[index]
    return Mutant("", package.changed(_WORKBOOK, one + other, other + one), name)


def _rows_of(package: Package, sheet: str) -> list[re.Match[str]]:
    return list(_ROW.finditer(package.parts[package.sheets[sheet]]))


def _shifted(xml: str, by: int) -> str:
    """Rows as they stand further down: formulas are not changed, as of a program that knows only cells."""
    xml = re.sub(r'<row r="([0-9]+)"', lambda m: f'<row r="{int(m[1]) + by}"', xml)
    return re.sub(r'<c r="([A-Z]+)([0-9]+)"', lambda m: f'<c r="{m[1]}{int(m[2]) + by}"', xml)


def _row_edit(*, insert: bool) -> Edit:
    """A row of a sheet deleted, or an empty one inserted; those below move."""

    def edit(chance: random.Random, package: Package) -> Mutant | None:
        sheet = chance.choice([name for name in package.sheets if not name.startswith("_smart")])
        part, rows = package.sheets[sheet], _rows_of(package, sheet)
        filled = [place for place, row in enumerate(rows[:-2]) if "<is>" in row[0]]
        if not filled:
            return None
        place = chance.choice(filled)
        xml = package.parts[part]
        head, tail = xml[: rows[place].start()], xml[rows[place].start() : rows[-1].end()]
        rest = xml[rows[-1].end() :]
        body = _shifted(tail, 1) if insert else _shifted(tail[len(rows[place][0]) :], -1)
        changed = replace(package, parts={**package.parts, part: head + body + rest})
        row = rows[place][1]
        return Mutant("", changed, sheet, reference=f"{row}:{row}")

    return edit


def _gap(chance: random.Random, package: Package) -> Mutant | None:
    """The contents of a row of a sheet that nobody answers."""
    sheets = [name for name in package.sheets if "短板" in name]
    if not sheets:
        return None
    part = package.sheets[sheets[0]]
    rows = [row for row in _rows_of(package, sheets[0]) if row[0].count("<is>") > 2]
    if not rows:
        return None
    row = chance.choice(rows)
    cells = [m for m in _CELL.finditer(row[0]) if m[4]]
    new = _CELL.sub(
        lambda m: re.sub(r'( t="[a-zA-Z]*")?>.*', "/>", m[0], flags=re.DOTALL) if m[4] else m[0], row[0]
    )
    places = tuple((int(row[1]), column_number(m[1])) for m in cells)
    return Mutant("", package.changed(part, row[0], new), sheets[0], places)


def _calculation(chance: random.Random, package: Package) -> Mutant | None:
    extra = chance.choice(['calcMode="manual"', 'fullPrecision="0"', 'iterate="1"'])
    return Mutant("", package.changed(_WORKBOOK, "<calcPr ", f"<calcPr {extra} "), "", told=extra)


def _element_gone(pattern: str) -> Edit:
    """A conditional format or a merged area deleted."""
    element = re.compile(pattern, re.DOTALL)

    def edit(chance: random.Random, package: Package) -> Mutant | None:
        found = [
            (sheet, entry)
            for sheet, part in package.sheets.items()
            for entry in element.finditer(package.parts[part])
        ]
        if not found:
            return None
        sheet, entry = chance.choice(found)
        place = int(entry[2]), column_number(entry[1])
        return Mutant("", package.changed(package.sheets[sheet], entry[0], ""), sheet, (place,))

    return edit


def _add_sign(formula: str) -> str:
    return formula.replace("+", "-", 1) if "+" in formula else f"-({formula})"


def _shorter_range(formula: str) -> str:
    """The first range without its last row."""
    return _LAST_ROW.sub(lambda match: f"{match[1]}{int(match[2]) - 1}", formula, count=1)


def _condition_area(chance: random.Random, package: Package) -> Mutant | None:
    """A conditional format over its first cell only."""
    found = [
        (sheet, match)
        for sheet, part in package.sheets.items()
        for match in _CONDITION_AREA.finditer(package.parts[part])
        if match[1] + match[2] != match[3]
    ]
    if not found:
        return None
    sheet, match = chance.choice(found)
    changed = package.changed(package.sheets[sheet], match[0], match[0].replace(f":{match[3]}", ""))
    return Mutant("", changed, sheet, ((int(match[2]) + 1, column_number(match[1])),), told=match[0])


KINDS: Mapping[str, Edit] = {
    "text": _cell_edit(lambda sheet, cell: cell.is_text and _visible(sheet, cell), _text),
    "number": _cell_edit(_is_number, _number(lambda value: value + 1)),
    "last digit": _cell_edit(_is_number, _number(lambda value: value + 1e-3)),
    "sign": _cell_edit(_not_zero, _number(lambda value: -value)),
    "key": _cell_edit(
        lambda sheet, cell: cell.letters == "A" and cell.is_text and _visible(sheet, cell), _text
    ),
    "list": _cell_edit(lambda sheet, cell: sheet == "_lists" and cell.is_text, _text),
    "stamp": _cell_edit(
        lambda sheet, cell: sheet == "_smartxl" and cell.letters == "A" and cell.is_text, _text
    ),
    "text deleted": _cell_edit(
        lambda sheet, cell: cell.is_text and _visible(sheet, cell),
        lambda cell: _inside(cell, "<is><t></t></is>"),
    ),
    "formula sign": _cell_edit(lambda _, cell: cell.is_formula, _formula(_add_sign)),
    "formula alike": _cell_edit(lambda _, cell: cell.is_formula, _formula(lambda text: f"IF(1=1,{text},0)")),
    "formula elsewhere": _cell_edit(
        lambda _, cell: cell.is_formula and re.search(r"[A-Z]{1,2}[0-9]+", cell.inside) is not None,
        _formula(
            lambda text: re.sub(r"([A-Z]{1,2})\$?([0-9]+)", lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1)
        ),
    ),
    "formula range": _cell_edit(
        lambda _, cell: cell.is_formula and _LAST_ROW.search(cell.inside) is not None,
        _formula(_shorter_range),
    ),
    "formula to value": _cell_edit(lambda _, cell: cell.is_formula, _as_value),
    "stored value": _cell_edit(lambda _, cell: cell.is_formula, _stored),
    "texts swapped": _swap(lambda sheet, cell: cell.is_text and _visible(sheet, cell)),
    "numbers swapped": _swap(lambda _, cell: cell.is_number),
    "cells swapped": _swap(lambda sheet, cell: bool(cell.inside) and _visible(sheet, cell)),
    "lock": _lock,
    "protection": _protection,
    "validation gone": _validation(lambda _, entry: entry.replace(' type="', ' type="none" was="')),
    "validation list": _validation(
        lambda _, entry: re.sub(r"\$([0-9]+)</formula1>", "$99</formula1>", entry)
    ),
    "validation limit": _validation(lambda _, entry: re.sub(r"<formula1>[0-9]+<", "<formula1>77<", entry)),
    "validation weaker": _validation(
        lambda chance, entry: entry.replace('showErrorMessage="1"', 'showErrorMessage="0"')
    ),
    "validation style": _validation(lambda _, entry: entry.replace(" type=", ' errorStyle="warning" type=')),
    "validation blank": _validation(lambda _, entry: entry.replace('allowBlank="1"', 'allowBlank="0"')),
    "validation area": _validation(_first_area),
    "name": _name(_refer_elsewhere),
    "name gone": _name(lambda _: ""),
    "name covered": _name(lambda name: name + name.replace(" name=", ' localSheetId="0" name=')),
    "format": _format,
    "hidden row": _hidden_row,
    "hidden column": _hidden_column,
    "hidden sheet": _sheet_tag(_show_or_hide),
    "sheet renamed": _sheet_tag(lambda tag: tag.replace('name="', 'name="新', 1)),
    "sheet order": _sheet_order,
    "row deleted": _row_edit(insert=False),
    "row inserted": _row_edit(insert=True),
    "gap deleted": _gap,
    "calculation": _calculation,
    "condition gone": _element_gone(
        r'<conditionalFormatting sqref="([A-Z]+)([0-9]+).*?</conditionalFormatting>'
    ),
    "condition area": _condition_area,
    "merge gone": _element_gone(r'<mergeCell ref="([A-Z]+)([0-9]+)[^>]*/>'),
}
"""What is done to a workbook, by name."""
