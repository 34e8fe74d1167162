"""`journal status`: what waits for whom in the office, every issue and article, and the command to type next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.spoken import option, verb
from journal.commands.unread import tell_unread
from journal.errors import Bilingual
from journal.folder.snapshot import is_taken_over

if TYPE_CHECKING:
    import datetime as dt

    from journal.commands.article import Row
    from journal.folder import Reading
    from journal.ids import ArticleId
    from journal.model import Issue, Journal

ISSUE, ARTICLE = Bilingual("期", "issue"), Bilingual("文章", "article")
PLACED = Bilingual("已排入 {issue}", "in {issue}")
UNPLACED = Bilingual("在 {issue} 中，未排入", "in {issue}, not placed")
FORTHCOMING = Bilingual("待排", "forthcoming")
ONLINE = Bilingual("网络首发", "online first")
EMPTY = Bilingual("还没有文章", "no article yet")
CHANGED = Bilingual("出版后被改动的文件：{files}", "changed since publication: {files}")
LATE = Bilingual("逾期 {n} 天", "{n} days late")
BACK = Bilingual(
    "另有从原系统迁入的 {n} 期（journal issue list）。",
    "Beside these, {n} issues taken over from another system: journal issue list",
)
INCOMPLETE = Bilingual("有缺的文章：{n}", "articles that lack something: {n}")

USUALLY = {
    "editorial": "editorial",
    "case-report": "cases",
    "book-review": "reviews",
    "meeting-report": "reports",
    "other": "documents",
}


@dataclass(frozen=True)
class Line:
    """An issue, an article or a manuscript: how it stands, for when, what it lacks, what to type next."""

    kind: Bilingual
    id: str
    state: Bilingual
    date: dt.date | None
    missing: tuple[Bilingual, ...]
    next: str
    who: tuple[str, ...] = ()  # whom a manuscript waits for
    role: Bilingual | None = None
    since: dt.date | None = None
    late: int = 0  # days


FIELDS = (
    Field("kind", Bilingual("类", "kind"), lambda line: line.kind),
    Field("id", Bilingual("标识", "id"), lambda line: line.id),
    Field("state", Bilingual("状态", "state"), lambda line: line.state),
    Field("date", Bilingual("日期", "date"), lambda line: line.date),
    Field("next", Bilingual("下一步", "next"), lambda line: line.next),
    Field("missing", Bilingual("尚缺", "missing"), lambda line: line.missing),
)


WAITING = (
    Field("kind", Bilingual("类", "kind"), lambda line: line.kind),
    Field("id", Bilingual("标识", "id"), lambda line: line.id),
    Field("state", Bilingual("状态", "state"), lambda line: line.state),
    Field("role", Bilingual("等待", "waits for"), lambda line: line.role),
    Field("who", Bilingual("何人", "who"), lambda line: line.who),
    Field("since", Bilingual("自", "since"), lambda line: line.since),
    Field("date", Bilingual("期限", "due"), lambda line: line.date),
    Field("late", Bilingual("逾期", "late"), lambda line: LATE.format(n=line.late) if line.late else None),
    Field("next", Bilingual("下一步", "next"), lambda line: line.next),
    Field("missing", Bilingual("题名", "about"), lambda line: line.missing),
)
ALL = (
    *FIELDS,
    *(field for field in WAITING if field.key in ("role", "who", "since")),
    Field("late", Bilingual("逾期", "late"), lambda line: line.late),
)  # one list for programs


@verb(
    "status",
    said=Bilingual(
        "编辑部谁等着办什么；各期各篇的状态、所缺与下一步。",
        "What waits for whom in the office; issues and articles: state, what is missing, what to type next.",
    ),
    more=Bilingual(
        "最久逾期的在前；没有编辑部数据库时，只列各期各篇。",
        "The latest first. Without an office, issues and articles alone.",
    ),
)
@option("--mine", is_flag=True, said=Bilingual("只列等着我办的", "what waits for me alone"))
@asking
def status(asked: Asked, mine: bool) -> int:
    """One line a thing that waits, an issue, an article that is not published yet; on stderr what could not be read."""
    waiting = _waiting(asked, mine)
    reading = None if mine else asked.read(with_back_issues=False)
    issues = tuple(lines(reading)) if reading else ()
    if asked.json:
        display(asked, (*waiting, *issues), ALL)
    elif waiting:
        display(asked, waiting, WAITING, urgent=lambda line: line.late > 0)
        print(end="\n" if issues else "")
    if not asked.json and (issues or not waiting):
        display(asked, issues, FIELDS)
    if reading and (back := sum(map(is_taken_over, reading.snapshot.issues))):
        asked.tell(BACK.format(n=back))
    return tell_unread(asked, reading) if reading else 0


def _waiting(asked: Asked, mine: bool) -> tuple[Line, ...]:
    """What waits in the office; nothing where there is none, and for who is not in its register."""
    from journal.commands import bureau
    from journal.commands.waits import lines as found

    if not bureau.is_there(asked):
        if mine:
            raise bureau.NoOfficeYet(str(asked.home / "office.db"))
        if bureau.has_files(asked):  # an anchored ledger alone is a clone for making pages
            error = bureau.LostOffice(bureau.FILES)
            asked.tell(Bilingual(error.say("zh"), error.say("en")))
        return ()
    from journal.office.people import NoSuchPerson

    try:
        with bureau.reading(asked) as open_:
            return found(open_, mine)
    except NoSuchPerson as error:
        if mine or asked.actor:
            raise
        asked.tell(Bilingual(error.say("zh"), error.say("en")))
        return ()


def lines(reading: Reading) -> Iterator[Line]:
    """The issues, and below each its articles that are not published; then what is forthcoming."""
    from journal.commands import article
    from journal.commands.missing import missing

    closed = {issue.id for issue in reading.snapshot.issues if is_taken_over(issue)}
    rows = [row for row in article.rows(reading) if row.folder not in closed]
    lacking = {row.id: missing(reading, row.id) for row in rows}
    for issue in reading.snapshot.issues:
        if issue.id in closed and not _changed(reading, issue.id):
            continue
        inside = [row for row in rows if row.folder == issue.id]
        yield _issue_line(reading, issue, sum(bool(lacking[row.id]) for row in inside), _changed(reading, issue.id))
        if not issue.lock:
            yield from (_article_line(reading, row, issue, lacking[row.id]) for row in inside)
    for row in rows:
        if row.folder == "forthcoming":
            yield _article_line(reading, row, None, lacking[row.id])
    if online := _changed(reading, "forthcoming"):
        yield Line(ISSUE, "forthcoming", ONLINE, None, online, "journal check forthcoming")


def _changed(reading: Reading, folder: str) -> tuple[Bilingual, ...]:
    """That files which the lock of a folder fixes are no longer what was published."""
    from journal.folder import lock

    files = [mismatch.file for mismatch in reading.mismatches if mismatch.lock == lock.file(folder)]
    return (CHANGED.format(files=" ".join(files)),) if files else ()


# ---------------------------------------------------------------- an issue


def _issue_line(reading: Reading, issue: Issue, incomplete: int, changed: tuple[Bilingual, ...]) -> Line:
    from journal.commands.issue import state

    placed = any(edition.slots for edition in issue.editions)
    said = (EMPTY,) if not placed else (INCOMPLETE.format(n=incomplete),) if incomplete else ()
    next = f"journal check {issue.id}" if changed else _next_of_issue(reading, issue, placed, incomplete)
    return Line(ISSUE, issue.id, state(issue), issue.date, (*changed, *said), next)


def _next_of_issue(reading: Reading, issue: Issue, placed: bool, incomplete: int) -> str:
    if issue.lock:
        built = (reading.home / "out/public/issues" / issue.id).is_dir()
        return f"journal look {issue.id}" if built else f"journal build {issue.id}"
    if not placed:
        waiting = next(iter(reading.snapshot.forthcoming), None)
        return _place(reading, issue, waiting)
    return f"journal check {issue.id}" if incomplete else f"journal issue publish {issue.id} --dry-run"


# ---------------------------------------------------------------- an article


def _article_line(reading: Reading, row: Row, issue: Issue | None, missing: tuple[Bilingual, ...]) -> Line:
    placed = issue is not None and any(slot.article == row.id for edition in issue.editions for slot in edition.slots)
    state = (PLACED if placed else UNPLACED).format(issue=issue.id) if issue else FORTHCOMING
    return Line(ARTICLE, row.id, state, _accepted(row), missing, _next_of_article(reading, row, issue, placed, missing))


def _accepted(row: Row) -> dt.date | None:
    return dict(row.article.history).get("accepted") if row.article else None


def _next_of_article(
    reading: Reading, row: Row, issue: Issue | None, placed: bool, missing: tuple[Bilingual, ...]
) -> str:
    if missing:
        return f"journal check {row.id}"
    return f"journal look {row.id}" if placed else _place(reading, issue or _open_issue(reading), row.id)


def _open_issue(reading: Reading) -> Issue | None:
    """The last issue that is not published: there is most time for it."""
    return next((issue for issue in reversed(reading.snapshot.issues) if not issue.lock), None)


def _place(reading: Reading, issue: Issue | None, article: ArticleId | None) -> str:
    """The command that places an article, in the edition of its own language."""
    if issue is None:
        return "journal issue new YYYY-N"
    about = reading.snapshot.journal
    found = next((one for one in reading.snapshot.articles if one.id == article), None)
    language = found.language if found and found.language in about.languages else about.languages[0]
    column = _column(about, found.kind if found else "research-article")
    return f"journal issue place {issue.id} {article or 'ARTICLE'} --edition {language} --column {column}"


def _column(about: Journal, kind: str) -> str:
    """The column where an article of this kind usually stands, if the journal has it; else its first."""
    known = [column.id for column in about.columns]
    return next((column for column in (USUALLY.get(kind), "articles") if column in known), known[0])
