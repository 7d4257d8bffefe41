"""Weights by experts: questionnaires made, collected and turned into tables of weights.

In: a project, a table of experts, files that came back. Out: workbooks in `weights/out/`, tables in `weights/`, notices of what
is wrong. `inbox` knows the files, `ahp` and `delphi` what their answers mean, `table` how weights return to the framework.
Start reading at `ahp.collect_ahp`.
"""

__all__: list[str] = []
