"""`journal topic`: what the journal plans to print: topics, papers asked for, special topics with guest editors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day, lateness, title
from journal.commands.init import PAIR
from journal.commands.manuscript import PERSON_SAID, based_on, id_argument
from journal.commands.named import DAY
from journal.commands.spoken import argument, noun, option, whole
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.ids import IssueId, Language
    from journal.office.commissions import Commission, Topic

NUMBER = whole(1, 999_999_999)


@noun(
    "topic",
    said=Bilingual("选题、约稿、专题与特约编辑。", "Topics, commissioned papers, special topics with guest editors."),
)
def topic() -> None:
    """The noun."""


topic_argument = argument(
    "number",
    metavar="TOPIC",
    type=NUMBER,
    said=Bilingual("选题编号（topic list 列出）", "the topic's number (from topic list)"),
)
commission_argument = argument(
    "number",
    metavar="COMMISSION",
    type=NUMBER,
    said=Bilingual("约稿编号（topic show 列出）", "the commission's number (from topic show)"),
)
person_argument = argument("person", metavar="PERSON", said=PERSON_SAID)
off = option("--off", is_flag=True, said=Bilingual("撤回", "take it back"))

# ---------------------------------------------------------------- topics


@topic.verb(
    "propose",
    said=Bilingual("提出选题；--special 为专题。", "Propose a topic; --special for a special topic."),
    more=Bilingual("由主编、副主编或编辑部主任以 approve 确定。", "A chief or managing editor decides it: approve."),
)
@option(
    "--title",
    "titles",
    type=PAIR,
    multiple=True,
    required=True,
    said=Bilingual("名称（每种语言一个）", "title (one a language)"),
)
@option("--column", metavar="COLUMN", required=True, said=Bilingual("栏目", "the column"))
@option("--issue", type=named.ISSUE, said=Bilingual("拟刊的期", "the issue that it is meant for"))
@option("--due", type=DAY, said=Bilingual("来稿截止日", "the day when its papers are due"))
@option(
    "--special", is_flag=True, said=Bilingual("专题，可聘特约编辑", "a special topic, which may have guest editors")
)
@option("--note", said=Bilingual("说明，仅供编辑部", "a note for the office"))
@dry_run
@asking
def propose(
    asked: Asked,
    titles: tuple[tuple[Language, str], ...],
    column: str,
    issue: IssueId | None,
    due: dt.date | None,
    special: bool,
    note: str | None,
    dry_run: bool,
) -> None:
    """A new topic."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.propose(
            open_.desk,
            {str(language): text for language, text in titles},
            named.column(open_.about, column),
            issue=str(issue or ""),
            due=due,
            special=special,
            note=note or "",
        )


@topic.verb("approve", said=Bilingual("确定选题。", "Take a topic into the plan."))
@topic_argument
@dry_run
@asking
def approve(asked: Asked, number: int, dry_run: bool) -> None:
    """A topic is decided."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.approve(open_.desk, number)


@topic.verb(
    "drop",
    said=Bilingual("撤销选题；未来稿的约稿随之取消。", "Drop a topic, and the commissions whose papers have not come."),
    more=Bilingual("已来的稿件照常审理。", "Papers that came in are read on."),
)
@topic_argument
@dry_run
@asking
def drop(asked: Asked, number: int, dry_run: bool) -> None:
    """A topic is taken out of the plan."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.drop(open_.desk, number)


@topic.verb("move", said=Bilingual("改排选题的期。", "Plan a topic for an issue, or for another one."))
@topic_argument
@argument(
    "issue",
    metavar="[ISSUE]",
    required=False,
    type=named.ISSUE,
    said=Bilingual("期（不写则暂不排期）", "the issue (none: of no issue yet)"),
)
@dry_run
@asking
def move(asked: Asked, number: int, issue: IssueId | None, dry_run: bool) -> None:
    """A topic in another issue."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.move(open_.desk, number, str(issue or ""))


@topic.verb(
    "guest",
    said=Bilingual(
        "聘请专题的特约编辑，或以 --off 解聘。", "Appoint a guest editor of a special topic; --off ends it."
    ),
    more=Bilingual(
        "特约编辑只能查阅、办理该专题的稿件，须有用户名（person add --login）。",
        "They see and handle the papers of that topic and no others; they need a login (person add --login).",
    ),
)
@topic_argument
@person_argument
@off
@dry_run
@asking
def guest(asked: Asked, number: int, person: str, off: bool, dry_run: bool) -> None:
    """A guest editor comes or goes."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        change = commissions.dismiss if off else commissions.guest
        change(open_.desk, number, open_.person(person))


@topic.verb(
    "join", said=Bilingual("把稿件归入选题，或以 --off 移出。", "Count a manuscript to a topic; --off takes it out.")
)
@topic_argument
@id_argument
@off
@based_on
@dry_run
@asking
def join(asked: Asked, number: int, id: str, off: bool, based_on: int | None, dry_run: bool) -> None:
    """A manuscript that came by itself."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        change = commissions.leave if off else commissions.join
        change(open_.desk, number, id, based_on)


# ---------------------------------------------------------------- commissioned papers


@topic.verb(
    "commission",
    said=Bilingual("约稿：向作者发约稿函，定交稿日。", "Ask somebody for a paper, by a day; a letter goes to them."),
    more=Bilingual("来稿与其他稿件一样审理。", "What comes in is read like any other manuscript."),
)
@topic_argument
@person_argument
@option("--due", type=DAY, required=True, said=Bilingual("交稿日", "the day when the paper is due"))
@option("--note", said=Bilingual("写进约稿函的话", "what the letter says beside"))
@dry_run
@asking
def commission(asked: Asked, number: int, person: str, due: dt.date, note: str | None, dry_run: bool) -> None:
    """A paper is asked for."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.commission(open_.desk, number, open_.person(person), due, note or "")


@topic.verb("answer", said=Bilingual("登记作者应约或谢绝。", "Enter whether the author will write it."))
@commission_argument
@option(
    "--accept/--decline",
    "agrees",
    default=None,
    required=True,
    said=Bilingual("应约 / 谢绝", "will write it / will not"),
)
@dry_run
@asking
def answer(asked: Asked, number: int, agrees: bool, dry_run: bool) -> None:
    """The author's answer."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.answer(open_.desk, number, agrees)


@topic.verb("postpone", said=Bilingual("改定交稿日。", "Give the author until another day."))
@commission_argument
@option("--due", type=DAY, required=True, said=Bilingual("新的交稿日", "the new day"))
@dry_run
@asking
def postpone(asked: Asked, number: int, due: dt.date, dry_run: bool) -> None:
    """More time."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.postpone(open_.desk, number, due)


@topic.verb("cancel", said=Bilingual("取消约稿。", "Wait for a commissioned paper no longer."))
@commission_argument
@dry_run
@asking
def cancel(asked: Asked, number: int, dry_run: bool) -> None:
    """A commission is called off."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.acting(asked, dry_run) as open_:
        commissions.cancel(open_.desk, number)


@topic.verb(
    "received",
    said=Bilingual("登记约稿已来稿，为哪一篇。", "Enter which manuscript a commissioned paper came in as."),
    more=Bilingual(
        "收稿时用 manuscript submit --commission 即一并登记。", "manuscript submit --commission does it on receipt."
    ),
)
@commission_argument
@id_argument
@dry_run
@asking
def received(asked: Asked, number: int, id: str, dry_run: bool) -> None:
    """The paper is there."""
    from journal.commands import bureau
    from journal.office import commissions
    from journal.office.access import View

    with bureau.acting(asked, dry_run) as open_:
        open_.record(id, View.WHOLE, View.AUTHOR)
        commissions.received(open_.desk, number, id)


# ---------------------------------------------------------------- list, show


@dataclass(frozen=True)
class Line:
    """A topic, or a commission, with the names of its people and the day on which it is looked at."""

    topic: Topic
    title: str
    names: Mapping[str, str]
    today: dt.date
    commission: Commission | None = None

    def named(self, *ids: str) -> tuple[str, ...] | None:
        """Their names; None for nobody."""
        return tuple(self.names.get(id, id) for id in ids) or None


def lines(bureau: Bureau, topics: tuple[Topic, ...]) -> tuple[Line, ...]:
    """Topics as lines; their people's names in one query."""
    people = {one.person for each in topics for one in each.commissions}
    names = bureau.names({person for each in topics for person in (*each.guests, each.by)} | people)
    return tuple(
        Line(each, title({"titles": each.titles}, bureau.asked.language), names, today(bureau)) for each in topics
    )


def today(bureau: Bureau) -> dt.date:
    """The day where the office is."""
    return bureau.desk.now.astimezone().date()


def visible(bureau: Bureau, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics that the person may see: every one of them an editor, a guest editor their own; NoRight for who is neither."""
    from journal.office.editorial import NoRight

    if bureau.sight.of_office:
        return topics
    who = bureau.desk.who
    if not bureau.books.count("guest", person=who.on_behalf or who.person):
        reason = Bilingual("须由编辑或特约编辑办理", "it takes an editor, or a guest editor")
        raise NoRight(who.person, Bilingual("查阅选题", "read the topics"), reason)
    return tuple(each for each in topics if (who.on_behalf or who.person) in each.guests)


def _status(line: Line) -> Bilingual:
    from journal.office.commissions import COMMISSIONS, TOPICS

    return COMMISSIONS[line.commission.status] if line.commission else TOPICS[line.topic.status]


def _papers(line: Line) -> Bilingual | None:
    """How many of the papers that were asked for are in."""
    asked = [one for one in line.topic.commissions if one.status not in ("declined", "cancelled")]
    got = sum(one.status == "received" for one in asked)
    return Bilingual(f"约 {len(asked)} 到 {got}", f"{got} of {len(asked)} in") if asked else None


def _kind(line: Line) -> Bilingual:
    return Bilingual("专题", "special topic") if line.topic.special else Bilingual("选题", "topic")


def next_of(topic: Topic) -> str | None:
    """The command that brings a topic on; None where nothing is to be typed."""
    if topic.status == "proposed":
        return f"journal topic approve {topic.number}"
    if topic.status == "dropped":
        return None
    late = next((one for one in topic.waiting if one.status == "overdue"), None)
    if late:
        return next_of_commission(late)
    if not topic.commissions and not topic.manuscripts:
        return f"journal topic commission {topic.number} PERSON --due YYYY-MM-DD"
    return f"journal topic show {topic.number}" if topic.waiting else None


def next_of_commission(one: Commission) -> str | None:
    """The command that is usually typed next of a commission."""
    known = {
        "asked": f"journal topic answer {one.number} --accept",
        "agreed": f"journal topic received {one.number} MANUSCRIPT",
        "overdue": f"journal topic postpone {one.number} --due YYYY-MM-DD",
    }
    return known.get(one.status)


def _late(line: Line) -> Bilingual | None:
    assert line.commission
    is_late = line.commission.status == "overdue"
    return lateness((line.today - dt.date.fromisoformat(line.commission.due)).days) if is_late else None


LINE = (
    Field("number", Bilingual("编号", "topic"), lambda line: line.topic.number),
    Field("kind", Bilingual("类", "kind"), _kind),
    Field("status", Bilingual("状态", "status"), _status),
    Field("issue", Bilingual("期", "issue"), lambda line: line.topic.issue or None),
    Field("column", Bilingual("栏目", "column"), lambda line: line.topic.column),
    Field("due", Bilingual("截稿", "due"), lambda line: line.topic.due or None),
    Field("guests", Bilingual("特约编辑", "guest editors"), lambda line: line.named(*line.topic.guests)),
    Field("papers", Bilingual("约稿", "commissioned"), _papers),
    Field("manuscripts", Bilingual("来稿", "manuscripts"), lambda line: line.topic.manuscripts or None),
    Field("title", Bilingual("名称", "title"), lambda line: line.title),
    Field("next", Bilingual("下一步", "next"), lambda line: next_of(line.topic)),
)
COMMISSION = (
    Field("number", Bilingual("约稿", "commission"), lambda line: line.commission.number),
    Field("author", Bilingual("作者", "author"), lambda line: line.named(line.commission.person)),
    Field("status", Bilingual("状态", "status"), _status),
    Field("asked", Bilingual("约于", "asked"), lambda line: day(line.commission.asked)),
    Field("due", Bilingual("交稿日", "due"), lambda line: line.commission.due),
    Field("late", Bilingual("逾期", "late"), _late),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda line: line.commission.manuscript or None),
    Field("note", Bilingual("附言", "note"), lambda line: line.commission.note or None),
    Field("next", Bilingual("下一步", "next"), lambda line: next_of_commission(line.commission)),
)
RECORD = (
    LINE[0],
    Field("titles", Bilingual("名称", "title"), lambda line: line.topic.titles),
    *LINE[1:9],
    Field("by", Bilingual("提出人", "proposed by"), lambda line: line.named(line.topic.by)),
    Field("note", Bilingual("说明", "note"), lambda line: line.topic.note or None),
    Field("next", Bilingual("下一步", "next"), lambda line: None if line.topic.waiting else next_of(line.topic)),
    Field(
        "commissions",
        Bilingual("约稿", "commissions"),
        lambda line: [replace(line, commission=one) for one in line.topic.commissions],
        COMMISSION,
    ),
)


@topic.verb(
    "list", said=Bilingual("列出选题（默认：未撤销的）。", "The topics (default: those that were not dropped).")
)
@option("--issue", type=named.ISSUE, said=Bilingual("某期的", "those of an issue"))
@option("--all", "everything", is_flag=True, said=Bilingual("含已撤销的", "dropped ones too"))
@asking
def listed(asked: Asked, issue: IssueId | None, everything: bool) -> None:
    """One row a topic."""
    from journal.commands import bureau
    from journal.office import commissions

    with bureau.reading(asked) as open_:
        found = visible(open_, commissions.topics(open_.books, today(open_), str(issue) if issue else None))
        shown = tuple(one for one in found if everything or one.status != "dropped")
        display(asked, lines(open_, shown), LINE)


@topic.verb("show", said=Bilingual("一个选题及其约稿。", "A topic and its commissions."))
@topic_argument
@asking
def show(asked: Asked, number: int) -> None:
    """One record, with a table of its commissions."""
    from journal.commands import bureau
    from journal.office import commissions
    from journal.office.commissions import NoSuchTopic

    with bureau.reading(asked) as open_:
        found = visible(open_, (commissions.topic(open_.books, today(open_), number),))
        if not found:
            raise NoSuchTopic(number)
        display(asked, lines(open_, found)[0], RECORD)


__all__ = ["COMMISSION", "LINE", "lines", "next_of", "next_of_commission", "today", "topic", "visible"]
