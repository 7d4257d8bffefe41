"""The writers of a diagnosis report: content in, the bytes of a document out, the same for the same content.

In: a `ReportContent`. Out: a Word document, a page of HTML. Start reading at
`word.write_docx`, `page.write_html`; charts of both come from `charts`.
"""
