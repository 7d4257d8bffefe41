"""Every kind of look is read as it is shown or asked about, whatever program made it; docs/damage.md has the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.findings import FindingCode as F
from smartxl.findings import Severity
from smartxl.text import Lang
from tests.pages import page
from tests.reading.damage.filled import SHEET, filled
from tests.reading.damage.in_calc import FEWER_SHEETS
from tests.reading.damage.looks import IN_CALC_NAMES, LOOKS, LookCase
from tests.reading.damage.looks_by_openpyxl import PIXEL, made
from tests.reading.damage.office import run_jobs

PROGRAMS = ("openpyxl", "LibreOffice")
_TAKEN = {  # what is asked, and counts until it is answered, is right as it is stored
    *(F.HIDDEN_ANSWER, F.PICTURE_OVER, F.COMMENT, F.TEXT_BOX, F.TYPED_BESIDE, F.ROW_WITHOUT_KEY),
}


def assert_read_or_asked(case: LookCase, content: bytes) -> None:
    """What is asked has its finding at the cell, and is not taken where it may mean something else; the rest is as shown."""
    form = filled()
    extraction = form.read(content)
    grave = [f for f in extraction.findings if f.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}]
    row = int(case.cell[1:])
    key = next(line.key for line in form.lines if line.row == row)
    answer = next(answer for answer in extraction.submission.answers if answer.key == key)
    if case.code is None:
        assert grave == []
        assert answer.fields.get(case.field) == case.value
        return
    asked = [f for f in extraction.findings if f.code is case.code]
    assert (case.at or case.cell) in [f.cell for f in asked], extraction.findings
    taken = case.code in _TAKEN
    assert (answer.fields.get(case.field) == form.answers[key].fields.get(case.field)) is taken
    others = {a.key: a for a in extraction.submission.answers if a.key != key}
    assert all(others[k].fields == a.fields for k, a in form.answers.items() if k in others and k != "A3/N")


@pytest.mark.slow
@pytest.mark.parametrize("case", [c for c in LOOKS if "openpyxl" in c.by], ids=lambda case: case.en)
def test_looks_by_openpyxl(case: LookCase) -> None:
    assert_read_or_asked(case, made(case))


@pytest.fixture(scope="module")
def looked(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all forms with a look: one office makes them all."""
    folder = tmp_path_factory.mktemp("looks")
    source, small, pixel = (str(folder / name) for name in ("source.xlsx", "small.xlsx", "pixel.png"))
    Path(source).write_bytes(filled().content)
    Path(pixel).write_bytes(PIXEL)
    jobs: list[dict[str, object]] = [{"source": source, "target": small, "steps": FEWER_SHEETS}]
    for number, case in enumerate(LOOKS):
        steps = [
            [IN_CALC_NAMES.get(str(name), name), SHEET, *arguments, *([pixel] if name == "picture" else [])]
            for name, *arguments in case.steps_in_calc
        ]
        if "LibreOffice" in case.by:
            jobs.append({"source": small, "target": str(folder / f"{number}.xlsx"), "steps": steps})
    run_jobs(soffice, folder, jobs)
    return folder


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "number", [n for n, c in enumerate(LOOKS) if "LibreOffice" in c.by], ids=lambda n: LOOKS[n].en
)
def test_looks_by_libreoffice(number: int, looked: Path) -> None:
    assert_read_or_asked(LOOKS[number], (looked / f"{number}.xlsx").read_bytes())


def row_of(case: LookCase, lang: Lang) -> str:
    """The row of the page that speaks of a look."""
    read, asked = ("照读", "询问") if lang == "zh" else ("read", "asked")
    word = read if case.code is None else f"{asked} {case.code.partition('-')[0]}"
    look = case.zh if lang == "zh" else case.en
    return f"| {look} | {' | '.join(word if program in case.by else '–' for program in PROGRAMS)} |"


@pytest.mark.parametrize(("lang", "head"), [("zh", "答案的样子"), ("en", "how an answer looks")])
def test_the_page_has_the_table_of_looks(lang: Lang, head: str) -> None:
    lines = page("damage.md", lang).splitlines()
    start = lines.index(f"| {head} | {' | '.join(PROGRAMS)} |")
    assert lines[start + 2 : start + 2 + len(LOOKS)] == [row_of(case, lang) for case in LOOKS]
