"""Giving back: a received workbook with its findings marked, and the letter that goes with it.

In: the bytes of a received file and findings. Out: the same package with marks, comments and a list of findings in front, all
other parts as they came; or a letter. `parts.Package` edits parts, `styles.StylePart` adds looks to the file's own styles.
Start reading at `mark.mark` and `letter.letter_text`.
"""

from smartxl_generators.giveback.amend import Amendments, CheckCell, NewText, NewValue
from smartxl_generators.giveback.letter import Letter, day, letter_text
from smartxl_generators.giveback.letter_docx import letter_docx
from smartxl_generators.giveback.mark import Returned, mark, told

__all__ = [
    "Amendments",
    "CheckCell",
    "Letter",
    "NewText",
    "NewValue",
    "Returned",
    "day",
    "letter_docx",
    "letter_text",
    "mark",
    "told",
]
