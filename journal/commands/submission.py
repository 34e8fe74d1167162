"""A submission as its author or the office words it: options, and a form file in TOML with everything in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands.attachments import Attachment, known_purpose
from journal.errors import BadFile, Bilingual, Misused, Place

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.editorial import Author

EXAMPLE = """\
column = "articles"            # 栏目 of journal.toml
language = "zh"                # 正文语言 of the text
kind = "research-article"      # 文章类型
characters = 12000             # 字数，用于版面与稿酬 length, for the page budget and fees

[titles]
zh = "渡口通行权的法理"
en = "The Right of Passage at a Ferry"

[abstracts]
zh = "渡口通行权……"
en = "The right of passage …"

[keywords]
zh = ["渡口", "通行权"]
en = ["ferry", "right of passage"]

[[authors]]                    # 按署名顺序 in the order of the by-line
names = { zh = "闻人若谷", en = "WENREN Ruogu" }
affiliations = { zh = "云栖大学法学院", en = "Yunqi University School of Law" }
email = "wenren@example.org"
orcid = ""
corresponding = true

[[files]]
purpose = "text"               # text figure funding copyright form …
path = "manuscript.docx"       # 相对于本文件 beside this file

[statements]                   # 声明
ethics = "不涉及人类受试者。No human subjects."
ai = "未使用生成式人工智能。None was used."
conflict = "无。None."
first_publication = true       # 原创首发及未一稿多投承诺

[[funding]]
fund = { zh = "云栖基金", en = "Yunqi Fund" }
number = "YQ-2030-01"
"""
TOP = frozenset(
    "column language kind characters titles abstracts keywords authors files statements funding received".split()
)
OF_AUTHOR = frozenset("person names affiliations email ror orcid country language corresponding equal".split())


@dataclass(frozen=True)
class Form:
    """What is submitted."""

    column: str = ""
    language: str = ""
    kind: str = "research-article"
    characters: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    abstracts: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    authors: Sequence[Mapping[str, Any]] = ()
    files: Sequence[Attachment] = ()
    statements: Mapping[str, Any] = field(default_factory=dict)
    funding: Sequence[Mapping[str, Any]] = ()

    @property
    def more(self) -> dict[str, Any]:
        """What the record keeps as it was said."""
        said = {
            "statements": dict(self.statements),
            "funding": [dict(one) for one in self.funding],
            "characters": self.characters,
        }
        return {name: value for name, value in said.items() if value}


def read(file: Path) -> Form:
    """The form in a TOML file; BadFile names what is wrong with it, CannotRead that it is not there."""
    import tomllib

    from journal.office.files import read_bounded

    try:
        said = tomllib.loads(read_bounded(file, 5_000_000).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(file, "", Bilingual(f"不是 TOML（{error}）", f"it is no TOML ({error})")) from None
    if unknown := sorted(set(said) - TOP):
        known = " ".join(sorted(TOP))
        raise _bad(file, unknown[0], Bilingual(f"没有此项；可用：{known}", f"there is no such key; there are: {known}"))
    return Form(
        _text(file, said, "column"),
        _text(file, said, "language"),
        _text(file, said, "kind") or "research-article",
        _number(file, said, "characters"),
        _texts(file, said, "titles"),
        _texts(file, said, "abstracts"),
        {tongue: _words(file, f"keywords.{tongue}", value) for tongue, value in _table(file, said, "keywords").items()},
        tuple(_author(file, one) for one in _tables(file, said, "authors")),
        tuple(_file(file, one) for one in _tables(file, said, "files")),
        _table(file, said, "statements"),
        tuple(_tables(file, said, "funding")),
    )


def _text(file: Path, said: Mapping[str, Any], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str):
        raise _bad(file, key, Bilingual("应为文字", "it should be a text"))
    return value.strip()


def _number(file: Path, said: Mapping[str, Any], key: str) -> int:
    value = said.get(key, 0)
    if type(value) is not int or not 0 <= value <= 10_000_000:
        raise _bad(file, key, Bilingual("应为整数", "it should be a whole number"))
    return value


def _table(file: Path, said: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = said.get(key, {})
    if not isinstance(value, dict):
        raise _bad(file, key, Bilingual(f"应为表：[{key}]", f"it should be a table: [{key}]"))
    return value


def _texts(file: Path, said: Mapping[str, Any], key: str) -> dict[str, str]:
    table = _table(file, said, key)
    return {tongue: _text(file, table, tongue) for tongue in table}


def _tables(file: Path, said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = said.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _bad(file, key, Bilingual(f"应为若干表：[[{key}]]", f"it should be tables: [[{key}]]"))
    return value


def _words(file: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _bad(file, key, Bilingual("应为文字的列表", "it should be a list of texts"))
    return tuple(one.strip() for one in value)


def _author(file: Path, one: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(one) - OF_AUTHOR):
        raise _bad(file, f"authors.{unknown[0]}", Bilingual("没有此项", "there is no such key"))
    return {
        **{key: _text(file, one, key) for key in ("person", "email", "ror", "orcid", "country", "language")},
        **{key: _texts(file, one, key) for key in ("names", "affiliations")},
        **{key: one.get(key) is True for key in ("corresponding", "equal")},
    }


def _file(file: Path, one: dict[str, Any]) -> Attachment:
    path = file.parent / _text(file, one, "path")
    return Attachment(known_purpose(_text(file, one, "purpose") or "text"), path, _text(file, one, "language"))


def _bad(file: Path, what: str, reason: Bilingual) -> BadFile:
    return BadFile(
        Place(file.name, 0, what),
        Bilingual(f"{reason.zh}。", f"{reason.en}."),
        Bilingual(
            "样例见 journal manuscript submit --example。", "For an example: journal manuscript submit --example"
        ),
    )


# ---------------------------------------------------------------- authors


def authors(bureau: Bureau, said: Sequence[Mapping[str, Any]]) -> list[Author]:
    """The authors in order: known people, or people registered now; one of them corresponds. Misused, BadAddress."""
    from journal.office.editorial import Author

    ids = [_person(bureau, one) for one in said]
    if len(set(ids)) < len(ids):
        raise Misused(Bilingual("同一作者列了两次。", "One author is listed twice."))
    if not any(one.get("corresponding") for one in said) and said:
        said = [{**said[0], "corresponding": True}, *said[1:]]
    return [
        Author(id, bool(one.get("corresponding")), bool(one.get("equal"))) for id, one in zip(ids, said, strict=True)
    ]


def _person(bureau: Bureau, one: Mapping[str, Any]) -> str:
    from journal.office import register

    if one.get("person"):
        return bureau.person(one["person"])
    return register.author(
        bureau.desk,
        register.Details(
            one["names"], one["email"], "", one["language"] or "zh", one["affiliations"], one["ror"], one["orcid"],
            one["country"],
        ),
    )  # fmt: skip


__all__ = ["EXAMPLE", "Form", "authors", "read"]
