"""A report's content: every number is one of the scores, and every statement holds at its boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from smartxl import scheme
from smartxl.define.load import load
from smartxl.diagnosis import content as content_module
from smartxl.diagnosis.brief import brief_contents
from smartxl.diagnosis.content import report_content, with_commentary
from smartxl.diagnosis.facts import RoundFacts
from smartxl.diagnosis.phrases import Phrases
from smartxl.diagnosis.unit import unit_annex, unit_contents
from smartxl.errors import ProjectError
from smartxl.model.answers import Answer, State
from smartxl.model.definition import Definition
from smartxl.model.report import Figure, Listing, Paragraph, ReportContent, ReportTable, plain
from smartxl.scoring.engine import score
from smartxl.scoring.rescore import rescorer
from smartxl.text import LANGUAGES, Lang
from smartxl_templates import statements

DAY = date(2026, 11, 1)


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def answered(definition: Definition, shares: Mapping[str, float]) -> list[Answer]:
    """All sampled items of some units at a share of their points, all other rows blank."""
    return [
        Answer(item.unit, item.key, State.VALUE, shares[item.unit])
        for item in definition.catalogue.items
        if item.unit in shares
    ]


def content_of(
    definition: Definition,
    answers: Iterable[Answer],
    lang: Lang = "zh",
) -> tuple[ReportContent, RoundFacts]:
    every = list(answers)
    table = score(definition, every)
    phrases = Phrases(lang, statements(lang))
    facts = RoundFacts(definition, table, every, (), phrases, rescorer(definition, every), ("约定",))
    return report_content(facts, DAY), facts


def texts(content: ReportContent) -> Iterator[str]:
    for block in content.blocks():
        if isinstance(block, Paragraph):
            yield plain(block.words)
        elif isinstance(block, Listing):
            yield from map(plain, block.items)


def figures(content: ReportContent) -> Iterator[Figure]:
    for block in content.blocks():
        words = (
            [block.words]
            if isinstance(block, Paragraph)
            else block.items
            if isinstance(block, Listing)
            else []
        )
        rows = block.rows if isinstance(block, ReportTable) else ()
        for text in [*words, *(cell for row in rows for cell in row)]:
            yield from (run for run in text if isinstance(run, Figure))


MIXED = {"P1": 0.5, "P2": 0.8, "D1": 0.25}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_one_quantity_is_that_quantity(definition: Definition, lang: Lang) -> None:
    content, facts = content_of(definition, answered(definition, MIXED), lang)
    seen = 0
    for figure in figures(content):
        for source in figure.sources:
            assert source in facts.table.values, source
        digits = figure.shown.replace(",", "").removesuffix("%")
        scale = 100 if figure.shown.endswith("%") else 1
        assert (
            abs(float(digits) - scale * figure.value) <= 0.5 * 10.0 ** -len(digits.partition(".")[2]) + 1e-9
        )
        seen += bool(figure.sources)
    assert seen > 40


def test_keys_are_unique_and_the_same_in_both_languages(definition: Definition) -> None:
    keys = []
    for lang in LANGUAGES:
        content, _ = content_of(definition, answered(definition, MIXED), lang)
        sections = [section.key for section in content.walk()]
        blocks = [block.key for block in content.blocks() if not isinstance(block, Paragraph | Listing)]
        assert len(set(sections)) == len(sections)
        assert len(set(blocks)) == len(blocks)
        keys.append((sections, blocks))
    assert keys[0] == keys[1]


def test_both_languages_have_the_same_statements_with_the_same_parts() -> None:
    zh, en = Phrases("zh", statements("zh")), Phrases("en", statements("en"))
    assert zh.templates.keys() == en.templates.keys()
    zh.with_own(en.templates, "en")
    en.with_own(zh.templates, "zh")


def test_every_statement_is_said_somewhere() -> None:
    rooms = (Path(content_module.__file__).parent, Path(scheme.__file__).parent)
    code = "".join(path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))
    unused = [
        k
        for k in statements("zh")
        if f'"{k}"' not in code and not k.startswith(("coupling.", "file.", "scheme_rule."))
    ]
    assert not unused


def test_the_report_of_a_unit(definition: Definition) -> None:
    _, facts = content_of(definition, answered(definition, MIXED))
    unit = definition.roster.by_code["P1"]
    (page,) = unit_contents(facts, unit, DAY)[0].sections
    assert [part.key for part in page.parts] == ["areas.P1", "losses.P1", "improve.P1", "tasks.P1"]
    own = [entry.item.name for entry in facts.open if entry.item.unit == "P1"]
    table = next(
        b for b in unit_annex(facts, unit).blocks if isinstance(b, ReportTable) and b.key == "unit.items"
    )
    assert [plain(row[1]) for row in table.rows] == own


def words_of(content: ReportContent) -> int:
    """How much a content says: the letters of its texts and the rows of its tables."""
    rows = sum(len(block.rows) for block in content.blocks() if isinstance(block, ReportTable))
    return sum(map(len, texts(content))) + rows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_shorter_content_says_no_more(definition: Definition, lang: Lang) -> None:
    whole, facts = content_of(definition, answered(definition, MIXED), lang)
    for contents in (
        brief_contents(facts, whole, DAY),
        unit_contents(facts, definition.roster.units[0], DAY),
    ):
        assert sorted(map(words_of, contents), reverse=True) == [words_of(content) for content in contents]


def test_the_brief_says_what_the_report_says(definition: Definition) -> None:
    whole, facts = content_of(definition, answered(definition, MIXED))
    brief = brief_contents(facts, whole, DAY)[0]
    told = "\n".join(texts(whole))
    sentences = [
        one
        for text in texts(brief)
        for one in text.removeprefix("全市：").removeprefix("部门：").removeprefix("区县：").split("。")
    ]
    assert [one for one in sentences if one not in told and "见报告" not in one] == []
    chapters = ["result", "ranking", "strengths", "improve", "tasks"]
    assert [section.key for section in brief.sections] == chapters


def test_the_report_of_a_unit_that_never_answered(definition: Definition) -> None:
    _, facts = content_of(definition, answered(definition, {"P1": 0.5}))
    content = unit_contents(facts, definition.roster.by_code["D1"], DAY)[0]
    every = "\n".join(texts(content))
    assert "None" not in every
    assert "云湖区" in every


@pytest.mark.parametrize(
    ("shares", "said", "unsaid"),
    [
        ({}, "尚无单位的填报计入", "居首"),
        ({"P1": 1.0, "P2": 1.0, "D1": 1.0}, "采样的事项全部达到最高等级", "主要短板为"),
        ({"P1": 0.5, "P2": 0.5}, "得分相同，均为 50.00 分", "各领域得分相同"),
        ({"D1": 0.5}, "只有云湖区一个单位有得分", "区县共"),
    ],
    ids=["nothing answered", "all full", "a tie", "one unit"],
)
def test_boundaries(definition: Definition, shares: Mapping[str, float], said: str, unsaid: str) -> None:
    content, _ = content_of(definition, answered(definition, shares))
    every = "\n".join(texts(content))
    assert said in every
    assert unsaid not in every
    assert "None" not in every
    assert "nan" not in every


def test_items_are_raised_one_by_one_and_scored_again(definition: Definition) -> None:
    answers = answered(definition, MIXED)
    content, facts = content_of(definition, answers)
    table = next(b for b in content.blocks() if isinstance(b, ReportTable) and b.key == "improve.table")
    assert table.rows
    gains = [row[-1][0].value for row in table.rows if isinstance(row[-1][0], Figure)]
    assert gains == sorted(gains, reverse=True)
    best = next(entry for entry in facts.open if (entry.item.name,) == table.rows[0][2])
    changed = [
        Answer(a.unit, a.key, State.VALUE, 1.0) if (a.unit, a.key) == best.place else a for a in answers
    ]
    before, after = (score(definition, list(some)) for some in (answers, changed))
    city = next(q for q in before.values if q.kind == "score" and q.unit == "@city" and q.ref == "TOTAL")
    assert gains[0] == pytest.approx((after.values[city] or 0) - (before.values[city] or 0), abs=1e-9)


def test_commentary_stands_at_the_end_of_its_chapter(definition: Definition) -> None:
    said = {"gaps": ("第一段。", "第二段。")}
    content = with_commentary(content_of(definition, answered(definition, MIXED))[0], said)
    chapter = next(section for section in content.sections if section.key == "gaps")
    assert [plain(b.words) for b in chapter.blocks[-2:] if isinstance(b, Paragraph)] == [
        "第一段。",
        "第二段。",
    ]


def test_own_statements_replace_those_that_ship(definition: Definition) -> None:
    phrases = Phrases("zh", statements("zh")).with_own({"quality.clean": "很好。"}, "statements.zh.toml")
    assert phrases.text("quality.clean") == "很好。"


@pytest.mark.parametrize(
    ("key", "template", "said"),
    [
        ("result.nothing", "x", "there is no such statement"),
        ("result.distance", "{points} {who}", "{who} is not known here"),
        ("result.distance", "{points", "the braces do not match"),
    ],
    ids=["unknown key", "unknown part", "open brace"],
)
def test_own_statements_that_cannot_be_used(key: str, template: str, said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        Phrases("zh", statements("zh")).with_own({key: template}, "statements.zh.toml")
