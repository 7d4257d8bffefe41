"""What on this machine, and in a project, keeps smartxl from working: looked at, told with remedies, changed nothing.

In: the machine, and the folder of a project where one is named. Out: a `DoctorReport` of rows, each ok, warn or fail. Start
reading at `examining.py`; each other module looks at one thing.
"""

from smartxl.doctor.examining import DoctorReport, examine
from smartxl.doctor.rows import DoctorGrade, DoctorRow

__all__ = ["DoctorGrade", "DoctorReport", "DoctorRow", "examine"]
