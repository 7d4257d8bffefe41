"""Workbooks as XML text: ten times as quick as through a model of every cell, and each file by itself.

In: planned sheets (`BookContents`), a template's `Prototype`, scores and answers. Out: the parts of the package.
openpyxl reads the template and serialises what is made once for many files: style tables and the frames around the rows. Rows,
areas, names, properties, drawings and charts are written here. Start reading at `book.BookWriter`.
"""
