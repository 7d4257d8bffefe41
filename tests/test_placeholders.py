"""The text of a template cell: what may stand in it, what it becomes, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.placeholders import FILTERS, MAX_TEXT, TextFault, parse

VALUES: dict[str, str | float] = {
    "unit.name": "市公安局",
    "unit.class": "市直部门",
    "round.due": "2026-09-05",
    "item.full": 5.0,
    "item.points": 2.5,
    "list.items": "条目",
    "blank.text": "",
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("单位：{{ unit.name }}（{{unit.class}}）", "单位：市公安局（市直部门）", id="sentence"),
        pytest.param("{{ item.full }} 分，得 {{ item.points }}", "5 分，得 2.5", id="numbers"),
        pytest.param("{{ round.due | date('yyyy年m月d日') }}前", "2026年9月5日前", id="date"),
        pytest.param("{{ round.due | date('yyyy-mm-dd') }}", "2026-09-05", id="date-padded"),
        pytest.param("{% if item.full > 3 %}大{% else %}小{% endif %}", "大", id="condition"),
        pytest.param("{{ '有' if unit.name and not blank.text else '无' }}", "有", id="choice"),
        pytest.param("{{ blank.text | default('—', true) }}", "—", id="default"),
        pytest.param("{{ unit.name | replace('市', '') | truncate(9) }}！", "公安局！", id="chain"),
        pytest.param("{{ list.items }}，", "条目，", id="name-of-a-method"),
        pytest.param("a { b } c", "a { b } c", id="no-placeholder"),
        pytest.param("{# a note #}{{ unit.name }}", "市公安局", id="comment"),
    ],
)
def test_a_sentence_is_filled_in(text: str, shown: str) -> None:
    assert parse(text).render(VALUES.__getitem__) == shown


@pytest.mark.parametrize(
    "text",
    [
        "\n 单位 {{ unit.name }}\n",
        "{{ item.full }}{{ item.points }}{{ item.full }}",
        "上\r\n下 {{ unit.name }}",
        "} {{unit.name}} {",
        "{{ blank.text }}（{{ unit.class }}）",
    ],
)
def test_a_sentence_of_placeholders_alone_is_what_jinja_makes_of_it(text: str) -> None:
    plain, compiled = parse(text), parse("{# compiled #}" + text)
    assert plain.names == compiled.names
    assert plain.render(VALUES.__getitem__) == compiled.render(VALUES.__getitem__)
    assert not compiled.parts


@pytest.mark.parametrize("text", ["{{ unit.name }}", "{{unit.name}}", "  {{ unit.name }} "])
def test_a_placeholder_alone_fills_the_cell(text: str) -> None:
    parsed = parse(text)
    assert (parsed.whole, parsed.names) == ("unit.name", ("unit.name",))


def test_the_names_of_a_sentence_are_told_in_order_and_once() -> None:
    assert parse("{{ b.c }}{% if a.b %}{{ b.c | upper }}{% endif %}").names == ("b.c", "a.b")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("{{ unit.name }", "braces cannot be read", id="one-brace"),
        pytest.param("{% if a.b %}x", "braces cannot be read", id="no-endif"),
        pytest.param("{{ a.b | map('upper') }}", "there is no filter 'map'", id="filter"),
        pytest.param("{% for x in a.b %}{% endfor %}", "for is not possible", id="loop"),
        pytest.param("{% set x = 1 %}", "assign is not possible", id="assignment"),
        pytest.param("{% include 'x' %}", "include is not possible", id="include"),
        pytest.param("{{ a.b() }}", "call is not possible", id="call"),
        pytest.param("{{ a['b'] }}", "getitem is not possible", id="item"),
        pytest.param("{{ 'x' * 1000000000 }}", "mul is not possible", id="arithmetic"),
        pytest.param("{{ 'x'.format }}!", "only names can have a dot", id="attribute-of-a-text"),
        pytest.param("{{ (a.b | upper).c }}!", "only names can have a dot", id="attribute-of-a-value"),
    ],
)
def test_what_is_no_text_is_refused(text: str, what: str) -> None:
    with pytest.raises(TextFault) as caught:
        parse(text)
    assert what in caught.value.what.en
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text", ["{{ unit.name.__class__ }}!", "{{ unit.__init__ }}!", "{{ unit.name.upper }}!"]
)
def test_python_is_out_of_reach(text: str) -> None:
    """Every dotted name is asked for as it stands; nothing is looked up in an object."""
    with pytest.raises(KeyError):
        parse(text).render(VALUES.__getitem__)


@pytest.mark.parametrize(
    "text", ["{{ unit.name | date }}！", "{{ item.full | date('yyyy') }}！", "{{ unit.name > item.full }}！"]
)
def test_a_value_of_the_wrong_kind_is_named(text: str) -> None:
    with pytest.raises(TextFault):
        parse(text).render(VALUES.__getitem__)


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(TextFault, match=str(MAX_TEXT)):
        parse("{{ a.b }}{{ a.b }}").render(lambda _: "长" * 20_000)


def test_the_filters_are_few_and_harmless() -> None:
    assert FILTERS == ("date", "default", "int", "lower", "replace", "round", "trim", "truncate", "upper")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except TextFault:
        return
    if not parsed.names:
        assert isinstance(parsed.render(VALUES.__getitem__), str)


@given(st.text(max_size=40))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert parse("<{{ a.b }}>").render(lambda _: value) == f"<{value}>"
