"""What is said when a definition was changed after forms had come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.project import Project

__all__ = ["warn_outdated"]


def warn_outdated(project: Project, screen: Screen, known: frozenset[str] | None = None) -> bool:
    """Says so when forms that were accepted no longer count, because the definition was changed after them.

    `known` are the units concerned, where they have been looked up.
    """
    units = project.outdated() if known is None else known
    if units:
        names = [u.name.get(screen.lang) for u in project.definition.roster.units if u.code in units]
        few = ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
        screen.say(
            f"注意：{len(units)} 个单位的表是按修改前的定义填报的，现不计入（{few}）。"
            "请恢复原定义，或重新生成采样表请其再报。",
            f"Note: the forms of {len(units)} units were made before the definition was changed and do not count now "
            f"({few}). Restore the definition, or build the forms again and have them filled in.",
        )
    return bool(units)
