import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from journal.errors import BadFile
from journal.office import anchors, ledger
from journal.office.anchors import Anchor, NotTheLedger
from journal.office.records import Books, Damaged, Office, opened
from tests.journal.office.conftest import Bureau

EVENTS = 1000
WHO = {"actor": "p-7", "on_behalf": "p-9", "os_user": "li", "host": "渡口"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a thousand events."""
    file = tmp_path_factory.mktemp("ledger") / "office.db"
    office = opened(f"sqlite:///{file}")
    with office.write() as books:
        for number in range(EVENTS):
            data = {"note": number, "to": "声明", "favourable": bool(number % 2), "share": 0.5}
            books.append(f"2031-03-01T09:00:00.{number:06d}+00:00", "note", f"2031-{number % 50:04d}", WHO, data)
    office.close()
    return file


def found(file: Path, *known: Anchor) -> list[int]:
    office = Office(f"sqlite:///{file}")
    try:
        with office.read() as books:
            return [one.number for one in anchors.verify(books, known)]
    finally:
        office.close()


def changed(sound: Path, tmp_path: Path, *statements: tuple[str, tuple[Any, ...]]) -> Path:
    copy = tmp_path / "office.db"
    copy.unlink(missing_ok=True)
    source, target = sqlite3.connect(sound), sqlite3.connect(copy)
    source.backup(target)
    for statement, values in statements:
        assert target.execute(statement, values).rowcount > 0
    target.commit()
    source.close()
    target.close()
    return copy


def seal_of(file: Path, number: int) -> str:
    connection = sqlite3.connect(file)
    seal = connection.execute("SELECT seal FROM event WHERE number = ?", (number,)).fetchone()[0]
    connection.close()
    return str(seal)


def test_a_sound_ledger_has_no_break(sound: Path) -> None:
    assert found(sound, Anchor(0, ledger.START, "t", ""), Anchor(EVENTS, seal_of(sound, EVENTS), "t", "2031-2")) == []


COLUMNS = ("at", "kind", "manuscript", "actor", "on_behalf", "os_user", "host", "data", "before", "seal")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80], ids=["another letter", "another case", "no UTF-8"])
@pytest.mark.parametrize("number", [500, EVENTS])
def test_every_byte_of_an_event_counts(sound: Path, tmp_path: Path, column: str, flip: int, number: int) -> None:
    copy = changed(sound, tmp_path)
    connection = sqlite3.connect(copy)
    connection.text_factory = bytes
    whole = connection.execute(f"SELECT {column} FROM event WHERE number = ?", (number,)).fetchone()[0]
    missed = []
    for place in range(0, len(whole), len(whole) // 8 + 1):
        bad = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
        connection.execute(f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE number = ?", (bad, number))
        connection.commit()
        if found(copy) != [number]:
            missed.append(place)
    connection.close()
    assert missed == []


@pytest.mark.parametrize(
    "value", [b"\xff\x00", 7, 1.5, "", '{"note": 499}', '{"a":1,"a":2}', "[", "NaN", '{"a":"\\ud800"}']
)
def test_no_other_value_passes_for_the_data(sound: Path, tmp_path: Path, value: Any) -> None:
    assert found(changed(sound, tmp_path, ("UPDATE event SET data = ? WHERE number = 500", (value,)))) == [500]


@pytest.mark.parametrize("number", [1, 2, 500, EVENTS - 1])
def test_a_removed_event_is_missed(sound: Path, tmp_path: Path, number: int) -> None:
    assert found(changed(sound, tmp_path, ("DELETE FROM event WHERE number = ?", (number,)))) == [number]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (500, 501), (3, EVENTS), (EVENTS - 1, EVENTS)])
def test_swapped_events_are_seen(sound: Path, tmp_path: Path, one: int, other: int) -> None:
    move = "UPDATE event SET number = ? WHERE number = ?"
    swap = ((move, (0, one)), (move, (one, other)), (move, (other, 0)))
    assert found(changed(sound, tmp_path, *swap)) == [one]


def test_a_renumbered_chain_is_seen(sound: Path, tmp_path: Path) -> None:
    copy = changed(
        sound, tmp_path, ("DELETE FROM event WHERE number = 500", ()), ("UPDATE event SET number = -number WHERE number > 500", ()),
        ("UPDATE event SET number = -number - 1 WHERE number < 0", ()),
    )  # fmt: skip
    assert found(copy) == [500]


@pytest.mark.parametrize("kept", [0, 1, 600, EVENTS - 1])
def test_a_lost_tail_is_seen_by_its_anchors(sound: Path, tmp_path: Path, kept: int) -> None:
    known = [Anchor(number, seal_of(sound, number), "t", "") for number in (600, EVENTS)]
    copy = changed(sound, tmp_path, ("DELETE FROM event WHERE number > ?", (kept,)))
    assert found(copy) == []
    assert found(copy, *known) == [anchor.number for anchor in known if anchor.number > kept]


def test_a_chain_written_anew_is_seen_by_its_anchors(sound: Path, tmp_path: Path) -> None:
    """Whoever has the database can forge the seals as well, but not those in git."""
    known = [Anchor(number, seal_of(sound, number), "t", "") for number in (499, 500, EVENTS)]
    copy = changed(sound, tmp_path)
    office = Office(f"sqlite:///{copy}")
    with office.write() as books:
        events = list(books.events())
        books.remove("event")
        before = ledger.START
        for event in events:
            actor = "p-8" if event.number == 500 else event.actor
            values = {
                name: getattr(event, name)
                for name in ("number", "at", "kind", "manuscript", "on_behalf", "os_user", "host", "data")
            }
            forged = ledger.Event(**values, actor=actor, before=before)
            books.add("event", **values, actor=actor, before=before, seal=forged.sealed())
            before = forged.sealed()
    office.close()
    assert found(copy) == []
    assert found(copy, *known) == [500, EVENTS]


@pytest.mark.slow
def test_a_bit_flipped_in_the_file_is_seen_or_changes_no_event(sound: Path, tmp_path: Path) -> None:
    """Every 9,973rd byte of the file: free space, indexes and other tables are not the ledger's."""
    whole = changed(sound, tmp_path).read_bytes()
    copy, before = tmp_path / "flipped.db", events_of(sound)
    silent = []
    for place in range(100, len(whole), 9973):
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 0x04]) + whole[place + 1 :])
        try:
            if found(copy) == [] and events_of(copy) != before:
                silent.append(place)
        except Damaged:
            continue
    assert silent == []


def events_of(file: Path) -> list[ledger.Event]:
    office = Office(f"sqlite:///{file}")
    try:
        with office.read() as books:
            return list(books.events_as_written())
    finally:
        office.close()


# ---------------------------------------------------------------- what hangs on the ledger


def tampering(bureau: Bureau, tamper: Callable[[Books], object]) -> list[str]:
    id = bureau.submit()
    bureau.act(id, "office", "assign", person="handler")
    bureau.anonymous(id)
    bureau.act(id, "handler", "pass-first-reading", "可送外审。")
    bureau.act(id, "handler", "send-out")
    bureau.review(id, "ref-1", "ref-2")
    with bureau.office.write() as books:
        assert anchors.verify(books) == []
        tamper(books)
        return [one.reason.en for one in anchors.verify(books)]


def test_a_changed_opinion_is_seen(bureau: Bureau) -> None:
    assert tampering(bureau, lambda books: books.change("signature", {"id": 1}, opinion="不宜送审。")) == [
        "the signed text was changed (signature 1)"
    ]


def test_a_report_without_its_salt_is_seen(bureau: Bureau) -> None:
    assert tampering(bureau, lambda books: books.change("review", {"id": 2}, salt="", to_author="好。")) == [
        "the signed text was changed (review 2)"
    ]


def test_a_state_set_by_hand_is_seen(bureau: Bureau) -> None:
    assert tampering(bureau, lambda books: books.change("manuscript", {}, state="accepted")) == [
        "the state of manuscript 2031-0001 was changed without an event"
    ]


def test_another_user_name_is_seen(bureau: Bureau) -> None:
    assert tampering(bureau, lambda books: books.change("seat", {"text": "os"}, text="root")) == [
        "the user's or machine's name was changed"
    ]


# ---------------------------------------------------------------- the lines in git


def test_anchors_are_lines_that_are_read_back(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / anchors.FILE
    assert anchors.read(file) == ()
    bureau.submit()
    with bureau.office.read() as books:
        first = anchors.append(file, books, "2031-03-01T09:00:00Z", "2031-1")
    bureau.submit()
    with bureau.office.read() as books:
        second = anchors.append(file, books, "2031-05-01T09:00:00Z", "2031-2")
        assert anchors.verify(books, anchors.read(file)) == []
    assert anchors.read(file) == (first, second)
    assert (
        file.read_text() == f"1 {first.seal} 2031-03-01T09:00:00Z 2031-1\n2 {second.seal} 2031-05-01T09:00:00Z 2031-2\n"
    )


def test_another_ledger_is_not_anchored(bureau: Bureau, tmp_path: Path) -> None:
    file = tmp_path / anchors.FILE
    file.write_text(f"5 {'a' * 64} 2031-03-01T09:00:00Z 2031-1\n")
    with bureau.office.read() as books, pytest.raises(NotTheLedger):
        anchors.append(file, books, "2031-05-01T09:00:00Z", "2031-2")
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.parametrize("bad", ["", "7", f"7 {'g' * 64} t x", f"1 {'a' * 64} t x"])
def test_a_line_that_is_no_anchor_is_refused_with_its_place(tmp_path: Path, bad: str) -> None:
    file = tmp_path / anchors.FILE
    file.write_text(f"5 {'a' * 64} 2031-03-01T09:00:00Z 2031-1\n{bad}\n")
    with pytest.raises(BadFile) as caught:
        anchors.read(file)
    assert str(caught.value.place) == "ledger.txt:2"
