"""Lines of output that GitHub Actions takes for annotations."""

from __future__ import annotations

import pytest

from smartxl.cli.present.annotations.annotation import Annotation, AnnotationLevel
from smartxl.cli.present.annotations.github import github_lines
from tests.cli.present.annotations.samples import annotation, file_of


def line_of(each: Annotation) -> str:
    (line,) = github_lines([file_of(each)], "en")
    return line


@pytest.mark.parametrize(
    ("told", "line"),
    [
        pytest.param(
            annotation(),
            "::error file=a.xlsx,title=another value [verify-stored]::a.xlsx Sheet!D9: 5 ≠ 6 → recalculate and save",
            id="error",
        ),
        pytest.param(
            annotation("town/a.yaml", "", sheet="", line=12, level=AnnotationLevel.WARNING),
            "::warning file=town/a.yaml,line=12,title=another value [verify-stored]"
            "::town/a.yaml 5 ≠ 6 → recalculate and save",
            id="warning-at-a-line",
        ),
        pytest.param(
            annotation("a,b:c%.xlsx", what="100%\nof\r it: a,b", level=AnnotationLevel.NOTE),
            "::notice file=a%2Cb%3Ac%25.xlsx,title=another value [verify-stored]"
            "::a,b:c%25.xlsx Sheet!D9: 100%25%0Aof\ufffd it: a,b → recalculate and save",
            id="escapes",
        ),
    ],
)
def test_an_annotation_is_one_line(told: Annotation, line: str) -> None:
    assert line_of(told) == line


def test_no_text_of_a_workbook_can_give_a_command() -> None:
    line = line_of(annotation(what="x\n::add-mask::secret\r\n::stop-commands::t", sheet="a\n::debug::b"))
    assert line.count("\n") == line.count("\r") == 0
    assert line.startswith("::error file=a.xlsx,")


def test_the_gravest_come_first() -> None:
    levels = [AnnotationLevel.NOTE, AnnotationLevel.WARNING, AnnotationLevel.ERROR]
    lines = github_lines([file_of(*(annotation(level=level) for level in levels))], "zh")
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice"]
