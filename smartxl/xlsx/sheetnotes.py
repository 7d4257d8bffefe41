"""What stands around the rows of a sheet's XML: columns, protection, filter, validations, conditional formats, links."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.cells import MAX_COLUMN, MAX_ROW, parse_a1
from smartxl.xlsx.settings import SavedColumns, SavedCondition, SavedIgnored, SavedValidation, Span
from smartxl.xlsx.xmlpart import Attributes

__all__ = ["SheetNotes", "spans_of", "truth"]

_TEXTS = frozenset({"formula1", "formula2", "formula", "f", "sqref"})
_OPERANDS = ("formula1", "formula2")


def truth(value: str | None, *, default: bool = False) -> bool:
    """What an attribute says that is true or false."""
    return default if value is None else value in {"1", "true"}


def spans_of(reference: str) -> tuple[Span, ...]:
    """The areas of a list such as "G8:G19 H4"; what is none is left out."""
    return tuple(_spans(reference))


def _spans(reference: str) -> Iterator[Span]:
    for part in reference.split():
        first, _, last = part.partition(":")
        try:
            row, column = parse_a1(first)
            last_row, last_column = parse_a1(last or first)
        except ValueError:
            continue
        yield row, column, min(last_row, MAX_ROW), min(last_column, MAX_COLUMN)


class SheetNotes:
    """Is given the elements of a sheet that are no rows or cells, without their prefixes.

    Excel keeps a validation whose list stands on another sheet, and a condition that reads one, in an extension: there their
    areas are an element of their own.
    """

    def __init__(self) -> None:
        self.columns: list[SavedColumns] = []
        self.filtered: Span | None = None
        self.protection: dict[str, str] = {}
        self.validations: list[SavedValidation] = []
        self.conditions: list[SavedCondition] = []
        self.links: dict[str, str] = {}
        self.ignored: list[SavedIgnored] = []
        self._filter = ""
        self._texts: dict[str, str] = {}  # of the validation that is being read
        self._validation: Attributes | None = None
        self._areas = ""  # of the conditional formats that are being read
        self._rules: list[tuple[Attributes, list[str]]] = []
        self._in_rule = False
        self._text: list[str] | None = None  # while one is being read

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag in _TEXTS:
            self._text = []
        elif tag == "col":
            self._note_columns(attributes)
        elif tag == "sheetProtection":
            self.protection = dict(attributes)
        elif tag == "autoFilter":
            self._filter = attributes.get("ref", "")
        elif tag == "filterColumn":
            self.filtered = next(_spans(self._filter), None)
        elif tag == "dataValidation":
            self._validation, self._texts = attributes, {}
        elif tag == "conditionalFormatting":
            self._areas, self._rules = attributes.get("sqref", ""), []
        elif tag == "cfRule":
            self._rules.append((attributes, []))
            self._in_rule = True
        else:
            self._start_aside(tag, attributes)

    def _start_aside(self, tag: str, attributes: Attributes) -> None:
        """A place in the workbook that a cell leads to, or what is not marked as an error."""
        if tag == "hyperlink" and attributes.get("location"):
            self.links[attributes.get("ref", "")] = attributes["location"]
        elif tag == "ignoredError":
            kinds = frozenset(name for name, value in attributes.items() if truth(value))
            self.ignored.append(SavedIgnored(kinds, spans_of(attributes.get("sqref", ""))))

    def text(self, data: str) -> None:
        """Some text."""
        if self._text is not None:
            self._text.append(data)

    def end(self, tag: str) -> None:
        """An element is whole."""
        if self._text is not None and tag in _TEXTS:
            self._keep_text(tag, "".join(self._text).strip())
            self._text = None
        elif tag == "dataValidation" and self._validation is not None:
            self.validations.append(_validation(self._validation, self._texts))
            self._validation = None
        elif tag == "cfRule":
            self._in_rule = False
        elif tag == "conditionalFormatting":
            spans = spans_of(self._areas)
            for rule, formulas in self._rules:
                kind, operator = rule.get("type", ""), rule.get("operator", "")
                self.conditions.append(SavedCondition(kind, operator, tuple(formulas), spans))
            self._rules = []

    def _keep_text(self, tag: str, text: str) -> None:
        """The text of an operand, of a condition's formula, or the areas that either holds for."""
        if self._validation is not None:
            # In the extension an operand is wrapped: <formula1><f>…</f></formula1>.
            place = tag if tag != "f" else _OPERANDS["formula1" in self._texts]
            self._texts.setdefault(place, text)
        elif self._in_rule:
            self._rules[-1][1].append(text)
        elif tag == "sqref":
            self._areas = text

    def _note_columns(self, attributes: Attributes) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            self.columns.append(SavedColumns(int(first), int(last), attributes.get("style", "0")))


def _validation(attributes: Attributes, texts: dict[str, str]) -> SavedValidation:
    return SavedValidation(
        attributes.get("type", "none"),
        attributes.get("operator", "between"),
        tuple(texts.get(operand, "") for operand in _OPERANDS),
        truth(attributes.get("allowBlank")),
        attributes.get("errorStyle", "stop"),
        truth(attributes.get("showErrorMessage")),
        spans_of(attributes.get("sqref", "") or texts.get("sqref", "")),
    )
