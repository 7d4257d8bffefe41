"""A PostgreSQL server of the tests' own: made from Debian's programs in a folder, without a network, without fsync."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

__all__ = ["Server", "find_programs", "running_server"]

_SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="
_USER = "postgres"


class Server:
    """A running server; every ledger that is asked for has a schema of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    @property
    def address(self) -> str:
        """Where psycopg connects to."""
        return f"host={self.folder} user={_USER} dbname=postgres"

    def new_url(self) -> str:
        """The URL of an empty ledger."""
        self._made += 1
        name = f"ledger_{os.getpid()}_{self._made}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        options = quote(f"-csearch_path={name}")
        return f"postgresql+psycopg://{_USER}@/postgres?host={self.folder}&options={options}"


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Starts a server and stops it at the end. PostgreSQL refuses to run as root: then it is Debian's user postgres."""
    folder = Path(tempfile.mkdtemp(prefix="smartxl-pg-"))  # a short name: it holds a socket
    owner = _USER if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(data), *arguments],
            check=True,
            user=owner,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            timeout=120,
        )

    try:
        run("initdb", "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        log = str(folder / "log")
        run("pg_ctl", "start", "-w", "-l", log, "-o", f"{_SETTINGS} -c unix_socket_directories={folder}")
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-w")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
