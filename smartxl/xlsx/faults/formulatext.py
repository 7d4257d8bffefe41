"""What Excel does not read as a formula, told without reading it whole."""

from __future__ import annotations

import re

from smartxl.text import Text

__all__ = ["formula_fault"]

_LONGEST, _LONGEST_TEXT = 8_192, 255
_PIECES = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[(?:[^\[\]]|\[[^\[\]]*\])*\]|["\'(){};]')
_TOO_LONG = Text(f"公式超过 {_LONGEST} 个字符", f"a formula of more than {_LONGEST} characters")
_LONG_TEXT = Text(
    f"公式中的一段文字超过 {_LONGEST_TEXT} 个字符",
    f"a text of more than {_LONGEST_TEXT} characters in a formula",
)
_BRACKETS = Text("公式的括号或引号不成对", "brackets or quotes of a formula do not match")
_SEMICOLON = Text(
    "公式用分号分隔参数：文件中只能用逗号", "a formula with semicolons between arguments: files have commas"
)
_PAIRS = {")": "(", "}": "{"}


def formula_fault(text: str) -> Text | None:
    """Why Excel would take a formula out when it opens the file; None when nothing is seen."""
    if len(text) > _LONGEST:
        return _TOO_LONG
    open_ones: list[str] = []
    for match in _PIECES.finditer(text):
        piece = match[0]
        if piece in "({":
            open_ones.append(piece)
        elif piece in ")}":
            if not open_ones or open_ones.pop() != _PAIRS[piece]:
                return _BRACKETS
        elif piece in "\"'":
            return _BRACKETS
        elif piece == ";" and "{" not in open_ones:
            return _SEMICOLON
        elif piece.startswith('"') and len(piece) - 2 - piece[1:-1].count('""') > _LONGEST_TEXT:
            return _LONG_TEXT
    return _BRACKETS if open_ones else None
