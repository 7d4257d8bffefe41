"""A form that came back becomes a submission.

In: a `RawBook` and the `WorkbookPlan` that it was written from. Out: answers and findings (`Extraction`).
Rows are found by their keys, cleaned by `smartxl.typed`, judged by the plan's own checks. Start reading at `extract.extract`;
`reader.FileReader` does the same from bytes.
"""

from smartxl.reading.extract import Extraction, extract, read_as_typed
from smartxl.reading.form import FormJudgement, judge_form, judge_stamp, read_stamp, refuses
from smartxl.reading.onsheet import object_findings, own_words
from smartxl.reading.prefilled import answers_digest
from smartxl.reading.reader import MEMORY, FileReader, Plans, took_the_memory
from smartxl.reading.stray import stray_text

__all__ = [
    "MEMORY",
    "Extraction",
    "FileReader",
    "FormJudgement",
    "Plans",
    "answers_digest",
    "extract",
    "judge_form",
    "judge_stamp",
    "object_findings",
    "own_words",
    "read_as_typed",
    "read_stamp",
    "refuses",
    "stray_text",
    "took_the_memory",
]
