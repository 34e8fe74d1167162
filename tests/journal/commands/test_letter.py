"""The outbox from the command line."""

from .bureau import Bureau
from .conftest import edit


def test_letters_wait_are_read_and_sent(bureau: Bureau) -> None:
    id = bureau.submitted()
    (row,) = bureau("wenren", "letter", "list", as_json=True).data
    assert (row["status"]["en"], row["kind"]["en"], row["manuscript"]) == ("waiting", "receipt", id)
    preview = bureau("wenren", "letter", "preview", row["number"]).out
    assert "To: " in preview
    assert "yuwen@yuwen.example.org" in preview
    assert id in preview
    assert bureau("wenren", "letter", "send", "--dry-run", as_json=True).data == [row]
    sent = bureau("wenren", "letter", "send", as_json=True)
    assert (sent.code, [one["result"]["en"] if "result" in one else one["verdict"]["en"] for one in sent.data]) == (
        0,
        ["sent"],
    )
    (mail,) = (bureau.home / "outbox").iterdir()
    assert mail.read_bytes().count(b"Message-ID: ") == 1
    assert bureau("wenren", "letter", "list", as_json=True).data == []
    assert bureau("wenren", "letter", "send", as_json=True).data == []
    assert bureau("wenren", "letter", "show", row["number"], as_json=True).data["status"]["en"] == "sent"
    assert bureau("wenren", "letter", "send", row["number"], "--again").code == 0
    assert len(list((bureau.home / "outbox").iterdir())) == 1


def test_a_letter_is_its_readers_and_the_editors(bureau: Bureau) -> None:
    bureau.submitted()
    assert bureau("yuwen", "letter", "show", 1).code == 0
    assert bureau.refused("linghu", "letter", "show", 1)[0] == "NotYours"
    assert bureau.refused("yuwen", "letter", "send")[0] == "NoRight"
    bureau.refused("wenren", "letter", "show", 99, code=2)


def test_how_letters_leave(bureau: Bureau) -> None:
    bureau.submitted()
    bureau.monkeypatch.setenv("JOURNAL_SMTP", "mail.example.org:x")
    bureau.refused("wenren", "letter", "send", code=2)
    bureau.monkeypatch.setenv("JOURNAL_SMTP", "mail.example.org:25")
    bureau.monkeypatch.setenv("JOURNAL_SMTP_USER", "office")
    bureau.monkeypatch.setenv("JOURNAL_SMTP_PLAIN", "1")
    assert "not sent over an open line" in bureau.refused("wenren", "letter", "send")[1]
    bureau.monkeypatch.delenv("JOURNAL_SMTP")
    bureau.monkeypatch.delenv("JOURNAL_SMTP_USER")
    edit(bureau.home / "journal.toml", "[policies]\n", '[policies]\nmail_from = "a@example.org, b@example.org"\n')
    assert bureau.refused("wenren", "letter", "send")[0] == "NotOneMailbox"


def test_a_report_of_no_delivery(bureau: Bureau) -> None:
    bureau.submitted()
    nonsense = bureau.file("nonsense.eml", "Subject: hello\n\nhello\n")
    assert bureau.refused("wenren", "letter", "bounce", nonsense)[0] == "NotABounce"


DSN = """Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; yuwen@yuwen.example.org
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {id}

--b--
"""


def test_a_delay_is_not_told_as_a_bounce(bureau: Bureau) -> None:
    bureau.submitted()
    bureau("wenren", "letter", "send")
    id = bureau("wenren", "letter", "show", 1, as_json=True).data["message_id"]
    report = bureau.file("delay.eml", DSN.format(action="delayed", status="4.4.1", id=id))
    said = bureau("wenren", "letter", "bounce", report)
    assert (said.code, "letter 1 is delayed and still being tried" in said.err, "4.4.1" in said.err) == (0, True, True)
    assert bureau("wenren", "letter", "show", 1, as_json=True).data["status"]["en"] == "sent"
    report = bureau.file("bounce.eml", DSN.format(action="failed", status="5.1.1", id=id))
    assert "letter 1 came back" in bureau("wenren", "letter", "bounce", report).err
    assert bureau("wenren", "letter", "show", 1, as_json=True).data["status"]["en"] == "bounced"
