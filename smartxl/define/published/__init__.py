"""Published tables, pasted as they are: indicator systems and lists of service items become the files of a project.

In: a workbook of unknown origin (`RawBook`). Out: `PastedFiles`, the files of a project, with a `PasteRemark` on all that was
guessed or not understood, each with its cell. Nothing is refused that can be read: what is unclear is told. `grid`, `heads` and
`lines` find tables, `layout`, `rows` and `draft` make a tree of their rows, `weigh`, `guessing` and `units` say what it means,
`emit` writes it. Start reading at `paste.paste_book`.
"""

from smartxl.define.published.paste import PastedFiles, PastedKind, paste_book
from smartxl.define.published.remark import About, CellSpot, PasteRemark, Sureness

__all__ = ["About", "CellSpot", "PasteRemark", "PastedFiles", "PastedKind", "Sureness", "paste_book"]
