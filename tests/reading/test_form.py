"""The stamp: read from two places, judged against the form that was asked for."""

from __future__ import annotations

from dataclasses import fields

import pytest

from smartxl.errors import UnreadableFile
from smartxl.findings import FindingCode
from smartxl.reading import extract, judge_stamp, read_stamp, refuses
from smartxl.stamp import STAMP_SHEET, Stamp
from smartxl.xlsx import FileRefused, open_book
from tests.reading.forms import (
    DEFINITION,
    FILE,
    Form,
    make_city_plan,
    make_plan,
    make_stamp,
    old_stamp,
    properties_of,
    write_form,
    write_stamp,
)

STAMP = make_stamp()


def without(form: Form, *, properties: bool, sheet: bool) -> bytes:
    if properties:
        properties_of(form.book).props.clear()
    if sheet:
        del form.book[STAMP_SHEET]
    return form.save()


@pytest.mark.parametrize(
    ("properties", "sheet"),
    [(False, False), (True, False), (False, True)],
    ids=["both", "sheet", "properties"],
)
def test_a_stamp_is_read_from_either_place(*, properties: bool, sheet: bool) -> None:
    content = without(write_form(), properties=properties, sheet=sheet)
    assert read_stamp(open_book(content, FILE)) == STAMP


def test_no_stamp_at_all_is_an_unreadable_file() -> None:
    content = without(write_form(), properties=True, sheet=True)
    with pytest.raises(UnreadableFile) as raised:
        extract(make_plan(), DEFINITION, open_book(content, FILE))
    assert isinstance(raised.value, FileRefused)
    assert raised.value.finding.code is FindingCode.NO_STAMP


@pytest.mark.parametrize("changes", [{"lang": "fr"}, {"revision": "two"}], ids=["language", "revision"])
def test_a_stamp_that_makes_no_sense_is_none(changes: dict[str, str]) -> None:
    content = write_form(make_plan(stamp=old_stamp(**changes))).save()
    with pytest.raises(FileRefused) as raised:
        read_stamp(open_book(content, FILE))
    assert raised.value.finding.code is FindingCode.NO_STAMP


def test_a_broken_property_falls_back_to_the_sheet() -> None:
    form = write_form(make_plan(stamp=old_stamp(revision="two")))
    del form.book[STAMP_SHEET]
    write_stamp(form.book, STAMP, properties=False)
    assert read_stamp(open_book(form.save(), FILE)) == STAMP


def test_disagreeing_stamps_are_reported_and_the_properties_count() -> None:
    form = write_form()
    del form.book[STAMP_SHEET]
    write_stamp(form.book, old_stamp(unit="JYJ"), properties=False)
    extraction = extract(make_plan(), DEFINITION, open_book(form.save(), FILE))
    (finding,) = extraction.findings
    assert finding.code is FindingCode.STAMPS_DISAGREE
    assert "GAJ" in finding.found
    assert "JYJ" in finding.expected
    assert not extraction.refused


@pytest.mark.parametrize(
    ("changes", "code", "refused"),
    [
        ({"assessment": "other", "round": "2025-1"}, FindingCode.OTHER_ASSESSMENT, True),
        ({"round": "2025-1", "digest": "e"}, FindingCode.OTHER_ROUND, True),
        ({"edition": "city", "unit": ""}, FindingCode.OTHER_EDITION, True),
        ({"framework": "other"}, FindingCode.OLD_FORM, True),
        ({"unit": "JYJ"}, FindingCode.OTHER_UNIT, True),
        ({"revision": 1}, FindingCode.OTHER_REVISION, False),
    ],
)
def test_another_form_has_one_finding_the_gravest(
    changes: dict[str, str], code: FindingCode, *, refused: bool
) -> None:
    found = judge_stamp(old_stamp(**changes), STAMP, FILE)
    assert [(finding.code, finding.file) for finding in found] == [(code, FILE)]
    assert refuses(found) is refused


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_right_form_has_none_in_any_language(lang: str) -> None:
    assert judge_stamp(old_stamp(lang=lang), STAMP) == ()


def test_every_field_of_a_stamp_that_says_whose_form_it_is_is_judged() -> None:
    changed = {"revision": 9}
    silent = [
        entry.name
        for entry in fields(Stamp)
        if not judge_stamp(old_stamp(**{entry.name: changed.get(entry.name, "other")}), STAMP)
    ]
    assert silent == [
        "version",
        "digest",
        "lang",
        "calculated",
        "scoring",
        "prefilled",
        "generation",
        "part",
    ]  # what it was made from; only workbooks of all units have parts, and those are refused by their edition


def test_a_form_of_another_unit_gives_no_answers() -> None:
    form = write_form(make_plan("JYJ"))
    extraction = extract(make_plan("GAJ"), DEFINITION, open_book(form.save(), FILE))
    assert (extraction.refused, extraction.submission.answers) == (True, ())
    assert extraction.submission.stamp.unit == "JYJ"


def test_a_unit_form_is_not_the_city_workbook() -> None:
    extraction = extract(make_city_plan(), DEFINITION, open_book(write_form().save(), FILE))
    assert [finding.code for finding in extraction.findings] == [FindingCode.OTHER_EDITION]
