"""The writers of a diagnosis report: content in, the bytes of a document out, the same for the same content.

In: a `ReportContent`. Out: a Word document (`word.write_docx`), a page of HTML (`page.write_html`), a PDF (`pdf.write_pdf`).
Charts of all three come from `charts`; what stands on paper, in which looks, from `paper`.
"""
