"""The words of workbooks and reports as they fit what is assessed.

A county is called a county, a park a park; where nothing is sampled, forms are no sampling sheets. The packaged wording
speaks of a city whose units sample their items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from smartxl.model.framework import Measure
from smartxl_templates import statements, wording

if TYPE_CHECKING:
    from smartxl.model.definition import Definition
    from smartxl.model.framework import Framework
    from smartxl.model.roster import Round
    from smartxl.text import Lang, Text

__all__ = ["kind_of_place", "own_statements", "own_wording"]

_CHINESE = ("园区", "省", "县", "旗", "区", "镇", "乡", "街道", "村", "园")
"""How the name of a place ends that is no city."""
_ENGLISH = frozenset(
    {"county", "district", "province", "region", "town", "township", "park", "zone", "village"}
)
_CITY = {"zh": "市", "en": "city"}
_CITY_IN_ENGLISH = re.compile(r"\b(cities|Cities|city|City)\b(?!\})")
_CITY_IN_CHINESE = re.compile("(?<=[全本])市|城市")
_UNSAMPLED = {
    "zh": (
        ("采样填报", "填报"),
        ("采样表", "填报表"),
        ("“采样地址”或", ""),
        ("采样地址或", ""),
        ("采样地址", "地址"),
        ("采样日期", "日期"),
        ("采样事项和等级", "等级"),
        ("采样的事项", "各等级"),
    ),
    "en": (
        ("sampling sheet", "form"),
        ("sampling form", "form"),
        ("Sampling sheet", "Form"),
        ("Sampling form", "Form"),
        ("sheet Sampling", "sheet Form"),
        ("-sampling", "-form"),
        ("date of this round's sampling", "date for this round"),
        ("day of sampling", "date"),
        ("Date sampled", "Date"),
        ("Address sampled", "Address"),
        ("Sampled address", "Address"),
        ("Sampled on", "Date"),
        ("neither sampled items nor levels", "no levels"),
        ("sampled items and levels", "levels"),
        ("All sampled items", "All levels"),
    ),
}
"""What forms are called where they sample, and where they do not."""
_NAMES = {"sheet.sampling": {"zh": "填报表", "en": "Form"}}


def own_wording(definition: Definition, lang: Lang) -> Mapping[str, str]:
    """The words of workbooks by their dotted keys."""
    return _fitted("wording", lang, kind_of_place(definition.round, lang), _samples(definition.framework))


def own_statements(definition: Definition, lang: Lang) -> Mapping[str, str]:
    """The statements of reports by their dotted keys."""
    return _fitted("statements", lang, kind_of_place(definition.round, lang), _samples(definition.framework))


def kind_of_place(round_: Round, lang: Lang) -> str:
    """What kind of place is assessed: as declared, else by how its name ends, else a city."""
    if declared := round_.place:
        return declared.get(lang)
    return _by_name(round_.city, lang)


def _by_name(name: Text, lang: Lang) -> str:
    if lang == "zh":
        return next((kind for kind in _CHINESE if name.zh.endswith(kind)), _CITY[lang])
    last = name.get("en").rpartition(" ")[2].lower()
    return last if last in _ENGLISH else _CITY[lang]


def _samples(framework: Framework) -> bool:
    return any(node.indicator and node.indicator.measure is Measure.SAMPLE for node in framework.nodes)


@cache
def _fitted(which: str, lang: Lang, kind: str, samples: bool) -> Mapping[str, str]:
    texts = wording(lang) if which == "wording" else statements(lang)
    if not samples:
        texts = {key: _unsampled(text, lang) for key, text in texts.items()}
        texts |= {key: name[lang] for key, name in _NAMES.items() if key in texts}
    if kind != _CITY[lang]:
        texts = {key: _of_place(text, lang, kind) for key, text in texts.items()}
    return texts


def _unsampled(text: str, lang: Lang) -> str:
    for sampled, other in _UNSAMPLED[lang]:
        text = text.replace(sampled, other)
    return text


def _of_place(text: str, lang: Lang, kind: str) -> str:
    if lang == "zh":
        return _CITY_IN_CHINESE.sub(kind, text)
    plural = _plural(kind)
    words = {
        "city": kind,
        "City": kind[:1].upper() + kind[1:],
        "cities": plural,
        "Cities": plural[:1].upper() + plural[1:],
    }
    return _CITY_IN_ENGLISH.sub(lambda found: words[found[0]], text)


def _plural(kind: str) -> str:
    """county → counties, park → parks, parish → parishes, municipality → municipalities."""
    if re.search("[^aeiou]y$", kind):
        return kind[:-1] + "ies"
    return kind + ("es" if re.search("(s|x|z|ch|sh)$", kind) else "s")
