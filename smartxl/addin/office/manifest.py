"""The manifest: what Office is told of the add-in, in the form that holds custom functions (add-in only manifest, XML)."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

from smartxl.addin.office.filled import filled
from smartxl.addin.office.functions import NAMESPACE
from smartxl.addin.office.icons import SIZES
from smartxl.addin.office.languages import ENDS, LOCALES
from smartxl.text import Text

__all__ = ["manifest"]

_URLS = tuple(
    (id_, f"{stem}{ENDS['zh']}{type_}", f"{stem}{ENDS['en']}{type_}")
    for id_, stem, type_ in (
        ("Functions.Script.Url", "functions", ".js"),
        ("Functions.Page.Url", "functions", ".html"),
        ("Functions.Metadata.Url", "functions", ".json"),
        ("Taskpane.Url", "taskpane", ".html"),
    )
)
_WORDS = {
    "name": Text("smartxl 函数", "smartxl functions"),
    "purpose": Text(
        "在单元格中计分、汇总、求权重：与 smartxl 同样的规则，同样的数。",
        "Scores, roll-ups and weights in cells: the rules and the numbers of smartxl.",
    ),
}
_SHORT = (
    ("Start.Title", Text("smartxl 函数已可使用", "The smartxl functions are ready")),
    ("Group.Label", Text("smartxl", "smartxl")),
    ("Button.Label", Text("函数说明", "Functions")),
)
_LONG = (
    (
        "Start.Description",
        Text(
            f"在单元格中输入“={NAMESPACE}.”即可看到全部函数；“函数说明”列出各自的参数。",
            f"Type ={NAMESPACE}. into a cell to see all functions; the button Functions lists their arguments.",
        ),
    ),
    (
        "Button.Tip",
        Text(
            "列出全部函数、参数和错误的含义。", "Lists all functions, their arguments and what errors mean."
        ),
    ),
)


def manifest(base: str, version: str) -> bytes:
    """The manifest of an add-in hosted at `base`. Its id follows from the address: a new version replaces an old one."""
    parts = urlsplit(base)
    return filled(
        "manifest.xml",
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, base)),
        version=_version(version),
        base=base,
        origin=f"{parts.scheme}://{parts.netloc}",
        t=_WORDS,
        default=LOCALES["zh"][0],
        english=LOCALES["en"],
        sizes=SIZES,
        urls=_URLS,
        namespace=NAMESPACE,
        short=_SHORT,
        long=_LONG,
    )


def _version(version: str) -> str:
    """Four numbers, which Office wants to begin with 1 or more: 1.0.1.0 of 0.1.0."""
    numbers = [*re.findall(r"\d+", version)[:3], "0", "0", "0"][:3]
    return ".".join(["1", *(str(min(int(number), 65535)) for number in numbers)])
