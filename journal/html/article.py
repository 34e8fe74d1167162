"""An article's printed page: its head, abstracts, first-page notes, text and end matter, as one HTML document."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import jinja2
from markupsafe import Markup

from journal.errors import BadFile, Bilingual, Place
from journal.html.authors import assigned, author_note, person_name
from journal.html.body import BodyWriter, paragraphs
from journal.html.formulas import Drawing, draw, mathml, spoken, tex
from journal.html.markup import element, markup
from journal.html.titles import by_sense, running_title, title_length, title_measure
from journal.html.words import page_words
from journal.ids import Language
from journal.jats.numerals import note_mark
from journal.model import (
    Affiliation,
    Article,
    Body,
    Contributor,
    Edition,
    Filler,
    House,
    Node,
    NoteMark,
    Rendition,
    Style,
    Title,
)
from journal.names import Convention
from journal.typography.spacing import spaced

Children = tuple[Node | str, ...]
TITLE, SUBTITLE, OTHER_TITLE = 40, 56, 70  # half-ems on a line of each; the other is at the article's end


@dataclass(frozen=True, slots=True)
class Page:
    """A document ready for layout: its HTML, and the formulas it shows, by the name the HTML fetches them under."""

    html: str
    drawings: dict[str, bytes]


def article_page(
    rendition: Rendition, body: Body, start: int, per_page: bool = False, filler: Filler | None = None
) -> Page:
    """The article in `rendition.language` as a document whose first page carries the number `start`.

    With `per_page` every note carries the first mark until the layout knows its page. `filler` stands after the rest.
    Pictures are fetched as `asset:` and the `asset` of the article's own file or of a drawing in the result.
    `body` is numbered already. KeyError if the article has no title in the language.
    """
    writer = _Writer(rendition, body, per_page)
    template = _environment(rendition.house).get_template(f"pages/article.{_template_language(rendition)}.html")
    return Page(template.render(writer.facts(start, filler)), writer.drawings)


def asset(article: Article, name: str) -> str:
    """The name under which a page fetches a file of the article: one of its own, since an issue holds those of many."""
    return f"{article.id}/{name}"


def _template_language(rendition: Rendition) -> str:
    names = dict(rendition.house.templates)
    return str(rendition.language) if f"pages/article.{rendition.language}.html" in names else "en"


@functools.lru_cache(maxsize=4)
def _environment(house: House) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.DictLoader(dict(house.templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def sides(style: Style) -> str:
    """The style sheet's rules for margins that differ at the spine and at the edge; none, where they do not."""
    if not style.inner:
        return ""
    return (
        f"@page :left {{ margin-left: {style.outer}; margin-right: {style.inner} }} "
        f"@page :right {{ margin-left: {style.inner}; margin-right: {style.outer} }}"
    )


def environment(house: House) -> jinja2.Environment:
    """The house's templates, ready to be filled in."""
    return _environment(house)


class _Writer:
    """Collects what the template shows; every text passes the language's typography on its way."""

    def __init__(self, rendition: Rendition, body: Body, per_page: bool) -> None:
        assert rendition.language is not None
        self.rendition = rendition
        self.article = rendition.article
        self.language: Language = rendition.language
        self.body = body
        self.words = page_words(self.rendition.house, self.language)
        self.mark = note_mark(1, self.edition.style.notes) if per_page and self.edition else None
        self.drawings: dict[str, bytes] = {}
        self.heading_notes, self.author_notes = self._first_page_notes()

    # ------------------------------------------------------------ inline content

    def body_writer(self, language: Language) -> BodyWriter:
        return BodyWriter(
            language,
            self.asset,
            self.formula,
            prefix=f"{self.article.id}-",
            mark=self.mark,
            continued=self.words.continued,
        )

    def asset(self, name: str) -> str:
        return f"asset:{asset(self.article, name)}"

    def show(self, children: Children, language: Language | str, tag: str = "div", class_: str | None = None) -> Markup:
        """Nodes as markup, spaced for their language."""
        node = element(tag, *children, class_=class_, lang=str(language) if language != self.language else None)
        return Markup(markup(spaced(node, str(language))))

    def inline(self, node: Node, language: Language | str) -> Children:
        return self.body_writer(Language(str(language))).children(node)

    def formula(self, source: Node, display: bool) -> Node:
        is_tex = source.tag == "tex-math"
        try:
            drawing = draw(tex(source) if is_tex else mathml(source), is_tex, display)
        except ValueError as error:
            raise BadFile(
                Place(self.article.path, source.line),
                Bilingual(f"公式无法绘出（{error}）。", f"the formula cannot be drawn ({error})."),
                Bilingual("请改写公式；汉字请移出公式。", "Write it another way; words in Chinese stand outside it."),
            ) from error
        name = f"formula-{len(self.drawings) + 1}.svg"
        self.drawings[name] = drawing.svg
        return element("img", src=self.asset(name), alt=spoken(source), class_="formula-drawing", style=_size(drawing))

    # ------------------------------------------------------------ what the template gets

    def facts(self, start: int, filler: Filler | None) -> dict[str, object]:
        article, language = self.article, self.language
        text, back = self.body_writer(language).write(self.body)
        title = article.titles[language]
        return {
            "language": str(language),
            "id": str(article.id),
            "start": start,
            "even": start % 2 == 0,
            "page": (self.edition.style if self.edition else Style()).page,
            "sides": sides(self.edition.style if self.edition else Style()),
            "marks": (self.edition.style.notes if self.edition else NoteMark.PLAIN).name.lower(),
            "words": self.words,
            "journal": self.edition.title if self.edition else self.rendition.journal.titles.best(language),
            "issue_line": self.issue_line(),
            "column": self.column(),
            "doi": article.doi or "",
            "specimen": self.rendition.journal.specimen.best(language) or "",
            "plain_title": title.text(),
            "running": running_title(title),
            "title": self.title(title, language),
            "title_length": title_length(title),
            "title_measure": title_measure(title) if self.is_chinese and not self.is_broken(title) else 0,
            "subtitle": self.show(self.inline(by_sense(title.sub, SUBTITLE), language), language, "span")
            if title.sub
            else "",
            "authors": [self.author(person) for person in article.authors],
            "byline": self.words.comma.join(person_name(p, language, Convention.NATIVE) for p in article.authors),
            "author_names": [person_name(person, language, Convention.NATIVE) for person in article.authors],
            "affiliations": self.affiliations(language),
            "abstract": self.abstract(language),
            "keywords": self.keywords(language),
            "keyword_list": article.keywords.get(language, ()),
            "clc": "；".join(article.clc) if self.is_chinese else "; ".join(article.clc),
            "document_code": article.document_code or "",
            "history": self.history(),
            "translators": self.translators(),
            "products": [
                self.show(self.inline(product, self.language), self.language, "p", "product")
                for product in article.products
                if (product.get("xml:lang") or article.language) == self.language
            ],
            "text": self.show(text, language, "div", "text"),
            "back": self.show(back, language, "div", "back") if back else "",
            "editor": self.editor(),
            "cite": self.cite(start),
            "licence": self.licence(),
            "filler": self.filler(filler) if filler else None,
            "others": [self.other(other) for other in article.titles if other != language],
        }

    def filler(self, filler: Filler) -> dict[str, object]:
        return {
            "title": self.show((filler.title,), self.language, "span") if filler.title else "",
            "paragraphs": [
                self.show((line.strip(),), self.language, "p") for line in filler.text.split("\n") if line.strip()
            ],
            "source": self.show((filler.source,), self.language, "span") if filler.source else "",
        }

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")

    @property
    def edition(self) -> Edition | None:
        return next((e for e in self.rendition.journal.editions if e.language == self.language), None)

    def issue_line(self) -> str:
        issue = self.rendition.issue
        if issue:
            return self.words.issue.format(year=issue.year, number=issue.number)
        return self._unplaced()

    def _unplaced(self) -> str:
        """What is said in place of an issue: that it is online first, or, on a proof of what is not, that it is to come."""
        return self.words.online_first if self.rendition.online else self.words.forthcoming

    def column(self) -> str:
        placement = self.rendition.placements.get(self.language)
        if placement is None:
            return ""
        return self.rendition.journal.column(placement.column).titles.best(self.language) or ""

    def title(self, title: Title, language: Language) -> Markup:
        children = self.inline(by_sense(title.main, TITLE), language)
        for number, note in enumerate(self.heading_notes, start=1):
            children = (*children, star("*" * number, note, f"title-{number}"))
        return self.show(children, language, "span")

    def is_broken(self, title: Title) -> bool:
        """Whether its lines are not for the style sheet to make."""
        return title_length(title) is not None or by_sense(title.main, TITLE) != title.main

    def _first_page_notes(self) -> tuple[tuple[Children, ...], dict[int, tuple[int, Children]]]:
        """The notes without numbers: those of the title (funds, what is said of no one author), and by `id()` of an
        author how many stars the author's has and what it says."""
        article, language = self.article, self.language
        write = self.body_writer(language)
        notes = assigned(article, language)
        funding = article.funding.get(language)
        heading: list[Children] = []
        if funding is not None:
            label = element("strong", self.words.funding + self.words.colon)
            heading.append((label, *self.inline(funding, language)))
        heading += [write.note_content(note) for note in notes.others]
        said: dict[int, tuple[int, Children]] = {}
        for person in article.authors:
            bio = self.inline(person.bio[language], language) if language in person.bio else ()
            own = notes.of.get(id(person), ())
            shown = author_note(person, language, self.words, bio, own, tuple(map(write.note_content, own)))
            if shown:
                said[id(person)] = len(heading) + len(said) + 1, shown
        return tuple(heading), said

    def author(self, person: Contributor) -> Markup:
        """The name with the marks of affiliations and of the note on its first page."""
        children: list[Node | str] = [person_name(person, self.language, Convention.SPACED)]
        marks = self.affiliation_marks(person)
        if marks:
            children.append(element("sup", marks))
        number, note = self.author_notes.get(id(person), (0, ()))
        if note:
            children.append(star("*" * number, note, f"author-{number}"))
        return self.show(tuple(children), self.language, "span", "author")

    def affiliation_marks(self, person: Contributor) -> str:
        """Which affiliations are a person's, when the article names more than one."""
        known = [a.id for a in self.article.affiliations]
        if len(known) < 2 or not person.affiliations:
            return ""
        return ",".join(str(known.index(id) + 1) for id in person.affiliations if id in known)

    def affiliations(self, language: Language) -> list[str]:
        lines = [affiliation_line(a, language) for a in self.article.affiliations]
        if len(lines) < 2:
            return lines
        return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]

    def abstract(self, language: Language) -> Markup:
        node = self.article.abstracts.get(language)
        if node is None:
            return Markup("")
        words = page_words(self.rendition.house, language)
        written_: list[Node | str] = []
        for index, paragraph in enumerate([*node.elements("p")] or [node]):
            label = element("span", words.abstract + words.colon, class_="label") if index == 0 else None
            written_ += paragraphs((label or "", *self.inline(paragraph, language)))
        return self.show(tuple(written_), language)

    def keywords(self, language: Language) -> Markup:
        words = page_words(self.rendition.house, language)
        found = self.article.keywords.get(language)
        if not found:
            return Markup("")
        label = element("span", words.keywords + words.colon, class_="label")
        return self.show((element("p", label, words.separator.join(found)),), language)

    def history(self) -> list[tuple[str, str]]:
        names = {"received": self.words.received, "rev-recd": self.words.revised, "accepted": self.words.accepted}
        return [(names[kind], self.words.date(day)) for kind, day in self.article.history if kind in names]

    def translators(self) -> str:
        text = next((t for t in self.article.texts if t.language == self.language), None)
        people = [p for p in (text.contributors if text else ()) if p.kind == "translator"]
        names = self.words.comma.join(person_name(p, self.language, Convention.NATIVE) for p in people)
        return self.words.translator.format(name=names) if names else ""

    def editor(self) -> str:
        people = [p for p in self.article.contributors if p.kind == "handling-editor"]
        names = self.words.comma.join(person_name(p, self.language, Convention.NATIVE) for p in people)
        return self.words.editor.format(name=names) if names else ""

    def cite(self, start: int) -> str:
        """How to cite the article: by its first page, as legal journals are cited."""
        article, issue, words = self.article, self.rendition.issue, self.words
        title = article.titles[self.language].text()
        journal = self.edition.title if self.edition else ""
        doi = f"https://doi.org/{article.doi}" if article.doi else ""
        names = words.comma.join(person_name(p, self.language, Convention.NATIVE) for p in article.authors)
        names += words.after_names if names else ""
        if self.is_chinese:
            where = f"{self.issue_line()}，第{start}页" if issue else f"（{self._unplaced()}）"
            return f"{names}《{title}》，载《{journal}》{where}{'，' if doi else ''}{doi}。"
        quoted = title.translate(str.maketrans("“”", "‘’"))
        number = f"{issue.volume}({issue.number})" if issue and issue.volume else issue.number if issue else ""
        where = f"({issue.year}) {number} {journal} {start}" if issue else f"({self._unplaced().lower()}) {journal}"
        return f"{names}“{quoted}” {where}{', ' if doi else ''}{doi}."

    def licence(self) -> str:
        licence = self.rendition.journal.licence
        year = self.rendition.issue.year if self.rendition.issue else ""
        holder = self.rendition.journal.holder.best(self.language) or ""
        text = (licence.texts.best(self.language) if licence else "") or ""
        return f"© {year} {holder}{'。' if self.is_chinese else '. '}{text}".replace("©  ", "© ")

    def other(self, language: Language) -> Markup:
        """Title, names, abstract and keywords in another language, as the end of the article gives them."""
        article, words = self.article, page_words(self.rendition.house, language)
        title = article.titles[language]
        subtitle = (title.joint, *title.sub.children) if title.sub else ()
        whole = dataclasses.replace(title.main, children=(*title.main.children, *subtitle))
        title_children = self.inline(by_sense(whole, OTHER_TITLE), language)
        names = words.comma.join(person_name(person, language, Convention.NATIVE) for person in article.authors)
        abstract = article.abstracts.get(language)
        keywords = article.keywords.get(language)
        parts: list[Node | str] = [element("p", *title_children, class_="title"), element("p", names, class_="names")]
        for line in dict.fromkeys(affiliation_line(a, language) for a in article.affiliations):
            if line:
                parts.append(element("p", line, class_="names"))
        if abstract is not None:
            for index, paragraph in enumerate([*abstract.elements("p")] or [abstract]):
                label = element("span", words.abstract + words.colon, class_="label") if index == 0 else None
                parts += paragraphs((label or "", *self.inline(paragraph, language)))
        if keywords:
            label = element("span", words.keywords + words.colon, class_="label")
            parts.append(element("p", label, words.separator.join(keywords)))
        return self.show(tuple(parts), language, "section", "other-language")


def _size(drawing: Drawing) -> str:
    return f"width:{drawing.width:.3f}em;height:{drawing.height:.3f}em;vertical-align:{-drawing.depth:.3f}em"


def star(mark: str, children: Children, id: str) -> Node:
    """A first-page note with a sign of its own, outside the numbers."""
    return element("span", *children, class_="fn star", data_mark=mark, data_note=id)


def affiliation_line(affiliation: Affiliation, language: Language | str) -> str:
    """An affiliation as a page in `language` prints it; empty if it is given in other languages alone."""
    return affiliation.lines.get(Language(str(language)), "") or ""


__all__ = ["Page", "article_page", "asset", "environment"]
