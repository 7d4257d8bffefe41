"""Comments on cells: ours are put in place of earlier ones of ours, those of the respondent stay.

A cell has one comment at most: where the respondent's own stands, ours follows in it, below a line that tells where it begins.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from smartxl.text import LANGUAGES
from smartxl_generators.giveback.marks import SHEET_ORDER
from smartxl_generators.giveback.notes import place_notes
from smartxl_generators.giveback.parts import (
    MAIN,
    OFFICE,
    Element,
    Package,
    WorksheetPart,
    insert_child,
    main,
)
from smartxl_generators.ooxml.xml import literal
from smartxl_templates import wording

__all__ = ["MAX_COMMENT", "add_comments"]

MAX_COMMENT = 32_767
"""Characters of a comment that Excel still opens."""

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_THREAD = "tc="
_GAP = "\n\n"
_AUTHOR = "smartxl"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def add_comments(package: Package, sheet: WorksheetPart, texts: Mapping[str, str], heading: str) -> None:
    """Puts comments (A1 → text) on a sheet; all begin with `heading`, a word of ours that `wording` has.

    A cell with a conversation of newer Excels keeps it alone: programs show nothing else there.
    """
    part = package.related(sheet.part, "comments")
    if not part and not texts:
        return
    root = package.tree(part) if part else _empty(package, sheet)
    own = _Comments(root)
    for cell, text in texts.items():
        own.add(cell, literal(f"{heading}\n{text}")[:MAX_COMMENT])
    vml = _drawing_of(package, sheet)
    place_notes(package.drawing(vml), own.cells(), package.tree(sheet.part))


def _empty(package: Package, sheet: WorksheetPart) -> Element:
    part = package.free_name("xl/comments{}.xml")
    root = etree.Element(main("comments"), nsmap={None: MAIN})
    etree.SubElement(root, main("authors"))
    etree.SubElement(root, main("commentList"))
    package.put(part, root, _TYPE)
    package.relate(sheet.part, "comments", part)
    return root


def _drawing_of(package: Package, sheet: WorksheetPart) -> str:
    """The part with the boxes of the comments, made where there is none."""
    root = package.tree(sheet.part)
    legacy = root.find(main("legacyDrawing"))
    if legacy is not None:
        return package.target(sheet.part, legacy.get(f"{{{OFFICE}}}id", ""))
    part = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.declare_suffix("vml", _VML)
    package.put(part, _BLANK)
    legacy = etree.Element(main("legacyDrawing"))
    legacy.set(f"{{{OFFICE}}}id", package.relate(sheet.part, "vmlDrawing", part))
    insert_child(root, legacy, SHEET_ORDER)
    return part


_BLANK = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


class _Comments:
    """The comments of one sheet."""

    def __init__(self, root: Element) -> None:
        self._list = root.find(main("commentList"))
        if self._list is None:
            self._list = etree.SubElement(root, main("commentList"))
        self._authors = root.find(main("authors"))
        if self._authors is None:
            self._authors = etree.Element(main("authors"))
            root.insert(0, self._authors)
        self._remove_ours()
        self._present = {entry.get("ref", ""): entry for entry in self._list}

    def cells(self) -> dict[str, int]:
        """Cell → lines of its comment."""
        return {
            entry.get("ref", ""): _text(entry).count("\n") + 1 + len(_text(entry)) // 30
            for entry in self._list
        }

    def _remove_ours(self) -> None:
        for entry in list(self._list):
            before = _before_ours(_text(entry))
            if before is None:
                continue
            if before:
                _cut(entry, len(before))
            else:
                self._list.remove(entry)

    def add(self, cell: str, text: str) -> None:
        """Says something of a cell, below what the respondent says of it."""
        present = self._present.get(cell)
        if present is not None:
            if not self._author(present).startswith(_THREAD):
                room = MAX_COMMENT - len(_text(present))
                _append(present, f"{_GAP}{text}"[:room])
            return
        entry = etree.SubElement(self._list, main("comment"), ref=cell, authorId=str(self._author_number()))
        etree.SubElement(entry, main("text"))
        _append(entry, text)

    def _author(self, entry: Element) -> str:
        number = entry.get("authorId", "")
        known = list(self._authors)
        return (known[int(number)].text or "") if number.isdecimal() and int(number) < len(known) else ""

    def _author_number(self) -> int:
        names = [author.text for author in self._authors]
        if _AUTHOR not in names:
            etree.SubElement(self._authors, main("author")).text = _AUTHOR
            return len(names)
        return names.index(_AUTHOR)


def _text(entry: Element) -> str:
    return "".join(run.text or "" for run in entry.iter(main("t")))


def _before_ours(text: str) -> str | None:
    """What stands before our words in a comment; None where they are not in it."""
    for lang in LANGUAGES:
        before, ours, _ = text.partition(wording(lang)["giveback.heading"])
        if ours and (not before or before.endswith("\n")):
            return before.rstrip("\n")
    return None


def _append(entry: Element, text: str) -> None:
    """Adds words as a run of their own; a plain text before it becomes one too."""
    holder = entry.find(main("text"))
    if holder is None:
        holder = etree.SubElement(entry, main("text"))
    for plain in holder.findall(main("t")):
        run = etree.Element(main("r"))
        plain.addprevious(run)
        run.append(plain)
    run = etree.SubElement(holder, main("r"))
    properties = etree.SubElement(run, main("rPr"))
    etree.SubElement(properties, main("sz"), val="9")
    words = etree.SubElement(run, main("t"))
    words.set(_XML_SPACE, "preserve")
    words.text = text


def _cut(entry: Element, length: int) -> None:
    """Leaves the first characters of a comment."""
    for words in list(entry.iter(main("t"))):
        kept = (words.text or "")[:length]
        length -= len(kept)
        if kept:
            words.text = kept
        else:
            run = words.getparent()
            holder = run.getparent()
            (holder if holder is not None and run.tag == main("r") else run).remove(
                run if run.tag == main("r") else words
            )
