"""Renders the pictures of docs/ci.md, in both languages: what a reviewer sees of a workbook that is not in order.

    python examples/ci_pictures.py docs/images

The texts are those that `smartxl` gives to GitHub and writes as JUnit; each program draws them in its own way. Needs Chromium
and a Chinese font.
"""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from click.testing import CliRunner
from lxml import etree
from openpyxl import Workbook
from PIL import Image, ImageChops

from smartxl.cli.main import main as smartxl
from smartxl.text import Lang

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 10px; width: 1180px; background: #fff; color: #1f2328;
  font: 15px/1.5 'Noto Sans CJK SC', sans-serif }}
.card {{ border: 1px solid #d1d9e0; border-left: 5px solid; border-radius: 4px; padding: 8px 14px; margin: 0 0 10px }}
.error {{ border-left-color: #cf222e }} .warning {{ border-left-color: #bf8700 }} .notice {{ border-left-color: #59636e }}
.file {{ color: #59636e; font-size: 13px }} b {{ display: block }}
h4 {{ margin: 14px 0 6px }} li {{ list-style: none; margin: 4px 0 }} ul {{ margin: 0; padding: 0 }}
pre {{ margin: 4px 0 8px 26px; padding: 8px 12px; background: #f6f8fa; white-space: pre-wrap;
  font: 13px/1.5 'Noto Sans Mono CJK SC' }}
.bad {{ color: #cf222e }} .good {{ color: #1a7f37 }} .skip {{ color: #9a6700 }}
</style><body>{body}"""
_LINE = re.compile(r"::(error|warning|notice) (.*?)::(.*)")
_SIGNS = {"failure": ("✗", "bad"), "error": ("✗", "bad"), "skipped": ("○", "skip"), None: ("✓", "good")}
_SHOWN = 4  # tests that passed
_MARGIN = 8
_WORDS: dict[Lang, tuple[str, list[str], list[str], str]] = {
    "zh": ("预算", ["项目", "数量", "单价", "金额"], ["服务器", "交换机", "安装", "培训", "维护"], "合计"),
    "en": (
        "Budget",
        ["Item", "Quantity", "Price", "Amount"],
        ["Servers", "Switches", "Installation", "Training", "Maintenance"],
        "Sum",
    ),
}
"""Sheet, headings, items and the name of the sum."""
_ITEMS = ((3, 12500), (5, 3200), (2, 4500), (4, 1500), (12, 800))
_MORE: dict[Lang, tuple[str, str]] = {
    "zh": ("{name} – {tests} 个测试，{failures} 个未通过", "另有 {more} 个"),
    "en": ("{name} – {tests} tests, {failures} failed", "{more} more"),
}
_COMMANDS = {"verify": (), "lint": ("--ignore", "SXL103")}


def budget(path: Path, lang: Lang) -> None:
    """A budget with an amount that was typed over its formula and a total that was not calculated again."""
    title, heads, names, total = _WORDS[lang]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(heads)
    for row, (name, (quantity, price)) in enumerate(zip(names, _ITEMS, strict=True), start=2):
        sheet.append([name, quantity, price, f"=B{row}*C{row}"])
    sheet["D4"] = 8000
    sheet.append([total, None, None, "=SUM(D2:D6)"])
    written = io.BytesIO()
    book.save(written)
    shown = iter((37500, 16000, 6000, 9600, 78100))
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8")
            new.writestr(name, re.sub(r"</f><v ?/>|</f><v></v>", lambda _: f"</f><v>{next(shown)}</v>", part))


def cards(lines: str) -> Iterator[str]:
    """The annotations, as GitHub shows them in a run."""
    for line in lines.splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        told = dict(part.split("=", 1) for part in found[2].split(","))
        file, title, message = (
            html.escape(unquote(text)) for text in (told["file"], told["title"], found[3])
        )
        yield f'<div class="card {found[1]}"><span class="file">{file}</span><b>{title}</b>{message}</div>'


def tests(document: bytes, lang: Lang) -> Iterator[str]:
    """The suites, as a list of tests; those that passed are cut short."""
    title, rest = _MORE[lang]
    for suite in etree.fromstring(document):
        yield f"<h4>{html.escape(title.format_map(suite.attrib))}</h4><ul>"
        passed = [case for case in suite if not len(case)]
        shown = [case for case in suite if len(case)] + passed[:_SHOWN]
        for case in shown:
            outcome = case[0] if len(case) else None
            sign, look = _SIGNS[str(outcome.tag) if outcome is not None else None]
            yield f'<li><span class="{look}">{sign}</span> {html.escape(str(case.get("name")))}'
            yield f"<pre>{html.escape(str(outcome.text))}</pre>" if outcome is not None else ""
        if (more := len(passed) - _SHOWN) > 0:
            yield f'<li class="good">✓ … {rest.format(more=more)}'
        yield "</ul>"


def picture(body: str, target: Path, folder: Path) -> None:
    """A page as a picture without empty margins."""
    page, raw = folder / "page.html", folder / "page.png"
    page.write_text(_PAGE.format(body=body), "utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command = [*browser, "--window-size=1200,1600", f"--screenshot={raw}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    image = Image.open(raw).convert("RGB")
    box = ImageChops.invert(image.convert("L")).getbbox()
    if box is None:
        raise SystemExit(f"{target.name} is empty")
    image.crop((0, 0, box[2] + _MARGIN, box[3] + _MARGIN)).quantize(128).save(target, optimize=True)


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1]).absolute()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)
        run, typed = CliRunner(), [(name, *options) for name, options in _COMMANDS.items()]
        for lang, (title, *_) in _WORDS.items():
            book = f"{title}.xlsx"
            budget(folder / book, lang)
            told = [run.invoke(smartxl, [*each, book, "--github", "--lang", lang]).stdout for each in typed]
            picture("".join(cards("\n".join(told))), target / f"ci-annotations-{lang}.png", folder)
            for each in typed:
                run.invoke(smartxl, [*each, book, "--junit", f"{each[0]}.xml", "--lang", lang])
            suites = [tests((folder / f"{each}.xml").read_bytes(), lang) for each in _COMMANDS]
            picture("".join("".join(each) for each in suites), target / f"ci-tests-{lang}.png", folder)


if __name__ == "__main__":
    main()
