"""Which letters follow what happens, to whom, in whose language, and whom they do not name."""

import re
from pathlib import Path
from typing import Any

import pytest

from journal.errors import BadFile, Misused
from journal.folder.house_toml import packaged
from journal.office import letters, mail, production, register, review
from journal.office.editorial import Upload
from journal.office.files import Files
from journal.office.letters import FOLLOWS, Draft, Writer
from journal.office.mail import Post
from journal.office.records import instant
from journal.office.stationery import ALWAYS, KINDS, LANGUAGES, Stationery, document
from journal.office.workflow import CHECKLIST, GATES, Action
from tests.journal.office.conftest import Bureau
from tests.journal.office.correspondence import JOURNAL, PEOPLE, WRITER, Writing, han, latin, writing


@pytest.fixture
def office(bureau: Bureau) -> Writing:
    return writing(bureau)


def sent_to(office: Writing, *kinds: str) -> list[tuple[str, str, str]]:
    return [(row["template"], row["person"], row["language"]) for row in office.letters(*kinds)]


# ---------------------------------------------------------------- templates


@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_exists_in_both_languages_and_names_the_same_facts(kind: str) -> None:
    stationery = WRITER.stationery
    assert list(stationery.faults(kind)) == []
    for language in LANGUAGES:
        assert stationery.named(f"{kind}.{language}.txt") == KINDS[kind].facts | ALWAYS


def test_no_template_is_without_a_letter() -> None:
    names = {path.name.partition(".")[0] for path in (packaged() / "letters").iterdir()}
    assert names == set(KINDS)


def test_the_page_about_letters_is_that_of_the_code(request: pytest.FixtureRequest) -> None:
    page = request.config.rootpath / "docs" / "letters.md"
    assert page.read_text(encoding="utf-8") == document()


def test_html_stands_beside_text_in_both_languages() -> None:
    pages = sorted(path.name for path in (packaged() / "letters").glob("*.html"))
    assert pages == ["acceptance.en.html", "acceptance.zh.html"]
    for page in pages:
        assert WRITER.stationery.named(page) == KINDS["acceptance"].facts | ALWAYS


FACTS = {
    "journal": "渡口评论", "name": "端木清越", "date": "2031年3月1日", "number": "2031-0001", "title": "渡口 <的> 权利",
    "column": "理论研究", "received": "2031年3月1日", "days": 90, "until": "2031年5月30日", "asked": "请补基金证明。",
    "due": "2031年4月1日", "authors": "端木清越、Bo Lindqvist", "abstract": "论渡口。", "respond_by": "2031年3月8日",
    "accepted": True, "late": 0, "left": 3, "major": True, "opinion": "请补注释。",
    "comments": [{"who": "专家一", "text": "第一条。\n第二条。"}], "earlier": "渡口评论：决定", "sent": "2031年3月5日",
    "state": "复审", "waiting": "大修", "issue": "2031年第2期", "online": False, "link": "https://ferry.example.org/articles/x/",
    "year": 2031, "reports": 2, "anonymous": True, "attached": True, "form": True,
    "before": "书评", "special": True, "note": "篇幅一万二千字以内。", "agreed": True, "copies": 2,
}  # fmt: skip
ENGLISH = FACTS | {
    "journal": "Ferry Review", "name": "Duanmu Qingyue", "date": "1 March 2031", "title": "The Right <to> the Ferry",
    "column": "Articles", "received": "1 March 2031", "until": "30 May 2031", "asked": "Proof of funding.", "due": "1 April 2031",
    "authors": "Duanmu Qingyue, Bo Lindqvist", "abstract": "Of ferries.", "respond_by": "8 March 2031", "opinion": "Shorten it.",
    "comments": [{"who": "Referee 1", "text": "First.\nSecond."}], "earlier": "Ferry Review: our decision", "sent": "5 March 2031",
    "state": "second reading", "waiting": "major revision", "issue": "No. 2, 2031",
    "before": "Book Reviews", "note": "At most 8,000 words, please.",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_is_written(kind: str, language: str, expected) -> None:  # type: ignore[no-untyped-def]
    facts = FACTS if language == "zh" else ENGLISH
    letter = WRITER.stationery.write(kind, language, {name: facts[name] for name in KINDS[kind].facts | ALWAYS})
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text
    expected(f"{kind}.{language}.txt", f"{letter.subject}\n\n{letter.text}".encode())


def test_html_is_escaped_and_text_is_not() -> None:
    letter = WRITER.stationery.write("acceptance", "zh", FACTS)
    assert "《渡口 &lt;的&gt; 权利》" in letter.html
    assert "《渡口 <的> 权利》" in letter.text


def home_with(tmp_path: Path, **files: str) -> Stationery:
    for name, text in files.items():
        (tmp_path / f"{name.replace('_', '-').replace('--', '.')}.txt").write_text(text, encoding="utf-8")
    return Stationery(tmp_path, packaged() / "letters")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ salary }}", "names salary"),
        ("{% if %}", "no template"),
        ("\n\n", "first line should be the subject"),
        ("{{ number + 1 }}", "cannot be filled in"),
    ],
)
def test_a_faulty_template_is_an_error_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    stationery = home_with(tmp_path, receipt__zh=text)
    with pytest.raises(BadFile, match=said) as caught:
        stationery.write("receipt", "zh", FACTS)
    assert caught.value.place.file == "templates/letters/receipt.zh.txt"


def test_a_translation_that_is_missing_is_an_error_before_the_letter_is_needed(tmp_path: Path) -> None:
    (tmp_path / "receipt.zh.txt").write_text("收到\n{{ name }}", encoding="utf-8")
    with pytest.raises(BadFile, match=r"receipt\.en\.txt: there is no such template"):
        Stationery(tmp_path).write("receipt", "zh", FACTS)


def test_a_home_may_add_a_language(tmp_path: Path) -> None:
    stationery = home_with(tmp_path, receipt__fr="Accusé de réception\n\n{{ name }}")
    assert [stationery.language("receipt", one) for one in ("fr-CA", "zh-Hant", "de")] == ["fr", "zh", "en"]
    assert stationery.language("decline", "fr") == "en"


def test_a_faulty_template_undoes_what_was_decided(office: Writing, tmp_path: Path) -> None:
    from journal.office import editorial
    from journal.office.editorial import Desk
    from journal.office.people import Who

    id = office.submit("ann")
    writer = Writer(JOURNAL, home_with(tmp_path, assigned__en="x {{ nobody }}"))
    with pytest.raises(BadFile), office.office.write() as books:
        editorial.act(
            Desk(books, Who("office"), office.now, office.policies, writer), id, Action.ASSIGN, person="handler"
        )
    assert office.row(id)["state"] == "submitted"
    assert sent_to(office) == [("receipt", "ann", "zh")]


# ---------------------------------------------------------------- who gets what


def test_the_way_to_publication_and_its_letters(office: Writing) -> None:
    id = office.in_review("ann", "bo")
    office.review(id, "ref-1", "ref-2")
    office.act(id, "handler", "to-second-reading")
    office.act(id, "section", "pass-second-reading", "同意录用。")
    office.act(id, "chief", "accept", "同意。")
    assert sent_to(office) == [
        ("receipt", "ann", "zh"), ("receipt", "bo", "en"), ("assigned", "handler", "zh"),
        ("review-invitation", "ref-1", "zh"), ("review-copy", "ref-1", "zh"), ("review-thanks", "ref-1", "zh"),
        ("review-invitation", "ref-2", "en"), ("review-copy", "ref-2", "en"), ("review-thanks", "ref-2", "en"),
        ("acceptance", "ann", "zh"), ("acceptance", "bo", "en"),
    ]  # fmt: skip
    keys = [row["key"] for row in office.letters("acceptance")]
    with office.office.read() as books:
        event = max(one.number for one in books.events())
    assert keys == [f"acceptance:{id}:{event}:ann", f"acceptance:{id}:{event}:bo"]


def test_the_receipt_states_number_and_period(office: Writing) -> None:
    id = office.submit("bo")
    (letter,) = office.letters("receipt")
    assert letter["name"] == "Bo Erik Lindqvist"
    assert letter["subject"] == f"Ferry Review: your manuscript {id} has arrived"
    assert "within 90 days, that is, by 30 May 2031" in letter["text"]
    assert "“The Right to the Ferry”" in letter["text"]


def test_a_referee_gets_the_copy_under_a_name_that_says_nothing(office: Writing) -> None:
    id = office.in_review("ann")
    with office.office.write() as books:
        books.change("file", {"manuscript": id, "purpose": "anonymous"}, name="端木清越.qingyue")
    office.review(id, "ref-2")
    (letter,) = office.letters("review-copy")
    assert letter["attachments"] == [{"name": id, "sha256": "1" * 64, "type": "application/octet-stream"}]


def test_a_referee_who_declines_gets_nothing_more(office: Writing) -> None:
    id = office.in_review("ann")
    with office.office.write() as books:
        review.respond(office.desk(books, "ref-1"), review.invite(office.desk(books, "handler"), id, "ref-1"), False)
    office.act(id, "handler", "cancel-round")
    assert sent_to(office, "review-copy", "review-cancelled") == []


def test_a_referee_who_has_the_invitation_is_told_that_it_is_over(office: Writing) -> None:
    id = office.in_review("ann")
    with office.office.write() as books:
        for referee in ("ref-1", "ref-2"):
            review.invite(office.desk(books, "handler"), id, referee)
        books.change("letter", {"person": "ref-1", "template": "review-invitation"}, sent="2031-03-02", attempts=1)
    office.act(id, "ann", "withdraw")
    assert sent_to(office, "review-cancelled", "withdrawn") == [
        ("withdrawn", "ann", "zh"),
        ("review-cancelled", "ref-1", "zh"),
    ]
    (first, second) = office.letters("review-invitation")
    assert (first["cancelled"], bool(second["cancelled"])) == ("", True)


def revision(office: Writing, action: str = "major-revision") -> str:
    id = office.in_review("ann")
    office.review(id, "ref-2", "ref-1", recommendation="minor-revision")
    office.act(id, "handler", "to-second-reading")
    office.act(id, "section", action, "请补注释，并压缩篇幅。")
    return id


def test_the_request_for_revision_has_the_comments_of_this_version(office: Writing) -> None:
    id = revision(office)
    (letter,) = office.letters("revision-request")
    assert letter["subject"].endswith("：大修")
    assert re.findall("【(.+?)】\n\n(.+)\n", letter["text"]) == [
        ("编辑部", "请补注释，并压缩篇幅。"), ("专家一", "意见若干。"), ("专家二", "意见若干。"),
    ]  # fmt: skip
    assert "仅供编辑" not in letter["text"]
    new = (Upload("text", "2" * 64, "修改稿.docx", 1200),)
    office.act(id, "ann", "revise", files=new, points=(("补注释", "已补。"),))
    office.act(id, "handler", "pass-first-reading", "已改。")
    office.act(id, "section", "minor-revision", "标题过长。")
    assert "专家" not in office.letters("revision-request")[1]["text"]


def test_a_decline_taken_back_is_told_to_whoever_has_it(office: Writing) -> None:
    id = office.in_review("ann")
    office.review(id, "ref-1", "ref-2", recommendation="decline")
    office.act(id, "handler", "to-second-reading")
    office.act(id, "section", "decline", "论证不足。")
    office.act(id, "office", "revert-decline")
    (letter,) = office.letters("decline")
    assert letter["cancelled"]
    assert "论证不足" not in letter["text"]
    assert office.letters("taken-back") == []
    office.act(id, "section", "decline", "论证不足。")
    with office.office.write() as books:
        books.change("letter", {"template": "decline", "cancelled": ""}, sent="2031-03-02T00:00:00+00:00", attempts=1)
    office.act(id, "office", "revert-decline")
    (letter,) = office.letters("taken-back")
    assert "本刊2031年3月2日所发“《渡口评论》退稿通知（2031-0001）”现予撤回" in letter["text"]
    assert "稿件目前处于“复审”" in letter["text"]


def test_the_first_proof_goes_to_the_author_and_publication_is_told(office: Writing) -> None:
    id = office.submit("ann")
    with office.office.write() as books:
        books.change("manuscript", {"id": id}, state="first-proof", handling="handler")
        production.send_proof(office.desk(books, "proofer"), id)
        books.change("manuscript", {"id": id}, state="second-proof")
        production.send_proof(office.desk(books, "proofer"), id)
        books.change("manuscript", {"id": id}, state="signed", placed="2031-2", article="duanmu-ferry")
        for name in CHECKLIST:
            books.add("item", manuscript=id, name=name, at=instant(office.now), by="handler")
        for name in GATES:
            books.add("gate", manuscript=id, name=name, by="handler")
    assert sent_to(office, "proof") == [("proof", "ann", "zh")]
    office.act(id, "office", "publish-online")
    office.act(id, "office", "publish")
    first, second = (row["text"] for row in office.letters("published"))
    assert "已网络首发。网址：https://ferry.example.org/review/articles/duanmu-ferry/" in first
    assert "已刊于本刊2031年第2期。" in second


def test_who_has_no_address_is_seen_and_who_is_forgotten_is_let_be(office: Writing) -> None:
    with office.office.write() as books:
        books.change("person", {"id": "ann"}, email="")
        books.change("person", {"id": "ref-1"}, email="one@example.org, two@example.org")
    id = office.in_review("ann")
    with office.office.write() as books:
        review.invite(office.desk(books, "handler"), id, "ref-1")
    rows = office.letters("receipt", "review-invitation")
    assert [(row["failure"], row["next_attempt"]) for row in rows] == [("no-address", "")] * 2
    with office.office.write() as books:
        books.change("person", {"id": "ann"}, forgotten="2031-03-02", names={})
        assert WRITER.queue(books, Draft("withdrawn", "ann", {"number": id, "title": "题"}), "k", office.now) == ""


def test_what_follows_is_what_can_happen() -> None:
    kinds = {str(one) for one in Action} | {
        "submit", "review-invite", "review-respond", "review-submit", "review-cancel", "proof-send",
        "commission", "commission-cancel", "topic-drop", "sample-sent",
    }  # fmt: skip
    assert set(map(str, FOLLOWS)) <= kinds


def test_a_certificate_names_no_manuscript(office: Writing) -> None:
    id = office.in_review("ann")
    office.review(id, "ref-2")
    with office.office.write() as books:
        WRITER.queue(books, letters.certificate(books, "ref-2", 2031), "certificate:ref-2:1", office.now)
        with pytest.raises(Misused, match="completed no report in 2032"):
            letters.certificate(books, "ref-2", 2032)
    (row,) = office.letters("certificate")
    assert "Thank you for the 1 report that you wrote for us in 2031." in row["text"]
    assert row["attachments"] == [
        {
            "name": "certificate-of-review-2031.pdf", "sha256": "", "type": "application/pdf", "paper": "certificate",
            "facts": {"journal": "Ferry Review", "name": "Adaeze Okonjo-Reed", "date": "1 March 2031", "year": 2031, "reports": 1},
        }
    ]  # fmt: skip
    assert id not in whole(row)


def test_a_letter_without_its_paper_does_not_leave(office: Writing, tmp_path: Path) -> None:
    """Whoever sends it: only who makes the paper can."""
    id = office.in_review("ann")
    office.review(id, "ref-2")
    with office.office.write() as books:
        WRITER.queue(books, letters.certificate(books, "ref-2", 2031), "certificate:ref-2:1", office.now)
    (row,) = office.letters("certificate")
    folder, store = mail.Folder(tmp_path / "outbox"), Files(tmp_path / "store")
    post = mail.Post(sender="office@ferry.example.org")
    (sent,) = mail.send(office.office, folder, post, store.get, lambda: office.now, frozenset({row["id"]}))
    assert (sent.verdict, mail.status(office.letters("certificate")[0])) == (mail.Verdict.LATER, "retrying")
    assert not (tmp_path / "outbox").exists()


# ---------------------------------------------------------------- blind

FORMS = {  # how the names of these people may stand in a text
    "ann": ("端木清越", "端木 清越", "端木　清越", "Duanmu Qingyue", "Qingyue Duanmu", "DUANMU Qing-yue", "ann@ann.example.org", "端木清越研究所"),
    "bo": ("Bo Erik Lindqvist", "Lindqvist, Bo Erik", "LINDQVIST Bo Erik", "bo@bo.example.org", "orcid-of-bo"),
    "ref-1": ("澹台听雨", "澹台　听雨", "Tantai Tingyu", "Tingyu TANTAI", "ref-1@ref-1.example.org"),
    "ref-2": ("Adaeze Okonjo-Reed", "Okonjo-Reed, Adaeze", "ADAEZE OKONJO REED", "The ref-2 Institute"),
}  # fmt: skip


def whole(row: dict[str, Any]) -> str:
    """All that leaves the house: the bytes of the mail, and what its headers and parts say."""
    letter = mail.message(row, Post(sender="office@ferry.example.org"), lambda sha256: b"anonymous")
    parts = [
        f"{part.get_filename()} {part.get_content() if part.get_content_maintype() == 'text' else ''}"
        for part in letter.walk()
        if not part.is_multipart()
    ]
    return "\n".join([letter.as_bytes().decode(), *(f"{name}: {value}" for name, value in letter.items()), *parts])


def test_no_author_reads_a_referee_and_no_referee_an_author(office: Writing) -> None:
    """Names stand in the title, the abstract, file names, comments, opinions and notes."""
    authors = "；".join(one for id in ("ann", "bo") for one in FORMS[id])
    referees = "；".join(one for id in ("ref-1", "ref-2") for one in FORMS[id])
    all_ = f"{authors}；{referees}"
    id = office.submit("ann", "bo")
    with office.office.write() as books:
        books.change(
            "manuscript",
            {"id": id},
            titles={"zh": f"论{authors}", "en": f"On {authors}"},
            abstracts={"zh": all_, "en": all_},
        )
    office.act(id, "office", "assign", person="handler")
    office.act(id, "handler", "pass-first-reading", all_)
    with office.office.write() as books:
        books.add(
            "file", manuscript=id, purpose="anonymous", text=1, sha256="1" * 64, name=f"{authors}.docx", size=1, at="", by="handler",
            note=all_,
        )  # fmt: skip
    office.act(id, "handler", "send-out")
    with office.office.write() as books:
        for one in ("ref-1", "ref-2", "ref-3"):
            number = review.invite(office.desk(books, "handler"), id, one)
            if one == "ref-3":
                review.cancel(office.desk(books, "handler"), number, all_)
                continue
            review.respond(office.desk(books, one), number, True, all_)
            review.report(office.desk(books, one), number, "decline", f"意见：{all_}。", all_, {"why": all_})
    office.act(id, "handler", "to-second-reading", all_)
    office.act(id, "section", "major-revision", f"须改：{all_}。")
    office.act(id, "handler", "cancel-revision", all_)
    office.later(100)
    office.remind()
    office.act(id, "section", "decline", all_)
    rows = office.letters()
    read = {person: "\n".join(whole(row) for row in rows if row["person"] == person) for person in PEOPLE}
    for author in ("ann", "bo"):
        assert [form for one in ("ref-1", "ref-2") for form in FORMS[one] if form in read[author]] == []
    for referee in ("ref-1", "ref-2", "ref-3"):
        assert [form for one in ("ann", "bo") for form in FORMS[one] if form in read[referee]] == []
    assert "〔此处隐去〕" in read["ann"]
    assert "[withheld]" in read["ref-2"]
    assert "端木清越" in read["handler"]
    assert {row["template"] for row in rows if row["person"] == "ann"} == {"receipt", "revision-request", "decline"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("作者提出的观点，前人已有论述。", True),
        ("澹台湖的渡口", True),
        ("在澹台听雨处", False),
        ("By tantaitingyu.", False),
    ],
)
def test_only_whole_names_are_taken_out(text: str, kept: bool) -> None:
    from journal.office.nameless import hidden

    row = {"names": PEOPLE["ref-1"]["names"], "email": "", "orcid": "", "ror": "", "affiliations": {}, "login": "yu"}
    assert (hidden(text, [row], "zh") == text) is kept


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        ({"zh": han("张", "三")}, "张三", "Zhang San"),
        ({"zh": han("张", "三"), "en": latin("Cheung", "Sam")}, "张三", "Cheung Sam"),
        ({"en": latin("Smith", "Ann")}, "Ann Smith", "Ann Smith"),
        ({"en": latin("Zhang", "San", "ZHANG San")}, "Zhang San", "Zhang San"),
        ({"zh": {"family": "", "given": "阿依努尔·买买提", "whole": "阿依努尔·买买提"}}, "阿依努尔·买买提", None),
        ({"en": latin("Okafor", "Chidi"), "zh": {"family": "", "given": "奇迪·奥卡福", "whole": "奇迪·奥卡福"}}, "奇迪·奥卡福", "Chidi Okafor"),
    ],
)  # fmt: skip
def test_names_in_letters(names: dict[str, dict[str, str]], zh: str, en: str | None) -> None:
    from journal.office import said

    assert said.name({"id": "p1", "names": names}, "zh") == zh
    if en:
        assert said.name({"id": "p1", "names": names}, "en") == en


def test_a_title_within_a_title() -> None:
    from journal.office import said

    assert said.title({"zh": "评《渡口法》"}, "zh") == "评〈渡口法〉"
    assert said.title({"zh": "评《渡口法》", "en": "On\n the Act"}, "en") == "On the Act"


def test_a_name_as_the_register_keeps_it(office: Writing) -> None:
    from journal.office import said

    names = {"zh": register.parts("诸葛若水", {}), "en": register.parts("ZHUGE Ruoshui", {"zh": "诸葛若水"})}
    assert said.name({"id": "p1", "names": names}, "en") == "Zhuge Ruoshui"


@pytest.mark.parametrize(
    ("han", "latin", "family", "given"),
    [
        ("贺兰修", "HELAN Xiu", "贺兰", "修"),
        ("贺兰修", "Helan, Xiu", "贺兰", "修"),
        ("贺兰修", "HE Lanxiu", "贺", "兰修"),
        ("贺兰修", "He Lanxiu", "贺", "兰修"),  # nothing is marked: as is usual
        ("贺兰修", "", "贺", "兰修"),
        ("宗政明", "ZONGZHENG Ming", "宗政", "明"),
        ("欧阳静", "Grace OUYANG", "欧阳", "静"),
    ],
)
def test_a_latin_form_says_where_a_chinese_surname_ends(han: str, latin: str, family: str, given: str) -> None:
    found = register.parts(han, {"zh": han, "en": latin} if latin else {"zh": han})
    assert (found["family"], found["given"]) == (family, given)
