"""Annotations as commands make them, and the schemas that the formats have to keep to."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

from smartxl.cli.present.annotations.annotation import (
    AnnotatedFile,
    Annotation,
    AnnotationLevel,
    AnnotationRule,
)
from smartxl.text import Text

HERE = Path(__file__).parent
RULE = AnnotationRule(
    "verify-stored", Text("值不同", "another value"), Text("重算后保存", "recalculate and save")
)
OTHER = AnnotationRule(
    "verify-not-recalculated",
    Text("未重算", "not recalculated"),
    Text("人工核对", "by hand"),
    AnnotationLevel.NOTE,
)
REMEDY = Text("重算后保存", "recalculate and save")


def annotation(
    path: str = "a.xlsx",
    area: str = "D9",
    *,
    sheet: str = "Sheet",
    level: AnnotationLevel = AnnotationLevel.ERROR,
    rule: AnnotationRule = RULE,
    what: str = "5 ≠ 6",
    line: int | None = None,
    formula: str = "=B9+C9",
    label: str = "华东 | 合计",
    refusal: bool = False,
) -> Annotation:
    told = Text(what, what)
    return Annotation(path, rule, level, told, REMEDY, sheet, area, line, formula, label, refusal)


def file_of(*annotations: Annotation, path: str = "a.xlsx", seconds: float = 0.25) -> AnnotatedFile:
    return AnnotatedFile(path, (RULE, OTHER), annotations, seconds)


@cache
def sarif_schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / "sarif-2.1.0.json").read_text("utf-8")))


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / "junit-10.xsd"))
