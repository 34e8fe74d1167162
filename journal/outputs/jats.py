"""The article as JATS with the files it names, for whoever indexes, archives or reads it by program."""

from __future__ import annotations

from collections.abc import Mapping

from journal.errors import BadFile, Bilingual, Place
from journal.ids import Language
from journal.jats import read
from journal.jats.stamp import stamp
from journal.model import Article, Body, Rendition, Style
from journal.outputs import PerArticle, Sources
from journal.typography.numbering import numbered

SOURCE = "article.xml"


def paths(article: Article) -> tuple[str, ...]:
    """The file and its media, beside each other."""
    return f"{article.id}.xml", *(media.name for media in article.media)


def make(rendition: Rendition, sources: Sources) -> Mapping[str, bytes]:
    """The article's JATS in its place, and its media as they are."""
    article = rendition.article
    data = _source(article, sources, SOURCE)
    bodies = {text.language: _numbered(rendition, data, text.language) for text in article.texts}
    files = {media.name: _source(article, sources, media.name) for media in article.media}
    return {f"{article.id}.xml": stamp(data, rendition, bodies), **files}


def _source(article: Article, sources: Sources, name: str) -> bytes:
    if name not in sources:
        raise BadFile(
            Place(article.path),
            Bilingual(f"找不到文章所用的文件 {name}。", f"the file {name}, which the article names, is not there."),
            Bilingual("请把它放在 article.xml 旁边。", "Put it beside article.xml."),
        )
    return sources[name]


def _numbered(rendition: Rendition, data: bytes, language: Language) -> Body:
    """The text with its numbers; notes carry plain ones, whatever shape the pages give them."""
    body, _ = read.body(data, language, rendition.article.path)
    styles = {edition.language: edition.style for edition in rendition.journal.editions}
    return numbered(body, styles.get(language, Style()).numbering, str)


OUTPUT = PerArticle("jats", paths, make)
