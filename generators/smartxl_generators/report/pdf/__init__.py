"""A diagnosis report as PDF, without Word: set by typst, an extra (`pip install smartxl[pdf]`).

In: a `ReportContent`. Out: the bytes of a .pdf that looks like the Word document. Start reading at `writer.write_pdf`.
"""

from smartxl_generators.report.pdf.writer import can_set, write_pdf

__all__ = ["can_set", "write_pdf"]
