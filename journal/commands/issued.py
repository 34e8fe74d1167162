"""What the office has to say of what is published, and hears of it: signatures before, events, letters and an anchor after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from journal.commands.changes import Change
from journal.errors import Bilingual, Refused

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.commands.following import Step
    from journal.office.workflow import Action

ANCHOR = Bilingual("总账存证", "anchor the ledger")
COMMIT = Bilingual(
    '存证提交到 git 之后才算数：git add issues journal.toml && git commit -m "{what}"',
    'The anchor counts once it is in git: git add issues journal.toml && git commit -m "{what}"',
)
LETTER = Bilingual("信函", "letter")
AMENDED = "issue-amend"  # the event that an issue was amended


# ---------------------------------------------------------------- what the office has to say


def insist_on_signatures(asked: Asked, issue: str, articles: Iterable[str]) -> None:
    """Refuse to publish what the office has and nobody has signed for press; nothing, where there is no office."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return
    from journal.office.workflow import STATES, State

    with bureau.reading(asked) as open_:
        rows = open_.books.all("manuscript", article=set(articles), order="id")
    wrong = [row for row in rows if row["state"] not in (State.SIGNED, State.PUBLISHED, State.RETRACTED)]
    if wrong:
        states = [(row["id"], STATES[State(row["state"])]) for row in wrong]
        raise Refused(
            Bilingual(
                f"{issue} 中有稿件尚未签字付印：" + "、".join(f"{id}（{state.zh}）" for id, state in states) + "。",
                f"{issue} holds what nobody has signed for press: "
                + ", ".join(f"{id} ({state.en})" for id, state in states)
                + ".",
            ),
            Bilingual("请先办完：journal manuscript show。", "Finish it first: journal manuscript show"),
        )


def insist_on_office(asked: Asked) -> None:
    """Let only those who run the office amend what is published; NoRight. Without an office anybody may."""
    from journal.commands import bureau

    if bureau.is_there(asked):
        from journal.office import register

        with bureau.reading(asked) as open_:
            register.insist_office(open_.desk, Bilingual("修订已出版的一期", "amend a published issue"))


def insist_on_lock(asked: Asked, row: Mapping[str, Any], action: Action) -> None:
    """Refuse to call published what is not: an article of issues/ is so when a lock fixes it, and then the office hears of it."""
    from journal.office.workflow import Action

    if action not in (Action.PUBLISH, Action.PUBLISH_ONLINE) or not row["article"]:
        return
    snapshot = asked.read().snapshot
    locks = [issue.lock for issue in snapshot.issues if issue.lock]
    if action is Action.PUBLISH_ONLINE and snapshot.online:
        locks.append(snapshot.online)
    if not any(lock.article(row["article"]) for lock in locks):
        command = publishing_command(action, row)
        raise Refused(
            Bilingual(f"{row['article']} 在 issues/ 中尚未出版。", f"{row['article']} is not published in issues/."),
            Bilingual(f"请用 {command}，编辑部随之记录。", f"Type {command}; the office hears of it."),
        )


def publishing_command(action: str, row: Mapping[str, Any]) -> str:
    """The command that publishes a manuscript's article."""
    from journal.office.workflow import Action

    if action == Action.PUBLISH:
        return f"journal issue publish {row['placed'] or 'ISSUE'}"
    return f"journal article publish {row['article'] or 'ARTICLE'} --online"


def left_out(asked: Asked, issue: str, articles: Iterable[str]) -> tuple[str, ...]:
    """The manuscripts that the office has placed in an issue in whose make-up they do not stand."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return ()
    from journal.office.workflow import IN_PRODUCTION

    known = set(articles)
    with bureau.reading(asked) as open_:
        rows = open_.books.all("manuscript", placed=issue, state=set(IN_PRODUCTION), order="id")
        return tuple(row["id"] for row in open_.sight.among(rows) if row["article"] not in known)


# ---------------------------------------------------------------- what it hears


def published(asked: Asked, issue: str, articles: Iterable[str]) -> tuple[Change, ...]:
    """Tell the office that an issue is out: its manuscripts are published, and the ledger's head is anchored in git."""
    known = set(articles)
    return (*rehearsed(asked, lambda open_: _out(open_, issue, known)), *anchored(asked, issue))


def _out(open_: Bureau, issue: str, articles: set[str]) -> None:
    from journal.office import editorial
    from journal.office.workflow import Action, State

    for row in open_.books.all("manuscript", article=articles, state=State.SIGNED, order="id"):
        if row["placed"] != issue:
            editorial.act(open_.desk, row["id"], Action.PLACE, issue=issue)
        editorial.act(open_.desk, row["id"], Action.PUBLISH)


def amended(asked: Asked, issue: str, articles: Iterable[str], data: dict[str, Any]) -> tuple[Change, ...]:
    """Tell the office that a published issue was amended, with what came out only now; `data` says of the lock which it is."""
    known = set(articles)

    def tell(open_: Bureau) -> None:
        from journal.office import editorial

        if not any(event.data == data for event in open_.books.events(kind=AMENDED)):
            editorial.record(open_.desk, AMENDED, "", data)
        _out(open_, issue, known)

    return (*rehearsed(asked, tell), *anchored(asked, f"{issue} {data['changed']}"))


def placed(asked: Asked, article: str, issue: str) -> tuple[Change, ...]:
    """Tell the office in which issue an article stands now; OwnPaper, NotYours, NotAllowed."""

    def tell(open_: Bureau) -> None:
        from journal.office import editorial
        from journal.office.workflow import Action

        for row in open_.books.all("manuscript", article=article):
            if row["placed"] != issue:
                open_.to_act(row["id"], Action.PLACE)
                editorial.act(open_.desk, row["id"], Action.PLACE, issue=issue)

    return rehearsed(asked, tell)


def online(asked: Asked, article: str) -> tuple[Change, ...]:
    """Tell the office that an article is out online; OwnPaper, NotYours, NotAllowed while it is not signed for press."""

    def tell(open_: Bureau) -> None:
        from journal.office import editorial
        from journal.office.workflow import Action

        for row in open_.books.all("manuscript", article=article):
            if not row["online"]:
                open_.to_act(row["id"], Action.PUBLISH_ONLINE)
                editorial.act(open_.desk, row["id"], Action.PUBLISH_ONLINE)

    return (*rehearsed(asked, tell), *anchored(asked, article))


def rehearsed(asked: Asked, act: Callable[[Bureau], None]) -> tuple[Change, ...]:
    """What an act would do in the office, tried and taken back, as changes of which the first does it; none without an office.

    So what the office refuses is refused before a file is touched; and once the act is done, there is none.
    """
    from journal.commands import bureau, following

    if not bureau.is_there(asked):
        return ()
    with bureau.acting(asked, True, silent=True) as open_:
        before = following.marks(open_.books)
        act(open_)
        steps = following.since(open_, before)

    def carry_out() -> None:
        with bureau.acting(asked, False, silent=True) as now_open:
            act(now_open)

    return tuple(_said(steps, carry_out))


def _said(steps: Iterable[Step], carry_out: Callable[[], object]) -> Iterator[Change]:
    from journal.commands.acts import kind

    for number, step in enumerate(steps):
        what = LETTER if step.what == "letter" else kind(step.kind)
        said = f"{step.subject} → {step.about}" if step.what == "letter" else step.manuscript or str(step.data["issue"])
        yield Change(what, said, (lambda: None) if number else carry_out)


def anchored(asked: Asked, what: str) -> tuple[Change, ...]:
    """The ledger's head anchored in git for something that is published; nothing, if it was."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return ()
    from journal.office import anchors

    file = asked.home / "issues" / anchors.FILE

    def carry_out() -> None:
        with bureau.reading(asked) as open_:
            anchors.append(file, open_.books, open_.desk.at, what)
        asked.tell(COMMIT.format(what=what))

    known = any(anchor.what == what for anchor in anchors.read(file))
    return () if known else (Change(ANCHOR, f"issues/{anchors.FILE}", carry_out),)


__all__ = [
    "AMENDED", "amended", "anchored", "insist_on_lock", "insist_on_office", "insist_on_signatures", "left_out", "online", "placed", "published", "publishing_command",
    "rehearsed",
]  # fmt: skip
