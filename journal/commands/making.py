"""A build on behalf of a command: how many processes, what is shown meanwhile, what is said of failures."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands.asked import Asked
from journal.commands.check import line
from journal.commands.display import visible
from journal.commands.missing import unprinted
from journal.commands.progress import progress
from journal.errors import FINDINGS, Bilingual, Finding, JournalError, Level, Refused

if TYPE_CHECKING:
    from journal.build import Report, Selection
    from journal.folder import Reading

SECONDS = 20  # to wait for a scheduler


def make(
    asked: Asked,
    reading: Reading,
    selection: Selection,
    out: Path,
    jobs: int | None = None,
    executor: str | None = None,
    dry_run: bool = False,
) -> Report:
    """Make the selection; whoever else builds in this home waits, and a published file that was changed stops it."""
    reading.insist_on_locks()
    with asked.alone("build"), _executor(executor) as cluster, progress(asked) as tell:
        report = build(
            reading,
            selection,
            cache=asked.cache,
            out=out,
            archive=asked.archive,
            jobs=jobs or processors(),
            executor=cluster,
            dry_run=dry_run,
            tell=tell,
        )
    report.findings.extend(unprinted(reading, selection))
    said = {finding.place for finding in report.findings}
    report.findings.extend(one for one in _misread(reading, selection) if one.place not in said)
    return report


def _misread(reading: Reading, selection: Selection) -> Iterator[Finding]:
    """What is wrong in the files of the articles that were made, though they could be read: an ORCID that is none."""
    made = {
        article.path
        for article in reading.snapshot.articles
        if not (selection.issues or selection.articles)
        or article.id in selection.articles
        or article.path.split("/")[1] in selection.issues
    }
    for finding in reading.findings:
        if finding.level is Level.ERROR and finding.place.file in made:
            yield finding


def build(reading: Reading, selection: Selection, **how: Any) -> Report:
    """`journal.build.build`, for which what could not be read fails by its name, be it an article, an issue or another
    folder, and with an issue those of its articles that were asked for: without it their pages are not known."""
    from journal import build as building
    from journal.ids import ArticleId

    unread = dict(reading.unread)
    obstacles = {one.id: error for one in reading.snapshot.articles if (error := reading.obstacle(one))}
    asked_for = {id: error for id, error in obstacles.items() if id in selection.articles}
    failed: dict[Any, JournalError] = {**dict(reading.failed), **unread, **asked_for}
    articles = tuple(one for one in reading.snapshot.articles if one.id not in obstacles)
    return building.build(
        reading.home,
        dataclasses.replace(reading.snapshot, articles=articles),
        dataclasses.replace(
            selection,
            issues=tuple(id for id in selection.issues if id not in unread),
            articles=(*selection.articles, *(ArticleId(id) for id in selection.issues if id in unread)),
        ),
        failed=failed,
        **how,
    )


def processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


@contextlib.contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    """The executor of a Dask cluster at `address`."""
    if address is None:
        yield None
        return
    with _client(address) as client:
        yield client.get_executor()


def _client(address: str) -> Any:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise Refused(
            Bilingual("--executor 需要 Dask，而本机没有安装。", "--executor needs Dask, which is not installed."),
            Bilingual(
                '请运行 pip install "bilingual-journal[cluster]"。', 'Run: pip install "bilingual-journal[cluster]"'
            ),
        ) from None
    try:
        return distributed.Client(address, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise Refused(
            Bilingual(
                f"连不上 Dask 调度器 {address}（{error}）。", f"No Dask scheduler answers at {address} ({error})."
            ),
            Bilingual("请检查地址与网络。", "See that the address is right and the scheduler runs."),
        ) from None


def tell_failures(asked: Asked, report: Report) -> int:
    """What failed and what was found, one line each on stderr; the exit code."""
    for name, error in report.failures:
        said = Bilingual(error.say("zh"), error.say("en"))
        if _about(name) not in said.en:
            said = Bilingual(f"{name}：{said.zh}", f"{name}: {said.en}")
        print(f"journal: {visible(asked.say(said))}", file=sys.stderr)
    for finding in report.findings:
        asked.tell(line(finding))
    wrong = report.failures or any(finding.level is Level.ERROR for finding in report.findings)
    return FINDINGS if wrong else 0


def _about(artifact: str) -> str:
    """The article or issue of which something is made: `hao-bridge` of `pdf:hao-bridge.zh`."""
    return artifact.rpartition(":")[2].partition(".")[0]
