"""The outbox, against a real SMTP server: no letter is lost, and none comes twice unless the server hid that it had it."""

import contextlib
import datetime as dt
import multiprocessing
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.errors import Misused, Refused
from journal.office import mail
from journal.office.addresses import NotOneMailbox
from journal.office.files import Files
from journal.office.mail import NotABounce, Post, Server, Verdict
from tests.journal.office.conftest import Bureau
from tests.journal.office.correspondence import Writing, writing
from tests.journal.office.smtp import OK, Manners, Silent, listening, serving

OFFICE = "渡口评论编辑部 <office@ferry.example.org>"


@pytest.fixture
def office(bureau: Bureau) -> Writing:
    return writing(bureau)


def post(port: int, **values: Any) -> Post:
    return Post(**{"host": "127.0.0.1", "port": port, "starttls": False, "sender": OFFICE, "timeout": 20, **values})


def no_file(sha256: str) -> bytes:
    raise AssertionError(sha256)


def run(office: Writing, carrier: mail.Carrier, sender: Post, file: Any = no_file) -> list[tuple[Verdict, str]]:
    return [(one.verdict, one.said) for one in mail.send(office.office, carrier, sender, file, lambda: office.now)]


def serve(office: Writing, manners: Manners, **values: Any) -> list[tuple[Verdict, str]]:
    with serving(manners) as port:
        return run(office, Server(post(port, **values)), post(port))


# ---------------------------------------------------------------- a server's manners


def test_a_letter_arrives_as_it_was_written(office: Writing) -> None:
    office.submit("ann")
    manners = Manners([OK])
    assert serve(office, manners) == [(Verdict.TAKEN, "")]
    (row,), (letter,) = office.letters(), manners.accepted
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == row["text"]
    assert {
        name: str(letter[name]) for name in ("From", "To", "Subject", "Message-ID", "Content-Language", "Date")
    } == {
        "From": OFFICE,
        "To": "端木清越 <ann@ann.example.org>",
        "Subject": "《渡口评论》收稿回执（2031-0001）",
        "Message-ID": row["message_id"],
        "Content-Language": "zh",
        "Date": "Sat, 01 Mar 2031 09:00:00 +0000",
    }
    assert (mail.status(row), row["attempts"], row["failure"]) == ("sent", 1, "")
    assert serve(office, manners) == []


@pytest.mark.parametrize(
    ("turn", "verdict", "said", "status", "attempts"),
    [
        ("421 4.3.2 closing", Verdict.LATER, "421 4.3.2 closing", "retrying", 1),
        ("MAIL 421 4.7.0 busy", Verdict.LATER, "421 4.7.0 busy", "retrying", 1),
        ("RCPT 451 4.7.1 grey", Verdict.LATER, "451 4.7.1 grey", "retrying", 1),
        ("451 4.3.0 later", Verdict.LATER, "451 4.3.0 later", "retrying", 1),
        ("550 5.7.1 no", Verdict.NEVER, "550 5.7.1 no", "bounced", 1),
        ("RCPT 550 5.1.1 nobody", Verdict.NEVER, "550 5.1.1 nobody", "bounced", 1),
        ("MAIL 552 5.3.4 too large", Verdict.NEVER, "552 5.3.4 too large", "bounced", 1),
        ("MAIL 550 5.7.1 who are you", Verdict.DOWN, "550 5.7.1 who are you", "retrying", 0),
        ("drop", Verdict.LATER, mail.LOST, "retrying", 1),
        ("hide", Verdict.LATER, mail.LOST, "retrying", 1),
        ("hang", Verdict.LATER, mail.NO_ANSWER, "retrying", 1),
    ],
)
def test_what_a_server_may_do(
    office: Writing, turn: str, verdict: Verdict, said: str, status: str, attempts: int
) -> None:
    office.submit("ann")
    assert serve(office, Manners([turn]), timeout=0.5 if turn == "hang" else 20) == [(verdict, said)]
    (row,) = office.letters()
    assert (mail.status(row), row["attempts"], row["failure"]) == (status, attempts, said)


def test_no_letter_is_lost_and_twice_comes_only_what_the_server_hid(office: Writing) -> None:
    id = office.submit("ann", "bo")
    office.act(id, "office", "assign", person="handler")
    turns = ["421 later", "hide", "hang", "451 later", "drop", "hide", "RCPT 451 grey", "MAIL 421 busy", OK]
    manners = Manners(turns)
    with serving(manners) as port:
        for _ in range(12):
            run(office, Server(post(port, timeout=2)), post(port))
            office.later(1)
    rows = office.letters()
    assert [mail.status(row) for row in rows] == ["sent"] * 3
    came = [str(letter["Message-ID"]) for letter in manners.accepted]
    assert set(came) == {row["message_id"] for row in rows}
    assert len(came) - len(set(came)) == 2  # as often as it hid
    same = {str(letter["Message-ID"]): letter.as_bytes() for letter in manners.accepted}
    assert {letter.as_bytes() for letter in manners.accepted} == set(same.values())


def test_the_wait_doubles_up_to_a_day_and_ends_after_ten_attempts(office: Writing) -> None:
    office.submit("ann")
    waits = []
    with serving(Manners(["451 later"])) as port:
        while mail.status(office.letters()[0]) != "failed":
            assert run(office, Server(post(port)), post(port)) == [(Verdict.LATER, "451 later")]
            (row,) = office.letters()
            if row["next_attempt"]:
                due = dt.datetime.fromisoformat(row["next_attempt"])
                waits.append((due - office.now) // dt.timedelta(minutes=1))
                office.now = due - dt.timedelta(seconds=1)
                assert run(office, Server(post(port)), post(port)) == []
                office.now = due
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280]
    assert mail.pause(10) == mail.pause(1000) == dt.timedelta(days=1)
    assert (row["attempts"], mail.failure(row).en) == (10, "451 later")
    with office.office.read() as books:
        assert [one["id"] for one in mail.listed(books, "failed")] == [row["id"]]


def test_a_server_that_is_down_ends_the_run_and_costs_no_attempt(office: Writing) -> None:
    office.submit("ann", "bo")
    with listening(Silent) as port:
        assert run(office, Server(post(port, timeout=0.5)), post(port)) == [(Verdict.DOWN, mail.NO_ANSWER)]
    (verdict, _), *others = run(office, Server(post(port)), post(port))
    assert (verdict, others) == (Verdict.DOWN, [])
    assert [(row["attempts"], row["next_attempt"] > row["created"]) for row in office.letters()] == [
        (0, True),
        (0, True),
    ]
    office.later(1)
    assert serve(office, Manners([OK])) == [(Verdict.TAKEN, "")] * 2


def test_a_wrong_password_is_the_offices_fault(office: Writing) -> None:
    from aiosmtpd.smtp import AuthResult

    office.submit("ann")
    manners = Manners([OK])

    def known(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    with serving(manners, authenticator=known, auth_require_tls=False) as port:
        wrong = post(port, user="office", password="wrong")
        assert run(office, Server(wrong), wrong) == [(Verdict.DOWN, "535 5.7.8 Authentication credentials invalid")]
        office.later(1)
        right = post(port, user="office", password="right")
        assert run(office, Server(right), right) == [(Verdict.TAKEN, "")]
    assert "right" not in repr(right)


def test_no_word_goes_over_a_line_that_should_be_closed(office: Writing) -> None:
    office.submit("ann")
    manners = Manners([OK])
    assert serve(office, manners, starttls=True) == [(Verdict.DOWN, "STARTTLS extension not supported by server.")]
    assert manners.accepted == []
    with pytest.raises(Refused, match="open line"):
        Post(host="mail.example.org", user="office", password="x", starttls=False)


def test_a_certificate_that_nobody_vouches_for_is_refused(office: Writing, tmp_path: Path) -> None:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    office.submit("ann")
    manners = Manners([OK])
    with serving(manners, tls_context=context) as port:
        sender = post(port, starttls=True)
        ((verdict, said),) = run(office, Server(sender), sender)
    assert (verdict, "CERTIFICATE_VERIFY_FAILED" in said, manners.accepted) == (Verdict.DOWN, True, [])


def certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.org")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start.replace(year=2099)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return file


# ---------------------------------------------------------------- the row before the letter


class Dies:
    """A carrier whose process is killed after it handed the letter over."""

    def carry(self, letter: Any) -> mail.Answer:
        raise KeyboardInterrupt


def test_killed_between_sending_and_recording_the_letter_comes_again(office: Writing) -> None:
    office.submit("ann")
    with pytest.raises(KeyboardInterrupt):
        run(office, Dies(), post(1))
    (row,) = office.letters()
    assert (mail.status(row), row["attempts"]) == ("retrying", 1)
    manners = Manners([OK])
    assert serve(office, manners) == []  # it may be another process that is still sending
    office.later(5 / 24 / 60)
    assert serve(office, manners) == [(Verdict.TAKEN, "")]
    assert [str(letter["Message-ID"]) for letter in manners.accepted] == [row["message_id"]]


def _send_into(url: str, folder: Path, now: dt.datetime) -> None:
    from journal.office.records import opened

    office = opened(url)
    list(mail.send(office, mail.Folder(folder), Post(sender=OFFICE), no_file, lambda: now))
    office.close()


def test_two_senders_at_once_send_each_letter_once(office: Writing, tmp_path: Path) -> None:
    for _ in range(20):
        office.submit("ann")
    folders = [tmp_path / "one", tmp_path / "two"]
    context = multiprocessing.get_context("spawn")
    senders = [context.Process(target=_send_into, args=(office.office.url, folder, office.now)) for folder in folders]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    names = [file.name for folder in folders if folder.is_dir() for file in folder.iterdir()]
    assert (len(names), len(set(names))) == (20, 20)
    assert {mail.status(row) for row in office.letters()} == {"sent"}


class Trips:
    """A carrier that has a fault, for the first letter."""

    def __init__(self) -> None:
        self.calls = 0

    def carry(self, letter: Any) -> mail.Answer:
        self.calls += 1
        if self.calls == 1:
            raise ZeroDivisionError("oh")
        return mail.Answer(Verdict.TAKEN)


def test_a_letter_that_trips_the_program_keeps_no_other_back(office: Writing) -> None:
    office.submit("ann", "bo")
    assert run(office, Trips(), post(1)) == [(Verdict.LATER, "ZeroDivisionError: oh"), (Verdict.TAKEN, "")]


# ---------------------------------------------------------------- files


def test_letters_are_files_unless_there_is_a_server(office: Writing, tmp_path: Path) -> None:
    id = office.in_review("ann")
    store = Files(tmp_path / "files")
    digest = store.put("匿名稿".encode())
    with office.office.write() as books:
        books.change("file", {"manuscript": id, "purpose": "anonymous"}, sha256=digest)
    office.review(id, "ref-1")
    carrier = mail.carrier(Post(sender=OFFICE), tmp_path / "outbox")
    assert {verdict for verdict, _ in run(office, carrier, Post(sender=OFFICE), store.get)} == {Verdict.TAKEN}
    files = sorted((tmp_path / "outbox").iterdir())
    letters = {
        str(one["Message-ID"]): one
        for one in (message_from_bytes(file.read_bytes(), policy=policy.default) for file in files)
    }
    rows = office.letters()
    assert set(letters) == {row["message_id"] for row in rows}
    (copy,) = (row for row in rows if row["template"] == "review-copy")
    (attached,) = letters[copy["message_id"]].iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (f"{id}.docx", "匿名稿".encode())
    before = {file.name: file.read_bytes() for file in files}
    with office.office.write() as books:
        for row in rows:
            mail.again(books, row["id"], office.now)
    run(office, carrier, Post(sender=OFFICE), store.get)
    assert {file.name: file.read_bytes() for file in (tmp_path / "outbox").iterdir()} == before


def test_an_attachment_that_is_lost_keeps_the_letter_back(office: Writing, tmp_path: Path) -> None:
    id = office.in_review("ann")
    office.review(id, "ref-1")
    run(office, mail.Folder(tmp_path / "outbox"), post(1), Files(tmp_path / "files").get)
    (copy,) = office.letters("review-copy")
    assert (mail.status(copy), copy["failure"][:38]) == ("retrying", "NoSuchFile: The store has no file 1111")


def test_html_is_beside_the_text(office: Writing, tmp_path: Path) -> None:
    with office.office.write() as books:
        from journal.office.letters import Draft
        from tests.journal.office.correspondence import WRITER

        facts = {"number": "1", "title": "<b>", "authors": "C", "column": "A & B"}
        WRITER.queue(books, Draft("acceptance", "bo", facts), "k", office.now)
    (row,) = office.letters()
    row |= {"attachments": []}  # the notice is not of interest here
    letter = mail.message(row, post(1), no_file)
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "“&lt;b&gt;” by C (1) has been accepted for the column “A &amp; B”" in row["html"]
    assert letter.as_bytes() == mail.message(row, post(1), no_file).as_bytes()


def test_a_preview_is_what_the_reader_will_see(office: Writing) -> None:
    office.submit("bo")
    (row,) = office.letters()
    assert mail.preview(row, post(1)).splitlines()[:6] == [
        f"From: {OFFICE}",
        "To: Bo Erik Lindqvist <bo@bo.example.org>",
        "Subject: Ferry Review: your manuscript 2031-0001 has arrived",
        f"Message-ID: {row['message_id']}",
        "",
        "Dear Bo Erik Lindqvist,",
    ]


# ---------------------------------------------------------------- addresses


def test_an_address_that_went_bad_after_the_letter_was_written_is_a_failure(office: Writing) -> None:
    office.submit("ann")
    with office.office.write() as books:
        books.change("letter", {"person": "ann"}, address="a@example.org, b@example.org")
    manners = Manners([OK])
    assert [verdict for verdict, _ in serve(office, manners)] == [Verdict.NEVER]
    assert manners.accepted == []
    (row,) = office.letters()
    with office.office.write() as books:
        mail.again(books, row["id"], office.now)
    assert serve(office, manners) == [(Verdict.TAKEN, "")]
    with office.office.write() as books, pytest.raises(Misused, match="no letter 99"):
        mail.again(books, 99, office.now)


def test_without_a_sender_nothing_is_sent(office: Writing) -> None:
    office.submit("ann")
    with pytest.raises(NotOneMailbox):
        run(office, mail.Folder(Path("unused")), Post())
    assert office.letters()[0]["attempts"] == 0


def test_an_international_address_needs_a_server_that_takes_it(office: Writing) -> None:
    with office.office.write() as books:
        books.change("person", {"id": "ann"}, email="端木@ferry.example.org")
    office.submit("ann")
    manners = Manners([OK])
    with serving(manners) as port:
        ((verdict, _),) = run(office, Server(post(port)), post(port))
    assert (verdict, manners.accepted) == (Verdict.NEVER, [])
    with office.office.write() as books:
        mail.again(books, office.letters()[0]["id"], office.now)
    with serving(manners, enable_SMTPUTF8=True) as port:
        assert run(office, Server(post(port)), post(port)) == [(Verdict.TAKEN, "")]
    assert "端木@ferry.example.org" in str(manners.accepted[0]["To"])


def test_message_ids_follow_from_key_and_journal_and_tell_neither() -> None:
    one = mail.message_id("receipt:2031-0001:1:ann", "https://ferry.example.org/review/")
    assert one == mail.message_id("receipt:2031-0001:1:ann", "https://ferry.example.org/review/")
    assert one != mail.message_id("receipt:2031-0001:1:bo", "https://ferry.example.org/review/")
    assert one.endswith("@ferry.example.org>")
    assert "2031" not in one.partition("@")[0] or "ann" not in one


# ---------------------------------------------------------------- bounces

DSN = """From: Mail Delivery <mailer-daemon@mx.example.net>
To: office@ferry.example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ann@ann.example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such
 user here

--b
Content-Type: {kind}

Message-ID: {id}
Subject: x

--b--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_is_entered_against_its_letter(office: Writing, kind: str) -> None:
    office.submit("ann", "bo")
    serve(office, Manners([OK]))
    first, second = office.letters()
    report = DSN.format(action="failed", status="5.1.1", kind=kind, id=first["message_id"]).encode()
    with office.office.write() as books:
        assert mail.bounced(books, report, office.now)[0] == first["id"]
    first, second = office.letters()
    assert (mail.status(first), first["failure"]) == ("bounced", "5.1.1 smtp; 550 5.1.1 no such user here")
    assert (mail.status(second), second["failure"]) == ("sent", "")


def test_a_delay_is_no_bounce(office: Writing) -> None:
    office.submit("ann")
    serve(office, Manners([OK]))
    (row,) = office.letters()
    report = DSN.format(action="delayed", status="4.4.1", kind="message/rfc822", id=row["message_id"]).encode()
    with office.office.write() as books:
        mail.bounced(books, report, office.now)
    assert mail.status(office.letters()[0]) == "sent"


@given(st.binary() | st.lists(st.sampled_from(DSN.splitlines())).map(lambda lines: "\n".join(lines).encode()))
def test_a_report_may_be_any_bytes(data: bytes) -> None:
    with contextlib.suppress(NotABounce):
        assert mail.report(data).message_id


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no delivery status"),
        (b"Subject: hello\n\nhello", "no delivery status"),
        (b"Content-Type: message/delivery-status\n\nnot a block", "does not name the Message-ID"),
        (
            DSN.format(action="failed", status="5", kind="text/plain", id="<x@y>").encode(),
            "does not name the Message-ID",
        ),
        (DSN.format(action="failed", status="5", kind="message/rfc822", id="<x@y>").encode(), "no letter <x@y>"),
        (DSN.format(action="delivered", status="2", kind="message/rfc822", id="<x@y>").encode(), "was delivered"),
        (bytes(range(256)) * 40, "no delivery status"),
    ],
)
def test_what_is_no_bounce_of_ours(office: Writing, data: bytes, why: str) -> None:
    with office.office.write() as books, pytest.raises(NotABounce, match=why):
        mail.bounced(books, data, office.now)
