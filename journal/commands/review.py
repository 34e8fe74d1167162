"""`journal review`: referees found, invited, reminded, replaced; their answers and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands import review_form
from journal.commands.asked import Asked, asking
from journal.commands.attachments import Attachment
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day, late, lateness, title
from journal.commands.manuscript import ID_SAID, PERSON_SAID, based_on, id_argument
from journal.commands.named import DAY
from journal.commands.spoken import argument, noun, one_of, option, whole
from journal.commands.written import note_of
from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.review import Candidate

NUMBER = whole(1, 999_999_999)
LEFT = Bilingual(
    "第 {number} 号信（{subject}）已寄给{name}，请另函说明。",
    "letter {number} ({subject}) has left for {name}: write to them yourself.",
)
NUMBER_SAID = Bilingual("审稿编号（review list 列出）", "the review's number (from review list)")


@noun("review", said=Bilingual("外审：邀请、答复、意见、催审。", "Reviews: invitations, answers, reports, reminders."))
def review() -> None:
    """The noun."""


number_argument = argument("number", metavar="REVIEW", type=NUMBER, said=NUMBER_SAID)

# ---------------------------------------------------------------- finding and inviting


@review.verb(
    "candidates",
    said=Bilingual(
        "按领域找审稿人：负担轻、守时者在前，有利益冲突者在后并注明。",
        "Referees of a field: the least burdened and most punctual first.",
    ),
)
@id_argument
@argument("field", metavar="FIELD", said=Bilingual("领域", "a field of expertise"))
@asking
def candidates(asked: Asked, id: str, field: str) -> None:
    """Who might referee, with what stands against it."""
    from journal.commands import bureau
    from journal.office import review as reviews

    with bureau.reading(asked) as open_:
        open_.whole(id)
        found = reviews.candidates(open_.books, id, field, open_.desk.at)
        names = open_.names({one.person for one in found})
        display(asked, [(one, names) for one in found], CANDIDATES)


def _rating(pair: tuple[Candidate, Mapping[str, str]]) -> str | None:
    return f"{pair[0].rating:.1f}" if pair[0].rating is not None else None


CANDIDATES = (
    Field("person", Bilingual("编号", "id"), lambda pair: pair[0].person),
    Field("name", Bilingual("姓名", "name"), lambda pair: pair[1].get(pair[0].person)),
    Field("fields", Bilingual("领域", "fields"), lambda pair: pair[0].fields),
    Field("open", Bilingual("在审", "open"), lambda pair: pair[0].open),
    Field("done", Bilingual("已审", "done"), lambda pair: pair[0].done),
    Field("late", Bilingual("迟交", "late"), lambda pair: pair[0].late),
    Field("declined", Bilingual("谢绝", "declined"), lambda pair: pair[0].declined),
    Field("rating", Bilingual("评分", "rating"), _rating),
    Field("conflicts", Bilingual("利益冲突", "conflicts"), lambda pair: pair[0].conflicts or None),
)


@review.verb("invite", said=Bilingual("邀请审稿人参加本轮外审。", "Invite referees to the present round."))
@id_argument
@argument("persons", metavar="PERSON", nargs=-1, required=True, said=PERSON_SAID)
@option(
    "--days",
    type=whole(1, 365),
    said=Bilingual("审稿天数（默认：刊物的规定）", "days to read (default: the journal's)"),
)
@option("--due", type=DAY, said=Bilingual("交意见的日期", "the day when the report is due"))
@based_on
@dry_run
@asking
def invite(
    asked: Asked,
    id: str,
    persons: tuple[str, ...],
    days: int | None,
    due: dt.date | None,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """An invitation each; all or none."""
    from journal.commands import bureau
    from journal.office import dossier
    from journal.office import review as reviews

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        dossier.row(open_.books, id, based_on)
        for person in dict.fromkeys(persons):
            reviews.invite(open_.desk, id, open_.person(person), days=_days(open_, days, due))


def _days(bureau: Bureau, days: int | None, due: dt.date | None) -> int | None:
    if due is None:
        return days
    left = (due - bureau.desk.now.astimezone().date()).days
    if left < 1:
        raise Misused(Bilingual(f"--due：{due} 不在将来。", f"--due: {due} is not in the future."))
    return left


# ---------------------------------------------------------------- answers and reports


def _own_or_whole(bureau: Bureau, number: int) -> dict[str, Any]:
    """A review that is the person's own, or of a record that they may see whole; OwnPaper, NotYours, Misused."""
    from journal.commands.dossiers import mine

    row = bureau.books.one("review", id=number)
    if row is None:
        raise Misused(Bilingual(f"没有第 {number} 号审稿邀请。", f"There is no invitation {number}."))
    if not mine(bureau, row):
        bureau.whole(row["manuscript"])
    return row


@review.verb("respond", said=Bilingual("答复审稿邀请：接受或谢绝。", "Answer an invitation: accept or decline."))
@number_argument
@option("--accept/--decline", "accepts", default=None, required=True, said=Bilingual("接受 / 谢绝", "accept / decline"))
@option("--note", said=Bilingual("附言", "a word with it"))
@dry_run
@asking
def respond(asked: Asked, number: int, accepts: bool, note: str | None, dry_run: bool) -> None:
    """The referee's answer, or the office enters it."""
    from journal.commands import bureau
    from journal.office import review as reviews

    with bureau.acting(asked, dry_run) as open_:
        _own_or_whole(open_, number)
        reviews.respond(open_.desk, number, accepts, note or "")


@review.verb(
    "submit",
    said=Bilingual("交审稿意见。", "Hand in a report."),
    more=Bilingual(
        "用 --report 交填好的审稿表（journal review form --blank），或用各选项。",
        "With --report, a form filled in (journal review form --blank); or with the options.",
    ),
)
@number_argument
@option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("填好的审稿表", "the form filled in")
)
@option(
    "--recommendation",
    type=one_of("accept", "minor-revision", "major-revision", "decline"),
    said=Bilingual("审稿结论", "the recommendation"),
)
@option("--to-author", metavar="TEXT", said=Bilingual("给作者的意见", "comments to the author"))
@option(
    "--to-author-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("从文件读取给作者的意见", "comments to the author, from a file"),
)
@option("--to-editor", metavar="TEXT", said=Bilingual("只给编辑的意见", "comments to the editors alone"))
@option(
    "--file", "attachment", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("附件", "a file with it")
)
@dry_run
@asking
def submit(
    asked: Asked,
    number: int,
    report: Path | None,
    recommendation: str | None,
    to_author: str | None,
    to_author_file: Path | None,
    to_editor: str | None,
    attachment: Path | None,
    dry_run: bool,
) -> None:
    """The referee's report, or the office enters it."""
    from journal.commands import bureau
    from journal.commands.manuscript import taken_in
    from journal.office import editorial
    from journal.office import review as reviews

    form = review_form.form(asked.home)
    filled = review_form.filled(form, report) if report else review_form.Report()
    with bureau.acting(asked, dry_run) as open_:
        row = _own_or_whole(open_, number)
        reviews.report(
            open_.desk,
            number,
            recommendation or filled.recommendation,
            note_of(to_author, to_author_file) or filled.to_author,
            to_editor or filled.to_editor,
            filled.answers,
            form.id,
        )
        if attachment:
            (upload,) = taken_in(open_, (Attachment("review", attachment),))
            editorial.file(open_.desk, row["manuscript"], upload)


@review.verb(
    "cancel", said=Bilingual("不再等待此审稿人；可另邀他人。", "Wait for a referee no longer; invite another.")
)
@number_argument
@option("--note", said=Bilingual("缘由", "why"))
@dry_run
@asking
def cancel(asked: Asked, number: int, note: str | None, dry_run: bool) -> None:
    """The invitation is taken back."""
    from journal.commands import bureau
    from journal.office import review as reviews

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(_of(open_, number))
        reviews.cancel(open_.desk, number, note or "")


@review.verb(
    "take-back",
    said=Bilingual(
        "收回误登的答复或审稿意见，由编辑部主任或主编办理。",
        "Take back an answer or a report that was entered by mistake, by the desk.",
    ),
    more=Bilingual(
        "收回最后登记的一项，限本轮未结束时。意见仍留存可查，不再计入，审稿人以新编号继续；未寄出的信不再寄出。",
        "The last of the two, in an open round. A report is kept and counts no more; its referee has a new number.",
    ),
)
@number_argument
@option("--note", required=True, metavar="WHY", said=Bilingual("理由", "why"))
@dry_run
@asking
def take_back(asked: Asked, number: int, note: str, dry_run: bool) -> None:
    """The last entry of a review, undone."""
    from journal.commands import bureau
    from journal.office import review as reviews

    with bureau.acting(asked, dry_run) as open_:
        id = _of(open_, number)
        open_.whole(id)
        reviews.take_back(open_.desk, number, note)
        for letter in _left(open_, id):
            asked.tell(LEFT.format(number=letter["id"], subject=letter["subject"], name=letter["name"]))


def _left(bureau: Bureau, id: str) -> list[dict[str, Any]]:
    """The letters that left because of what was just taken back."""
    (*_, event) = bureau.books.events(manuscript=id, kind="review-take-back")
    sent = bureau.books.all("letter", manuscript=id, cancelled="", order="id")
    return [one for one in sent if one["sent"] and f":{event.data['undone']}:" in one["key"]]


def _of(bureau: Bureau, number: int) -> str:
    row = bureau.books.one("review", id=number)
    if row is None:
        raise Misused(Bilingual(f"没有第 {number} 号审稿邀请。", f"There is no invitation {number}."))
    return str(row["manuscript"])


@review.verb(
    "remind",
    said=Bilingual(
        "给到期的审稿人写催审函（每条规则只发一次）。",
        "Write the reminders that referees are due; none twice by one rule.",
    ),
    more=Bilingual(
        "何时催，见 journal.toml 的 reminder_days；答复或结论之后不再催。",
        "When: reminder_days of journal.toml. An answer or a decision stops them.",
    ),
)
@dry_run
@asking
def remind(asked: Asked, dry_run: bool) -> None:
    """The reminders of referees."""
    from journal.commands import bureau
    from journal.commands.letter import insist_on_editor

    with bureau.acting(asked, dry_run) as open_:
        insist_on_editor(open_)
        open_.remind("review-reminder")


@review.verb("rate", said=Bilingual("评价一份审稿意见，1 至 5。", "Rate a report, 1 to 5."))
@number_argument
@argument("rating", metavar="1-5", type=whole(1, 5), said=Bilingual("评分", "the rating"))
@dry_run
@asking
def rate(asked: Asked, number: int, rating: int, dry_run: bool) -> None:
    """For whoever looks for referees later."""
    from journal.commands import bureau
    from journal.office import review as reviews

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(_of(open_, number))
        reviews.rate(open_.desk, number, rating)


# ---------------------------------------------------------------- list, show, form


@dataclass(frozen=True)
class Line:
    """An invitation with where it stands."""

    row: Mapping[str, Any]
    status: str
    referee: str
    title: str
    late: int


def _status(line: Line) -> Bilingual:
    from journal.office.review import STATUSES

    return STATUSES[line.status]


def _recommendation(line: Line) -> Bilingual | None:
    from journal.office.review import RECOMMENDATIONS

    return RECOMMENDATIONS.get(line.row["recommendation"])


LINE = (
    Field("review", Bilingual("审稿", "review"), lambda line: line.row["id"]),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda line: line.row["manuscript"]),
    Field("round", Bilingual("轮次", "round"), lambda line: line.row["round"]),
    Field("referee", Bilingual("审稿人", "referee"), lambda line: line.referee),
    Field("status", Bilingual("状态", "status"), _status),
    Field("invited", Bilingual("邀请", "invited"), lambda line: day(line.row["invited"])),
    Field("respond_by", Bilingual("答复期限", "answer by"), lambda line: day(line.row["respond_by"])),
    Field("due", Bilingual("意见期限", "report by"), lambda line: day(line.row["due"])),
    Field("late", Bilingual("逾期", "late"), lambda line: lateness(line.late)),
    Field("recommendation", Bilingual("结论", "recommendation"), _recommendation),
    Field("title", Bilingual("题名", "title"), lambda line: line.title),
)
WAITED = ("invited", "response-overdue", "accepted", "overdue")


@review.verb(
    "list", said=Bilingual("列出审稿（默认：仍在等待的）。", "List reviews (default: those that are waited for).")
)
@argument("id", required=False, metavar="[MANUSCRIPT]", said=ID_SAID)
@option("--mine", is_flag=True, said=Bilingual("请我审的", "those that I am asked for"))
@option("--all", "everything", is_flag=True, said=Bilingual("含已结束的", "ended ones too"))
@asking
def listed(asked: Asked, id: str | None, mine: bool, everything: bool) -> None:
    """The reviews that the person may see: their own, and those of manuscripts that they see whole."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        found = _lines(open_, id, mine)
        shown = [one for one in found if everything or id or one.status in WAITED]
        display(asked, tuple(shown), LINE)


def _lines(bureau: Bureau, id: str | None, only_mine: bool) -> list[Line]:
    from journal.commands import dossiers
    from journal.office.access import View
    from journal.office.review import status

    if id:
        bureau.record(id, View.WHOLE, View.REFEREE)
    where: dict[str, Any] = {"manuscript": id} if id else {}
    rows = bureau.books.all("review", order="id", **where)
    about = {one["id"]: one for one in bureau.books.all("manuscript", id={row["manuscript"] for row in rows})}
    whole = {one["id"] for one in bureau.sight.among(about.values(), View.WHOLE)}
    rows = [row for row in rows if dossiers.mine(bureau, row) or (row["manuscript"] in whole and not only_mine)]
    names = bureau.names({row["person"] for row in rows})
    found = []
    for row in rows:
        state = status(row, bureau.desk.at)
        due = row["due"] if row["answered"] else row["respond_by"]
        days = late(due, bureau.desk.now) if state in WAITED else 0
        said = title(about[row["manuscript"]], bureau.asked.language)
        found.append(Line(row, state, names.get(row["person"], row["person"]), said, days))
    return found


@review.verb("show", said=Bilingual("一份审稿意见全文。", "A report in full."))
@number_argument
@asking
def show(asked: Asked, number: int) -> None:
    """A report, to its referee and to whoever sees the record whole."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        row = _own_or_whole(open_, number)
        line = next(one for one in _lines(open_, row["manuscript"], False) if one.row["id"] == number)
        display(asked, line, (*LINE, *REPORT))


REPORT = (
    Field("to_author", Bilingual("给作者", "to the author"), lambda line: line.row["to_author"] or None),
    Field("to_editor", Bilingual("给编辑", "to the editors"), lambda line: line.row["to_editor"] or None),
    Field("answers", Bilingual("答问", "answers"), lambda line: line.row["answers"] or None),
    Field("form", Bilingual("审稿表", "form"), lambda line: line.row["form"] or None),
    Field("rating", Bilingual("评分", "rating"), lambda line: line.row["rating"] or None),
)


@review.verb(
    "certificate",
    said=Bilingual(
        "开具审稿证明（PDF）：写信附上，或只写成文件。",
        "A referee's certificate as PDF: with a letter to them, or as a file.",
    ),
    more=Bilingual(
        "只写某年完成几份意见，不涉任何稿件。审稿人可用 --to 自取本人的。",
        "How many reports in the year, of no manuscript which. A referee takes their own with --to.",
    ),
)
@argument("person", metavar="PERSON", said=PERSON_SAID)
@option("--year", type=whole(1900, 9999), required=True, said=Bilingual("哪一年的审稿", "the year of the reports"))
@option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("只写成文件，不写信", "only write it to this file; no letter"),
)
@dry_run
@asking
def certificate(asked: Asked, person: str, year: int, target: Path | None, dry_run: bool) -> None:
    """The letter with its paper, or the paper alone."""
    from journal.commands import bureau

    if target is None:
        with bureau.acting(asked, dry_run) as open_:
            _certify(open_, person, year)
        return
    with bureau.reading(asked) as open_:
        kind, language, facts = _certificate(open_, person, year)
    _write_certificate(asked, target, kind, language, facts, dry_run)


def _certify(bureau: Bureau, name: str, year: int) -> None:
    """An event, and the letter that follows it."""
    from journal.commands.post import writer
    from journal.office import access, editorial, letters

    access.to_see_all(bureau.books, bureau.desk.who, "journal review certificate", bureau.desk.at)
    person = bureau.person(name)
    draft = letters.certificate(bureau.books, person, year)
    event = editorial.record(bureau.desk, "certificate", "", {"person": person, "year": year})
    writer(bureau.asked.home, bureau.about).queue(bureau.books, draft, f"certificate:{person}:{event}", bureau.desk.now)


def _certificate(bureau: Bureau, name: str, year: int) -> tuple[str, str, Mapping[str, Any]]:
    """What stands on the paper; to the referee, and to whoever may see all. OthersOnly, Misused."""
    from journal.commands.post import writer
    from journal.office import access, letters

    person = bureau.person(name)
    if person not in bureau.desk.who.persons:
        access.to_see_all(bureau.books, bureau.desk.who, "journal review certificate", bureau.desk.at)
    draft = letters.certificate(bureau.books, person, year)
    (row,) = bureau.books.all("person", id=person)
    return draft.kind, *writer(bureau.asked.home, bureau.about).facts(bureau.books, draft, row, bureau.desk.now)


def _write_certificate(
    asked: Asked, target: Path, kind: str, language: str, facts: Mapping[str, Any], dry_run: bool
) -> None:
    from journal.commands import papers
    from journal.commands.changes import Change, carry_out

    said = Bilingual("写入", "write")
    carry_out(asked, [Change(said, str(target), lambda: papers.write(asked, kind, language, facts, target))], dry_run)


@review.verb(
    "form", said=Bilingual("审稿表的问题，或一份空白表。", "The questions of the referee's form, or a blank one.")
)
@option(
    "--blank",
    is_flag=True,
    said=Bilingual("空白表，填好后用 review submit --report 交", "a blank, for review submit --report"),
)
@asking
def form(asked: Asked, blank: bool) -> None:
    """The form of templates/forms/review.toml."""
    found = review_form.form(asked.home)
    if blank:
        print(review_form.blank(found), end="")
    else:
        display(asked, found.questions, review_form.FIELDS)


__all__ = ["review"]
