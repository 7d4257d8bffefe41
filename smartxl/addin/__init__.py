"""How the SX_ functions get into spreadsheet programs: xlwings' configuration, what is wrong with it.

In: what is known of a machine (`OfficeMachine`), its files. Out: settings written and how to undo them, what remains to be
done, faults with remedies. Start at `install.py`; `doctor.py` looks for faults.
"""

from __future__ import annotations

from smartxl.addin.doctor import AddinFault, examine
from smartxl.addin.install import AddinInstalled, AddinUninstalled, install, uninstall
from smartxl.addin.machine import OfficeMachine, registry_value, this_machine

__all__ = [
    "AddinFault",
    "AddinInstalled",
    "AddinUninstalled",
    "OfficeMachine",
    "examine",
    "install",
    "registry_value",
    "this_machine",
    "uninstall",
]
