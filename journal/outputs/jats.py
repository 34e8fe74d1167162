"""The article as JATS with the files it names, for whoever indexes, archives or reads it by program."""

from __future__ import annotations

from collections.abc import Mapping

from journal.errors import BadFile, Bilingual, Place
from journal.jats import read
from journal.jats.stamp import world
from journal.model import Article, Rendition
from journal.outputs import PerArticle, Sources

SOURCE = "article.xml"


def paths(article: Article) -> tuple[str, ...]:
    """The file and its media, beside each other."""
    return f"{article.id}.xml", *(media.name for media in article.media)


def make(rendition: Rendition, sources: Sources) -> Mapping[str, bytes]:
    """The article's JATS in its place, and its media as they are."""
    article = rendition.article
    data = _source(article, sources, SOURCE)
    read.insist_on_links(data, article.path)
    files = {media.name: _source(article, sources, media.name) for media in article.media}
    return {f"{article.id}.xml": world(data, rendition), **files}


def _source(article: Article, sources: Sources, name: str) -> bytes:
    if name not in sources:
        raise BadFile(
            Place(article.path),
            Bilingual(f"找不到文章所用的文件 {name}。", f"the file {name}, which the article names, is not there."),
            Bilingual("请把它放在 article.xml 旁边。", "Put it beside article.xml."),
        )
    return sources[name]


SAID = Bilingual("JATS XML 及其所用的文件", "JATS XML with the files it names")
OUTPUT = PerArticle("jats", SAID, paths, make)
