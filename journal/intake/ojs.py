"""What OJS 3.3 to 3.5 exports, native XML and users, as facts; one record after the other, and a list of what is not carried."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TypeAlias

from lxml import etree

from journal import xml
from journal.errors import Bilingual
from journal.exported import Attached, Issue, Lost, Paper, Somebody

Element: TypeAlias = etree._Element
Record: TypeAlias = Issue | Paper | Somebody | Lost

STATUSES = {"1": "queued", "3": "published", "4": "declined", "5": "scheduled"}
PURPOSES = {  # of a submission file, by its stage in OJS
    "submission": "text", "review_file": "text", "review_revision": "text", "review_attachment": "review", "final": "text",
    "copyedit": "text", "proof": "galley", "production_ready": "text", "attachment": "attachment", "dependent": "figure",
    "query": "attachment", "note": "attachment", "internal_review_file": "text", "internal_review_revision": "text",
}  # fmt: skip
# What is read, and what is known to say nothing that this house keeps (ids of the other system's own bookkeeping).
_READ = frozenset(
    "id title prefix subtitle abstract keywords keyword authors author givenname familyname affiliation rorAffiliation ror name "
    "country email orcid citations citation pages covers cover cover_image embed article_galley submission_file_ref seq "
    "submission_file file publication issue_identification volume number year date_published licenseUrl locale".split()
)
_NAMED = {  # what is left out, and what it is called
    "subjects": Bilingual("主题词", "subjects"), "disciplines": Bilingual("学科", "disciplines"),
    "supportingAgencies": Bilingual("资助机构", "supporting agencies"), "agencies": Bilingual("资助机构", "supporting agencies"),
    "coverage": Bilingual("覆盖范围", "coverage"), "type": Bilingual("类型", "type"), "source": Bilingual("来源", "source"),
    "rights": Bilingual("权利说明", "rights"), "languages": Bilingual("语种说明", "languages"),
    "copyrightHolder": Bilingual("版权人", "copyright holder"), "copyrightYear": Bilingual("版权年", "copyright year"),
    "biography": Bilingual("作者简介", "biography"), "url": Bilingual("个人网址", "web address of a person"),
    "comments_to_editor": Bilingual("致编辑的话", "comments to the editor"),
    "competingInterests": Bilingual("利益冲突声明", "competing interests"), "issue_galleys": Bilingual("整期版式文件", "issue galleys"),
    "cover_image_alt_text": Bilingual("封面替代文字", "alternative text of a cover"),
    "data_availability": Bilingual("数据可得性说明", "data availability"), "description": Bilingual("期的说明", "description of an issue"),
    "preferredPublicName": Bilingual("常用署名", "preferred public name"), "remote": Bilingual("外部链接的文件", "files linked elsewhere"),
}  # fmt: skip
NEVER = (
    Bilingual(
        "审稿轮次、邀请与意见（OJS 不导出）", "review rounds, invitations and reports (OJS does not export them)"
    ),
    Bilingual(
        "审稿决定、讨论、日志与往来信件（OJS 不导出）",
        "decisions, discussions, logs and letters (OJS does not export them)",
    ),
)


def read(source: BinaryIO, place: str) -> Iterator[Record]:
    """The issues and papers of a native XML export, an issue before its papers; what is not carried as Lost. BadFile, Refused."""
    told: set[str] = set()
    for element in xml.stream(source, place, "article", "issue"):
        above = element if _tag(element) == "issue" else _around(element)
        if above is not None and _is_issue(above) and _external(above) not in told:
            told.add(_external(above))
            issue = _issue(above)
            yield issue
            yield from _lost(above, issue.external, {"articles", "sections", "article"})
        if _tag(element) == "article":
            paper, lost = _paper(element)
            yield paper
            yield from lost


def users(source: BinaryIO, place: str) -> Iterator[Somebody]:
    """The people of a users XML export, with their groups."""
    for element in xml.stream(source, place, "user"):
        yield _user(element)


# ---------------------------------------------------------------- reading elements


def _tag(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: Element, *tags: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) in tags)


def _first(element: Element, tag: str) -> str:
    found = next(_children(element, tag), None)
    return "" if found is None else (found.text or "").strip()


def language(locale: str) -> str:
    """A locale of OJS as a language: en_US → en, zh_CN and zh_Hans → zh, zh_TW → zh-Hant."""
    primary, *rest = re.split("[_@-]", locale or "und")
    if primary.lower() == "zh" and {part.lower() for part in rest} & {"tw", "hk", "hant"}:
        return "zh-Hant"
    return primary.lower()


def _plain(text: str) -> str:
    """Text without the HTML that OJS keeps in titles and abstracts; a paragraph a line."""
    broken = re.sub(r"(?i)</p\s*>|<br\s*/?>", "\n", text)
    lines = html.unescape(re.sub(r"<[A-Za-z/!][^<>]*>", "", broken)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _said(element: Element, tag: str, inherited: str) -> dict[str, str]:
    """A text in each language that has one; where one language has two (zh_CN and zh_Hans), the first."""
    found: dict[str, str] = {}
    for child in _children(element, tag):
        text = _plain("".join(map(str, child.itertext())))
        if text:
            found.setdefault(language(child.get("locale") or inherited), text)
    return found


def _external(element: Element) -> str:
    ids = [child for child in _children(element, "id") if child.get("type") == "internal"]
    return (ids[0].text or "").strip() if ids else element.get("id", "")


def _identifier(element: Element, kind: str) -> str:
    return next(((child.text or "").strip() for child in _children(element, "id") if child.get("type") == kind), "")


# ---------------------------------------------------------------- issues


def _is_issue(element: Element) -> bool:
    return next(_children(element, "issue_identification"), None) is not None


def _issue(element: Element) -> Issue:
    about = next(_children(element, "issue_identification"), element)
    sections = {
        section.get("ref", ""): _said(section, "title", "")
        for group in _children(element, "sections")
        for section in _children(group, "section")
    }
    return Issue(
        _external(element),
        _first(about, "year"),
        _first(about, "volume"),
        _first(about, "number"),
        _said(about, "title", ""),
        _first(element, "date_published"),
        sections,
        tuple(_covers(element)),
    )


def _covers(element: Element) -> Iterator[Attached]:
    groups = [*_children(element, "covers"), element]
    for place, cover in enumerate(cover for group in groups for cover in _children(group, "cover")):
        data = _embedded(cover)
        if data is not None:
            yield Attached(
                f"cover-{place}", "cover", _first(cover, "cover_image"), data, language(cover.get("locale", ""))
            )


def _embedded(element: Element) -> bytes | None:
    """The bytes that an element embeds; None if it embeds none, or what is no base64."""
    for embed in _children(element, "embed"):
        if embed.get("encoding") == "base64":
            try:
                return base64.b64decode("".join((embed.text or "").split()), validate=True)
            except binascii.Error:
                return None
    return None


# ---------------------------------------------------------------- papers


def _paper(element: Element) -> tuple[Paper, list[Lost]]:
    external = _external(element)
    publications = list(_children(element, "publication"))
    current = element.get("current_publication_id")
    chosen = next((one for one in publications if current and _external(one) == current), None)
    if chosen is None:
        chosen = publications[-1] if publications else element
    locale = chosen.get("locale") or element.get("locale") or ""
    files, broken = _files(element)
    paper = Paper(
        external,
        language(locale),
        STATUSES.get(element.get("status") or chosen.get("status") or "1", "queued"),
        element.get("stage", ""),
        element.get("date_submitted", ""),
        _issue_of(element),
        chosen.get("section_ref", ""),
        _titles(chosen, locale),
        _said(chosen, "abstract", locale),
        _keywords(chosen, locale),
        tuple(_authors(chosen, locale)),
        chosen.get("date_published", ""),
        _first(chosen, "pages"),
        _identifier(chosen, "doi"),
        _first(chosen, "licenseUrl"),
        max(len(publications), 1),
        tuple(_citations(chosen)),
        files,
        tuple(_covers(chosen)),
    )
    lost = [*_lost(element, external, {"publication", "submission_file"}), *_lost(chosen, external, set())]
    lost += [Lost(external, Bilingual(f"文件“{name}”的内容", f"the content of the file “{name}”")) for name in broken]
    if len(publications) > 1:
        zh, en = f"先前的 {len(publications) - 1} 个版本", f"{len(publications) - 1} earlier version(s)"
        lost.append(Lost(external, Bilingual(zh, en)))
    return paper, lost


def _around(element: Element) -> Element | None:
    return next((one for one in element.iterancestors() if _tag(one) == "issue"), None)


def _issue_of(element: Element) -> str:
    above = _around(element)
    return "" if above is None else _external(above)


def _titles(element: Element, locale: str) -> dict[str, str]:
    """Title with prefix and subtitle: —— before a Chinese subtitle, a colon before another."""
    prefixes, subtitles = _said(element, "prefix", locale), _said(element, "subtitle", locale)
    found = {}
    for tongue, title in _said(element, "title", locale).items():
        whole = " ".join(filter(None, (prefixes.get(tongue, ""), title)))
        sub = subtitles.get(tongue, "")
        mark = "——" if tongue.startswith("zh") else ": "
        found[tongue] = f"{whole}{mark}{sub}" if sub else whole
    return found


def _keywords(element: Element, locale: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for group in _children(element, "keywords"):
        words = (_first(word, "name") or (word.text or "") for word in _children(group, "keyword"))
        split = (part.strip() for word in words for part in re.split("[;；]", word))
        kept = tuple(filter(None, split))
        if kept:
            found.setdefault(language(group.get("locale") or locale), kept)
    return found


def _authors(element: Element, locale: str) -> Iterator[Somebody]:
    for group in _children(element, "authors"):
        for author in sorted(_children(group, "author"), key=lambda one: int(one.get("seq") or 0)):
            yield _person(author, locale, author.get("id", ""), (author.get("user_group_ref", ""),))


def _person(element: Element, locale: str, external: str, roles: tuple[str, ...]) -> Somebody:
    affiliations = _said(element, "affiliation", locale)
    ror = ""
    for one in _children(element, "rorAffiliation"):  # since 3.5
        ror = ror or _first(one, "ror")
        affiliations = {**_said(one, "name", locale), **affiliations}
    return Somebody(
        external,
        _said(element, "familyname", locale),
        _said(element, "givenname", locale),
        affiliations,
        _first(element, "email"),
        _first(element, "orcid"),
        ror,
        _first(element, "country"),
        _first(element, "username"),
        tuple(filter(None, (part.strip() for part in re.split("[,;，；]", _first(element, "review_interests"))))),
        roles,
    )


def _user(element: Element) -> Somebody:
    groups = tuple((one.text or "").strip() for one in _children(element, "user_group_ref"))
    return _person(element, "", _first(element, "username"), groups)


def _citations(element: Element) -> Iterator[str]:
    for group in _children(element, "citations"):
        yield from filter(None, (_plain("".join(map(str, one.itertext()))) for one in _children(group, "citation")))


def _files(element: Element) -> tuple[tuple[Attached, ...], list[str]]:
    """The files of a submission, of each the newest revision; and the names of those that cannot be decoded."""
    found, broken = [], []
    for one in _children(element, "submission_file"):
        name = next(iter(_said(one, "name", "").values()), "") or f"file-{one.get('id', '')}"
        revisions = list(_children(one, "file", "revision"))
        wanted = next((each for each in revisions if each.get("id") == one.get("file_id")), None)
        newest = wanted if wanted is not None else (revisions[-1] if revisions else one)
        data = _embedded(newest)
        if data is None:
            broken.append(name)
        else:
            purpose = PURPOSES.get(one.get("stage", ""), "attachment")
            tongue = language(one.get("locale", "")) if one.get("locale") else ""
            found.append(Attached(one.get("id", ""), purpose, name, data, tongue))
    return tuple(found), broken


def _lost(element: Element, external: str, known: set[str]) -> Iterator[Lost]:
    """What an element holds that is not read: by its name, once each."""
    seen = set()
    for child in element.iter():
        tag = _tag(child)
        if tag in _NAMED and tag not in seen and (len(child) or (child.text or "").strip()):
            inside = next((one for one in child.iterancestors() if _tag(one) in known and one is not element), None)
            if inside is None:
                seen.add(tag)
                yield Lost(external, _NAMED[tag])
    for child in element:
        tag = _tag(child)
        if tag and tag not in seen | known | _READ and tag not in _NAMED and tag not in _QUIET:
            seen.add(tag)
            yield Lost(external, Bilingual(f"<{tag}>", f"<{tag}>"))


_QUIET = frozenset("contributor_roles last_modified open_access_date articles sections access_status".split())

__all__ = ["NEVER", "language", "read", "users"]
