"""The table of damages is whole: each is done in one way, says what is read and what is found, and stands in docs/damage.md."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from smartxl.findings import CATALOGUE, FindingCode, Severity
from smartxl.model.answers import Field, State
from smartxl.text import Lang
from tests.pages import page
from tests.reading.damage.by_openpyxl import BY_OPENPYXL, IN_PARTS
from tests.reading.damage.filled import filled
from tests.reading.damage.in_calc import IN_CALC
from tests.reading.damage.looks import IN_CALC_NAMES, LOOKS
from tests.reading.damage.table import A, B, C, Damage

EVERY = (*IN_CALC, *BY_OPENPYXL, *IN_PARTS)
READ = {
    "all answers": "全部答案",
    "all answers of the unit whose file it is": "文件所属单位的全部答案",
    "all answers, from the copy": "全部答案，取自副本",
    "all answers, from the original": "全部答案，取自原表",
    "all but the two notes": "除这两处说明外的全部",
    "all others; neither item is scored": "其余全部；两个事项都不计分",
    "all others; the item is blank": "其余全部；该事项为空",
    "all others; the item is blank, the other has what stands beside it": "其余全部；该事项为空，另一事项按其旁边现有的读取",
    "all others; the item is not scored": "其余全部；该事项不计分",
    "all others; the items are blank": "其余全部；这些事项为空",
    "all others; the row with two owners is not scored": "其余全部；对应两个事项的行不计分",
    "all others; what no longer matches is not scored": "其余全部；对不上的不计分",
    "nothing": "不读取",
    "what stands on the original; the other half is blank": "原表上的答案；另一半为空",
}
"""What the Chinese page says is read."""
SCRIPT = Path(__file__).parent / "damage_in_calc.py"


def row_of(damage: Damage) -> str:
    """The row of the page that speaks of a damage."""
    place = {"calc": "LibreOffice", "py": "openpyxl", "xml": "XML"}[damage.name.partition("-")[0]]
    said = " ".join(sorted(code.partition("-")[0] for code in damage.codes)) or "–"
    return f"| {damage.what} | {place} | {damage.read} | {said} |"


def test_every_damage_says_what_is_to_be_expected_of_it() -> None:
    assert len(EVERY) >= 60
    assert [name for name, count in Counter(damage.name for damage in EVERY).items() if count > 1] == []
    for damage in EVERY:
        assert [damage.steps, damage.change, damage.parts].count(None) == 2, damage.name
        assert damage.what, damage.name
        assert damage.read, damage.name
        assert (damage.read == "nothing") is damage.refused, damage.name
        differs = damage.refused or damage.lost or damage.now or damage.shorter
        grave = {code for code in damage.codes if _is_grave(code)}
        assert grave or not differs, f"{damage.name}: answers are lost in silence"


def _is_grave(code: FindingCode) -> bool:
    return CATALOGUE[code].severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}


def rows(lang: Lang) -> list[str]:
    return [line for line in page("damage.md", lang).splitlines() if line.startswith("| ")]


def test_the_page_has_the_table_as_it_is_run() -> None:
    shown = rows("en")
    assert shown[-len(EVERY) :] == [row_of(damage) for damage in EVERY]
    assert shown[-len(EVERY) - 1] == "| done to the file | by | what is read | findings |"


def test_the_chinese_page_says_the_same() -> None:
    """What was done stands there in Chinese, differently in every row; the rest is as in the other table."""
    shown = rows("zh")
    cells = [line.strip("| ").split(" | ") for line in shown[-len(EVERY) :]]
    wanted = [row_of(damage).strip("| ").split(" | ") for damage in EVERY]
    assert [row[1:] for row in cells] == [[by, READ[read], said] for _, by, read, said in wanted]
    assert len({row[0] for row in cells}) == len(EVERY)
    assert shown[-len(EVERY) - 1] == "| 对文件做了什么 | 用什么 | 读到什么 | 问题 |"


def test_every_operation_in_calc_is_used() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"))
    table = next(node for node in ast.walk(tree) if isinstance(node, ast.DictComp)).generators[0].iter
    listed = {node.id for node in ast.walk(table) if isinstance(node, ast.Name)}
    of_looks = {
        IN_CALC_NAMES.get(str(step[0]), str(step[0])) for case in LOOKS for step in case.steps_in_calc
    }
    assert listed == {str(step[0]) for damage in IN_CALC for step in damage.steps or ()} | of_looks


def test_the_rows_that_are_damaged_are_answered_and_differ() -> None:
    answers, lines = filled().answers, [filled().line(key) for key in (A, B, C)]
    assert [line.row for line in lines] == [9, 10, 13]
    assert {answers[key].state for key in (A, B, C)} == {State.VALUE}
    assert answers[A].fields[Field.LEVEL] != answers[B].fields[Field.LEVEL]
