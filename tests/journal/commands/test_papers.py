"""Notices of acceptance and certificates of review: what stands on them, that they leave with their letters, and what they do not tell."""

import email
import email.policy
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from .bureau import Bureau
from .conftest import edit

pytestmark = pytest.mark.slow


def text(pdf: Path | bytes, tmp_path: Path) -> str:
    if isinstance(pdf, bytes):
        (tmp_path / "attached.pdf").write_bytes(pdf)
        pdf = tmp_path / "attached.pdf"
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def accepted(bureau: Bureau) -> str:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    bureau.later(14)
    bureau.done("duanmu", "manuscript", "decide", id, "accept", "--note", "同意。")
    return id


def posted(bureau: Bureau, subject: str) -> EmailMessage:
    """The letter in the outbox whose subject begins so."""
    found = []
    for file in (bureau.home / "outbox").iterdir():
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        found += [letter] if str(letter["Subject"]).startswith(subject) else []
    (one,) = found
    return one


def attachments(letter: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in letter.iter_attachments()}


def test_the_letter_of_acceptance_brings_its_notice(bureau: Bureau, tmp_path: Path) -> None:
    id = accepted(bureau)
    (row,) = [
        one for one in bureau("wenren", "letter", "list", id, as_json=True).data if one["kind"]["en"] == "acceptance"
    ]
    assert f"Attachment: 用稿通知-{id}.pdf" in bureau("wenren", "letter", "preview", row["number"]).out
    assert bureau("wenren", "letter", "send").code == 0
    (name, pdf), = attachments(posted(bureau, "《渡口评论》用稿通知")).items()  # fmt: skip
    said = text(pdf, tmp_path)
    assert name == f"用稿通知-{id}.pdf"
    for one in (
        "渡口评论",
        "Ferry Review",
        "用稿通知",
        id,
        "渡口通行权的法理",
        "宇文拓",
        "论文",
        "2031年3月15日",
        "编辑部（章）",
        "ISSN 0000-0000",
    ):
        assert one in said, one
    assert [one for one in ("申屠", "Whitcombe", "端木") if one in said] == []
    assert bureau("wenren", "letter", "send", row["number"], "--again").code == 0  # with the same paper
    assert attachments(posted(bureau, "《渡口评论》用稿通知")) == {name: pdf}


def test_the_notice_by_itself(bureau: Bureau, tmp_path: Path) -> None:
    id = bureau.in_review()
    assert (
        "not accepted"
        in bureau.refused("wenren", "manuscript", "sheet", id, "acceptance", "--to", tmp_path / "a.pdf")[1]
    )
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    bureau.done("duanmu", "manuscript", "decide", id, "accept", "--note", "同意。")
    bureau.later(30)  # it bears the day of the acceptance, not that of its printing
    target = tmp_path / "notice.pdf"
    answer = bureau("wenren", "manuscript", "sheet", id, "acceptance", "--language", "en", "--to", target)
    assert (answer.code, answer.out.strip()) == (0, str(target))
    said = text(target, tmp_path)
    for one in ("Notice of Acceptance", "The Right of Passage at a Ferry", "Yuwen Tuo", "1 March 2031"):
        assert one in said, one


def test_a_paper_that_cannot_be_made_keeps_its_letter_and_nothing_else(bureau: Bureau, tmp_path: Path) -> None:
    id = accepted(bureau)
    sheet = bureau.home / "templates/papers/acceptance.zh.html"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text('{% extends "papers/frame.html" %}{% block text %}\U0001f600{% endblock %}', "utf-8")
    answer = bureau("wenren", "letter", "send")
    lines = [line for line in answer.err.splitlines() if "JOURNAL_TRUST_AS" not in line]
    assert (answer.code, len(lines), "cannot be made" in lines[0], "U+1F600" in lines[0]) == (1, 1, True, True)
    waiting = bureau("wenren", "letter", "list", as_json=True).data
    assert [(one["kind"]["en"], one["status"]["en"], one["manuscript"]) for one in waiting] == [
        ("acceptance", "waiting", id)
    ]
    sheet.unlink()
    assert bureau("wenren", "letter", "send").code == 0
    assert len(attachments(posted(bureau, "《渡口评论》用稿通知"))) == 1


def test_a_certificate_goes_to_its_referee_and_names_no_manuscript(bureau: Bureau, tmp_path: Path) -> None:
    id = accepted(bureau)
    dry = bureau("wenren", "review", "certificate", "shentu", "--year", "2031", "--dry-run", as_json=True).data
    (step,) = [one for one in dry if one["what"] == "letter"]
    assert step["data"]["attachments"] == ["审稿证明-2031.pdf"]
    bureau.done("wenren", "review", "certificate", "shentu", "--year", "2031")
    bureau.done("wenren", "review", "certificate", "shentu", "--year", "2031")  # asked again, it is given again
    assert bureau("wenren", "letter", "send").code == 0
    letters = [file for file in (bureau.home / "outbox").iterdir() if b"application/pdf" in file.read_bytes()]
    assert len(letters) == 3  # the notice of acceptance, and twice the certificate
    for file in letters:
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if "审稿证明" in str(letter["Subject"]):
            said = text(attachments(letter)["审稿证明-2031.pdf"], tmp_path)
            assert "兹证明申屠远于2031年担任《渡口评论》审稿专家，完成审稿意见1份。" in said.replace("\n", "").replace(
                " ", ""
            )
            whole = said + str(letter["Subject"]) + letter.get_body().get_content()  # type: ignore[union-attr]
            assert [one for one in (id, "渡口通行权", "宇文", "Yuwen") if one in whole] == []


def test_a_referee_takes_their_own_certificate(bureau: Bureau, tmp_path: Path) -> None:
    accepted(bureau)
    target = tmp_path / "certificate.pdf"
    assert (
        bureau("whitcombe", "review", "certificate", "whitcombe", "--year", "2031", "--to", target, "--dry-run").code
        == 0
    )
    assert not target.exists()
    assert bureau("whitcombe", "review", "certificate", "whitcombe", "--year", "2031", "--to", target).code == 0
    assert "Eleanor Whitcombe" in text(target, tmp_path)
    assert (
        bureau.refused("whitcombe", "review", "certificate", "shentu", "--year", "2031", "--to", target)[0]
        == "OthersOnly"
    )
    assert bureau.refused("whitcombe", "review", "certificate", "whitcombe", "--year", "2031")[0] == "OthersOnly"
    assert bureau.refused("wenren", "review", "certificate", "shentu", "--year", "2030", code=2)[0] == "Misused"


def test_an_editor_with_a_paper_here_does_not_learn_who_refereed(bureau: Bureau) -> None:
    """Neither by a certificate, nor by its letter in the outbox."""
    accepted(bureau)
    bureau.done("wenren", "review", "certificate", "shentu", "--year", "2031")
    assert [one["kind"]["en"] for one in bureau("helan", "letter", "list", as_json=True).data].count(
        "certificate of review"
    ) == 1
    bureau.submitted("helan")
    assert bureau.refused("helan", "review", "certificate", "shentu", "--year", "2031")[0] == "OthersOnly"
    assert "certificate of review" not in [
        one["kind"]["en"] for one in bureau("helan", "letter", "list", as_json=True).data
    ]


def test_a_home_may_have_its_own_paper(bureau: Bureau, tmp_path: Path) -> None:
    accepted(bureau)
    own = bureau.home / "templates/papers/certificate.zh.html"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(
        '{% extends "papers/frame.html" %}{% block text %}<p>Thank you, {{ name }}.</p>{% endblock %}', "utf-8"
    )
    target = tmp_path / "certificate.pdf"
    assert bureau("wenren", "review", "certificate", "whitcombe", "--year", "2031", "--to", target).code == 0
    assert "Thank you, Eleanor Whitcombe." in text(target, tmp_path)
    edit(own, "{{ name }}", "{{ nobody }}")
    said = bureau.refused("wenren", "review", "certificate", "whitcombe", "--year", "2031", "--to", target, code=1)
    assert (said[0], "nobody" in said[1]) == ("BadFile", True)
