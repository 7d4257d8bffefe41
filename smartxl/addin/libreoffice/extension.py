"""The extension for LibreOffice, built from the declarations of the functions: an .oxt file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from smartxl.addin.libreoffice.typelib import UnoMethod, type_library
from smartxl.text import Lang, Text
from smartxl_udfs import DeclaredFunction, FunctionArgument
from smartxl_udfs.modules import declared_functions

__all__ = ["EXTENSION", "ExtensionSettings", "build_extension", "internal_name"]

EXTENSION = "org.smartxl.functions"
_INTERFACE, _SERVICE, _JOB = "org.smartxl.XFunctions", "org.smartxl.Functions", "org.smartxl.Opened"
_CELLS, _ANY, _RESULT = "com.sun.star.table.XCellRange", "any", "[][]any"
_CALLER = ("caller", "com.sun.star.beans.XPropertySet")
"""A parameter of this type is hidden from people: LibreOffice hands over the document in which the formula stands."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_DATE = (1980, 1, 1, 0, 0, 0)
_SETTINGS = "SETTINGS: Any = {"
_PARTS = {
    "smartxl.rdb": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "component.py": "application/vnd.sun.star.uno-component;type=Python",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
    "Jobs.xcu": "application/vnd.sun.star.configuration-data",
}


@dataclass(frozen=True, slots=True)
class ExtensionSettings:
    """The Python that has smartxl, the language of messages in cells, what its environment needs besides."""

    interpreter: Path
    lang: Lang
    version: str
    environment: Mapping[str, str]


def internal_name(name: str) -> str:
    """How LibreOffice calls a function inside, where no name has underscores: SX_AHP_CR is sxAhpCr."""
    first, *others = name.lower().split("_")
    return first + "".join(map(str.capitalize, others))


def build_extension(settings: ExtensionSettings) -> bytes:
    """The .oxt file. The same settings give the same bytes."""
    functions = tuple(sorted(declared_functions().values(), key=lambda each: each.name))
    parts: dict[str, str | bytes] = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(settings.version),
        "smartxl.rdb": type_library(_INTERFACE, [_method(each) for each in functions]),
        "component.py": _component(settings, functions),
        "CalcAddIns.xcu": _functions(functions),
        "Jobs.xcu": _jobs(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DATE), content)
    return out.getvalue()


def _method(declared: DeclaredFunction) -> UnoMethod:
    parameters = [(each.name, _CELLS if each.is_data else _ANY) for each in declared.arguments]
    caller = [_CALLER] if declared.asks_book else []
    return UnoMethod(internal_name(declared.name), _RESULT, (*parameters, *caller))


def _component(settings: ExtensionSettings, functions: Iterable[DeclaredFunction]) -> str:
    source = files("smartxl.addin.libreoffice").joinpath("component.py").read_text("utf-8")
    chosen = {
        "interpreter": str(settings.interpreter),
        "lang": settings.lang,
        "environment": dict(settings.environment),
        "methods": {internal_name(each.name): each.name for each in functions},
        "asking": [each.name for each in functions if each.asks_book],
    }
    lines = source.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(_SETTINGS))
    lines[place] = f"SETTINGS: Any = json.loads({json.dumps(json.dumps(chosen))})"
    return "\n".join(lines) + "\n"


def _manifest() -> str:
    entries = "".join(
        f"<manifest:file-entry manifest:media-type={quoteattr(kind)} manifest:full-path={quoteattr(name)}/>"
        for name, kind in _PARTS.items()
    )
    return f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">{entries}</manifest:manifest>'


def _description(version: str) -> str:
    spaces = (
        'xmlns="http://openoffice.org/extensions/description/2006" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    named = '<name lang="zh-CN">SmartXL 函数</name><name lang="en">SmartXL functions</name>'
    return (
        f"{_HEAD}<description {spaces}><identifier value={quoteattr(EXTENSION)}/>"
        f"<version value={quoteattr(version)}/><display-name>{named}</display-name></description>"
    )


def _jobs() -> str:
    job = f'<node oor:name="SmartxlOpened" oor:op="replace"><prop oor:name="Service"><value>{_JOB}</value></prop></node>'
    listed = '<node oor:name="JobList"><node oor:name="SmartxlOpened" oor:op="replace"/></node>'
    event = f'<node oor:name="OnLoad" oor:op="fuse">{listed}</node>'
    return _configuration("Jobs", f'<node oor:name="Jobs">{job}</node><node oor:name="Events">{event}</node>')


def _functions(functions: Iterable[DeclaredFunction]) -> str:
    nodes = "".join(map(_function, functions))
    service = (
        f'<node oor:name="{_SERVICE}" oor:op="replace"><node oor:name="AddInFunctions">{nodes}</node></node>'
    )
    return _configuration("CalcAddIns", f'<node oor:name="AddInInfo">{service}</node>')


def _function(declared: DeclaredFunction) -> str:
    parameters = "".join(map(_parameter, declared.arguments))
    named = _told("DisplayName", Text(declared.name, declared.name)) + _told("Description", declared.purpose)
    return (
        f'<node oor:name="{internal_name(declared.name)}" oor:op="replace">{named}'
        f'<prop oor:name="Category"><value>Add-In</value></prop>'
        f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{declared.name}</value></prop>'
        f'<node oor:name="Parameters">{parameters}</node></node>'
    )


def _parameter(argument: FunctionArgument) -> str:
    named = _told("DisplayName", Text(argument.name, argument.name)) + _told("Description", argument.doc)
    return f'<node oor:name="{argument.name}" oor:op="replace">{named}</node>'


def _told(prop: str, text: Text) -> str:
    told = (("en", text.en), ("zh-CN", text.zh), ("zh-TW", text.zh))
    values = "".join(f'<value xml:lang="{code}">{escape(words)}</value>' for code, words in told)
    return f'<prop oor:name="{prop}">{values}</prop>'


def _configuration(component: str, nodes: str) -> str:
    return (
        f'{_HEAD}<oor:component-data {_REGISTRY} oor:name="{component}" oor:package="org.openoffice.Office">'
        f"{nodes}</oor:component-data>"
    )
