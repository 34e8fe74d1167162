"""The ledger from the command line."""

import json
import sqlite3

from .bureau import Bureau


def test_shown_in_order_and_verified(bureau: Bureau) -> None:
    id = bureau.read_first()
    rows = bureau("wenren", "ledger", "show", "--manuscript", id, as_json=True).data
    assert [row["kind"]["zh"] for row in rows] == ["收稿", "分稿给责任编辑", "初审通过并签字"]
    assert [row["number"] for row in bureau("wenren", "ledger", "show", "--last", 2, as_json=True).data] == [
        row["number"] for row in rows[-2:]
    ]
    assert [
        row["kind"]["en"] for row in bureau("wenren", "ledger", "show", "--person", "gongyang", as_json=True).data
    ] == ["pass the first reading, signed"]
    answer = bureau("wenren", "ledger", "verify", as_json=True)
    assert (answer.code, answer.data) == (0, [])
    assert f"{rows[-1]['number']} events" in answer.err
    assert bureau("yuwen", "ledger", "show", as_json=True).data == []


def test_a_changed_event_is_found(bureau: Bureau) -> None:
    bureau.read_first()
    database = sqlite3.connect(bureau.home / "office.db")
    database.execute("UPDATE event SET actor = 'p00001' WHERE kind = 'assign'")
    database.commit()
    database.close()
    answer = bureau("wenren", "ledger", "verify", as_json=True)
    assert answer.code == 1
    assert len(answer.data) == 1


def test_exported_one_event_a_line(bureau: Bureau) -> None:
    bureau.submitted()
    lines = bureau("wenren", "ledger", "export").out.splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert json.loads(lines[-1])["seal"] == bureau.head()[1]
    assert [word for word in ("宇文", "yuwen", "example.org") if word in "".join(lines)] == []
    assert bureau.refused("gongyang", "ledger", "export")[0] == "OthersOnly"
