"""The letters' templates: what each letter is called and may say, and its text filled in for one reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta

from journal.errors import BadFile, Bilingual, Place

FOLDER = "templates/letters"  # as a home has it, and as errors name it
LANGUAGES = ("zh", "en")  # every letter has these; a home may add others, letter by letter
ALWAYS = frozenset({"journal", "name", "date"})  # the journal's title, the reader's name, the day it is written


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: what it is called, when it goes to whom, and what its template may name beside what every letter has."""

    said: Bilingual
    when: Bilingual
    facts: frozenset[str]


def _kind(said: tuple[str, str], when: tuple[str, str], facts: str) -> Kind:
    return Kind(Bilingual(*said), Bilingual(*when), frozenset(facts.split()))


KINDS: Mapping[str, Kind] = {
    "receipt": _kind(
        ("收稿回执", "receipt"), ("收稿时，致各位作者", "on submission, to every author"),
        "number title column received days until",
    ),
    "completion-request": _kind(
        ("补正通知", "request to complete"), ("退补材料时，致通讯作者", "when something is missing, to the corresponding author"),
        "number title asked due",
    ),
    "assigned": _kind(
        ("分稿通知", "assignment to an editor"), ("分稿时，致责任编辑", "on assignment, to the handling editor"),
        "number title column authors due",
    ),
    "review-invitation": _kind(
        ("审稿邀请", "invitation to review"), ("邀请审稿时，致该专家", "on invitation, to the referee"),
        "number title abstract column respond_by due anonymous",
    ),
    "review-copy": _kind(
        ("审稿材料", "manuscript for review"), ("专家应允后，附匿名稿", "when a referee accepts, with the anonymous copy"),
        "number title due",
    ),
    "review-reminder": _kind(
        ("催审函", "reminder to a referee"), ("答复或意见到期前后，致该专家", "around the day when an answer or a report is due"),
        "number title accepted due late left",
    ),
    "review-thanks": _kind(
        ("审稿致谢", "thanks for a report"), ("收到审稿意见时，致该专家", "when a report comes in, to its referee"),
        "number title",
    ),
    "review-cancelled": _kind(
        ("取消审稿", "a review no longer needed"),
        ("取消邀请、结束或取消本轮、作者撤稿时，致尚未交意见的专家", "when an invitation, its round or the manuscript ends, to referees who have not reported"),
        "number title",
    ),
    "revision-request": _kind(
        ("退修通知", "request for revision"),
        ("退修时，附编辑部与专家意见，致通讯作者", "on a request for revision, with the editors' and referees' comments, to the corresponding author"),
        "number title major opinion comments due",
    ),
    "acceptance": _kind(
        ("用稿通知", "acceptance"), ("录用时，附用稿通知（PDF），致各位作者", "on acceptance, with the notice as PDF, to every author"),
        "number title authors column",
    ),
    "decline": _kind(
        ("退稿通知", "decline"), ("退稿时，附专家意见，致通讯作者", "on a decline, with the referees' comments, to the corresponding author"),
        "number title comments",
    ),
    "withdrawn": _kind(("撤稿确认", "withdrawal confirmed"), ("作者撤稿时，致各位作者", "on withdrawal, to every author"), "number title"),
    "taken-back": _kind(
        ("更正通知", "an earlier letter taken back"),
        ("撤销退稿、录用或退修，而原信已发时，致收信人", "when a decline, acceptance or request is taken back after its letter left, to its reader"),
        "number title earlier sent state",
    ),
    "proof": _kind(
        ("校样通知", "proof"), ("发出一校样时，附校样（PDF），致通讯作者", "when the first proof is sent, with its pages as PDF, to the corresponding author"), "number title due attached form"
    ),
    "proof-reminder": _kind(
        ("校样催还函", "reminder of a proof"), ("校样到期前后，致通讯作者", "around the day when the author's proof is due"),
        "number title due late left",
    ),
    "author-reminder": _kind(
        ("催修函", "reminder to an author"), ("补正或修改到期前后，致通讯作者", "around the day when a completion or revision is due"),
        "number title waiting due late left",
    ),
    "editor-reminder": _kind(
        ("催办通知", "reminder to an editor"), ("各步骤到期前后，致须办理的人", "around the day when a step is due, to whoever has to do it"),
        "number title waiting due late left",
    ),
    "published": _kind(
        ("见刊通知", "publication"), ("网络首发与随期出版时，致各位作者", "on publication, online or in an issue, to every author"),
        "number title issue online link",
    ),
    "transfer": _kind(
        ("转栏目通知", "transfer to another column"), ("转到另一栏目时，致通讯作者", "when a manuscript changes column, to the corresponding author"),
        "number title before column",
    ),
    "commission": _kind(
        ("约稿函", "commission"), ("约稿时，致所约作者；title 为选题", "when a paper is commissioned, to its author; title is the topic's"),
        "title special column issue due note",
    ),
    "commission-reminder": _kind(
        ("催稿函", "reminder of a commissioned paper"), ("约稿的交稿日前后，致所约作者", "around the day when a commissioned paper is due, to its author"),
        "title agreed due late left",
    ),
    "commission-cancelled": _kind(
        ("取消约稿", "a commission called off"),
        ("取消约稿或撤销选题，而约稿函已发时，致所约作者", "when a commission or its topic is dropped after its letter left, to its author"),
        "title",
    ),
    "sample-sent": _kind(
        ("样刊寄送通知", "copies sent"), ("样刊寄出时，致收件的人", "when copies of an issue are sent, to whoever gets them"),
        "title issue copies",
    ),
    "certificate": _kind(
        ("审稿证明", "certificate of review"), ("应专家要求出具，附证明（PDF）", "on a referee's wish, with the certificate as PDF"), "year reports"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's subject (its template's first line), text, and HTML where there is a template for it."""

    subject: str
    text: str
    html: str = ""


def _broken(file: str, line: int, zh: str, en: str) -> BadFile:
    return BadFile(
        Place(f"{FOLDER}/{file}", line),
        Bilingual(zh, en),
        Bilingual(
            "请改正模板；删去本刊自己的文件即用程序所带的。",
            "Mend it; without a file of its own the journal has the packaged one.",
        ),
    )


HEAD = """\
# 信函 · Letters

本页由代码生成（`journal.office.stationery`），请勿手工修改。This page is made from the code.

每种信有中英文模板各一：`templates/letters/NAME.zh.txt`、`NAME.en.txt`，第一行为主题；另有 `NAME.zh.html` 的，信中附 HTML 版。
刊物可在自己的 `templates/letters/` 中改写任一文件，或增加语种（`NAME.fr.txt`）。信按收件人的语言书写。
Each letter has a template in Chinese and one in English, whose first line is the subject; where there is a `NAME.zh.html`, the
letter has an HTML part. A journal may write any file anew in its own `templates/letters/`, or add a language (`NAME.fr.txt`). A
letter is written in its reader's language.

致作者的信不出现审稿人的姓名、单位、邮箱，致审稿人的信不出现作者的；原文中有的，以“〔此处隐去〕”代替。
A letter to an author never names a referee, nor one to a referee an author; where a text names one, `[withheld]` stands instead.

各模板都可用 may be used in each: {always}

| NAME | 信 letter | 何时、致何人 when, to whom | 变量 facts |
| --- | --- | --- | --- |
"""


def document() -> str:
    """docs/letters.md: every letter, when it goes to whom, and what its template may name."""
    rows = (
        f"| `{name}` | {kind.said.zh} {kind.said.en} | {kind.when.zh} {kind.when.en} | {_codes(kind.facts)} |\n"
        for name, kind in KINDS.items()
    )
    return HEAD.format(always=_codes(ALWAYS)) + "".join(rows)


def _codes(names: frozenset[str]) -> str:
    return " ".join(f"`{name}`" for name in sorted(names))


class Stationery:
    """The templates in folders; of two files of one name, that in the first folder."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._loader = jinja2.FileSystemLoader(folders)
        self._jinja = jinja2.Environment(
            loader=self._loader,
            undefined=jinja2.StrictUndefined,
            autoescape=lambda name: bool(name and name.endswith(".html")),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._sound: set[str] = set()  # kinds that were looked over

    def write(self, kind: str, language: str, facts: Mapping[str, Any]) -> Written:
        """The letter; BadFile for a template that is missing in a language, cannot be read, or names what there is not."""
        self._insist(kind)
        subject, _, text = self._filled(f"{kind}.{language}.txt", facts).lstrip("\n").partition("\n")
        if not subject.strip():
            raise _broken(f"{kind}.{language}.txt", 1, "第一行应为主题。", "its first line should be the subject.")
        html = f"{kind}.{language}.html"
        return Written(
            " ".join(subject.split()), text.strip("\n") + "\n", self._filled(html, facts) if self._has(html) else ""
        )

    def language(self, kind: str, wanted: str) -> str:
        """The language in which a reader of `wanted` gets this letter: theirs, if there is a template; else Chinese or English."""
        primary = wanted.lower().split("-")[0]
        if self._has(f"{kind}.{primary}.txt"):
            return primary
        return "zh" if primary == "zh" else "en"

    def faults(self, *kinds: str) -> Iterator[BadFile]:
        """What is wrong with the templates, of these kinds or of all: missing, unreadable, naming what there is not."""
        for kind in kinds or KINDS:
            for language in LANGUAGES:
                for ending in ("txt", "html"):
                    name = f"{kind}.{language}.{ending}"
                    if ending == "txt" or self._has(name):
                        yield from self._faults(name, KINDS[kind].facts | ALWAYS)

    def named(self, file: str) -> frozenset[str]:
        """The facts that a template names; BadFile."""
        try:
            source, _, _ = self._loader.get_source(self._jinja, file)
            return frozenset(jinja2.meta.find_undeclared_variables(self._jinja.parse(source)))
        except jinja2.TemplateNotFound:
            raise _broken(file, 0, "没有这个模板。", "there is no such template.") from None
        except jinja2.TemplateSyntaxError as error:
            raise _broken(
                file, error.lineno, f"模板有错（{error.message}）。", f"it is no template ({error.message})."
            ) from None
        except UnicodeDecodeError:
            raise _broken(file, 0, "不是 UTF-8 编码。", "it is not UTF-8.") from None

    def _insist(self, kind: str) -> None:
        if kind not in self._sound:
            for fault in self.faults(kind):
                raise fault
            self._sound.add(kind)

    def _faults(self, file: str, known: frozenset[str]) -> Iterator[BadFile]:
        try:
            unknown = sorted(self.named(file) - known)
        except BadFile as error:
            yield error
            return
        if unknown:
            listed = ", ".join(unknown)
            there = " ".join(sorted(known))
            yield _broken(file, 0, f"没有变量 {listed}；可用：{there}。", f"it names {listed}; there are: {there}.")

    def _filled(self, file: str, facts: Mapping[str, Any]) -> str:
        try:
            return self._jinja.get_template(file).render(facts)
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise _broken(file, 0, f"无法填写（{error}）。", f"it cannot be filled in ({error}).") from None

    def _has(self, file: str) -> bool:
        return any((folder / file).is_file() for folder in self.folders)


__all__ = ["ALWAYS", "FOLDER", "KINDS", "LANGUAGES", "Kind", "Stationery", "Written", "document"]
