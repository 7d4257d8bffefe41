"""The consultant's workbench: a round's weights and scores as a workbook that recalculates what the engine would say of others.

In: a project with a scored round. Out: a `WorkbookPlan` of live formulas, the SX_ functions beside their plain twins, and its
bytes. Start at `plan.plan_workbench`; `keys` says how an input is found again in a file that comes back.
"""
