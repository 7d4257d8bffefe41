"""How sheets, cells and rules are set, in Chinese; the English words are what JSON and comparisons hold."""

from __future__ import annotations

__all__ = ["conditions_in_chinese", "state_in_chinese", "validation_in_chinese"]

_STATES = {
    "locked": "锁定",
    "unlocked": "未锁定",
    "protected": "受保护",
    "unprotected": "未受保护",
    "hidden": "隐藏",
    "veryHidden": "深度隐藏",
    "visible": "显示",
    "merged": "合并",
    "not merged": "未合并",
    "inserted": "插入",
    "deleted": "删除",
    "missing": "无",
    "automatic": "自动计算",
    "manual calculation": "手动计算",
    "precision as displayed": "以显示精度为准",
    "iteration": "迭代计算",
    "days count from 1904": "1904 日期系统",
    "password": "有密码",
    "formatCells": "可设单元格格式",
    "formatColumns": "可设列格式",
    "formatRows": "可设行格式",
    "insertColumns": "可插入列",
    "insertRows": "可插入行",
    "insertHyperlinks": "可插入链接",
    "deleteColumns": "可删除列",
    "deleteRows": "可删除行",
    "sort": "可排序",
    "autoFilter": "可筛选",
    "pivotTables": "可用透视表",
}
_KINDS = {
    "whole": "整数",
    "decimal": "小数",
    "date": "日期",
    "time": "时间",
    "textLength": "文本长度",
    "custom": "自定义公式",
    "list": "序列",
    "cellIs": "单元格值",
    "expression": "公式",
    "colorScale": "色阶",
    "dataBar": "数据条",
    "iconSet": "图标集",
    "top10": "排在前面或后面",
    "aboveAverage": "高于或低于平均值",
    "duplicateValues": "重复值",
    "uniqueValues": "唯一值",
    "containsText": "包含文本",
    "notContainsText": "不包含文本",
    "beginsWith": "开头是",
    "endsWith": "结尾是",
    "containsBlanks": "空值",
    "notContainsBlanks": "非空值",
    "containsErrors": "错误",
    "notContainsErrors": "无错误",
    "timePeriod": "发生日期",
}
_OPERATORS = {
    "between": "介于",
    "notBetween": "不介于",
    "equal": "等于",
    "notEqual": "不等于",
    "greaterThan": "大于",
    "lessThan": "小于",
    "greaterThanOrEqual": "大于或等于",
    "lessThanOrEqual": "小于或等于",
}
_FLAGS = {
    ", blank refused": "，不许为空",
    ", warning": "，只警告",
    ", information": "，只提示",
    ", not enforced": "，不强制",
}
"""What may follow a validation, in the order in which it does."""
_SAID_BY_KIND = frozenset({"containsText", "notContains", "beginsWith", "endsWith"})
"""Operators that say again what the kind of a conditional format says."""
_REFERS = "refers to "


def state_in_chinese(state: str) -> str:
    """A state, after commas what is allowed in it: 受保护，可排序; what is none as it is."""
    if state.startswith(_REFERS):
        return f"引用 {state.removeprefix(_REFERS)}"
    words = [_STATES.get(word) for word in state.split(", ")]
    return state if None in words else "，".join(filter(None, words))


def validation_in_chinese(words: str) -> str:
    """A validation as `rulewords.validation_words` gives it: 整数 介于 1 99，不许为空."""
    rule, flags = words, ""
    for flag, told in reversed(_FLAGS.items()):
        if rule.endswith(flag):
            rule, flags = rule.removesuffix(flag), told + flags
    kind, _, rest = rule.partition(" ")
    operator, _, limits = rest.partition(" ")
    if kind == "custom":
        rest = limits  # the operator says nothing of a formula
    elif kind != "list":
        rest = f"{_OPERATORS.get(operator, operator)} {limits}"
    return f"{_KINDS.get(kind, kind)} {rest}".rstrip() + flags


def conditions_in_chinese(words: str) -> str:
    """Conditional formats, each its kind, its operator if it has one, and formulas: 单元格值 大于 $D$7; 公式 A1>3."""
    return "; ".join(map(_condition, words.split("; ")))


def _condition(words: str) -> str:
    kind, _, rest = words.partition(" ")
    operator, _, formulas = rest.partition(" ")
    if operator in _SAID_BY_KIND:
        rest = formulas
    elif operator in _OPERATORS:
        rest = f"{_OPERATORS[operator]} {formulas}"
    return f"{_KINDS.get(kind, kind)} {rest}".rstrip()
