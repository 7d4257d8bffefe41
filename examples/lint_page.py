"""docs/lint.md: what heads/ has of it, and the catalogue of rules (smartxl/lint/rules.csv)."""

from __future__ import annotations

from collections.abc import Iterator

from paging import head_of, heads, opening, row
from smartxl.lint import LINT_RULES, LintRule
from smartxl.text import Lang, Text

TITLE = Text("检查工作簿", "Linting a workbook")
SECTIONS = {
    "SXL1": Text("公式和值", "Formulas and values"),
    "SXL2": Text("工作簿", "The book"),
    "SXL3": Text("文件", "The file"),
}
HEADS = (
    Text("代码", "code"),
    Text("程度", "severity"),
    Text("是什么", "what"),
    Text("为什么", "why"),
    Text("怎么办", "what to do"),
)


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page. Raises KeyError where codes have no section yet."""
    if strange := {code[:4] for code in LINT_RULES} - SECTIONS.keys():
        raise KeyError(f"name the section of the codes that begin with {', '.join(sorted(strange))}")
    yield opening("lint", TITLE, lang)
    yield head_of("lint", lang)
    for prefix, title in SECTIONS.items():
        rules = [rule for code, rule in LINT_RULES.items() if code.startswith(prefix)]
        if rules:
            yield f"\n### {prefix} {title.get(lang)}\n"
            yield heads(lang, *HEADS)
            yield from (_row(rule, lang) for rule in rules)
    yield ""
    yield head_of("lint_faults", lang)


def _row(rule: LintRule, lang: Lang) -> str:
    texts = (rule.severity.label, rule.title, rule.reason, rule.remedy)
    return row(f"{rule.code}<br>{rule.name}", *(text.get(lang) for text in texts))
