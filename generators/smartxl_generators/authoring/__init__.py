"""The authoring workbook as a file: a definition in sheets that people fill in, with lists to choose from and live checks.

In: what `smartxl.define.authoring.flatten` gives. Out: the bytes of an .xlsx. Start reading at `writer.write_authoring`;
`with_cells` changes cells of one that somebody keeps.
"""

from smartxl_generators.authoring.cellvalues import NewCells, with_cells
from smartxl_generators.authoring.writer import write_authoring

__all__ = ["NewCells", "with_cells", "write_authoring"]
