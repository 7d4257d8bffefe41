"""What a person typed into one cell.

In: a cell's value, and the `Check` of the plan that says what is asked for. Out: a number, date, choice or text, what was
changed, or why it cannot be read (`Cleaned`). Start reading at `clean.clean`, for a cell with a look of its own at
`seen.clean_as_seen`; the words that an answer may be written in
stand in `vocabulary`.
"""

from smartxl.typed.clean import clean, unusual
from smartxl.typed.cleaned import Cleaned, show
from smartxl.typed.codes import CodeList
from smartxl.typed.emptywords import says_nothing
from smartxl.typed.seen import ASKED, clean_as_seen, is_address, look_of, target_beside
from smartxl.typed.vocabulary import Vocabulary, vocabulary

__all__ = [
    "ASKED",
    "Cleaned",
    "CodeList",
    "Vocabulary",
    "clean",
    "clean_as_seen",
    "is_address",
    "look_of",
    "says_nothing",
    "show",
    "target_beside",
    "unusual",
    "vocabulary",
]
