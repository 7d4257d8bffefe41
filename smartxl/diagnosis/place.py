"""What is assessed is called as it is: the report of a county speaks of 全县, that of a district of 全区."""

from __future__ import annotations

import re
from dataclasses import replace

from smartxl.diagnosis.phrases import Phrases
from smartxl.text import Text

__all__ = ["for_place"]

_CHINESE = ("园区", "省", "县", "旗", "区", "镇", "乡", "街道", "村")
"""How the name of a place ends that is no city."""
_ENGLISH = {
    "county": "counties",
    "district": "districts",
    "province": "provinces",
    "region": "regions",
    "town": "towns",
    "township": "townships",
    "park": "parks",
    "zone": "zones",
    "village": "villages",
}
_CITY = re.compile(r"\b(cities|Cities|city|City)\b(?![}])")


def for_place(phrases: Phrases, place: Text) -> Phrases:
    """The statements for a place of this name; those of a city are as they are written."""
    if phrases.lang == "zh":
        kind = next((kind for kind in _CHINESE if place.zh.endswith(kind)), "")
        if not kind:
            return phrases
        said = {
            key: text.replace("全市", f"全{kind}").replace("本市", f"本{kind}")
            for key, text in phrases.templates.items()
        }
        return replace(phrases, templates=said)
    last = place.get("en").rpartition(" ")[2].lower()
    if last not in _ENGLISH:
        return phrases
    words = {
        "city": last,
        "City": last.capitalize(),
        "cities": _ENGLISH[last],
        "Cities": _ENGLISH[last].capitalize(),
    }
    said = {key: _CITY.sub(lambda found: words[found[0]], text) for key, text in phrases.templates.items()}
    return replace(phrases, templates=said)
