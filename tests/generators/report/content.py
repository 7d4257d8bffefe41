"""A report of everything a writer must cope with: long names, many rows, empty values, text that looks like markup."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.model.report import (
    ChartKind,
    ChartSeries,
    Cover,
    Figure,
    Listing,
    Paragraph,
    ParagraphRole,
    ReportChart,
    ReportContent,
    ReportSection,
    ReportTable,
    TableColumn,
    Words,
)
from smartxl.model.scores import Quantity, QuantityKind
from smartxl.text import Lang

HOSTILE = "<b>&amp; $x^2$ ]]> \"'"
LONG = {
    "zh": "市政务服务和数据资源管理局（市大数据发展中心、市公共资源交易服务中心）" * 3,
    "en": "Municipal Bureau of Government Services and Data Resources Administration (City Centre of Big Data, Trading) "
    * 2,
}
NAMES = {
    "zh": (
        "市公安局",
        "市人力资源和社会保障局",
        "市卫生健康委员会",
        "市住房和城乡建设局",
        "东湖区",
        "临江县",
    ),
    "en": (
        "Public Security",
        "Human Resources and Social Security",
        "Health Commission",
        "Housing",
        "East Lake",
        "Linjiang",
    ),
}
WORDS = {
    "zh": {
        "unit": "单位", "score": "得分", "rank": "名次", "coverage": "覆盖率", "why": "说明", "total": "全市",
        "last": "上期", "now": "本期", "bands": "起步 规范 集成 协同 卓越", "areas": "惠民服务 精准治理 生态宜居 产业经济",
    },
    "en": {
        "unit": "Unit", "score": "Score", "rank": "Rank", "coverage": "Coverage", "why": "Remarks", "total": "City",
        "last": "Last period", "now": "This period", "bands": "Initial Managed Integrated Collaborative Excellent",
        "areas": "Services Governance Environment Economy",
    },
}  # fmt: skip


def figure(value: float, form: str = "{:.1f}") -> Figure:
    return Figure(form.format(value), value, (Quantity(QuantityKind.SCORE, "U1", "A"),))


def value(place: int) -> float:
    """Numbers that look like scores, without chance."""
    return (place * 37.7 + 11.3) % 100


def units(lang: Lang, count: int) -> tuple[str, ...]:
    told = [f"{NAMES[lang][place % 6]}{'' if place < 6 else place}" for place in range(count)]
    return (LONG[lang][:110], f"{NAMES[lang][0]} {HOSTILE}", *told)[:count]


def chart(kind: ChartKind, lang: Lang = "zh", count: int = 12, series: int = 1, key: str = "") -> ReportChart:
    names = (WORDS[lang]["now"], WORDS[lang]["last"], *units(lang, 60))[:series]
    categories = (
        tuple(f"202{place}" for place in range(count)) if kind is ChartKind.LINES else units(lang, count)
    )
    return ReportChart(
        key or f"{kind}{count}x{series}",
        f"{WORDS[lang]['score']} {HOSTILE}",
        kind,
        categories,
        tuple(
            ChartSeries(
                name,
                tuple(
                    None if (place + at) % 11 == 5 else figure(value(place + 3 * at))
                    for place in range(count)
                ),
            )
            for at, name in enumerate(names)
        ),
        "alt: " + HOSTILE,
        bands=tuple(zip((0, 40, 60, 80, 90), WORDS[lang]["bands"].split(), strict=True))
        if kind in {ChartKind.BARS, ChartKind.LINES}
        else (),
    )


def table(lang: Lang, key: str, rows: int, columns: int = 0) -> ReportTable:
    """A ranking of `rows` units with as many further columns of numbers."""
    words = WORDS[lang]
    heads = (
        TableColumn(words["rank"], 0.6, numeric=True),
        TableColumn(words["unit"], 3),
        TableColumn(words["score"], 0.8, numeric=True),
        TableColumn(words["coverage"], 0.9, numeric=True),
        TableColumn(words["why"], 2.5),
        *(TableColumn(f"{words['score']} {place}", 0.8, numeric=True) for place in range(columns)),
    )
    return ReportTable(
        key,
        words["rank"] + HOSTILE,
        heads,
        tuple(_rows(lang, rows, columns)),
        frozenset({rows - 1}),
        words["why"] + HOSTILE,
    )


def _rows(lang: Lang, rows: int, columns: int) -> Iterator[tuple[Words, ...]]:
    names = units(lang, rows)
    for place in range(rows):
        score = value(place)
        yield (
            (figure(place + 1, "{:.0f}"),),
            (WORDS[lang]["total"] if place == rows - 1 else names[place],),
            () if place % 17 == 3 else (figure(score - 5),),
            (figure(score, "{:.0f}%"),),
            (LONG[lang][: 110 * (place % 5 == 0)],),
            *((figure(value(place + at)),) for at in range(columns)),
        )


def content(lang: Lang = "zh") -> ReportContent:
    zh = lang == "zh"
    city: Words = (
        ("全市得分", figure(63.42, "{:.2f}"), "分，", HOSTILE)
        if zh
        else ("The city scores ", figure(63.42, "{:.2f}"), HOSTILE)
    )
    more = (
        ("比上期提高", figure(2.31, "{:.2f}"), "分。") if zh else ("It gained ", figure(2.31, "{:.2f}"), ".")
    )
    title = (
        ["总体结果", "分领域", "单位排名", "短板", "四级标题"]
        if zh
        else ["Result", "Areas", "Ranking", "Weaknesses", "Deep"]
    )
    deep = ReportSection("deep", title[4], (Paragraph(more),))
    third = ReportSection("third", title[3], (Paragraph(city),), (deep,))
    below = ReportSection("below", title[4], (Paragraph(more),))
    areas = ReportSection("areas", title[1], (Paragraph(more), chart(ChartKind.RADAR, lang, 6, 2)), (third,))
    first = ReportSection(
        "result",
        title[0],
        (
            Paragraph(city, ParagraphRole.CONCLUSION),
            Paragraph((*city, *more) * 4),
            Paragraph(more, ParagraphRole.NOTE),
            Paragraph(city, ParagraphRole.COMMENTARY),
            Listing((city, more)),
            chart(ChartKind.LINES, lang, 5, 3),
            table(lang, "small", 6),
        ),
        (areas,),
    )
    second = ReportSection(
        "ranking",
        title[2],
        (
            chart(ChartKind.BARS, lang, 50),
            chart(ChartKind.BARS, lang, 55, 2),
            chart(ChartKind.HEAT, lang, 50, 12),
            table(lang, "long", 350),
        ),
    )
    empty = ReportTable(
        "empty", title[3], (TableColumn(WORDS[lang]["unit"]), TableColumn(WORDS[lang]["score"])), ()
    )
    annex = ReportSection("method", LONG[lang][:110], (table(lang, "wide", 20, 11), empty), (below,))
    facts = (
        (("编制单位", LONG[lang][:110]), ("日期", "2026年11月29日"))
        if zh
        else (("Published by", LONG[lang][:110]), ("Date", "29 November 2026"))
    )
    return ReportContent(
        lang,
        Cover(
            "临江市智慧城市诊断评估报告" if zh else "Smart City Diagnosis of Linjiang",
            "2026年度" if zh else "Year 2026",
            facts,
        ),
        (first, second),
        (annex,),
    )
