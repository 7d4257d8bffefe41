"""The address at which an add-in is hosted."""

from __future__ import annotations

import pytest

from smartxl.addin.office import hosting_address
from smartxl.errors import ProjectError

FITTING = {
    "folder": ("https://office.example.gov.cn/smartxl", "https://office.example.gov.cn/smartxl"),
    "stroke": ("https://office.example.gov.cn/smartxl/", "https://office.example.gov.cn/smartxl"),
    "host alone": ("https://office.example.gov.cn", "https://office.example.gov.cn"),
    "case": (" HTTPS://Office.Example.cn/Tools ", "https://office.example.cn/Tools"),
    "port": ("https://10.0.0.7:8443/a/b", "https://10.0.0.7:8443/a/b"),
    "usual port": ("https://localhost:443/a", "https://localhost/a"),
    "escapes": ("https://a.cn/%E6%99%BA/x", "https://a.cn/%E6%99%BA/x"),
}
WRONG = {
    "http": ("http://office.example.gov.cn/smartxl", "只接受 https", "https only"),
    "no scheme": ("office.example.gov.cn/smartxl", "只接受 https", "https only"),
    "nothing": ("", "只接受 https", "https only"),
    "no host": ("https:///smartxl", "没有主机名", "no host"),
    "only a scheme": ("https://", "没有主机名", "no host"),
    "password": ("https://me:secret@a.cn/x", "用户名或密码", "user name or password"),
    "query": ("https://a.cn/x?v=1", "不能有 ?", "cannot be part"),
    "fragment": ("https://a.cn/x#", "不能有 ?", "cannot be part"),
    "host": ("https://智慧.cn/x", "不能作主机名", "no name of a host"),
    "blank": ("https://a b.cn/x", "不能作主机名", "no name of a host"),
    "path": ("https://a.cn/智慧", "路径只能", "English letters"),
    "quotes": ('https://a.cn/"x"', "路径只能", "English letters"),
    "way out": ("https://a.cn/x/../y", "路径只能", "English letters"),
    "empty part": ("https://a.cn//y", "路径只能", "English letters"),
    "port": ("https://a.cn:99999/x", "不是网址", "no address"),
    "bracket": ("https://[a.cn/x", "不是网址", "no address"),
    "long": (f"https://a.cn/{'x' * 2000}", "超过 1900", "more than 1900"),
}


@pytest.mark.parametrize(("given", "expected"), FITTING.values(), ids=FITTING)
def test_an_address_without_what_is_superfluous(given: str, expected: str) -> None:
    assert hosting_address(given) == expected


@pytest.mark.parametrize(("given", "zh", "en"), WRONG.values(), ids=WRONG)
def test_what_office_would_not_take_is_refused_in_both_languages(given: str, zh: str, en: str) -> None:
    with pytest.raises(ProjectError) as told:
        hosting_address(given)
    assert zh in told.value.what.zh
    assert en in told.value.what.en
    assert "https://office.example.gov.cn/smartxl" in told.value.remedy.zh
    assert len(told.value.place("zh")) < 100
