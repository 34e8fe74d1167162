"""The issues that another system published, as folders of issues/: articles, order, covers, pages, DOIs, dates and PDFs as they were.

They are locked as taken over: they are published, elsewhere, and nothing of them is laid out anew. What is there already is
never written over; done again, what is missing is made, so that an import that was killed can be run again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journal import acceptance
from journal.build import archive_path
from journal.errors import Bilingual, JournalError, Level
from journal.exported import Attached, Lost, Paper, Said
from journal.folder import issue_edits, issue_toml, lock, tree
from journal.folder.files import sha256
from journal.ids import DOI, ArticleId, IssueId, Language
from journal.jats.begin import begin
from journal.model import Article, ByLanguage, Column, Journal, Lock, LockedArticle, LockedPages
from journal.office.ojs import BackIssue, Brought, File, Outcome
from journal.writing import write_bytes

NEW, ADDED = Bilingual("新建", "new"), Bilingual("补入", "completed")
SAME, LEFT = Bilingual("无变化", "as before"), Bilingual("原有，未动", "was here before, left as it is")
THERE = Bilingual(
    "issues/ 中已有的同号的期：没有改动它，也没有放入文章",
    "an issue whose number is in issues/ already: it was left as it is, without the articles",
)
ARTICLE_THERE = Bilingual(
    "原系统的新改动：issues/ 中的文章已锁定，未覆盖",
    "what changed there: the article in issues/ is locked and was left as it is",
)
PAGES = Bilingual(
    "不是起止页的页码：只在稿件记录中", "page numbers that are no first and last page: in the record alone"
)
DAY = Bilingual(
    "没有出版日的期：按文章日期或元旦", "an issue without its day: it has that of its articles, or 1 January"
)
VOLUME = Bilingual("不是数字的卷号", "a volume that is no number")
COVER = Bilingual("不是图片的封面文件", "a cover whose file is no picture")
GALLEY = Bilingual(
    "{kind} 版式文件：与稿件一起保存，不公开", "a galley in {kind}: kept with the manuscript, not public"
)
SECOND = Bilingual(
    "同一语种的第二个 PDF：与稿件一起保存，不公开",
    "a second PDF in one language: kept with the manuscript, not public",
)
ELSEWHERE = Bilingual(
    "本刊没有文版的语种的 PDF：与稿件一起保存，不公开",
    "a PDF in a language without an edition: kept with the manuscript, not public",
)
WHOLE = Bilingual("整期文件（不是本刊文版的 PDF）", "a file of a whole issue that is no PDF of an edition")
NOT_JATS = Bilingual(
    "不是有效 JATS 的 XML 版式文件：与稿件一起保存，不公开",
    "an XML galley that is no valid JATS: kept with the manuscript, not public",
)
UNCHECKED = Bilingual(
    "XML 版式文件未能校验（先运行 journal validate --fetch-schemas，再导入）",
    "an XML galley that could not be validated (run journal validate --fetch-schemas, then import again)",
)
NO_PICTURES = Bilingual(
    "所用图片没有导出的 XML 版式文件：与稿件一起保存，不公开",
    "an XML galley whose pictures were not exported: kept with the manuscript, not public",
)
WAIVED = "自 {system} 迁入，照原样保存 taken over from {system} as it was"
RUN = re.compile(r"(\d{1,7})(?:\s*[-–—−~～]+\s*(\d{1,7}))?", re.ASCII)
PICTURES = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))


# ---------------------------------------------------------------- columns


@dataclass
class Columns:
    """The columns of a journal, and those that sections of the other system need beside them."""

    journal: Journal
    mapped: Mapping[str, str] = field(default_factory=dict)  # a section's short name → column, as the editor wishes
    added: dict[str, Said] = field(default_factory=dict)

    def column(self, ref: str, titles: Said) -> str:
        """The column of a section: as mapped, else the one of that id or title, else a new one."""
        if ref in self.mapped:
            return self.mapped[ref]
        id = _slug(ref) or _slug(next(iter(titles.values()), "")) or "articles"
        said = {text.casefold() for text in (*titles.values(), ref) if text}
        for known in self.journal.columns:
            if known.id == id or said & {text.casefold() for _, text in known.titles.items()}:
                return known.id
        if id not in self.added:
            self.added[id] = dict(titles) or {str(self.journal.languages[0]): ref or id}
        return id

    def all(self) -> Journal:
        """The journal with the columns that were added."""
        more = tuple(Column(id, ByLanguage.of(self._titles(titles))) for id, titles in self.added.items())
        return dataclasses.replace(self.journal, columns=(*self.journal.columns, *more))

    def _titles(self, titles: Said) -> Iterator[tuple[Language, str]]:
        for tongue in self.journal.languages:
            yield tongue, titles.get(tongue) or next(iter(titles.values()))

    def write(self, home: Path) -> None:
        """Add them to journal.toml, whose comments and order stay."""
        import tomlkit

        if not self.added:
            return
        path = home / "journal.toml"
        document: Any = tomlkit.parse(path.read_text("utf-8"))
        for id, titles in self.added.items():
            entry = tomlkit.inline_table()
            entry.update(dict(self._titles(titles)))
            document["columns"][id] = entry
        write_bytes(path, tomlkit.dumps(document).encode())


def _slug(text: str) -> str:
    import pypinyin  # 170 ms

    words = pypinyin.lazy_pinyin(text) if re.search("[\u3400-\u9fff]", text) else [text]
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return found if re.match("[a-z]", found) else ""


# ---------------------------------------------------------------- texts


def judge(galley: Attached, files: Sequence[Attached]) -> Bilingual | None:
    """Why an XML galley cannot be an article's text: it is no valid JATS, or names pictures that did not come along; None if it can."""
    from journal.jats import read
    from journal.jats.validate import validate_file

    name = "article.xml"
    try:
        root = read.root(galley.data, name)
        if root.tag != "article":
            return NOT_JATS
        found = validate_file(galley.data, name, None, None)
        if any(one.level is Level.ERROR for one in found):
            return NOT_JATS
        if any(one.level is Level.UNCHECKED for one in found):
            return UNCHECKED
        media = dict.fromkeys(read.media_names(root, name), "")
        if not set(media) <= {_beside(one.name) for one in files}:
            return NO_PICTURES
        article, wrong = read.article(root, ArticleId("article"), name, "", media)
    except JournalError:
        return NOT_JATS
    return None if article.texts and not any(one.level is Level.ERROR for one in wrong) else NOT_JATS


def _beside(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


# ---------------------------------------------------------------- issues


@dataclass(frozen=True)
class Made:
    """An issue in issues/: its day, how many articles it has from there, and what was done."""

    issue: str
    date: dt.date
    articles: int
    state: Bilingual


@dataclass
class BackIssues:
    """What is written of an import; `file` is where the office keeps a file that came along, by its sha256."""

    home: Path
    columns: Columns
    archive: Path
    system: str
    now: dt.datetime
    file: Callable[[str], Path]
    lost: list[Lost] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = self.columns.all()

    def tell(self, outcome: Outcome) -> list[Made]:
        """What writing would make, without making it."""
        for back, papers in self._issues(outcome):
            self._told(back, papers)
        return self.made

    def write(self, outcome: Outcome) -> list[Made]:
        """Make what is not there yet. Articles and PDFs first, then what names them."""
        issues = list(self._issues(outcome))
        self.journal = self.columns.all()
        told = [(back, papers, self._told(back, papers)) for back, papers in issues]
        due = [one for one in told if one[2] in (NEW, ADDED)]
        where = {id: folder_ for id, folder_ in self.folders.items() if (self.home / _path(folder_, id)).exists()}
        written = {back.id: [self._article(back, one, where) for one in papers] for back, papers, _ in due}
        for _, papers, state in told:
            for one in papers if state is not LEFT else ():
                self._shelve(one)
        os.sync()  # one for all, before the locks that name them
        if due:
            self.columns.write(self.home)
        changed = self._later()
        for place, (back, papers, state) in enumerate(due):
            moment = changed + dt.timedelta(seconds=place)
            self._issue(back, list(zip(papers, written[back.id], strict=True)), state, moment)
        return self.made

    def _issues(self, outcome: Outcome) -> Iterator[tuple[BackIssue, list[Brought]]]:
        """Each issue with its papers in order: the sections as the issue has them, then their own order."""
        self.folders = tree.article_folders(self.home)
        by_issue: dict[str, list[Brought]] = {id: [] for id in outcome.issues}
        for one in outcome.papers:
            by_issue[one.row["placed"]].append(one)
        for id, back in outcome.issues.items():
            sections = list(back.issue.sections)
            known = {ref: place for place, ref in enumerate(sections)}
            papers = sorted(by_issue[id], key=lambda one: (known.get(one.paper.section, len(known)), one.paper.order))
            for one in papers:
                self.columns.column(one.paper.section, back.issue.sections.get(one.paper.section, {}))
            yield back, papers

    def _told(self, back: BackIssue, papers: list[Brought]) -> Bilingual:
        state = self._state(back, papers)
        self.made.append(Made(back.id, self._day(back, papers), len(papers), state))
        if state is LEFT:
            self._lose(f"issue/{back.issue.external}", THERE, back.id)
            return state
        for one in papers:
            if one.is_changed and self.folders.get(ArticleId(one.row["article"])):
                self._lose(one.paper.external, ARTICLE_THERE, one.row["article"])
        if state is SAME:
            return state
        for cover in back.issue.covers:
            if not _ending(cover.data):
                self._lose(f"issue/{back.issue.external}", COVER, cover.name)
        if back.issue.volume and not back.issue.volume.isdecimal():
            self._lose(f"issue/{back.issue.external}", VOLUME, back.issue.volume)
        if not _date(back.issue.published):
            self._lose(f"issue/{back.issue.external}", DAY, back.id)
        for galley in back.galleys:
            if galley.kind != "pdf" or self._edition(galley.about.language) is None:
                self._lose(f"issue/{back.issue.external}", WHOLE, galley.about.name)
        for one in papers:
            self._tell_files(one)
        return state

    def _state(self, back: BackIssue, papers: list[Brought]) -> Bilingual:
        """What there is to do: an issue that is not ours is left; one that is, is completed."""
        fixed = lock.lock(self.home, back.id)
        is_there = (self.home / issue_toml.file(IssueId(back.id))).exists()
        if fixed is None:
            return LEFT if is_there else NEW
        if fixed.taken_over != self.system:
            return LEFT
        there = {article.id for article in fixed.articles}
        new = [one for one in papers if ArticleId(one.row["article"]) not in there]
        return ADDED if new or not is_there else SAME

    # ------------------------------------------------------------ an article

    def _article(self, back: BackIssue, one: Brought, where: Mapping[ArticleId, str]) -> tuple[Article, bytes]:
        """The article's facts and the bytes of its file, written if there is none."""
        id = ArticleId(one.row["article"])
        there = where.get(id)
        path = _path(there or back.id, id)
        if there:
            data = (self.home / path).read_bytes()
        elif one.text:
            data = self.file(one.text.sha256).read_bytes()
            for file in one.files:
                if file.about.of == one.text.about.external:
                    self._beside(path, file)
        else:
            facts = self._facts(one, id)
            data = begin(self.journal, facts)
            write_bytes(self.home / path, data, durable=False)
            return facts, data
        if not there:
            write_bytes(self.home / path, data, durable=False)
        return self._read(path, id, data), data

    def _beside(self, path: str, file: File) -> None:
        target = (self.home / path).with_name(_beside(file.about.name))
        if not target.exists():
            write_bytes(target, self.file(file.sha256).read_bytes(), durable=False)

    def _read(self, path: str, id: ArticleId, data: bytes) -> Article:
        from journal.errors import Place
        from journal.folder.media import digest
        from journal.jats import read

        root = read.root(data, path)
        shelf = path.rpartition("/")[0]
        media = {name: digest(self.home, shelf, name, Place(path)) for name in read.media_names(root, path)}
        return read.article(root, id, path, sha256(data), media)[0]

    def _facts(self, one: Brought, id: ArticleId) -> Article:
        """The front matter; without the addresses of its authors, which OJS shows nobody."""
        found = acceptance.article(one.row, id, one.authors, tuple(_days(one.paper)))
        people = tuple(dataclasses.replace(person, email="") for person in found.contributors)
        return dataclasses.replace(found, contributors=people)

    # ------------------------------------------------------------ its PDFs

    def _pdfs(self, one: Brought) -> dict[Language, File]:
        """The PDF of each edition: the first in its language."""
        found: dict[Language, File] = {}
        for file in one.files:
            tongue = self._edition(file.about.language) if file.kind == "pdf" else None
            if file.about.purpose == "galley" and tongue:
                found.setdefault(tongue, file)
        return found

    def _tell_files(self, one: Brought) -> None:
        """Name the galleys that are not public, and pages that are none."""
        public = [file.sha256 for file in self._pdfs(one).values()] + ([one.text.sha256] if one.text else [])
        for file in one.files:
            if file.about.purpose == "galley" and file.about.language and file.sha256 not in public:
                if file.kind == "xml":
                    continue  # `judge` said why
                if file.kind != "pdf":
                    self._lose(one.paper.external, GALLEY.format(kind=file.kind.upper() or "?"), file.about.name)
                else:
                    what = SECOND if self._edition(file.about.language) else ELSEWHERE
                    self._lose(one.paper.external, what, file.about.name)
        if one.paper.pages and not _run(one.paper.pages):
            self._lose(one.paper.external, PAGES, one.paper.pages)

    def _shelve(self, one: Brought) -> None:
        """Put its PDFs into the archive, from which every build takes them."""
        for file in self._pdfs(one).values():
            target = archive_path(self.archive, file.sha256)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _link(self.file(file.sha256), target)

    # ------------------------------------------------------------ an issue

    def _issue(
        self,
        back: BackIssue,
        papers: list[tuple[Brought, tuple[Article, bytes]]],
        state: Bilingual,
        moment: dt.datetime,
    ) -> None:
        id = IssueId(back.id)
        fixed = lock.lock(self.home, id)
        had = {article.id for article in fixed.articles} if fixed else set()
        new = [pair for pair in papers if pair[1][0].id not in had]
        folders = (
            tree.article_folders(self.home) if state is ADDED else {article.id: back.id for _, (article, _) in papers}
        )
        for cover, name in self._covers(back):
            if not (self.home / f"issues/{id}/{name}").exists():
                write_bytes(self.home / f"issues/{id}/{name}", cover.data)
        entries = (
            *(fixed.articles if fixed else ()),
            *(self._locked(back, one, article, data) for one, (article, data) in new),
        )
        pdfs = {
            tongue: file.sha256
            for file in back.galleys
            if file.kind == "pdf" and (tongue := self._edition(file.about.language))
        }
        kept = fixed.pdfs if fixed else ByLanguage.of(pdfs.items())
        lock.write(
            self.home, id, Lock(moment, self.system, entries, kept, self.system)
        )  # a killed run knows it by this
        file = self.home / issue_toml.file(id)
        if file.exists():
            text = file.read_text("utf-8")
            for one, (article, _) in new:
                for tongue in self._editions(one):
                    text = issue_edits.placed(text, tongue, self._column(back, one), article.id)
        else:
            text = self._toml(back, [one for one, _ in papers], [article for _, (article, _) in papers])
        issue_toml.write(self.home, id, text, self.journal, folders)

    def _locked(self, back: BackIssue, one: Brought, article: Article, data: bytes) -> LockedArticle:
        """What was published: pages and PDF of the article's own edition, PDFs of others."""
        issued, own = self._day(back, [one]), _date(one.paper.published)
        run, pdfs = _run(one.paper.pages), dict(self._pdfs(one))
        pages: dict[Language, LockedPages] = {}
        if run:
            home_edition = self._own_edition(one.paper)
            file = pdfs.pop(home_edition, None)
            pages[home_edition] = LockedPages(*run, file.sha256 if file else "")
        return LockedArticle(
            article.id,
            sha256(data),
            DOI(one.row["more"]["doi"]) if one.row["more"].get("doi") else article.doi,
            max(issued, own or issued),
            own if own and own < issued else None,
            ByLanguage.of(pages.items()),
            article.media,
            ByLanguage.of((tongue, file.sha256) for tongue, file in pdfs.items()),
        )

    def _toml(self, back: BackIssue, papers: list[Brought], articles: list[Article]) -> str:
        """The issue.toml of an issue as it was."""
        import tomlkit

        issue, document = back.issue, tomlkit.document()
        document.add(tomlkit.comment(f"自 {self.system} 迁入 taken over from {self.system}"))
        number = issue.number or issue.volume or back.id.partition("-")[2]
        named = re.fullmatch(r"\d{4}-(\d+(?:-\d+)?)", back.id)
        document.update(
            {"year": int(issue.year), "number": named[1] if named else number, "date": self._day(back, papers)}
        )
        if issue.volume.isdecimal() and int(issue.volume):
            document["volume"] = int(issue.volume)
        if issue.titles:
            document["titles"] = dict(issue.titles)
        waivers = list(self._waivers(articles))
        if waivers:
            array = tomlkit.aot()
            for waiver in waivers:
                array.append(tomlkit.item(waiver))
            document["waivers"] = array
        if covers := list(self._covers(back)):
            table = tomlkit.table(is_super_table=True)
            for cover, name in covers:
                table[cover.language] = {"file": name} | ({"alt": cover.alt} if cover.alt else {})
            document["covers"] = table
        editions = tomlkit.table(is_super_table=True)
        for tongue in self.journal.languages:
            columns: dict[str, list[str]] = {}
            for one in papers:
                if tongue in self._editions(one):
                    columns.setdefault(self._column(back, one), []).append(str(one.row["article"]))
            if columns:  # an empty edition would have pages for the next issue to run on from
                editions[tongue] = {"columns": columns}
        document["editions"] = editions
        return tomlkit.dumps(document)

    def _waivers(self, articles: list[Article]) -> Iterator[dict[str, str]]:
        """The rules about facts that the articles do not keep: they were published so, and nobody can mend them now."""
        from journal import lint
        from journal.lint.rules import (
            abstract_missing,
            body_missing,
            doi_prefix,
            full_text_missing,
            keywords_missing,
            title_missing,
        )

        rules = (title_missing, abstract_missing, keywords_missing, body_missing, full_text_missing, doi_prefix)
        source = lint.Source.of(b"<article/>", "article.xml")
        contexts = [lint.Context(self.journal, one, source, {}, frozenset(), frozenset()) for one in articles]
        for rule in rules:
            if any(next(iter(rule.RULE.check(context)), None) for context in contexts):
                yield {"rule": rule.RULE.code, "reason": WAIVED.format(system=self.system)}

    def _covers(self, back: BackIssue) -> Iterator[tuple[Attached, str]]:
        """The covers that are pictures, one a language, with the names of their files."""
        seen: set[str] = set()
        for cover in back.issue.covers:
            ending = _ending(cover.data)
            if ending and cover.language not in seen:
                seen.add(cover.language)
                yield cover, f"cover.{cover.language}.{ending}"

    def _column(self, back: BackIssue, one: Brought) -> str:
        return self.columns.column(one.paper.section, back.issue.sections.get(one.paper.section, {}))

    def _day(self, back: BackIssue, papers: Iterable[Brought]) -> dt.date:
        days = [day for one in papers if (day := _date(one.paper.published))]
        return _date(back.issue.published) or max(days, default=dt.date(int(back.issue.year), 1, 1))

    def _edition(self, language: str) -> Language | None:
        """The edition in a language, or in its nearest form."""
        known = self.journal.languages
        exact = next((tongue for tongue in known if tongue == language), None)
        return exact or next(
            (tongue for tongue in known if tongue.split("-")[0] == language.split("-", maxsplit=1)[0]), None
        )

    def _own_edition(self, paper: Paper) -> Language:
        return self._edition(paper.language) or self.journal.languages[0]

    def _editions(self, one: Brought) -> tuple[Language, ...]:
        """Where an article stands: in the edition of its language, and in each in whose language it has a PDF."""
        return tuple(dict.fromkeys((self._own_edition(one.paper), *self._pdfs(one))))

    def _later(self) -> dt.datetime:
        """Now, or a second later than the latest change of the home: datestamps never go back."""
        fixed = (lock.lock(self.home, name) for name in (*tree.issue_ids(self.home), tree.FORTHCOMING))
        known = [one.changed + dt.timedelta(seconds=1) for one in fixed if one]
        return max([self.now.replace(microsecond=0), *known])

    def _lose(self, external: str, what: Bilingual, which: str = "") -> None:
        self.lost.append(Lost(external, what, which))


def _path(issue: str, id: str) -> str:
    return f"issues/{issue}/{id}/article.xml"


def _link(source: Path, target: Path) -> None:
    """The same file in two places: neither is ever written to; where disks differ, a copy."""
    with contextlib.suppress(FileExistsError):
        try:
            target.hardlink_to(source)
        except OSError:
            part = target.with_suffix(f".{os.getpid()}")
            shutil.copyfile(source, part)
            part.replace(target)


def _ending(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for start, ending in PICTURES if data.startswith(start)), "")


def _run(pages: str) -> tuple[int, int] | None:
    """First and last page: 1-10, 7, and 123-8, which means 128."""
    found = RUN.fullmatch(unicodedata.normalize("NFKC", pages).removeprefix("pp.").removeprefix("p.").strip())
    if not found:
        return None
    first, last = found[1], found[2] or found[1]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return (int(first), int(last)) if 0 < int(first) <= int(last) else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _days(paper: Paper) -> Iterator[tuple[str, dt.date]]:
    """When it was received; not, where it was entered there only after it was published."""
    received, published = _date(paper.submitted), _date(paper.published)
    if received and not (published and received > published):
        yield "received", received


__all__ = ["ARTICLE_THERE", "BackIssues", "Columns", "Made", "judge"]
