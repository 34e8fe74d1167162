import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from journal.office import migrations, records
from journal.office.records import Batch, NewerOffice, NoOffice, Office, OlderOffice, instant, metadata, opened
from tests.journal.office.conftest import START, Bureau, staffed
from tests.journal.office.lived import contents, fill
from tests.journal.shop import ROOT

NEWEST = records.REVISIONS[-1]


@pytest.fixture
def office(url: str) -> Iterator[Office]:
    office = Office(url)
    yield office
    office.close()


# ---------------------------------------------------------------- revisions


def test_the_revisions_are_those_of_the_folder() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert tuple(reversed([one.revision for one in scripts.walk_revisions()])) == records.REVISIONS


def test_the_revisions_make_exactly_the_tables_of_records(office: Office) -> None:
    """If this fails after a change of a table: python -m journal.office.migrations MESSAGE."""
    assert records.upgrade(office) == NEWEST
    with office.engine.connect() as connection:
        options = {"compare_server_default": not office.is_sqlite}  # SQLite's '' reads to Alembic like another
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_new_database_is_what_the_revisions_make(tmp_path: Path) -> None:
    tables = []
    for name, make in (("made", opened), ("upgraded", Office)):
        office = make(f"sqlite:///{tmp_path / name}")
        assert records.upgrade(office) == NEWEST
        with office.engine.connect() as connection:
            inspector = sa.inspect(connection)
            tables.append(
                {
                    table: (
                        sorted((c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)),
                        sorted(map(str, inspector.get_indexes(table))),
                        inspector.get_pk_constraint(table),
                        sorted(map(str, inspector.get_foreign_keys(table))),
                    )
                    for table in inspector.get_table_names()
                }
            )  # fmt: skip
        office.close()
    assert tables[0] == tables[1]


@pytest.mark.parametrize("revision", records.REVISIONS)
def test_an_office_of_each_revision_keeps_its_rows(office: Office, revision: str) -> None:
    records.upgrade(office, revision)
    with office.write() as books:
        fill(books)
        before = _raw(books.connection)
    if revision != NEWEST:
        with pytest.raises(OlderOffice):
            opened(office.url)
    assert records.upgrade(office) == NEWEST
    with office.read() as books:
        after = _raw(books.connection)
    assert {
        table: [{name: row[name] for name in old} for row, old in zip(after[table], rows, strict=True)]
        for table, rows in before.items()
    } == before
    opened(office.url).close()


def _raw(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    tables = sa.MetaData()
    tables.reflect(connection)
    return {
        table.name: [dict(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()]
        for table in tables.sorted_tables
        if table.name != "alembic_version"
    }


def test_an_old_program_refuses_a_newer_office(office: Office) -> None:
    records.upgrade(office)
    with office.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (lambda: opened(office.url), lambda: records.upgrade(office)):
        with pytest.raises(NewerOffice) as caught:
            refused()
        assert caught.value.found == "9999"


def test_a_database_of_something_else_is_left_alone(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE person (shoe INTEGER)"))
    for refused in (lambda: opened(office.url), lambda: records.upgrade(office)):
        with pytest.raises(NoOffice):
            refused()
    with office.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["person"]


NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "next", {before!r}
def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("pen_name", sa.Text, nullable=False, server_default=""))
        table.drop_column("country")
    op.execute("UPDATE person SET pen_name = upper(id)")
    op.create_table("pen", sa.Column("id", sa.Integer, primary_key=True), sa.Column("person", sa.String(64), sa.ForeignKey("person.id")))
    op.execute("INSERT INTO pen (id, person) SELECT 7, min(id) FROM person")
"""
KILLED = """
import os, sys
import sqlalchemy as sa
from pathlib import Path
from journal.office import records
url, scripts = sys.argv[1], Path(sys.argv[2])
import alembic.command
step = 0
while True:
    step += 1
    child = os.fork()
    if not child:
        steps = 0
        @sa.event.listens_for(sa.Engine, "before_cursor_execute")
        @sa.event.listens_for(sa.Engine, "commit")
        def count(*_):
            global steps
            steps += 1
            if steps == step:
                os._exit(9)
        records.upgrade(records.Office(url), scripts=[scripts])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    office = records.Office(url)
    found = records.revision(office)
    office.close()
    print(os.waitstatus_to_exitcode(status), found)
    if os.waitstatus_to_exitcode(status) != 9:
        break
"""


@pytest.mark.slow
def test_an_upgrade_killed_at_any_step_is_still_to_be_done(url: str, tmp_path: Path) -> None:
    office = opened(url)
    with office.write() as books:
        fill(books)
        before = contents(books)
    office.close()
    scripts = tmp_path / "versions"
    scripts.mkdir()
    (scripts / "next.py").write_text(NEXT.format(before=NEWEST))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, url, scripts], cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = killed.stdout.splitlines()
    assert killed.stderr == ""
    assert set(lines[:-1]) - {"9 next"} == {f"9 {NEWEST}"}  # the very last step comes after the commit
    assert lines[-1] == "0 next"
    assert len(lines) > 10
    office = Office(url)
    with office.engine.connect() as connection:
        people = connection.execute(sa.text("SELECT id, pen_name, email FROM person ORDER BY id")).all()
        assert [tuple(row) for row in people] == [
            (row["id"], row["id"].upper(), row["email"]) for row in before["person"]
        ]
        assert connection.execute(sa.text("SELECT id, person FROM pen")).all() == [(7, people[0][0])]
    office.close()


# ---------------------------------------------------------------- many at once


MAKES = """
import sys
from journal.office.records import opened, revision
office = opened(sys.argv[1])
print(revision(office))
"""


def together(*commands: list[str]) -> list[str]:
    """What processes that run at once print; each ends well."""
    running = [
        subprocess.Popen([sys.executable, "-c", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for command in commands
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return said


@pytest.mark.slow
def test_eight_processes_make_one_office(url: str) -> None:
    assert together(*[[MAKES, url]] * 8) == [f"{NEWEST}\n"] * 8


DECIDES = """
import datetime as dt, sys
from journal.office import editorial
from journal.office.editorial import Author, Desk, NoLetters, Upload
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import opened
from journal.office.workflow import Action
url, ids, decisions, submissions = sys.argv[1], sys.argv[2].split(), int(sys.argv[3]), int(sys.argv[4])
office = opened(url)
now = dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC)
for number in range(decisions):
    with office.write() as books:
        desk = Desk(books, Who("office", "", "os", "host"), now, Policies(), NoLetters())
        editorial.act(desk, ids[number % len(ids)], Action.TRANSFER, column=f"column-{number}")
        if number < submissions:
            files = [Upload("text", "0" * 64, "x", 1)]
            print(editorial.submit(desk, {"en": "x"}, "articles", "en", [Author("ann")], files))
"""


def test_what_is_gathered_is_what_would_have_been_written(any_bureau: Bureau) -> None:
    """The same rows, numbers and chain, and whoever comes after goes on from them."""
    who = {"actor": "office", "on_behalf": "", "os_user": "os", "host": "host"}
    with any_bureau.office.write() as books:
        books.append(instant(START), "note", "", who, {"n": 0})
        assert books.next_number("person") == 1
        batch = Batch(books)
        for n in (1, 2):
            id = f"p{batch.next_number('person'):05d}"
            batch.append(instant(START), "person-add", "", who, {"person": id, "n": n})
            batch.add("role", person=id, role="proofreader", since=instant(START))
            batch.add("person", id=id, names={"en": {"whole": id}})
        batch.write()
        assert batch.next_number("person") == 4
        batch.write()
        books.append(instant(START), "note", "", who, {"n": 3})
        assert books.next_number("person") == 5
    with any_bureau.office.read() as books:
        events = list(books.events())
        assert [event.data["n"] for event in events] == [0, 1, 2, 3]
        assert len({(event.os_user, event.host) for event in events}) == 1
        assert list(records.ledger.breaks(events)) == []
        assert [row["id"] for row in books.all("person", order="id") if row["id"].startswith("p0")] == [
            "p00002",
            "p00003",
        ]


@pytest.mark.slow
def test_eight_writers_lose_no_decision_and_mint_no_number_twice(url: str) -> None:
    """JOURNAL_DECISIONS=1000 for the whole of it; a tenth of that by default, for it takes minutes."""
    decisions, submissions = int(os.environ.get("JOURNAL_DECISIONS", "100")), 25
    bureau = staffed(url)
    ids = [bureau.submit() for _ in range(3)]
    said = together(*[[DECIDES, url, " ".join(ids), str(decisions), str(submissions)]] * 8)
    numbers = [id for lines in said for id in lines.split()]
    assert sorted([*ids, *numbers]) == [f"2031-{number:04d}" for number in range(1, 8 * submissions + 4)]
    with bureau.office.read() as books:
        transfers = books.counts("event", "manuscript", kind="transfer")
        assert sum(transfers.values()) == 8 * decisions
        assert {id: books.one("manuscript", id=id)["version"] for id in ids} == {id: 1 + transfers[id] for id in ids}  # type: ignore[index]
        events = [event.number for event in books.events()]
        assert events == list(range(1, 8 * (decisions + submissions) + 4))
        assert list(records.ledger.breaks(books.events())) == []
    bureau.office.close()


def test_more_values_than_a_statement_may_have_parameters(url: str) -> None:
    office = opened(url)
    wanted = [f"nobody-{number}" for number in range(70_000)]
    with office.write() as books:
        books.add("person", id=wanted[-1], names={})
        assert [row["id"] for row in books.all("person", id=wanted)] == wanted[-1:]
        assert [row["id"] for row in books.some("person", ("id",), id=wanted)] == wanted[-1:]
        assert books.count("person", id=set(wanted)) == 1
    office.close()


def test_a_database_that_another_process_holds_is_said_to_be_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "WAIT", 0)
    file = tmp_path / "office.db"
    office = opened(f"sqlite:///{file}")
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(records.Busy, match="nothing was changed"), office.write():
        raise AssertionError("it let a second writer in")
    other.rollback()
    with office.write() as books:
        assert books.count("person") == 0
    other.close()
    office.close()


def test_a_database_without_a_place_is_said_not_to_open(tmp_path: Path) -> None:
    with pytest.raises(records.Unwritable, match="unable to open"):
        opened(f"sqlite:///{tmp_path / 'nowhere' / 'office.db'}")
