"""Workbooks under test: the plugin of pytest.

In: `NAME.expect.yaml` beside a workbook, or its sheet `expect`; tests with the fixture `workbook`. Out: test items, which say
of a value that is not as expected what its formula reads. Start at `plugin.py`, which pytest loads with every run: it
imports nothing of ours until there is a file to test.
"""
