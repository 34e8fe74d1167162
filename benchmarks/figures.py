"""What is measured: each function here makes some of the figures, in fresh processes, against its target."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import issue, peers
from benchmarks.processes import ROOT, Cost, asked, journal, middle, python, run
from journal.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside what it should be."""

    name: str
    label: Bilingual
    measured: float
    unit: str
    target: float | None = None
    at_least: bool = False  # else the target is the most it may be
    runs: tuple[float, ...] = ()  # what the number is the middle of

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        return self.measured >= self.target if self.at_least else self.measured <= self.target


@dataclass(frozen=True)
class Subject:
    """A home to measure on: how a fresh copy is made, and the article that is changed in it."""

    name: str
    zh: str
    write: Callable[[Path], object]
    issue: str
    article: str


@dataclass
class World:
    """The homes of one run, made when they are first asked for."""

    folder: Path
    quick: bool
    rounds: int
    tell: Callable[[str], None]
    articles: int = 12
    counter: int = field(default=0)

    @functools.cached_property
    def issue(self) -> Subject:
        """The generated issue."""
        size = functools.partial(issue.write_home, articles=self.articles)
        return Subject("issue", "生成的一期", size, issue.issue_id(0), "bench-01-01")

    @functools.cached_property
    def sample(self) -> Subject:
        """The project's own sample, as if nothing of it were published."""
        return Subject("sample", "样刊", _copy_sample, "2026-5", "li-water")

    def fresh(self, subject: Subject) -> Path:
        """A home in which nothing was built."""
        self.counter += 1
        home = self.folder / f"{subject.name}-{self.counter}"
        subject.write(home)
        return home

    def cold(self, subject: Subject, jobs: int) -> tuple[Path, Cost]:
        """A home built from nothing, and what that cost."""
        home = self.fresh(subject)
        self.tell(f"{subject.name}: cold build, --jobs {jobs}")
        return home, run(journal(home, "build", "--jobs", str(jobs)))

    def built(self, subject: Subject) -> Path:
        """A home in which everything was built, the same one each time."""
        if subject.name not in self._built:
            self._built[subject.name] = self.cold(subject, 2)[0]
        return self._built[subject.name]

    _built: dict[str, Path] = field(default_factory=dict)


def _copy_sample(home: Path) -> None:
    shutil.copytree(ROOT / "issues", home / "issues", ignore=shutil.ignore_patterns("issue.lock.json"))
    shutil.copy(ROOT / "journal.toml", home)


# ---------------------------------------------------------------- start-up


def start(world: World) -> Iterator[Figure]:
    """`--help`, and `status` of the sample and of the generated issue."""
    world.tell("start-up")
    for name, words, target in (("help", ("--help",), 0.15), ("status", ("status",), None)):
        for subject in (world.sample, world.issue) if name == "status" else (world.sample,):
            home = world.fresh(subject)
            costs = [run(journal(home, *words)) for _ in range(world.rounds + 2)][1:]
            said = Bilingual(f"{words[0]}（{subject.zh}）", f"{words[0]} ({subject.name})")
            yield _seconds(f"start.{name}.{subject.name}", said, [cost.cpu for cost in costs], target)


# ---------------------------------------------------------------- a home built, and built again


def of_sample(world: World) -> Iterator[Figure]:
    """The sample: cold, unchanged, a word changed, an article in front."""
    yield from _builds(world, world.sample)


def of_issue(world: World) -> Iterator[Figure]:
    """The generated issue: cold, unchanged, a word changed, an article in front."""
    yield from _builds(world, world.issue)


def _builds(world: World, subject: Subject) -> Iterator[Figure]:
    one, two = [], []
    for _ in range(1 if world.quick else 2):
        one.append(world.cold(subject, 1)[1])
        home, cost = world.cold(subject, 2)
        two.append(cost)
    world._built.setdefault(subject.name, home)
    name, say = subject.name, functools.partial(_said, subject)
    yield _seconds(f"{name}.cold.1.cpu", say("全新生成，--jobs 1，CPU", "cold, --jobs 1, CPU"), [c.cpu for c in one])
    yield _seconds(f"{name}.cold.2.cpu", say("全新生成，--jobs 2，CPU", "cold, --jobs 2, CPU"), [c.cpu for c in two])
    yield _seconds(
        f"{name}.cold.1.wall", say("全新生成，--jobs 1，实时", "cold, --jobs 1, wall"), [c.wall for c in one]
    )
    yield _seconds(
        f"{name}.cold.2.wall", say("全新生成，--jobs 2，实时", "cold, --jobs 2, wall"), [c.wall for c in two]
    )
    target = 1.7 if subject is world.issue else None
    faster = [a.wall / b.wall for a, b in zip(one, two, strict=True)]
    yield _ratio(
        f"{name}.jobs", say("--jobs 2 快于 --jobs 1", "--jobs 2 faster than --jobs 1"), faster, target, at_least=True
    )
    yield _memory(f"{name}.memory.worker", say("内存峰值，工作进程", "peak memory, a worker"), two, 350)
    yield _memory(f"{name}.memory.serial", say("内存峰值，--jobs 1", "peak memory, --jobs 1"), one)
    yield from _rebuilds(world, subject, home, middle([c.cpu for c in one]))


def _rebuilds(world: World, subject: Subject, home: Path, cold: float) -> Iterator[Figure]:
    say = functools.partial(_said, subject)
    world.tell(f"{subject.name}: nothing changed")
    same = [run(journal(home, "build")).cpu for _ in range(world.rounds + 1)][1:]
    yield _seconds(f"{subject.name}.unchanged", say("无改动再生成，CPU", "nothing changed, CPU"), same, 0.5)
    article = home / "issues" / subject.issue / subject.article
    for language in ("zh", "en"):
        world.tell(f"{subject.name}: a word changed in {language}, the whole home")
        issue.change_word(article, language, 9)
        share = run(journal(home, "build", "--jobs", "1")).cpu / cold * 100
        said = say(
            f"改一字（{language}）后整期，占全新生成 CPU", f"a word changed in {language}, the whole, of cold CPU"
        )
        yield _percent(f"{subject.name}.word.{language}", said, share, 60)
    world.tell(f"{subject.name}: an article in front")
    issue.write_article(article.parent, "in-front", issue.SHORT)
    issue.put_in_front(article.parent, "in-front")
    share = run(journal(home, "build", "--jobs", "1")).cpu / cold * 100
    yield _percent(
        f"{subject.name}.front",
        say("卷首加一篇后整期，占全新生成 CPU", "an article in front, the whole, of cold CPU"),
        share,
    )


# ---------------------------------------------------------------- against plain WeasyPrint


@dataclass(frozen=True)
class Plain:
    """The pages of a home as files, and the fontconfig file of the house's cut faces."""

    folder: Path
    fonts: str

    def command(self, name: str, stock: bool = False) -> list[str | Path]:
        """One call of `weasyprint`; with stock fonts the names that only the house knows are replaced."""
        page = self.folder / name
        sheets = sorted(page.glob("sheet-?.css"))
        if stock:
            for sheet in sheets:
                (page / f"stock-{sheet.name}").write_text(sheet.read_text("utf-8").replace(" in Han", ""), "utf-8")
            sheets = [page / f"stock-{sheet.name}" for sheet in sheets]
        styles = [word for sheet in sheets for word in ("-s", sheet)]
        return python("-m", "weasyprint", "-q", *styles, page / "page.html", page / "page.pdf")

    @property
    def names(self) -> list[str]:
        """Every page."""
        return sorted(page.parent.name for page in self.folder.glob("*/page.html"))


def _plain(world: World, subject: Subject) -> Plain:
    folder = world.folder / f"{subject.name}-plain"
    if not folder.exists():
        asked(python("-m", "benchmarks.plain", world.fresh(subject), folder))
    fonts = next((folder / "cache" / "fonts").glob("*/fonts.conf"))
    return Plain(folder, str(fonts))


def one(world: World) -> Iterator[Figure]:
    """`build ARTICLE` after a word was changed, beside a fresh `weasyprint` on the same HTML and fonts, in pairs."""
    for subject in (world.issue, world.sample):
        home, plain = world.built(subject), _plain(world, subject)
        for language in ("zh", "en"):
            world.tell(f"{subject.name}: build {subject.article} after a word changed in {language}, and weasyprint")
            yield from _pairs(world, subject, home, plain, language)


def _pairs(world: World, subject: Subject, home: Path, plain: Plain, language: str) -> Iterator[Figure]:
    article = home / "issues" / subject.issue / subject.article
    command = plain.command(f"{subject.article}.{language}")
    fonts = {"FONTCONFIG_FILE": plain.fonts}
    run(command, fonts)  # fontconfig reads new fonts once
    run(journal(home, "build", subject.article))
    ours, theirs = [], []
    for turn in range(world.rounds):
        issue.change_word(article, language, turn)
        ours.append(run(journal(home, "build", subject.article)))
        theirs.append(run(command, fonts))
    say = functools.partial(_said, subject)
    name = f"{subject.name}.article.{language}"
    yield _seconds(
        f"{name}.cpu",
        say(f"改一字（{language}）后 build ARTICLE，CPU", f"build ARTICLE, a word changed in {language}, CPU"),
        [c.cpu for c in ours],
    )
    yield _seconds(
        f"{name}.plain",
        say(f"weasyprint 同页（{language}），CPU", f"weasyprint, the same page ({language}), CPU"),
        [c.cpu for c in theirs],
    )
    ratios = [a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)]
    yield _ratio(f"{name}.ratio", say(f"二者之比（{language}）", f"the one to the other ({language})"), ratios, 1.3)
    yield _memory(
        f"{name}.memory",
        say(f"内存峰值，build ARTICLE（{language}）", f"peak memory, build ARTICLE ({language})"),
        ours,
        200,
    )


def all_(world: World) -> Iterator[Figure]:
    """The generated issue built from nothing beside one plain `weasyprint` call an article with the system's fonts."""
    plain = _plain(world, world.issue)
    commands = [plain.command(name, stock=True) for name in plain.names]
    run(commands[0])
    _, ours = world.cold(world.issue, 2)
    world.tell(f"{len(commands)} calls of weasyprint with the system's fonts")
    theirs = [run(command) for command in commands]
    say = functools.partial(_said, world.issue)
    count = len(commands)
    yield _seconds(
        "plain.wall",
        say(f"weasyprint {count} 次，系统字体，实时", f"{count} × weasyprint, system fonts, wall"),
        [sum(c.wall for c in theirs)],
    )
    yield _seconds(
        "plain.cpu",
        say(f"weasyprint {count} 次，系统字体，CPU", f"{count} × weasyprint, system fonts, CPU"),
        [sum(c.cpu for c in theirs)],
    )
    share = ours.wall / sum(c.wall for c in theirs) * 100
    yield _percent("plain.share", say("全新生成（--jobs 2）占其实时", "cold build (--jobs 2) of that, wall"), share, 45)
    share = ours.cpu / sum(c.cpu for c in theirs) * 100
    yield _percent("plain.share.cpu", say("全新生成占其 CPU", "cold build of that, CPU"), share)


# ---------------------------------------------------------------- beside other typesetters


def peers_(world: World) -> Iterator[Figure]:
    """The generated issue built from nothing by one process, beside a call an article of each typesetter found here."""
    plain = _plain(world, world.issue)
    pages = [plain.folder / name / "page.html" for name in plain.names]
    found = [peer for peer in peers.PEERS if peer.is_there()]
    for peer in (peer for peer in peers.PEERS if peer not in found):
        world.tell(f"{peer.name} is not installed: not compared")
    if not found:
        return
    ours = world.cold(world.issue, 1)[1].cpu
    for peer in found:
        world.tell(f"{peer.name}: {len(pages)} articles")
        theirs = sum(run(command).cpu for page in pages for command in peer.commands(page))
        said = Bilingual(
            f"{peer.name}，{len(pages)} 篇各一次，CPU", f"{peer.name}, one call for each of {len(pages)}, CPU"
        )
        yield _seconds(f"peers.{peer.name}.cpu", said, [theirs])
        said = Bilingual(f"全新生成（--jobs 1）比 {peer.name}，CPU", f"cold build (--jobs 1) to {peer.name}, CPU")
        yield _ratio(f"peers.{peer.name}.ratio", said, [ours / theirs], peer.target)


# ---------------------------------------------------------------- what comes out


def size(world: World) -> Iterator[Figure]:
    """How big the PDFs are, and whether every page of an issue is tagged."""
    for subject in (world.issue, world.sample):
        public = world.built(subject) / "out" / "public"
        files = {
            (kind, language): public / kind / id / f"{id}.{language}.pdf"
            for kind, id in (("articles", subject.article), ("issues", subject.issue))
            for language in ("zh", "en")
        }
        found: dict[str, dict[str, int]] = json.loads(asked(python("-m", "benchmarks.pdfs", *files.values())))
        for (kind, language), file in files.items():
            yield from _sizes(world, subject, kind, language, found[str(file)])


def _sizes(world: World, subject: Subject, kind: str, language: str, facts: dict[str, int]) -> Iterator[Figure]:
    say, name = functools.partial(_said, subject), f"size.{subject.name}.{kind}.{language}"
    pages = facts["pages"]
    if kind == "articles":
        said = say(f"文章 PDF（{language}，{pages} 页）", f"article PDF ({language}, {pages} pages)")
        yield Figure(name, said, facts["bytes"] / 1000, "KB", 450 if language == "zh" else None)
        return
    said = say(f"整期 PDF（{language}，{pages} 页）", f"issue PDF ({language}, {pages} pages)")
    yield Figure(name, said, facts["bytes"] / 1e6, "MB", 2 if subject is world.issue else None)
    if subject is world.issue:
        said = say(f"整期 PDF（{language}），折合 230 页", f"issue PDF ({language}), for 230 pages of it")
        yield Figure(f"{name}.230", said, facts["bytes"] / 1e6 / pages * 230, "MB", 2)
    said = say(f"整期（{language}）有标记的页", f"tagged pages of the issue ({language})")
    yield Figure(f"{name}.tagged", said, facts["tagged"] / pages * 100, "%", 100, at_least=True)


# ---------------------------------------------------------------- many issues


def flat(world: World) -> Iterator[Figure]:
    """A home with ten issues beside a home with one: short articles, twelve in each issue."""
    many = 3 if world.quick else 10
    costs = {count: _flat(world, count) for count in (1, many)}
    for kind, zh, en in (
        ("article", "内存，build ARTICLE", "memory, build ARTICLE"),
        ("cold", "内存，全新生成的工作进程", "memory, a worker of a cold build"),
    ):
        ratio = costs[many][kind].memory / costs[1][kind].memory
        yield Figure(
            f"flat.memory.{kind}", Bilingual(f"{many} 期比 1 期：{zh}", f"{many} issues to 1: {en}"), ratio, "×", 1.1
        )
    for count in (1, many):
        said = Bilingual(f"{count} 期的刊物，无改动再生成，CPU", f"a home of {count} issues, nothing changed, CPU")
        yield Figure(f"flat.unchanged.{count}", said, costs[count]["same"].cpu, "s", 0.5 if count == 1 else None)
    said = Bilingual(f"{many} 期的刊物，status，CPU", f"a home of {many} issues, status, CPU")
    yield Figure(f"flat.status.{many}", said, costs[many]["status"].cpu, "s")


def _flat(world: World, count: int) -> dict[str, Cost]:
    home = world.folder / f"flat-{count}"
    issue.write_home(home, issues=count, articles=world.articles, size=issue.SHORT)
    world.tell(f"a home of {count} issues of short articles")
    cold = run(journal(home, "build", "--jobs", "2"))
    run(journal(home, "build"))
    same = min((run(journal(home, "build")) for _ in range(world.rounds)), key=lambda cost: cost.cpu)
    status = min((run(journal(home, "status")) for _ in range(world.rounds)), key=lambda cost: cost.cpu)
    issue.change_word(home / "issues" / issue.issue_id(0) / "bench-01-01", "zh", 1)
    return {"cold": cold, "same": same, "status": status, "article": run(journal(home, "build", "bench-01-01"))}


# ---------------------------------------------------------------- the editorial office


def office(world: World) -> Iterator[Figure]:
    """What waits, in offices of two sizes with twenty events a manuscript; and decisions written, each on the disk."""
    sizes = {500: 0.3, 2_000: 1.0} if world.quick else {5_000: 0.3, 100_000: 1.0}
    world.folder.mkdir(parents=True, exist_ok=True)
    for count, target in sizes.items():
        world.tell(f"an office of {count} manuscripts")
        database = world.folder / f"office-{count}.db"
        found = json.loads(asked(python("-m", "benchmarks.office", str(count), database)))
        said = Bilingual(
            f"{count} 篇稿件（{found['open']} 篇在办）的编辑部：status 的函数",
            f"an office of {count} manuscripts ({found['open']} open): the function of status",
        )
        yield _seconds(f"office.status.{count}", said, found["status"], target)
        said = Bilingual(f"{count} 篇稿件：每秒写入的决定", f"{count} manuscripts: decisions written a second")
        runs = found["writes"]
        yield Figure(f"office.writes.{count}", said, middle(runs), "/s", 100, at_least=True, runs=tuple(runs))
        yield _start(world, database, count, middle(found["status"]))


def _start(world: World, database: Path, count: int, function: float) -> Figure:
    """The whole process of `status` above its function: what is imported, read and printed."""
    home = world.folder / f"office-{count}"
    issue.write_home(home, articles=1)
    trusted = {"JOURNAL_TRUST_AS": "1", "JOURNAL_DATABASE": f"sqlite:///{database}"}
    costs = [run(journal(home, "--as", "chief", "status"), trusted).cpu for _ in range(world.rounds + 2)][1:]
    said = Bilingual(
        f"{count} 篇稿件：status 的进程，函数之外，CPU",
        f"{count} manuscripts: the process of status above its function, CPU",
    )
    return _seconds(f"office.process.{count}", said, [cost - function for cost in costs], 0.7)


def migration(world: World) -> Iterator[Figure]:
    """An export of OJS taken over: records, people, files, issues and articles; then once more; then `status` on all of it."""
    count, target = (300, 6.0) if world.quick else (3_000, 60.0)
    home, export = world.folder / "taken-over", world.folder / f"ojs-{count}.xml"
    world.folder.mkdir(parents=True, exist_ok=True)
    world.tell(f"an export of OJS with {count} articles")
    asked(python("-m", "benchmarks.ojs_export", str(count), export))
    issue.write_home(home, articles=1)
    chief, words = {"JOURNAL_TRUST_AS": "1"}, ("--as", "chief", "office", "import", "--ojs", export)
    run(journal(home, "person", "add", "--name", "zh=端木清衡", "--login", "chief"), chief)
    first, again = run(journal(home, *words), chief), run(journal(home, *words), chief)
    status = [run(journal(home, "--as", "chief", "status"), chief).cpu for _ in range(world.rounds)]
    said = Bilingual(f"自 OJS 迁入 {count} 篇，实时", f"{count} articles taken over from OJS, wall")
    yield _seconds("migration.wall", said, [first.wall], target)
    said = Bilingual(f"自 OJS 迁入 {count} 篇，CPU", f"{count} articles taken over from OJS, CPU")
    yield _seconds("migration.cpu", said, [first.cpu])
    yield _memory("migration.memory", Bilingual("同上，内存峰值", "the same, peak memory"), [first])
    yield _seconds("migration.again", Bilingual("再导入一次，CPU", "once more, CPU"), [again.cpu])
    yield _seconds("migration.status", Bilingual("此后的 status，CPU", "status after it, CPU"), status)


STAGES: dict[str, Callable[[World], Iterator[Figure]]] = {
    "start": start,
    "sample": of_sample,
    "issue": of_issue,
    "article": one,
    "plain": all_,
    "peers": peers_,
    "size": size,
    "flat": flat,
    "office": office,
    "migration": migration,
}

# ---------------------------------------------------------------- figures of one shape


def _said(subject: Subject, zh: str, en: str) -> Bilingual:
    return Bilingual(f"{subject.zh}：{zh}", f"{subject.name}: {en}")


def _seconds(name: str, said: Bilingual, runs: Sequence[float], target: float | None = None) -> Figure:
    return Figure(name, said, middle(runs), "s", target, runs=tuple(runs))


def _ratio(name: str, said: Bilingual, runs: Sequence[float], target: float | None, at_least: bool = False) -> Figure:
    return Figure(name, said, middle(runs), "×", target, at_least, tuple(runs))


def _percent(name: str, said: Bilingual, share: float, target: float | None = None) -> Figure:
    return Figure(name, said, share, "%", target)


def _memory(name: str, said: Bilingual, costs: Sequence[Cost], target: float | None = None) -> Figure:
    return Figure(
        name, said, max(cost.memory for cost in costs), "MB", target, runs=tuple(cost.memory for cost in costs)
    )


def machine() -> dict[str, Any]:
    """The computer and the versions, which every figure hangs on."""
    return json.loads(asked(python("-m", "benchmarks.machine")))  # type: ignore[no-any-return]
