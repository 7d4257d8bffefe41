"""docs/findings.md: the catalogue of findings (smartxl/findings.csv) with findings_causes.csv beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from paging import HERE, head_of, heads, opening, row
from smartxl.findings import CATALOGUE, FindingCode
from smartxl.text import Lang, Text

CAUSES = HERE / "findings_causes.csv"
TITLE = Text("问题代码", "Findings")
SECTIONS = {
    "F": Text("文件", "The file"),
    "S": Text("文件结构", "Its structure"),
    "R": Text("行", "A row"),
    "M": Text("一个单位的几个文件与佐证材料", "Several files of one unit, and evidence"),
    "V": Text("填写的内容", "A value"),
    "L": Text("互相矛盾的内容", "Values that contradict each other"),
}
HEADS = (
    Text("代码", "code"),
    Text("程度", "severity"),
    Text("内容", "message"),
    Text("原因", "cause"),
    Text("例", "example"),
    Text("处理", "what to do"),
)


class Cause(NamedTuple):
    """Why a finding comes about, and what is found then."""

    why: Text
    example: Text


def causes() -> Mapping[str, Cause]:
    """Code → cause and example. Raises KeyError for a code that is in no catalogue."""
    with CAUSES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    known = {code.value for code in FindingCode}
    if strange := [told["code"] for told in rows if told["code"] not in known]:
        raise KeyError(f"{CAUSES.name} has codes that smartxl/findings.csv lacks: {', '.join(strange)}")
    return {
        told["code"]: Cause(*(Text(told[f"{part}_zh"], told[f"{part}_en"]) for part in ("cause", "example")))
        for told in rows
    }


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page. Raises KeyError, naming all, when codes have no cause or no section yet."""
    told = causes()
    if missing := [code.value for code in FindingCode if code.value not in told]:
        raise KeyError(f"add cause and example to examples/{CAUSES.name} for: {', '.join(missing)}")
    if strange := {code.value[0] for code in FindingCode} - SECTIONS.keys():
        raise KeyError(f"name the section of the codes that begin with {', '.join(sorted(strange))}")
    yield opening("findings", TITLE, lang)
    yield head_of("findings", lang)
    for letter, title in SECTIONS.items():
        yield f"\n## {letter} {title.get(lang)}\n"
        yield heads(lang, *HEADS)
        yield from (
            _row(code, told[code.value], lang) for code in FindingCode if code.value.startswith(letter)
        )


def _row(code: FindingCode, cause: Cause, lang: Lang) -> str:
    kind = CATALOGUE[code]
    texts = (kind.severity.label, kind.message, cause.why, cause.example, kind.remedy)
    return row(code.value, *(text.get(lang) for text in texts))
