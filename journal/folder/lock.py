"""issue.lock.json: what publication fixed, written by the program alone, and whether the files are still those."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from journal.errors import Bilingual, Finding, JournalError, Level, Place
from journal.folder.tables import (
    Spot,
    by_language,
    date,
    expect,
    identifier,
    json_object,
    like,
    listing,
    may,
    moment,
    need,
    own_name,
    pairs,
    table,
    text,
    whole,
)
from journal.ids import DOI, ArticleId
from journal.model import Amendment, ByLanguage, Lock, LockedArticle, LockedPages, Media
from journal.writing import write_bytes

NAME = "issue.lock.json"
FORMAT = 1
RULE = "lock"
ADVICE = Bilingual(
    "此文件由程序写成，请从 git 恢复，勿手工修改。",
    "The program writes this file: restore it from git and do not edit it.",
)


@dataclasses.dataclass(eq=False)
class LockMismatch(JournalError):
    """A published file is no longer what was published."""

    file: str
    lock: str
    zh: ClassVar[str] = "{file} 与出版时锁定的不同（见 {lock}）。"
    en: ClassVar[str] = "{file} is not what was published (see {lock})."
    fix_zh: ClassVar[str] = "请用 git checkout -- {file} 恢复；已出版的文章不能就地改动。"
    fix_en: ClassVar[str] = "Restore it with: git checkout -- {file}. What is published is not changed in place."


def file(folder: str) -> str:
    """Where the lock of `issues/FOLDER` stands in the home."""
    return f"issues/{folder}/{NAME}"


# ---------------------------------------------------------------- read

sha256_text = like("[0-9a-f]{64}", "9f86d081884c7d65…")

PAGES = {"first": need(whole(1)), "last": need(whole(1)), "pdf": may(sha256_text, "")}


def pages(spot: Spot) -> LockedPages:
    """Where an article stands in an edition."""
    return LockedPages(**table(spot, PAGES))


def media(spot: Spot) -> tuple[Media, ...]:
    """The files of an article by name."""
    return tuple(Media(name, digest) for name, digest in pairs(sha256_text)(spot))


ARTICLE = {
    "sha256": need(sha256_text),
    "doi": may(identifier(DOI)),
    "published": need(date),
    "online": may(date),
    "pages": may(by_language(pages), ByLanguage()),
    "media": may(media, ()),
    "pdfs": may(by_language(sha256_text), ByLanguage()),
}


def articles(spot: Spot) -> tuple[LockedArticle, ...]:
    """The articles by id."""
    return tuple(_article(spot.below(id)) for id in expect(spot, dict).value)


def _article(spot: Spot) -> LockedArticle:
    values = table(spot, ARTICLE)
    return LockedArticle(id=identifier(ArticleId)(own_name(spot)), digest=values.pop("sha256"), **values)


def replaced(spot: Spot) -> tuple[tuple[ArticleId, ByLanguage[LockedPages]], ...]:
    """The pages that an amendment replaced, by article."""
    below = (spot.below(id) for id in expect(spot, dict).value)
    return tuple((identifier(ArticleId)(own_name(one)), by_language(pages)(one)) for one in below)


AMENDMENT = {
    "changed": need(moment),
    "reason": need(text),
    "since": need(moment),
    "toolchain": need(text),
    "pdfs": may(by_language(sha256_text), ByLanguage()),
    "articles": may(replaced, ()),
}


def amendment(spot: Spot) -> Amendment:
    """An earlier state of a published issue, and why it is no longer so."""
    return Amendment(**table(spot, AMENDMENT))


LOCK = {
    "format": need(whole(1, FORMAT)),
    "changed": need(moment),
    "toolchain": need(text),
    "articles": need(articles),
    "pdfs": may(by_language(sha256_text), ByLanguage()),
    "taken_over": may(text, ""),
    "history": may(listing(amendment), ()),
}


def lock(home: Path, folder: str) -> Lock | None:
    """The lock of `issues/FOLDER`; None where nothing is published."""
    if not (home / file(folder)).exists():
        return None
    values = table(json_object(home, file(folder), ADVICE), LOCK)
    del values["format"]
    return Lock(**values)


# ---------------------------------------------------------------- written


def write(home: Path, folder: str, lock: Lock) -> None:
    """Put the lock of `issues/FOLDER` in place."""
    write_bytes(home / file(folder), canonical(lock))


def canonical(lock: Lock) -> bytes:
    """A lock has one form in bytes: keys sorted, nothing that says nothing."""
    facts = {
        "format": FORMAT,
        "changed": _moment(lock.changed),
        "toolchain": lock.toolchain,
        "articles": {article.id: _said(article) for article in lock.articles},
        "pdfs": dict(lock.pdfs),
    }
    if lock.history:
        facts["history"] = [_amended(one) for one in lock.history]
    if lock.taken_over:
        facts["taken_over"] = lock.taken_over
    return (json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _amended(one: Amendment) -> dict[str, Any]:
    facts = {
        "changed": _moment(one.changed),
        "reason": one.reason,
        "since": _moment(one.since),
        "toolchain": one.toolchain,
        "pdfs": dict(one.pdfs),
        "articles": {id: _places(pages) for id, pages in one.articles},
    }
    return _without_empty(facts)


def _places(pages: ByLanguage[LockedPages]) -> dict[str, Any]:
    return {language: _without_empty(dataclasses.asdict(one)) for language, one in pages.items()}


def _said(article: LockedArticle) -> dict[str, Any]:
    facts = {
        "sha256": article.digest,
        "doi": article.doi,
        "published": article.published.isoformat(),
        "online": article.online and article.online.isoformat(),
        "pages": _places(article.pages),
        "media": {media.name: media.digest for media in article.media},
        "pdfs": dict(article.pdfs),
    }
    return _without_empty(facts)


def _without_empty(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "", {})}


# ---------------------------------------------------------------- compared


def locked_files(lock: Lock, folders: Mapping[ArticleId, str]) -> Iterator[tuple[str, str]]:
    """The files that a lock fixes, with their sha256.

    `folders` says where an article lies now: one published online first moves to its issue before the issue is published.
    """
    for article in lock.articles:
        folder = f"issues/{folders.get(article.id, '?')}/{article.id}"
        yield f"{folder}/article.xml", article.digest
        for media in article.media:
            yield f"{folder}/{media.name}", media.digest


def finding(mismatch: LockMismatch) -> Finding:
    """A mismatch as `check` reports it."""
    return Finding(RULE, Level.ERROR, Place(mismatch.file), mismatch.message, mismatch.remedy)
