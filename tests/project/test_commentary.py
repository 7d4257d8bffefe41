"""The consultant's commentary: started once, read back under its chapters, never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.errors import ProjectError
from smartxl.project.commentary import commentary_file, read_commentary, start_commentary

CHAPTERS = [("result", "总体结果"), ("gaps", "未达标事项")]
KNOWN = [key for key, _ in CHAPTERS]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_file_says_nothing_and_is_kept(tmp_path: Path, lang: str) -> None:
    path = commentary_file(tmp_path, "zh" if lang == "zh" else "en")
    assert start_commentary(path, "zh" if lang == "zh" else "en", CHAPTERS)
    assert not any(read_commentary(path, KNOWN).values())
    before = path.read_bytes()
    assert not start_commentary(path, "zh", CHAPTERS)
    assert path.read_bytes() == before


def test_paragraphs_belong_to_the_heading_above(tmp_path: Path) -> None:
    path = tmp_path / "commentary.zh.md"
    text = "\ufeff<!-- 说明 -->\n\n## [result] 总体结果\n\n第一段，\n同一段。\n\n第二段。\n"
    text += "## [gaps] 改过的标题\n\n其一\u202e。\n"
    path.write_text(text, "utf-8")
    assert read_commentary(path, KNOWN) == {
        "result": ("第一段， 同一段。", "第二段。"),
        "gaps": ("其一\ufffd。",),
    }


def test_no_file_is_no_commentary(tmp_path: Path) -> None:
    assert read_commentary(tmp_path / "commentary.zh.md", KNOWN) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("写在前面。\n## [result] 总体结果\n", "stands above the first heading"),
        ("## [reslt] 总体结果\n文字", "no chapter of the report"),
        ("## 总体结果\n文字", "no chapter of the report"),
    ],
    ids=["above all headings", "unknown code", "no code"],
)
def test_nothing_is_lost_in_silence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "commentary.zh.md"
    path.write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=said):
        read_commentary(path, KNOWN)
