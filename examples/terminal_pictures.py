"""Renders the pictures of docs/explain.md, diff-book.md, lint.md, testing.md, whatif.md and robust.md: what a terminal shows,
in both languages.

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
from openpyxl.cell.cell import Cell
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, ImageChops

from smartxl import init_project
from smartxl.cli.main import main as smartxl
from smartxl.text import Lang

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
_ENGLISH = {
    "增值税率": "VAT rate",
    "最贵一项": "Dearest item",
    "起征点": "Threshold",
    "供应商": "Supplier",
    "服务器": "Servers",
    "交换机": "Switches",
    "预算": "Budget",
    "参数": "Rates",
    "报价": "Quote",
    "项目": "Item",
    "编号": "Code",
    "数量": "Quantity",
    "单价": "Price",
    "金额": "Amount",
    "合计": "Sum",
    "含税": "With VAT",
    "税率": "VAT",
    "机柜": "Racks",
    "安装": "Installation",
    "培训": "Training",
}
"""Words of the workbooks in English, the longer before those that they contain."""
_PARTS: dict[Lang, tuple[str, str, str]] = {
    "zh": ("区县", "剔除", "的权重"),
    "en": ("Districts: ranks", "one indicator left out", "when the weight of"),
}
"""How the parts of `robust` begin that are shown, and what lines on a change of the leader have."""


def translated(path: Path, lang: Lang) -> Path:
    """The workbook in a language: its sheets, texts, formulas and names."""
    if lang == "zh":
        return path
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.title = in_english(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str):
                    cell.value = in_english(cell.value)
    names = [(name, defined.attr_text) for name, defined in book.defined_names.items()]
    book.defined_names.clear()
    for name, text in names:
        book.defined_names[in_english(name)] = DefinedName(in_english(name), attr_text=in_english(text))
    book.save(path)
    return path


def in_english(text: str) -> str:
    """A text of the workbooks with its words in English."""
    for zh, en in _ENGLISH.items():
        text = text.replace(zh, en)
    return text


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


def shown(lang: Lang, *arguments: str) -> str:
    """What a command shows in a language."""
    done = CliRunner().invoke(smartxl, ["--lang", lang, *arguments])
    typed = " ".join(Path(each).name if each.endswith(".xlsx") else each for each in arguments)
    folders = {f"{Path(each).parent}/" for each in arguments if each.endswith(".xlsx")}
    output = done.output
    for folder in folders:
        output = output.replace(folder, "")
    return f"$ smartxl {typed}\n{output}"


def tested(folder: Path, lang: Lang) -> str:
    """What pytest shows of a workbook with a mistake in a formula."""
    foreign = Path(__file__).parent / "foreign"
    book = load_workbook(foreign / "loan.xlsx")
    book["Loan"]["B8"] = "=ROUND(PMT(Rate/12,Years*12,-Amount),0)+1"
    book.save(folder / "loan.xlsx")
    shutil.copy(foreign / "loan.expect.yaml", folder)
    plugin = ["-p", "no:smartxl", "-p", "smartxl.testing.plugin", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *plugin, "loan.expect.yaml"]
    spoken = {**os.environ, "SMARTXL_LANG": lang}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=spoken)
    return f"$ pytest\n{done.stdout}"


def collected(folder: Path) -> Path:
    """The example's city with answers."""
    city = init_project(folder / "my-city", "zh")
    city.build()
    city.fill()
    city.collect()
    return city.root


def doubted(city: Path, lang: Lang) -> str:
    """How sure the ranks of the example's city are: the districts, and at which weights the leader changes."""
    done = CliRunner().invoke(smartxl, ["--lang", lang, "robust", str(city)])
    lines = done.output.translate(_NARROW).splitlines()
    begins, ends, passes = _PARTS[lang]
    districts = next(place for place, line in enumerate(lines) if line.startswith(begins))
    effects = next(place for place, line in enumerate(lines) if line.startswith(ends))
    passed = [line for line in lines if passes in line]
    return "\n".join(["$ smartxl robust my-city", *lines[:6], " …", *lines[districts:effects], " …", *passed])


def tried(city: Path, lang: Lang) -> str:
    """What other weights do to the example's city: the first rows of its table, and the last lines."""
    done = CliRunner().invoke(smartxl, ["--lang", lang, "whatif", str(city), *_TRIED])
    lines = done.output.translate(_NARROW).splitlines()
    end = next(place for place in range(_ROWS, len(lines)) if lines[place][:2].strip())
    shown_rows = [*lines[:end], " …", *lines[-_LAST:]]
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
    langs: tuple[Lang, ...] = ("zh", "en")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = collected(folder)
        for lang in langs:
            path = str(translated(budget(folder / "budget.xlsx"), lang))
            revised = budget(folder / "revised.xlsx", _REVISED, 0.09)
            guard(revised)
            wrong = str(translated(flawed(folder / "quote.xlsx"), lang))
            sheet = "预算" if lang == "zh" else "Budget"
            texts = {
                "diff-book": shown(lang, "diff-book", path, str(translated(revised, lang))),
                "lint": shown(lang, "lint", wrong),
                "explain": shown(lang, "explain", path, f"{sheet}!D7", "--steps"),
                "testing": tested(folder, lang),
                "whatif": tried(city, lang),
                "robust": doubted(city, lang),
            }
            for picture_name, text in texts.items():
                picture(text, target / f"{picture_name}-{lang}.png", folder)


if __name__ == "__main__":
    main()
