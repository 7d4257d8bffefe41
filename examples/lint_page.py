"""Writes docs/lint.md: lint_head.md beside this file, the catalogue of rules (smartxl/lint/rules.csv), and lint_tail.md.

python examples/lint_page.py > docs/lint.md
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smartxl.lint import LINT_RULES, LintRule
from smartxl.text import Text

HEAD, TAIL = (Path(__file__).with_name(f"lint_{part}.md") for part in ("head", "tail"))
SECTIONS = {
    "SXL1": Text("公式和值", "Formulas and values"),
    "SXL2": Text("工作簿", "The book"),
    "SXL3": Text("文件", "The file"),
}
TABLE = """
| 代码 · code | 程度 · severity | 是什么 · what | 为什么 · why | 怎么办 · what to do |
|---|---|---|---|---|"""


def page() -> Iterator[str]:
    """The lines of the page. Raises KeyError where codes have no section yet."""
    if strange := {code[:4] for code in LINT_RULES} - SECTIONS.keys():
        raise KeyError(f"name the section of the codes that begin with {', '.join(sorted(strange))}")
    yield HEAD.read_text("utf-8").rstrip()
    for prefix, title in SECTIONS.items():
        rules = [rule for code, rule in LINT_RULES.items() if code.startswith(prefix)]
        if rules:
            yield f"\n### {prefix} {title.zh} · {title.en}"
            yield TABLE
            yield from map(_row, rules)
    yield TAIL.read_text("utf-8").rstrip()


def _row(rule: LintRule) -> str:
    texts = (rule.severity.label, rule.title, rule.reason, rule.remedy)
    return f"| {' | '.join([f'{rule.code}<br>{rule.name}', *map(_both, texts)])} |"


def _both(text: Text) -> str:
    """Without what a table would take for its own."""
    return f"{text.zh}<br>{text.en}".replace("|", "\\|")


if __name__ == "__main__":
    print("\n".join(page()))
