"""What `--json` prints is the record of the command, and docs/schemas has its schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from smartxl.cli.main import main
from smartxl.cli.present.schemas import RECORDS
from smartxl_templates import schema_folder
from tests.cli.conftest import write_project
from tests.cli.test_json_errors import TAKES_JSON
from tests.generated import maker

ROOT = Path(__file__).parent.parent.parent


def test_the_schemas_are_fresh() -> None:
    found = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "schemas").glob("*.json")}
    assert found == maker("schemas").texts(), "run python examples/schemas.py"


def test_the_packaged_schemas_are_those_of_the_definition() -> None:
    found = {path.name: path.read_text("utf-8") for path in schema_folder().iterdir()}
    assert found == maker("schemas").packaged(), "run python examples/schemas.py"


def test_every_command_with_json_has_a_record() -> None:
    with_json = {name.removesuffix(" write").replace(" ", "-") for name in TAKES_JSON}
    assert with_json == RECORDS.keys() - {"refusal"}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small round: forms filled in, one damaged, collected."""
    folder = write_project(tmp_path_factory.mktemp("json") / "city")
    assert CliRunner().invoke(main, ["fill", str(folder), "--messy"]).exit_code == 0
    forms = sorted((folder / "inbox").glob("*.xlsx"))
    forms[0].write_bytes(b"not a workbook")
    shutil.copy(forms[1], folder / "inbox" / "again.xlsx")
    (folder / "weights").mkdir()
    (folder / "weights" / "experts.csv").write_text("code,name\nE1,李教授\n", "utf-8")
    (folder / "weights" / "table.csv").write_text(
        "class,parent,code,weight\ndep,A,A1,60\ndep,A,A2,40\n", "utf-8"
    )
    return folder


COMMANDS = [
    pytest.param("check", ["check", "{city}"], id="check"),
    pytest.param("diff", ["diff", "cohen-wheel", "{city}"], id="diff"),
    pytest.param("init", ["init", "{city}/../new"], id="init"),
    pytest.param("collect", ["collect", "{city}"], id="collect"),
    pytest.param("status", ["status", "{city}"], id="status"),
    pytest.param("history", ["history", "{city}"], id="history"),
    pytest.param("findings", ["findings", "{city}"], id="findings"),
    pytest.param("compare", ["compare", "{city}", "{second}", "{second}"], id="compare"),
    pytest.param("appeals", ["appeals", "{city}"], id="appeals"),
    pytest.param("addin-doctor", ["addin", "doctor"], id="addin-doctor"),
    pytest.param(
        "addin-office",
        ["addin", "office", "--url", "https://a.cn", "--write", "{city}/../addin"],
        id="addin-office",
    ),
    pytest.param("score", ["score", "{city}"], id="score"),
    pytest.param("build", ["build", "{city}"], id="build"),
    pytest.param("choose", ["choose", "{city}", "{second}", "--why", "x"], id="choose"),
    pytest.param("scheme", ["scheme", "{city}"], id="scheme"),
    pytest.param("template-export", ["template", "export", "{city}"], id="template-export"),
    pytest.param("weights-ask", ["weights", "ask", "{city}", "--method", "ahp"], id="weights-ask"),
    pytest.param("weights-set", ["weights", "set", "{city}", "weights/table.csv"], id="weights-set"),
    pytest.param("survey-ask", ["survey", "ask", "{city}"], id="survey-ask"),
    pytest.param("mark", ["mark", "{city}", "{unit}", "returned", "--why", "x"], id="mark"),
    pytest.param("refusal", ["mark", "{city}", "{unit}", "exempt"], id="mark-without-a-reason"),
    pytest.param("return", ["return", "{city}", "--until", "2099-01-01"], id="return"),
    pytest.param("fresh", ["fresh", "{city}/inbox/{second}"], id="fresh"),
    pytest.param("fresh", ["fresh", "{city}"], id="fresh-inbox"),
    pytest.param("refusal", ["fresh", "{city}", "--unit", "GA"], id="fresh-inbox-of-a-unit"),
    pytest.param("verify", ["verify", "{city}/inbox/{second}"], id="verify"),
    pytest.param("template-check", ["template", "check", "{city}"], id="template-check"),
    pytest.param("refusal", ["status", "{city}/nowhere"], id="no-project"),
    pytest.param("refusal", ["compare", "{city}", "x.xlsx", "y.xlsx"], id="no-file"),
    pytest.param("fill", ["fill", "{city}", "--force"], id="fill"),
]


@pytest.mark.parametrize(("name", "arguments"), COMMANDS)
def test_the_output_is_the_record(city: Path, name: str, arguments: list[str]) -> None:
    CliRunner().invoke(main, ["collect", str(city)])
    second = sorted((city / "inbox").glob("[A-Z]*.xlsx"))[1].name
    unit = second.partition("-")[0]
    filled = [argument.format(city=city, second=second, unit=unit) for argument in arguments]
    result = CliRunner().invoke(main, [*filled, "--json"])
    data = json.loads(result.stdout)
    strict = TypeAdapter(RECORDS[name])
    read = strict.validate_python(data)
    assert json.loads(strict.dump_json(read)) == data, "a name that the record does not have, or another type"
    assert (name == "refusal") == (result.exit_code == 2)
