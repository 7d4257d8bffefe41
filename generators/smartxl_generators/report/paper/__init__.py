"""What documents on paper share: the looks of paragraphs, widths of texts, columns of tables, and everything in one sequence.

In: a `ReportContent`. Out: what stands on its pages, in order. Start reading at `flow.flow`.
"""
