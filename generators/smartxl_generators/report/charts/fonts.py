"""Which installed font draws Chinese, and the families that a reader's own machine may take for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unicodedata import east_asian_width

from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["FAMILIES", "LATIN", "drawing_families", "is_chinese"]

LATIN = "DejaVu Sans"
"""Comes with matplotlib, so that there is always one."""
FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "STHeiti",
    "SimHei",
    "DengXian",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Sarasa Gothic SC",
    "HarmonyOS Sans SC",
    "Noto Serif CJK SC",
    "SimSun",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Fonts that have simplified Chinese, the ones that read best in a small size first."""


def is_chinese(text: str) -> bool:
    """Whether a text has characters that a Latin font lacks."""
    return any(east_asian_width(char) in "WF" for char in text)


def drawing_families(texts: str) -> list[str]:
    """The families to draw a text with. Raises ProjectError where it needs Chinese and no font is installed."""
    found = _chinese_family()
    if found is None and is_chinese(texts):
        raise ProjectError(
            "report",
            Text(
                "这台计算机上没有中文字体，图中的汉字画不出来",
                "no Chinese font is installed, so charts cannot be drawn",
            ),
            Text(
                "安装“Noto Sans CJK SC”（思源黑体）、微软雅黑或黑体之一（Debian/Ubuntu：apt install "
                "fonts-noto-cjk）",
                "install one of Noto Sans CJK SC, Microsoft YaHei or SimHei (Debian/Ubuntu: apt install "
                "fonts-noto-cjk)",
            ),
        )
    return [found, LATIN] if found else [LATIN]


@cache
def _chinese_family() -> str | None:
    """The first of the families that is installed; fonts installed since matplotlib last looked are found too."""
    return _known() or (_look_again() and _known()) or None


def _known() -> str | None:
    from matplotlib import font_manager  # by those alone who draw pictures: it takes a third of a second

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((family for family in FAMILIES if family in installed), None)


def _look_again() -> bool:
    from matplotlib import font_manager

    known = {str(Path(font.fname)) for font in font_manager.fontManager.ttflist}
    for path in sorted(set(map(str, font_manager.findSystemFonts())) - known):
        try:
            font_manager.fontManager.addfont(path)
        except (OSError, RuntimeError):  # a damaged font of the machine is not ours to report
            continue
    return True
