"""Where the numbers of an indicator system are known from."""

from __future__ import annotations

from smartxl.model.provenance import NOT_TOLD, NodeProvenance, Provenance, tally

PUBLISHED, MEMORY, DEFAULT = Provenance.PUBLISHED, Provenance.MEMORY, Provenance.DEFAULT


def test_what_a_node_leaves_open_is_said_above_it() -> None:
    general = NodeProvenance(PUBLISHED, DEFAULT, DEFAULT)
    assert NodeProvenance(weight=MEMORY).over(general) == NodeProvenance(PUBLISHED, MEMORY, DEFAULT)
    assert NOT_TOLD.over(general) == general


def test_what_is_not_told_is_not_counted() -> None:
    found = [
        NodeProvenance(weight=MEMORY),
        NodeProvenance(weight=PUBLISHED),
        NOT_TOLD,
        NodeProvenance(weight=MEMORY),
    ]
    assert tally(found, "weight") == {PUBLISHED: 1, MEMORY: 2}
    assert list(tally(found, "weight")) == [PUBLISHED, MEMORY]
    assert tally(found, "rule") == {}
