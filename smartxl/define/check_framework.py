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
from smartxl.text import Text, fold

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
    "direction", "specific", "checks", "spare", "asks",
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
        what = Text(f"各类别的占比{fault.zh}", f"the shares of the classes {fault.en}")
        yield from file.report(
            ("classes", 0, "share"),
            what,
            Text("让各类别的占比之和为 100", "make the shares of all classes sum to 100"),
        )


def _double(file: Parsed[FrameworkFile], place: Place, code: str, first: Place) -> Iterator[Problem]:
    what = Text(
        f"代码“{code}”用了两次（第一次在{file.source.spot(first).zh}）",
        f"the code {code!r} is used twice (first in {file.source.spot(first).en})",
    )
    yield from file.report(
        place,
        what,
        Text(
            "给其中一个换代码；大小写视为相同",
            "give one of them another code; upper and lower case count as equal",
        ),
    )


def _stages(file: Parsed[FrameworkFile], model: FrameworkFile) -> Iterator[Problem]:
    bands = model.conventions.stages.bands
    for index, (lower, upper) in enumerate(itertools.pairwise(bands), start=1):
        if upper.start <= lower.start:
            what = Text(
                f"这一阶段从 {upper.start:g} 开始，前一阶段从 {lower.start:g} 开始",
                f"the stage begins at {upper.start:g}, the one before at {lower.start:g}",
            )
            place = ("conventions", "stages", "bands", index, "from")
            yield from file.report(
                place,
                what,
                Text(
                    "阶段从低到高排列，后一个的起点要更高",
                    "list the stages from the lowest upwards, each beginning higher",
                ),
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
                remedy = Text(
                    "加上 en: …，或从 assessment.yaml 的 languages 中去掉 en",
                    "add en: …, or take en out of the languages in assessment.yaml",
                )
                yield from file.report(
                    (*where, "en"),
                    Text(f"选项“{label.zh}”没有英文", f"the label {label.zh!r} has no English"),
                    remedy,
                )
            for lang, word in (("zh", label.zh), ("en", label.en)):
                for what, remedy in _label_trouble(word, answer_words):
                    yield from file.report((*where, lang), what, remedy)
    for index, first in doubles(model.scales):
        codes = list(model.scales)
        yield from _double(file, ("scales", codes[index]), codes[index], ("scales", codes[first]))


def _label_trouble(word: str, answer_words: Collection[str]) -> Iterator[tuple[Text, Text]]:
    """Why a label would be taken for something else when it is typed or looked up, and what to do."""
    if fold(word) in answer_words:
        yield (
            Text(
                f"选项“{word}”与各表通用的答案（是、否、不适用等）相同",
                f"the label {word!r} is also an answer of every table (yes, no, not applicable …)",
            ),
            Text("换一个名称", "choose a label of its own"),
        )
    elif reads_as_criterion(word):
        yield (
            Text(
                f"选项“{word}”会被当作查找条件，公式会查到别的选项",
                f"the label {word!r} reads as a search criterion: formulas that look it up would find others",
            ),
            Text("不要用 * ? ~，也不要以 < > = 开头", "write it without * ? ~ and not beginning with < > ="),
        )
    elif _reads_as_number(word):
        yield (
            Text(
                f"选项“{word}”像数字或日期，填写时会被表格软件改掉",
                f"the label {word!r} reads as a number or a date: a spreadsheet turns it into one when typed",
            ),
            Text(f"加上文字，例如“第{word}级”", f"add a word to it, for example level {word}"),
        )


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
                spot = file.source.spot(labels[owners[fold(word)]][0])
                what = Text(
                    f"选项“{word}”在同一组中出现两次（第一次在{spot.zh}）",
                    f"the label {word!r} stands in this list twice (first in {spot.en})",
                )
                yield from file.report(
                    (*place, lang), what, Text("让同一组的选项互不相同", "make the labels of a list differ")
                )


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
            what = Text(
                f"{code} 既没有下级指标，也没有 measure", f"{code} has neither children nor a measure"
            )
            yield from file.report(
                (*node.place, "measure"),
                what,
                Text("加上下级指标，或写上 measure 和 rule", "add children, or measure and rule"),
            )
        for field in _LEAF_FIELDS:
            if not node.is_leaf and field in entry.model_fields_set:
                what = Text(
                    f"{code} 有下级指标，这里的 `{field}` 没有意义",
                    f"{code} has children, so `{field}` has no meaning here",
                )
                yield from file.report(
                    (*node.place, field),
                    what,
                    Text(
                        f"删去 `{field}`，或移到末级指标上", f"remove `{field}`, or move it to an indicator"
                    ),
                )
        first = first_siblings.setdefault(node.siblings_place, node)
        if first.is_leaf != node.is_leaf:
            kinds = (Text("有下级的节点", "a group"), Text("末级指标", "an indicator"))
            what = Text(
                f"{code} 是{kinds[node.is_leaf].zh}，同级的 {first.entry.code} 是{kinds[first.is_leaf].zh}",
                f"{code} is {kinds[node.is_leaf].en}, its sibling {first.entry.code} is {kinds[first.is_leaf].en}",
            )
            remedy = Text(
                "同级的要么都有下级，要么都是末级指标：把末级指标放到一个上级节点之下",
                "let siblings be all groups or all indicators: put the indicators into a group of their own",
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
                remedy = Text(
                    f"可用的类别：{', '.join(sorted(known))}",
                    f"use one of the classes: {', '.join(sorted(known))}",
                )
                if parent is None or code not in parent.weights:
                    yield from file.report(
                        place, Text(f"没有类别“{code}”", f"unknown class {code!r}"), remedy
                    )
            elif code not in above and certain and parent:
                what = Text(
                    f"{node.entry.code} 有类别“{code}”，上级 {parent.entry.code} 没有",
                    f"{node.entry.code} has the class {code!r}, its parent {parent.entry.code} has not",
                )
                yield from file.report(
                    place,
                    what,
                    Text(
                        f"在 {parent.entry.code} 的权重中加上 {code}，或从这里删去",
                        f"give {parent.entry.code} a weight for {code}, or remove it here",
                    ),
                )
        yield from _classes_of_weights(file, node)


def _classes_of_weights(file: Parsed[FrameworkFile], node: PlacedNode) -> Iterator[Problem]:
    """Classes that are listed beside weights for other classes."""
    entry = node.entry
    if isinstance(entry.weight, dict) and entry.classes and set(entry.classes) != set(node.weights):
        what = Text(
            f"classes 写的是 {', '.join(entry.classes)}，weight 写的是 {', '.join(node.weights) or '空'}",
            f"classes says {', '.join(entry.classes)}, weight {', '.join(node.weights) or 'nothing'}",
        )
        remedy = Text("删去 classes：权重已写明类别", "remove classes: the weights name them")
        yield from file.report((*node.place, "classes"), what, remedy)
