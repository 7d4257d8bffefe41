"""A form that came back becomes a submission.

In: a `RawBook` and the `WorkbookPlan` that it was written from. Out: answers and findings (`Extraction`).
Rows are found by their keys, cleaned by `smartxl.typed`, judged by the plan's own checks. Start reading at `extract.extract`;
`reader.FileReader` does the same from bytes.
"""

from smartxl.reading.asread import read_as_typed
from smartxl.reading.extract import Extraction, extract
from smartxl.reading.form import judge_stamp, lang_of, read_stamp, refuses
from smartxl.reading.relabel import in_words_of

__all__ = [
    "Extraction",
    "extract",
    "in_words_of",
    "judge_stamp",
    "lang_of",
    "read_as_typed",
    "read_stamp",
    "refuses",
]
