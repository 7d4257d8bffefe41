"""Files of expectations and sheets `expect` become tests, which fail with what differs and where it comes from."""

from __future__ import annotations

import pytest

from tests.bookmodel.books import LOAN, book
from tests.testing.conftest import Run

pytest_plugins = ["pytester"]

GOOD = """
inputs: { Rate: 0.06 }
cases:
  - id: twenty years
    expect: { Loan!B5: { value: 1432.86, tolerance: 0.01 }, Loan!B7: fair }
  - id: thirty years
    inputs: { Loan!B3: 30 }
    expect:
      Loan!B5: { min: 1199, max: 1200 }
      Loan!B7: dear
      Loan!B1:B3: [200000, 0.06, 30]
      Loan!A1:B2: [[amount, 200000], [rate, 0.06]]
      Loan!B4:
"""


def test_cases_are_tests_by_their_names(run: Run) -> None:
    result = run({"loan.expect.yaml": GOOD}, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*loan.expect.yaml::twenty years PASSED*", "*::thirty years PASSED*"])


@pytest.mark.parametrize("named", ["loan.expect.yaml", "loan.xlsx", "loan.expect.yaml::thirty years"])
def test_a_file_a_workbook_or_a_case_may_be_named(run: Run, named: str) -> None:
    run({"loan.expect.yaml": GOOD}, named).assert_outcomes(passed=1 if "::" in named else 2)


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        pytest.param(
            "1300",
            "Loan!B5: expected 1300, got 1319.9114784333* (off by 19.9115) (loan.expect.yaml:3)",
            id="number",
        ),
        pytest.param(
            "{ value: 1319, tolerance: 0.5 }", "Loan!B5: expected 1319, got 1319.91*", id="tolerance"
        ),
        pytest.param("{ min: 1400 }", "Loan!B5: expected ≥ 1400, got 1319.91*", id="limit"),
        pytest.param('{ text: "1319" }', 'Loan!B5: expected "1319", got 1319.91*', id="text"),
        pytest.param("true", "Loan!B5: expected TRUE, got 1319.91*", id="truth"),
        pytest.param('"#N/A"', "Loan!B5: expected #N/A, got 1319.91*", id="error"),
        pytest.param("", "Loan!B5: expected (blank), got 1319.91*", id="blank"),
    ],
)
def test_what_differs_is_told_with_its_formula_and_what_that_reads(
    run: Run, expected: str, told: str
) -> None:
    result = run({"loan.expect.yaml": f"inputs: {{ Loan!B3: 20 }}\nexpect:\n  Loan!B5: {expected}\n"})
    result.assert_outcomes(failed=1)
    reads = ["B2 = 0.05", "B3 = 20 (set by this case)", "B1 = 200000"]
    reads = ["*=-PMT(Rate/12,B3[*]12,B1)", *(f"*Loan!{each}" for each in reads)]
    result.stdout.fnmatch_lines([told, *reads])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*def runtest*")


def test_every_cell_of_an_area_is_compared(run: Run) -> None:
    result = run({"loan.expect.yaml": "expect: { Loan!A1:B2: [[amount, 1], [interest, 0.05]] }\n"})
    result.stdout.fnmatch_lines(
        [
            "Loan!B1: expected 1, got 200000 (off by 199999) (loan.expect.yaml:1 Loan!A1:B2)",
            "*an input, without a formula",
            'Loan!A2: expected "interest", got "rate"*',
        ]
    )


def test_what_follows_from_another_difference_is_told_last_and_short(run: Run) -> None:
    result = run({"loan.expect.yaml": "expect: { Loan!B6: 1, Loan!B5: 1, Loan!B3: 21, Loan!A1: sum }\n"})
    result.stdout.fnmatch_lines(
        [
            "Loan!B3: expected 21, got 20 (off by 1) (loan.expect.yaml:1)",
            "    an input, without a formula",
            'Loan!A1: expected "sum", got "amount" (loan.expect.yaml:1)',
            "Loan!B6: expected 1, got 316778.*: it depends on Loan!B3",
            "Loan!B5: expected 1, got 1319.9*: it depends on Loan!B3",
        ]
    )


def test_what_cannot_be_computed_is_an_error_and_never_passes(run: Run) -> None:
    cells = {"S!A1": "=TODAY()", "S!A2": "=A1*0", "S!A3": 1}
    text = "cases:\n  - id: one\n    expect: { S!A2: 0 }\n  - id: other\n    expect: { S!A3: 1 }\n"
    result = run({"day.expect.yaml": text}, books={"day.xlsx": cells})
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*day.expect.yaml:3 S!A2 → day.xlsx S!A2: it cannot be computed: it depends on S!A1: *=TODAY()*"]
    )
    override = "override: true\ninputs: { S!A1: 2026-01-31 }\n" + text
    run({"day.expect.yaml": override}, books={"day.xlsx": cells}).assert_outcomes(passed=2)


def test_all_that_is_wrong_with_a_case_is_told_at_once(run: Run) -> None:
    text = "inputs:\n  Lone!B3: 1\n  Loan!B5: 2\nexpect:\n  Loan!B1: 1\n  Rates: 2\n  Loan!A1:B2: [1, 2]\n"
    result = run({"loan.expect.yaml": text})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "*loan.expect.yaml:2 Lone!B3 → loan.xlsx Lone!B3: there is no sheet Lone → did you mean Loan?",
            "*loan.expect.yaml:3 Loan!B5 → loan.xlsx Loan!B5: it has the formula*",
            "*loan.expect.yaml:6 Rates → loan.xlsx Rates: there is no name*did you mean rate?",
            "*loan.expect.yaml:7 Loan!A1:B2 → Loan!A1:B2: it has 2 × 2 cells*",
        ]
    )


WRONG = {
    "key": (
        "expects: { A1: 1 }\nexpect: { A1: 1 }",
        "1 expects: unknown key `expects` → did you mean `expect`?*",
    ),
    "nothing": ("inputs: { A1: 1 }", "1: *expects nothing*"),
    "case": ("cases:\n  - inputs: { A1: 1 }\n  - expect: { A1: 1 }", "2*the case expects nothing*"),
    "twice": ("expect: { A1: 1 }\ncases:\n  - id: a\n  - id: a", "4 id: the case a stands here again*"),
    "tolerance": ("expect:\n  A1: { value: 1, tolerance: -1 }", "2 tolerance: *"),
    "key of a value": ("expect:\n  A1: { least: 1 }", "2 least: unknown key*value*"),
    "no workbook": ("workbook: b.xlsx\nexpect: { A1: 1 }", "1 workbook: there is no workbook b.xlsx → *"),
    "no yaml": ("expect: [1", "*"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_file_is_told_with_its_line(run: Run, text: str, told: str) -> None:
    result = run({"loan.expect.yaml": f"{text}\n"})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"loan.expect.yaml:{told}"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_tables_are_rows(run: Run, pytester: pytest.Pytester) -> None:
    text = (
        "tables:\n  Prices:\n    - { Item: x, Price: 4 }\n    - { Item: y, Price: 5 }\nexpect: { S!D1: 9 }\n"
    )
    cells = {
        "S!A1": "Item",
        "S!B1": "Price",
        "S!A2": "a",
        "S!B2": 1,
        "S!A3": "b",
        "S!B3": 2,
        "S!D1": "=SUM(B2:B3)",
    }
    result = run({"p.expect.yaml": text}, books={"p.xlsx": cells})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*there is no table Prices*"])
    (pytester.path / "p.xlsx").write_bytes(book(cells, tables={"Prices": "S!A1:B3"}))
    run({}, books={"unrelated.xlsx": {"S!A1": 1}}).assert_outcomes(passed=1)


SHEET = {
    **LOAN,
    **{f"expect!{column}1": head for column, head in zip("ABCDE", ("Case", "do", "cell", "value", "tolerance"), strict=True)},
    **{f"expect!{cell}": value for cell, value in {
        "A2": "long", "B2": "set", "C2": "Loan!B3", "D2": 30,
        "B3": "expect", "C3": "Loan!B5", "D3": 1073.64, "E3": 0.01,
        "B4": "应为", "C4": "Loan!B6", "D4": "=Loan!B5*0+386511.57", "E4": 0.01,
        "A6": "short", "B6": "expect", "C6": "Loan!B7", "D6": "dear",
    }.items()},
}  # fmt: skip


def test_a_sheet_has_cases_where_the_project_asks_for_it(run: Run) -> None:
    ini = {"pytest.ini": "[pytest]\nsmartxl_files = *.xlsx\n"}
    result = run(ini, "-v", books={"loan.xlsx": SHEET, "other.xlsx": {"S!A1": 1}})
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["loan.xlsx::long PASSED*", "loan.xlsx::short FAILED*", '*expected "dear", got "fair" (expect!6)']
    )


def test_without_that_a_sheet_is_not_looked_at(run: Run) -> None:
    run({}, books={"loan.xlsx": SHEET}).assert_outcomes()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param({"D1": "amount"}, "loan.xlsx expect!A1: row 1 lacks the columns value*", id="head"),
        pytest.param({"B2": "put"}, "loan.xlsx expect!A2: the column `do` says 'put' → write set or expect", id="verb"),
        pytest.param({"C3": None}, "loan.xlsx expect!A3: no cell is named*", id="cell"),
        pytest.param({"E3": "near"}, "loan.xlsx expect!A3: the tolerance is no number*", id="tolerance"),
        pytest.param({"B6": "set"}, "loan.xlsx expect!A6: the case short expects nothing*", id="nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_sheet_is_told_with_its_row(
    run: Run, cells: dict[str, object], told: str
) -> None:
    sheet = SHEET | {f"expect!{cell}": value for cell, value in cells.items()}
    result = run({}, "-o", "smartxl_files=*.xlsx", books={"loan.xlsx": sheet})
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{told}"])
