"""What is said when a definition was changed after forms had come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartxl.cli.console import Screen
    from smartxl.project import Project

__all__ = ["warn_outdated"]


def warn_outdated(project: Project, screen: Screen, known: frozenset[str] | None = None) -> bool:
    """Says so when forms that were accepted do not count, because what they ask was changed and they could not be read again.

    `known` are the units concerned, where they have been looked up.
    """
    units = project.outdated() if known is None else known
    if units:
        names = [u.name.get(screen.lang) for u in project.definition.roster.units if u.code in units]
        few = ", ".join(names[:5]) + ("…" if len(names) > 5 else "")
        screen.say(
            f"注意：表的内容改过之后，{len(units)} 个单位的文件未能按现行的表重读，现不计入（{few}）。"
            "有打开密码的请再次收回并给出密码（smartxl collect --password），其他的用 smartxl fresh 转入现行的表。",
            f"Note: what the forms ask was changed, and the files of {len(units)} units could not be read again and do not "
            f"count now ({few}). Those with a password: smartxl collect --password; others: smartxl fresh.",
        )
    return bool(units)
