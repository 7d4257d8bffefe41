"""Renders the pictures of docs/explain.md, diff-book.md, lint.md, testing.md, whatif.md and robust.md: what a terminal shows.

    python examples/terminal_pictures.py docs/images

Needs Chromium and a Chinese font of even widths.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, ImageChops

from smartxl import init_project
from smartxl.cli.main import main as smartxl

_PAGE = """<!doctype html><meta charset="utf-8"><body style="margin:0;background:#fff"><pre style="margin:0;padding:14px 18px;
font:15px/1.5 'Noto Sans Mono CJK SC','Noto Sans Mono',monospace;color:#1c1c1c">{text}</pre>"""
_WIDTH, _HEIGHT, _MARGIN = 1500, 1400, 14


_TRIED = ("--weight", "B=20", "--weight", "A1=0", "--rule", "B5.points=0,10,20,30,100")
_ROWS, _LAST = 22, 6
_NARROW = str.maketrans("━╇┃│", "-+||")
"""Signs that the font has as wide as a Chinese one."""
_ITEMS = (("服务器", 3, 12500.0), ("交换机", 5, 3200.0), ("安装", 1, 9000.0), ("培训", 4, 1500.0))
_REVISED = (
    ("机柜", 2, 4800.0),
    ("服务器", 3, 12900.0),
    ("交换机", 5, 3200.0),
    ("安装", 1, 9000.0),
    ("培训", 4, 1500.0),
)


def budget(path: Path, items: Sequence[tuple[str, int, float]] = _ITEMS, rate: float = 0.13) -> Path:
    """A small budget: quantities, prices, a tax rate with a name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "预算"
    sheet.append(["项目", "数量", "单价", "金额", "供应商"])
    for row, (name, quantity, price) in enumerate(items, start=2):
        sheet.append([name, quantity, price, f"=B{row}*C{row}"])
    last = len(items) + 1
    sheet.append(["合计", None, None, f"=SUM(D2:D{last})"])
    sheet.append(["含税", None, None, f"=IF(D{last + 1}>起征点,D{last + 1}*(1+税率),D{last + 1})"])
    sheet.append(["最贵一项", None, None, f"=INDEX(A2:A{last},MATCH(MAX(D2:D{last}),D2:D{last},0))"])
    rates = book.create_sheet("参数")
    rates.append(["增值税率", rate])
    rates.append(["起征点", 50000])
    rates["B1"].number_format = "0%"
    for name, cell in (("税率", "参数!$B$1"), ("起征点", "参数!$B$2")):
        book.defined_names[name] = DefinedName(name, attr_text=cell)
    book.save(path)
    return path


def flawed(path: Path) -> Path:
    """A price list in which four things went wrong that are easily overlooked."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "报价"
    sheet.append(["编号", "数量", "单价", "金额"])
    for row in range(2, 22):
        sheet.append(
            [
                f"P{row:02}",
                row % 4 + 1,
                f"=VLOOKUP(A{row},单价!A{row - 1}:B{row + 18},2,FALSE)",
                f"=B{row}*C{row}",
            ]
        )
    sheet["D9"] = 880
    sheet["D14"] = "=B14*C13"
    sheet["D22"] = "=SUM(D2:D19)"
    prices = book.create_sheet("单价")
    for row in range(2, 22):
        prices.append([f"P{row:02}", 100 + row])
    book.save(path)
    return path


def guard(path: Path) -> None:
    """Protects the budget, and lets quantities be whole numbers only."""
    book = load_workbook(path)
    sheet = book["预算"]
    rule = DataValidation(
        type="whole", operator="between", formula1="1", formula2="99", showErrorMessage=True
    )
    rule.add("B2:B6")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    sheet["D4"] = 16000
    book.save(path)


def shown(*arguments: str) -> str:
    """What a command shows."""
    done = CliRunner().invoke(smartxl, list(arguments))
    typed = " ".join(Path(each).name if each.endswith(".xlsx") else each for each in arguments)
    folders = {f"{Path(each).parent}/" for each in arguments if each.endswith(".xlsx")}
    output = done.output
    for folder in folders:
        output = output.replace(folder, "")
    return f"$ smartxl {typed}\n{output}"


def tested(folder: Path) -> str:
    """What pytest shows of a workbook with a mistake in a formula."""
    foreign = Path(__file__).parent / "foreign"
    book = load_workbook(foreign / "loan.xlsx")
    book["Loan"]["B8"] = "=ROUND(PMT(Rate/12,Years*12,-Amount),0)+1"
    book.save(folder / "loan.xlsx")
    shutil.copy(foreign / "loan.expect.yaml", folder)
    plugin = ["-p", "no:smartxl", "-p", "smartxl.testing.plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugin, "loan.expect.yaml"]
    spoken = {**os.environ, "SMARTXL_LANG": "en"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=spoken)
    return f"$ pytest\n{done.stdout}"


def collected(folder: Path) -> Path:
    """The example's city with answers."""
    city = init_project(folder / "my-city", "zh")
    city.build()
    city.fill()
    city.collect()
    return city.root


def doubted(city: Path) -> str:
    """How sure the ranks of the example's city are: the districts, and at which weights the leader changes."""
    done = CliRunner().invoke(smartxl, ["robust", str(city)])
    lines = done.output.translate(_NARROW).splitlines()
    districts = next(place for place, line in enumerate(lines) if line.startswith("区县"))
    effects = next(place for place, line in enumerate(lines) if line.startswith("剔除"))
    passed = [line for line in lines if "居首" in line and "的权重" in line]
    return "\n".join(["$ smartxl robust my-city", *lines[:6], " …", *lines[districts:effects], " …", *passed])


def tried(city: Path) -> str:
    """What other weights do to the example's city: the first rows of its table, and the last lines."""
    done = CliRunner().invoke(smartxl, ["whatif", str(city), *_TRIED])
    lines = done.output.translate(_NARROW).splitlines()
    shown_rows = [*lines[:_ROWS], " …", *lines[-_LAST:]]
    return "\n".join([f"$ smartxl whatif my-city {' '.join(_TRIED)}", *shown_rows])


def picture(text: str, target: Path, folder: Path) -> None:
    """A text as it stands on a terminal, as a picture without empty margins."""
    page, raw = folder / "page.html", folder / "page.png"
    page.write_text(_PAGE.format(text=html.escape(text)), "utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size={_WIDTH},{_HEIGHT}"
    subprocess.run([*browser, size, f"--screenshot={raw}", page.as_uri()], check=True, capture_output=True)
    image = Image.open(raw).convert("L")
    box = ImageChops.invert(image).getbbox()
    if box is None:
        raise SystemExit(f"{target.name} is empty")
    left, top, right, bottom = box
    corners = max(0, left - _MARGIN), max(0, top - _MARGIN), right + _MARGIN, bottom + _MARGIN
    image.crop(corners).quantize(16).save(target, optimize=True)


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = str(budget(folder / "budget.xlsx"))
        revised = budget(folder / "revised.xlsx", _REVISED, 0.09)
        guard(revised)
        picture(shown("diff-book", path, str(revised)), target / "diff-book.png", folder)
        wrong = str(flawed(folder / "quote.xlsx"))
        picture(shown("lint", wrong, "--lang", "zh"), target / "lint.png", folder)
        picture(shown("explain", path, "预算!D7", "--steps"), target / "explain.png", folder)
        picture(tested(folder), target / "testing.png", folder)
        city = collected(folder)
        picture(tried(city), target / "whatif.png", folder)
        picture(doubted(city), target / "robust.png", folder)


if __name__ == "__main__":
    main()
