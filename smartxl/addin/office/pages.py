"""The pages of the add-in: the one that loads the functions, help in the task pane, and what to do with the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smartxl.addin.office.filled import filled
from smartxl.addin.office.functions import NAMESPACE, PORTED, formula_of, function_name
from smartxl.addin.office.languages import ENDS, LOCALES
from smartxl.text import Lang, Text
from smartxl_udfs.modules import declared_functions

__all__ = ["functions_page", "help_page", "readme"]

_WORDS = {
    "title": Text("smartxl 函数", "smartxl functions"),
    "start": Text(
        f"在单元格中输入“={NAMESPACE}.”即可选择函数。结果自动溢出到右边和下面的单元格。",
        f"Type ={NAMESPACE}. into a cell and choose a function. Results spill to the right and below.",
    ),
    "swap": Text(
        f"工作簿中写的是 SX_ 函数（Windows、LibreOffice）时，用“查找和替换”把公式中的“SX_”换成“{NAMESPACE}.”。",
        f"In a workbook with SX_ functions (Windows, LibreOffice) replace SX_ in formulas by {NAMESPACE}. (Find and Replace).",
    ),
    "find": Text("查找函数", "Find a function"),
    "none": Text("没有这样的函数", "There is no such function"),
    "optional": Text("可省", "optional"),
    "range": Text("区域", "range"),
    "value": Text("一个值", "one value"),
    "result": Text("结果", "result"),
    "missing": Text(
        "这个加载项中没有；在 Windows 的 Excel 或 LibreOffice 中使用。",
        "Not in this add-in; use it in Excel for Windows or in LibreOffice.",
    ),
    "blank": Text("空白单元格", "Blank cells"),
    "blanks": Text(
        f"空白不是 0。有的桌面版 Excel 把空白当作 0 交给函数：选三个空白单元格算 ={NAMESPACE}.COVERAGE(…)，应为 0；若为 1，"
        '请把区域写成 IF(A2:F9="","",A2:F9)。',
        "A blank is not 0. Some desktop versions of Excel hand a blank over as 0: "
        f"={NAMESPACE}.COVERAGE(…) of three blank cells has to be 0; "
        'where it is 1, write a range as IF(A2:F9="","",A2:F9).',
    ),
    "errors": Text("错误", "Errors"),
}
_ERRORS = (
    (
        "#VALUE!",
        Text(
            "参数不合适。鼠标停在错误标志上，可看到以 #SX: 开头的说明：哪里不对，怎么办。",
            "The arguments do not fit. The sign of the error has a sentence that begins with #SX:, and tells what to do.",
        ),
    ),
    (
        "#N/A #DIV/0! #NUM! #NULL!",
        Text(
            "输入的单元格就是这个错误，原样传下来。", "A cell that goes in has this error; it is passed on."
        ),
    ),
    (
        "#BUSY! #NAME?",
        Text(
            "加载项没有载入：检查网络，再打开一次工作簿。",
            "The add-in is not loaded: look at the network, and open the workbook again.",
        ),
    ),
)
_OWN_NAMES = {"zh": "中文", "en": "English"}  # what a language calls itself


@dataclass(frozen=True, slots=True)
class _HelpEntry:
    """A function as the page shows it."""

    id: str
    name: str
    formula: str
    purpose: str
    arguments: tuple[Mapping[str, str | bool], ...]
    result: str
    ported: bool


def functions_page(lang: Lang) -> bytes:
    """The page without anything to see that loads the functions in browsers and on the Mac."""
    return filled(
        "functions.html",
        lang=LOCALES[lang][0],
        title=_WORDS["title"].get(lang),
        script=f"functions{ENDS[lang]}.js",
    )


def help_page(lang: Lang) -> bytes:
    """The task pane: all functions, what they take, what errors mean. It is of use without Office too."""
    other: Lang = "en" if lang == "zh" else "zh"
    return filled(
        "taskpane.html",
        lang=LOCALES[lang][0],
        other=f"taskpane{ENDS[other]}.html",
        other_name=_OWN_NAMES[other],
        t={key: text.get(lang) for key, text in _WORDS.items()},
        functions=_functions(lang),
        errors=[(codes.split(), text.get(lang)) for codes, text in _ERRORS],
    )


def readme(base: str) -> bytes:
    """What each file is and what to do with them, in Chinese and English."""
    return filled("readme.md", base=base, namespace=NAMESPACE)


def _functions(lang: Lang) -> list[_HelpEntry]:
    return [
        _HelpEntry(
            declared.name,
            f"{NAMESPACE}.{function_name(declared.name)}",
            formula_of(declared),
            declared.purpose.get(lang),
            tuple(
                {
                    "name": each.name,
                    "doc": each.doc.get(lang),
                    "is_range": each.is_range,
                    "optional": each.optional,
                }
                for each in declared.arguments
            ),
            declared.result.get(lang),
            declared.name in PORTED,
        )
        for declared in sorted(declared_functions().values(), key=lambda each: each.name)
    ]
