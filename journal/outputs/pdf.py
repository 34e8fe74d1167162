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
from journal.html.issue import front_pages
from journal.html.words import missing_words
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.jats.numbering import numbered
from journal.jats.numerals import note_mark
from journal.model import Article, Body, ByLanguage, House, Issue, Journal, NoteScope, Placement, Rendition, Style
from journal.names import Convention
from journal.outputs import Bench, Product

if TYPE_CHECKING:
    from journal.layout.document import Description
    from journal.layout.engine import Laid, Press

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


def _edition(bench: Bench, work: Edition) -> Product:
    gc.collect()  # pages of an edition before hold each other: without this a worker would grow with each issue
    press = _press(work.house, bench)
    files: dict[str, bytes] = {}
    failures: list[tuple[str, JournalError]] = []
    findings: list[Finding] = []
    laid: list[Laid] = []
    pages: dict[str, tuple[int, int]] = {}
    start = next(e.start for e in work.issue.editions if e.language == work.language)
    issue = replace(work.issue, editions=())  # what else is in the issue changes no page of an article
    lengths = work.lengths or (0,) * len(work.articles)
    slots = zip(work.articles, work.placements, work.locked, lengths, strict=True)
    for index, (article, placement, locked, length) in enumerate(slots):
        start += sum(gap.pages for gap in work.missing if gap.index == index)
        first = locked[0] if locked else start
        one = Alone(work.journal, work.house, issue, work.language, article, placement, first)
        try:
            set_ = _lay_out(bench, press, one)
            found = tuple(_findings(one, set_, locked))
            data = _kept(bench, one, set_, found)
        except JournalError as error:
            failures.append((str(article.id), error))
            start = locked[1] + 1 if locked else first + length  # those after it keep their pages
            continue
        laid.append(set_)
        start = locked[1] + 1 if locked else first + set_.pages
        pages[str(article.id)] = (first, first + set_.pages - 1)
        findings += found
        files[article_path(article.id, work.language)] = data
    files[pages_path(work.issue, work.language)] = json.dumps(pages, sort_keys=True).encode()
    if not failures and not work.missing:
        files[issue_path(work.issue, work.language)] = _write_issue(press, work, laid, pages)
    return Product(files, tuple(failures), tuple(findings))


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
    return Rendition(work.journal, work.house, work.article, work.language, work.issue, placements)


def _style(work: Alone) -> Style:
    return next((e.style for e in work.journal.editions if e.language == work.language), Style())


def _body(bench: Bench, work: Alone) -> Body:
    style = _style(work)
    body, _ = read.body(bench.read(work.article.path), work.language, work.article.path)
    return numbered(body, style.headings(work.language), lambda number: note_mark(number, style.notes), work.house)


def _lay_out(bench: Bench, press: Press, work: Alone) -> Laid:
    _insist_on_title(bench, work)
    read.insist_on_links(bench.read(work.article.path), work.article.path, work.language)
    style = _style(work)
    page = article_page(_rendition(work), _body(bench, work), work.start, per_page=style.scope is NoteScope.PAGE)
    assets = {asset(work.article, name): (data, KINDS["svg"]) for name, data in page.drawings.items()}
    folder = work.article.path.rpartition("/")[0]
    for media in work.article.media:
        assets[asset(work.article, media.name)] = (
            bench.read(f"{folder}/{media.name}"),
            KINDS.get(media.name.rpartition(".")[2].lower(), ""),
        )
    mark = (lambda number: note_mark(number, style.notes)) if style.scope is NoteScope.PAGE else None
    laid = press.lay_out(page.html, _sheets(work.house, work.language), assets, work.article.path, mark)
    _insist_on_whole_notes(work, laid)
    bench.memo(length_key(work), lambda: str(laid.pages).encode())
    return laid


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
    from journal.layout.document import Embedded, write

    return write(
        (laid,),
        _described(work.article, work.journal, work.language),
        ((0, "D", work.start),),
        (Embedded(f"{work.article.id}.xml", _jats(bench, work, laid), "JATS", _dated(work)),),
    )


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


def _described(article: Article, journal: Journal, language: Language) -> Description:
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


def _write_issue(press: Press, work: Edition, laid: list[Laid], pages: Mapping[str, tuple[int, int]]) -> bytes:
    from journal.layout.document import Description, write

    front = _front(press, work, pages, blank=False)
    if front.pages % 2 == pages[str(work.articles[0].id)][0] % 2:  # odd folios stand on odd sheets
        front = _front(press, work, pages, blank=True)
    labels = [(0, "r", 1)]
    index = front.pages
    for article, part in zip(work.articles, laid, strict=True):
        labels.append((index, "D", pages[str(article.id)][0]))
        index += part.pages
    titles = {str(work.language): _issue_title(work, work.language)}
    titles |= {
        str(e.language): _issue_title(work, e.language) for e in work.journal.editions if e.language != work.language
    }
    said = Description(
        language=str(work.language),
        titles=titles,
        publisher=work.journal.publisher.best(work.language) or "",
        rights=work.journal.licence.url if work.journal.licence else "",
    )
    return write((front, *laid), said, tuple(labels))


def _front(press: Press, work: Edition, pages: Mapping[str, tuple[int, int]], blank: bool) -> Laid:
    html = front_pages(
        work.journal, work.house, work.issue, work.language, work.articles, work.placements, pages, blank
    )
    sheet = dict(work.house.templates)["issue/issue.css"]
    return press.lay_out(html, (sheet,), {}, str(work.issue.id))


def _issue_title(work: Edition, language: Language) -> str:
    from journal.html.words import page_words

    line = page_words(work.house, language).issue.format(year=work.issue.year, number=work.issue.number)
    return f"{work.journal.edition(language).title} {line}"


__all__ = ["Alone", "Edition", "Gap", "alone", "article_path", "edition", "issue_path", "length_key", "pages_path"]
