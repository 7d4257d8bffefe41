"""A scenario in the text of assessment.yaml: one entry is added or put in another's place, all else stays as it is written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from smartxl.define.authoring.shape import shape_of
from smartxl.define.authoring.yamltext import flow_text, yaml_text
from smartxl.define.parse import parse
from smartxl.define.scenario_schema import scenario_tree, to_scenarios
from smartxl.define.schema import AssessmentFile
from smartxl.define.yamlfile import read_yaml
from smartxl.define.yamltext import (
    TextEdit,
    compose,
    edited,
    entry_lines,
    in_one_line,
    pair_lines,
    value,
    word,
)
from smartxl.errors import DefinitionError, SmartxlError
from smartxl.filenames import ASSESSMENT
from smartxl.model.scenarios import of_node, of_rule
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from smartxl.define.yamlfile import Tree
    from smartxl.model.scenarios import Scenario

__all__ = ["scenarios_in", "with_scenario", "without_nodes"]

_KEY = "scenarios"


def scenarios_in(text: str, name: str) -> tuple[Scenario, ...]:
    """The scenarios that a text of assessment.yaml declares. Raises DefinitionError for its problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder, ASSESSMENT)
        path.write_text(text, "utf-8", newline="")
        parsed = parse(read_yaml(path, name), AssessmentFile)
    if parsed.model is None or parsed.problems:
        raise DefinitionError(parsed.problems)
    return to_scenarios(parsed.model.scenarios)


def with_scenario(text: str, name: str, scenario: Scenario) -> str:
    """The text with a scenario at the end of its list, or in place of one of the same name, read again to prove it.

    `text` must have passed the checks of `load`. Raises SmartxlError where a list cannot be added to.
    """
    before = scenarios_in(text, name)
    found = _with(text, scenario)
    if "\r\n" in text:
        found = found.replace("\r\n", "\n").replace("\n", "\r\n")
    same = [scenario if each.name == scenario.name else each for each in before]
    wanted = same if any(each.name == scenario.name for each in before) else [*before, scenario]
    try:
        told = scenarios_in(found, name)
    except DefinitionError:
        told = ()
    if list(told) != wanted:
        what = Text("scenarios 的写法不便自动增改", "scenarios is written in a way that cannot be added to")
        raise SmartxlError(
            name, what, Text("请手工写入：" + _flow(scenario), "write it by hand: " + _flow(scenario))
        )
    return found


def without_nodes(text: str, removed: Collection[str]) -> Iterator[TextEdit]:
    """The edits of a text that take out every scenario that speaks of nodes that go."""
    root = compose(text)
    listed = value(root, _KEY)
    entries: list[Node] = list(listed.value) if isinstance(listed, SequenceNode) else []
    stay = [entry for entry in entries if not _codes(entry) & set(removed)]
    if listed is None or len(stay) == len(entries):
        return
    if not stay:
        key = next(key for key, found in root.value if found is listed)
        yield (*pair_lines(text, key, listed), "")
    elif in_one_line(listed):
        told = ", ".join(text[entry.start_mark.index : entry.end_mark.index] for entry in stay)
        yield listed.start_mark.index, listed.end_mark.index, f"[{told}]"
    else:
        for number, entry in enumerate(entries):
            if entry not in stay:
                yield (*entry_lines(text, entry, first=number == 0), "")


def _codes(entry: Node) -> set[str]:
    """The nodes that a scenario names."""
    named = {
        key: [str(name.value) for name, _ in _pairs(entry, key)] for key in ("weights", "rules", "combine")
    }
    weighed = {of_node(key)[0] for key in named["weights"]}
    return weighed | {of_rule(key)[0] for key in named["rules"]} | {*named["combine"]}


def _pairs(entry: Node, key: str) -> list[tuple[Node, Node]]:
    found = value(entry, key)
    return list(found.value) if isinstance(found, MappingNode) else []


def _with(text: str, scenario: Scenario) -> str:
    root = compose(text)
    listed = value(root, _KEY)
    if not isinstance(listed, SequenceNode):
        return _without_key(text, root, listed) + "\n".join([f"{_KEY}:", *_lines(scenario, 2)]) + "\n"
    entries: list[Node] = list(listed.value)
    old = next((entry for entry in entries if word(entry, "name") == scenario.name), None)
    if in_one_line(listed):
        return _in_brackets(text, listed, entries, old, scenario)
    column = listed.start_mark.column
    lines = "".join(f"{line}\n" for line in _lines(scenario, column))
    if old is not None:
        start, end = entry_lines(text, old, first=True)
        return text[:start] + lines + text[end:]
    _, end = entry_lines(text, entries[-1], first=True)
    gap = "" if text[:end].endswith("\n") else "\n"
    return text[:end] + gap + lines + text[end:]


def _without_key(text: str, root: Any, listed: Node | None) -> str:  # noqa: ANN401  (ruamel's)
    """The text up to where the list is added, without a key that has no value."""
    if isinstance(root, MappingNode) and isinstance(listed, ScalarNode):
        key = next(key for key, found in root.value if found is listed)
        start = text.rfind("\n", 0, key.start_mark.index) + 1
        end = text.find("\n", key.start_mark.index)
        text = text[:start] + (text[end + 1 :] if end >= 0 else "")
    return text if not text or text.endswith("\n") else text + "\n"


def _in_brackets(
    text: str, listed: SequenceNode, entries: list[Node], old: Node | None, scenario: Scenario
) -> str:
    new = _flow(scenario)
    if old is not None:
        return edited(text, [(old.start_mark.index, old.end_mark.index, new)])
    if entries:
        end = entries[-1].end_mark.index
        return edited(text, [(end, end, f", {new}")])
    return edited(text, [(listed.start_mark.index, listed.end_mark.index, f"[{new}]")])


def _lines(scenario: Scenario, indent: int) -> list[str]:
    """The lines of an entry of a list."""
    entry: Tree = scenario_tree(scenario)
    tree: Tree = {_KEY: [entry]}
    _, *lines = yaml_text(tree, shape_of(AssessmentFile), "").splitlines()
    return [" " * indent + line.removeprefix("  ") for line in lines]


def _flow(scenario: Scenario) -> str:
    """The entry on one line."""
    return flow_text(scenario_tree(scenario), shape_of(AssessmentFile).within((_KEY, 0)))
