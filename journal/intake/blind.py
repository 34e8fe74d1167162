"""A manuscript for its referees: what names its authors is taken out where it stands by itself, and all the rest is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from journal.errors import Bilingual, Finding, Level, Place, Refused
from journal.intake.identity import Hit, Identities
from journal.intake.text import Manuscript, Paragraph, Zone

FORMATS = "docx odt pdf md tex"
FRONT = 20  # paragraphs among which the block of the authors stands
SHORT = 200  # characters of one that may belong to it
LONGEST = 1500  # characters of a note about authors, funds or thanks
AROUND = 24  # characters shown on each side

IDENTITY, SELF, CITED, POSSIBLE, TAKEN = "identity", "self-reference", "cited", "possible", "taken-out"

_WHAT = {
    "name": Bilingual("姓名", "a name"),
    "address": Bilingual("邮箱", "an address"),
    "affiliation": Bilingual("单位", "an affiliation"),
    "institution": Bilingual("单位", "an institution"),
    "orcid": Bilingual("ORCID", "an ORCID"),
    "fund": Bilingual("基金项目", "a grant"),
}

_SELF = re.compile(
    r"""
      笔者(?:曾|此前|先前|以前|以往|早前|早先|前期|已在|已于|另有|另文|近[作著]|博士|硕士|[拙旧]|的(?:博士|硕士|专著|著作|论文|另一|前|旧|拙))
    | 笔者(?:在|于)[^，。；]{0,30}(?:一文|一书|文中|书中|中曾|》|论文)
    | 拙(?:作|著|文|稿|编|译|书|论|见于)
    | (?:^|(?<=[\W_]))本人(?:曾|此前|先前|以往|前期|已|在|于|主持|负责|承担|参与|博士|硕士|另|近|拙|的(?:博士|硕士|专著|著作|论文|研究|另|前))
    | (?:^|(?<=[\W_]))我们?(?:曾在|曾于|此前|先前|以前在|前期|的(?:博士|硕士|前期|另一)论?文?|的(?:拙著|拙作|专著|旧作))
    | (?:本文)?作者(?:曾|此前|先前|以往|前期|本人|另文|已在)
    | (?:本课题组|本团队|课题组)(?:此前|先前|前期|曾)
    | (?i:\b(?:my|our)\s+(?:own\s+)?(?:earlier|previous|prior|past|recent|former|other|forthcoming|doctoral|phd|master['’]?s|published|above-?cited)\s+
        (?:\w+\s+){0,2}?(?:works?|papers?|articles?|books?|stud(?:y|ies)|essays?|publications?|research|monographs?|thesis|theses|dissertations?|chapters?|findings|writings?|analys[ei]s|results|contributions?|reviews?|editions?))
    | (?i:\b(?:my|our)\s+(?:book|monograph|dissertation|thesis|phd|doctorate)\b)
    | (?i:\b(?:i|we)\s+(?:have\s+|had\s+)?(?:already\s+|previously\s+|earlier\s+|elsewhere\s+)(?:argued|shown|demonstrated|discussed|proposed|published|suggested|described|reported|examined|analy[sz]ed|explored|traced|developed|written|wrote|studied|noted|pointed))
    | (?i:\b(?:i|we)\s+(?:have\s+)?(?:argued|showed|shown|demonstrated|discussed|proposed|published|suggested|described|reported|examined|analy[sz]ed|explored|traced|developed|written|wrote|studied|noted)\s+(?:\w+\s+){0,3}?(?:elsewhere|previously|in\s+an?\s+earlier|in\s+(?:my|our)))
    | (?i:\b(?:the\s+)?(?:present\s+)?(?:author|writer)(?:['’]s|s['’])\s+(?:own\s+)?(?:earlier|previous|prior|other|forthcoming|doctoral|phd|book|monograph|dissertation|thesis))
    | (?i:\bthe\s+present\s+(?:author|writer)\s+(?:has|had)\b)
    """,
    re.VERBOSE,
)

# Paragraphs that are about the authors, their funds or their thanks, by how they begin; the heading of one stands alone.
_LABEL = re.compile(
    r"""^[\s\W\d_]*(?:
      (?:第一|通[讯信]|责任)?作者(?:简介|简历|单位|信息|介绍|贡献|声明)? | 通[讯信]地址 | 作者联系 | 联系(?:方式|作者|邮箱) | 电子邮[箱件] | 邮箱
    | 基金(?:项目|资助|支持|来源|编号)? | 资助(?:项目|基金|信息|来源) | 项目(?:基金|资助|来源|支持) | 课题(?:项目|来源) | 致\s*谢 | 鸣\s*谢 | 谢\s*辞
    | (?i:authors?(?:['’]s?)?(?:\s+(?:bio\w*|information|notes?|contributions?|affiliations?|details|names?|emails?))? | about\s+the\s+authors? | notes?\s+on\s+(?:the\s+)?contributors?
      | affiliations? | corresponding\s+authors? | correspondence(?:\s+to)? | contact(?:\s+information)? | e-?mails? | orcid(?:\s+id)?s?
      | acknowledge?ments? | funding(?:\s+(?:statement|information|sources?))? | financial\s+support | grants? | sponsors?(?:hip)? | biographical\s+notes?)
    )\s*(?P<end>[:：】\]〕)）—\u3000]|\s*$|[.。]\s|[*_]{1,2}\s*[:：]?|\}|\s{2,})""",
    re.VERBOSE,
)
_THANKS = re.compile(
    r"""^[\s\W\d_]*(?:
      (?:本文|本研究|本项研究|本论文|本成果|本课题)[^。]{0,40}(?:基金|项目|课题|资助|支持|专项)
    | (?:国家|教育部|中国|[\u4e00-\u9fff]{2,8}[省市])[^。，]{0,30}(?:基金|项目|课题)[^。]{0,80}(?:阶段性成果|资助|支持|[（(](?:项目|课题|批准)?(?:编号|批准号|号)?[:：]?\s*[0-9A-Za-z]{2}[\w&-]+\s*[)）])
    | (?:作者|笔者)?(?:谨|在此|衷心|特别|特此|诚挚|向)?[^。，]{0,6}(?:感谢|致谢|鸣谢|谢忱)
    | (?i:(?:this|the\s+present)\s+(?:work|research|study|paper|article|project)\s+(?:was|is|has\s+been|received)\b[^.]{0,40}(?:support|fund|grant|financ))
    | (?i:(?:i|we|the\s+(?:present\s+)?authors?)\s+(?:\w+\s+){0,4}?(?:thank|grateful|indebted|acknowledge|gratitude))
    | (?i:(?:supported|funded|financed|sponsored)\s+by\b)
    )""",
    re.VERBOSE,
)
_REFERENCES = re.compile(
    r"^[\s\W\d_]*(?:参\s*考\s*文\s*献|引\s*用\s*文\s*献|征引文献|参考书目|引文|(?i:references?(?:\s+cited)?|bibliography|works\s+cited|literature(?:\s+cited)?))\W*$"
)
_SECTION = re.compile(
    r"^[\s\W\d_]*(?:附\s*录|注\s*释|摘\s*要|结\s*语|结\s*论|(?i:appendi(?:x|ces)|notes|abstract|conclusions?|introduction|keywords?))\b"
)
_START = re.compile(
    r"^[\s\W_]*(?:内容提要|摘\s*要|提\s*要|关\s*键\s*词|引\s*言|导\s*言|绪\s*论|前\s*言|(?i:abstract|summary|key\s*words|introduction))"
)
_CITATION = re.compile(
    r"《|〈|\[[A-Z](?:/[A-Z]+)?\]|(?:1[5-9]|20)\d\d|(?i:\bpp?\.\s*\d|\bibid\b|\bvol\.|\bop\.\s*cit)|第\s*\d+\s*[页期卷]"
)
_ABOUT_AUTHORS = re.compile(
    r"作者|单位|通[讯信]|教授|讲师|研究员|博士|硕士|邮编|(?i:e-?mail|professor|lecturer|department|\bph\.?d|researcher|fellow)|@"
)
_IN_TEXT = re.compile(r"\s*(?:等|(?i:et\s+al\.?))?\s*[,，]?\s*[（(]?\s*(?:1[5-9]|20)\d\d[a-z]?")
_NUMBERED = re.compile(r"^\s*(?:[①-⑳]|\[\d+\]|〔\d+〕|［\d+］|\(\d+\)|（\d+）|\d{1,3}[\s.．、])")
# What may stand between names and institutions in the block of the authors without being text.
_FILLER = re.compile(
    r"""(?i:\b(?:and|by|dr|prof(?:essor)?|e-?mail|corresponding|correspondence|authors?|department|of|school|faculty|college|institute|university|orcid|https?|org|the|p\.?r\.?|china|to)\b)
    |作者|通[讯信]|单位|邮箱|电子|邮编|教授|副教授|讲师|研究员|博士|硕士|研究生|学院|大学|系|和|与|及|\S+@\S+|[\W\d_]""",
    re.VERBOSE,
)

_MEND = Bilingual("请在正文中删去或改写。", "Take it out of the text, or put it otherwise.")
_LOOK = Bilingual("请看一眼是否指作者。", "Look whether it means the author.")
_FINE = Bilingual("引用作者本人著作，保留。", "The author is cited like anybody else; it stays.")
_GONE = Bilingual("已从匿名稿中去除。", "It is not in the referees' copy.")


def strip(data: bytes, identities: Iterable[Mapping[str, Any]], name: str) -> tuple[bytes, list[Finding]]:
    """A text without its authors, and what was found in it: `error` still tells who they are, `note` is for the editor's eyes.

    `identities` are the authors' rows of the register (with `funds`, the numbers of grants, in any of them), `name` ends in
    the format: docx, odt, pdf, md, tex. Raises BadFile for a file that is not what its name says, Refused for one that is
    encrypted, too large, or of another format.
    """
    authors = Identities(identities)
    manuscript = opened(data, name)
    notes = [_note(name, 0, what) for what in manuscript.strip(authors.named)]
    if not name.lower().endswith(".pdf"):  # the text of a page cannot be taken out of it
        notes += _take_out(manuscript.paragraphs(), authors)
    copy = manuscript.save()
    return copy, [*notes, *found(opened(copy, name), authors)]


def opened(data: bytes, name: str) -> Manuscript:
    """The manuscript in a file; BadFile, Refused."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending == "docx":
        from journal.intake.ooxml import open_docx

        return open_docx(data, name)
    if ending == "odt":
        from journal.intake.odf import open_odt

        return open_odt(data, name)
    if ending == "pdf":
        from journal.intake.pdf import open_pdf

        return open_pdf(data, name)
    if ending in ("md", "markdown", "tex"):
        from journal.intake.plain import open_plain

        return open_plain(data, name, tex=ending == "tex")
    said = Bilingual(f"{name}：不能制作匿名稿的格式。", f"{name}: no referees' copy can be made of this format.")
    raise Refused(said, Bilingual(f"请另存为 {FORMATS} 之一。", f"Save it as one of {FORMATS}."))


# ---------------------------------------------------------------- what can be taken out


def _take_out(paragraphs: Sequence[Paragraph], authors: Identities) -> Iterator[Finding]:
    """Paragraphs that are only about the authors: their block, their notes, funds, thanks, running heads."""
    for paragraph in _about_authors(paragraphs, authors):
        paragraph.clear()
        yield _note(paragraph.part, paragraph.number, Bilingual(*[_short(paragraph.text)] * 2))


def _about_authors(paragraphs: Sequence[Paragraph], authors: Identities) -> Iterator[Paragraph]:
    filled = [each for each in paragraphs if each.text.strip()]
    body = [each for each in filled if each.zone in (Zone.BODY, Zone.HEADING)]
    front = {id(each) for each in _front(body)}
    listed = _listed(filled)
    under = ""  # the label of a heading under which everything is about the authors
    for each in filled:
        if id(each) in listed:
            continue
        text, hits = each.text.strip(), authors.hits(each.text)
        if each.zone is Zone.RUNNING:
            if hits or _labelled(text):
                yield each
            continue
        if each.zone is Zone.NOTE:
            if _is_note_on_authors(text, hits):
                yield each
            continue
        alone = _labelled(text) and len(text) <= SHORT and not _after_label(text)
        if alone:
            under = text
            yield each
        elif under and not _ends_section(each):
            if not _belongs(text, hits, each):
                under = ""
                continue
            yield each
        else:
            under = ""
            if (
                _labelled(text)
                or (_THANKS.match(text) and len(text) <= LONGEST)
                or (id(each) in front and _only_people(text, hits))
            ):
                yield each


def _front(body: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """What stands before the abstract, or before the text itself."""
    for each in body[:FRONT]:
        if _START.match(each.text) or len(each.text) > 2 * SHORT:
            return
        yield each


def _labelled(text: str) -> bool:
    return len(text) <= LONGEST and _LABEL.match(text) is not None


def _after_label(text: str) -> str:
    found = _LABEL.match(text)
    return re.sub(r"[\s\W_]+", "", text[found.end() :]) if found else ""


def _ends_section(each: Paragraph) -> bool:
    return each.zone is Zone.HEADING or bool(_REFERENCES.match(each.text) or _SECTION.match(each.text))


def _belongs(text: str, hits: Sequence[Hit], each: Paragraph) -> bool:
    """Whether a paragraph under the heading of thanks is of the thanks: files without styles do not say where they end."""
    return len(text) <= LONGEST and bool(
        hits
        or _THANKS.match(text)
        or re.search(r"感谢|谢意|致谢|资助|基金|(?i:thank|grateful|support|fund|grant|indebted|gratitude)", text)
        or _only_people(text, hits)
    )


def _only_people(text: str, hits: Sequence[Hit]) -> bool:
    """Whether nothing is left of a paragraph without what names people: names, institutions, addresses."""
    if not hits and "@" not in text:
        return False
    left, end = [], 0
    for hit in hits:
        left.append(text[end : hit.start])
        end = max(end, hit.end)
    rest = _FILLER.sub("", "".join((*left, text[end:])))
    return len(text) <= 2 * SHORT and len(rest) <= max(4, len(text) // 4)


def _is_note_on_authors(text: str, hits: Sequence[Hit]) -> bool:
    if _labelled(text) or (_THANKS.match(text) and len(text) <= LONGEST):
        return True
    sure = [hit for hit in hits if hit.sure or hit.what == "institution"]
    kinds = {hit.what for hit in sure}
    return bool(sure) and (
        _only_people(text, hits)
        or ("name" in kinds and len(kinds) > 1)
        or bool("name" in kinds and _ABOUT_AUTHORS.search(text) and not _CITATION.search(text))
    )


# ---------------------------------------------------------------- what is left


def found(manuscript: Manuscript, authors: Identities) -> Iterator[Finding]:
    """What a manuscript still tells of its authors, in its order."""
    paragraphs = [each for each in manuscript.paragraphs() if each.text.strip()]
    listed = _listed(paragraphs)
    for each in paragraphs:
        yield from _in_paragraph(each, id(each) in listed, authors)
    seen: set[tuple[str, str]] = set()
    for run in manuscript.words():
        for hit in authors.hits(run.text, prose=False):
            key = (run.part, run.text[hit.start : hit.end])
            if hit.sure and key not in seen:
                seen.add(key)
                yield _finding(
                    IDENTITY, Level.ERROR, Place(run.part, 0, _context(run.text, hit.start, hit.end)), _told(hit), _MEND
                )


def _in_paragraph(each: Paragraph, listed: bool, authors: Identities) -> Iterator[Finding]:
    self_reference = _SELF.search(each.text)
    if self_reference:
        place = Place(each.part, each.number, _context(each.text, *self_reference.span()))
        yield _finding(SELF, Level.ERROR, place, Bilingual("自称曾有著述。", "speaks of the author's own work."), _MEND)
    seen: set[str] = set()
    for hit in authors.hits(each.text):
        word = each.text[hit.start : hit.end]
        if word in seen:
            continue
        seen.add(word)
        place = Place(each.part, each.number, _context(each.text, hit.start, hit.end))
        cited = hit.what in ("name", "affiliation", "institution") and _is_cited(each, listed, hit)
        if cited and not self_reference:
            if hit.what == "name":
                yield _finding(CITED, Level.NOTE, place, _told(hit), _FINE)
        elif hit.sure:
            yield _finding(IDENTITY, Level.ERROR, place, _told(hit), _MEND)
        else:
            yield _finding(POSSIBLE, Level.WARNING, place, _told(hit), _LOOK)


def _listed(paragraphs: Sequence[Paragraph]) -> set[int]:
    """The paragraphs of the list of references."""
    inside, listed = False, set()
    for each in paragraphs:
        if each.zone is Zone.REFERENCE:
            listed.add(id(each))
        elif each.zone in (Zone.BODY, Zone.HEADING):
            if _REFERENCES.match(each.text):
                inside = True
            elif (
                each.zone is Zone.HEADING
                or _SECTION.match(each.text)
                or _labelled(each.text)
                or _THANKS.match(each.text)
            ):
                inside = False
            elif inside:
                listed.add(id(each))
    return listed


def _is_cited(each: Paragraph, listed: bool, hit: Hit) -> bool:
    """Whether a name is that of the author of something cited: in a list, in a note, or before a year in brackets."""
    text = each.text
    if listed:
        return True
    note = text if each.zone is Zone.NOTE or _NUMBERED.match(text) else _footnote(text, hit.start)
    if note and _CITATION.search(note):
        return True
    return hit.what == "name" and _IN_TEXT.match(text, hit.end) is not None


def _footnote(text: str, position: int) -> str:
    r"""The note of a LaTeX source in which a place stands: \footnote{…}; empty if it stands in none."""
    start = max(text.rfind(mark, 0, position) for mark in ("\\footnote{", "\\endnote{", "\\footnotetext{"))
    if start < 0:
        return ""
    inside = text[text.index("{", start) : position]
    return text[start : position + 200] if inside.count("{") > inside.count("}") else ""


# ---------------------------------------------------------------- how it is said


def _told(hit: Hit) -> Bilingual:
    what = _WHAT[hit.what]
    return Bilingual(f"含作者的{what.zh}。", f"holds {what.en} of an author.")


def _context(text: str, start: int, end: int) -> str:
    before, after = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("…" if before else "") + " ".join(text[before:after].split()) + ("…" if after < len(text) else "")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"


def _note(part: str, number: int, what: Bilingual) -> Finding:
    return _finding(
        TAKEN, Level.NOTE, Place(part, number), Bilingual(f"已去除：{what.zh}。", f"taken out: {what.en}."), _GONE
    )


def _finding(rule: str, level: Level, place: Place, message: Bilingual, remedy: Bilingual) -> Finding:
    return Finding(rule, level, place, message, remedy)


__all__ = ["CITED", "IDENTITY", "POSSIBLE", "SELF", "TAKEN", "found", "opened", "strip"]
