"""`journal manuscript`: from a manuscript's arrival to its place in an issue, each step by whoever may do it."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.attachments import ATTACHMENT, PURPOSES, Attachment, data_of
from journal.commands.changes import carry_out, dry_run
from journal.commands.display import display
from journal.commands.dossiers import FILES, LINE, RECORD
from journal.commands.front_matter import FILE
from journal.commands.init import PAIR
from journal.commands.named import DAY
from journal.commands.spoken import Reads, argument, noun, one_of, option, whole
from journal.commands.written import TEXT_SAID, note_of, percent
from journal.errors import FINDINGS, Bilingual, Misused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from journal.acceptance import Begun
    from journal.commands.bureau import Bureau
    from journal.commands.changes import Change
    from journal.commands.submission import Form
    from journal.ids import IssueId, Language
    from journal.office.editorial import Author, Upload
    from journal.office.workflow import Action

RETRACTED = Bilingual(
    "编辑部已记录撤销；对外须在以后某期刊登撤稿启事，已出版的文件不动。",
    "The office has recorded it. The world is told by a notice of retraction in a later issue; what is published stays.",
)
ID_SAID = Bilingual("稿号，如 2026-0123", "the manuscript's number, like 2026-0123")
PERSON_SAID = Bilingual("人：编号、用户名、邮箱或姓名", "a person: id, login, address or name")


@noun(
    "manuscript",
    said=Bilingual("稿件：收稿、审读、退修、录用、发排。", "Manuscripts: received, read, revised, accepted, released."),
)
def manuscript() -> None:
    """The noun."""


id_argument = argument("id", metavar="MANUSCRIPT", said=ID_SAID)
based_on = option(
    "--based-on",
    type=whole(),
    said=Bilingual("所见的记录版次；其间有人改动则拒绝", "the record you saw; refused if somebody changed it since"),
)
note_option = option("--note", said=Bilingual("意见或备注", "the opinion, or a note"))
note_file = option(
    "--note-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("从文件读取意见", "the opinion, from a file"),
)

titles_option = option(
    "--title", "titles", type=PAIR, multiple=True, said=Bilingual("题名（每种语言一个）", "title (one a language)")
)
abstracts_option = option("--abstract", "abstracts", type=PAIR, multiple=True, said=Bilingual("摘要", "abstract"))
keywords_option = option(
    "--keywords", "keywords", type=PAIR, multiple=True, said=Bilingual("关键词，以；分隔", "keywords, split by ;")
)
authors_option = option(
    "--author",
    "authors",
    multiple=True,
    metavar="PERSON",
    said=Bilingual("已登记的作者，按署名顺序", "a registered author, in order"),
)

# ---------------------------------------------------------------- submit


@manuscript.verb(
    "submit",
    said=Bilingual("收稿：登记稿件与作者，给出稿号与回执。", "Take in a manuscript; its number and receipt."),
    more=Bilingual(
        "内容来自 --form 表（TOML，--example 给出样例）与选项；两处都有时以选项为准，文件则合在一起。",
        "From a --form (TOML; --example shows one) and from options: the option counts, files are joined.",
    ),
)
@option(
    "--form", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("投稿表", "the form of the submission")
)
@option("--example", is_flag=True, said=Bilingual("显示投稿表样例", "show a form to fill in"))
@titles_option
@abstracts_option
@keywords_option
@authors_option
@option("--column", metavar="COLUMN", said=Bilingual("栏目", "the column"))
@option("--language", type=named.EDITION, said=Bilingual("正文语言", "language of the text"))
@option("--file", "files", type=ATTACHMENT, multiple=True, said=Bilingual("文件及其用途", "a file and what it is for"))
@option("--received", type=DAY, said=Bilingual("收稿日（默认：现在）", "day of receipt (default: now)"))
@option(
    "--commission",
    type=whole(1, 999_999_999),
    said=Bilingual("此稿为第几号约稿（topic show 列出）", "the commission that it answers (from topic show)"),
)
@dry_run
@asking
def submit(
    asked: Asked, dry_run: bool, form: Path | None, example: bool, received: dt.date | None, **said: Any
) -> None:
    """A new manuscript with its authors and files."""
    from journal.commands import bureau, submission

    if example:
        print(submission.EXAMPLE, end="")
        return
    read = submission.read(form) if form else submission.Form()
    with bureau.acting(asked, dry_run) as open_:
        _submit(open_, read, said, received)


def _submit(bureau: Bureau, form: Form, said: Mapping[str, Any], received: dt.date | None) -> None:
    from journal.commands import front_matter, likeness, submission
    from journal.office import commissions, editorial

    files = (*form.files, *said["files"])
    titles = {**form.titles, **_by_language(said["titles"])}
    if not titles:
        raise Misused(Bilingual("请给出题名：--title zh=题名。", "Give the title: --title en=TITLE."))
    people = [{"person": one} for one in said["authors"]] or form.authors
    column = said["column"] or form.column or _column_of(bureau, said["commission"]) or _only_column(bureau)
    keywords = {tongue: front_matter.split(text) for tongue, text in _by_language(said["keywords"]).items()}
    id = editorial.submit(
        bureau.desk,
        titles,
        named.column(bureau.about, column),
        str(said["language"] or form.language or bureau.about.languages[0]),
        _authors(bureau, submission.authors(bureau, people)),
        taken_in(bureau, files),
        abstracts={**form.abstracts, **_by_language(said["abstracts"])},
        keywords={**form.keywords, **keywords},
        kind=form.kind,
        more=form.more,
        submitted=_noon(received) if received else None,
    )
    if said["commission"]:
        commissions.received(bureau.desk, said["commission"], id)
    likeness.of_attachments(bureau, id, files)


def _only_column(bureau: Bureau) -> str:
    """The journal's column, if it has but one; else Misused lists them, since the first would be a guess."""
    columns = bureau.about.columns
    if len(columns) == 1:
        return columns[0].id
    listed = [
        Bilingual(f"{one.id}（{one.titles.best('zh')}）", f"{one.id} ({one.titles.best('en')})") for one in columns
    ]
    raise Misused(
        Bilingual(
            "请用 --column 给出栏目：" + "；".join(one.zh for one in listed) + "。",
            "Give the column with --column: " + "; ".join(one.en for one in listed) + ".",
        )
    )


def _column_of(bureau: Bureau, commission: int | None) -> str:
    """The column of the topic on which a paper was asked for."""
    from journal.office.commissions import column_of

    return column_of(bureau.books, commission) if commission else ""


def _authors(bureau: Bureau, authors: list[Author]) -> list[Author]:
    """An editor submits for anybody, somebody else only what they wrote."""
    from journal.office.editorial import NoRight

    if not bureau.sight.of_office and not any(one.person in bureau.desk.who.persons for one in authors):
        what = Bilingual("代人投稿", "submit for others")
        raise NoRight(
            bureau.desk.who.person, what, Bilingual("须由编辑或作者本人办理", "it takes an editor or an author")
        )
    return authors


def _by_language(pairs: Iterable[tuple[Language, str]]) -> dict[str, str]:
    return {str(language): text for language, text in pairs}


def _noon(day: dt.date) -> dt.datetime:
    """A day without an hour: its beginning where the office is."""
    return dt.datetime.combine(day, dt.time()).astimezone()


def taken_in(bureau: Bureau, files: Sequence[Attachment]) -> list[Upload]:
    """Every file is looked into before one is kept; Misused for two of one name, which nobody could tell apart."""
    names = [(one.purpose, one.language, one.path.name) for one in files]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Misused(Bilingual(f"两份文件同名：“{twice[2]}”。", f"Two files are called “{twice[2]}”."))
    read = [(one, data_of(one)) for one in files]
    return [bureau.take_in(one.purpose, one.path.name, data, one.language) for one, data in read]


# ---------------------------------------------------------------- list, show, history


@manuscript.verb(
    "list", said=Bilingual("列出稿件（默认：未办结的）。", "List manuscripts (default: those that are open).")
)
@argument(
    "text",
    required=False,
    metavar="[TEXT]",
    said=Bilingual("题名或作者中的文字，可用拼音", "a part of a title or an author's name; pinyin too"),
)
@option("--state", "states", multiple=True, metavar="STATE", said=Bilingual("状态", "in this state"))
@option("--column", metavar="COLUMN", said=Bilingual("栏目", "of this column"))
@option("--person", metavar="PERSON", said=Bilingual("此人处理或撰写的", "that this person handles or wrote"))
@option("--tag", metavar="TAG", said=Bilingual("带此标签的", "with this tag"))
@option("--all", "everything", is_flag=True, said=Bilingual("含已办结的", "closed ones too"))
@asking
def listed(asked: Asked, text: str | None, **wanted: Any) -> None:
    """The manuscripts that the person may see."""
    from journal.commands import bureau, dossiers

    with bureau.reading(asked) as open_:
        display(asked, dossiers.lines(open_, _wanted(open_, text, **wanted)), LINE)


def _wanted(
    bureau: Bureau,
    text: str | None,
    states: tuple[str, ...],
    column: str | None,
    person: str | None,
    tag: str | None,
    everything: bool,
) -> list[Mapping[str, Any]]:
    from journal.office.access import View
    from journal.office.search import folded
    from journal.office.workflow import CLOSED, State

    where: dict[str, Any] = {"column": named.column(bureau.about, column)} if column else {}
    if states:
        where["state"] = {_state(one) for one in states}
    elif not everything and not text:
        where["state"] = set(State) - CLOSED
    if tag:
        where["id"] = {one["manuscript"] for one in bureau.books.all("note", tag=tag, text="")}
    rows: list[Any] = bureau.books.all("manuscript", order="id", **where)
    if text:
        rows = [row for row in rows if folded(text) in row["search"] or text == row["id"]]
    if person:
        who = bureau.person(person)
        wrote = {one["manuscript"] for one in bureau.books.all("authorship", person=who)}
        rows = [row for row in rows if row["handling"] == who or row["id"] in wrote]
    return bureau.sight.among(rows, View.WHOLE, View.MAKING, View.AUTHOR)


def _state(name: str) -> str:
    from journal.office.workflow import State

    if name not in set(State):
        raise named.unknown(name, State)
    return name


@manuscript.verb(
    "show",
    said=Bilingual("一篇稿件的全部记录，与现在谁可办什么。", "A manuscript's record, and who can do what now."),
    more=Bilingual(
        "外审状态由审稿意见算出。作者本人兼任编辑的，不能查阅自己稿件的记录。",
        "The state of the review is computed from its reports. An editor cannot read the record of their own paper.",
    ),
)
@id_argument
@asking
def show(asked: Asked, id: str) -> None:
    """The record, as far as the person may see it."""
    from journal.commands import bureau, dossiers

    with bureau.reading(asked) as open_:
        display(asked, dossiers.record(open_, *open_.record(id)), RECORD)


@manuscript.verb("history", said=Bilingual("一篇稿件的经过。", "What happened to a manuscript, in order."))
@id_argument
@asking
def history(asked: Asked, id: str) -> None:
    """The events of one manuscript."""
    from journal.commands import bureau, happened

    with bureau.reading(asked) as open_:
        open_.whole(id)
        display(asked, happened.lines(open_, open_.books.events(manuscript=id)), happened.FIELDS)


@manuscript.verb(
    "files", said=Bilingual("一篇稿件的文件；--get 取出一份。", "A manuscript's files; --get takes one out.")
)
@id_argument
@option(
    "--get",
    "number",
    type=whole(1, 999_999_999),
    said=Bilingual("取出此编号的文件", "take out the file of this number"),
)
@option("--to", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("存到何处", "where to put it"))
@asking
def files(asked: Asked, id: str, number: int | None, to: Path | None) -> None:
    """The files that the person may see."""
    from journal.commands import bureau, dossiers

    with bureau.reading(asked) as open_:
        found = dossiers.visible_files(open_, *open_.record(id))
        if number is None:
            display(asked, [(None, one) for one in found], FILES)
            return
        one = next((one for one in found if one["id"] == number), None)
        if one is None or to is None:
            raise Misused(
                Bilingual(
                    f"请给出 --to；{id} 的文件用 journal manuscript files {id} 列出。",
                    f"Give --to; for the files: journal manuscript files {id}",
                )
            )
        from journal.folder import write_bytes

        write_bytes(to, open_.files.get(one["sha256"]))


@manuscript.verb("file", said=Bilingual("为稿件存入文件。", "Add files to a manuscript."))
@id_argument
@argument(
    "attachments",
    nargs=-1,
    required=True,
    type=ATTACHMENT,
    said=Bilingual("文件及其用途", "files and what they are for"),
)
@based_on
@dry_run
@asking
def file(asked: Asked, id: str, attachments: tuple[Attachment, ...], based_on: int | None, dry_run: bool) -> None:
    """More files of the present text."""
    from journal.commands import bureau
    from journal.office import editorial
    from journal.office.access import View
    from journal.office.dossier import row

    with bureau.acting(asked, dry_run) as open_:
        open_.record(id, View.WHOLE, View.MAKING, View.AUTHOR)
        row(open_.books, id, based_on)
        for upload in taken_in(open_, attachments):
            _insist_on_clean(upload)
            editorial.file(open_.desk, id, upload)


def _insist_on_clean(upload: Upload) -> None:
    if upload.purpose == "anonymous":
        raise Misused(
            Bilingual(
                "匿名稿由 journal manuscript blind 生成与检查。",
                "The referees' copy is made and checked by: journal manuscript blind",
            )
        )


# ---------------------------------------------------------------- its front matter


@manuscript.verb(
    "edit",
    said=Bilingual(
        "补登或更正题名、摘要、关键词、作者署名。", "Enter or correct titles, abstracts, keywords, the by-line."
    ),
    more=Bilingual(
        "未给出的不变；--author 按新的顺序列出全部作者。文章已在 issues/ 中的，还须改正 article.xml，不一致之处会列出。",
        "What is not given stays. --author lists all authors in their new order. An article.xml that says otherwise is named.",
    ),
)
@id_argument
@titles_option
@abstracts_option
@option(
    "--abstract-file",
    "abstract_files",
    type=FILE,
    multiple=True,
    said=Bilingual("从文件读取摘要", "an abstract, from a file"),
)
@keywords_option
@authors_option
@option(
    "--corresponding",
    multiple=True,
    metavar="PERSON",
    said=Bilingual("通讯作者（默认：不变）", "the corresponding author (default: as before)"),
)
@option("--note", required=True, metavar="WHY", said=Bilingual("理由", "why"))
@based_on
@dry_run
@asking
def edit(asked: Asked, id: str, note: str, based_on: int | None, dry_run: bool, **said: Any) -> None:
    """Words and by-line, each an event of its own."""
    from journal.commands import bureau, front_matter
    from journal.office.access import View

    words = front_matter.words(said)
    with bureau.acting(asked, dry_run) as open_:
        open_.record(id, View.WHOLE, View.AUTHOR)
        front_matter.edit(open_, id, words, said, note, based_on)


# ---------------------------------------------------------------- acts


def _known_action(value: str) -> Action:
    from journal.office.workflow import Action

    if value not in set(Action):
        raise named.unknown(value, Action)
    return Action(value)


ACTION = Reads("ACTION", _known_action)


@manuscript.verb("assign", said=Bilingual("分稿给责任编辑。", "Assign to a handling editor."))
@id_argument
@argument("person", metavar="PERSON", said=PERSON_SAID)
@note_option
@based_on
@dry_run
@asking
def assign(asked: Asked, id: str, person: str, note: str | None, based_on: int | None, dry_run: bool) -> None:
    """The action `assign`."""
    from journal.office.workflow import Action

    _act(asked, (id,), Action.ASSIGN, note or "", based_on, dry_run, {"person": person})


@manuscript.verb(
    "decide",
    said=Bilingual(
        "对一篇或几篇稿件办理一个事项；要么全办，要么全不办。",
        "Do an action to one manuscript or several; to all or to none.",
    ),
    more=Bilingual(
        "journal manuscript show 列出现在可办的事项。须签字的事项要附书面意见。",
        "journal manuscript show lists the actions that are possible now. One that signs needs a written opinion.",
    ),
)
@argument("ids", metavar="MANUSCRIPT", nargs=-1, required=True, said=ID_SAID)
@argument("action", metavar="ACTION", type=ACTION, said=Bilingual("事项", "the action"))
@note_option
@note_file
@option("--person", metavar="PERSON", said=Bilingual("分稿给谁", "whom to assign to"))
@option("--column", metavar="COLUMN", said=Bilingual("转到的栏目", "the column to transfer to"))
@option("--issue", type=named.ISSUE, said=Bilingual("排入的期", "the issue to place in"))
@option("--wanted", type=whole(1, 9), said=Bilingual("本轮外审人数", "how many referees the round wants"))
@option(
    "--anonymity",
    type=one_of("double-anonymous", "single-anonymous", "open"),
    said=Bilingual("本轮外审的匿名方式", "who is anonymous in the round"),
)
@based_on
@dry_run
@asking
def decide(
    asked: Asked,
    ids: tuple[str, ...],
    action: Action,
    note: str | None,
    note_file: Path | None,
    based_on: int | None,
    dry_run: bool,
    **details: Any,
) -> None:
    """Any action of the table."""
    if based_on is not None and len(ids) > 1:
        raise Misused(Bilingual("--based-on 只用于一篇稿件。", "--based-on is for one manuscript."))
    _act(asked, ids, action, note_of(note, note_file), based_on, dry_run, details)


def _act(
    asked: Asked,
    ids: Iterable[str],
    action: Action,
    note: str,
    based_on: int | None,
    dry_run: bool,
    details: Mapping[str, Any],
) -> None:
    from journal import acceptance
    from journal.commands import accepted_text, bureau, completion, issued, pressed, proofing
    from journal.office import dossier, editorial
    from journal.office.workflow import Action

    begun, placed = [], []
    doubts: list[Bilingual] = []
    with asked.alone("edit") if action is Action.PLACE else contextlib.nullcontext():
        with bureau.acting(asked, dry_run) as open_:
            for id in dict.fromkeys(ids):
                open_.to_act(id, action)
                if action in (Action.PROOF_DONE, Action.SIGN_FOR_PRESS):
                    proofing.insist(open_, dossier.row(open_.books, id))
                seal = pressed.sealed(open_, dossier.row(open_.books, id), action)
                editorial.act(open_.desk, id, action, note, based_on, printed=seal, **_details(open_, details))
                issued.insist_on_lock(asked, row := dossier.row(open_.books, id), action)
                doubts += filter(None, (pressed.told(row, seal),))
                if action is Action.RELEASE:
                    accepted_text.insist(open_, row)
                    doubts += accepted_text.doubts(open_, row)
                elif action is Action.COMPLETE:
                    doubts += completion.told(open_, id)
                elif action is Action.ACCEPT:
                    begun.append(acceptance.accept(open_.desk, asked.home, open_.about, id))
                elif action is Action.PLACE:
                    placed.append(row)
                    _stands(asked, row, details["issue"])  # what the folder refuses is refused before anything is done
        _write(asked, begun, dry_run)
        for doubt in doubts:
            asked.tell(doubt)
        for row in placed:
            for step in _stands(asked, row, details["issue"]):
                step.carry_out() if not dry_run else None
                asked.tell(Bilingual(f"{step.what.zh}：{step.path}", f"{step.what.en}: {step.path}"))
    if action is Action.RETRACT:
        asked.tell(RETRACTED)


def _stands(asked: Asked, row: Mapping[str, Any], issue: IssueId) -> tuple[Change, ...]:
    """What placing changes in issues/; an article that has no folder or text yet is placed in the office alone."""
    from journal import folder
    from journal.commands import placing

    reading = asked.read()
    placing.open_issue(reading, issue)
    if row["article"] not in folder.article_folders(asked.home):
        return ()
    return tuple(placing.stand(reading, issue, row["article"], row["column"]))


def _write(asked: Asked, begun: Iterable[Begun], dry_run: bool) -> None:
    """Write the first file of each new article, once the records are committed."""
    for one in begun:
        if one.data and (dry_run or one.write(asked.home)):
            asked.tell(
                Bilingual(
                    f"{'将写入' if dry_run else '写入'} {one.path}", f"{'to write' if dry_run else 'wrote'} {one.path}"
                )
            )


@manuscript.verb(
    "article",
    said=Bilingual(
        "把已录用的稿件转为 issues/forthcoming/ 中的文章。",
        "Make an accepted manuscript an article of issues/forthcoming/.",
    ),
    more=Bilingual(
        "录用时自动进行；中断之后再做一次即可，已有的文件从不覆盖。",
        "Acceptance does it; do it again after an interruption. A file that is there is never written over.",
    ),
)
@id_argument
@option(
    "--id",
    "article",
    metavar="ARTICLE",
    said=Bilingual("文章的标识（默认：姓氏与稿号）", "the article's id (default: surname and number)"),
)
@option(
    "--link",
    is_flag=True,
    said=Bilingual("与 issues/ 中已有的文章相连", "connect it to an article that lies in issues/"),
)
@dry_run
@asking
def article(asked: Asked, id: str, article: str | None, link: bool, dry_run: bool) -> None:
    """The door to issues/."""
    from journal import acceptance
    from journal.commands import bureau

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        begun = acceptance.accept(open_.desk, asked.home, open_.about, id, article or "", link)
    _write(asked, (begun,), dry_run)


def _details(bureau: Bureau, said: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in said.items() if value}
    if "person" in found:
        found["person"] = bureau.person(found["person"])
    if "column" in found:
        found["column"] = named.column(bureau.about, found["column"])
    return found


@manuscript.verb(
    "revise",
    said=Bilingual("交修改稿与逐条答复。", "Hand in the revision, with an answer to each point."),
    more=Bilingual(
        "--answers 是 TOML：每条意见一节 [[points]]，asked 为意见，answer 为答复。",
        "--answers is TOML: one [[points]] a point, with what was `asked` and its `answer`.",
    ),
)
@id_argument
@option(
    "--file",
    "files",
    type=ATTACHMENT,
    multiple=True,
    required=True,
    said=Bilingual("文件及其用途", "a file and what it is for"),
)
@option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    said=Bilingual("逐条答复", "the answers"),
)
@note_option
@based_on
@dry_run
@asking
def revise(
    asked: Asked,
    id: str,
    files: tuple[Attachment, ...],
    answers: Path,
    note: str | None,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """The action `revise`, with its files and answers."""
    from journal.commands import bureau, likeness
    from journal.commands.written import points_of
    from journal.office import editorial
    from journal.office.workflow import Action

    points = points_of(answers)
    with bureau.acting(asked, dry_run) as open_:
        open_.to_act(id, Action.REVISE)
        uploads = taken_in(open_, files)
        editorial.act(open_.desk, id, Action.REVISE, note or "", based_on, files=uploads, points=points)
        likeness.of_attachments(open_, id, files)


@manuscript.verb("withdraw", said=Bilingual("作者撤回稿件。", "Withdraw a manuscript, for its author."))
@id_argument
@note_option
@based_on
@dry_run
@asking
def withdraw(asked: Asked, id: str, note: str | None, based_on: int | None, dry_run: bool) -> None:
    """The action `withdraw`."""
    from journal.office.workflow import Action

    _act(asked, (id,), Action.WITHDRAW, note or "", based_on, dry_run, {})


# ---------------------------------------------------------------- the referees' copy


@manuscript.verb(
    "blind",
    said=Bilingual("生成并检查给审稿人的匿名稿。", "Make and check the referees' copy, which shows no author."),
    more=Bilingual(
        "能去掉的去掉，余下的逐条列出；尚有残留就不生成，除非写明豁免理由。引文中的作者姓名只列出。",
        "What is left of the authors is listed and blocks, unless a reason waives it; cited names are only listed.",
    ),
)
@id_argument
@option("--waive", metavar="REASON", said=Bilingual("仍要生成的理由", "why it may be sent all the same"))
@option(
    "--list",
    "only_list",
    is_flag=True,
    said=Bilingual("只列出残留的与去除的", "only list what is left and what is taken out"),
)
@based_on
@dry_run
@asking
def blind(asked: Asked, id: str, waive: str | None, only_list: bool, based_on: int | None, dry_run: bool) -> int | None:
    """Strip the text of its authors and say what that took out; what is left over blocks."""
    from journal.commands import blinding, bureau, following

    if only_list:
        with bureau.reading(asked) as open_:
            found = [one for copy in blinding.stripped(open_, open_.whole(id)) for one in copy.findings]
        display(asked, found, blinding.FINDINGS)
        return FINDINGS if any(map(blinding.blocks, found)) else 0
    with bureau.acting(asked, dry_run, silent=True) as open_:
        row, before = open_.whole(id), following.marks(open_.books)
        copies = blinding.stripped(open_, row)
        blinding.keep(open_, row, copies, waive or "", based_on)
        steps = following.since(open_, before)
    said = blinding.taken_out(row["id"], copies) if asked.json else blinding.summary(row["id"], copies)
    following.show(asked, (*steps, *said), dry_run)
    return None


# ---------------------------------------------------------------- beside the manuscript


@manuscript.verb("note", said=Bilingual("写一条备注，只有编辑能看到。", "Write a note that only editors see."))
@id_argument
@argument("text", metavar="TEXT", said=TEXT_SAID)
@dry_run
@asking
def note(asked: Asked, id: str, text: str, dry_run: bool) -> None:
    """A note beside the record."""
    from journal.commands import bureau
    from journal.office import margin

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        margin.note(open_.desk, id, text)


@manuscript.verb("tag", said=Bilingual("加标签或去标签。", "Hang a tag on manuscripts, or take it off."))
@argument("ids", metavar="MANUSCRIPT", nargs=-1, required=True, said=ID_SAID)
@argument("tag", metavar="TAG", said=Bilingual("标签", "the tag"))
@option("--off", is_flag=True, said=Bilingual("去掉", "take it off"))
@dry_run
@asking
def tag(asked: Asked, ids: tuple[str, ...], tag: str, off: bool, dry_run: bool) -> None:
    """A tag on or off."""
    from journal.commands import bureau
    from journal.office import margin

    with bureau.acting(asked, dry_run) as open_:
        for id in dict.fromkeys(ids):
            open_.whole(id)
            (margin.untag if off else margin.tag)(open_.desk, id, tag)


# ---------------------------------------------------------------- before release


@manuscript.verb(
    "item",
    said=Bilingual("勾选发排前的齐清定项目。", "Tick an item that must be there before release."),
    more=Bilingual(
        "项目：text figures english funding copyright quotations；三审签字由记录得出，不必勾选。",
        "Items: text figures english funding copyright quotations. The three readings are known from their signatures.",
    ),
)
@id_argument
@argument("name", metavar="ITEM", said=Bilingual("项目", "the item"))
@option("--note", said=Bilingual("说明", "a note"))
@option(
    "--file",
    "attachment",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("证明文件", "the file that shows it"),
)
@option("--off", is_flag=True, said=Bilingual("取消勾选", "take the tick back"))
@based_on
@dry_run
@asking
def item(
    asked: Asked,
    id: str,
    name: str,
    note: str | None,
    attachment: Path | None,
    off: bool,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """A tick on or off."""
    from journal.commands import bureau, front_matter
    from journal.office import production

    with bureau.acting(asked, dry_run) as open_:
        row = open_.whole(id)
        if off:
            production.untick(open_.desk, id, name, based_on)
            return
        sha256 = _shown(open_, id, name if name in PURPOSES else "other", attachment)
        english = front_matter.english(asked, row) if name == "english" else frozenset()
        production.tick(open_.desk, id, name, note or "", sha256, None if attachment else based_on, english)


def _shown(bureau: Bureau, id: str, purpose: str, path: Path | None) -> str:
    """A file that shows something, put with the manuscript's; its sha256."""
    from journal.office import editorial

    if path is None:
        return ""
    (upload,) = taken_in(bureau, (Attachment(purpose, path),))
    editorial.file(bureau.desk, id, upload)
    return upload.sha256


@manuscript.verb(
    "consent", said=Bilingual("登记作者签署的著作权授权书。", "Enter a copyright form that an author signed.")
)
@id_argument
@argument("author", metavar="PERSON", said=Bilingual("签署的作者", "the author who signed"))
@option(
    "--file",
    "attachment",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("签署的授权书", "the signed form"),
)
@option("--note", said=Bilingual("说明", "a note"))
@dry_run
@asking
def consent(asked: Asked, id: str, author: str, attachment: Path | None, note: str | None, dry_run: bool) -> None:
    """A signed form of one author."""
    from journal.commands import bureau
    from journal.office import production

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        sha256 = _shown(open_, id, "copyright", attachment)
        production.consent(open_.desk, id, open_.person(author), sha256, note or "")


@manuscript.verb(
    "gate",
    said=Bilingual(
        "记录重大选题备案或专项审读：要不要、文号、日期。",
        "Record a filing or special check: needed or not, number, day.",
    ),
    more=Bilingual(
        "名称：important-topic special-check。本程序不作判断。",
        "Names: important-topic special-check. The program judges nothing.",
    ),
)
@id_argument
@argument("name", metavar="GATE", said=Bilingual("名称", "the name"))
@option(
    "--needed/--not-needed",
    "needed",
    default=None,
    required=True,
    said=Bilingual("需要 / 不需要", "needed / not needed"),
)
@option("--number", metavar="TEXT", said=Bilingual("文号", "its number"))
@option("--date", type=DAY, said=Bilingual("日期", "its day"))
@option("--note", said=Bilingual("说明", "a note"))
@dry_run
@asking
def gate(
    asked: Asked,
    id: str,
    name: str,
    needed: bool,
    number: str | None,
    date: dt.date | None,
    note: str | None,
    dry_run: bool,
) -> None:
    """A gate, as people decided it."""
    from journal.commands import bureau
    from journal.office import production

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        production.gate(open_.desk, id, name, needed, number or "", date, note or "")


@manuscript.verb(
    "similarity",
    said=Bilingual(
        "登记查重报告的各项比例，或说明为何放行。", "Enter what a similarity check reported, or let it pass."
    ),
    more=Bilingual(
        "超过本刊上限（journal.toml）的各项在标准错误上列出；规定超限须停的，可 --waive 写明理由放行。",
        "Figures over the journal's limits are told on stderr; where none may go on, --waive lets the text pass.",
    ),
)
@id_argument
@option("--system", metavar="NAME", said=Bilingual("查重系统", "the system that checked"))
@option("--date", type=DAY, said=Bilingual("查重日期", "the day of the check"))
@option("--total", type=percent, said=Bilingual("总文字复制比，%", "total, in percent"))
@option("--without-quotations", type=percent, said=Bilingual("去除引用，%", "without quotations, in percent"))
@option("--without-own", type=percent, said=Bilingual("去除本人已发表，%", "without the author's own, in percent"))
@option(
    "--file", "attachment", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("报告文件", "the report")
)
@option("--waive", metavar="REASON", said=Bilingual("放行现稿的理由", "why the present text may pass"))
@dry_run
@asking
def similarity(
    asked: Asked,
    id: str,
    system: str | None,
    date: dt.date | None,
    attachment: Path | None,
    waive: str | None,
    dry_run: bool,
    **figures: float | None,
) -> None:
    """A report on the present text, or a waiver of those that are over the limits."""
    from journal.commands import bureau
    from journal.office import similarity as reports

    given = {name: value for name, value in figures.items() if value is not None}
    if waive is not None and (system or date or given or attachment):
        raise Misused(Bilingual("--waive 单独使用。", "--waive stands alone."))
    if waive is None and not (system and date and given):
        raise Misused(
            Bilingual("请给出 --system、--date 和至少一项比例。", "Give --system, --date and at least one figure.")
        )
    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        if waive is not None:
            reports.waive(open_.desk, id, waive)
            return
        sha256 = _shown(open_, id, "similarity", attachment)
        assert system is not None, "asked for above"
        assert date is not None, "asked for above"
        over = reports.report(open_.desk, id, system, date.isoformat(), given, sha256)
    for one in over:
        asked.tell(one)


@manuscript.verb(
    "compare",
    said=Bilingual(
        "与本刊已有的文章、稿件比对，查重复投稿。",
        "Compare a text with the journal's own articles and manuscripts.",
    ),
    more=Bilingual(
        "收稿与修回时自动比对，出版时自动记住；--learn 记住 issues/ 中各篇。不能代替查重系统。",
        "Submission, revision and publication do it by themselves; it replaces no similarity service.",
    ),
)
@argument("id", metavar="[MANUSCRIPT]", required=False, said=ID_SAID)
@option(
    "--learn",
    is_flag=True,
    said=Bilingual("记住 issues/ 中各篇的文字", "keep the texts of issues/ to be compared with"),
)
@dry_run
@asking
def compare(asked: Asked, id: str | None, learn: bool, dry_run: bool) -> None:
    """The local check, done again; or the back issues, learned."""
    from journal.commands import bureau, likeness

    if learn == (id is not None):
        raise Misused(Bilingual("请给出稿号或 --learn，二者取一。", "Give a manuscript, or --learn."))
    if id is None:
        _learn(asked, dry_run)
        return
    with bureau.acting(asked, dry_run, silent=True) as open_:
        open_.whole(id)
        found = likeness.again(open_, id)
    if not found:
        asked.tell(likeness.NONE)
    if found or asked.json:
        display(asked, found, likeness.FIELDS)


def _learn(asked: Asked, dry_run: bool) -> None:
    from journal.commands import bureau, likeness
    from journal.office import register

    with bureau.reading(asked) as open_:
        register.insist_office(open_.desk, likeness.LEARN)
    reading = asked.read()
    ids = tuple(likeness.back_issues(asked, reading))
    carry_out(asked, likeness.learned(asked, reading, ids, anew=True), dry_run)


# ---------------------------------------------------------------- forms


@manuscript.verb(
    "sheet",
    said=Bilingual(
        "印出三审单、校对单或用稿通知（PDF）。",
        "The sheet of the readings or proofs, or the notice of acceptance, as PDF.",
    ),
    more=Bilingual(
        "审稿专家只写编号。用稿通知可出示给作者单位，平时随录用的信发出。",
        "Referees stand in it by number alone. The notice is for authors to show; it goes with the letter of acceptance.",
    ),
)
@id_argument
@argument(
    "kind",
    metavar="readings|proofs|acceptance",
    type=one_of("readings", "proofs", "acceptance"),
    said=Bilingual("哪一种", "which"),
)
@option("--language", type=named.EDITION, said=Bilingual("语言（默认：刊物的）", "language (default: the journal's)"))
@option("--to", "target", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("写到何处", "where to write"))
@asking
def sheet(asked: Asked, id: str, kind: str, language: Language | None, target: Path | None) -> None:
    """A form, filled in from the records."""
    from journal.commands import bureau, papers, sheets

    to = target or Path(f"{id}.{kind}.pdf")
    with bureau.reading(asked) as open_:
        tongue = language or open_.about.languages[0]
        row = open_.whole(id)
        if kind == "acceptance":
            papers.write(asked, kind, tongue, papers.acceptance(open_, row, tongue), to)
        else:
            sheets.write(asked, sheets.of_manuscript(open_, row, kind, tongue), tongue, to)
    display(asked, (to,), (), line=_written)


def _written(path: Path) -> Bilingual:
    return Bilingual(str(path), str(path))


# ---------------------------------------------------------------- the process


@manuscript.verb("workflow", said=Bilingual("画出稿件流程。", "Draw the process."))
@option("--format", "form", type=one_of("text", "mermaid", "svg"), default="text", said=Bilingual("形式", "the form"))
@asking
def workflow(asked: Asked, form: str) -> None:
    """The table of the process as text, as Mermaid or as SVG; needs no home."""
    from journal.office.drawing import diagram

    print(diagram(form, asked.language or "zh"), end="")


__all__ = ["manuscript"]
