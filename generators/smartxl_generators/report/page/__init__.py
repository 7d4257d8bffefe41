"""A diagnosis report as one self-contained page of HTML: contents, search, sortable tables, charts inside, nothing fetched.

In: a `ReportContent`. Out: the bytes of an .html that opens without network, on a telephone too. Start reading at
`writer.write_html`; its words come from the wording, its looks from page.css, its conduct from page.js.
"""

from smartxl_generators.report.page.writer import write_html

__all__ = ["write_html"]
