"""The pages: PDF of each article and of each edition of an issue, out of one lay-out."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journal.errors import BadFile, Bilingual, Finding, JournalError, Level, Place
from journal.html.article import article_page, asset
from journal.html.authors import person_name
from journal.html.index import has_index, listed
from journal.html.issue import Bound
from journal.html.words import missing_words
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.jats.numbering import numbered
from journal.jats.numerals import note_mark
from journal.model import (
    Article,
    Body,
    ByLanguage,
    Filler,
    House,
    Issue,
    Journal,
    Listed,
    NoteScope,
    Placement,
    Rendition,
    Style,
)
from journal.names import Convention
from journal.outputs import Bench, Product

if TYPE_CHECKING:
    from journal.layout.binding import Volume
    from journal.layout.document import Description, Embedded
    from journal.layout.engine import Laid, Press
    from journal.proofs.lines import Strip

KINDS = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


@dataclass(frozen=True)
class Gap:
    """Where an article stands that could not be read: before which of those that could, and how many pages it had."""

    index: int
    pages: int


@dataclass(frozen=True)
class Edition:
    """An edition of an issue to lay out: its articles in order, and where publication fixed their first pages."""

    journal: Journal
    house: House
    issue: Issue  # without its lock, and with no edition but this: pages must not change because something else did
    language: Language
    articles: tuple[Article, ...]
    placements: tuple[Placement, ...]
    locked: tuple[tuple[int, int] | None, ...]
    missing: tuple[Gap, ...] = ()  # with one the issue is not joined
    year: tuple[Listed, ...] = ()  # the earlier numbers of the year, where this one has the index
    lengths: tuple[int, ...] = ()  # of each article, as it was last laid out: what it keeps if it now fails


@dataclass(frozen=True)
class Alone:
    """One article to lay out by itself, at a page that is known or, for a forthcoming one, at page 1."""

    journal: Journal
    house: House
    issue: Issue | None
    language: Language
    article: Article
    placement: Placement | None
    start: int
    online: dt.date | None = None  # since when it is online, if it has no issue yet
    filler: Filler | None = None


def article_path(article: ArticleId, language: Language) -> str:
    """Where an article's PDF stands under `out/`."""
    return f"public/articles/{article}/{article}.{language}.pdf"


def issue_path(issue: Issue, language: Language) -> str:
    """Where an edition's PDF stands under `out/`."""
    return f"public/issues/{issue.id}/{issue.id}.{language}.pdf"


def pages_path(issue: Issue, language: Language) -> str:
    """The page numbers of an edition, for the products that print them."""
    return f"@pages/{issue.id}.{language}.json"


_one_at_a_time = threading.Lock()  # Pango's font map serves one thread: two at once corrupt the memory of the process


def edition(bench: Bench, work: Edition) -> Product:
    """All PDFs of an edition: each article is laid out once, at its page, and the issue joins the same pages."""
    with _one_at_a_time:
        return _edition(bench, work)


def alone(bench: Bench, work: Alone) -> Product:
    """One article's PDF, the same bytes as in its edition if it starts at the same page."""
    with _one_at_a_time:
        return _alone(bench, work)


@dataclass(frozen=True)
class Pages:
    """An article's pages as they are printed, and where each of their lines stands."""

    data: bytes
    strips: tuple[Strip, ...]
    sizes: tuple[tuple[float, float], ...]
    source: bytes  # the article's file
    findings: tuple[Finding, ...]


def lined(bench: Bench, work: Alone) -> Pages:
    """The same bytes as `alone` gives, laid out anew, with the lines of the pages. Raises what a lay-out may."""
    from journal.layout import galley

    with _one_at_a_time:
        laid = _lay_out(bench, _press(work.house, bench), work)
        findings = tuple(_findings(work, laid, None))
        data = _kept(bench, work, laid, findings)
        return Pages(data, galley.strips(laid), galley.sizes(laid), bench.read(work.article.path), findings)


def _edition(bench: Bench, work: Edition) -> Product:
    gc.collect()  # pages of an edition before hold each other: without this a worker would grow with each issue
    press = _press(work.house, bench)
    files: dict[str, bytes] = {}
    failures: list[tuple[str, JournalError]] = []
    findings: list[Finding] = []
    laid: dict[str, tuple[Alone, Laid]] = {}
    pages: dict[str, tuple[int, int]] = {}
    for one, locked, length in _in_turn(work, pages):
        id = str(one.article.id)
        try:
            set_ = _lay_out(bench, press, one)
            found = tuple(_findings(one, set_, locked))
            files[article_path(one.article.id, work.language)] = _kept(bench, one, set_, found)
        except JournalError as error:
            failures.append((id, error))
            pages[id] = (one.start, one.start + length - 1)  # those after it keep their pages
            continue
        laid[id] = (one, set_)
        pages[id] = (one.start, one.start + set_.pages - 1)
        findings += found
    pages = {id: run for id, run in pages.items() if id in laid}
    files[pages_path(work.issue, work.language)] = json.dumps(pages, sort_keys=True).encode()
    if not failures and not work.missing:
        files[issue_path(work.issue, work.language)] = _write_issue(bench, press, work, laid, pages)
    return Product(files, tuple(failures), tuple(findings))


def _in_turn(
    work: Edition, pages: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[Alone, tuple[int, int] | None, int]]:
    """Each article at the page where it begins, with its locked pages and the length it had; `pages` says, as it is
    filled, where those before it ended."""
    edition = next(e for e in work.issue.editions if e.language == work.language)
    starts = work.journal.edition(work.language).style.starts
    issue = replace(work.issue, editions=(), index=None)  # what else is in the issue changes no page of an article
    lengths = work.lengths or (0,) * len(work.articles)
    slots = zip(work.articles, work.placements, work.locked, lengths, strict=True)
    start = edition.start
    for index, (article, placement, locked, length) in enumerate(slots):
        start += sum(gap.pages for gap in work.missing if gap.index == index)
        first = locked[0] if locked else starts.page(start)
        filler = edition.filler(article.id)
        yield (
            Alone(work.journal, work.house, issue, work.language, article, placement, first, filler=filler),
            locked,
            length,
        )
        start = (locked or pages[str(article.id)])[1] + 1


def _alone(bench: Bench, work: Alone) -> Product:
    length = bench.known(length_key(work))
    data = bench.known(_key(work, int(length))) if length else None
    if length is None or data is None:
        laid = _lay_out(bench, _press(work.house, bench), work)
        findings = tuple(_findings(work, laid, None))
        return _one(work, laid.pages, _kept(bench, work, laid, findings), findings)
    return _one(work, int(length), data, ())


def _one(work: Alone, length: int, data: bytes, findings: tuple[Finding, ...]) -> Product:
    pages = json.dumps({str(work.article.id): (work.start, work.start + length - 1)}).encode()
    name = f"@pages/{work.article.id}.{work.language}.json"
    return Product({article_path(work.article.id, work.language): data, name: pages}, (), findings)


def _kept(bench: Bench, work: Alone, laid: Laid, findings: tuple[Finding, ...]) -> bytes:
    """The article's PDF, kept by itself unless something was found, which is then said at every lay-out."""
    make = functools.partial(_write_article, bench, work, laid)
    return make() if findings else bench.memo(_key(work, laid.pages), make)


_presses: dict[House, Press] = {}


def _press(house: House, bench: Bench) -> Press:
    """This process's press for the house: fonts and parsed style sheets serve every article of an edition."""
    from journal.layout.engine import Press

    if house not in _presses:
        _presses[house] = Press(house, bench.cache)
    return _presses[house]


def _rendition(work: Alone, first: int | None = None, last: int | None = None) -> Rendition:
    placed = work.placement
    placements = ByLanguage(((work.language, replace(placed, first=first, last=last)),)) if placed else ByLanguage()
    return Rendition(work.journal, work.house, work.article, work.language, work.issue, placements, work.online)


def _style(work: Alone) -> Style:
    return next((e.style for e in work.journal.editions if e.language == work.language), Style())


def _body(bench: Bench, work: Alone) -> Body:
    style = _style(work)
    body, _ = read.body(bench.read(work.article.path), work.language, work.article.path)
    return numbered(body, style.headings(work.language), lambda number: note_mark(number, style.notes), work.house)


def _lay_out(bench: Bench, press: Press, work: Alone) -> Laid:
    from journal.layout import filler

    _insist_on_title(bench, work)
    read.insist_on_links(bench.read(work.article.path), work.article.path, work.language)
    laid = _set(bench, press, work, work.filler)
    if work.filler and not filler.stands(laid):  # where there is no room for it, the pages are those without
        laid = _set(bench, press, work, None)
    _insist_on_whole_notes(work, laid)
    bench.memo(length_key(work), lambda: str(laid.pages).encode())
    return laid


def _set(bench: Bench, press: Press, work: Alone, piece: Filler | None) -> Laid:
    style = _style(work)
    per_page = style.scope is NoteScope.PAGE
    page = article_page(_rendition(work), _body(bench, work), work.start, per_page, piece)
    assets = {asset(work.article, name): (data, KINDS["svg"]) for name, data in page.drawings.items()}
    folder = work.article.path.rpartition("/")[0]
    for media in work.article.media:
        assets[asset(work.article, media.name)] = (
            bench.read(f"{folder}/{media.name}"),
            KINDS.get(media.name.rpartition(".")[2].lower(), ""),
        )
    mark = (lambda number: note_mark(number, style.notes)) if per_page else None
    return press.lay_out(page.html, _sheets(work.house, work.language), assets, work.article.path, mark)


def _insist_on_whole_notes(work: Alone, laid: Laid) -> None:
    """A note that is longer than a page's foot runs off the sheet, where nobody can read it."""
    for id, index in laid.notes.cut[:1]:
        page = work.start + index
        raise BadFile(
            Place(work.article.path, 0, f"{work.language}"),
            Bilingual(f"第{page}页的注 {id} 超出版心。", f"note {id} runs off page {page}."),
            Bilingual("请拆分或缩短该注。", "Split the note or shorten it."),
        )


def _insist_on_title(bench: Bench, work: Alone) -> None:
    if work.language not in work.article.titles:
        source = bench.read(work.article.path)
        before, group, _ = source.partition(b"<title-group" if b"<title-group" in source else b"<article-meta")
        raise BadFile(
            Place(work.article.path, before.count(b"\n") + 1 if group else 0),
            Bilingual(f"没有 {work.language} 语种的题名。", f"there is no title in the language {work.language}."),
            Bilingual("请在 <title-group> 中补上。", "Add it to <title-group>."),
        )


def _sheets(house: House, language: Language) -> tuple[str, ...]:
    names = dict(house.templates)
    own = f"pages/pages.{language}.css"
    return names["pages/pages.css"], names[own if own in names else "pages/pages.en.css"]


def _findings(work: Alone, laid: Laid, locked: tuple[int, int] | None) -> Iterator[Finding]:
    from journal.layout import filler

    place = Place(work.article.path, 0, f"{work.language}")
    lacking = missing_words(work.house, work.language)
    if lacking:
        shown = ", ".join(lacking[:4]) + (" …" if len(lacking) > 4 else "")
        yield Finding(
            "words-missing",
            Level.WARNING,
            place,
            Bilingual(
                f"templates/words/ 中缺少 {work.language} 语种的词语（{shown}，共 {len(lacking)} 个），暂印英文。",
                f"templates/words/ lacks words of the language {work.language} ({shown}; {len(lacking)} in all): English ones are printed.",
            ),
            Bilingual(
                f"请在 templates/words/{work.language}.toml 中补上，写法见 en.toml 与 zh.toml。",
                f"Add them to templates/words/{work.language}.toml, by the example of en.toml and zh.toml.",
            ),
        )
    for id, index in laid.notes.late:
        yield Finding(
            "late-note",
            Level.WARNING,
            place,
            Bilingual(
                f"注 {id} 的标记在第{work.start + index}页，注文排到了下一页。",
                f"note {id} is called on page {work.start + index} but stands on the next page.",
            ),
            Bilingual("可缩短注文或移动标记。", "Shorten the note or move its mark."),
        )
    if work.filler and not filler.stands(laid):
        yield Finding(
            "filler-left-out",
            Level.WARNING,
            place,
            Bilingual("末页余白放不下补白，未排。", "its last page has no room for the filler, which is left out."),
            Bilingual(
                "请缩短补白，或在 issue.toml 中移到别篇之后。",
                "Shorten the filler, or put it after another article in issue.toml.",
            ),
        )
    for found in laid.wide:
        what = Bilingual("表格", "a table") if found.is_table else Bilingual("内容", "something")
        yield Finding(
            "too-wide",
            Level.WARNING,
            place,
            Bilingual(
                f"第{work.start + found.page}页的{what.zh}“{found.text}”太宽，版心容纳不下，或缩小后无法辨认。",
                f"{what.en} on page {work.start + found.page} (“{found.text}”) is too wide for the page, or too small to be read.",
            ),
            Bilingual(
                "请减少表格的栏数，或拆成几表；过宽的图、式请缩短。",
                "Give the table fewer columns, or make it several; shorten what else is too wide.",
            ),
        )
    if locked and locked[1] - locked[0] + 1 != laid.pages:
        yield Finding(
            "pages-differ-from-lock",
            Level.WARNING,
            place,
            Bilingual(
                f"重新排版得 {laid.pages} 页，已发布为第{locked[0]}—{locked[1]}页；页码以已发布的为准。",
                f"laid out again it has {laid.pages} pages, but it was published on pages {locked[0]}–{locked[1]}, which stand.",
            ),
            Bilingual("可从 archive/ 取回已发布的 PDF。", "The published PDF may be in archive/."),
        )


def facts(work: Alone | Edition) -> str:
    """All that the pages depend on, as text: of an article, its front matter and the full text in their language."""
    if isinstance(work, Edition):
        own = tuple(_own(article, work.language) for article in work.articles)
        return repr(replace(work, articles=own, lengths=()))
    return repr(replace(work, article=_own(work.article, work.language)))


def _own(article: Article, language: Language) -> Article:
    texts = tuple(text for text in article.texts if text.language == language)
    return replace(article, digest="", texts=texts, references=())


def length_key(work: Alone) -> str:
    """What the number of an article's pages depends on: all but the page it starts at."""
    return f"article-length:{hashlib.sha256(facts(replace(work, start=0)).encode()).hexdigest()}"


def _key(work: Alone, pages: int) -> str:
    """What an article's PDF depends on, its number of pages included since its attachment names them."""
    return f"article-pdf:{hashlib.sha256(f'{pages} {facts(work)}'.encode()).hexdigest()}"


def _write_article(bench: Bench, work: Alone, laid: Laid) -> bytes:
    from journal.layout.document import write

    said = described(work.article, work.journal, work.language)
    return write((laid,), said, ((0, "D", work.start),), (_embedded(bench, work, laid),))


def _embedded(bench: Bench, work: Alone, laid: Laid) -> Embedded:
    from journal.layout.document import Embedded

    return Embedded(f"{work.article.id}.xml", _jats(bench, work, laid), "JATS", _dated(work))


def _jats(bench: Bench, work: Alone, laid: Laid) -> bytes:
    """The article's JATS in this edition, to travel inside the PDF: another edition's pages are not known here."""
    from journal.jats.stamp import world

    rendition = _rendition(work, work.start, work.start + laid.pages - 1)
    return world(bench.read(work.article.path), replace(rendition, language=None), only=work.language)


def _dated(work: Alone) -> dt.datetime:
    """A date of the facts for what is embedded: the issue's, else that of the article's last step."""
    days = [work.issue.date] if work.issue else [day for _, day in work.article.history]
    day = max(days, default=dt.date(work.journal.first_year, 1, 1))
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def described(article: Article, journal: Journal, language: Language) -> Description:
    """What an article's PDF says of itself."""
    from journal.layout.document import Description

    order = (language, *(other for other in article.titles if other != language))
    return Description(
        language=str(language),
        titles={str(tongue): article.titles[tongue].text() for tongue in order},
        authors=tuple(person_name(person, language, Convention.NATIVE) for person in article.authors),
        subjects={str(t): " ".join(article.abstracts[t].text().split()) for t in order if t in article.abstracts},
        keywords=tuple(word for tongue in order for word in article.keywords.get(tongue, ())),
        identifier=f"doi:{article.doi}" if article.doi else "",
        publisher=journal.publisher.best(language) or "",
        rights=journal.licence.url if journal.licence else "",
    )


def _write_issue(
    bench: Bench,
    press: Press,
    work: Edition,
    laid: Mapping[str, tuple[Alone, Laid]],
    pages: Mapping[str, tuple[int, int]],
) -> bytes:
    from journal.layout.document import write

    volume = _volume(press, work, {id: part for id, (_, part) in laid.items()}, pages)
    sources = tuple(_embedded(bench, one, part) for one, part in laid.values())
    return write(volume.parts, issue_described(work), volume.labels, sources)


def _volume(press: Press, work: Edition, laid: Mapping[str, Laid], pages: Mapping[str, tuple[int, int]]) -> Volume:
    from journal.layout.binding import bind

    year: tuple[Listed, ...] = ()
    if has_index(work.journal, work.issue):
        articles = {str(article.id): article for article in work.articles}
        year = (*work.year, *listed(work.issue, work.language, articles, pages))
    return bind(press, _bound(work, pages), laid, year)


def _bound(work: Edition, pages: Mapping[str, tuple[int, int]]) -> Bound:
    return Bound(work.journal, work.house, work.issue, work.language, work.articles, work.placements, pages)


def issue_described(work: Edition) -> Description:
    """What a PDF of the whole edition says of itself."""
    from journal.layout.document import Description

    titles = {str(work.language): _issue_title(work, work.language)}
    titles |= {
        str(e.language): _issue_title(work, e.language) for e in work.journal.editions if e.language != work.language
    }
    return Description(
        language=str(work.language),
        titles=titles,
        publisher=work.journal.publisher.best(work.language) or "",
        rights=work.journal.licence.url if work.journal.licence else "",
    )


def _issue_title(work: Edition, language: Language) -> str:
    from journal.html.words import page_words

    line = page_words(work.house, language).issue.format(year=work.issue.year, number=work.issue.number)
    return f"{work.journal.edition(language).title} {line}"


__all__ = [
    "Alone", "Edition", "Gap", "Pages", "alone", "article_path", "edition", "issue_path", "length_key", "lined", "pages_path",
]  # fmt: skip
