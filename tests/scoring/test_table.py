"""The score table as a data frame."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from smartxl.model.answers import Answer
from smartxl.model.definition import Definition
from smartxl.scoring import frames, score

Answers = tuple[Answer, ...]


def test_one_row_for_each_unit_class_and_the_city(city: Definition, answers: Answers) -> None:
    frame = frames(city, score(city, answers))
    assert list(frame["code"]) == ["U1", "D1", "U2", "U3", "D2", "@department", "@district", "@city"]
    assert frame["name"].tolist()[::5] == ["市公安局", "市直部门整体"]
    assert list(frame["class"])[-3:] == ["市直部门", "区县", "全市"]
    assert list(frame.columns[:7]) == ["code", "name", "class", "total", "rank", "stage", "coverage"]
    assert list(frame.columns[7:]) == ["A", "i1", "i2", "i10", "B", "g", "s", "C", "d"]


def test_numbers_are_numbers_and_none_is_missing(city: Definition, answers: Answers) -> None:
    frame = frames(city, score(city, answers)).set_index("code")
    first = frame[["total", "rank", "stage", "coverage", "A"]].to_dict("records")[0]
    assert first == {"total": 67.3, "rank": 2, "stage": "发展期", "coverage": 0.9, "A": 72.17}
    assert frame.loc["D2", ["total", "rank", "stage"]].isna().all()
    assert frame.loc["@city", "total"] == 66.98
    assert frame.loc[["@city", "D2"], "rank"].isna().all()
    assert str(frame["rank"].dtype) == "Int64"
    assert {str(frame[c].dtype) for c in ("total", "coverage", "A", "d")} == {"float64"}


@pytest.mark.parametrize(
    ("lang", "names", "stage"),
    [
        ("zh", ["市公安局", "市直部门整体", "示例市"], "飞跃期"),
        ("en", ["Public Security", "Departments as a whole", "Example City"], "Leaping"),
    ],
)
def test_language(city: Definition, answers: Answers, lang: str, names: list[str], stage: str) -> None:
    frame = frames(city, score(city, answers), "en" if lang == "en" else "zh").set_index("code")
    assert frame.loc[["U1", "@department", "@city"], "name"].tolist() == names
    assert frame.loc["U2", "stage"] == stage


def test_csv_writes_whole_ranks_and_blanks(city: Definition, answers: Answers) -> None:
    text = frames(city, score(city, answers)).to_csv(index=False)
    again = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False).set_index("code")
    assert again.loc["U1", "rank"] == "2"
    assert again.loc["D2", "total"] == ""
    assert again.loc["U1", "total"] == "67.3"


def test_a_round_without_answers(city: Definition) -> None:
    frame = frames(city, score(city, ()))
    assert frame["total"].isna().all()
    assert (frame["coverage"] == 0).all()
