"""Which classes of units a question is about."""

from __future__ import annotations

from smartxl.errors import UnknownName
from smartxl.model.definition import Definition
from smartxl.model.framework import UnitClass
from smartxl.text import Text, both

__all__ = ["classes_with_units"]


def classes_with_units(definition: Definition, wanted: str | None) -> tuple[UnitClass, ...]:
    """The classes that have units, or that one alone which is `wanted` (by code). Raises UnknownName for a code of none."""
    known = definition.framework.classes
    if wanted is not None and wanted not in {each.code for each in known}:
        raise UnknownName(
            "--class",
            Text(f"没有类别“{wanted}”", f"there is no class {wanted!r}"),
            Text("可用的有：", "one of: ") + both(", ".join(each.code for each in known)),
        )
    having = {unit.unit_class for unit in definition.roster.units}
    return tuple(each for each in known if each.code in having and wanted in {None, each.code})
