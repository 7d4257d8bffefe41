"""What a person typed into one cell.

In: a cell's value and what is asked for. Out: a number, date, choice or text, what was changed, or why it cannot be read
(`Cleaned`). Start reading at `clean`; the inputs of a whole row are read by `row.TypedRow`.
"""

__all__: list[str] = []
