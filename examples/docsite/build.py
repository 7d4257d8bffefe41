"""Builds the site of docs/ with Zensical: Chinese at its root, English in en/, each page with a link to its twin.

python examples/docsite/build.py [FOLDER]  (build/site when none is named)

The pages are plain Markdown with links that hold in the repository. They are staged one language at a time: links to files
that are not pages lose their address, and the line that names the twin goes to the head of the page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

from lxml import html

from smartxl.text import LANGUAGES, Lang

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
OUTSIDE = {
    "contributing": "CONTRIBUTING",
    "changelog": "CHANGELOG",
    "example-ci": "examples/ci/README",
    "example-foreign": "examples/foreign/README",
}
"""Pages of the site that stand elsewhere: name on the site → path without its ending. English: NAME.en.md."""
NOTEBOOKS = {"notebook": "examples/notebooks/own-table"}
"""Notebooks that are pages, with their outputs: name on the site → path without language and ending."""
FOLDERS = {
    "docs/files": "files",
    "docs/images": "images",
    "docs/schemas": "schemas",
    "examples/notebooks": "notebooks",
}
"""Folders that are copied as they are, once, and what they are called on the site."""
_FENCES = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ ]*$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(([^)\s]+)\)")
_TWIN = re.compile(r"^\[(?:English|中文)\]\([^)]*\)\n", re.MULTILINE)
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—"
_BROKEN = re.compile(rf"([{_WIDE}][*`]*(?:\]\([^()\s]*\))?)\n *(?=[*`]*\[?`?[{_WIDE}])")
"""The end of a line between two Chinese characters, of which links may be made: no blank."""
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NOTEBOOK: dict[Lang, str] = {"zh": "：笔记本", "en": ": the notebook"}
_DOWNLOAD: dict[Lang, str] = {"zh": "下载：", "en": "Download: "}
_TWINS: dict[Lang, tuple[Lang, str]] = {"zh": ("en", "English"), "en": ("zh", "中文")}


@dataclass(frozen=True)
class Source:
    """A page of the repository, and what it is called on the site."""

    name: str
    lang: Lang
    path: PurePosixPath
    """From the root of the repository."""

    @property
    def place(self) -> str:
        """Where it is on the site."""
        return f"{self.name}.html" if self.lang == "zh" else f"{self.lang}/{self.name}.html"


def settings() -> dict[str, Any]:
    """What site.toml says."""
    return tomllib.loads((HERE / "site.toml").read_text("utf-8"))


def sources(lang: Lang) -> list[Source]:
    """The pages of a language."""
    names = {path.stem: f"docs/{path.stem}" for path in sorted((ROOT / "docs").glob("*.md"))} | OUTSIDE
    written = [Source(name, lang, _path(stem, lang)) for name, stem in names.items()]
    noted = (Source(name, lang, PurePosixPath(f"{stem}.{lang}.ipynb")) for name, stem in NOTEBOOKS.items())
    return [*written, *noted]


def _path(stem: str, lang: Lang) -> PurePosixPath:
    if lang == "zh":
        return PurePosixPath(f"{stem}.md")
    folder, _, name = stem.rpartition("/")
    return PurePosixPath(f"docs/{lang}/{name}.md" if folder == "docs" else f"{stem}.{lang}.md")


def staged(source: Source, pages: Mapping[PurePosixPath, Source]) -> str:
    """The text of a page as the builder gets it."""
    text = (ROOT / source.path).read_text("utf-8")
    noted = source.path.suffix == ".ipynb"
    body = _notebook(json.loads(text)) if noted else _TWIN.sub("", text, count=1)

    def aimed(found: re.Match[str], *, linked: bool = False) -> str:
        picture, words, target = found.groups()
        words = _LINK.sub(partial(aimed, linked=True), words)
        if "://" in target or target.startswith(("#", "mailto:")):
            return f"{picture}[{words}]({target})"
        place = _place(source, target, pages)
        if words.strip("`") == target.partition("#")[0]:  # a name of a file says little to who reads the site
            words = _titled(source, target, words)
        if picture and not linked:  # opened by itself it can be seen at its full size
            return f"[![{words}]({place})]({place})"
        return f"{picture}[{words}]({place})" if place else words

    parts = _FENCES.split(body)
    parts[::2] = (_BROKEN.sub(r"\1", _LINK.sub(aimed, part)) for part in parts[::2])
    lang, name = _TWINS[source.lang]
    twin = relpath(Source(source.name, lang, source.path).place, PurePosixPath(source.place).parent)
    head = {"twin": twin, "twin_language": lang, "twin_name": name}
    if noted:
        file = relpath(f"notebooks/{source.path.name}", PurePosixPath(source.place).parent)
        parts[0] = parts[0].replace("\n", f"{_NOTEBOOK[source.lang]}\n", 1)
        parts.append(f"\n{_DOWNLOAD[source.lang]}[{source.path.name}]({file})\n")
    return f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n{''.join(parts)}"


def _notebook(read: Mapping[str, Any]) -> str:
    """A notebook as Markdown: its texts, its code, and what each cell gave."""
    parts = []
    for cell in read["cells"]:
        text = "".join(cell["source"])
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
        parts += (_given(output) for output in cell.get("outputs", ()))
    return "\n\n".join(parts) + "\n"


def _given(output: Mapping[str, Any]) -> str:
    """What a cell gave: a table, or text."""
    data = output.get("data", {})
    if "text/html" not in data:
        return f"```text\n{''.join(output.get('text', data.get('text/plain', ''))).rstrip()}\n```"
    table = html.fromstring("".join(data["text/html"])).xpath("//table")[0]
    for element in table.iter():
        element.attrib.clear()
    return html.tostring(table, encoding="unicode", with_tail=False).replace("\n", "")


def _place(source: Source, target: str, pages: Mapping[PurePosixPath, Source]) -> str:
    """Where a target is, from the page on the site; "" where the site does not have it."""
    file, hash_, anchor = target.partition("#")
    path = PurePosixPath(normpath(source.path.parent / file))
    page = pages.get(path)
    if page is not None and page.lang == source.lang:
        return f"{page.name}.md{hash_}{anchor}"
    if page is not None:
        return relpath(page.place, PurePosixPath(source.place).parent) + hash_ + anchor
    folder = FOLDERS.get(str(path.parent))
    if folder is None or not (ROOT / path).is_file():
        return ""
    return relpath(f"{folder}/{path.name}", PurePosixPath(source.place).parent) + hash_ + anchor


def _titled(source: Source, target: str, words: str) -> str:
    """The title of the page that a link goes to; the words where it goes to no page."""
    path = ROOT / normpath(source.path.parent / target.partition("#")[0])
    if path.suffix != ".md" or not path.is_file():
        return words
    return path.read_text("utf-8").partition("\n")[0].removeprefix("# ").split(" · ")[0]


def stage(lang: Lang, folder: Path) -> Path:
    """Writes the pages of a language and their configuration to a folder; the path of the configuration."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    own = sources(lang)
    pages = {page.path: page for other in LANGUAGES if other != lang for page in sources(other)}
    pages |= {page.path: page for page in own}
    for page in [
        page for page in pages.values() if page.name == "index"
    ]:  # the README is the index of the repository
        pages[PurePosixPath("README.md" if page.lang == "zh" else f"README.{page.lang}.md")] = page
    for source in own:
        (docs / f"{source.name}.md").write_text(staged(source, pages), "utf-8")
    shutil.copytree(HERE / "assets", docs / "assets")
    shutil.copytree(HERE / "overrides", folder / "overrides")
    if lang == "zh":
        for origin, name in FOLDERS.items():
            shutil.copytree(ROOT / origin, docs / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    told = settings()
    nav = [{door[lang]: [f"{name}.md" for name in door["pages"]]} for door in told["door"]]
    project = told["project"] | told["names"][lang] | {"nav": nav}
    project["theme"] |= {"language": lang, "custom_dir": "overrides"}
    path = folder / "mkdocs.yml"
    path.write_text(json.dumps(project, ensure_ascii=False), "utf-8")
    return path


def build(out: Path) -> None:
    """Builds the site. Raises CalledProcessError, with what the builder said, where it cannot."""
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="smartxl-site-") as work:
        for lang in LANGUAGES:
            _run(stage(lang, Path(work, lang)))
            made = Path(work, lang, "site")
            (made / "search-index.js").write_text(indexed(made, lang), "utf-8")
            shutil.move(made, out if lang == "zh" else out / lang)


def indexed(site: Path, lang: Lang) -> str:
    """The script that the search loads: of each page its place, title and door, and its parts with anchor, heading and text."""
    doors = {f"{name}.html": door[lang] for door in settings()["door"] for name in door["pages"]}
    pages = []
    for name, door in doors.items():
        page = html.parse(site / name, html.HTMLParser(encoding="utf-8")).getroot()
        parts = list(_parts(page.xpath("//article")[0]))
        pages.append([name, parts[0][1], door, parts])
    return f"smartxlPages = {json.dumps(pages, ensure_ascii=False, separators=(',', ':'))};\n"


def _parts(article: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Anchor, heading and text of what stands between two headings."""
    anchor, heading, text = "", "", list[str]()
    for element in article:
        if element.tag in _HEADINGS:
            if heading:
                yield anchor, heading, " ".join(text)
            for mark in element.find_class("headerlink"):
                mark.drop_tree()
            anchor, heading, text = element.get("id", ""), _said(element), []
        elif _said(element):
            text.append(_said(element))
    yield anchor, heading, " ".join(text)


def _said(element: html.HtmlElement) -> str:
    """The text of an element, each cell, line and paragraph apart from the next."""
    for inner in element.iter("td", "th", "li", "p", "br"):
        inner.tail = f" {inner.tail or ''}"
    return " ".join(element.text_content().split())


def _run(path: Path) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", str(path)]
    subprocess.run(command, cwd=path.parent, env=os.environ | {"NO_COLOR": "1"}, check=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Builds the site of docs/ in both languages.")
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "site")
    build(asked.parse_args().folder)
