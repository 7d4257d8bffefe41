"""Ledgers restored from a backup into a new place give the same scores: the commands of docs/ledger.md and docs/campaign.md."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import psycopg
import pytest

from smartxl.campaign import Campaign, open_campaign
from smartxl.project import Project
from tests.campaign.campaigns import write_campaign
from tests.conftest import IN_CI
from tests.postgres import Server, find_programs

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs"


def documented(page: str, begins: str) -> str:
    """A command as the page has it, without its comment."""
    found = re.search(rf"^{re.escape(begins)}.*$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert found, begins
    return found.group().partition(" #")[0]


def run(command: str, folder: Path, programs: Path | None = None, **places: str) -> None:
    """Runs a command of the documentation in a folder, with other `places` in place of those it names."""
    words = shlex.split(command)
    program = sys.executable if words[0] == "python" else str(programs / words[0]) if programs else words[0]
    for old, new in places.items():
        words = [word.replace(old, new) for word in words]
    subprocess.run([program, *words[1:]], cwd=folder, check=True, timeout=60, capture_output=True)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    campaign = write_campaign(tmp_path_factory.mktemp("campaign") / "my-province")
    campaign.jobs = 1
    campaign.fill()
    campaign.collect()
    return campaign.root


def table(campaign: Campaign) -> pd.DataFrame:
    found = campaign.score(now=NOW)
    assert not found.run.failed
    assert len(found.comparison.order) == len(campaign.cities)
    return found.comparison.frame()


@pytest.mark.slow
def test_a_file_is_saved_while_a_program_has_it_open(collected: Path, tmp_path: Path) -> None:
    city = shutil.copytree(collected / "cities/c1", tmp_path / "my-city")
    project = Project.open(city)
    before = project.scores(now=NOW)
    command = documented("ledger.md", "python -c 'import sqlite3")
    with project.ledger():
        (tmp_path / "backup").mkdir()
        run(command, tmp_path)
    shutil.rmtree(city)
    restored = shutil.copytree(
        collected / "cities/c1", tmp_path / "restored", ignore=lambda *_: {"ledger.sqlite"}
    )
    shutil.copy(tmp_path / "backup/my-city.sqlite", restored / "ledger.sqlite")
    assert Project.open(restored).scores(now=NOW).equals(before)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="tar")
def test_a_campaign_is_saved_as_its_folder(collected: Path, tmp_path: Path) -> None:
    before = table(open_campaign(collected, jobs=1))
    shutil.copytree(collected, tmp_path / "my-province")
    run(documented("campaign.md", "tar -czf"), tmp_path)
    (tmp_path / "new").mkdir()
    run(documented("campaign.md", "tar -xzf"), tmp_path, None, **{"/new/place": "new"})
    restored = open_campaign(tmp_path / "new/my-province", jobs=1)
    assert table(restored).equals(before)
    assert restored.collect().fresh == 3  # looked at again at the new place
    with Project.open(restored.root / "cities/c1").ledger() as ledger:
        names = [receipt.name for receipt in ledger.receipts()]
    assert len(names) == len(set(names))  # but nothing was recorded again


@pytest.fixture
def database(postgres: Server) -> Iterator[tuple[Server, Path]]:
    """A server with the user and the database of the documentation, and the folder of its programs."""
    programs = find_programs()
    if programs is None or not (programs / "pg_dump").is_file():
        (pytest.fail if IN_CI else pytest.skip)("pg_dump is not installed")
    page = (DOCS / "campaign.md").read_text("utf-8")
    statements = re.findall(r"^(CREATE (?:ROLE|DATABASE) .*);", page, re.MULTILINE)
    assert len(statements) == 3, statements
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
        yield postgres, programs
        for name in ("province", "province_restored"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for name in ("smartxl", "smartxl_reader"):
            connection.execute(f"DROP ROLE IF EXISTS {name}")


def url(server: Server, user: str, name: str) -> str:
    return f"postgresql://{user}@/{name}?host={server.folder}"


def at(campaign: Path, address: str) -> Campaign:
    """The campaign with its ledgers in another database."""
    path = campaign / "campaign.yaml"
    kept = re.sub(r"^ledger:.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(f"{kept}ledger: '{address}'\n", "utf-8")
    return open_campaign(campaign, jobs=1)


@pytest.mark.slow
def test_a_database_is_restored_whole_and_city_by_city(
    collected: Path, tmp_path: Path, database: tuple[Server, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, programs = database
    before = table(open_campaign(collected, jobs=1))
    folder = shutil.copytree(collected, tmp_path / "my-province", ignore=lambda *_: {"ledger.sqlite"})
    (folder / "campaign.yaml").write_text(
        (folder / "campaign.yaml").read_text("utf-8").replace("id: many", "id: my-province"), "utf-8"
    )
    campaign = at(folder, url(server, "smartxl", "province"))
    assert not campaign.collect().failed
    assert table(campaign).equals(before)
    host = {"db.example.org": str(server.folder)}
    run(documented("campaign.md", "pg_dump -Fc -h"), tmp_path, programs, **host)
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE province_restored OWNER smartxl")
    run(documented("campaign.md", "pg_restore --no-owner"), tmp_path, programs, **host)
    restored = at(folder, url(server, "smartxl", "province_restored"))
    assert table(restored).equals(before)
    monkeypatch.setenv("SMARTXL_LEDGER", f"sqlite:///{tmp_path / 'other.sqlite'}")  # whatever others use
    with Project.open(folder / "cities/c2").ledger() as ledger:
        assert len(ledger.receipts()) == 3
    assert not (tmp_path / "other.sqlite").exists()
    assert not list(folder.rglob("ledger.sqlite"))
    # one city alone, which somebody spoilt
    with psycopg.connect(f"host={server.folder} user=smartxl dbname=province_restored") as connection:
        for begins in ("DROP SCHEMA", "CREATE SCHEMA"):
            connection.execute(documented("campaign.md", begins).encode())
    assert list(restored.score(now=NOW).comparison.unranked) == ["c2"]
    with psycopg.connect(f"host={server.folder} user=smartxl dbname=province_restored") as connection:
        for begins in ("DROP SCHEMA", "CREATE SCHEMA"):  # looking at it has made an empty ledger
            connection.execute(documented("campaign.md", begins).encode())
    run(documented("campaign.md", "pg_restore -n"), tmp_path, programs, **host)
    assert table(restored).equals(before)


@pytest.mark.slow
def test_who_may_only_read_scores_and_who_may_nothing_is_told(
    collected: Path, tmp_path: Path, database: tuple[Server, Path]
) -> None:
    server, _ = database
    folder = shutil.copytree(collected, tmp_path / "my-province", ignore=lambda *_: {"ledger.sqlite"})
    owner = at(folder, url(server, "smartxl", "province"))
    assert not owner.collect().failed
    reader = at(folder, url(server, "smartxl_reader", "province"))
    refused = reader.score(now=NOW).run.failed
    assert all("该用户无权" in error.said("zh") for error in refused.values())
    assert list(refused) == ["c1", "c2", "c3"]
    with psycopg.connect(server.address, autocommit=True) as connection:
        (granted,) = re.findall(r"^(GRANT .*);", (DOCS / "campaign.md").read_text("utf-8"), re.MULTILINE)
        connection.execute(granted)
    assert table(reader).equals(table(owner))
