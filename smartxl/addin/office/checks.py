"""What Office would refuse a manifest for, looked for before anything is written.

Microsoft's own validator asks its server. Source: [MS-OWEMXML], the schemas of the manifest 1.1 and of
TaskPaneAppVersionOverrides 1.0; Microsoft, "How to find the proper order of manifest elements" and "Custom functions naming and
localization".
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from smartxl.text import Text, both

__all__ = ["manifest_faults"]

_APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
_TYPES = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
_OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ORDER: Mapping[str, tuple[str, ...]] = {
    "OfficeApp": (
        *(
            "Id",
            "AlternateId",
            "Version",
            "ProviderName",
            "DefaultLocale",
            "DisplayName",
            "Description",
            "IconUrl",
        ),
        *("HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings"),
        *("Permissions", "Dictionary", "VersionOverrides", "ExtendedOverrides"),
    ),
    "Requirements": ("Sets", "Methods"),
    "DefaultSettings": ("SourceLocation",),
    "VersionOverrides": (
        "Description",
        "Requirements",
        "Hosts",
        "Resources",
        "WebApplicationInfo",
        "EquivalentAddins",
    ),
    "Host Workbook": ("Runtimes", "AllFormFactors", "DesktopFormFactor"),
    "AllFormFactors": ("ExtensionPoint",),
    "ExtensionPoint CustomFunctions": ("Script", "Page", "Metadata", "Namespace"),
    "DesktopFormFactor": ("GetStarted", "FunctionFile", "ExtensionPoint"),
    "GetStarted": ("Title", "Description", "LearnMoreUrl"),
    "ExtensionPoint PrimaryCommandSurface": ("OfficeTab", "CustomTab"),
    "OfficeTab": ("Group",),
    "Group": ("Label", "Icon", "Control"),
    "Control Button": ("Label", "Supertip", "Icon", "Action", "Enabled"),
    "Supertip": ("Title", "Description"),
    "Action ShowTaskpane": ("TaskpaneId", "SourceLocation", "Title"),
    "Resources": ("Images", "Urls", "ShortStrings", "LongStrings"),
}
"""Element, with its type where it has one → its children in the order in which the schema wants them."""
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "OfficeApp": (
        "Id",
        "Version",
        "ProviderName",
        "DefaultLocale",
        "DisplayName",
        "Description",
        "DefaultSettings",
        "Permissions",
    ),
    "ExtensionPoint CustomFunctions": ("Script", "Page", "Metadata", "Namespace"),
    "Group": ("Label", "Icon", "Control"),
    "Control Button": ("Label", "Supertip", "Icon", "Action"),
    "Supertip": ("Title", "Description"),
    "Action ShowTaskpane": ("SourceLocation",),
}
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
_PATTERNS = {
    "Id": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "Version": re.compile(r"[1-9][0-9]{0,4}(\.[0-9]{1,5}){0,3}"),
    "DefaultLocale": _LOCALE,
    "Permissions": re.compile(r"Restricted|ReadDocument|ReadAllDocument|WriteDocument|ReadWriteDocument"),
}
_SHORT, _LONG, _URL, _REFERENCE = 125, 250, 2048, 32
_LENGTHS = {
    "DisplayName": _SHORT,
    "Description": _LONG,
    "ShortStrings": _SHORT,
    "LongStrings": _LONG,
    "ProviderName": _SHORT,
}
_SIZES = frozenset({"16", "32", "80"})
_FUNCTION_ID = re.compile(r"[A-Z][A-Z0-9.]{2,}")
_FUNCTION_NAME = re.compile(r"[A-Z][A-Z0-9_.]{2,}")
_NAMESPACE = re.compile(r"[A-Z][A-Z0-9.]{0,31}")
_DESCRIPTION = 255
_PNG = b"\x89PNG\r\n\x1a\n"


def manifest_faults(content: bytes, files: Mapping[str, bytes], base: str) -> tuple[Text, ...]:
    """All that is wrong with a manifest and the files that it names (path below `base` → content)."""
    root = fromstring(content)  # noqa: S314  (our own text)
    return (
        *_of_order(root),
        *_of_values(root),
        *_of_locales(root),
        *_of_references(root),
        *_of_addresses(root, files, base),
        *_of_icons(root, files, base),
        *_of_functions(root, files, base),
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _kind(element: Element) -> str:
    return f"{_name(element)} {element.get(_XSI_TYPE, '')}".strip()


def _of_order(root: Element) -> Iterator[Text]:
    for element in root.iter():
        kind = _kind(element)
        names = [_name(child) for child in element]
        order = _ORDER.get(kind) or _ORDER.get(_name(element))
        if order is None:
            continue
        if unknown := [name for name in names if name not in order]:
            yield Text(f"{kind} 中不能有 {unknown[0]}", f"{unknown[0]} has no place in {kind}")
        elif sorted(names, key=order.index) != names:
            yield Text(
                f"{kind} 中元素的次序不对：{'、'.join(names)}",
                f"{kind} has its elements out of order: {', '.join(names)}",
            )
        for needed in _NEEDED.get(kind, ()):
            if needed not in names:
                yield Text(f"{kind} 缺少 {needed}", f"{kind} lacks {needed}")


def _of_values(root: Element) -> Iterator[Text]:
    for name, pattern in _PATTERNS.items():
        for element in root.findall(f"{{{_APP}}}{name}"):
            if not pattern.fullmatch(element.text or ""):
                yield both(f"{name}: {element.text!r}")
    for element in root.iter():
        longest = _LENGTHS.get(_name(element))
        if longest is None or element.tag.startswith(f"{{{_OVERRIDES}}}"):
            continue
        for text in _texts(element):
            if not 1 <= len(text) <= longest:
                yield Text(
                    f"{_name(element)} 有 {len(text)} 个字符，至多 {longest}：{text[:40]}",
                    f"{_name(element)} has {len(text)} characters, at most {longest}: {text[:40]}",
                )


def _of_locales(root: Element) -> Iterator[Text]:
    for element in root.iter():
        locales = [each.get("Locale", "") for each in element if _name(each) == "Override"]
        for locale in dict.fromkeys(locales):
            if not _LOCALE.fullmatch(locale) or locales.count(locale) > 1:
                yield Text(
                    f"{_name(element)} 的语言“{locale}”不成立或写了两次",
                    f"the locale {locale!r} of {_name(element)} is none, or comes twice",
                )


def _texts(element: Element) -> Iterator[str]:
    for each in element.iter():
        yield from (each.attrib[name] for name in ("DefaultValue", "Value") if name in each.attrib)


def _of_references(root: Element) -> Iterator[Text]:
    ids = [
        each.get("id", "") for each in root.iter() if each.tag.startswith(f"{{{_TYPES}}}") and each.get("id")
    ]
    asked = {each.attrib["resid"] for each in root.iter() if "resid" in each.attrib}
    for id_ in ids:
        if len(id_) > _REFERENCE or ids.count(id_) > 1:
            yield Text(
                f"资源 id “{id_}”重复或超过 {_REFERENCE} 个字符", f"the id {id_!r} comes twice or is too long"
            )
    for id_ in sorted(asked ^ set(ids)):
        yield Text(f"资源“{id_}”没有定义或没有用到", f"the resource {id_!r} is not defined, or not used")


def _of_addresses(root: Element, files: Mapping[str, bytes], base: str) -> Iterator[Text]:
    for element in root.iter():
        for address in (element.get("DefaultValue"), element.get("Value")):
            if address is None or "://" not in address:
                continue
            if not address.startswith("https://") or len(address) > _URL:
                yield Text(f"不是 https 或太长：{address[:80]}", f"not https, or too long: {address[:80]}")
            elif (path := address.removeprefix(f"{base}/")) not in files:
                yield Text(
                    f"清单提到的文件不存在：{path}", f"the manifest names a file that is not there: {path}"
                )


def _of_icons(root: Element, files: Mapping[str, bytes], base: str) -> Iterator[Text]:
    addresses = {each.get("id"): each.get("DefaultValue", "") for each in root.iter(f"{{{_TYPES}}}Image")}
    for icons in root.iter(f"{{{_OVERRIDES}}}Icon"):
        sizes = {
            each.get("size", ""): addresses.get(each.get("resid"), "")
            for each in icons.iter(f"{{{_TYPES}}}Image")
        }
        if lacking := sorted(_SIZES - sizes.keys()):
            named = ", ".join(lacking)
            yield Text(f"图标缺少尺寸 {named}", f"the icon lacks the sizes {named}")
        for size, address in sizes.items():
            content = files.get(address.removeprefix(f"{base}/"), b"")
            if content[:8] != _PNG or {str(pixels) for pixels in struct.unpack(">II", content[16:24])} != {
                size
            }:
                yield Text(f"{address} 不是 {size}×{size} 的 PNG", f"{address} is no PNG of {size}×{size}")


def _of_functions(root: Element, files: Mapping[str, bytes], base: str) -> Iterator[Text]:
    spaces = [
        e.get("DefaultValue", "")
        for e in root.iter(f"{{{_TYPES}}}String")
        if e.get("id") == "Functions.Namespace"
    ]
    if len(spaces) != 1 or not _NAMESPACE.fullmatch(spaces[0]):
        yield Text(f"命名空间 {spaces}", f"the namespace {spaces}")
    for element in root.iter(f"{{{_TYPES}}}Url"):
        if element.get("id") != "Functions.Metadata.Url":
            continue
        for address in _texts(element):
            content = files.get(address.removeprefix(f"{base}/"), b'{"functions": []}')
            yield from _of_metadata(json.loads(content)["functions"])


def _of_metadata(functions: list[dict[str, Any]]) -> Iterator[Text]:
    ids = [each["id"] for each in functions]
    for each in functions:
        if not _FUNCTION_ID.fullmatch(each["id"]) or ids.count(each["id"]) > 1:
            yield Text(
                f"函数 id “{each['id']}”重复或含有别的字符",
                f"the id {each['id']!r} comes twice or has other characters",
            )
        if not _FUNCTION_NAME.fullmatch(each["name"]):
            yield Text(f"函数名“{each['name']}”", f"the name {each['name']!r}")
        for described in (each, *each["parameters"]):
            if not 1 <= len(described["description"]) <= _DESCRIPTION:
                yield Text(
                    f"{each['name']} {described['name']} 的说明有 {len(described['description'])} 个字符，至多 {_DESCRIPTION}",
                    f"the description of {each['name']} {described['name']} has {len(described['description'])} "
                    f"characters, at most {_DESCRIPTION}",
                )
