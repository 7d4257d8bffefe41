"""Which language a command speaks: what is typed, the variable, the project, the machine, Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from smartxl.cli.spoken import settle, spoken

BLOCK = "languages:\n  - en\n  - zh\n"
CASES = {
    "nothing": ([], {}, "zh"),
    "typed": (["check", "x", "--lang", "en"], {"SMARTXL_LANG": "zh"}, "en"),
    "typed before the command": (["--lang=en", "check", "x"], {"SMARTXL_LANG": "zh"}, "en"),
    "no language": (["check", "x", "--lang", "fr"], {"SMARTXL_LANG": "en"}, "en"),
    "variable": (["check", "{en}"], {"SMARTXL_LANG": "zh"}, "zh"),
    "variable as a locale": (["check"], {"SMARTXL_LANG": "en_GB.UTF-8"}, "en"),
    "project": (["check", "{en}"], {"LANG": "zh_CN.UTF-8"}, "en"),
    "file of a project": (["verify", "{en}/inbox/a.xlsx"], {}, "en"),
    "broken project": (["check", "{broken}"], {}, "en"),
    "list as a block": (["check", "{block}"], {}, "en"),
    "project without languages": (["check", "{none}"], {"LANG": "en_US.UTF-8"}, "en"),
    "machine": (["check"], {"LANG": "en_US.UTF-8"}, "en"),
    "messages of the machine": (["check"], {"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
    "machine that speaks neither": (["check"], {"LANG": "fr_FR.UTF-8"}, "zh"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_language_of_a_command(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed, variables, expected = CASES[name]
    for variable in ("SMARTXL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    settle(_in_folders(typed, tmp_path))
    assert spoken() == expected


def _in_folders(typed: Sequence[str], root: Path) -> list[str]:
    files = {
        "en": "languages: [en, zh]\n",
        "broken": "id: [\nlanguages: [en]\n\t}",
        "block": BLOCK,
        "none": "id: x\n",
    }
    for name, text in files.items():
        (root / name / "inbox").mkdir(parents=True)
        (root / name / "assessment.yaml").write_text(text, "utf-8")
        (root / name / "inbox" / "a.xlsx").touch()
    return [word.format_map({name: root / name for name in files}) for word in typed]
