"""What must be true of a damaged form that was read."""

from __future__ import annotations

import pytest

from smartxl.findings import FindingCode, Severity
from smartxl.model.answers import Answer, State
from smartxl.xlsx import FileRefused
from tests.reading.damage.filled import filled
from tests.reading.damage.table import Damage

__all__ = ["assert_as_declared"]


def assert_as_declared(damage: Damage, content: bytes) -> None:
    """The findings are the declared ones; every answer is as before, but for those declared; none differs in silence."""
    form = filled()
    if damage.codes == {FindingCode.NO_STAMP}:
        with pytest.raises(FileRefused) as refused:
            form.read(content)
        assert refused.value.finding.code is FindingCode.NO_STAMP
        return
    extraction = form.read(content)
    assert {finding.code for finding in extraction.findings} == damage.codes, extraction.findings
    assert extraction.refused is damage.refused
    if damage.refused:
        assert extraction.submission.answers == ()
        return
    found = {answer.key: answer for answer in extraction.submission.answers}
    assert found.keys() == form.answers.keys()
    differing = {key for key, answer in form.answers.items() if not _same(answer, found[key])}
    assert differing == {*damage.lost, *damage.now, *damage.shorter}
    grave = {
        finding.item
        for finding in extraction.findings
        if finding.severity in {Severity.MUST_FIX, Severity.FIX_OR_EXPLAIN}
    }
    for key in differing - damage.honest:
        assert form.line(key).name in grave, key
    for key in damage.lost:
        assert (found[key].state, found[key].score_input) == (State.BLANK, None)
    for key in damage.shorter:
        assert (found[key].state, found[key].score_input) == (
            form.answers[key].state,
            form.answers[key].score_input,
        )
        assert found[key].fields.items() < form.answers[key].fields.items()
    for key, of in damage.now.items():
        assert _same(found[key], form.answers[of])


def _same(one: Answer, other: Answer) -> bool:
    return (one.state, one.score_input, one.fields) == (other.state, other.score_input, other.fields)
