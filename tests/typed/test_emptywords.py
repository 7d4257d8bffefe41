"""Words that stand for an answer and say nothing, in both languages, in any width."""

from __future__ import annotations

import pytest

from smartxl.typed import says_nothing

NOTHING = (
    "|无|（无）|无。|无 无|無|暂无|没有|略|／|/|——|-|…|。|〃|N/A|ｎ／ａ|#|\u200b无\u3000|同上|同 上|同上。|见附件|详见附件|"
    "詳見附件|请参见附件材料|具体见佐证材料|详见官网|见上行|附后|附件|待补充|后续补充|待定|无，同上|not available|as above|"
    "See Attachment|please see the annex|ditto|TBD|to be added|same as above|http://|xxxx|待补充资料"
)
SOMETHING = (
    "附件1.pdf|见附件3|见 www.a.cn|详见《管理办法》|E03|无线网络覆盖清单|同上海市一致|略阳县平台|3|市政府网站|职能已划转|"
    "无此业务|see page 4|nanjing.gov.cn|None of our systems|notebook|" + "x" * 50
)


@pytest.mark.parametrize("text", NOTHING.split("|"))
def test_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", SOMETHING.split("|"))
def test_says_something(text: str) -> None:
    assert not says_nothing(text)
