"""`journal build`: everything public, made anew where it must be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journal.commands.asked import Asked, asking
from journal.commands.check import FIELDS as FINDING
from journal.commands.display import Field, display
from journal.commands.named import EDITION, EITHER, named, unknown
from journal.commands.spoken import Reads, argument, option, verb, whole
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.build import Report
    from journal.folder import Reading

NOTHING = Bilingual("没有可生成的内容。", "there is nothing to build.")
Only = tuple[tuple[str, str | None], ...]


def _only(value: str) -> Only:
    """OUTPUT[.LANGUAGE],…"""
    return tuple(_output(part.strip()) for part in value.split(",") if part.strip())


def _output(text: str) -> tuple[str, str | None]:
    name, dot, language = text.partition(".")
    return name, EDITION.read(language) if dot else None


@verb(
    "build",
    said=Bilingual("生成全部公开内容：JATS、PDF、引文。", "Make everything public: JATS, PDF, citations."),
    more=Bilingual(
        "只重做有变化的部分。某篇失败时说明原因，其余照做，退出码为 1。结果（各期 PDF）列在标准输出。",
        "Only what changed is made again. What fails is named, the rest is made, exit code 1. Stdout lists the issues' PDFs.",
    ),
)
@argument(
    "names",
    metavar="[ISSUE|ARTICLE]…",
    nargs=-1,
    type=EITHER,
    said=Bilingual("期或文章（默认：全部）", "what to build (default: all)"),
)
@option(
    "--only",
    type=Reads("OUTPUT[.LANG],…", _only),
    default="",
    said=Bilingual("只做这些产物，如 pdf.zh,jats", "only these outputs, like pdf.zh,jats"),
)
@option("--list", "listing", is_flag=True, said=Bilingual("列出可做的产物", "list the outputs"))
@option(
    "--jobs",
    type=whole(1, 256),
    said=Bilingual("同时几个进程（默认：处理器数）", "processes at once (default: as many as processors)"),
)
@option(
    "--executor",
    metavar="URL",
    said=Bilingual("用 Dask 集群，如 tcp://host:8786", "use a Dask cluster, like tcp://host:8786"),
)
@option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    said=Bilingual("写到何处（默认：刊物的 out/）", "where to write (default: out/ of the home)"),
)
@option(
    "--why",
    metavar="PATH",
    said=Bilingual("某个产物由什么做成、是否最新", "what a product is made of, and whether it is up to date"),
)
@option("--dry-run", is_flag=True, said=Bilingual("只列出将要做的", "only list what would be made"))
@asking
def build(
    asked: Asked,
    names: tuple[str, ...],
    only: Only,
    listing: bool,
    jobs: int | None,
    executor: str | None,
    out: Path | None,
    why: str | None,
    dry_run: bool,
) -> int:
    """List, explain, or make."""
    from journal.build import Selection
    from journal.commands import making

    if listing:
        return _list(asked)
    reading = asked.read(with_house=True)
    target = out or asked.home / "out"
    if why is not None:
        return _explain(asked, reading, target, why)
    _insist_on_languages(reading, only)
    chosen = named(reading, names)
    selection = Selection(chosen.issues, chosen.articles, only)
    report = making.make(asked, reading, selection, target, jobs, executor, dry_run)
    if dry_run:
        display(asked, tuple(report.made), DRY, _itself)
    else:
        result = Result(target, report)
        if asked.json or result.shown():
            display(asked, result if asked.json else result.shown(), RESULT, _itself)
        elif not report.failures:
            asked.tell(NOTHING)
    return making.tell_failures(asked, report)


def _insist_on_languages(reading: Reading, only: Only) -> None:
    """A language that `--only` names is that of an edition or of a text."""
    texts = (language for article in reading.snapshot.articles for language in article.full_text)
    known = {*reading.snapshot.journal.languages, *texts}
    for _, language in only:
        if language and language not in known:
            raise unknown(language, known)


# ---------------------------------------------------------------- results


@dataclass(frozen=True)
class Result:
    """What a build left under `out`."""

    out: Path
    report: Report

    def pdfs(self) -> tuple[Path, ...]:
        """The PDFs of issues; of articles, where only articles were built."""
        pdfs = [path for path in sorted(self.report.files) if path.endswith(".pdf")]
        issues = [path for path in pdfs if path.startswith("public/issues/")]
        return tuple(self.out / path for path in issues or pdfs)

    def shown(self) -> tuple[Path, ...]:
        """What people look for first: the PDFs; the other files, where there are none."""
        return self.pdfs() or tuple(self.out / path for path in sorted(self.report.files))


def _itself(value: object) -> Bilingual:
    return value if isinstance(value, Bilingual) else Bilingual(str(value), str(value))


FAILURE = (
    Field("artifact", Bilingual("产物", "artifact"), lambda failure: failure[0]),
    Field("error", Bilingual("错误", "error"), lambda failure: type(failure[1]).__name__),
    Field("message", Bilingual("内容", "message"), lambda failure: failure[1].message),
    Field("fix", Bilingual("办法", "fix"), lambda failure: failure[1].remedy),
)
RESULT = (
    Field("out", Bilingual("目录", "folder"), lambda result: str(result.out)),
    Field("pdfs", Bilingual("PDF", "PDFs"), lambda result: tuple(map(str, result.pdfs()))),
    Field("files", Bilingual("文件", "files"), lambda result: tuple(sorted(result.report.files))),
    Field("written", Bilingual("写出", "written"), lambda result: tuple(result.report.written)),
    Field("made", Bilingual("新做", "made"), lambda result: tuple(result.report.made)),
    Field("cached", Bilingual("沿用", "cached"), lambda result: tuple(result.report.cached)),
    Field("failures", Bilingual("失败", "failures"), lambda result: result.report.failures, FAILURE),
    Field("findings", Bilingual("发现", "findings"), lambda result: result.report.findings, FINDING),
)
DRY = (Field("artifact", Bilingual("将做", "would make"), lambda name: name),)
LIST = (
    Field("output", Bilingual("产物", "output"), lambda pair: pair[0]),
    Field("what", Bilingual("内容", "what"), lambda pair: pair[1]),
)
WHY = (Field("fact", Bilingual("依据", "fact"), lambda fact: fact),)


def _list(asked: Asked) -> int:
    from journal.build import outputs

    display(asked, tuple(outputs().items()), LIST)
    return 0


def _explain(asked: Asked, reading: Reading, out: Path, path: str) -> int:
    from journal import build as building

    inside = Path(path).absolute()
    name = inside.relative_to(out.absolute()).as_posix() if inside.is_relative_to(out.absolute()) else path
    display(
        asked, building.why(reading.snapshot, name, cache=asked.cache, archive=asked.archive, out=out), WHY, _itself
    )
    return 0
