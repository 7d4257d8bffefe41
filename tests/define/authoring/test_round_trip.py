"""What goes into an authoring workbook comes out of it: nothing is lost, in either language."""

from __future__ import annotations

import pytest

from smartxl.define.authoring import flatten, read_trees
from smartxl.text import LANGUAGES, Lang
from tests.define.authoring.books import book_of, normal_trees, packaged, trees_of


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", packaged())
def test_every_packaged_definition(name: str, lang: Lang) -> None:
    framework, assessment = trees_of(packaged()[name])
    grids = flatten(framework, assessment, (), (), lang)
    read = read_trees("方案.xlsx", book_of(grids, lang))
    assert not read.problems
    assert normal_trees(read.framework.tree, read.assessment.tree) == normal_trees(framework, assessment)
