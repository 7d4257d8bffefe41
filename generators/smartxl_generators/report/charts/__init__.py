"""Charts of a report as SVG and PNG, by matplotlib: readable without colour, the same bytes for the same chart.

In: a `ReportChart`. Out: an SVG to stand inside a page, its texts as texts so that the reader's own font shows and a search
finds them; or a PNG for documents, drawn with an installed font. Start reading at `drawing.draw_svg`.
"""

from smartxl_generators.report.charts.drawing import WIDTH, draw_png, draw_svg, height_of, pages_of

__all__ = ["WIDTH", "draw_png", "draw_svg", "height_of", "pages_of"]
