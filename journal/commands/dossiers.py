"""Manuscripts as people read them: a line of a list, and the whole record as far as somebody may see it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journal.commands import likeness
from journal.commands.attachments import PURPOSES
from journal.commands.display import Field
from journal.errors import Bilingual, JournalError

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.access import View
    from journal.office.outlook import Opening
    from journal.office.policy import Policies
    from journal.office.workflow import Facts, Role

LATE = Bilingual("逾期 {n} 天", "{n} days late")


def day(instant: str) -> dt.date | None:
    """The day of an instant where the office is; None for an instant that has not come."""
    return dt.datetime.fromisoformat(instant).astimezone().date() if instant else None


def late(due: str, now: dt.datetime) -> int:
    """By how many days something is late; 0 if it is not."""
    return max(0, (now - dt.datetime.fromisoformat(due)).days) if due else 0


def lateness(days: int) -> Bilingual | None:
    """How late, said."""
    return LATE.format(n=days) if days else None


def title(row: Mapping[str, Any], language: str | None) -> str:
    """A manuscript's title for a reader of this language, else as it has one."""
    wanted = "en" if language and not language.startswith("zh") else "zh"
    titles: Mapping[str, str] = row["titles"]
    return titles.get(wanted) or next(iter(titles.values()), "")


def state_of(row: Mapping[str, Any]) -> Bilingual:
    """The state's name."""
    from journal.office.workflow import STATES, State

    return STATES[State(row["state"])]


# ---------------------------------------------------------------- a list


@dataclass(frozen=True)
class Line:
    """A manuscript in a list."""

    row: Mapping[str, Any]
    title: str
    authors: tuple[str, ...]
    handling: str
    late: int


def lines(bureau: Bureau, rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Rows as lines; in three queries, however many."""
    found = list(rows)
    written = bureau.books.all("authorship", manuscript={row["id"] for row in found}, order="position")
    names = bureau.names({one["person"] for one in written} | {row["handling"] for row in found})
    authors: dict[str, list[str]] = {row["id"]: [] for row in found}
    for one in written:
        authors[one["manuscript"]].append(names.get(one["person"], one["person"]))
    return tuple(
        Line(
            row, title(row, bureau.asked.language), tuple(authors[row["id"]]), names.get(row["handling"], ""),
            late(row["due"], bureau.desk.now),
        )
        for row in found
    )  # fmt: skip


LINE = (
    Field("id", Bilingual("稿号", "id"), lambda line: line.row["id"]),
    Field("state", Bilingual("状态", "state"), lambda line: state_of(line.row)),
    Field("since", Bilingual("自", "since"), lambda line: day(line.row["since"])),
    Field("due", Bilingual("期限", "due"), lambda line: day(line.row["due"])),
    Field("late", Bilingual("逾期", "late"), lambda line: lateness(line.late)),
    Field("column", Bilingual("栏目", "column"), lambda line: line.row["column"]),
    Field("handling", Bilingual("责任编辑", "handled by"), lambda line: line.handling or None),
    Field("authors", Bilingual("作者", "authors"), lambda line: line.authors),
    Field("title", Bilingual("题名", "title"), lambda line: line.title),
)

# ---------------------------------------------------------------- a record


@dataclass(frozen=True)
class Record:
    """A manuscript with all that belongs to it, as far as `view` goes."""

    row: Mapping[str, Any]
    view: View
    now: dt.datetime
    facts: Facts
    names: Mapping[str, str]
    authors: tuple[Mapping[str, Any], ...]
    files: tuple[Mapping[str, Any], ...]
    reviews: tuple[Mapping[str, Any], ...]
    signatures: tuple[Mapping[str, Any], ...]
    similarity: tuple[Mapping[str, Any], ...]
    alike: tuple[Mapping[str, Any], ...]
    policies: Policies
    gates: tuple[Mapping[str, Any], ...]
    conflicts: tuple[Mapping[str, Any], ...]
    notes: tuple[Mapping[str, Any], ...]
    openings: tuple[Opening, ...]
    doubts: tuple[Bilingual, ...] = ()  # whether the article holds the accepted text

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags hung on it."""
        return tuple(one["tag"] for one in self.notes if one["tag"] and not one["text"])


def record(bureau: Bureau, row: Mapping[str, Any], view: View) -> Record:
    """Gather a record, and leave out what this view does not reach."""
    from journal.office import similarity
    from journal.office.access import View
    from journal.office.outlook import openings

    books, desk, id = bureau.books, bureau.desk, row["id"]
    facts, found = openings(books, row, desk.who, desk.policies, desk.at)
    whole = view is View.WHOLE
    reviews = [one for one in books.all("review", manuscript=id, order="id") if whole or mine(bureau, one)]
    signatures = books.all("signature", manuscript=id, order="id") if whole else []
    authors = books.all("authorship", manuscript=id, order="position") if view is not View.REFEREE else []
    notes = books.all("note", manuscript=id, order="id") if whole else []
    conflicts = books.all("conflict", manuscript=id) if whole else []
    files = visible_files(bureau, row, view)
    names = bureau.names(
        {one["person"] for one in (*reviews, *signatures, *authors, *conflicts)}
        | {one["by"] for one in (*files, *notes)}
        | {person for one in found for person in one.persons}
        | {row["handling"]}
    )
    return Record(
        row, view, desk.now, facts, names, tuple(authors), tuple(files), tuple(reviews) if view is not View.MAKING else (),
        tuple(signatures), tuple(books.all("similarity", manuscript=id, order="id")) if whole else (),
        tuple(similarity.of(books, bureau.sight, [row])) if whole else (), desk.policies,
        tuple(books.all("gate", manuscript=id)) if whole else (), tuple(conflicts), tuple(notes),
        *_checked(bureau, row, found if whole else tuple(one for one in found if one.mine), whole),
    )  # fmt: skip


def _checked(
    bureau: Bureau, row: Mapping[str, Any], openings: tuple[Opening, ...], whole: bool
) -> tuple[tuple[Opening, ...], tuple[Bilingual, ...]]:
    """What can be done, and what is doubtful, after a look at the article: without its text nothing is released."""
    from journal.commands import accepted_text, pressed
    from journal.office.workflow import PROOFS, Action, State

    if not whole or row["state"] not in (State.READY, *PROOFS, State.SIGNED):
        return openings, ()
    try:
        reason = accepted_text.missing(bureau.asked, row)
        changed = pressed.doubt(bureau, row) if row["state"] == State.SIGNED else None
        doubts = (*accepted_text.doubts(bureau, row), *filter(None, (changed,)))
    except JournalError as error:
        reason, doubts = Bilingual(error.say("zh"), error.say("en")), ()
    if reason is None or not bureau.desk.policies.text_required:
        return openings, doubts
    return (
        tuple(
            dataclasses.replace(one, persons=(), mine=False, hindrance=one.hindrance or reason)
            if one.action is Action.RELEASE
            else one
            for one in openings
        ),
        (reason, *doubts),
    )


def mine(bureau: Bureau, row: Mapping[str, Any]) -> bool:
    """Whether this review is of the person who acts, or whom they act for."""
    return str(row["person"]) == (bureau.desk.who.on_behalf or bureau.desk.who.person)


def visible_files(bureau: Bureau, row: Mapping[str, Any], view: View) -> list[dict[str, Any]]:
    """The files that this view reaches: a referee sees the anonymous copy, an author what they sent themselves."""
    from journal.office.access import View

    found = [one for one in bureau.books.all("file", manuscript=row["id"], order="id") if not one["forgotten"]]
    own = bureau.desk.who.persons
    match view:
        case View.WHOLE:
            return found
        case View.MAKING:
            return [one for one in found if one["purpose"] in ("text", "figure", "translation", "funding", "proof")]
        case View.AUTHOR:
            return [
                one for one in found if one["by"] in own or one["purpose"] in ("text", "figure", "response", "proof")
            ]
    return [_nameless(one) for one in found if one["purpose"] == "anonymous" or one["by"] in own]


def _nameless(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "by": "", "note": ""}


def round_status(facts: Facts) -> Bilingual | None:
    """Where the review stands, computed from the reports."""
    round_ = facts.round
    if round_ is None:
        return None
    wanted = facts.wanted
    return Bilingual(
        f"第{round_.number}轮：须{wanted}份，已到{round_.reports}份，待到{round_.pending}份",
        f"round {round_.number}: {round_.reports} of {wanted} reports in, {round_.pending} to come",
    )


def _missing(record: Record) -> tuple[Bilingual, ...] | None:
    """What is asked for before release; once the manuscript is accepted, and for whoever sees it whole."""
    from journal.office.access import ACCEPTED
    from journal.office.workflow import CHECKLIST, GATES

    facts = record.facts
    if not _is_whole(record) or facts.state not in ACCEPTED:
        return None
    return tuple(
        [CHECKLIST[name] for name in CHECKLIST if name in facts.missing]
        + [GATES[name] for name in GATES if name in facts.gates_open]
    )


def _agreed(record: Record) -> dt.date | None:
    came = day(record.row["submitted"])
    return came + dt.timedelta(days=record.row["agreed_days"]) if came else None


def _review_status(record: Record, one: Mapping[str, Any]) -> Bilingual:
    from journal.office.records import instant
    from journal.office.review import STATUSES, status

    return STATUSES[status(one, instant(record.now))]


def _owing(record: Record) -> tuple[Role, str] | None:
    """Whose turn it is, and what comes next; of a closed manuscript, and while referees are at work, no step."""
    from journal.office.waiting import owing
    from journal.office.workflow import Role, State

    if not record.row["waits_for"]:
        return None
    round_ = record.facts.round
    if record.facts.state is State.IN_REVIEW and round_ and round_.pending:
        return Role.REVIEWER, ""
    return owing(record.row, record.facts)


def _waits(record: Record) -> Bilingual | None:
    from journal.office.workflow import ROLES

    owed = _owing(record)
    return ROLES[owed[0]] if owed else None


def _next(record: Record) -> str | None:
    owed = _owing(record) if _is_whole(record) else None
    return next_command(owed[1], record.row) if owed and owed[1] else None


def _recommendation(one: Mapping[str, Any]) -> Bilingual | None:
    from journal.office.review import RECOMMENDATIONS

    return RECOMMENDATIONS.get(one["recommendation"])


def _reading(one: Mapping[str, Any]) -> Bilingual:
    from journal.office.workflow import READINGS, Reading

    return READINGS[Reading(one["reading"])]


def _stage(one: Mapping[str, Any]) -> Bilingual | None:
    from journal.office.workflow import STAGES

    return STAGES.get(one["stage"])


def _over(record: Record, one: Mapping[str, Any]) -> tuple[Bilingual, ...] | None:
    from journal.office.policy import over

    return tuple(over(record.policies, one)) or None


def _named(record: Record, id: str) -> str:
    return record.names.get(id, id)


AUTHORS = (
    Field("person", Bilingual("作者", "author"), lambda pair: pair[1]["person"]),
    Field("name", Bilingual("姓名", "name"), lambda pair: _named(pair[0], pair[1]["person"])),
    Field("corresponding", Bilingual("通讯作者", "corresponding"), lambda pair: pair[1]["corresponding"]),
)
FILES = (
    Field("number", Bilingual("文件", "file"), lambda pair: pair[1]["id"]),
    Field("purpose", Bilingual("用途", "purpose"), lambda pair: PURPOSES.get(pair[1]["purpose"], pair[1]["purpose"])),
    Field("text", Bilingual("稿次", "version"), lambda pair: pair[1]["text"]),
    Field("language", Bilingual("语言", "language"), lambda pair: pair[1]["language"] or None),
    Field("name", Bilingual("原名", "name"), lambda pair: pair[1]["name"]),
    Field("size", Bilingual("字节", "bytes"), lambda pair: pair[1]["size"]),
    Field("at", Bilingual("日期", "date"), lambda pair: day(pair[1]["at"])),
    Field("sha256", Bilingual("sha256", "sha256"), lambda pair: pair[1]["sha256"][:12]),
)
REVIEWS = (
    Field("number", Bilingual("审稿", "review"), lambda pair: pair[1]["id"]),
    Field("round", Bilingual("轮次", "round"), lambda pair: pair[1]["round"]),
    Field("referee", Bilingual("审稿人", "referee"), lambda pair: _named(pair[0], pair[1]["person"])),
    Field("status", Bilingual("状态", "status"), lambda pair: _review_status(pair[0], pair[1])),
    Field("due", Bilingual("期限", "due"), lambda pair: day(pair[1]["due"])),
    Field("recommendation", Bilingual("结论", "recommendation"), lambda pair: _recommendation(pair[1])),
)
SIGNATURES = (
    Field("reading", Bilingual("审次", "reading"), lambda pair: _reading(pair[1])),
    Field("person", Bilingual("签字人", "signed by"), lambda pair: _named(pair[0], pair[1]["person"])),
    Field("favourable", Bilingual("同意", "favourable"), lambda pair: pair[1]["favourable"]),
    Field("at", Bilingual("日期", "date"), lambda pair: day(pair[1]["at"])),
    Field("void", Bilingual("作废", "void"), lambda pair: day(pair[1]["void"])),
    Field("text", Bilingual("稿次", "version"), lambda pair: pair[1]["text"]),
    Field("opinion", Bilingual("意见", "opinion"), lambda pair: pair[1]["opinion"]),
)
SIMILARITY = (
    Field("system", Bilingual("查重系统", "similarity by"), lambda pair: pair[1]["system"]),
    Field("date", Bilingual("日期", "date"), lambda pair: pair[1]["date"]),
    Field("text", Bilingual("稿次", "version"), lambda pair: pair[1]["text"]),
    Field("total", Bilingual("总文字复制比", "total"), lambda pair: pair[1]["total"]),
    Field(
        "without_quotations", Bilingual("去除引用", "without quotations"), lambda pair: pair[1]["without_quotations"]
    ),
    Field("without_own", Bilingual("去除本人已发表", "without own"), lambda pair: pair[1]["without_own"]),
    Field("stage", Bilingual("何时", "when"), lambda pair: _stage(pair[1])),
    Field("over", Bilingual("超限", "over the limits"), lambda pair: _over(pair[0], pair[1])),
    Field("waiver", Bilingual("放行理由", "let pass because"), lambda pair: pair[1]["waiver"] or None),
)
ALIKE = (
    Field("source", Bilingual("与本刊的", "is like"), lambda pair: pair[1]["source"]),
    Field("how", Bilingual("如何", "in what"), lambda pair: likeness.kind(pair[1])),
    Field("share", Bilingual("占其文字", "of the text"), lambda pair: likeness.percent(pair[1])),
    Field("text", Bilingual("稿次", "version"), lambda pair: pair[1]["text"]),
)
NOTES = (
    Field("at", Bilingual("备注", "note"), lambda pair: day(pair[1]["at"])),
    Field("by", Bilingual("何人", "by"), lambda pair: _named(pair[0], pair[1]["by"])),
    Field("text", Bilingual("内容", "text"), lambda pair: pair[1]["text"]),
)
CONFLICTS = (
    Field("person", Bilingual("回避", "conflict"), lambda pair: _named(pair[0], pair[1]["person"])),
    Field("reason", Bilingual("理由", "reason"), lambda pair: pair[1]["reason"]),
    Field("waiver", Bilingual("豁免", "waived because"), lambda pair: pair[1]["waiver"] or None),
)
POSSIBLE = (
    Field("action", Bilingual("现在可办", "possible now"), lambda pair: str(pair[1].action)),
    Field("what", Bilingual("事项", "what"), lambda pair: _action(pair[1])),
    Field("by", Bilingual("可办者", "who can"), lambda pair: tuple(_named(pair[0], one) for one in pair[1].persons)),
    Field("mine", Bilingual("您可办", "you can"), lambda pair: pair[1].mine),
    Field("next", Bilingual("之后", "then"), lambda pair: _next_state(pair[1])),
    Field("command", Bilingual("命令", "command"), lambda pair: command(pair[1].action, pair[0].row)),
)
IMPOSSIBLE = (
    Field("action", Bilingual("尚不可办", "not yet"), lambda pair: str(pair[1].action)),
    Field("what", Bilingual("事项", "what"), lambda pair: _action(pair[1])),
    Field("roles", Bilingual("由谁办", "takes"), lambda pair: _roles(pair[1])),
    Field("next", Bilingual("之后", "then"), lambda pair: _next_state(pair[1])),
    Field("hindrance", Bilingual("何以不能", "why not"), lambda pair: pair[1].hindrance),
)


def _action(opening: Opening) -> Bilingual:
    from journal.office.workflow import ACTIONS

    return ACTIONS[opening.action]


def _roles(opening: Opening) -> tuple[Bilingual, ...]:
    from journal.office.workflow import ROLES, Role

    return tuple(ROLES[role] for role in Role if role in opening.roles)


def _next_state(opening: Opening) -> Bilingual:
    from journal.office.workflow import STATES

    return STATES[opening.next]


def _pairs(record: Record, name: str) -> list[tuple[Record, Any]]:
    return [(record, one) for one in getattr(record, name)]


def _open(record: Record, possible: bool) -> list[tuple[Record, Any]]:
    found = [one for one in record.openings if (one.mine or bool(one.persons)) is possible]
    return [(record, one) for one in found]


def _handled(record: Record) -> str | None:
    from journal.office.access import View

    return _named(record, record.row["handling"]) or None if record.view in (View.WHOLE, View.MAKING) else None


def _round(record: Record) -> Bilingual | None:
    return round_status(record.facts) if _is_whole(record) else None


def _own_first(record: Record, name: str) -> Mapping[str, Any] | None:
    """What the manuscript says in each language, its own language before the others."""
    said: Mapping[str, Any] = record.row[name]
    return {tag: said[tag] for tag in sorted(said, key=lambda tag: (tag != record.row["language"], tag))} or None


def _is_whole(record: Record) -> bool:
    from journal.office.access import View

    return record.view is View.WHOLE


RECORD = (
    Field("id", Bilingual("稿号", "id"), lambda record: record.row["id"]),
    Field("titles", Bilingual("题名", "title"), lambda record: _own_first(record, "titles")),
    Field("abstracts", Bilingual("摘要", "abstract"), lambda record: _own_first(record, "abstracts")),
    Field("keywords", Bilingual("关键词", "keywords"), lambda record: _own_first(record, "keywords")),
    Field("column", Bilingual("栏目", "column"), lambda record: record.row["column"]),
    Field("state", Bilingual("状态", "state"), lambda record: state_of(record.row)),
    Field("article", Bilingual("文章", "article"), lambda record: record.row["article"] or None),
    Field("placed", Bilingual("排入", "placed in"), lambda record: record.row["placed"] or None),
    Field("online", Bilingual("网络首发", "online since"), lambda record: day(record.row["online"])),
    Field("round", Bilingual("外审", "review"), _round),
    Field("waits", Bilingual("等待", "waits for"), _waits),
    Field("next", Bilingual("下一步", "next"), _next),
    Field("since", Bilingual("自", "since"), lambda record: day(record.row["since"])),
    Field("due", Bilingual("期限", "due"), lambda record: day(record.row["due"])),
    Field("late", Bilingual("逾期", "late"), lambda record: lateness(late(record.row["due"], record.now))),
    Field("submitted", Bilingual("收稿", "received"), lambda record: day(record.row["submitted"])),
    Field("agreed", Bilingual("约定答复期限", "answer agreed by"), _agreed),
    Field("handling", Bilingual("责任编辑", "handled by"), _handled),
    Field("text", Bilingual("稿次", "version of the text"), lambda record: record.row["text"]),
    Field("version", Bilingual("记录版次", "record"), lambda record: record.row["version"]),
    Field("tags", Bilingual("标签", "tags"), lambda record: record.tags or None),
    Field("missing", Bilingual("齐清定尚缺", "not there yet"), lambda record: _missing(record) if record.signatures else None),
    Field("doubts", Bilingual("提醒", "warnings"), lambda record: record.doubts or None),
    Field("authors", Bilingual("作者", "authors"), lambda record: _pairs(record, "authors"), AUTHORS),
    Field("files", Bilingual("文件", "files"), lambda record: _pairs(record, "files"), FILES),
    Field("reviews", Bilingual("审稿", "reviews"), lambda record: _pairs(record, "reviews"), REVIEWS),
    Field("signatures", Bilingual("三审", "readings"), lambda record: _pairs(record, "signatures"), SIGNATURES),
    Field("similarity", Bilingual("查重", "similarity"), lambda record: _pairs(record, "similarity"), SIMILARITY),
    Field("alike", Bilingual("与本刊文稿比对", "likenesses"), lambda record: _pairs(record, "alike"), ALIKE),
    Field("conflicts", Bilingual("回避", "conflicts"), lambda record: _pairs(record, "conflicts"), CONFLICTS),
    Field("notes", Bilingual("备注", "notes"), lambda record: [(record, one) for one in record.notes if one["text"]], NOTES),
    Field("possible", Bilingual("可办", "possible"), lambda record: _open(record, True), POSSIBLE),
    Field("impossible", Bilingual("不可办", "impossible"), lambda record: _open(record, False), IMPOSSIBLE),
)  # fmt: skip


# ---------------------------------------------------------------- what to type


def next_command(step: str, row: Mapping[str, Any]) -> str:
    """The command for what `waiting.owing` names."""
    from journal.office.waiting import BLIND, GATE, INVITE, ITEM, LOOK, PROOF_STEPS, SETTLE, SIMILARITY, TRANSLATION

    id = row["id"]
    word, _, about = step.partition(" ")
    known = {
        BLIND: f"journal manuscript blind {id}",
        INVITE: f"journal review invite {id} PERSON",
        LOOK: f"journal manuscript show {id}",
        TRANSLATION: f"journal manuscript file {id} translation.LANG=FILE",
        ITEM: f"journal manuscript item {id} {about}",
        GATE: f"journal manuscript gate {id} {about} --needed|--not-needed",
        SIMILARITY: f"journal manuscript similarity {id} --system NAME --date DAY --total PERCENT",
        PROOF_STEPS["sent"]: f"journal proof send {id}",
        PROOF_STEPS["returned"]: f"journal proof return {id} --corrections N",
        PROOF_STEPS["counted"]: f"journal proof count {id} --errors N --characters N",
        SETTLE: f"journal proof settle {id}",
    }
    return known.get(word) or command(step, row)


def command(action: str, row: Mapping[str, Any]) -> str:
    """The command that does an action to a manuscript."""
    from journal.commands.issued import publishing_command
    from journal.office.workflow import SIGNS, Action

    id = row["id"]
    if action in (Action.PUBLISH, Action.PUBLISH_ONLINE):
        return publishing_command(action, row)
    known = {
        Action.ASSIGN: f"assign {id} PERSON",
        Action.REVISE: f"revise {id} --file text=FILE --answers FILE",
        Action.WITHDRAW: f"withdraw {id}",
        Action.TRANSFER: f"decide {id} transfer --column COLUMN",
        Action.PLACE: f"decide {id} place --issue ISSUE",
        Action.RETRACT: f"decide {id} retract --note-file FILE",
    }
    note = " --note-file FILE" if action in SIGNS else ""
    return f"journal manuscript {known.get(Action(action), f'decide {id} {action}{note}')}"


__all__ = [
    "AUTHORS", "FILES", "LINE", "RECORD", "REVIEWS", "Line", "Record", "command", "day", "late", "lateness", "lines", "mine", "next_command",
    "record", "round_status", "state_of", "title", "visible_files",
]  # fmt: skip
