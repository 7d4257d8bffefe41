"""Writes what xlwings has to know into the user's configuration, beside what is there, and takes it out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from smartxl.addin.conf import CONDA_ENV, CONDA_PATH, INTERPRETER, MODULES, XlwingsConf, modules_of
from smartxl.addin.machine import OfficeMachine
from smartxl_udfs.modules import UDF_MODULES

__all__ = ["AddinInstalled", "AddinUninstalled", "install", "uninstall"]

_RECORD = "smartxl-addin.json"


@dataclass(frozen=True, slots=True)
class AddinInstalled:
    """The file that was written, and the settings that are new or other than before."""

    path: Path
    changed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AddinUninstalled:
    """The file, the settings that are again as before, and those that somebody has changed since, which stay."""

    path: Path
    restored: tuple[str, ...]
    kept: tuple[str, ...]


def install(machine: OfficeMachine) -> AddinInstalled:
    """Names this environment and the functions' modules in the user's xlwings.conf; other settings and modules stay.

    What was there before is kept beside the file, for `uninstall`. Doing it twice changes nothing. Raises ProjectError.
    """
    path = machine.config_file
    conf = XlwingsConf.read(path, machine.encoding)
    before = conf.values
    wanted = _wanted(machine, before)
    changed = {name: value for name, value in wanted.items() if before.get(name) != value}
    for name, value in changed.items():
        conf.set(name, value)
    if changed:
        conf.write(path, machine.encoding)
        _keep(path, before, changed)
    return AddinInstalled(path, {name: value or "" for name, value in changed.items()})


def uninstall(machine: OfficeMachine) -> AddinUninstalled:
    """Puts back what `install` changed; a setting that somebody has changed since stays. Raises ProjectError."""
    path = machine.config_file
    conf = XlwingsConf.read(path, machine.encoding)
    now, restored, kept = conf.values, [], []
    for name, (old, new) in _kept(path).items():
        if now.get(name) == new:
            conf.set(name, old)
            restored.append(name)
        elif name == MODULES and set(UDF_MODULES) & set(named := modules_of(now.get(name, ""))):
            conf.set(name, ";".join(each for each in named if each not in UDF_MODULES) or None)
            restored.append(name)
        else:
            kept.append(name)
    if restored:
        conf.write(path, machine.encoding)
    _record_of(path).unlink(missing_ok=True)
    return AddinUninstalled(path, tuple(restored), tuple(kept))


def _wanted(machine: OfficeMachine, before: Mapping[str, str]) -> dict[str, str | None]:
    """An environment of Conda has to be activated, which xlwings does where it is named in place of an interpreter."""
    modules = modules_of(before.get(MODULES, ""))
    named = ";".join([*modules, *(each for each in UDF_MODULES if each not in modules)])
    if machine.conda:
        conda = {CONDA_PATH: str(machine.conda.folder), CONDA_ENV: machine.conda.name}
        return {INTERPRETER: None, **conda, MODULES: named}
    return {INTERPRETER: str(machine.interpreter), CONDA_PATH: None, CONDA_ENV: None, MODULES: named}


def _record_of(path: Path) -> Path:
    return path.with_name(_RECORD)


def _keep(path: Path, before: Mapping[str, str], changed: Mapping[str, str | None]) -> None:
    """Notes what a setting was at the very first, and what it is now."""
    kept = _kept(path)
    kept |= {
        name: (kept[name][0] if name in kept else before.get(name), value) for name, value in changed.items()
    }
    _record_of(path).write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


def _kept(path: Path) -> dict[str, tuple[str | None, str | None]]:
    try:
        found = json.loads(_record_of(path).read_text(encoding="utf-8"))
        return {str(name): (old, new) for name, (old, new) in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
