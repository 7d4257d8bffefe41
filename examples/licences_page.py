"""docs/licences.md: what smartxl needs and under which licence it is, from pyproject.toml and what packages say of themselves.

It is written from the packages of this environment, and only when it is asked for: python examples/generated.py licences
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from paging import HERE, head_of, heads, opening, row
from smartxl.text import Lang, Text

ROOT = HERE.parent
TITLE = Text("依赖与许可证", "Dependencies and their licences")
EXTRAS = ("pdf", "postgres", "engines", "cluster", "parquet")
HEADS = (
    Text("软件包", "package"),
    Text("用途", "for"),
    Text("何时安装", "installed"),
    Text("许可证", "licence"),
)
_LONGEST = 40
ALWAYS = Text("总是", "always")
FAMILIES = (
    ("AGPL", r"AGPL|Affero"),
    ("LGPL", r"LGPL|Lesser"),
    ("GPL", r"\bGPL|GNU General Public"),
    ("EUPL", r"EUPL|European Union Public"),
    ("MPL", r"MPL|Mozilla"),
    ("Apache", r"Apache"),
    ("BSD", r"BSD"),
    ("MIT", r"MIT\b|MIT-CMU|HPND|Historical Permission"),
    ("PSF", r"PSF|Python-2\.0|Python Software Foundation|matplotlib"),
)
"""What licences have in common, and how it is told; the first that fits a word of a licence."""


def declared() -> Iterator[tuple[Requirement, str]]:
    """What pyproject.toml asks for, each with the extra that brings it ("": it always comes)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    yield from ((Requirement(line), "") for line in project["dependencies"])
    for extra in EXTRAS:
        yield from ((Requirement(line), extra) for line in project["optional-dependencies"][extra])


def licence_of(name: str) -> str:
    """What an installed package says of its licence, as short as it says it. Raises PackageNotFoundError."""
    told = metadata(name).json
    short = str(told.get("license", "")).strip()
    if len(short) > _LONGEST or "\n" in short:
        short = ""  # the licence itself
    classes = [
        line.rpartition(" :: ")[2] for line in told.get("classifier", ()) if line.startswith("License")
    ]
    return str(told.get("license_expression") or short or "; ".join(classes) or "?")


def families(licence: str) -> frozenset[str]:
    """The families of licences that a licence names: BSD of BSD-3-Clause."""
    return frozenset(name for name, told in FAMILIES if re.search(told, licence, re.IGNORECASE))


def closure(needs: Iterable[Requirement]) -> dict[str, str]:
    """All packages of this environment that are needed, by their canonical names: what they are called."""
    found: dict[str, str] = {}
    waiting = list(needs)
    while waiting:
        need = waiting.pop()
        key = canonicalize_name(need.name)
        if key in found:
            continue
        try:
            found[key] = metadata(need.name)["Name"]
        except PackageNotFoundError:
            continue
        lines = (Requirement(line) for line in requires(need.name) or ())
        waiting += [each for each in lines if _wanted(each, need.extras)]
    return found


def _wanted(need: Requirement, extras: set[str]) -> bool:
    marker = need.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def uses() -> Mapping[str, Text]:
    with (HERE / "licences.csv").open(encoding="utf-8", newline="") as file:
        return {line["package"]: Text(line["zh"], line["en"]) for line in csv.DictReader(file)}


def page(lang: Lang) -> Iterator[str]:
    """The lines of the page."""
    yield opening("licences", TITLE, lang)
    yield head_of("licences", lang)
    needs, told = list(declared()), uses()
    yield f"\n## {Text('直接依赖', 'Direct dependencies').get(lang)}\n"
    yield heads(lang, *HEADS)
    for need, extra in needs:
        comes = f"`[{extra}]`" if extra else ALWAYS.get(lang)
        yield row(need.name, told[need.name].get(lang), comes, f"`{licence_of(need.name)}`")
    yield f"\n## {Text('依赖的依赖', 'What they need in turn').get(lang)}\n"
    yield heads(lang, HEADS[0], HEADS[3])
    own = {canonicalize_name(need.name) for need, _ in needs}
    for key, name in sorted(closure(need for need, _ in needs).items()):
        if key not in own:
            yield row(name, f"`{licence_of(name)}`")
