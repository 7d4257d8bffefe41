"""Cells that hold a name and more: 电子证照使用率：计算方法：30%×(A/B)×100 数据要求：…"""

from __future__ import annotations

import re

from smartxl.define.published.heads import HeadRole

__all__ = ["LONGEST_READ", "parted"]

_LABELS = {
    "计算方法": HeadRole.FORMULA,
    "计算公式": HeadRole.FORMULA,
    "评价方法": HeadRole.SCORING,
    "评分方法": HeadRole.SCORING,
    "评分标准": HeadRole.SCORING,
    "计分方法": HeadRole.SCORING,
    "评价标准": HeadRole.SCORING,
    "指标说明": HeadRole.MEANING,
    "指标解释": HeadRole.MEANING,
    "说明": HeadRole.MEANING,
    "释义": HeadRole.MEANING,
    "数据要求": HeadRole.MEANING,
    "数据说明": HeadRole.MEANING,
    "数据来源": HeadRole.SOURCE,
    "佐证材料": HeadRole.EVIDENCE,
    "证明材料": HeadRole.EVIDENCE,
}
_LABEL = re.compile(rf"[\s:：,，;；。]*({'|'.join(_LABELS)})\s*[:：]\s*")
LONGEST_READ = 1500
"""Characters of a cell that are read for what they mean; what follows is kept, and means nothing to us."""
_LONG, _NAME = 60, 40  # characters: a cell that explains its name, and a name that is explained


def parted(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The name, and what follows it by role; all of a cell that says nothing more is the name."""
    text, beyond = text[:LONGEST_READ], text[LONGEST_READ:]
    pieces = _LABEL.split(text)
    said = [
        (_LABELS[label].value, words.strip()) for label, words in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    name = pieces[0].strip(" :：\n")
    if not name:
        return text, ((HeadRole.MEANING.value, beyond),) if beyond else ()
    head, mark, rest = (
        re.split(r"([:：\n])", name, maxsplit=1) if re.search(r"[:：\n]", name) else (name, "", "")
    )
    if mark and len(name) > _LONG and 0 < len(head.strip()) <= _NAME:
        said.insert(0, (HeadRole.MEANING.value, rest.strip()))
        name = head.strip()
    said.append((HeadRole.MEANING.value, beyond))
    return name, tuple((role, words) for role, words in said if words)
