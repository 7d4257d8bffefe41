"""Python, smartxl, what it depends on within the allowed versions, and which extras are there."""

from __future__ import annotations

import platform
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution, version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from smartxl import __version__
from smartxl.doctor.rows import DoctorRow, fails, fine, warns
from smartxl.text import Text, both

__all__ = ["look_at_packages", "requirement_rows"]

_EXTRAS: Mapping[str, Text] = {
    "pdf": Text("不经 Word 直接生成 PDF 报告", "reports as PDF without Word"),
    "postgres": Text("几台电脑共用一个台账（PostgreSQL）", "one ledger for several machines (PostgreSQL)"),
    "engines": Text("verify --engine formualizer", "verify --engine formualizer"),
    "cluster": Text("多市评估在计算集群上运行", "campaigns on a cluster"),
    "parquet": Text("campaign export 写 Parquet", "campaign export as Parquet"),
}
"""What each extra is for."""
_NAME = Text("依赖的软件包", "Dependencies")


def look_at_packages() -> Iterator[DoctorRow]:
    """Rows on Python, smartxl, its dependencies and extras."""
    told = f"{platform.python_version()}, {8 * struct.calcsize('P')} bit, {sys.executable}"
    yield fine("python", Text("Python"), both(told))
    yield fine("smartxl", Text("smartxl"), both(__version__))
    try:
        required = distribution("smartxl").requires or []
    except PackageNotFoundError:
        yield warns(
            "dependencies",
            _NAME,
            Text("smartxl 没有安装，从源码运行", "smartxl is not installed, it runs from its sources"),
            Text("运行 pip install smartxl", "run pip install smartxl"),
        )
        return
    yield from requirement_rows(required, _installed(required))


def _installed(required: Sequence[str]) -> Mapping[str, str]:
    """Name → version of those requirements that are there."""
    found: dict[str, str] = {}
    for requirement in map(Requirement, required):
        try:
            found[canonicalize_name(requirement.name)] = version(requirement.name)
        except PackageNotFoundError:
            continue
    return found


def requirement_rows(required: Sequence[str], installed: Mapping[str, str]) -> Iterator[DoctorRow]:
    """Rows on requirements as packages write them (`numpy>=1.26`, `typst>=0.13; extra == 'pdf'`), by what is installed."""
    requirements = [Requirement(each) for each in required]
    own = [each for each in requirements if _applies(each, "")]
    wrong = [each for each in own if not _holds(each, installed)]
    for each in wrong:
        yield _missing(each, installed)
    if not wrong:
        number = len(own)
        yield fine(
            "dependencies", _NAME, Text(f"{number} 个，版本都在允许范围内", f"{number}, all within the range")
        )
    for extra, purpose in _EXTRAS.items():
        parts = [each for each in requirements if _applies(each, extra) and not _applies(each, "")]
        if parts:
            yield _extra_row(extra, purpose, parts, installed)


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _holds(requirement: Requirement, installed: Mapping[str, str]) -> bool:
    found = installed.get(canonicalize_name(requirement.name))
    return found is not None and requirement.specifier.contains(found, prereleases=True)


def _missing(requirement: Requirement, installed: Mapping[str, str]) -> DoctorRow:
    name, wanted = requirement.name, str(requirement.specifier)
    found = installed.get(canonicalize_name(name))
    told = (
        Text(f"{name} {found}，需要 {wanted}", f"{name} {found}, {wanted} is needed")
        if found
        else Text(f"没有 {name}", f"{name} is missing")
    )
    install = f"pip install '{name}{wanted}'"
    return fails(
        f"dependency.{canonicalize_name(name)}", _NAME, told, Text(f"运行 {install}", f"run {install}")
    )


def _extra_row(
    extra: str, purpose: Text, parts: Sequence[Requirement], installed: Mapping[str, str]
) -> DoctorRow:
    code, name, install = f"extra.{extra}", both(f"[{extra}]"), f"pip install 'smartxl[{extra}]'"
    there = [each for each in parts if canonicalize_name(each.name) in installed]
    versions = ", ".join(f"{each.name} {installed[canonicalize_name(each.name)]}" for each in there)
    if len(there) < len(parts):
        absent = Text(f"没有安装（可选：{purpose.zh}）", f"not installed (optional: {purpose.en})")
        return fine(code, name, absent, Text(f"需要时运行 {install}", f"where it is wanted run {install}"))
    if not all(_holds(each, installed) for each in parts):
        wanted = ", ".join(str(each.specifier) for each in parts)
        told = Text(f"{versions}，需要 {wanted}", f"{versions}, {wanted} is needed")
        return warns(code, name, told, Text(f"运行 {install}", f"run {install}"))
    return fine(code, name, both(versions))
