"""What lies on a sheet beside its cells: comments, conversations, text boxes, pictures; and where hyperlinks lead.

Only sheets that refer to other parts have any. Texts are read, nothing is followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from smartxl.cells import MAX_COLUMN, MAX_ROW, parse_a1
from smartxl.xlsx.book import ObjectKind, Place, SheetObject
from smartxl.xlsx.cellvalues import plain_text
from smartxl.xlsx.package import Container, relations, relations_part, target_part
from smartxl.xlsx.xmlpart import tree

__all__ = ["SheetParts", "parts_of"]

_THREAD = "tc="  # begins the author of the comment that older programs show in place of a conversation
_NOWHERE: Place = (1, 1)
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


@dataclass(frozen=True, slots=True)
class SheetParts:
    """What a sheet's relations lead to: the objects on it, and the targets of its hyperlinks by their ids."""

    objects: tuple[SheetObject, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)


def parts_of(container: Container, part: str) -> SheetParts:
    """What a sheet with relations refers to. Raises FileRefused for what is no sound XML, and beyond the budget."""
    objects: list[SheetObject] = []
    targets: dict[str, str] = {}
    for number, link in relations(container, relations_part(part)).items():
        reader, inside = _READERS.get(link.kind), target_part(container, part, link.target)
        if link.kind == "hyperlink":
            targets[number] = link.target
        elif reader and not link.external and inside in container.entries:
            objects += reader(tree(inside, container.read(inside)))
    return SheetParts(tuple(objects), targets)


def _comments(root: Element) -> Iterator[SheetObject]:
    authors = [each.text or "" for each in root.findall("{*}authors/{*}author")]
    for each in root.findall("{*}commentList/{*}comment"):
        number = each.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        place = _place(each.get("ref", ""))
        if not author.startswith(_THREAD):
            words = each.find("{*}text")
            yield SheetObject(ObjectKind.COMMENT, place, place, _text(words))


def _threads(root: Element) -> Iterator[SheetObject]:
    for each in root.findall("{*}threadedComment"):
        place = _place(each.get("ref", ""))
        yield SheetObject(ObjectKind.COMMENT, place, place, plain_text(each.findtext("{*}text") or ""))


def _drawn(root: Element) -> Iterator[SheetObject]:
    """Boxes with text and pictures; charts and lines say nothing."""
    for anchor in (*root, *root.findall("{*}AlternateContent/{*}Choice/*")):
        if anchor.tag.rpartition("}")[2] not in _ANCHORS:
            continue
        first, last = _corner(anchor.find("{*}from")), _corner(anchor.find("{*}to"))
        shapes = anchor.findall(".//{*}sp")
        texts = dict.fromkeys(text for shape in shapes if (text := _box_text(shape)).strip())
        for text in texts:
            yield SheetObject(ObjectKind.BOX, first or _NOWHERE, last or first or _NOWHERE, text)
        if anchor.find(".//{*}blip") is not None:
            yield SheetObject(ObjectKind.PICTURE, first or _NOWHERE, last or first or _NOWHERE)


def _box_text(shape: Element) -> str:
    body = shape.find("{*}txBody")
    paragraphs = body.findall("{*}p") if body is not None else ()
    return "\n".join(
        "".join(each.text or "" for each in paragraph.findall(".//{*}t")) for paragraph in paragraphs
    )


def _text(element: Element | None) -> str:
    """The text of a string with runs; how it is read aloud is left out."""
    if element is None:
        return ""
    runs = element.findall("{*}t") + element.findall("{*}r/{*}t")
    return plain_text("".join(each.text or "" for each in runs))


def _corner(marker: Element | None) -> Place | None:
    """The cell in which a drawing begins or ends."""
    row, column = (marker.findtext(name) or "" if marker is not None else "" for name in ("{*}row", "{*}col"))
    if not (row.strip().isdecimal() and column.strip().isdecimal()):
        return None
    return min(int(row) + 1, MAX_ROW), min(int(column) + 1, MAX_COLUMN)


def _place(reference: str) -> Place:
    try:
        return parse_a1(reference)
    except ValueError:
        return _NOWHERE


_READERS = {"comments": _comments, "threadedComment": _threads, "drawing": _drawn}
