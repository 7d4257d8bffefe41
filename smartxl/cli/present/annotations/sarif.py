"""SARIF 2.1.0: what code scanning and editors read. One run, a rule for all that is checked, a result for each annotation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from smartxl.cli.present.annotations.fingerprints import fingerprints
from smartxl.cli.present.annotations.paths import artifact_uri
from smartxl.text import LANGUAGES, Lang, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smartxl.cli.present.annotations.annotation import AnnotatedFile, Annotation, AnnotationRule

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_LANGUAGES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-US"}


def sarif(files: Sequence[AnnotatedFile], command: str, lang: Lang, version: str) -> bytes:
    """The log as UTF-8. Messages are in one language, the help of the rules in both.

    Its category is the command's, so that the logs of several commands may be uploaded for one commit.

    A workbook has no lines, and readers of SARIF want one: results of workbooks are at its line 1, and their cell is the
    logical location.
    """
    found = [(artifact_uri(each.path), each) for file in files for each in file.annotations]
    rules = list({rule.code: rule for rule in _rules(files)}.values())
    places = {rule.code: place for place, rule in enumerate(rules)}
    marks = fingerprints(found)
    results = [
        _result(uri, each, mark, places[each.rule.code], lang)
        for (uri, each), mark in zip(found, marks, strict=True)
    ]
    driver = {"name": "smartxl", "semanticVersion": version, "rules": [_rule(rule, lang) for rule in rules]}
    refused = any(each.refusal for _, each in found)
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"smartxl-{command}/"},
        "invocations": [{"executionSuccessful": not refused}],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which smartxl was run."}}},
        "language": _LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode()


def _rules(files: Iterable[AnnotatedFile]) -> Iterable[AnnotationRule]:
    for file in files:
        yield from file.rules
        yield from (each.rule for each in file.annotations)


def _rule(rule: AnnotationRule, lang: Lang) -> dict[str, Any]:
    helps = [printable(rule.help.get(each)) for each in LANGUAGES]
    return {
        "id": rule.code,
        "shortDescription": {"text": printable(rule.title.get(lang))},
        "fullDescription": {"text": printable(rule.help.get(lang))},
        "help": {"text": "\n\n".join(dict.fromkeys(helps))},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(uri: str, each: Annotation, mark: str, rule: int, lang: Lang) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(uri, each)}
    if each.place:
        location["logicalLocations"] = [_logical(part) for part in each.parts]
    return {
        "ruleId": each.rule.code,
        "ruleIndex": rule,
        "level": each.level.value,
        "message": {"text": printable(each.said(lang))},
        "locations": [location],
        # GitHub goes by the first of these, and would take the first line of the file otherwise
        "partialFingerprints": {"primaryLocationLineHash": mark, "smartxlPlace/v1": mark},
    }


def _physical(uri: str, each: Annotation) -> dict[str, Any]:
    base = {} if uri.startswith("file:") else {"uriBaseId": _BASE}
    return {"artifactLocation": {"uri": uri, **base}, "region": {"startLine": each.line or 1}}


def _logical(each: Annotation) -> dict[str, str]:
    kind = ("cell" if ":" not in each.area else "area") if each.area else "sheet"
    name = printable(each.area or each.sheet)
    return {"fullyQualifiedName": printable(each.place), "name": name, "kind": kind}
