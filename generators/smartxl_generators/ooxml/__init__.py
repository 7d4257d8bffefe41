"""Workbooks as XML text: ten times as quick as through a model of every cell, and each file by itself.

openpyxl still reads the template and writes what is made once for many files: style tables, the frames around the rows,
charts. Rows, areas, names and properties are written here.
"""
