"""A manuscript for referees: what tells of its authors is taken out where it can be, and listed where it cannot."""

from __future__ import annotations

import bisect
import enum
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from journal.errors import Bilingual, Finding, Level, Place, Refused
from journal.intake import phrases
from journal.intake.identities import (
    ADDRESS,
    FUND,
    IDENTIFIER,
    INSTITUTION,
    NAME,
    RARE,
    SURNAME,
    Hit,
    Search,
    folded,
    registered,
    search,
)  # fmt: skip
from journal.intake.text import Manuscript, Paragraph, Zone

AROUND = 24  # characters shown before and behind what was found
HEAD = 15  # paragraphs before the abstract, at most, that may be a by-line
BESIDE_NAMES = 30  # letters that a line of names and institutions may hold besides
SIGNED = 4  # letters beside a name in a line that is signed: 2031年春
BLOCK = 400  # letters of a note of thanks or money that may go as a whole
BESIDE = 80  # letters from a name to a self-reference that makes it one, too
CRUMB = 12  # letters of a paragraph that may hold a piece of a name
HEADLINE = 80  # letters of a running head
UNDER_HEADING = 6  # paragraphs under “Acknowledgements” that may go as a whole


class Kind(enum.StrEnum):
    """What a manuscript's file is."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    MARKDOWN = "md"
    LATEX = "tex"


IDENTITY = "blind-identity"
SELF_REFERENCE = "blind-self-reference"
THANKS = "blind-acknowledgement"
UNREADABLE = "blind-unreadable"
PICTURE = "blind-picture"
CITED = "blind-cited"
REMOVED = "blind-removed"

_REMEDIES = {
    IDENTITY: Bilingual("请从正文中删去或改写。", "Take it out, or word it otherwise."),
    SELF_REFERENCE: Bilingual("请改为第三人称，如引用他人著作。", "Speak of that work as of anybody's."),
    THANKS: Bilingual("请移出匿名稿，录用后再恢复。", "Leave it out until the paper is accepted."),
    UNREADABLE: Bilingual(
        "请人工查看；PDF 请改交可选取文字的，嵌入的文件请删去。",
        "Look at it; ask for a PDF whose text can be selected, or take the embedded file out.",
    ),
}
# An institution that published something, or where it was defended.
_PUBLISHER = re.compile(
    r"(?i)\s*(?:出版社|出版公司|学报|(?:博士|硕士)?学位论文|(?:博士|硕士)(?:学位)?论文|press\b|dissertation)"
)
_ITEM = re.compile(r"\s*(?:[①-⑳]|[\[〔(]?\d{1,3}[\])〕.、])")
_PICTURE = re.compile(r"!\[|\\includegraphics")
_PREAMBLE = re.compile(r"\s*\\(?!begin\{abstract|title|(?:sub)*section|chapter|textbf|item)[A-Za-z]+")
_RUNNING_HEAD = re.compile(
    r"\\(?:markboth|markright|fancyhead|fancyfoot|[lcrio]head|[lcrio]foot)\*?(?:\[\w*\])?\{([^{}]{1,200})\}"
)
_SENTENCE = re.compile(r"[。！？.?!]\s*$")
_LOOK = Bilingual("请目视检查图中有无作者信息。", "Look whether something in it tells of the authors.")
_NOTHING = Bilingual("", "")


def strip(data: bytes, authors: Iterable[Mapping[str, Any]], name: str) -> tuple[bytes, tuple[Finding, ...]]:
    """The manuscript without its authors, and what was found: errors keep it from being sent, notes do not.

    `authors` are their rows of the register, with `funds` (numbers of their grants) if known; `name` is a neutral one, its
    ending says the format: docx, odt, pdf, md, tex. BadFile for what is not of that format, Refused for another one, and for
    what is encrypted or over a limit.
    """
    looked = search(registered(authors))
    manuscript = opened(data, name)
    told = functools.cache(looked.tells)  # a file says the same names of styles and shapes again and again
    findings = [_removed(Place(name), what) for what in manuscript.strip(told)]
    if kind(name) is not Kind.PDF:  # nothing can be taken out of the text of its pages
        findings += _take_out(manuscript, looked)
    bare = manuscript.save()
    # What is judged is what will be sent: the bytes, read anew.
    return bare, (*findings, *remaining(bare, looked, name))


def kind(name: str) -> Kind:
    """The format that a name ends in; Refused for one that no referees' copy is made of."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending not in set(Kind):
        said = Bilingual(f"{name}：这种格式不能制作匿名稿。", f"{name}: no referees' copy is made of this format.")
        raise Refused(said, Bilingual(f"请另存为 {'、'.join(Kind)}。", f"Save it as one of {', '.join(Kind)}."))
    return Kind(ending)


def opened(data: bytes, place: str) -> Manuscript:
    """A manuscript of the format that its name ends in; BadFile, Refused."""
    from journal.intake import odf, ooxml, pdf, plain

    match kind(place):
        case Kind.DOCX:
            return ooxml.open_docx(data, place)
        case Kind.ODT:
            return odf.open_odt(data, place)
        case Kind.PDF:
            return pdf.open_pdf(data, place)
        case Kind.MARKDOWN:
            return plain.open_plain(data, place, tex=False)
        case Kind.LATEX:
            return plain.open_plain(data, place, tex=True)


def remaining(data: bytes, looked: Search, place: str) -> Iterator[Finding]:
    """What still tells of the authors in the bytes of a manuscript."""
    manuscript = opened(data, place)
    paragraphs = manuscript.paragraphs()
    judged = [one for spot in _spots(paragraphs) for one in _judged(spot, looked)]
    cited = any(one.rule == CITED for one in judged)
    yield from (_as_cited(one) if cited and one.message is RARE else one for one in judged)
    for cut in _across(paragraphs, looked):
        first = paragraphs[cut.indexes[0]]
        yield _left(IDENTITY, Place(first.part, first.number, cut.name), _IN_PIECES)
    seen = set()
    for run in manuscript.words():
        if run.text in seen:
            continue
        seen.add(run.text)
        if looked.tells(run.text):
            yield _left(
                IDENTITY,
                Place(run.part, 0, _short(run.text)),
                Bilingual("文件内部仍有作者信息", "inside the file, an author"),
            )
    for run in manuscript.unread():
        page = Bilingual(
            f"第 {run.paragraph} 页{'有文字无法读出' if run.text else '没有可读的文字'}",
            f"page {run.paragraph} has {'letters that cannot be read' if run.text else 'no text that can be read'}",
        )
        file = Bilingual("嵌入的文件无法检查", "an embedded file that cannot be looked into")
        yield _left(UNREADABLE, Place(run.part, run.paragraph), page if run.paragraph else file)
    for run in manuscript.pictures():
        page = Bilingual(
            f"第 {run.paragraph} 页有图片，图中文字未检查",
            f"pictures on page {run.paragraph}: what is written in them is not read",
        )
        part = Bilingual("图片中的文字未检查", "a picture: what is written in it is not read")
        yield Finding(PICTURE, Level.NOTE, Place(run.part, run.paragraph), page if run.paragraph else part, _LOOK)


def _as_cited(one: Finding) -> Finding:
    """Who cites 欧阳 with a work and a year, and goes on about 欧阳's view, cites on."""
    return Finding(CITED, Level.NOTE, one.place, _of_cited(RARE), _NOTHING)


@dataclass(frozen=True)
class _Pieces:
    """A name that is cut over paragraphs: which, the name, and whether they hold nothing else."""

    indexes: range
    name: str
    alone: bool


def _across(paragraphs: Sequence[Paragraph], looked: Search) -> Iterator[_Pieces]:
    """Names that are cut over paragraphs, lines of a box or cells of a table, a few letters in each."""
    filled = [index for index, one in enumerate(paragraphs) if one.text.strip()]
    for is_crumb, group in itertools.groupby(filled, key=lambda index: _is_crumb(paragraphs[index])):
        crumbs = list(group)
        texts = [" ".join(folded(paragraphs[index].text).split()) for index in crumbs]
        seen = set()
        for between in ("", " ") if is_crumb and len(crumbs) > 1 else ():
            whole = between.join(texts)
            ends = list(itertools.accumulate(len(text) + len(between) for text in texts))
            for hit in looked.hits(whole):
                first, last = bisect.bisect_right(ends, hit.start), bisect.bisect_right(ends, hit.end - 1)
                name = whole[hit.start : hit.end]
                if hit.what is NAME and first < last and len(re.findall(r"\w", name)) > 2 and (first, last) not in seen:
                    seen.add((first, last))
                    held = between.join(texts[first : last + 1])
                    indexes = range(crumbs[first], crumbs[last] + 1)
                    yield _Pieces(indexes, name, len(re.findall(r"\w", held)) == len(re.findall(r"\w", name)))


def _is_crumb(paragraph: Paragraph) -> bool:
    return paragraph.zone is not Zone.PAGE and len(paragraph.text.strip()) <= CRUMB


# ---------------------------------------------------------------- taking out


@dataclass(frozen=True)
class _Spot:
    """A paragraph where it stands: its folded text, whether before the abstract, and whether in the list of works."""

    paragraph: Paragraph
    text: str
    head: bool
    listed: bool
    first: bool
    starts: bool  # the page
    ends: bool


def _spots(paragraphs: Sequence[Paragraph]) -> list[_Spot]:
    spots, listed, filled = [], False, 0
    texts = [folded(paragraph.text) for paragraph in paragraphs]
    body = [i for i, each in enumerate(paragraphs) if each.zone in (Zone.BODY, Zone.HEADING) and _says(texts[i])]
    abstract = next(
        (i for i in body[1:HEAD] if _ends_head(texts[i])),
        body[min(len(body), HEAD // 2) - 1] if body else 0,
    )
    for index, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
        if phrases.REFERENCES.match(text):
            listed = True
        elif listed and (paragraph.zone is Zone.HEADING or phrases.HEADING.match(text) or phrases.SUMMARY.match(text)):
            listed = False
        # Footnotes and running heads come after the last part of the text, but stand in no list.
        inside = (listed and paragraph.zone in (Zone.BODY, Zone.PAGE)) or paragraph.zone is Zone.REFERENCE
        if _says(text) and paragraph.zone in (Zone.BODY, Zone.HEADING):
            filled += 1
        head = bool(body) and index <= abstract
        starts = index == 0 or paragraphs[index - 1].number != paragraph.number
        ends = index + 1 == len(paragraphs) or paragraphs[index + 1].number != paragraph.number
        spots.append(_Spot(paragraph, text, head, inside, filled <= 1, starts, ends))
    return spots


def _says(text: str) -> bool:
    """Whether a reader sees it: no empty line, and no command of LaTeX's preamble."""
    return bool(text.strip()) and _PREAMBLE.match(text) is None


def _ends_head(text: str) -> bool:
    """Whether no by-line follows: the summary, or the first heading; “1. Law School” is none."""
    opens = phrases.OPENING.match(text) is not None and phrases.CONTACT.search(text) is None
    return opens or phrases.SUMMARY.match(text) is not None


def _take_out(manuscript: Manuscript, looked: Search) -> Iterator[Finding]:
    """Clear the paragraphs that only tell of the authors; what was cleared."""
    spots = [spot for spot in _spots(manuscript.paragraphs()) if spot.text.strip()]
    gone = _under_headings(spots)
    for cut in _across([spot.paragraph for spot in spots], looked):
        gone |= dict.fromkeys(cut.indexes, _BYLINE_GONE) if cut.alone else {}
    under = False  # a by-line that went
    for index, spot in enumerate(spots):
        what = gone.get(index) or _block(spot, looked) or (_BYLINE_GONE if under and _is_contact(spot) else None)
        under = spot.head and spot.paragraph.zone is Zone.BODY and what is not None
        if what:
            spot.paragraph.clear()
            yield _removed(Place(spot.paragraph.part, spot.paragraph.number, _short(spot.text)), what)


_IN_PIECES = Bilingual("拆开的姓名", "name in pieces")
_AUTHORS_GONE = Bilingual("作者信息", "a note on the authors")
_THANKS_GONE = Bilingual("致谢或基金说明", "thanks or a note on money")
_BYLINE_GONE = Bilingual("署名", "a by-line")
_RUNNING_GONE = Bilingual("页眉页脚中的作者信息", "an author in a header or footer")


def _under_headings(spots: Sequence[_Spot]) -> dict[int, Bilingual]:
    gone: dict[int, Bilingual] = {}
    for index, spot in enumerate(spots):
        if not phrases.HEADING.match(spot.text) or spot.listed:
            continue
        under = []
        for later in range(index + 1, len(spots)):
            one = spots[later]
            if (
                one.paragraph.zone is not Zone.BODY
                or one.listed
                or phrases.REFERENCES.match(one.text)
                or phrases.NUMBERED.match(one.text)
                or phrases.HEADING.match(one.text)
            ):
                break
            under.append(later)
        if len(under) <= UNDER_HEADING:
            gone |= dict.fromkeys((index, *under), _THANKS_GONE)
    return gone


def _block(spot: _Spot, looked: Search) -> Bilingual | None:
    """What a paragraph is, if it is a block that can go as a whole; None if it is text."""
    text = spot.text
    if phrases.SELF.search(text) and len(text) > BLOCK:
        return None
    if phrases.LABEL.match(text) and len(text) <= 2 * BLOCK:
        return _AUTHORS_GONE
    if spot.paragraph.zone is Zone.RUNNING:
        return _RUNNING_GONE if _hits(spot, looked) else None
    if _all_thanks(text, looked):
        return _THANKS_GONE
    hits = _hits(spot, looked)
    if not hits:
        return None
    if all(hit.what in (SURNAME, RARE) for hit in hits):  # a line that is signed; else it is text
        alone = _besides(text, hits) == 0 and not _SENTENCE.search(text)
        return _BYLINE_GONE if alone and not spot.listed and spot.paragraph.zone is not Zone.HEADING else None
    reachable = bool({hit.what for hit in hits} & {ADDRESS, IDENTIFIER, FUND})
    starred = phrases.STARRED.match(text) is not None and (reachable or not _bibliographic(text))
    personal = reachable or any(
        pattern.search(text) for pattern in (phrases.POSITION, phrases.SPEAKER, phrases.THANKS, phrases.FUNDED)
    )
    noted = spot.paragraph.zone is Zone.NOTE and personal and not _bibliographic(text)
    owned = phrases.OWNED.search(text) or phrases.REACHED.search(text)
    if (starred or noted or owned) and len(text) <= BLOCK and not spot.listed:
        return _AUTHORS_GONE
    opens = hits[0].start <= 3 and phrases.BIOGRAPHY.search(text[: hits[0].end + 60]) is not None
    told = phrases.BIOGRAPHY.search(text) is not None and not _bibliographic(text)
    if (opens or told) and len(text) <= BLOCK and not spot.listed:
        return _AUTHORS_GONE
    rest = _besides(text, hits)
    if _PICTURE.search(text):
        return None
    if not rest and len({hit.what for hit in hits}) > 1:  # a name and a place, though a full stop ends them
        return _BYLINE_GONE
    if rest <= 4 and not (spot.listed and phrases.YEAR.search(text)) and (spot.head or not _SENTENCE.search(text)):
        return _BYLINE_GONE
    in_byline = spot.head and not spot.first and rest <= BESIDE_NAMES and not re.search(r"[。！？?!]\s*$", text)
    return _BYLINE_GONE if in_byline and spot.paragraph.zone is not Zone.HEADING else None


def _is_contact(spot: _Spot) -> bool:
    """Whether a line under a by-line is of it: the second institution of somebody of whom the register has one."""
    short = len(spot.text) <= BESIDE_NAMES * 3 and not _SENTENCE.search(spot.text)
    below = spot.head and not spot.first and spot.paragraph.zone is Zone.BODY
    return below and short and phrases.CONTACT.search(spot.text) is not None


def _hits(spot: _Spot, looked: Search) -> list[Hit]:
    """Where a paragraph tells of an author; where by-lines stand also by what the register does not have: addresses, other characters."""
    hits = looked.heads(spot.text) if spot.paragraph.zone is Zone.RUNNING else looked.hits(spot.text)
    for head in _RUNNING_HEAD.finditer(spot.text):
        more = (Hit(hit.what, head.start(1) + hit.start, head.start(1) + hit.end) for hit in looked.heads(head[1]))
        hits += [one for one in more if all(one.end <= hit.start or hit.end <= one.start for hit in hits)]
    if spot.paragraph.zone is Zone.PAGE:
        hits = _with_heads(spot, hits, looked)
    if spot.head or spot.paragraph.zone in (Zone.RUNNING, Zone.NOTE):
        hits += [
            hit
            for hit in looked.strangers(spot.text, spot.head)
            if all(hit.end <= one.start or one.end <= hit.start for one in hits)
        ]
        hits.sort(key=lambda hit: hit.start)
    return hits


def _with_heads(spot: _Spot, hits: list[Hit], looked: Search) -> list[Hit]:
    """A page's first and last line are running heads, if they are short."""
    lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", spot.text)]
    edges = {*(lines[:1] if spot.starts else ()), *(lines[-1:] if spot.ends else ())}
    more = [
        Hit(hit.what, start + hit.start, start + hit.end)
        for start, end in sorted(edges)
        if end - start <= HEADLINE
        and not _ITEM.match(spot.text[start:end])
        and (not _SENTENCE.search(spot.text[start:end]) or spot.text[start:end].rstrip().endswith("et al."))
        for hit in looked.heads(spot.text[start:end])
    ]
    apart = [one for one in more if all(one.end <= hit.start or hit.end <= one.start for hit in hits)]
    return sorted([*hits, *apart], key=lambda hit: hit.start)


def _all_thanks(text: str, looked: Search) -> bool:
    """Whether a paragraph or note is nothing but thanks and money: each of its sentences is."""
    if len(text) > BLOCK or not (phrases.FUNDED.search(text) or phrases.THANKS.search(text)):
        return False
    sentences = [
        one for one in re.split(r"(?<=[。！？；])|(?<=[a-z)\]]\.)\s+(?=[A-Z])|\n", text) if re.search(r"\w", one)
    ]
    return all(
        phrases.FUNDED.search(one)
        or phrases.THANKS.search(one)
        or ((hits := looked.hits(one)) and _besides(one, hits) <= SIGNED)
        or re.search(r"文责自负|责任自负|remaining errors|errors (?:are|remain)|usual disclaimer", one)
        for one in sentences
    )


def _besides(text: str, hits: Sequence[Hit]) -> int:
    """How many letters a line holds besides what tells of its authors."""
    rest, end = [], 0
    for hit in hits:
        rest.append(text[end : hit.start])
        end = hit.end
    left = phrases.BESIDE.sub(" ", " ".join((*rest, text[end:])))
    return len(re.findall(r"[^\W\d_]", left))


# ---------------------------------------------------------------- judging what is left


def _judged(spot: _Spot, looked: Search) -> Iterator[Finding]:
    text = spot.text
    speaking = [found.span() for found in phrases.SELF.finditer(text)]
    for start, end in speaking:
        yield _left(
            SELF_REFERENCE,
            _at(spot, start, end),
            Bilingual("自我指认", "the authors speak of their own work"),
        )
    for pattern in (phrases.FUNDED, phrases.THANKS):
        for found in pattern.finditer(text):
            if not (spot.listed and _bibliographic(text)):
                yield _left(
                    THANKS,
                    _at(spot, found.start(), found.end()),
                    Bilingual("致谢或基金说明", "thanks, or a note on money"),
                )
    for hit in _hits(spot, looked):
        place = _at(spot, hit.start, hit.end)
        beside = any(start - BESIDE < hit.end and hit.start < end + BESIDE for start, end in speaking)
        if _cited(spot, hit) and not beside:  # “拙文（高砚清，2018）” is no citation like others
            yield Finding(CITED, Level.NOTE, place, _of_cited(hit.what), _NOTHING)
        else:
            yield _left(IDENTITY, place, hit.what)


def _of_cited(what: Bilingual) -> Bilingual:
    return Bilingual(f"引文中的{what.zh}", f"{what.en}, of somebody cited")


def _cited(spot: _Spot, hit: Hit) -> bool:
    """Whether a name is that of an author who is cited: in a list or note that is a reference, or before a year or title."""
    text = spot.text
    if hit.what not in (NAME, INSTITUTION, SURNAME, RARE) or (spot.paragraph.zone is Zone.PAGE and _at_edge(spot, hit)):
        return False
    if phrases.OWNED.search(text[max(0, hit.start - 30) : hit.end + 60]):
        return False
    window = text[max(0, hit.start - 150) : hit.end + 250]
    about = phrases.BIOGRAPHY.search(text[hit.start : hit.end + 40]) is not None
    if (spot.listed or spot.paragraph.zone is Zone.NOTE) and _bibliographic(window) and not about:
        return True
    before, after = text[max(0, hit.start - 60) : hit.start], text[hit.end : hit.end + 60]
    if hit.what is INSTITUTION:
        return _PUBLISHER.match(after) is not None
    key = re.search(r"(?:\\(?:no)?cite\w*\*?(?:\[[^\]]*\])*\{|\\bibitem(?:\[[^\]]*\])?\{|\[?-?@)[^}\]\s]*$", before)
    year = re.match(
        r"(?:\s*(?:,|，|、|和|与|and|&|et al\.?|等人?)[^。.;；()（）]{0,30}|['’]s?)?\s*,?\s*[(（\[]\s*(?:1[5-9]|20)\d\d",
        after,
    )
    supra = hit.what in (SURNAME, RARE) and re.match(
        r"(?i)\s*(?:,\s*)?(?:supra|above\s+n|op\.?\s*cit|ibid|id\.)|文，?(?:第|同前)", after
    )
    title = re.match(r"\s*(?:等|主编|编|著|译)?\s*(?:[：:]\s*[《“\"]|\s*[,，.]\s*《|的?《)", after)
    inside = re.search(r"[(（][^()（）]*$", before) and re.match(
        r"[^()（）]{0,50}?(?:1[5-9]|20)\d\d[a-z]?[^()（）]*[)）]", after
    )
    full = (
        _bibliographic(window)
        and (text[hit.end - 1] == "." or re.match(r"\s*[,，:：.]", after))
        and re.search(r"(?:^|[。\n.；;见①-⑳]|\bsee|[\[〔(]\d{1,3}[\])〕])\s*$", before, re.IGNORECASE)
        and phrases.YEAR.search(after + text[hit.end + 60 : hit.end + 200])
    )
    return bool(key or year or supra or title or inside or full)


def _at_edge(spot: _Spot, hit: Hit) -> bool:
    """Whether it stands in the first or the last line of a page, where running heads are; items of a list are none."""
    text = spot.text
    start = text.rfind("\n", 0, hit.start) + 1
    end = text.find("\n", hit.end)
    first, last = not text[:start].strip(), end < 0 or not text[end:].strip()
    return ((spot.starts and first) or (spot.ends and last)) and not _ITEM.match(text[start:])


def _bibliographic(text: str) -> bool:
    return phrases.YEAR.search(text) is not None and phrases.REFERENCE.search(text) is not None


def _at(spot: _Spot, start: int, end: int) -> Place:
    # Folding leaves out what nobody sees and changes nothing else in length: people are shown what is written.
    text = spot.paragraph.text if len(spot.paragraph.text) == len(spot.text) else spot.text
    around = text[max(0, start - AROUND) : end + AROUND]
    return Place(spot.paragraph.part, spot.paragraph.number, " ".join(around.split()))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 3 * AROUND else plain[: 3 * AROUND - 1] + "…"


def _left(rule: str, place: Place, message: Bilingual) -> Finding:
    return Finding(rule, Level.ERROR, place, message, _REMEDIES[rule])


def _removed(place: Place, what: Bilingual) -> Finding:
    return Finding(REMOVED, Level.NOTE, place, Bilingual(f"已去除：{what.zh}", f"taken out: {what.en}"), _NOTHING)


def blocks(finding: Finding) -> bool:
    """Whether it keeps the manuscript from being sent."""
    return finding.level is Level.ERROR


__all__ = [
    "CITED",
    "IDENTITY",
    "PICTURE",
    "REMOVED",
    "SELF_REFERENCE",
    "THANKS",
    "UNREADABLE",
    "Kind",
    "blocks",
    "kind",
    "opened",
    "remaining",
    "strip",
]
