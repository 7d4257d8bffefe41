"""Which file of a unit counts: the stated rule, case by case, and what must hold for any files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.errors import ProjectError
from smartxl.findings import Finding, FindingCode
from smartxl.ledger import CountedAnswers, EventKind, Ledger
from smartxl.ledger.counting import merge
from smartxl.ledger.decisions import Decision, Why, decide
from smartxl.ledger.events import Event
from smartxl.model.answers import Answer, Field, State
from smartxl.model.received import FileReading, FileState, StoredReading
from smartxl.xlsx import digest_of
from tests.ledger.ledgers import KEYS, form, receive, received
from tests.reading.forms import DEFINITION, NOW, make_definition, old_stamp


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, user="王一") as ledger:
        yield ledger


def send(ledger: Ledger, name: str, levels: str, *, faults: int = 0, edition: str = "unit") -> str:
    """A form of GAJ comes in."""
    content = f"{name} {levels} {edition}".encode()
    receive(ledger, received(content, f"{name}.xlsx"), form(levels, faults=faults, edition=edition), NOW)
    return digest_of(content)


def decide_by_hand(ledger: Ledger, kind: EventKind, digest: str = "", unit: str = "GAJ") -> None:
    ledger.mark(DEFINITION, unit, kind, "会议决定", NOW, digest)


def counted(ledger: Ledger) -> CountedAnswers:
    (found,) = ledger.count(DEFINITION)
    return found


def levels(found: CountedAnswers) -> str:
    """What counts, a digit for each item as in `form`."""
    shares = [None if a.score_input is None else round(a.score_input * 10) for a in found.answers]
    return "".join("-" if share is None else str(share) for share in shares)


def codes(found: CountedAnswers) -> list[str]:
    return [finding.code.value[:3] for finding in found.findings]


@pytest.mark.parametrize(
    ("files", "counts", "why", "found"),
    [
        ([("12345", 0)], "12345", Why.ONLY, []),
        ([("12345", 0), ("12349", 0)], "12349", Why.COMPLETE, []),
        ([("1234-", 0), ("1239-", 0)], "1239-", Why.FULLEST, []),
        ([("12---", 0), ("12345", 0)], "12345", Why.COMPLETE, []),
        ([("92---", 0), ("12345", 0)], "12345", Why.COMPLETE, []),
        ([("12345", 0), ("-----", 0)], "12345", Why.COMPLETE, ["M03"]),
        ([("12345", 0), ("1----", 0)], "12345", Why.COMPLETE, ["M03"]),
        ([("12345", 0), ("9----", 0)], "12345", Why.COMPLETE, ["M03", "M02"]),
        ([("12345", 0), ("19345", 1)], "12345", Why.COMPLETE, ["M03", "M02"]),
        ([("12345", 1), ("19345", 1)], "19345", Why.FULLEST, []),
        ([("123--", 0), ("---45", 0)], "12345", Why.FULLEST, ["M03", "M01", "M01"]),
        ([("12---", 0), ("--345", 0)], "12345", Why.FULLEST, ["M01", "M01"]),
        ([("129--", 0), ("--345", 0)], "12345", Why.FULLEST, ["M01", "M01", "M02"]),
        ([("1----", 0), ("-2---", 0), ("--3--", 0)], "123--", Why.FULLEST, ["M01", "M01"]),
    ],
    ids=[
        "one",
        "correction",
        "as full",
        "fuller",
        "fuller and corrected",
        "empty",
        "emptier, alike",
        "emptier, differing",
        "later with faults",
        "both with faults",
        "halves",
        "halves, the second fuller",
        "halves that contradict",
        "three parts",
    ],
)
def test_the_rule(
    ledger: Ledger, files: Sequence[tuple[str, int]], counts: str, why: Why, found: list[str]
) -> None:
    for number, (given_levels, faults) in enumerate(files):
        send(ledger, f"v{number}", given_levels, faults=faults)
    entry = counted(ledger)
    assert (levels(entry), entry.decision.why, codes(entry)) == (counts, why, found)
    assert ledger.counting_answers(DEFINITION) == entry.answers
    assert counted(ledger) == entry
    assert sum(entry.rows.values()) == len(counts.replace("-", ""))


def test_findings_name_files_cells_and_both_answers(ledger: Ledger) -> None:
    send(ledger, "前半", "129--")
    send(ledger, "后半", "--345")
    filled, _, differ = counted(ledger).findings
    assert (filled.code, filled.sheet, filled.item) == (FindingCode.FILLED_IN, "采样表", "居民身份证首次申领")
    assert (filled.found, filled.cell) == ("前半.xlsx G4: 1", "G4")
    assert (differ.found, differ.expected, differ.file) == ("前半.xlsx G6: 9", "3", "后半.xlsx")
    assert "前半.xlsx" in differ.message("zh")


def test_a_chosen_file_counts_alone_until_that_is_withdrawn(ledger: Ledger) -> None:
    first = send(ledger, "v1", "1----")
    send(ledger, "v2", "12345")
    decide_by_hand(ledger, EventKind.CHOSEN, first)
    entry = counted(ledger)
    assert (levels(entry), entry.decision.why, entry.findings) == ("1----", Why.CHOSEN, ())
    send(ledger, "v3", "99999")
    assert levels(counted(ledger)) == "1----"
    decide_by_hand(ledger, EventKind.UNCHOSEN)
    assert levels(counted(ledger)) == "99999"
    assert [event.kind for event in ledger.events(DEFINITION)] == ["received", "chosen", "unchosen"]


def test_a_choice_that_cannot_count_any_more_is_told(ledger: Ledger) -> None:
    send(ledger, "v2", "12345")
    newer = make_definition(evidence_rows=1)
    old = FileReading(
        FileState.ACCEPTED, old_stamp(digest=newer.identity.of("GAJ")), form("1----").answers, ()
    )
    receive(ledger, received(b"old"), old, NOW)
    ledger.mark(newer, "GAJ", EventKind.CHOSEN, "x", NOW, digest_of(b"old"))
    entry = counted(ledger)
    assert (levels(entry), codes(entry)) == ("12345", ["M05"])


def test_the_evaluators_edition_goes_before_what_the_unit_sends(ledger: Ledger) -> None:
    send(ledger, "v1", "12345")
    send(ledger, "复核", "12---", edition="evaluator")
    send(ledger, "v2", "99999")
    entry = counted(ledger)
    assert (levels(entry), entry.decision.why) == ("12---", Why.REVIEW)


def test_after_a_return_the_new_file_counts_though_it_is_emptier(ledger: Ledger) -> None:
    send(ledger, "v1", "99999")
    decide_by_hand(ledger, EventKind.RETURNED)
    assert levels(counted(ledger)) == "99999"
    send(ledger, "v2", "1234-")
    entry = counted(ledger)
    assert (levels(entry), codes(entry)) == ("12349", ["M01"])  # a row left open is not lost, and is reported


def test_what_comes_after_acceptance_waits(ledger: Ledger) -> None:
    send(ledger, "v1", "12345")
    decide_by_hand(ledger, EventKind.ACCEPTED)
    send(ledger, "v2", "99999")
    assert (levels(counted(ledger)), codes(counted(ledger))) == ("12345", ["M04"])
    decide_by_hand(ledger, EventKind.ACCEPTED)
    assert (levels(counted(ledger)), codes(counted(ledger))) == ("99999", [])


def test_nothing_of_an_exempt_unit_counts(ledger: Ledger) -> None:
    send(ledger, "v1", "12345")
    decide_by_hand(ledger, EventKind.EXEMPT)
    assert ledger.count(DEFINITION) == ()
    decide_by_hand(ledger, EventKind.ASKED)
    assert levels(counted(ledger)) == "12345"


@pytest.mark.parametrize("digest", ["0" * 64, digest_of(b"refused"), digest_of(b"other")])
def test_a_file_that_cannot_count_cannot_be_chosen(ledger: Ledger, digest: str) -> None:
    receive(ledger, received(b"refused"), FileReading(FileState.REFUSED, old_stamp(), (), ()), NOW)
    receive(ledger, received(b"other"), form("12345", "JYJ"), NOW)
    with pytest.raises(ProjectError, match="cannot count"):
        decide_by_hand(ledger, EventKind.CHOSEN, digest)
    with pytest.raises(ProjectError, match="no file was chosen"):
        decide_by_hand(ledger, EventKind.UNCHOSEN)


def test_one_choice_in_two_languages_is_one_answer(ledger: Ledger) -> None:
    for name, label, rest in (("zh", "在线申报", ""), ("en", "Online application", "x")):
        answers = (
            Answer("GAJ", KEYS[0], State.VALUE, 0.6, {Field.PROVIDED: name, Field.LEVEL: label}),
            Answer("GAJ", KEYS[1], State.VALUE if rest else State.BLANK, 1.0 if rest else None),
            Answer("GAJ", KEYS[2], State.BLANK if rest else State.VALUE, None if rest else 1.0),
        )
        receive(
            ledger, received(name.encode()), FileReading(FileState.ACCEPTED, old_stamp(), answers, ()), NOW
        )
    assert codes(counted(ledger)) == ["M01"]


FILES = st.lists(
    st.tuples(st.text("-12", min_size=5, max_size=5), st.integers(0, 1), st.booleans()),
    min_size=1,
    max_size=5,
)
RETURNS = st.sets(st.integers(1, 5), max_size=2)


def as_record(number: int, levels_: str, faults: int, *, review: bool) -> StoredReading:
    edition = "evaluator" if review else "unit"
    round_ = DEFINITION.round
    blank = levels_.count("-")
    return StoredReading(
        str(number), f"{number}.xlsx", NOW, FileState.ACCEPTED, "GAJ", round_.id, round_.name, 2, DEFINITION.identity.of("GAJ"),
        "p", edition, "", number, len(levels_), blank, faults,
    )  # fmt: skip


@given(FILES, RETURNS)
def test_no_answer_is_lost_without_a_finding(files: list[tuple[str, int, bool]], returned: set[int]) -> None:
    records = [as_record(n, text, f, review=r) for n, (text, f, r) in enumerate(files, 1)]
    answers = {str(n): form(text).answers for n, (text, *_) in enumerate(files, 1)}
    first = Event("GAJ", EventKind.RECEIVED, NOW, after=1)
    events = [first, *(Event("GAJ", EventKind.RETURNED, NOW, after=after) for after in sorted(returned))]
    decision = decide(records, events, DEFINITION)["GAJ"]
    found = merge(decision, answers)
    group = [r for r in records if r.reviewed] or records
    assert {record.digest for record in decision.files} == {record.digest for record in group}
    base = {answer.key: answer for answer in answers[decision.base.digest]}
    for row, answer in enumerate(found.answers):
        given_ = {r.digest: answers[r.digest][row] for r in group}
        if any(each.state is State.VALUE for each in given_.values()):
            assert answer.state is State.VALUE
            assert answer in given_.values()
        if base[answer.key].state is State.VALUE:
            assert answer == base[answer.key]
        elif answer.state is State.VALUE:
            assert told(found.findings, FindingCode.FILLED_IN, answer)
        for digest, other in given_.items():
            if other.state is State.VALUE and other != answer and not corrected(decision, digest, answers):
                assert told(found.findings, FindingCode.FILES_DIFFER, answer)


def told(findings: Sequence[Finding], code: FindingCode, answer: Answer) -> bool:
    return any(finding.code is code and finding.item == answer.key for finding in findings)


def corrected(decision: Decision, digest: str, answers: Mapping[str, Sequence[Answer]]) -> bool:
    """Whether a file came before the base, which was asked for anew, or leaves open nothing that it answers."""
    if int(digest) > decision.base.arrival:
        return False
    pairs = zip(answers[digest], answers[decision.base.digest], strict=True)
    covered = not any(a.state is State.VALUE and b.state is State.BLANK for a, b in pairs)
    return covered or digest in decision.overruled
