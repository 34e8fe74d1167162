"""A home to build in: the fabricated journal with its cache, its archive and its out/."""

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journal import build as building
from journal import folder
from journal.build import Event, Report, Selection
from journal.folder import lock as locks
from journal.ids import ArticleId, IssueId, Language
from journal.model import ByLanguage, House, Lock, LockedArticle, LockedPages

ROOT = Path(__file__).parents[3]
ZH, EN = Language("zh"), Language("en")
ISSUE, BRIDGE, FERRY = IssueId("2031-1"), ArticleId("hao-bridge"), ArticleId("marsh-ferry")
TOML = "issues/2031-1/issue.toml"
BRIDGE_XML = "issues/2031-1/hao-bridge/article.xml"
FERRY_XML = "issues/2031-1/marsh-ferry/article.xml"
FIGURE = "issues/2031-1/marsh-ferry/figure-1.svg"
QUICK = (("citation", None), ("jats", None))  # what is not laid out
MODULES = ("bibtex", "csl", "jats", "ris")  # that make it
WHOLE = Selection()
Only = Iterable[tuple[str, str | None]]


@dataclass
class Yard:
    """A home, and what is done to it."""

    home: Path
    house: House = field(default_factory=House)
    notes: list[str] = field(default_factory=list)  # of the last build, in English

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def cache(self) -> Path:
        return self.home / ".cache"

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    def read(self) -> folder.Reading:
        """The home, with the house that was read once for all tests."""
        reading = folder.read(self.home, {}, with_house=False)
        return dataclasses.replace(reading, snapshot=dataclasses.replace(reading.snapshot, house=self.house))

    def select(self, *names: str, only: Only = ()) -> Selection:
        issues = tuple(IssueId(name) for name in names if name[0].isdigit())
        return Selection(issues, tuple(ArticleId(name) for name in names if not name[0].isdigit()), tuple(only))

    def build(
        self, *names: str, only: Only = (), tell: Callable[[Event], None] | None = None, **options: Any
    ) -> Report:
        """Build these issues and articles, or all."""
        reading = self.read()
        self.notes.clear()

        def told(event: Event) -> None:
            if event.kind == "note" and event.message:
                self.notes.append(event.message.en)
            if tell:
                tell(event)

        asked = {"cache": self.cache, "out": self.out, "archive": self.archive, "failed": dict(reading.failed)}
        selection = self.select(*names, only=only)
        return building.build(self.home, reading.snapshot, selection, tell=told, **(asked | options))

    def edit(self, file: str, right: str, wrong: str) -> None:
        """Put `wrong` where `right` stands first in a file of the home."""
        text = (self.home / file).read_text("utf-8")
        assert right in text, f"{file} has no {right}"
        (self.home / file).write_text(text.replace(right, wrong, 1), "utf-8")

    def new_article(self, id: str, like: str = FERRY, shelf: str = ISSUE) -> None:
        """Another article, the same but for its id."""
        shutil.copytree(self.home / f"issues/{ISSUE}/{like}", self.home / f"issues/{shelf}/{id}")

    def publish(self, first: int = 1, pages: int = 1, pdf: Callable[[str], bytes] | None = None) -> Lock:
        """Lock the issue: its articles `pages` long from page `first` on, `pdf(name)` being what was published."""
        reading = self.read()
        issue = reading.snapshot.issue(ISSUE)
        archived = (lambda name: building.archive_pdf(self.archive, pdf(name))) if pdf else lambda name: ""
        articles = []
        for id in dict.fromkeys(slot.article for edition in issue.editions for slot in edition.slots):
            article = reading.snapshot.article(id)
            placed = []
            for edition in issue.editions:
                order = [slot.article for slot in edition.slots]
                if id in order:
                    start = first + pages * order.index(id)
                    digest = archived(f"{id}.{edition.language}")
                    placed.append((edition.language, LockedPages(start, start + pages - 1, digest)))
            day = dt.date(2031, 1, 15)
            articles.append(
                LockedArticle(id, article.digest, article.doi, day, None, ByLanguage(tuple(placed)), article.media)
            )
        pdfs = ByLanguage(tuple((e.language, archived(f"{ISSUE}.{e.language}")) for e in issue.editions) if pdf else ())
        lock = Lock(dt.datetime(2031, 1, 15, tzinfo=dt.UTC), "a toolchain", tuple(articles), pdfs)
        locks.write(self.home, ISSUE, lock)
        return lock

    # ------------------------------------------------------------ what is there

    def files(self, folder: str = "out") -> dict[str, bytes]:
        """Every file of a folder of the home, hidden ones too."""
        return tree(self.home / folder)

    def disk(self) -> dict[str, tuple[int, int, bytes]]:
        """Every file of the home, and what would show that it was written again."""
        paths = sorted(path for path in self.home.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def share_faces(yard: Yard, other: Yard) -> None:
    """Let the cut faces of another home serve this one: cutting them takes seconds."""
    yard.cache.mkdir(exist_ok=True)
    (yard.cache / "fonts").symlink_to(other.cache / "fonts")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def flip(path: Path, bit: int) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    path.write_bytes(data)


def article(id: str, *names: str) -> set[str]:
    """Paths under out/ in the folder of an article."""
    return {f"public/articles/{id}/{name}" for name in names}


def products(id: str) -> set[str]:
    """The artifacts of an article that are not laid out."""
    return {f"{module}:{id}" for module in MODULES}


CITATIONS = ("citation.bib", "citation.json", "citation.ris")
BRIDGE_FILES = article(BRIDGE, *CITATIONS, f"{BRIDGE}.xml", f"{BRIDGE}.zh.pdf", f"{BRIDGE}.en.pdf")
FERRY_FILES = article(FERRY, *CITATIONS, f"{FERRY}.xml", f"{FERRY}.en.pdf", "figure-1.svg")
ISSUE_FILES = {f"public/issues/{ISSUE}/{ISSUE}.{language}.pdf" for language in ("zh", "en")}
ALL_FILES = BRIDGE_FILES | FERRY_FILES | ISSUE_FILES
EVERYTHING = products(BRIDGE) | products(FERRY) | {f"pdf:{ISSUE}.zh", f"pdf:{ISSUE}.en"}
