"""The address at which an add-in is hosted: https, a host, a folder."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from smartxl.errors import ProjectError
from smartxl.text import Text

__all__ = ["hosting_address"]

_LONGEST = 1900
"""Characters; an address in a manifest has at most 2,048, and names of files follow it."""
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*")
_EXAMPLE = Text(
    "写存放文件的网址，如 https://office.example.gov.cn/smartxl",
    "give the address of the folder, such as https://office.example.gov.cn/smartxl",
)


def hosting_address(url: str) -> str:
    """The address without a stroke at its end, its host in lower case. Raises ProjectError for what Office would not take."""
    shown = url.strip()
    try:
        parts = urlsplit(shown)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(shown, Text("不是网址", "it is no address")) from None
    if fault := _fault(shown, parts, host):
        raise _refused(shown, fault)
    at = f":{port}" if port is not None and port != 443 else ""
    return f"https://{host}{at}{parts.path.rstrip('/')}"


def _refused(url: str, what: Text) -> ProjectError:
    return ProjectError(f"--url {url[:80]}", what, _EXAMPLE)


def _fault(url: str, parts: SplitResult, host: str) -> Text | None:
    path = parts.path.rstrip("/")
    faults = (
        (
            parts.scheme.lower() != "https",
            Text("Office 只接受 https 的加载项", "Office takes add-ins from https only"),
        ),
        (not host, Text("没有主机名", "there is no host")),
        (
            parts.username is not None or parts.password is not None,
            Text("网址中不能有用户名或密码", "a user name or password cannot be part of it"),
        ),
        (bool({"?", "#"} & set(url)), Text("网址中不能有 ? 或 #", "? and # cannot be part of it")),
        (not _HOST.fullmatch(host), Text(f"“{host}”不能作主机名", f"{host!r} is no name of a host")),
        (
            not _PATH.fullmatch(path),
            Text(
                "路径只能用英文字母、数字和 - _ . ~ 等",
                "the path takes English letters, digits and - _ . ~ only",
            ),
        ),
        (len(url) > _LONGEST, Text(f"超过 {_LONGEST} 个字符", f"it has more than {_LONGEST} characters")),
    )
    return next((fault for holds, fault in faults if holds), None)
