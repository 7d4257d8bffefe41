"""JUnit XML, as Jenkins, GitLab and others read it: a suite for each file, a test for each thing that it is checked for."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from smartxl.cli.present.annotations.paths import seen_path
from smartxl.text import Lang, Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smartxl.cli.present.annotations.annotation import AnnotatedFile, Annotation, AnnotationRule

__all__ = ["junit"]

_MORE = Text("{first}（共 {count} 处）", "{first} ({count} places)")
_LOOKS_FOR = Text("检查：", "looks for: ")
_COUNTS = ("tests", "failures", "errors")
_OUTCOMES = ("failure", "error", "skipped")


def junit(files: Sequence[AnnotatedFile], command: str, lang: Lang) -> bytes:
    """The document as UTF-8. A test fails with all that was found, in one text; with notes alone it counts as skipped.

    A file that could not be checked is an error.
    """
    suites = [_suite(file, command, lang) for file in files]
    root = etree.Element("testsuites", name=f"smartxl {command}")
    for name in _COUNTS:
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", _time(sum(file.seconds for file in files)))
    root.extend(suites)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _suite(file: AnnotatedFile, command: str, lang: Lang) -> etree._Element:
    name = printable(seen_path(file.path))
    cases = [_case(rule, _of(rule, file), name, command, lang) for rule in _tested(file)]
    outcomes = Counter(child.tag for case in cases for child in case)
    failures, errors, skipped = (str(outcomes[outcome]) for outcome in _OUTCOMES)
    suite = etree.Element("testsuite", name=name, tests=str(len(cases)), failures=failures, errors=errors)
    suite.set("skipped", skipped)
    suite.set("time", _time(file.seconds))
    suite.set("file", name)
    suite.extend(cases)
    return suite


def _tested(file: AnnotatedFile) -> list[AnnotationRule]:
    """What a file was checked for; of a file that could not be checked, that alone."""
    refused = [each.rule for each in file.annotations if each.refusal]
    rules = refused or [*file.rules, *(each.rule for each in file.annotations)]
    return list({rule.code: rule for rule in rules}.values())


def _of(rule: AnnotationRule, file: AnnotatedFile) -> list[Annotation]:
    return [each for each in file.annotations if each.rule.code == rule.code]


def _case(
    rule: AnnotationRule, found: Sequence[Annotation], name: str, command: str, lang: Lang
) -> etree._Element:
    # Readers take what stands before the last point of a class for its package
    of_class = f"{command}.{name.replace('.', '_')}"
    case = etree.Element(
        "testcase",
        name=f"{rule.code} {_LOOKS_FOR.get(lang)}{printable(rule.title.get(lang))}",
        classname=of_class,
    )
    grave = [each for each in found if each.level.fails]
    told = grave or found
    if told:
        tag = "error" if any(each.refusal for each in told) else "failure" if grave else "skipped"
        outcome = etree.SubElement(case, tag, type=rule.code, message=_message(told, lang))
        outcome.text = "\n".join(_lines(told, name, lang))
    return case


def _message(told: Sequence[Annotation], lang: Lang) -> str:
    first = printable(told[0].said(lang))
    return first if len(told) == 1 else _MORE.get(lang).format(first=first, count=len(told))


def _lines(told: Sequence[Annotation], name: str, lang: Lang) -> Iterator[str]:
    """Every place with what is the case there, and below those that ask for the same what to do."""
    for remedy, alike in groupby(told, key=lambda each: each.remedy.get(lang)):
        yield from (f"{_file(each, name)}{printable(each.found(lang))}" for each in alike)
        yield f"→ {printable(remedy)}"


def _file(each: Annotation, name: str) -> str:
    """The file of an annotation where it is another than the suite's, or has lines."""
    path = printable(seen_path(each.path))
    return f"{path}:{each.line}: " if each.line else f"{path}: " if path != name else ""


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
