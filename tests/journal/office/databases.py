"""Databases for the tests: SQLite, and PostgreSQL on a server of the tests' own where Debian's binaries are."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ABSENT = "NO POSTGRESQL HERE: the office is tested on SQLite alone (apt-get install postgresql)"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server that nobody else has; the folder of its socket."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip(ABSENT)
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    shutil.chown(folder, user)
    try:
        data = folder / "data"
        _run(
            user,
            binaries / "initdb",
            "--pgdata",
            data,
            "--auth",
            "trust",
            "--username",
            "office",
            "--encoding",
            "UTF8",
            "--no-sync",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=50"
        control = (binaries / "pg_ctl", "--pgdata", data, "--wait", "--silent", "--log", folder / "log")
        _run(user, *control, "--options", options, "start")
        yield str(folder)
        _run(user, *control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path | None:
    places = [Path(found).resolve().parent for found in (shutil.which("pg_ctl"),) if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def _user() -> str:
    """The server refuses to run as root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    names = [one.pw_name for one in pwd.getpwall()]
    return "postgres" if "postgres" in names else "nobody"


def _run(user: str, *command: str | Path) -> None:
    other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": ()} if not os.geteuid() else {}
    # Not captured: the server keeps the pipe open, and whoever reads it would wait for its end.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, **other)  # type: ignore[call-overload]


def postgres_url(folder: str) -> str:
    """The address of a new, empty database."""
    name = f"office{next(_numbers)}"
    with psycopg.connect(f"host={folder} user=office dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type] # a name of ours
    return f"postgresql://office@/{name}?host={folder}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    return postgres_url(request.getfixturevalue("postgres"))
