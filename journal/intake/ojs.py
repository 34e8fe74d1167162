"""What OJS 3.3 to 3.5 exports, native XML and users, as facts; one record after the other, and a list of what is not carried."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import html
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TypeAlias

from lxml import etree

from journal import xml
from journal.errors import BadFile, BadIdentifier, Bilingual, Place
from journal.exported import Attached, Issue, Lost, Paper, Somebody
from journal.ids import Language

Element: TypeAlias = etree._Element
Record: TypeAlias = Issue | Paper | Somebody | Lost

NAMESPACE = "http://pkp.sfu.ca"
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
    "submission_file file publication issue_identification volume number year date_published licenseUrl locale "
    "copyrightHolder copyrightYear supportingAgencies agencies issue_covers cover_image_alt_text issue_galleys".split()
)
_NAMED = {  # what is left out, and what it is called
    "subjects": Bilingual("主题词", "subjects"), "disciplines": Bilingual("学科", "disciplines"),
    "coverage": Bilingual("覆盖范围", "coverage"), "type": Bilingual("类型", "type"), "source": Bilingual("来源", "source"),
    "rights": Bilingual("权利说明", "rights"), "languages": Bilingual("语种说明", "languages"),
    "biography": Bilingual("作者简介", "biography"), "url": Bilingual("个人网址", "web address of a person"),
    "comments_to_editor": Bilingual("致编辑的话", "comments to the editor"),
    "competingInterests": Bilingual("利益冲突声明", "competing interests"),
    "data_availability": Bilingual("数据可得性说明", "data availability"), "description": Bilingual("期的说明", "description of an issue"),
    "preferredPublicName": Bilingual("常用署名", "preferred public name"), "remote": Bilingual("外部链接的文件", "files linked elsewhere"),
    "phone": Bilingual("电话", "telephone number"), "mailing_address": Bilingual("通信地址", "postal address"),
    "billing_address": Bilingual("账单地址", "billing address"), "signature": Bilingual("邮件签名", "signature of letters"),
    "gossip": Bilingual("编辑部关于此人的备注", "the editors' remarks on a person"), "salutation": Bilingual("称呼", "salutation"),
    "suffix": Bilingual("姓名后缀", "suffix of a name"), "contextName": Bilingual("当时的刊名", "title of the journal at that time"),
}  # fmt: skip
EARLIER = Bilingual("先前的版本", "earlier versions")
UNREADABLE = Bilingual("文件内容（导出文件中的编码已损坏）", "content of a file (its encoding in the export is broken)")
ELSEWHERE = Bilingual(
    "文件内容（导出时未嵌入，只有链接；请不加 --no-embed 再导出）",
    "content of a file (the export only links it; export again without --no-embed)",
)
NEVER = (
    Bilingual(
        "审稿轮次、邀请与意见（OJS 不导出）", "review rounds, invitations and reports (OJS does not export them)"
    ),
    Bilingual(
        "审稿决定、讨论、日志与往来信件（OJS 不导出）",
        "decisions, discussions, logs and letters (OJS does not export them)",
    ),
)


ROOTS = {  # what may be given as what, by the root element
    "papers": ("issues", "issue", "articles", "article"),
    "users": ("PKPUsers", "users"),
}
_EXPORT = Bilingual(
    "请在 OJS 3.3—3.5 的“工具 → 导入/导出 → 原生 XML 插件”中导出期或文章。",
    "Export issues or articles in OJS 3.3–3.5: Tools, Import/Export, Native XML Plugin.",
)
_EXPORT_USERS = Bilingual(
    "请在 OJS 3.3—3.5 的“工具 → 导入/导出 → 用户 XML 插件”中导出。",
    "Export them in OJS 3.3–3.5: Tools, Import/Export, Users XML Plugin.",
)
_OLD = Bilingual("这是 OJS 2 的导出文件。", "this is an export of OJS 2.")
_UPGRADE = Bilingual("请把 OJS 升级到 3.3 以上再导出。", "Upgrade OJS to 3.3 or later and export again.")


def insist(source: BinaryIO, place: str, kind: str) -> None:
    """See that a file is, to its end, an export of OJS 3 of this kind (papers, users), before anything is taken from it.

    The file is then at its beginning again. BadFile, Refused.
    """
    beginning = source.read(4096)
    source.seek(0)
    if b"//PKP//OJS" in beginning or b"native.dtd" in beginning:
        raise BadFile(Place(place, 1), _OLD, _UPGRADE)
    _insist_on_root(xml.root_name(source, place), place, kind)
    for _ in xml.stream(source, place, "issue", "article", "user"):
        continue
    source.seek(0)


def _insist_on_root(found: str, place: str, kind: str) -> None:
    namespace, name = found.lstrip("{").rsplit("}", 1) if "}" in found else ("", found)
    todo = _EXPORT if kind == "papers" else _EXPORT_USERS
    if namespace == NAMESPACE and name in ROOTS[kind]:
        return
    if namespace == NAMESPACE and name in ROOTS["users"]:
        zh, en = "这是用户导出文件，请用 --users 给出。", "this is an export of users: give it by --users."
        raise BadFile(Place(place), Bilingual(zh, en), todo)
    if namespace == NAMESPACE and name in ROOTS["papers"]:
        zh, en = (
            "这是期或文章的导出文件，请用 --ojs 给出。",
            "this is an export of issues or articles: give it by --ojs.",
        )
        raise BadFile(Place(place), Bilingual(zh, en), todo)
    raise BadFile(
        Place(place),
        Bilingual(
            f"不是 OJS 3 的导出文件（根元素为 <{name}>）。", f"is no export of OJS 3 (its root element is <{name}>)."
        ),
        todo,
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
            yield from _lost(
                above, f"issue/{issue.external}", {"articles", "sections", "article", "covers", "issue_galleys"}
            )
            yield from _broken(above, f"issue/{issue.external}")
        if _tag(element) == "article":
            paper, lost = _paper(element)
            if not paper.issue and (named := _named_issue(element)):
                paper = dataclasses.replace(paper, issue=named.external)
                if named.external not in told:
                    told.add(named.external)
                    yield named
            yield paper
            yield from lost


def users(source: BinaryIO, place: str) -> Iterator[Somebody | Lost]:
    """The people of a users XML export, with their groups; their passwords are not read."""
    levels: dict[str, str] = {}  # of a group, by any of its names
    for element in xml.stream(source, place, "user_group", "user"):
        if _tag(element) == "user_group":
            levels.update({_text(name): _first(element, "role_id") for name in _children(element, "name")})
        else:
            somebody = _user(element, levels)
            yield somebody
            yield from _lost(element, somebody.external, set())


# ---------------------------------------------------------------- reading elements


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element: Element, *tags: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) in tags)


def _first(element: Element, tag: str) -> str:
    found = next(_children(element, tag), None)
    return "" if found is None else (found.text or "").strip()


@functools.lru_cache(maxsize=256)
def language(locale: str) -> str:
    """A locale of OJS as a language: en_US → en, zh_CN and zh_Hans → zh, zh_TW → zh-Hant; what is none is und."""
    primary, *rest = re.split("[_@-]", locale or "und")
    if primary.lower() == "zh" and {part.lower() for part in rest} & {"tw", "hk", "hant"}:
        return "zh-Hant"
    try:
        return str(Language(primary.lower()))
    except BadIdentifier:
        return "und"


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


def _text(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


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
        tuple(_issue_galleys(element)),
        element.get("published", "1") != "0",
    )


def _named_issue(element: Element) -> Issue | None:
    """The issue that an article names which was exported without it."""
    for about in (
        one
        for publication in _children(element, "publication")
        for one in _children(publication, "issue_identification")
    ):
        year, volume, number = (_first(about, tag) for tag in ("year", "volume", "number"))
        if year or volume or number:
            return Issue(f"{year}/{volume}/{number}", year, volume, number, _said(about, "title", ""))
    return None


def _covers(element: Element) -> Iterator[Attached]:
    groups = [*_children(element, "covers", "issue_covers"), element]
    for place, cover in enumerate(cover for group in groups for cover in _children(group, "cover")):
        data = _embedded(cover)
        if data is not None:
            yield Attached(
                f"cover-{place}", "cover", _first(cover, "cover_image"), data, language(cover.get("locale", "")),
                alt=_first(cover, "cover_image_alt_text"),
            )  # fmt: skip


def _broken(element: Element, external: str) -> Iterator[Lost]:
    """The covers and whole-issue files whose content cannot be read."""
    groups = _children(element, "covers", "issue_covers", "issue_galleys")
    for one in (one for group in groups for one in group.iter("{*}cover", "{*}issue_file")):
        if _embedded(one) is None:
            yield Lost(external, UNREADABLE, _first(one, "cover_image") or _first(one, "original_file_name"))


def _issue_galleys(element: Element) -> Iterator[Attached]:
    for group in _children(element, "issue_galleys"):
        for galley in _children(group, "issue_galley"):
            for file in _children(galley, "issue_file"):
                data = _embedded(file)
                if data is not None:
                    name = _first(file, "original_file_name") or _first(file, "file_name")
                    tongue = language(galley.get("locale", ""))
                    yield Attached(_external(galley), "galley", name, data, tongue, _first(galley, "label"))


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
    files, broken = _files(element, _galleys(chosen, locale))
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
        _whole(chosen.get("seq")),
        chosen.get("primary_contact_id") or _contact(chosen),
        _said(chosen, "copyrightHolder", locale),
        _first(chosen, "copyrightYear"),
        _words(chosen, ("supportingAgencies", "agencies"), ("agency", "supportingAgency"), locale),
    )
    lost = [*_lost(element, external, {"publication", "submission_file"}), *_lost(chosen, external, set())]
    lost += [Lost(external, what, name) for name, what in broken]
    lost += _broken(chosen, external)
    if len(publications) > 1:
        lost.append(Lost(external, EARLIER, str(len(publications) - 1)))
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


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else 0


def _contact(element: Element) -> str:
    """The author who is marked as the one to write to."""
    authors = (author for group in _children(element, "authors") for author in _children(group, "author"))
    return next((author.get("id", "") for author in authors if author.get("primary_contact") in ("true", "1")), "")


def _words(
    element: Element, groups: tuple[str, ...], each: tuple[str, ...], locale: str
) -> Mapping[str, tuple[str, ...]]:
    """The entries of a list, by language: 3.5 writes <name> inside each, earlier ones the word alone."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _children(element, *groups):
        words = (_first(word, "name") or (word.text or "") for word in _children(group, *each))
        split = (part.strip() for word in words for part in re.split("[;；]", word))
        kept = tuple(filter(None, split))
        if kept:
            found.setdefault(language(group.get("locale") or locale), kept)
    return found


def _keywords(element: Element, locale: str) -> Mapping[str, tuple[str, ...]]:
    return _words(element, ("keywords",), ("keyword",), locale)


def _authors(element: Element, locale: str) -> Iterator[Somebody]:
    for group in _children(element, "authors"):
        for author in sorted(_children(group, "author"), key=lambda one: _whole(one.get("seq"))):
            yield _person(author, locale, author.get("id", ""), (author.get("user_group_ref", ""),))


def _person(element: Element, locale: str, external: str, roles: tuple[str, ...]) -> Somebody:
    affiliations, ror = _affiliations(element, locale)
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


def _affiliations(element: Element, locale: str) -> tuple[Mapping[str, str], str]:
    """The institutions by language, several in one line, and the first ROR: since 3.5 each has names of its own."""
    parts = [
        one
        for one in _children(element, "affiliation", "rorAffiliation")
        if next(_children(one, "name"), None) is not None
    ]
    if not parts:
        return _said(element, "affiliation", locale), ""
    lines: dict[str, list[str]] = {}
    for part in parts:
        for tongue, name in _said(part, "name", locale).items():
            lines.setdefault(tongue, []).append(name)
    joined = {tongue: ("；" if tongue.startswith("zh") else "; ").join(names) for tongue, names in lines.items()}
    return joined, next(filter(None, (_first(part, "ror") for part in parts)), "")


def _user(element: Element, levels: Mapping[str, str]) -> Somebody:
    groups = tuple(dict.fromkeys(_text(one) for one in _children(element, "user_group_ref")))
    disabled = any(one.get("is_disabled") in ("true", "1") for one in _children(element, "password"))
    found = _person(element, "", _first(element, "username"), groups)
    return dataclasses.replace(found, levels=tuple(levels.get(name, "") for name in groups), is_disabled=disabled)


def _citations(element: Element) -> Iterator[str]:
    for group in _children(element, "citations"):
        yield from filter(None, (_plain("".join(map(str, one.itertext()))) for one in _children(group, "citation")))


def _galleys(element: Element, locale: str) -> Mapping[str, tuple[str, str]]:
    """Of each file that was published, its language and what its galley is called."""
    found: dict[str, tuple[str, str]] = {}
    for galley in _children(element, "article_galley"):
        tongue = language(galley.get("locale") or locale)
        label = next(iter(_said(galley, "name", "").values()), "")
        for ref in _children(galley, "submission_file_ref"):
            found[ref.get("id", "")] = (tongue, label)
    return found


def _files(
    element: Element, galleys: Mapping[str, tuple[str, str]]
) -> tuple[tuple[Attached, ...], list[tuple[str, Bilingual]]]:
    """The files of a submission, of each the newest revision; and the names of those without content, and why."""
    found, broken = [], []
    for one in _children(element, "submission_file"):
        name = next(iter(_said(one, "name", "").values()), "") or f"file-{one.get('id', '')}"
        revisions = list(_children(one, "file", "revision"))
        wanted = next((each for each in revisions if each.get("id") == one.get("file_id")), None)
        newest = wanted if wanted is not None else (revisions[-1] if revisions else one)
        data = _embedded(newest)
        if data is None:
            broken.append((name, ELSEWHERE if next(_children(newest, "href"), None) is not None else UNREADABLE))
        else:
            tongue, label = galleys.get(one.get("id", ""), ("", ""))
            purpose = "galley" if label or tongue else PURPOSES.get(one.get("stage", ""), "attachment")
            of = next((ref.get("id", "") for ref in _children(one, "submission_file_ref")), "")
            found.append(Attached(one.get("id", ""), purpose, name, data, tongue, label, of=of))
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


_QUIET = frozenset(
    "contributor_roles last_modified open_access_date date_notified articles sections access_status issueId username password "
    "user_group_ref review_interests date_registered date_last_login date_last_email date_validated inline_help auth_id auth_string "
    "locales disabled_reason initials contextAbbreviation contextPrimaryLocale publisherLocation".split()
)

__all__ = ["NEVER", "insist", "language", "read", "users"]
