"""What installing the functions came to, and what is wrong with it: on the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from smartxl.text import CountOf, Lang

if TYPE_CHECKING:
    from smartxl.addin import AddinFault, AddinInstalled, AddinUninstalled
    from smartxl.addin.office import OfficeAddinWritten
    from smartxl.cli.console import Screen

__all__ = [
    "AddinFaultRecord",
    "AddinInstalledRecord",
    "AddinUninstalledRecord",
    "OfficeAddinRecord",
    "show_faults",
    "show_installed",
    "show_office",
    "show_uninstalled",
]


@dataclass(frozen=True)
class AddinFaultRecord:
    """A fault: its code, whether it stops everything, what it is and what to do."""

    code: str
    kind: Literal["stops", "warns"]
    what: str
    remedy: str

    @classmethod
    def of(cls, fault: AddinFault, lang: Lang) -> AddinFaultRecord:
        """A fault in one language."""
        return cls(fault.code, fault.kind.value, fault.what.get(lang), fault.remedy.get(lang))


@dataclass(frozen=True)
class AddinInstalledRecord:
    """The file of settings, what was written into it (an empty value: taken out), and what is left to do."""

    path: str
    changed: dict[str, str]
    left: tuple[AddinFaultRecord, ...]

    @classmethod
    def of(cls, written: AddinInstalled, left: Sequence[AddinFault], lang: Lang) -> AddinInstalledRecord:
        """What was written and what is left, in one language."""
        faults = tuple(AddinFaultRecord.of(fault, lang) for fault in left)
        return cls(str(written.path), dict(written.changed), faults)


@dataclass(frozen=True)
class AddinUninstalledRecord:
    """The file of settings, which of them are as before, and which somebody has changed since."""

    path: str
    restored: tuple[str, ...]
    kept: tuple[str, ...]

    @classmethod
    def of(cls, done: AddinUninstalled) -> AddinUninstalledRecord:
        """What was undone."""
        return cls(str(done.path), done.restored, done.kept)


@dataclass(frozen=True)
class OfficeAddinRecord:
    """The folder that was written, the address it is for, its files by their path in it."""

    folder: str
    url: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, written: OfficeAddinWritten) -> OfficeAddinRecord:
        """What was written."""
        return cls(str(written.folder), written.url, written.files)


def show_installed(screen: Screen, written: AddinInstalled, left: Sequence[AddinFault]) -> None:
    """The settings, what is left to do, and the last steps, which only Excel can take."""
    screen.show(str(written.path))
    for name, value in written.changed.items():
        screen.show(f"  {name} = {value}" if value else f"  {name} -")
    if not written.changed:
        screen.say("  已是所需的设置，没有改动", "  The settings are as they should be; nothing was changed")
    if left:
        screen.say("还需要：", "Left to do:")
        _list(screen, left)
    screen.say(
        "然后在 Excel 中打开 .xlsm 工作簿，在 xlwings 选项卡中按“Import Functions”",
        "Then open an .xlsm workbook in Excel and press Import Functions on the tab xlwings",
    )


def show_uninstalled(screen: Screen, done: AddinUninstalled) -> None:
    """Which settings are as before."""
    screen.show(str(done.path))
    if done.restored:
        named = ", ".join(done.restored)
        screen.say(f"  已恢复：{named}", f"  As before: {named}")
    if done.kept:
        named = ", ".join(done.kept)
        screen.say(f"  之后改过，未动：{named}", f"  Changed since, left as they are: {named}")
    if not done.restored and not done.kept:
        screen.say("  没有 smartxl 写的设置", "  There are no settings of smartxl")


def show_office(screen: Screen, written: OfficeAddinWritten) -> None:
    """The folder, and what is to be done with it."""
    screen.show(str(written.folder))
    screen.say(
        f"  {len(written.files)} 个文件：整个文件夹放到 {written.url}，manifest.xml 交给 Excel，步骤见其中的 README.md",
        f"  {CountOf(len(written.files)):file}: put the folder at {written.url}, give manifest.xml to Excel; see its README.md",
    )


def show_faults(screen: Screen, faults: Sequence[AddinFault]) -> None:
    """The faults, each with its remedy."""
    if faults:
        _list(screen, faults)
    else:
        screen.say("没有发现问题", "Nothing is wrong")


def _list(screen: Screen, faults: Sequence[AddinFault]) -> None:
    for number, fault in enumerate(faults, 1):
        screen.show(f"{number}. {fault.what.get(screen.lang)}")
        screen.show(f"   → {fault.remedy.get(screen.lang)}")
