"""Answers of old or damaged forms, moved into the current one.

In: sheets of an earlier form, also in other formats, and the plan of the current one. Out: the answers that have a place, and
what became of every other (`CarriedAnswers`). Start reading at `carry.carry_over`.
"""

__all__: list[str] = []
