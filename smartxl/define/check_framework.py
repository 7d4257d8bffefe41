"""Checks an indicator system in itself: classes, stages, scales, the tree and its weights."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from smartxl.define.check_combination import combination_problems
from smartxl.define.check_common import code_problems, doubles, reads_as_criterion, sum_fault
from smartxl.define.check_pipeline import pipeline_problems
from smartxl.define.check_unanswered import floor_problems
from smartxl.define.check_weights import is_certain, weight_problems
from smartxl.model.framework import GRADING, RESERVED
from smartxl.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from smartxl.define.framework_schema import FrameworkFile
    from smartxl.define.parse import Parsed
    from smartxl.define.tree import PlacedNode
    from smartxl.define.yamlfile import Place
    from smartxl.errors import Problem
    from smartxl.text import Lang, Text

__all__ = ["framework_problems"]

_CITY_CLASS = "city"  # "@city" is the city itself
_LEAF_FIELDS = (
    "measure", "rule", "params", "scale", "inputs", "heads", "units", "missing", "source", "evidence",
    "direction", "specific", "checks", "spare",
)  # fmt: skip


def framework_problems(
    file: Parsed[FrameworkFile],
    model: FrameworkFile,
    placed: Sequence[PlacedNode],
    languages: Collection[Lang],
    answer_words: Collection[str],
) -> Iterator[Problem]:
    """Problems of framework.yaml that need no other file; `answer_words` are labels that no scale may use."""
    yield from _own_code(file, model)
    yield from _classes(file, model)
    yield from _stages(file, model)
    yield from _labels(file, [(("channels", i), text) for i, text in enumerate(model.channels)])
    yield from _scales(file, model, languages, {fold(word) for word in answer_words})
    yield from _codes(file, placed, RESERVED | ({GRADING} if model.conventions.coverage_floor else set()))
    yield from _shape(file, placed)
    yield from _class_references(file, model, placed)
    yield from weight_problems(file, model, placed)
    yield from combination_problems(file, model, placed)
    yield from pipeline_problems(file, model, placed)
    yield from floor_problems(file, model)


def _own_code(file: Parsed[FrameworkFile], model: FrameworkFile) -> Iterator[Problem]:
    for what, remedy in code_problems(model.code):
        yield from file.report(("code",), what, remedy)


def _classes(file: Parsed[FrameworkFile], model: FrameworkFile) -> Iterator[Problem]:
    for index, entry in enumerate(model.classes):
        for what, remedy in code_problems(entry.code, {_CITY_CLASS}):
            yield from file.report(("classes", index, "code"), what, remedy)
    for index, first in doubles(entry.code for entry in model.classes):
        place = ("classes", index, "code")
        yield from _double(file, place, model.classes[index].code, ("classes", first, "code"))
    shares_known = not any(file.is_broken(("classes", i, "share")) for i in range(len(model.classes)))
    fault = sum_fault([(entry.code, entry.share) for entry in model.classes])
    if fault and shares_known:
        what = f"the shares of the classes {fault}"
        yield from file.report(("classes", 0, "share"), what, "make the shares of all classes sum to 100")


def _double(file: Parsed[FrameworkFile], place: Place, code: str, first: Place) -> Iterator[Problem]:
    what = f"the code {code!r} is used twice (first in line {file.source.line(first)})"
    yield from file.report(place, what, "give one of them another code; upper and lower case count as equal")


def _stages(file: Parsed[FrameworkFile], model: FrameworkFile) -> Iterator[Problem]:
    bands = model.conventions.stages.bands
    for index, (lower, upper) in enumerate(itertools.pairwise(bands), start=1):
        if upper.start <= lower.start:
            what = f"the stage begins at {upper.start:g}, the one before at {lower.start:g}"
            place = ("conventions", "stages", "bands", index, "from")
            yield from file.report(
                place, what, "list the stages from the lowest upwards, each beginning higher"
            )


def _scales(
    file: Parsed[FrameworkFile],
    model: FrameworkFile,
    languages: Collection[Lang],
    answer_words: Collection[str],
) -> Iterator[Problem]:
    for code, scale in model.scales.items():
        place: Place = ("scales", code)
        for what, remedy in code_problems(code):
            yield from file.report(place, what, remedy)
        labels = [((*place, "options", i, "label"), option.label) for i, option in enumerate(scale.options)]
        yield from _labels(file, labels)
        for where, label in labels:
            if "en" in languages and not label.en:
                remedy = "add en: …, or take en out of the languages in assessment.yaml"
                yield from file.report((*where, "en"), f"the label {label.zh!r} has no English", remedy)
            for lang, word in (("zh", label.zh), ("en", label.en)):
                if fold(word) in answer_words:
                    what = f"the label {word!r} is also an answer of every table (yes, no, not applicable …)"
                    yield from file.report((*where, lang), what, "choose a label of its own")
                elif reads_as_criterion(word):
                    what = f"the label {word!r} reads as a search criterion: formulas that look it up would find others"
                    yield from file.report(
                        (*where, lang), what, "write it without * ? ~ and not beginning with < > ="
                    )
                elif _reads_as_number(word):
                    what = f"the label {word!r} reads as a number or a date: a spreadsheet turns it into one when typed"
                    yield from file.report(
                        (*where, lang), what, f"add a word to it, for example 第{word}级 or level {word}"
                    )
    for index, first in doubles(model.scales):
        codes = list(model.scales)
        yield from _double(file, ("scales", codes[index]), codes[index], ("scales", codes[first]))


def _reads_as_number(label: str) -> bool:
    """Digits with nothing but signs between them: 1, 85%, 3-1, 2026/9."""
    text = fold(label)
    return (
        bool(text)
        and any(char.isdigit() for char in text)
        and all(c.isdigit() or c in "+-.,/:% " for c in text)
    )


def _labels(file: Parsed[FrameworkFile], labels: Sequence[tuple[Place, Text]]) -> Iterator[Problem]:
    """Labels of one list that cannot be told apart, in either language."""
    owners: dict[str, int] = {}
    for index, (place, label) in enumerate(labels):
        for lang, word in (("zh", label.zh), ("en", label.en)):
            if word and owners.setdefault(fold(word), index) != index:
                line = file.source.line(labels[owners[fold(word)]][0])
                what = f"the label {word!r} stands in this list twice (first in line {line})"
                yield from file.report((*place, lang), what, "make the labels of a list differ")


def _codes(
    file: Parsed[FrameworkFile], placed: Sequence[PlacedNode], reserved: Collection[str]
) -> Iterator[Problem]:
    for node in placed:
        for what, remedy in code_problems(node.entry.code, reserved):
            yield from file.report((*node.place, "code"), what, remedy)
    for index, first in doubles(node.entry.code for node in placed):
        node = placed[index]
        yield from _double(file, (*node.place, "code"), node.entry.code, (*placed[first].place, "code"))


def _shape(file: Parsed[FrameworkFile], placed: Sequence[PlacedNode]) -> Iterator[Problem]:
    first_siblings: dict[Place, PlacedNode] = {}
    for node in placed:
        code, entry = node.entry.code, node.entry
        if node.is_leaf and entry.measure is None:
            what = f"{code} has neither children nor a measure"
            yield from file.report((*node.place, "measure"), what, "add children, or measure and rule")
        for field in _LEAF_FIELDS:
            if not node.is_leaf and field in entry.model_fields_set:
                what = f"{code} has children, so `{field}` has no meaning here"
                yield from file.report(
                    (*node.place, field), what, f"remove `{field}`, or move it to an indicator"
                )
        first = first_siblings.setdefault(node.siblings_place, node)
        if first.is_leaf != node.is_leaf:
            kinds = ("a group", "an indicator")
            what = (
                f"{code} is {kinds[node.is_leaf]}, its sibling {first.entry.code} is {kinds[first.is_leaf]}"
            )
            remedy = (
                "let siblings be all groups or all indicators: put the indicators into a group of their own"
            )
            yield from file.report((*node.place, "code"), what, remedy)


def _class_references(
    file: Parsed[FrameworkFile], model: FrameworkFile, placed: Sequence[PlacedNode]
) -> Iterator[Problem]:
    known = {entry.code for entry in model.classes}
    by_place = {node.place: node for node in placed}
    for node in placed:
        parent = by_place.get(node.place[:-2])
        column = "weight" if isinstance(node.entry.weight, dict) else "classes"
        above = set(parent.weights) & known if parent else known
        certain = parent is None or is_certain(file, parent)
        for code in node.weights:
            place = (*node.place, "weight", code) if column == "weight" else (*node.place, "classes")
            if code not in known:
                remedy = f"use one of the classes: {', '.join(sorted(known))}"
                if parent is None or code not in parent.weights:
                    yield from file.report(place, f"unknown class {code!r}", remedy)
            elif code not in above and certain and parent:
                what = f"{node.entry.code} has the class {code!r}, its parent {parent.entry.code} has not"
                yield from file.report(
                    place, what, f"give {parent.entry.code} a weight for {code}, or remove it here"
                )
        if column == "weight" and node.entry.classes and set(node.entry.classes) != set(node.weights):
            what = (
                f"classes says {', '.join(node.entry.classes)}, weight {', '.join(node.weights) or 'nothing'}"
            )
            yield from file.report((*node.place, "classes"), what, "remove classes: the weights name them")
