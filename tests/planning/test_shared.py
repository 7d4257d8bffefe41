"""What workbooks share is made once, and of many sets of indicators that of the last ones is kept."""

from __future__ import annotations

from itertools import count

from smartxl.model.definition import Definition
from smartxl.model.edition import Edition
from smartxl.planning.shared import Shared, shared


def empty(definition: Definition) -> Shared:
    """What forms share before anything is planned."""
    known = shared(definition, "zh", Edition.UNIT)
    return Shared(known.sheet, known.lists)


def test_what_is_made_once_stays(example: Definition) -> None:
    common, made = empty(example), count()
    assert [common.once(("a", place), lambda: next(made)) for place in (0, 1, 0, 1)] == [0, 1, 0, 1]


def test_of_many_sets_the_last_ones_are_kept(example: Definition) -> None:
    common, made = empty(example), count()
    for place in range(200):
        assert common.recent((place,), lambda: next(made)) == place
    assert common.recent((199,), lambda: next(made)) == 199
    assert common.recent((0,), lambda: next(made)) == 200
