"""New weights in framework.yaml: only the numbers change."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartxl.define.reweigh import confirmed, read_source, reweigh
from smartxl.errors import DefinitionError, SmartxlError
from smartxl_templates import example_folder

TEXT = """\
# who decided: the working group
nodes:
  - code: A   # services
    weight: { dep: 60, dis: 100 }  # since 2024
    children:
      - {code: A1, weight: 70}
      - code: A2
        weight:
          dep: 30 # thirty
          dis: 50
  - code: B
    weight: "40"
    classes: [dep]
"""
CLASSES = ("dep", "dis")


@pytest.mark.parametrize(
    ("weights", "old", "new"),
    [
        pytest.param({("dep", "A"): 55.5}, "dep: 60,", "dep: 55.5,", id="in a flow mapping"),
        pytest.param(
            {("dep", "A2"): 31.0, ("dis", "A2"): 49.0},
            "dep: 30 # thirty\n          dis: 50",
            "dep: 31 # thirty\n          dis: 49",
            id="in a block mapping",
        ),
        pytest.param(
            {("dep", "A1"): 69.0, ("dis", "A1"): 69.0}, "weight: 70}", "weight: 69}", id="one number"
        ),
        pytest.param(
            {("dep", "A1"): 69.0}, "weight: 70}", "weight: { dep: 69, dis: 70 }}", id="classes now differ"
        ),
        pytest.param({("dep", "B"): 44.5}, 'weight: "40"', "weight: 44.5", id="one class, quoted"),
        pytest.param({("dep", "A"): 100 / 3}, "dep: 60,", "dep: 33.33333333,", id="ten digits"),
    ],
)
def test_only_the_number_changes(weights: dict[tuple[str, str], float], old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert reweigh(TEXT, "f.yaml", weights, CLASSES) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        "nodes:\n- code: A\n  weight: &w 50\n- code: B\n  weight: *w\n",
        "nodes:\n- code: A\n  weight: &w { dep: 50 }\n- code: B\n  weight: *w\n",
    ],
    ids=["number", "mapping"],
)
def test_a_weight_that_is_shared_is_left_to_the_author(text: str) -> None:
    with pytest.raises(SmartxlError, match="shared with another node"):
        reweigh(text, "f.yaml", {("dep", "B"): 40.0}, ("dep",))


def test_a_node_that_is_not_in_the_file_is_refused() -> None:
    with pytest.raises(SmartxlError, match="no node 'X'"):
        reweigh(TEXT, "f.yaml", {("dep", "X"): 40.0}, CLASSES)


@pytest.mark.slow
def test_windows_line_ends_and_the_example_survive() -> None:
    text = (example_folder() / "framework.yaml").read_text("utf-8").replace("\n", "\r\n")
    weights = confirmed(text, "framework.yaml")
    again = reweigh(text, "framework.yaml", weights, ("department", "district"))
    assert again == text
    (unit_class, code), _ = next(iter(weights.items()))
    changed = reweigh(text, "framework.yaml", {(unit_class, code): 12.25}, ("department", "district"))
    assert confirmed(changed, "framework.yaml") == {**weights, (unit_class, code): 12.25}
    assert changed.count("\r\n") == text.count("\r\n")


def test_a_broken_text_is_not_confirmed() -> None:
    with pytest.raises(DefinitionError):
        confirmed("nodes: []\n", "framework.yaml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_kept(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes("名: 值\r\n".encode(encoding))
    source = read_source(path)
    assert source.text == "名: 值\r\n"
    assert source.text.encode(source.encoding) == path.read_bytes()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(SmartxlError, match="neither UTF-8 nor GB18030"):
        read_source(path)
    with pytest.raises(SmartxlError, match="cannot be read"):
        read_source(tmp_path / "nowhere.yaml")
