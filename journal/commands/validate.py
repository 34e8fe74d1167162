"""`journal validate`: any file of a format that scholarly publishing exchanges, against its authority's schema."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from journal.commands.asked import Asked, asking
from journal.commands.check import FIELDS, allow_unchecked, line
from journal.commands.display import Field, display
from journal.commands.spoken import argument, option, verb
from journal.errors import FINDINGS, Bilingual, Finding, JournalError, Misused, Place

PATH = click.Path(path_type=Path)
FETCHED = (Field("folder", Bilingual("已取得", "fetched"), lambda path: path),)
NOTHING = Bilingual("请给出要校验的文件，或 --fetch-schemas。", "Name a file to validate, or give --fetch-schemas.")


@verb(
    "validate",
    said=Bilingual(
        "按规范校验 JATS、Crossref、DOAJ、OAI-PMH、OJS 文件。", "Check JATS, Crossref, DOAJ, OAI-PMH or OJS files."
    ),
    more=Bilingual(
        "不需要刊物目录，不上网（--fetch-schemas 除外）。有错误或未能校验的，退出码为 1。",
        "Needs no home and no network (but for --fetch-schemas). Errors, and what could not be checked, give exit code 1.",
    ),
)
@argument("files", metavar="[FILE]…", nargs=-1, type=PATH, said=Bilingual("要校验的文件", "the files"))
@option(
    "--schema-dir",
    metavar="DIR",
    type=PATH,
    said=Bilingual("官方模式文件所在的目录", "folder with the official schemas"),
)
@option(
    "--fetch-schemas",
    is_flag=True,
    said=Bilingual("先从固定的软件包取模式文件存入缓存", "first put schemas of pinned packages into the cache"),
)
@allow_unchecked
@asking
def validate(
    asked: Asked, files: tuple[Path, ...], schema_dir: Path | None, fetch_schemas: bool, allow_unchecked: bool
) -> int:
    """Findings on stdout, their number on stderr."""
    from journal.commands import checking

    if not files and not fetch_schemas:
        raise Misused(NOTHING)
    fetched = _fetch() if fetch_schemas else ()
    if not files:
        display(asked, fetched, FETCHED, lambda path: Bilingual(str(path), str(path)))
        return 0
    findings = _found(files, schema_dir)
    display(asked, findings, FIELDS, line)
    asked.tell(checking.summary(findings))
    return FINDINGS if any(checking.stands(finding, allow_unchecked) for finding in findings) else 0


def _fetch() -> tuple[Path, ...]:
    from journal.jats import schemas

    return schemas.fetch()


def _found(files: tuple[Path, ...], schema_dir: Path | None) -> tuple[Finding, ...]:
    """What is found in each file. One that cannot be judged is a finding among the others; if none can, it is an error."""
    from journal.commands.checking import as_finding

    found: list[Finding] = []
    failed: dict[Path, JournalError] = {}
    for file in files:
        try:
            found += _findings(file, schema_dir)
        except JournalError as error:
            failed[file] = error
            found.append(dataclasses.replace(as_finding(error), place=Place(str(file))))
    if len(failed) == len(set(files)):
        raise next(iter(failed.values()))
    return tuple(found)


def _findings(file: Path, schema_dir: Path | None) -> tuple[Finding, ...]:
    from journal.folder.files import unreadable
    from journal.jats.validate import validate_file

    if file.is_dir():
        raise Misused(
            Bilingual(
                f"{file} 是文件夹；请给出其中的文件，如 {file / '*.xml'}。",
                f"{file} is a folder; name files of it, like {file / '*.xml'}.",
            )
        )
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise Misused(Bilingual(f"没有文件 {file}。", f"There is no file {file}.")) from None
    except OSError as error:
        raise unreadable(str(file), error) from None
    return validate_file(data, str(file), schema_dir, None)
