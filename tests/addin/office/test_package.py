"""The files of the add-in: what the manifest names is there, what Excel is told is what the functions declare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from smartxl.addin.office import (
    PORTED,
    OfficeAddin,
    build_office_addin,
    function_id,
    manifest_faults,
    write_office_addin,
)
from smartxl.addin.office.languages import LOCALES
from smartxl.addin.office.package import MANIFEST
from smartxl.errors import ProjectError
from smartxl_udfs.modules import declared_functions
from tests.addin.office.calls import CALLS

URL = "https://office.example.gov.cn/smartxl"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def addin() -> OfficeAddin:
    return build_office_addin(f"{URL}/")


def changed(old: str, new: str, name: str = MANIFEST) -> Callable[[Files], None]:
    """A change of one file, which has to be one."""

    def change(files: Files) -> None:
        before = files[name].decode()
        assert old in before
        files[name] = before.replace(old, new, 1).encode()

    return change


def swapped(one: str, other: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        lines = files[MANIFEST].decode().splitlines(keepends=True)
        first, second = (next(i for i, line in enumerate(lines) if text in line) for text in (one, other))
        lines[first], lines[second] = lines[second], lines[first]
        files[MANIFEST] = "".join(lines).encode()

    return change


WRONG: Mapping[str, tuple[Callable[[Files], object], str]] = {
    "order": (swapped("<Version>", "<ProviderName>"), "out of order"),
    "order inside": (swapped('<TaskpaneId>', '<SourceLocation resid="Taskpane.Url"/>'), "Action ShowTaskpane has"),
    "other parent": (changed('<Label resid="Group.Label"/>', '<Title resid="Group.Label"/>'), "no place in Group"),
    "stranger": (changed("<Permissions>", "<Rights/><Permissions>"), "Rights has no place in OfficeApp"),
    "no namespace": (changed('<Namespace resid="Functions.Namespace"/>', ""), "lacks Namespace"),
    "id": (changed("<Id>", "<Id>x"), "Id: 'x"),
    "version": (changed("<Version>1.", "<Version>0."), "Version: '0."),
    "locale": (changed("zh-CN</DefaultLocale>", "chinese</DefaultLocale>"), "DefaultLocale: 'chinese'"),
    "no locale": (changed('Locale="en-GB"', 'Locale="english"'), "the locale 'english' of DisplayName is none"),
    "locale twice": (changed('bt:Override Locale="en-GB"', 'bt:Override Locale="en-US"'), "'en-US' of Url is none, or"),
    "permissions": (changed("ReadWriteDocument", "Everything"), "Permissions: 'Everything'"),
    "long description": (changed('<Description DefaultValue="', f'<Description DefaultValue="{"长" * 250}'), "at most 250"),
    "empty name": (changed('Value="smartxl functions"', 'Value=""'), "DisplayName has 0 characters"),
    "long label": (changed('DefaultValue="函数说明"', f'DefaultValue="{"长" * 126}"'), "ShortStrings has 126 characters"),
    "http": (changed(f'DefaultValue="{URL}/functions.js"', 'DefaultValue="http://a.cn/functions.js"'), "not https"),
    "other server": (changed(f"{URL}/functions.en.js", "https://a.cn/functions.en.js"), "a file that is not there"),
    "no file": (lambda files: files.pop("taskpane.en.html"), "is not there: taskpane.en.html"),
    "no icon": (lambda files: files.pop("assets/icon-80.png"), "no PNG of 80×80"),
    "size": (changed('size="32" resid="Icon.32"', 'size="32" resid="Icon.40"'), "no PNG of 32×32"),
    "sizes": (changed('<bt:Image size="16" resid="Icon.16"/>', ""), "lacks the sizes 16"),
    "reference": (changed('resid="Button.Tip"', 'resid="Button.Tap"'), "'Button.Tap' is not defined"),
    "twice": (changed('String id="Group.Label"', 'String id="Start.Title"'), "'Start.Title' comes twice"),
    "namespace": (changed('Namespace" DefaultValue="SX"', 'Namespace" DefaultValue="S X"'), "the namespace ['S X']"),
    "function id": (changed('"id": "AHP.CR"', '"id": "AHP_CR"', "functions.json"), "'AHP_CR' comes twice or has"),
    "id twice": (changed('"id": "AHP.CR"', '"id": "RANK"', "functions.en.json"), "'RANK' comes twice"),
    "function name": (changed('"name": "GAP"', '"name": "1A"', "functions.json"), "the name '1A'"),
    "no description": (changed('"description": "判断', '"description": "", "was": "', "functions.json"), "has 0 characters"),
}  # fmt: skip


def test_nothing_is_wrong_with_what_is_written(addin: OfficeAddin) -> None:
    assert manifest_faults(addin.files[MANIFEST], addin.files, addin.url) == ()


def test_each_english_locale_is_shown_all_of_the_english(addin: OfficeAddin) -> None:
    """Whatever has an English form; the namespace and the icons have none."""
    shown = [
        {each.attrib["Locale"]: each.attrib["Value"] for each in element if each.tag.endswith("}Override")}
        for element in fromstring(addin.files[MANIFEST]).iter()  # noqa: S314 (our own)
    ]
    named = [values for values in shown if values]
    assert len(named) == addin.files[MANIFEST].count(b'"en-US"') > 10
    for values in named:
        assert tuple(values) == LOCALES["en"]
        assert len(set(values.values())) == 1
        assert not any(char > "\u2e7f" for char in "".join(values.values()))


@pytest.mark.parametrize(("change", "words"), WRONG.values(), ids=WRONG)
def test_what_office_would_refuse_is_found(
    addin: OfficeAddin, change: Callable[[Files], object], words: str
) -> None:
    files = dict(addin.files)
    change(files)
    faults = manifest_faults(files[MANIFEST], files, addin.url)
    assert any(words in fault.en for fault in faults), faults
    assert all(fault.zh for fault in faults)


def test_the_id_follows_from_the_address(addin: OfficeAddin) -> None:
    assert build_office_addin(URL) == addin
    other = build_office_addin("https://office.example.gov.cn/other")
    ids = {each.files[MANIFEST].partition(b"<Id>")[2][:36] for each in (addin, other)}
    assert len(ids) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_excel_is_told_what_the_functions_declare(addin: OfficeAddin, lang: str) -> None:
    end = "" if lang == "zh" else ".en"
    told = json.loads(addin.files[f"functions{end}.json"])
    assert told["allowErrorForDataTypeAny"] is True
    by_id = {each["id"]: each for each in told["functions"]}
    assert by_id.keys() == {function_id(name) for name in declared_functions()}
    for name, declared in declared_functions().items():
        function = by_id[function_id(name)]
        assert function["description"] == declared.purpose.get(lang)  # type: ignore[arg-type]
        assert function["helpUrl"] == f"{URL}/taskpane{end}.html#{name}"
        shapes = [(p["name"], p["dimensionality"], p.get("optional", False)) for p in function["parameters"]]
        kinds = {True: "matrix", False: "scalar"}
        assert shapes == [(a.name, kinds[a.is_range], a.optional) for a in declared.arguments]


def test_the_script_knows_its_language_and_the_functions(addin: OfficeAddin) -> None:
    for end, lang in (("", "zh"), (".en", "en")):
        setting, _, script = addin.files[f"functions{end}.js"].decode().partition(";\n")
        told = json.loads(setting.removeprefix("var SMARTXL = "))
        assert told["lang"] == lang
        assert {each["name"] for each in told["functions"]} == declared_functions().keys()
        assert script.startswith('"use strict";')
    assert b"functions.en.js" in addin.files["functions.en.html"]


def test_every_function_of_the_script_has_vectors() -> None:
    assert CALLS.keys() == PORTED <= declared_functions().keys()


def test_pages_tell_what_is_not_there(addin: OfficeAddin) -> None:
    for name in ("taskpane.html", "taskpane.en.html"):
        page = addin.files[name].decode()
        missing = page.count('class="missing"')
        assert missing == len(declared_functions().keys() - PORTED)
        assert all(f'id="{function}"' in page for function in declared_functions())


def test_the_folder_is_written_whole(tmp_path: Path, addin: OfficeAddin) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "new" / "addin", tmp_path / "empty"):
        written = write_office_addin(URL, folder)
        assert written.url == URL
        found = {
            str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()
        }
        assert found == dict(addin.files)
        assert [each.name for each in folder.parent.glob(".*")] == []
    assert "manifest.xml" in (tmp_path / "empty" / "README.md").read_text("utf-8")


def test_nothing_is_written_over_anything(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("x", "utf-8")
    for place in (tmp_path, tmp_path / "kept.txt"):
        with pytest.raises(ProjectError, match="不是空文件夹"):
            write_office_addin(URL, place)
    with pytest.raises(ProjectError, match="写不了"):
        write_office_addin(URL, tmp_path / "kept.txt" / "below")
    assert [each.name for each in tmp_path.iterdir()] == ["kept.txt"]
