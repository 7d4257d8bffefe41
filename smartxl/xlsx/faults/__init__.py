"""What is wrong with the package of a workbook, so that Excel says "We found a problem with some content" and repairs it.

In: the bytes of a file of unknown origin, read within a budget. Out: `PackageFault`s, with part, sheet and cells. Start reading
at `check.package_faults`; `sheetscan` walks through the cells, `sheetnotes` takes what stands around them.
"""

from smartxl.xlsx.faults.check import package_faults
from smartxl.xlsx.faults.fault import FaultKind, PackageFault

__all__ = ["FaultKind", "PackageFault", "package_faults"]
