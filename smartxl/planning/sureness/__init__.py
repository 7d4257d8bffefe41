"""The sheets of the result workbook that say how sure it is: rank intervals, sensitivity, scenarios, audit, methods.

In: `smartxl.model.robustness.Robustness` and the sheets that recalculate. Out: planned sheets, some with formulas of their own
over the workbook's weights. Start reading at `sheets.plan_sure_sheets`.
"""

from smartxl.planning.sureness.sheets import SurePlaces, plan_sure_sheets, sure_sheet_names

__all__ = ["SurePlaces", "plan_sure_sheets", "sure_sheet_names"]
