"""Number formats as they mean the same, however a program spells them; and those that programs give by themselves."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["given_by_typing", "plain_format"]

_LOCALE = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_BY_TYPING = re.compile(
    r"general|[¥$€￥]?#,##0(?:\.0+)?|0(?:\.0+)?%|0(?:\.0+)?e\+0+|# \?+/\?+|[^#?0]*[ymdhs][^#?]*"
)


@lru_cache(maxsize=4096)
def plain_format(code: str) -> str:
    """A number format without what is only spelling: quotes and \\ around letters, language, ;@ behind a date."""
    code = _LOCALE.sub(lambda match: match[1], code).removesuffix(";@")
    return _QUOTED.sub(lambda match: match[1] or match[2] or "", code).casefold()


@lru_cache(maxsize=4096)
def given_by_typing(code: str) -> bool:
    """Whether programs set a format when 85%, 1,000, 9-1 or 1E5 is typed, and leave it when that is cleared."""
    return _BY_TYPING.fullmatch(plain_format(code)) is not None
