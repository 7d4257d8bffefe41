"""Every edition is valid for the Open XML SDK: the nearest thing here to "Excel opens it without repair"."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from smartxl.diagnosis import diagnose
from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.model.framework import ROOT
from smartxl.model.plan import WorkbookPlan
from smartxl.planning import plan_city, plan_unit
from smartxl.project.templates import export_templates
from smartxl.scoring import score
from smartxl.simulate import respond
from smartxl.text import Lang
from smartxl_generators import write
from smartxl_generators.listing import ListColumn, ListSheet, write_lists
from smartxl_generators.template import in_standard_order
from tests.questionnaires import forms
from tests.questionnaires.test_tasklist import SENT

if TYPE_CHECKING:
    from .conftest import Example

pytestmark = pytest.mark.openxml
Complaints = Callable[[Iterable[Path]], dict[str, list[str]]]


@pytest.fixture(scope="module")
def complaints(ooxml_validator: str) -> Complaints:
    """File name → what the validator says of it, without the files that it has nothing to say of."""

    def of(path: Path) -> list[str]:
        command = [ooxml_validator, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode in {0, 1}, done.stderr
        errors = json.loads(done.stdout)["errors"]
        return [f"{e['path']} {e['xPath']}: {e['description']}" for e in errors]

    def run(paths: Iterable[Path]) -> dict[str, list[str]]:
        paths = tuple(paths)
        with ThreadPoolExecutor(2) as pool:
            return {path.name: found for path, found in zip(paths, pool.map(of, paths), strict=True) if found}

    return run


def content(example: Example, definition: Definition, plan: WorkbookPlan, *, filled: bool) -> bytes:
    lang: Lang = plan.stamp.lang
    answers = respond(definition, lang, 7) if filled else []
    mine = [a for a in answers if plan.stamp.unit in {"", a.unit}]
    return write(plan, example.template, definition, score(definition, mine), mine)


def editions(example: Example) -> dict[str, bytes]:
    definition, layout = example.definition, example.layout
    largest, smallest = (definition.roster.by_code[code] for code in ("GAJ", "SZB"))
    few = example.few()
    free = replace(few, round=replace(few.round, protect=False))
    diagnosis = diagnose(few, respond(few, "zh", 7), ())
    return {
        "largest, filled": content(
            example, definition, plan_unit(definition, layout, largest, "zh"), filled=True
        ),
        "smallest, blank": content(
            example, definition, plan_unit(definition, layout, smallest, "en"), filled=False
        ),
        "for its evaluator": content(
            example, definition, plan_unit(definition, layout, smallest, "zh", Edition.EVALUATOR), filled=True
        ),
        "to appeal": content(
            example, definition, plan_unit(definition, layout, smallest, "en", Edition.APPEAL), filled=True
        ),
        "for the evaluator of an appeal": content(
            example,
            definition,
            plan_unit(definition, layout, smallest, "zh", Edition.EVALUATOR, contested=True),
            filled=True,
        ),
        "on paper": content(
            example, definition, plan_unit(definition, layout, largest, "zh", Edition.PRINT), filled=False
        ),
        "unprotected": content(
            example, free, plan_unit(free, layout, free.roster.by_code["HD"], "zh"), filled=True
        ),
        "city": content(example, few, plan_city(few, layout, "en"), filled=False),
        "result": content(
            example, few, plan_city(few, layout, "en", Edition.RESULT, diagnosis=diagnosis), filled=True
        ),
        "result with functions": content(
            example, few, plan_city(few, layout, "zh", Edition.RESULT_UDF, diagnosis=diagnosis), filled=True
        ),
    }


@pytest.mark.slow
def test_every_edition_is_valid(example: Example, complaints: Complaints, tmp_path: Path) -> None:
    for name, written in editions(example).items():
        (tmp_path / f"{name}.xlsx").write_bytes(written)
    assert complaints(tmp_path.glob("*.xlsx")) == {}


def test_questionnaires_and_lists_are_valid(complaints: Complaints, tmp_path: Path) -> None:
    of = forms.definition([2, 3, 4])
    surveyed = forms.framed([forms.leaf("A", ROOT, {"dep": 100.0}, survey=True)])
    for name, plan in (
        ("ahp", forms.ahp_form(of)),
        ("delphi", forms.delphi_form(of)),
        ("tally", forms.tally_form(surveyed)),
    ):
        (tmp_path / f"{name}.xlsx").write_bytes(forms.written(plan))
    columns = (ListColumn("a", 10, centred=True), ListColumn("b", 20))
    filled = ListSheet("1", "t", "i", columns, [("=1", 1), ("x", "y")], "none", {"x": "B3261E"})
    (tmp_path / "tasks.xlsx").write_bytes(SENT)
    lists = write_lists([filled, ListSheet("2", "t", "i", columns, [], "none")], "title", forms.MOMENT)
    (tmp_path / "lists.xlsx").write_bytes(lists)
    assert complaints(tmp_path.glob("*.xlsx")) == {}


def exported(folder: Path) -> Path:
    export_templates(folder, (), force=False)
    return folder / "standard.xlsx"


@pytest.mark.slow
def test_the_exported_template_is_valid_and_so_is_one_that_was_edited(
    complaints: Complaints, tmp_path: Path
) -> None:
    """openpyxl saves fonts in an order that strict readers refuse; what is exported or written by an example is put right."""
    template = exported(tmp_path)
    edited = load_workbook(template)
    edited["cover"]["B2"].font = Font(name="SimSun", size=9, bold=True, color="FF0000")
    edited.save(tmp_path / "raw.xlsx")
    saved = (tmp_path / "raw.xlsx").read_bytes()
    (tmp_path / "edited.xlsx").write_bytes(in_standard_order(saved))
    assert in_standard_order(template.read_bytes()) == template.read_bytes()
    found = complaints(sorted(tmp_path.glob("*.xlsx")))
    assert set(found) == {"raw.xlsx"}
    assert all("styles.xml" in told for told in found["raw.xlsx"])


@pytest.mark.slow
def test_what_excel_would_repair_is_found(example: Example, complaints: Complaints, tmp_path: Path) -> None:
    """The validator is really asked: a font with its name first is what openpyxl writes by itself."""
    plan = plan_unit(example.definition, example.layout, example.definition.roster.by_code["SZB"], "zh")
    whole = content(example, example.definition, plan, filled=False)
    path = tmp_path / "spoiled.xlsx"
    with ZipFile(io.BytesIO(whole)) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/styles.xml":
                part = re.sub(rb"<font>(.*?)(<name [^>]*/>)", rb"<font>\2\1", part)
            target.writestr(name, part)
    found = complaints([path])["spoiled.xlsx"]
    assert any("/xl/styles.xml" in line and "unexpected child element" in line for line in found)
