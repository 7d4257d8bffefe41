"""How many scenarios of a workbook of 200 formulas are calculated in a second: as a function of arrays, and set one by one.

Run: python benchmarks/scenarios.py
"""

from __future__ import annotations

import io
import time

import numpy as np
from openpyxl import Workbook

import smartxl

YEARS, SCENARIOS, ONE_BY_ONE = 33, 10_000, 100
OUTPUTS = ("Plan!H1", "Plan!H2")


def plan() -> bytes:
    """A business plan over years: sales grow, prices fall with quantity, taxes are due on profits; 6 formulas a year."""
    book = Workbook()
    sheet = book[book.sheetnames[0]]
    sheet.title = "Plan"
    for row, (name, value) in enumerate((("growth", 0.04), ("cost", 0.6), ("interest", 0.05)), start=1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value)
    for line, (least, price) in enumerate(((0, 12), (1200, 11), (1800, 10.5), (2600, 10)), start=1):
        sheet.cell(line, 4, least)
        sheet.cell(line, 5, price)
    for year in range(1, YEARS + 1):
        row = 10 + year
        before = "1000" if year == 1 else f"B{row - 1}*(1+$B$1)"
        sheet.cell(row, 1, year)
        sheet.cell(row, 2, f"=ROUND({before},0)")
        sheet.cell(row, 3, f"=VLOOKUP(B{row},$D$1:$E$4,2,TRUE)")
        sheet.cell(row, 4, f"=B{row}*C{row}*(1-$B$2)-2000")
        sheet.cell(row, 5, f"=IF(D{row}>0,D{row}*0.25,0)")
        sheet.cell(row, 6, f"=D{row}-E{row}")
        sheet.cell(row, 7, f"=F{row}/(1+$B$3)^A{row}")
    last = 10 + YEARS
    sheet["H1"], sheet["H2"] = f"=SUM(G11:G{last})", f'=IF(MIN(F11:F{last})<0,"a loss","no loss")'
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def main() -> None:
    """Prints scenarios a second, and that both ways agree."""
    model = smartxl.workbook(plan())
    chance = np.random.default_rng(1)
    growth, cost = chance.normal(0.04, 0.02, SCENARIOS), chance.uniform(0.5, 0.8, SCENARIOS)
    function = model.function(inputs=["Plan!B1", "Plan!B2"], outputs=OUTPUTS)
    lifted, formulas = function.lifted
    print(f"{formulas} formulas between inputs and outputs, {lifted} for all scenarios at once")
    start = time.perf_counter()
    worth, loss = function(growth, cost)
    seconds = time.perf_counter() - start
    print(f"function: {SCENARIOS} scenarios in {seconds:.2f} s, {SCENARIOS / seconds:,.0f} a second")
    start = time.perf_counter()
    for index in range(ONE_BY_ONE):
        values = model.set({"Plan!B1": growth[index], "Plan!B2": cost[index]}).calculate()
        if (values[OUTPUTS[0]], values[OUTPUTS[1]]) != (worth[index], loss[index]):
            raise SystemExit(f"scenario {index} differs")
    seconds = time.perf_counter() - start
    print(
        f"set and calculate: {ONE_BY_ONE} in {seconds:.2f} s, {ONE_BY_ONE / seconds:,.0f} a second; the same values"
    )


if __name__ == "__main__":
    main()
