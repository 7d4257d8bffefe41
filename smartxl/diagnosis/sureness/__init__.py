"""The chapter on how sure the result is, and the tables behind it that the result workbook has on sheets of their own.

In: `RoundFacts.tried`. Out: report content. Start reading at `chapter.sure_section`.
"""

from smartxl.diagnosis.sureness.chapter import sure_section
from smartxl.diagnosis.sureness.details import sure_details

__all__ = ["sure_details", "sure_section"]
