"""What checks found, for the programs around them: JUnit XML, SARIF 2.1.0, annotations of GitHub.

In: what a command found of its files. Out: text in one of the formats. Each command turns its own results into
`Annotation` (`verified.py`, `linted.py`, `checked.py`, `found.py`); the writers know nothing else. Start at `annotation.py`.
"""
