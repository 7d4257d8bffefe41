"""The scheme of a round (评估工作方案): what is assessed, how it is scored, who does what until when. It needs no answers.

In: a definition, what experts were asked about weights, what the city needs. Out: a `ReportContent`, which every writer of
documents takes. Start reading at `content.scheme_content`; each chapter has a module.
"""

from smartxl.scheme.content import CHAPTERS, scheme_content
from smartxl.scheme.facts import SchemeFacts

__all__ = ["CHAPTERS", "SchemeFacts", "scheme_content"]
