"""The plugin: its fixture, snapshots, engines; and that it is neither seen nor felt where nobody asks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smartxl.cells import Cell
from smartxl.text import Text
from smartxl.verify.engines import EngineInputs, EngineValues
from tests.bookmodel.books import LOAN, book
from tests.testing.conftest import PLUGIN, Run

pytest_plugins = ["pytester"]

TEST = """
def test_loan(workbook):
    book = workbook("books/loan.xlsx")
    after = book.set("Loan!B3", 30).calculate()
    assert after["Loan!B7"] == "fair"
    assert book.calculate()["Loan!B3"] == 20
    assert after.frame("Loan!A1:B3", header=False).shape == (3, 2)
    assert book.function("Rate", "Loan!B5")(0.05) == book.calculate()["Loan!B5"]
"""
SNAPSHOT = """
def test_loan(workbook):
    book = workbook("loan.xlsx").set("Rate", {rate})
    book.snapshot("Loan!A1:B7")
    book.snapshot("Loan!B7", name="word")
"""


def test_the_fixture_opens_from_the_folder_of_the_test(run: Run) -> None:
    run({"tests/test_loan.py": TEST}, books={"tests/books/loan.xlsx": LOAN}).assert_outcomes(passed=1)


FUNCTIONS = """
import pytest

@pytest.mark.parametrize("times", [2, 3])
def test_it(workbook, times):
    book = workbook("b.xlsx", functions={"TIMES": lambda x: x * times})
    assert book.calculate()["S!A2"] == 5 * times
"""


def test_functions_of_the_file_are_those_of_each_test(run: Run) -> None:
    result = run({"test_it.py": FUNCTIONS}, books={"b.xlsx": {"S!A1": 5, "S!A2": "=TIMES(A1)"}})
    result.assert_outcomes(passed=2)


def test_a_snapshot_is_written_when_that_is_asked_for_and_compared_ever_after(
    run: Run, pytester: pytest.Pytester
) -> None:
    first = run({"test_loan.py": SNAPSHOT.format(rate=0.05)})
    first.assert_outcomes(failed=1)
    first.stdout.fnmatch_lines(["there is no snapshot test_loan.txt; to write it: pytest --smartxl-update"])
    run({}, "--smartxl-update").assert_outcomes(passed=1)
    written = pytester.path / "__snapshots__" / "test_loan"
    assert sorted(path.name for path in written.iterdir()) == ["test_loan-word.txt", "test_loan.txt"]
    assert (written / "test_loan-word.txt").read_text("utf-8") == 'Loan!B7 = "fair"\n'
    run({}).assert_outcomes(passed=1)
    changed = run({"test_loan.py": SNAPSHOT.format(rate=0.2)})
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(
        [
            "loan.xlsx: 4 cells are not as in __snapshots__/test_loan/test_loan.txt",
            "  Loan!B2: 0.05 → 0.2",
            "  Loan!B5: 1319.91147843 → 3397.6*=-PMT(Rate/12,B3[*]12,B1)",
            '  Loan!B7: "fair" → "dear"   =IF(*',
            "If they are right: pytest --smartxl-update",
        ]
    )
    run({}, "--smartxl-update").assert_outcomes(passed=1)
    run({}).assert_outcomes(passed=1)


def test_a_snapshot_of_what_cannot_be_computed_fails(run: Run) -> None:
    test = 'def test_day(workbook):\n    workbook("day.xlsx").snapshot()\n'
    result = run({"test_day.py": test}, "--smartxl-update", books={"day.xlsx": {"S!A1": "=TODAY()"}})
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*VerifyError*S!A1*"])


def test_last_digits_do_not_count(run: Run, pytester: pytest.Pytester) -> None:
    run({"test_loan.py": SNAPSHOT.format(rate=0.05)}, "--smartxl-update").assert_outcomes(passed=1)
    path = pytester.path / "__snapshots__" / "test_loan" / "test_loan.txt"
    path.write_text(path.read_text("utf-8").replace("1319.91147843", "1319.91147844"), "utf-8")
    run({}).assert_outcomes(passed=1)


ENGINE_TEST = """
def test_it(workbook):
    book = workbook("b.xlsx").set("S!A1", 3)
    assert book.calculate()["S!A2"] == {expected}
    assert book.function("S!A1", "S!A2")(4) == 8
"""


@pytest.mark.parametrize("name", ["smartxl", "formulas"])
def test_another_engine_calculates(run: Run, name: str) -> None:
    files = {
        "b.expect.yaml": "inputs: { S!A1: 3 }\nexpect: { S!A2: 6 }\n",
        "test_it.py": ENGINE_TEST.format(expected=6),
    }
    cells = {"S!A1": 1, "S!A2": "=A1*2"}
    run(files, f"--smartxl-engine={name}", books={"b.xlsx": cells}).assert_outcomes(passed=2)


class OtherEngine:
    name = "formulas"
    calls_functions = False

    def version(self) -> str:
        return "0"

    def values(self, inputs: EngineInputs) -> EngineValues:
        held = {cell: value for cell, value in inputs.constants.items() if cell.column == 1}
        return EngineValues(
            {Cell("S", 2, 1): sum(v for v in held.values() if isinstance(v, float)) * 10},
            {Cell("S", 3, 1): Text("不会", "not known there")},
        )


def test_what_the_engine_gives_counts_and_what_it_does_not_is_an_error(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smartxl.testing.engines.engine", lambda name: OtherEngine())
    text = "inputs: { S!A1: 3 }\ncases:\n  - expect: { S!A2: 30 }\n  - expect: { S!A2: 6 }\n  - expect: { S!A3: 1 }\n"
    cells = {"S!A1": 1, "S!A2": "=A1*2", "S!A3": "=A1-2"}
    result = run({"b.expect.yaml": text}, "--smartxl-engine=formulas", books={"b.xlsx": cells})
    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines(["*S!A3: it cannot be computed: not known there*"])


def test_an_engine_that_there_is_not_is_refused(run: Run) -> None:
    result = run({"loan.expect.yaml": "expect: { Loan!B3: 20 }\n"}, "--smartxl-engine=excel")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*no such engine*formualizer*"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_project_says_which_language_is_spoken(run: Run, lang: str) -> None:
    result = run({"loan.expect.yaml": "expect: { Loan!B3: 21 }\n"}, "-o", f"smartxl_lang={lang}")
    result.stdout.fnmatch_lines(
        ["Loan!B3：应为 21，得到 20（差 1）*" if lang == "zh" else "Loan!B3: expected 21, got 20 (off by 1)*"]
    )


def test_a_case_that_cannot_run_is_told_once_in_one_language(run: Run) -> None:
    told = run({"loan.expect.yaml": "expect: { Nothing: 1 }\n"}, "-o", "smartxl_lang=zh").stdout.str()
    assert "没有名称、表或列 Nothing" in told
    assert "there is no name" not in told
    assert "During handling" not in told


@pytest.mark.parametrize(
    ("files", "books"),
    [
        pytest.param({}, {"loan.xlsx": {"S!A1": 1, "expect!A1": "case"}}, id="a workbook"),
        pytest.param({"api.expect.yaml": "status: 200\nexpect: ok"}, {"other.xlsx": {"S!A1": 1}}, id="other tool"),
        pytest.param({"~$loan.xlsx": "", "a.expect.json": "{}"}, {"other.xlsx": {"S!A1": 1}}, id="no files of ours"),
    ],
)  # fmt: skip
def test_nothing_is_collected_that_nobody_asked_for(
    run: Run, files: dict[str, str], books: dict[str, dict[str, object]]
) -> None:
    result = run(files, books=books)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_workbook_that_is_not_there_is_told_in_a_sentence(run: Run) -> None:
    result = run({"test_none.py": "def test_none(workbook):\n    workbook('none.xlsx')\n"})
    result.assert_outcomes(failed=1)
    told = result.stdout.str()
    assert "name a workbook" in told
    assert "bookmodel" not in told
    assert not any("一" <= character <= "鿿" for character in told)


def test_a_file_without_its_workbook_is_an_error(run: Run) -> None:
    result = run({"lone.expect.yaml": "expect: { S!A1: 1 }\n"})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["lone.expect.yaml:1*there is no workbook lone.xlsx → *"])


def test_a_broken_workbook_is_an_error(run: Run, pytester: pytest.Pytester) -> None:
    (pytester.path / "bad.xlsx").write_bytes(b"PK no workbook")
    result = run({"bad.expect.yaml": "expect: { S!A1: 1 }\n"}, "bad.expect.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*bad.xlsx*"])
    result.stdout.no_fnmatch_line("*Traceback*")


HEAVY = ("numpy", "pandas", "openpyxl", "lxml", "pydantic", "ruamel", "smartxl.text", "smartxl.errors")


@pytest.mark.slow
def test_nothing_is_imported_where_there_is_nothing_to_test(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(): pass\n", "utf-8")
    (tmp_path / "loan.xlsx").write_bytes(b"PK")
    (tmp_path / "conftest.py").write_text(
        "import sys\ndef pytest_unconfigure(): print('held', *sys.modules)\n", "utf-8"
    )
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "pytest",
        *PLUGIN,
        "-p",
        "no:hypothesispytest",
        "-q",
        "-s",
        ".",
    ]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    held = {name for line in ran.stdout.splitlines() if "held" in line for name in line.split()}
    assert "smartxl.testing.plugin" in held
    assert not [name for name in HEAVY if name in held]


@pytest.mark.slow
def test_processes_share_the_work(tmp_path: Path) -> None:
    cases = "".join(
        f"  - id: case {n}\n    inputs: {{ Loan!B3: {n} }}\n    expect: {{ Loan!B3: {n} }}\n"
        for n in range(1, 9)
    )
    (tmp_path / "loan.xlsx").write_bytes(book(LOAN, names={"Rate": "Loan!$B$2"}))
    (tmp_path / "loan.expect.yaml").write_text(f"cases:\n{cases}", "utf-8")
    command = [sys.executable, "-W", "error", "-m", "pytest", *PLUGIN, "-q", "-n2", "."]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "8 passed" in ran.stdout, ran.stdout
