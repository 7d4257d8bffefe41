"""Giving back: a received workbook with its findings marked, and the letter that goes with it."""

from smartxl_generators.giveback.letter import Letter, day, letter_text
from smartxl_generators.giveback.letter_docx import letter_docx
from smartxl_generators.giveback.mark import Returned, mark, told

__all__ = ["Letter", "Returned", "day", "letter_docx", "letter_text", "mark", "told"]
