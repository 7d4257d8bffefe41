"""Items may have English names: shown in English forms, and no part of what a form asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smartxl.define import load
from smartxl.define.template import read_layout
from smartxl.planning import plan_unit
from smartxl_templates import template_path

if TYPE_CHECKING:
    from pathlib import Path

    from smartxl.text import Lang

ENGLISH = "Apply for a permit"


def _named(folder: Path) -> str:
    """Gives the first item of the small project an English name; its Chinese one comes back."""
    path = next((folder / "catalogue").glob("*.csv"))
    head, first, *rest = path.read_text("utf-8").splitlines()
    lines = [f"{head},item_name_en", f"{first},  Apply for  a permit", *(f"{line}," for line in rest)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return first.split(",")[3]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_english_form_has_the_english_name(folder: Path, lang: Lang) -> None:
    chinese = _named(folder)
    definition, layout = load(folder), read_layout(template_path("standard"))
    item = definition.catalogue.items[0]
    assert (item.name, item.name_en) == (chinese, ENGLISH)
    plan = plan_unit(definition, layout, definition.roster.by_code[item.unit], lang)
    shown = {text for sheet in plan.sheets for row in sheet.rows for text in row.cells.values()}
    assert (ENGLISH in shown, chinese in shown) == (lang == "en", lang == "zh")


def test_other_items_keep_their_name_in_english(folder: Path) -> None:
    _named(folder)
    plain = [item for item in load(folder).catalogue.items if not item.name_en]
    assert plain
    assert all(item.title.get("en") == item.name for item in plain)


def test_a_translation_voids_no_form(folder: Path) -> None:
    before = load(folder).identity
    _named(folder)
    after = load(folder).identity
    assert (after.form, after.earlier) == (before.form, before.earlier)
    assert after.scoring != before.scoring
