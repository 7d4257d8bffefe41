"""A diagnosis report as a Word document with the margins, fonts and numbers of an official one.

In: a `ReportContent`. Out: the bytes of a .docx. `paper.flow` lays the content out as one sequence, `pages` counts its pages,
`writer` writes it; looks become styles (`styles`). Start reading at `writer.write_docx`.
"""

from smartxl_generators.report.word.writer import write_docx

__all__ = ["write_docx"]
