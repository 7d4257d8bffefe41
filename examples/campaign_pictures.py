"""Renders the pictures of docs/campaign.md: two pages of the report on sixteen cities with simulated answers, in each language.

    python examples/campaign_pictures.py docs/images

Needs typst (`pip install 'smartxl[pdf]'`), poppler (pdftoppm) and a Chinese font.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from drawing import drawn, grid, saved
from smartxl.campaign import init_campaign
from smartxl.text import LANGUAGES, Lang

_CITIES: dict[Lang, dict[str, tuple[str, ...]]] = {
    "zh": {
        "东省": ("临江市", "平湖市", "安远市", "东陵市", "海门市", "青河市"),
        "西省": ("西川市", "金沙市", "云岭市", "长丰市", "石泉市"),
        "南省": ("南渡市", "花城市", "清远湾市", "榕江市", "凤山市"),
    },
    "en": {
        "East": ("Linjiang", "Pinghu", "Anyuan", "Dongling", "Haimen", "Qinghe"),
        "West": ("Xichuan", "Jinsha", "Yunling", "Changfeng", "Shiquan"),
        "South": ("Nandu", "Huacheng", "Qingyuanwan", "Rongjiang", "Fengshan"),
    },
}
_SIZES: dict[Lang, tuple[str, ...]] = {
    "zh": ("大城市", "中等城市", "小城市"),
    "en": ("large", "medium", "small"),
}
_PAGES = (3, 4)
_RESOLUTION = 60


def render(lang: Lang, target: Path) -> None:
    """Writes campaign-report-LANG.png into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        named = [(province, city) for province, cities in _CITIES[lang].items() for city in cities]
        rows = (
            f"c{n:02d},{city},{city},{province},{_SIZES[lang][n % 3]}"
            for n, (province, city) in enumerate(named, 1)
        )
        (folder / "cities.csv").write_text("\n".join(("代码,城市,英文名称,省份,规模", *rows)), "utf-8")
        campaign = init_campaign(
            folder / "campaign", folder / "cities.csv", framework="mohurd-2012", lang=lang
        )
        campaign.fill()
        campaign.collect()
        (report,) = campaign.report("pdf").files
        pages = [drawn(report.path, page, _RESOLUTION) for page in _PAGES]
        saved(grid(pages, len(pages)), target / f"campaign-report-{lang}.png")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for language in LANGUAGES:
        render(language, Path(sys.argv[1]))
