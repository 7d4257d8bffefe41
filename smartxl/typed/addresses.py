"""Addresses of pages as people type them: full-width signs, backslashes, no http:// in front."""

from __future__ import annotations

import re

from smartxl.typed.cleaned import plain

__all__ = ["page_address"]

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+[a-z]{{2,}}"
_REST = r"(?::[0-9]{1,5})?(?:[/?#][!-~一-鿿]*)?"
_WITH_SCHEME = re.compile(
    rf"(https?):?[/\\]{{2}}((?:{_HOST}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}){_REST})", re.IGNORECASE
)
_WITHOUT = re.compile(rf"www\.{_HOST}{_REST}|(?:{_LABEL}\.)+(?:cn|com|net|org){_REST}", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[!-~]*[a-zA-Z0-9/]")
_EDGES = "。，；、,;\"'“”‘’<>《》 "


def page_address(text: str) -> str | None:
    """The address of a page with its scheme; None for what is not clearly one, such as the name of a document.

    Excel itself puts http:// before what is typed without a scheme, and sites that ask for https answer there too.
    """
    if _PLAIN.fullmatch(text):
        return text
    typed = plain(text.replace("。", ".") if "://" not in text and "." not in text else text).strip(_EDGES)
    if match := _WITH_SCHEME.fullmatch(typed):
        return f"{match[1].lower()}://{match[2]}"
    bare = typed.replace("\\", "/")
    return f"http://{bare}" if _WITHOUT.fullmatch(bare) else None
