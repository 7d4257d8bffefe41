"""What a process that reads sends to the one that records arrives whole."""

from __future__ import annotations

from dataclasses import fields
from multiprocessing import Pipe

import pytest

from smartxl.findings import Finding, FindingCode
from smartxl.model.answers import Answer, Field, State

ANSWER = Answer("GAJ", "B2/BS001", State.VALUE, 0.6, {Field.LEVEL: "在线申报"}, "采样表", "G4")
FINDING = Finding(
    FindingCode.CLEANED, "GAJ", "采样表", "G4", "居民身份证首次申领", " 在线申报", "在线申报", "a.xlsx"
)


@pytest.mark.parametrize("sent", [ANSWER, FINDING], ids=["answer", "finding"])
def test_nothing_is_lost_on_the_way(sent: Answer | Finding) -> None:
    told = sent if isinstance(sent, tuple) else tuple(getattr(sent, field.name) for field in fields(sent))
    assert len(set(map(str, told))) == len(told)
    here, there = Pipe()
    here.send(sent)
    arrived = there.recv()
    assert arrived == sent
    assert type(arrived) is type(sent)
