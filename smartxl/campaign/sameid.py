"""Cities whose projects have one id: a form says by it where it belongs, so that theirs could be swapped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ruamel.yaml.error import YAMLError

from smartxl.define.yamltext import compose, word
from smartxl.errors import ProjectError, SmartxlError
from smartxl.filenames import ASSESSMENT, is_project
from smartxl.model.campaign import CampaignCity
from smartxl.project.definitions import cache_folder, load_cached
from smartxl.text import Text, both

__all__ = ["with_one_id"]

_ID = re.compile(r"^id[ \t]*:.*$", re.MULTILINE)  # the whole file takes a hundred times as long
_REMEDY = Text(
    "给每个城市的 assessment.yaml 写不同的 id，再重新生成表",
    "give each city an id of its own in assessment.yaml, and build its forms anew",
)


def with_one_id(root: Path, cities: Sequence[CampaignCity]) -> Iterator[tuple[CampaignCity, ProjectError]]:
    """The cities of a campaign's folder whose id is that of another one too, each with its error; in their order."""
    ids = {city.code: _id_of(root / city.folder) for city in cities}
    sharing = defaultdict(list)
    for city in cities:
        sharing[ids[city.code]].append(city)
    for city in cities:
        own = ids[city.code]
        other = next((each for each in sharing[own] if each is not city), None)
        if own and other is not None:
            name = both(f"{other.code} ") + other.name
            what = Text(
                f"id“{own}”与 {name.zh} 相同，两市的表会互换，都没有处理",
                f"its id {own!r} is that of {name.en} too: their forms could be swapped, and nothing is done for either",
            )
            yield city, ProjectError(both(f"{city.code} ") + city.name, what, _REMEDY)


def _id_of(folder: Path) -> str:
    """The id of a project; "" where it has none that can be read, which is told when it is opened."""
    with suppress(SmartxlError, OSError, UnicodeError, YAMLError):
        if not is_project(folder):
            return ""
        path = folder / ASSESSMENT
        found = _ID.search(path.read_text("utf-8-sig")) if path.is_file() else None
        if found is not None:
            return word(compose(found.group()), "id")
        return load_cached(folder, cache_folder()).round.id
    return ""
