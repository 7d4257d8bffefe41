"""Rows of text, headings in several rows, columns in another order: what a consultant changes comes out where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from smartxl.errors import TemplateError
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.layout import Layout, LayoutRow, SheetLayout
from smartxl.model.plan import Computed, Content, InputCell, SheetPlan, WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.planning.place import SheetBuilder

UNIT = "GAJ"


def _sheet(*rows: tuple[str, Mapping[int, str | float]], last_column: int = 4) -> Layout:
    numbered = tuple(LayoutRow(role, number, cells) for number, (role, cells) in enumerate(rows, 1))
    return Layout("t.xlsx", {"s": SheetLayout("s", numbered, last_column)})


def _with_rows(layout: Layout, sheet: str, *added: tuple[str, str, str]) -> Layout:
    """Puts a row of (text, role) above the first row of each role named, numbering all rows anew."""
    rows: list[LayoutRow] = []
    waiting = list(added)
    for row in layout.sheets[sheet].rows:
        for entry in [entry for entry in waiting if entry[0] == row.role]:
            waiting.remove(entry)
            rows.append(LayoutRow(entry[2], 0, {2: entry[1]}))
        rows.append(row)
    rows += [LayoutRow(role, 0, {2: text}) for _, text, role in waiting]
    numbered = tuple(replace(row, row=number) for number, row in enumerate(rows, 1))
    return replace(layout, sheets={**layout.sheets, sheet: replace(layout.sheets[sheet], rows=numbered)})


def _texts(sheet: SheetPlan) -> dict[int, str]:
    """Row → its text in column B."""
    return {row.row: text for row in sheet.rows if isinstance(text := row.cells.get(2), str)}


def _quantities(plan: WorkbookPlan) -> list[object]:
    return [content.quantity for _, content in plan.computed()]


def _checked(plan: WorkbookPlan) -> None:
    """Every reference of a formula to its own sheet meets a cell that has something."""
    for sheet in plan.sheets:
        numbers = [row.row for row in sheet.rows]
        assert numbers == list(range(1, len(numbers) + 1))
        rows = {row.row: row.cells for row in sheet.rows}
        for section in sheet.sections:
            for line in section.lines:
                assert rows[line.row][sheet.key_column] == line.key
                assert all(isinstance(rows[line.row][c], InputCell) for c in line.inputs.values())


@pytest.mark.parametrize("role", ["", "text"])
def test_text_rows_of_a_sampling_sheet_come_out_where_they_stand(
    example: Definition, layout: Layout, role: str
) -> None:
    changed = _with_rows(
        layout,
        "sampling",
        ("title", "发文字号", role),
        ("head", "请先读说明", role),
        ("section", "以下逐项填写", role),
        ("heading", "本节说明：{{ section.title }}", role),
        ("foot", "签字栏", role),
        ("", "末行", role),
    )
    unit = example.roster.by_code[UNIT]
    plain, plan = (plan_unit(example, lay, unit, "zh") for lay in (layout, changed))
    (sheet,) = (s for s in plan.sheets if s.template == "sampling")
    texts = list(_texts(sheet).values())
    assert texts[0] == "发文字号"
    bands = [row.row for row in sheet.rows if row.style_row == 9]
    for section in sheet.scored:
        if section.tabled:
            continue
        assert section.band_row in bands
        assert _texts(sheet)[section.band_row + 1] == f"本节说明：{section.title}"
    assert texts[-3:] == ["签字栏", texts[-2], "末行"]
    assert sheet.frozen[0] == _row_of(sheet, "以下逐项填写")
    assert _quantities(plan) == _quantities(plain)
    _checked(plan)


def _row_of(sheet: SheetPlan, text: str) -> int:
    return next(row for row, shown in _texts(sheet).items() if shown == text)


def test_the_total_adds_the_bands_wherever_they_stand(example: Definition, layout: Layout) -> None:
    changed = _with_rows(
        layout, "sampling", ("title", "一", ""), ("heading", "二", ""), ("heading", "三", "")
    )
    plan = plan_unit(example, changed, example.roster.by_code[UNIT], "zh")
    (sheet,) = (s for s in plan.sheets if s.template == "sampling")
    (total,) = (
        c.formula
        for row in sheet.rows
        for c in row.cells.values()
        if isinstance(c, Computed) and c.quantity.kind == "filled" and c.quantity.ref == "TOTAL"
    )
    (column,) = {reference.rstrip("0123456789") for reference in total[1:].split("+")}
    assert total == "=" + "+".join(f"{column}{part[0].band_row}" for part in sheet.parts)


def test_headings_may_have_several_rows_and_sections_none(example: Definition, layout: Layout) -> None:
    changed = _with_rows(layout, "sampling", ("head", "事项", "head"), ("head", "说明", "head"))
    sampling = changed.sheets["sampling"]
    left_out = {"heading", "table_heading", "total", "info"}
    rows = tuple(row for row in sampling.rows if row.role not in left_out)
    changed = replace(changed, sheets={**changed.sheets, "sampling": replace(sampling, rows=rows)})
    plan = plan_unit(example, changed, example.roster.by_code[UNIT], "zh")
    (sheet,) = (s for s in plan.sheets if s.template == "sampling")
    firsts = [part[0] for part in sheet.parts]
    assert all(section.lines[0].row == section.band_row + 1 for section in firsts)
    assert sheet.title_row == sheet.sections[0].band_row - 1 == 5
    _checked(plan)


@pytest.mark.parametrize(
    ("sheet", "above", "name"),
    [
        pytest.param("scores", "total", "得分一览", id="scores"),
        pytest.param("cover", "link", "封面", id="cover"),
        pytest.param("guide", "scale", "填报说明", id="guide"),
    ],
)
def test_text_rows_of_the_other_unit_sheets(
    example: Definition, layout: Layout, sheet: str, above: str, name: str
) -> None:
    unit = example.roster.by_code[UNIT]
    changed = _with_rows(layout, sheet, (above, "甲", ""), ("", "乙", "foot" if sheet == "scores" else ""))
    plain, plan = (plan_unit(example, lay, unit, "zh") for lay in (layout, changed))
    texts = list(_texts(plan.by_name[name]).values())
    assert "甲" in texts
    assert texts[-1] == "乙"
    assert _quantities(plan) == _quantities(plain)
    assert len(plan.by_name[name].rows) == len(plain.by_name[name].rows) + 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "above"),
    [
        pytest.param("city", "branch", id="city"),
        pytest.param("summary", "element", id="summary"),
        pytest.param("indicators", "head", id="indicators"),
        pytest.param("indicators", "convention", id="conventions"),
        pytest.param("gaps", "head", id="gaps"),
        pytest.param("findings", "row", id="findings"),
    ],
)
def test_text_rows_of_the_citys_sheets(example: Definition, layout: Layout, sheet: str, above: str) -> None:
    changed = _with_rows(layout, sheet, (above, "甲", ""), ("", "乙", ""))
    plain, plan = (plan_city(example, lay, "zh", Edition.RESULT) for lay in (layout, changed))
    found = [s for s in plan.sheets if s.template == sheet]
    assert found
    for entry in found:
        texts = list(_texts(entry).values())
        assert "甲" in texts
        assert texts[-1] == "乙"
        assert len(entry.rows) == len(plain.by_name[entry.name].rows) + 2
    assert _quantities(plan) == _quantities(plain)


def test_columns_follow_the_template(example: Definition, layout: Layout) -> None:
    """Two columns swapped and one of the consultant's own between them."""
    moved = {2: 2, 3: 3, 4: 6, 5: 5, 6: 4}
    sampling = layout.sheets["sampling"]
    rows = tuple(
        replace(r, cells={moved.get(c, c + 1): t for c, t in r.cells.items()}) for r in sampling.rows
    )
    own = replace(sampling, rows=rows, last_column=sampling.last_column + 1)
    changed = replace(layout, sheets={**layout.sheets, "sampling": own})
    unit = example.roster.by_code[UNIT]
    plan = plan_unit(example, changed, unit, "zh")
    (before,) = (s for s in plan_unit(example, layout, unit, "zh").sheets if s.template == "sampling")
    (after,) = (s for s in plan.sheets if s.template == "sampling")
    assert {f: c + 1 for f, c in before.sections[0].lines[0].inputs.items()} == after.sections[0].lines[
        0
    ].inputs
    _checked(plan)


def test_numbers_and_sentences_come_out() -> None:
    sheet = SheetBuilder(_sheet(("x", {2: 5.0, 3: "{{ a.b }}：{{ c.d }}", 4: "{{ c.d }}"})), "s", {})
    sheet.add("x", {"a.b": "甲", "c.d": 2.0})
    assert dict(sheet.rows[0].cells) == {2: 5.0, 3: "甲：2", 4: 2.0}


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        pytest.param("得 {{ a.formula }} 分", "it cannot stand inside a sentence", "B1", id="formula"),
        pytest.param("{{ a.text | date }}！", "is no date", "B1", id="filter"),
        pytest.param("{{ a.txt }}！", "unknown placeholder 'a.txt'", "B1", id="unknown"),
        pytest.param("{{ a.text }", "braces cannot be read", "B1", id="braces"),
    ],
)
def test_a_text_that_cannot_be_made_is_named_with_its_cell(text: str, what: str, where: str) -> None:
    values: dict[str, Content] = {"a.text": "x", "a.formula": InputCell.__new__(InputCell)}
    with pytest.raises(TemplateError) as caught:
        SheetBuilder(_sheet(("x", {2: text})), "s", {}).add("x", values)
    assert what in caught.value.what.en
    assert caught.value.where.zh == f"t.xlsx s {where}"


def test_a_missing_heading_is_named() -> None:
    sheet = SheetBuilder(_sheet(("title", {}), ("row", {})), "s", {})
    with pytest.raises(TemplateError, match="no row above 'row' has the role 'head'"):
        sheet.position("head", "row")
