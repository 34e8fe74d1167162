"""Everything that can be found wrong with a home: by reading it, by the rules, and by the schemas."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from journal.errors import BadFile, Bilingual, Finding, JournalError, Level, Place
from journal.folder.snapshot import is_taken_over

if TYPE_CHECKING:
    from journal.commands.named import Named
    from journal.folder import Reading
    from journal.ids import ArticleId
    from journal.lint import Context
    from journal.model import Article, Issue

READ, SCHEMA = "read", "schema"  # rules that stand in no file of lint/rules: the reader's and the validator's
UNUSED = "waiver-unused"
NOTHING_WAIVED = Bilingual("规则 {rule} 没有什么可豁免的。", "the rule {rule} found nothing that it waives.")
DROP = Bilingual("请核对规则名，或删去此项。", "See that the rule is spelt right, or remove the waiver.")
OLD_VERSION = re.compile(r"v\d+")
BEGINNING = 1024  # bytes: enough to tell what a file is


@dataclass(frozen=True)
class Check:
    """A check of a home, or of what was chosen of it."""

    reading: Reading
    chosen: Named
    cache: Path

    def findings(self) -> tuple[Finding, ...]:
        """All that was found, in the order of the files."""
        found = [*self._of_reading(), *self._of_home()]
        known: set[tuple[str, Bilingual]] = set()
        for article in self._articles():
            data = (self.reading.home / article.path).read_bytes()
            by_schema = self._by_schema(data, article.path)
            known |= {(finding.rule, finding.message) for finding in by_schema}
            found += self._of_article(article, data, by_schema)
        told = {(finding.place.file, finding.place.line) for finding in found if finding.place.line}
        found += self._of_stamped(known, told)
        found += self._unused_waivers(found)
        return tuple(sorted(_merged(found), key=lambda finding: (finding.place.file, finding.place.line)))

    # ------------------------------------------------------------ what was chosen

    @property
    def _everything(self) -> bool:
        return not (self.chosen.issues or self.chosen.articles)

    def _ids(self) -> set[ArticleId]:
        placed = {
            slot.article
            for issue in self.reading.snapshot.issues
            if issue.id in self.chosen.issues
            for edition in issue.editions
            for slot in edition.slots
        }
        return placed | set(self.chosen.articles)

    @property
    def passed_over(self) -> frozenset[str]:
        """The issues taken over from another system, unless they are named: nobody can mend what is published elsewhere.

        That their files are still those of their locks, and that no DOI stands twice, is checked all the same.
        """
        issues = self.reading.snapshot.issues if self._everything else ()
        return frozenset(issue.id for issue in issues if is_taken_over(issue))

    def _articles(self) -> Iterator[Article]:
        ids, passed = self._ids(), self.passed_over
        return (
            article
            for article in self.reading.snapshot.articles
            if (self._everything or article.id in ids)
            and article.path.split("/")[1] not in passed
            and not self.reading.obstacle(article)
        )

    def _concerns(self, file: str) -> bool:
        """Whether a file is of what was chosen."""
        folders = [f"issues/{id}/" for id in self.chosen.issues]
        return self._everything or file.startswith(tuple(folders)) or any(f"/{id}/" in file for id in self._ids())

    # ------------------------------------------------------------ found

    def _of_reading(self) -> Iterator[Finding]:
        ids = self._ids()
        chosen = {*ids, *self.chosen.issues}
        stuck = ((one.id, self.reading.obstacle(one)) for one in self.reading.snapshot.articles if one.id in ids)
        for id, error in (*self.reading.failed, *self.reading.unread, *stuck):
            if error and (self._everything or id in chosen):
                yield as_finding(error)
        for finding in self.reading.findings:
            if self._concerns(finding.place.file):
                yield self._waived(finding)

    def _of_home(self) -> Iterator[Finding]:
        from journal import lint

        if self._everything:
            snapshot = self.reading.snapshot
            yield from lint.check_home(lint.Home(snapshot.journal, snapshot.house, snapshot.articles))

    def _of_article(self, article: Article, data: bytes, by_schema: Iterable[Finding]) -> Iterator[Finding]:
        """By the rules; by the schema, where it does not say the same of the same line."""
        from journal import lint

        by_rules = lint.check(context(self.reading, article, data))
        said = {(finding.rule, finding.place.line) for finding in by_rules}
        yield from by_rules
        for finding in by_schema:
            if (finding.rule, finding.place.line) not in said:
                yield self._waived(finding, article)

    def _of_stamped(self, known: set[tuple[str, Bilingual]], told: set[tuple[str, int]]) -> Iterator[Finding]:
        """What the schema says of the JATS that the world reads, beyond what it says of the sources.

        `told` are the lines that have a finding already, which is why their article is not stamped.
        """
        from journal import build as building
        from journal.commands import making

        issues, articles = self.chosen.issues, self.chosen.articles
        if passed := self.passed_over:
            issues = tuple(issue.id for issue in self.reading.snapshot.issues if issue.id not in passed)
            articles = self.reading.snapshot.forthcoming
            if not (issues or articles):
                return
        selection = building.Selection(issues, articles, (("jats", None),))
        with tempfile.TemporaryDirectory(prefix="journal-check-") as scratch:
            out = Path(scratch)
            report = making.build(self.reading, selection, cache=self.cache, out=out, archive=out / "archive")
            failed = map(as_finding, (error for _, error in report.failures))
            yield from (finding for finding in failed if (finding.place.file, finding.place.line) not in told)
            for path in sorted(report.files):
                if path.endswith(".xml"):
                    found = self._by_schema((out / path).read_bytes(), f"out/{path}")
                    yield from (one for one in found if (one.rule, one.message) not in known)

    def _unused_waivers(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """Waivers of nothing: the rule was misspelt, or is kept by now."""
        from journal.folder import issue_toml
        from journal.folder.tables import toml

        used = {(finding.rule, finding.place.file.split("/")[1]) for finding in found if finding.waived}
        for issue in self.reading.snapshot.issues:
            if (self._everything or issue.id in self.chosen.issues) and issue.id not in self.passed_over:
                for n, (rule, _, _) in enumerate(issue.waivers):
                    if (rule, issue.id) not in used:
                        spot = toml(self.reading.home, issue_toml.file(issue.id)).below("waivers").below(n)
                        yield Finding(UNUSED, Level.NOTE, spot.place(), NOTHING_WAIVED.format(rule=rule), DROP)

    def _by_schema(self, data: bytes, name: str) -> tuple[Finding, ...]:
        from journal.jats.validate import validate_file

        try:
            return validate_file(data, name, None, None)
        except JournalError as error:
            return (as_finding(error),)

    def _waived(self, finding: Finding, article: Article | None = None) -> Finding:
        from journal import lint

        whose = article or next((one for one in self.reading.snapshot.articles if one.path == finding.place.file), None)
        return lint.waived((finding,), issue_of(self.reading, whose.id), whose.id)[0] if whose else finding


def as_finding(error: JournalError) -> Finding:
    """An error about a file, as one thing found among others."""
    if isinstance(error, BadFile):
        return Finding(READ, Level.ERROR, error.place, error.reason, error.todo)
    return Finding(READ, Level.ERROR, Place(), error.message, error.remedy)


def issue_of(reading: Reading, id: ArticleId) -> Issue | None:
    """The issue in whose folder an article lies."""
    for article in reading.snapshot.articles:
        if article.id == id:
            folder = article.path.split("/")[1]
            return next((issue for issue in reading.snapshot.issues if issue.id == folder), None)
    return None


def context(reading: Reading, article: Article, data: bytes) -> Context:
    """What the rules may know of an article."""
    from journal import lint
    from journal.html import body

    snapshot = reading.snapshot
    return lint.Context(
        journal=snapshot.journal,
        article=article,
        source=lint.Source.of(data, article.path),
        files=dict(_beside(reading.home / article.path)),
        known=body.KNOWN,
        hidden=body.HIDDEN,
        coverage=_coverage(reading),
        issue=issue_of(reading, article.id),
    )


def _beside(file: Path) -> Iterator[tuple[str, bytes]]:
    """The files in an article's folder, those of old versions left out: name and beginning."""
    for path in sorted(file.parent.rglob("*")):
        name = path.relative_to(file.parent)
        if path.is_file() and path != file and not OLD_VERSION.fullmatch(name.parts[0]):
            with path.open("rb") as opened:
                yield name.as_posix(), opened.read(BEGINNING)


def _coverage(reading: Reading) -> Mapping[str, frozenset[int]]:
    from journal.layout.fonts import coverage

    families: dict[str, frozenset[int]] = {}
    for font in reading.snapshot.house.fonts:
        families[font.family] = families.get(font.family, frozenset()) | coverage(font)
    return families


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each once; what schemas are not at hand is said once, not of every file."""
    groups: dict[object, list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        of_schema = finding.rule == SCHEMA and finding.level in (Level.UNCHECKED, Level.NOTE)
        groups.setdefault((finding.level, finding.message) if of_schema else finding, []).append(finding)
    for first, *rest in groups.values():
        files = len({first.place.file, *(finding.place.file for finding in rest)})
        yield dataclasses.replace(first, place=Place(), message=_of_all(files, first.message)) if files > 1 else first


def _of_all(files: int, message: Bilingual) -> Bilingual:
    return Bilingual(f"{files} 个文件：{message.zh}", f"{files} files: {message.en}")


# ---------------------------------------------------------------- weighed


def stands(finding: Finding, allow_unchecked: bool = False) -> bool:
    """Whether it stands in the way: an error, or something left unchecked, that nobody waived."""
    heavy = (Level.ERROR,) if allow_unchecked else (Level.ERROR, Level.UNCHECKED)
    return finding.level in heavy and not finding.waived


def summary(findings: Iterable[Finding]) -> Bilingual:
    """How many of each weight."""
    said = tuple(findings)
    count = {level: sum(one.level is level and not one.waived for one in said) for level in Level}
    waived = sum(bool(one.waived) for one in said)
    return Bilingual(
        f"错误 {count[Level.ERROR]}，未检查 {count[Level.UNCHECKED]}，提醒 {count[Level.WARNING]}，"
        f"提示 {count[Level.NOTE]}，已豁免 {waived}。",
        f"errors {count[Level.ERROR]}, not checked {count[Level.UNCHECKED]}, warnings {count[Level.WARNING]}, "
        f"notes {count[Level.NOTE]}, waived {waived}.",
    )
