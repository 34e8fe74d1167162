"""`journal init`: a new journal's home, by questions or by options."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands.asked import Asked, asking
from journal.commands.changes import Change, carry_out, dry_run
from journal.commands.named import EDITION, ISSUE
from journal.commands.spoken import Reads, argument, one_of, option, verb, whole
from journal.errors import BadFile, BadIdentifier, Bilingual, JournalError, Misused, Place, Refused

if TYPE_CHECKING:
    from journal.commands.new_home import Answers
    from journal.ids import Language

FILE = "journal.toml"
Answer = Callable[[Bilingual, str, Callable[[str], Any]], Any]  # question, default, how the answer is read

LANGUAGES = Bilingual("文版的语言，首要语言在前", "languages of the editions, the first language first")
TITLE = Bilingual("刊名（{language}）", "title ({language})")
PUBLISHER = Bilingual("主办单位（{language}）", "publisher ({language})")
ISSN = Bilingual("ISSN（{language}）", "ISSN ({language})")
FIRST_YEAR = Bilingual("创刊年", "year of the first volume")
ISSUES_A_YEAR = Bilingual("每年期数", "issues a year")
LEFT_OPEN = Bilingual(
    "journal.toml 中这几项还是代用的文字，请改成真实的：{keys}", "put the real words into journal.toml for: {keys}"
)
NEW_TITLE = {"zh": "新刊", "en": "New Journal"}
NEW_PUBLISHER = {"zh": "主办单位", "en": "Publisher"}


def _pair(value: str) -> tuple[Language, str]:
    language, equals, text = value.partition("=")
    if not equals or not text.strip():
        raise Misused(Bilingual(f"“{value}”应写成 zh=文字 的样子。", f"“{value}” should be like en=TEXT."))
    return EDITION.read(language), text.strip()


def _issn_pair(value: str) -> tuple[Language, str]:
    language, text = _pair(value)
    return language, _issn(text)


PAIR, ISSN_PAIR = Reads("LANGUAGE=TEXT", _pair), Reads("LANGUAGE=ISSN", _issn_pair)


@verb(
    "init",
    said=Bilingual("新建一种刊物：首期、模板、git。", "Make a new journal: its first issue, templates, git."),
    more=Bilingual(
        "在终端上逐项提问，选项已答的不再问；不在终端上则用默认值。DIR 须为空或尚不存在。",
        "On a terminal it asks what no option answers; elsewhere defaults stand. DIR must be empty or not exist.",
    ),
)
@argument("directory", metavar="DIR", type=click.Path(path_type=Path), said=Bilingual("刊物的目录", "the new home"))
@option(
    "--language",
    "languages",
    type=EDITION,
    multiple=True,
    said=Bilingual("文版的语言，可多次", "of an edition; repeat it"),
)
@option(
    "--title", "titles", type=PAIR, multiple=True, said=Bilingual("刊名，如 zh=人权", "title, like en=Human Rights")
)
@option("--publisher", "publishers", type=PAIR, multiple=True, said=Bilingual("主办单位", "publisher"))
@option(
    "--issn",
    "issns",
    type=ISSN_PAIR,
    multiple=True,
    said=Bilingual("ISSN（默认占位）", "ISSN (default: a placeholder)"),
)
@option(
    "--id", "id", metavar="ID", said=Bilingual("刊物的标识（默认：目录名）", "the journal's id (default: name of DIR)")
)
@option("--first-year", type=whole(1600), said=FIRST_YEAR)
@option("--issues-a-year", type=whole(1, 366), said=ISSUES_A_YEAR)
@option("--doi-prefix", metavar="10.N", said=Bilingual("DOI 前缀（默认占位）", "DOI prefix (default: a placeholder)"))
@option("--registrar", type=one_of("crossref", "chinadoi"), said=Bilingual("DOI 注册机构", "DOI registrar"))
@option("--site", metavar="URL", said=Bilingual("网站地址", "address of the web site"))
@option(
    "--issue", type=ISSUE, said=Bilingual("首期（默认：今年第一期）", "the first issue (default: No. 1 of this year)")
)
@option(
    "--ask/--no-ask",
    default=None,
    said=Bilingual("提问或不提问（默认：在终端上提问）", "ask or not (default: on a terminal)"),
)
@dry_run
@asking
def init(asked: Asked, directory: Path, ask: bool | None, dry_run: bool, **given: Any) -> None:
    """Ask, then write."""
    _refuse_used(directory)
    by_questions = sys.stdin.isatty() if ask is None else ask
    answers = _answers(given, directory, _asker(asked) if by_questions else _by_default, dt.datetime.now(dt.UTC).year)
    _insist_on(answers)
    carry_out(asked, _changes(directory, answers), dry_run)
    if not dry_run:
        if left := " ".join(_left_open(answers)):
            asked.tell(LEFT_OPEN.format(keys=left))
        asked.tell(Bilingual(f"下一步：journal --home {directory} status", f"next: journal --home {directory} status"))


def _refuse_used(directory: Path) -> None:
    if directory.is_dir() and not any(child.name != ".git" for child in directory.iterdir()):
        return
    if os.path.lexists(directory):
        raise Refused(
            Bilingual(f"{directory} 不是空目录。", f"{directory} is not an empty folder."),
            Bilingual("请另选一个目录。", "Choose another folder."),
        )


# ---------------------------------------------------------------- answers


def _answers(given: dict[str, Any], directory: Path, answer: Answer, this_year: int) -> Answers:
    """What the options say, and what is answered for the rest."""
    from journal.commands import new_home
    from journal.commands.issue import day_of, insist_on_number, numbered

    tags = given["languages"] or answer(LANGUAGES, "zh en", _languages)
    by_language = _by_language(tags, answer)
    titles = by_language(TITLE, given["titles"], [_word(NEW_TITLE, tag) for tag in tags], _text)
    publishers = by_language(PUBLISHER, given["publishers"], [_word(NEW_PUBLISHER, tag) for tag in tags], _text)
    issns = by_language(ISSN, given["issns"], [new_home.placeholder(n) for n, _ in enumerate(tags)], _issn)
    first_year = given["first_year"] or answer(FIRST_YEAR, str(this_year), whole(1600).read)
    issues_a_year = given["issues_a_year"] or answer(ISSUES_A_YEAR, "6", whole(1, 366).read)
    id = given["id"] or new_home.slug(directory.resolve().name)
    issue = given["issue"] or ISSUE.read(f"{this_year}-1")
    year, number = numbered(issue, None, None)
    insist_on_number(number, issues_a_year)
    return new_home.Answers(
        id=id,
        titles=titles,
        publishers=publishers,
        issns=issns,
        first_year=first_year,
        issues_a_year=issues_a_year,
        doi_prefix=given["doi_prefix"] or "10.5555",
        registrar=given["registrar"] or "crossref",
        site=given["site"] or f"https://example.org/{id}",
        issue=issue,
        year=year,
        number=number,
        date=day_of(year, number, issues_a_year),
    )


def _by_language(tags: Iterable[Language], answer: Answer) -> Callable[..., dict[Language, str]]:
    def answers(
        question: Bilingual, given: Iterable[tuple[Language, str]], defaults: Iterable[str], read: Callable[[str], str]
    ) -> dict[Language, str]:
        said = dict(given)
        for language in said:
            if language not in tags:
                raise Misused(
                    Bilingual(
                        f"没有 {language} 文版；请加 --language {language}。",
                        f"There is no edition in {language}; add --language {language}.",
                    )
                )
        return {
            tag: read(said[tag]) if tag in said else answer(question.format(language=tag), default, read)
            for tag, default in zip(tags, defaults, strict=True)
        }

    return answers


def _word(words: dict[str, str], language: Language) -> str:
    return words.get(language.primary, words["en"])


def _languages(text: str) -> tuple[Language, ...]:
    return tuple(dict.fromkeys(EDITION.read(tag) for tag in text.replace(",", " ").split()))


def _text(text: str) -> str:
    return text


def _issn(text: str) -> str:
    from journal.ids import ISSN

    try:
        return ISSN(text)
    except BadIdentifier as error:
        raise Misused(error.message) from None


def _by_default(question: Bilingual, default: str, read: Callable[[str], Any]) -> Any:
    return read(default)


def _asker(asked: Asked) -> Answer:
    """Ask on stderr, read from stdin; at its end the defaults stand."""

    def ask(question: Bilingual, default: str, read: Callable[[str], Any]) -> Any:
        while True:
            print(f"{asked.say(question)} [{default}] ", end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            try:
                return read(line.strip() or default)
            except JournalError as error:
                asked.tell(error.message)

    return ask


# ---------------------------------------------------------------- what the files do not take

# Where in journal.toml an answer stands, and which option gives it; the first that fits.
OPTION = (
    (r"(editions\..*\.)?titles?(\..*)?", "--title"),
    (r"publisher(\..*)?|editions\..*\.imprint.*", "--publisher"),
    (r"editions\..*\.issn", "--issn"),
    (r"editions.*", "--language"),
    (r"id|first_year|issues_a_year|doi_prefix|registrar|site", "--{0}"),
)


def _insist_on(answers: Answers) -> None:
    """Refuse, before anything is made, what the files of a home do not take: it came by an option."""
    from journal.commands import new_home

    with tempfile.TemporaryDirectory(prefix="journal-init-") as scratch:
        try:
            new_home.write(Path(scratch), answers)
        except BadFile as error:
            option = _option(error.place)
            raise Misused(
                Bilingual(f"{option}：{error.reason.zh}{error.todo.zh}", f"{option}: {error.reason.en} {error.todo.en}")
            ) from None


def _option(place: Place) -> str:
    if place.file != FILE:
        return "--issue"
    named = next((name for pattern, name in OPTION if re.fullmatch(pattern, place.what)), place.what)
    return named.format(place.what.replace("_", "-"))


def _left_open(answers: Answers) -> Iterator[str]:
    """The keys of journal.toml for which nobody gave words."""
    for key, said, words in (("titles", answers.titles, NEW_TITLE), ("publisher", answers.publishers, NEW_PUBLISHER)):
        yield from (f"{key}.{tag}" for tag, text in said.items() if text == _word(words, tag))


# ---------------------------------------------------------------- written


def _changes(directory: Path, answers: Answers) -> Iterator[Change]:
    yield Change(Bilingual("新建刊物", "new journal"), str(directory / FILE), lambda: _make(directory, answers))
    yield Change(Bilingual("首期", "first issue"), str(directory / "issues" / answers.issue / "issue.toml"))
    yield Change(Bilingual("模板", "templates"), str(directory / "templates"))
    if shutil.which("git") and not _in_git(directory):
        yield Change(Bilingual("纳入 git", "put in git"), str(directory / ".git"), lambda: _git_init(directory))


def _make(directory: Path, answers: Answers) -> None:
    """Make the home in a scratch folder and move it into place, journal.toml last: it is what marks a home."""
    from journal.commands import new_home

    place = directory.resolve()
    scratch = place.with_name(f".{place.name}.{os.getpid()}.new")
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch.mkdir()
    try:
        new_home.write(scratch, answers)
        directory.mkdir(exist_ok=True)
        for child in sorted(scratch.iterdir(), key=lambda child: child.name == FILE):
            child.rename(directory / child.name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _in_git(directory: Path) -> bool:
    """Whether the place lies in a repository already: one inside another would hide the journal from it."""
    here = next(folder for folder in (directory.absolute(), *directory.absolute().parents) if folder.is_dir())
    found = subprocess.run(["git", "-C", here, "rev-parse", "--is-inside-work-tree"], capture_output=True, check=False)
    return found.returncode == 0


def _git_init(directory: Path) -> None:
    subprocess.run(["git", "init", "--quiet", directory], capture_output=True, check=False)
