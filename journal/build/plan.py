"""Which artifacts a selection takes, and what each is made of."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from journal import toolchain
from journal.build.seen import archived_article, archived_edition, bare, files, is_taken_over, locked_pages, seen_from
from journal.build.work import lost_pdf, per_article_product
from journal.errors import Bilingual, Misused
from journal.html.index import has_index, listed
from journal.ids import ArticleId, IssueId, Language
from journal.model import Article, ByLanguage, Filler, Issue, Listed, Placement, Rendition, Slot, Snapshot
from journal.outputs import Bench, PerArticle, Product, pdf, per_article
from journal.outputs.pdf import printing
from journal.store import Store

Pages = tuple[int, int]


@dataclass(frozen=True)
class Selection:
    """What to build: issues and articles by id (none: all), outputs with their language (none: all)."""

    issues: tuple[IssueId, ...] = ()
    articles: tuple[ArticleId, ...] = ()
    only: tuple[tuple[str, str | None], ...] = ()

    def wants(self, output: str, language: Language | None = None) -> bool:
        """Whether the output, in the language if it has one, is among those asked for."""
        return not self.only or any(
            name == output and (tongue is None or language is None or tongue == language) for name, tongue in self.only
        )

    def names(self, output: str, language: Language | None = None) -> bool:
        """Whether the output is asked for by its name."""
        return bool(self.only) and self.wants(output, language)


@dataclass(frozen=True)
class Artifact:
    """Something to make: its files under `out/`, the function that makes it, and all it is made of."""

    name: str
    paths: tuple[str, ...]
    make: Callable[[Bench], Product]
    facts: str
    files: tuple[tuple[str, str], ...]  # home path, sha256
    needs: tuple[str, ...] = ()
    archived: tuple[tuple[str, str], ...] = ()  # path, sha256 of the published file
    article: str = ""  # the one it is made of, if it is one
    whole: bool = True  # whether it depends on every byte of its files, or on what its facts say of them
    fixed: bool = False  # it can only be taken from the archive, not made

    def key(self, needed: Iterable[str]) -> str:
        """What the product depends on: facts, input files, the products it needs, and the toolchain."""
        files = self.files if self.whole else ()
        parts = (self.name, self.facts, files, sorted(needed), toolchain.fingerprint())
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Plan:
    """The artifacts of a selection, those that others need first."""

    artifacts: tuple[Artifact, ...]
    notes: tuple[Bilingual, ...] = ()


# What is laid out is no product of an article alone: one lay-out gives both.
LAID_OUT = {
    "pdf": Bilingual("各篇的 PDF，每种全文一个", "each article's PDF, one for each full text"),
    "issue-pdf": Bilingual("整期的 PDF，每个文版一个", "the whole issue's PDF, one for each edition"),
    "print-pdf": Bilingual(
        "付印文件：正文、封面与说明（只在 --only 指明时生成）",
        "for the printing house: text block, cover and notes (only where --only names it)",
    ),
    "offprint": Bilingual(
        "抽印本：各篇加封面（只在 --only 指明时生成）",
        "offprints: each article with a cover (only where --only names it)",
    ),
}


def outputs() -> dict[str, Bilingual]:
    """The outputs that `only` knows, each with what it is."""
    said: dict[str, list[Bilingual]] = {name: [text] for name, text in LAID_OUT.items()}
    for output in per_article():
        said.setdefault(output.name, []).append(output.said)
    return {
        name: Bilingual("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
        for name, texts in said.items()
    }


def plan(
    snapshot: Snapshot,
    selection: Selection,
    store: Store,
    failed: Iterable[ArticleId] = (),
    before: Mapping[str, Pages] = MappingProxyType({}),
    there: Container[str] = (),
) -> Plan:
    """What making the selection takes; Misused names an issue, article or output that does not exist.

    An article that could not be read, one of `failed` or in a slot, is passed over: whoever read the home knows why. It
    keeps the pages that it had `before` (by the path of its PDF), so that those after it stay where they are.
    What few builds need, print-pdf and offprint, is made where it is named, or where it is `there` already (by path) and
    would be stale otherwise.
    """
    _known(snapshot, selection, failed)
    planner = _Planner(snapshot, selection, store, before, there)
    artifacts = tuple(planner.artifacts())
    return Plan(artifacts, tuple(dict.fromkeys(planner.notes)))


def _known(snapshot: Snapshot, selection: Selection, failed: Iterable[ArticleId]) -> None:
    for id, have in (
        (selection.issues, {i.id for i in snapshot.issues}),
        (selection.articles, {a.id for a in snapshot.articles} | set(failed)),
    ):
        for one in id:
            if one not in have:
                raise Misused(Bilingual(f"没有“{one}”这一期或这篇文章。", f"There is no issue or article “{one}”."))
    for name, _ in selection.only:
        if name not in outputs():
            known = ", ".join(outputs())
            raise Misused(
                Bilingual(f"没有“{name}”这种产物，可选：{known}。", f"There is no output “{name}”; there are: {known}.")
            )


class _Planner:
    """Turns facts into artifacts; finds the page numbers that are known before anything is laid out."""

    def __init__(
        self,
        snapshot: Snapshot,
        selection: Selection,
        store: Store,
        before: Mapping[str, Pages],
        there: Container[str],
    ) -> None:
        self.snapshot = snapshot
        self.selection = selection
        self.store = store
        self.before = before
        self.there = there
        self.notes: list[Bilingual] = []
        self.readable = {article.id: article for article in snapshot.articles}

    def artifacts(self) -> Iterator[Artifact]:
        chosen = tuple(map(self.snapshot.issue, self.selection.issues)) if self._selected() else self.snapshot.issues
        singles = self.selection.articles if self._selected() else self.snapshot.forthcoming
        for issue in chosen:
            yield from self._issue(issue)
        placed = {article.id for issue in chosen for article in self._articles(issue)}
        for id in dict.fromkeys(singles):
            if id in self.readable and id not in placed:
                yield from self._single(self.readable[id])

    def _selected(self) -> bool:
        return bool(self.selection.issues or self.selection.articles)

    # ------------------------------------------------------------ a whole issue

    def _issue(self, issue: Issue) -> Iterator[Artifact]:
        editions: dict[Language, str] = {}
        if is_taken_over(issue):
            yield from self._kept(issue, self._articles(issue), whole=True)
        for edition in issue.editions if not is_taken_over(issue) else ():
            language = edition.language
            if self._slots(issue, language) and (
                self.selection.wants("issue-pdf", language) or self.selection.wants("pdf", language)
            ):
                artifact = self._edition(issue, language)
                editions[language] = artifact.name
                yield artifact
            yield from self._printed(issue, language)
        for article in self._articles(issue):
            yield from self._products(article, issue, editions)

    def _printed(self, issue: Issue, language: Language) -> Iterator[Artifact]:
        """What goes to the printing house, and the offprints: laid out anew, since a lay-out cannot be kept."""
        slots = self._slots(issue, language)
        own = {
            "print-pdf": (printing.print_paths(issue, language), printing.edition),
            "offprint": (
                tuple(printing.offprint_path(issue, article.id, language) for _, _, article in slots),
                printing.offprints,
            ),
        }
        for output, (paths, make) in own.items():
            if slots and self._is_due(output, language, paths):
                work = self._work(issue, language)
                yield Artifact(
                    name=f"{output}:{issue.id}.{language}",
                    paths=paths,
                    make=functools.partial(make, work=work),
                    facts=pdf.facts(work),
                    whole=False,
                    files=tuple(file for _, _, article in slots for file in files(article)),
                )

    def _is_due(self, output: str, language: Language, paths: Iterable[str]) -> bool:
        """Whether an output that few builds need is named, or was made before."""
        before = not self.selection.only and any(path in self.there for path in paths)
        return before or self.selection.names(output, language)

    def _articles(self, issue: Issue) -> tuple[Article, ...]:
        ids = dict.fromkeys(slot.article for edition in issue.editions for slot in edition.slots)
        return tuple(self.readable[id] for id in ids if id in self.readable)

    def _slots(self, issue: Issue, language: Language) -> tuple[tuple[int, Slot, Article], ...]:
        """The edition's places in order with their articles; only those that have a full text to set."""
        edition = issue.edition(language)
        slots = enumerate(edition.slots, start=1) if edition else ()
        return tuple(
            (order, slot, self.readable[slot.article])
            for order, slot in slots
            if slot.article in self.readable and self._stands(issue, self.readable[slot.article], language)
        )

    def _stands(self, issue: Issue, article: Article, language: Language) -> bool:
        """Whether an article has pages in an edition: where it has a full text, or had one in another system's PDF."""
        return language in article.full_text or is_taken_over(issue)

    def _work(self, issue: Issue, language: Language) -> pdf.Edition:
        slots = self._slots(issue, language)
        articles = tuple(article for _, _, article in slots)
        return pdf.Edition(
            self.snapshot.journal,
            self.snapshot.house,
            bare(issue, language),
            language,
            articles,
            tuple(Placement(issue.id, language, slot.column, order) for order, slot, _ in slots),
            tuple(locked_pages(issue, article, language) for article in articles),
            tuple(self._missing(issue, language)),
            tuple(self._year(issue, language)),
            tuple(self._length_before(article.id, language) for article in articles),
        )

    @functools.cache  # noqa: B019 — lives as long as one plan
    def _edition(self, issue: Issue, language: Language) -> Artifact:
        work = self._work(issue, language)
        articles = work.articles
        paths = (*(pdf.article_path(article.id, language) for article in articles), pdf.issue_path(issue, language))
        return Artifact(
            name=f"pdf:{issue.id}.{language}",
            paths=paths,
            make=functools.partial(pdf.edition, work=work),
            facts=pdf.facts(work),
            whole=False,
            files=tuple(file for article in articles for file in files(article)),
            archived=archived_edition(issue, language, articles),
        )

    def _year(self, issue: Issue, language: Language) -> Iterator[Listed]:
        """The articles of the year's earlier numbers, where this one has the index: on the pages that are known."""
        if not has_index(self.snapshot.journal, issue):
            return
        earlier = [one for one in self.snapshot.issues if one.year == issue.year and one.date < issue.date]
        for one in sorted(earlier, key=lambda one: one.date):
            if one.edition(language) is None:
                continue
            known = self._known_pages(one, language)
            pages = {str(id): (first, last) for id, (first, last) in known.items() if last is not None}
            lost = [slot.article for _, slot, _ in self._slots(one, language) if slot.article not in pages]
            if lost:
                self.notes.append(
                    Bilingual(
                        f"{one.id} 尚未排版，年度总目录缺 {len(lost)} 篇；先运行 journal build {one.id}。",
                        f"{one.id} was not laid out yet: the index of the year lacks {len(lost)} of its articles; "
                        f"run journal build {one.id} first.",
                    )
                )
            yield from listed(one, language, {str(a.id): a for a in self._articles(one)}, pages)

    def _missing(self, issue: Issue, language: Language) -> Iterator[pdf.Gap]:
        """Where articles stand in an edition that could not be read."""
        edition = issue.edition(language)
        index = 0
        for slot in edition.slots if edition else ():
            if slot.article not in self.readable:
                yield pdf.Gap(index, self._length_before(slot.article, language))
            elif self._stands(issue, self.readable[slot.article], language):
                index += 1

    def _length_before(self, id: ArticleId, language: Language) -> int:
        """How many pages the article had when it was last laid out: none, if it never was."""
        first, last = self.before.get(pdf.article_path(id, language), (1, 0))
        return last - first + 1

    # ------------------------------------------------------------ one article

    def _single(self, article: Article) -> Iterator[Artifact]:
        issue, placements = self._place(article)
        laid: dict[Language, str] = {}
        if is_taken_over(issue):
            assert issue is not None
            yield from self._kept(issue, (article,), whole=False)
        for language in article.full_text if not is_taken_over(issue) else ():
            offprint = self._is_due("offprint", language, (printing.offprint_path(issue, article.id, language),))
            if not (self.selection.wants("pdf", language) or offprint):
                continue
            placement = placements.get(language)
            if issue is not None and placement is None:
                continue
            artifact = self._alone(article, issue, language, placement)
            if offprint:
                yield _offprint(artifact, issue, article, language)
            if not self.selection.wants("pdf", language):
                continue
            if placement is None or placement.first is not None:
                laid[language] = artifact.name
            yield artifact
        yield from self._products(article, issue, laid)

    def _place(self, article: Article) -> tuple[Issue | None, ByLanguage[Placement]]:
        for issue in self.snapshot.issues:
            if article in self._articles(issue):
                return issue, self._placements(issue, article)
        return None, ByLanguage()

    def _alone(
        self, article: Article, issue: Issue | None, language: Language, placement: Placement | None
    ) -> Artifact:
        unpaged = dataclasses.replace(placement, first=None, last=None) if placement else None
        start = placement.first if placement else 1
        if start is None:
            start = 1
            self.notes.append(
                Bilingual(
                    f"{article.id}：前面各篇尚未排版，页码暂从第1页起；先运行 journal build {placement.issue if placement else ''}。",
                    f"{article.id}: what stands before it was not laid out yet, so its pages begin at 1; "
                    f"run journal build {placement.issue if placement else ''} first.",
                )
            )
        work = pdf.Alone(
            self.snapshot.journal,
            self.snapshot.house,
            bare(issue) if issue else None,
            language,
            article,
            unpaged,
            start,
            None if issue else self._online(article),
            _filler(issue, language, article),
        )
        return Artifact(
            name=f"pdf:{article.id}.{language}",
            paths=(pdf.article_path(article.id, language),),
            make=functools.partial(pdf.alone, work=work),
            facts=pdf.facts(work),
            whole=False,
            files=files(article),
            archived=archived_article(issue.lock if issue else self.snapshot.online, article, language),
        )

    # ------------------------------------------------------------ what another system published

    def _kept(self, issue: Issue, articles: Iterable[Article], whole: bool) -> Iterator[Artifact]:
        """The PDFs of an issue that was taken over, as they were: they are in the archive or nowhere."""
        assert issue.lock is not None
        for article in articles:
            for language in self.snapshot.journal.languages:
                if self.selection.wants("pdf", language):
                    for path, digest in archived_article(issue.lock, article, language):
                        yield _from_archive(f"pdf:{article.id}.{language}", path, digest)
        for language, digest in issue.lock.pdfs.items() if whole else ():
            if self.selection.wants("issue-pdf", language):
                yield _from_archive(f"pdf:{issue.id}.{language}", pdf.issue_path(issue, language), digest)

    # ------------------------------------------------------------ products that are not laid out

    def _products(self, article: Article, issue: Issue | None, laid: Mapping[Language, str]) -> Iterator[Artifact]:
        placements = self._placements(issue, article) if issue else ByLanguage()
        # Pages that this build lays out come by `needs`: those found earlier would only make the key another.
        coming = [
            language for language in placements if language in laid and not locked_pages(issue, article, language)
        ]
        placements = ByLanguage(
            tuple(
                (language, dataclasses.replace(placement, first=None, last=None) if language in coming else placement)
                for language, placement in placements.pairs
            )
        )
        unknown = not is_taken_over(issue) and any(
            p.last is None and language not in coming for language, p in placements.items()
        )
        for output in per_article():
            if not self.selection.wants(output.name):
                continue
            if unknown:
                self.notes.append(
                    Bilingual(
                        "有的文章尚未排版，页码从略。先运行 journal build。",
                        "Some articles were not laid out yet: their pages are left out. Run journal build first.",
                    )
                )
            yield self._product(output, article, issue, placements, tuple(laid[language] for language in coming))

    def _product(
        self,
        output: PerArticle,
        article: Article,
        issue: Issue | None,
        placements: ByLanguage[Placement],
        needs: tuple[str, ...],
    ) -> Artifact:
        # Of the house style such a product says words alone, as those that label a figure in a third language.
        words = tuple(pair for pair in self.snapshot.house.templates if pair[0].startswith("words/"))
        house = dataclasses.replace(self.snapshot.house, templates=words, fonts=(), notices=())
        seen = seen_from(issue, article) if issue else None
        rendition = Rendition(self.snapshot.journal, house, article, None, seen, placements, self._online(article))
        module = output.make.__module__.rpartition(".")[2]
        folder_ = f"public/articles/{article.id}"
        return Artifact(
            name=f"{module}:{article.id}",
            paths=tuple(f"{folder_}/{name}" for name in output.paths(article)),
            make=functools.partial(per_article_product, module=output.make.__module__, rendition=rendition),
            facts=repr(rendition),
            files=files(article),
            needs=needs,
            article=article.id,
        )

    def _online(self, article: Article) -> dt.date | None:
        entry = self.snapshot.online.article(article.id) if self.snapshot.online else None
        return (entry.online or entry.published) if entry else None

    def _placements(self, issue: Issue, article: Article) -> ByLanguage[Placement]:
        """Where the article stands, with the pages that the lock or earlier lay-outs know."""
        found = []
        for edition in issue.editions:
            pages = self._known_pages(issue, edition.language)
            for order, slot, _ in self._slots(issue, edition.language):
                if slot.article == article.id:
                    first, last = pages.get(article.id, (None, None))
                    found.append(
                        (edition.language, Placement(issue.id, edition.language, slot.column, order, first, last))
                    )
        return ByLanguage.of(found)

    @functools.cache  # noqa: B019 — lives as long as one plan
    def _known_pages(self, issue: Issue, language: Language) -> dict[ArticleId, tuple[int, int | None]]:
        edition = issue.edition(language)
        assert edition is not None
        if is_taken_over(issue):
            known = (
                (slot.article, locked_pages(issue, article, language))
                for _, slot, article in self._slots(issue, language)
            )
            return {id: run for id, run in known if run}
        pages: dict[ArticleId, tuple[int, int | None]] = dict(self._laid_out(issue, language))
        if pages:
            return pages
        start = edition.start
        starts = self.snapshot.journal.edition(language).style.starts
        gaps = tuple(self._missing(issue, language))
        for index, (order, slot, article) in enumerate(self._slots(issue, language)):
            start += sum(gap.pages for gap in gaps if gap.index == index)
            locked = locked_pages(issue, article, language)
            if locked:
                pages[slot.article], start = locked, locked[1] + 1
                continue
            placement = Placement(issue.id, language, slot.column, order)
            start = starts.page(start)
            work = pdf.Alone(
                self.snapshot.journal,
                self.snapshot.house,
                bare(issue),
                language,
                article,
                placement,
                0,
                filler=edition.filler(article.id),
            )
            length = self.store.known(pdf.length_key(work) + toolchain.fingerprint())
            pages[slot.article] = (start, None if length is None else start + int(length) - 1)
            if length is None:
                break
            start += int(length)
        return pages

    def _laid_out(self, issue: Issue, language: Language) -> Iterator[tuple[ArticleId, tuple[int, int]]]:
        """The pages of an edition that was laid out as it is now; those of a published one its lock knows."""
        if issue.lock is None and self._slots(issue, language):
            kept = self.store.made(self._edition(issue, language).key(()))
            data = self.store.get(kept.files[pdf.pages_path(issue, language)]) if kept else None
            for id, (first, last) in json.loads(data or b"{}").items():
                yield ArticleId(id), (first, last)


def _offprint(alone: Artifact, issue: Issue | None, article: Article, language: Language) -> Artifact:
    """An article's offprint, of all that its own PDF is made of."""
    assert isinstance(alone.make, functools.partial)
    return Artifact(
        name=f"offprint:{article.id}.{language}",
        paths=(printing.offprint_path(issue, article.id, language),),
        make=functools.partial(printing.offprint, work=alone.make.keywords["work"]),
        facts=alone.facts,
        whole=False,
        files=alone.files,
    )


def _filler(issue: Issue | None, language: Language, article: Article) -> Filler | None:
    edition = issue.edition(language) if issue else None
    return edition.filler(article.id) if edition else None


def _from_archive(name: str, path: str, digest: str) -> Artifact:
    """A file that another system made: nothing else can take its place."""
    make = functools.partial(lost_pdf, path=path, digest=digest)
    return Artifact(name, (path,), make, digest, (), archived=((path, digest),), fixed=True)


__all__ = ["Artifact", "Plan", "Selection", "outputs", "plan"]
