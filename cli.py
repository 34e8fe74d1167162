"""The program `journal`: its nouns, found when they are called, and where every error becomes one line and a code."""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import click

from journal.commands.asked import Asked
from journal.commands.display import visible
from journal.commands.spoken import Noun, Option, Row, misused, one_of
from journal.errors import BUG, INTERRUPTED, USAGE, Bilingual, JournalError, Refused, said_by_system

STOPPED = Bilingual("已中断。", "interrupted.")
CLOSED = 141  # whoever read our output has had enough: the code of a program that a closed pipe ended

NOUNS: dict[str, Bilingual] = {
    "init": Bilingual("新建刊物的目录", "make a new journal's home"),
    "status": Bilingual("各期各篇还缺什么，下一步做什么", "what each issue and article lacks, and what to do next"),
    "build": Bilingual("生成全部公开内容", "make everything public"),
    "look": Bilingual("把页面画成图片", "pictures of the pages"),
    "check": Bilingual("检查各期各篇", "check issues and articles"),
    "validate": Bilingual("按规范校验 XML 文件", "check XML files against their schema"),
    "issue": Bilingual("期：新建、列表、查看、排入、排序、出版", "issues: new, list, show, place, order, publish"),
    "article": Bilingual("文章：列表、查看、姓名", "articles: list, show, names"),
    "topic": Bilingual("选题、约稿、专题", "topics, commissions, guest editors: propose, commission, show"),
    "manuscript": Bilingual("稿件：收稿、审读、退修、录用、发排", "manuscripts: submit, show, decide, revise, blind"),
    "review": Bilingual("外审：邀请、答复、意见、催审", "reviews: invite, respond, submit, remind"),
    "proof": Bilingual("校样：发出、退回、处理、计差错", "proofs: send, return, settle, count"),
    "fee": Bilingual("稿酬、审稿费、收款账号", "fees: enter, list, pay; bank data, encrypted"),
    "sample": Bilingual("样刊与样刊缴送", "sample and deposit copies: make, list, sent"),
    "reprint": Bilingual("文摘转载", "reprints by digests: add, list"),
    "person": Bilingual("人员、职务、委托、回避", "people: add, roles, delegations, conflicts"),
    "letter": Bilingual("信函：查看、预览、发送", "letters: list, preview, send"),
    "ledger": Bilingual("总账：查看、核验、导出", "the ledger: show, verify, export"),
    "report": Bilingual("统计：去向、时间、审稿人、年报", "reports: funnel, times, reviewers, annual"),
    "office": Bilingual(
        "编辑部数据库：升级、备份、恢复、导出、导入", "the office: upgrade, backup, restore, export, import"
    ),
}


class Nouns(Noun):
    """The nouns by name; the module of one is imported when it is called, and `--help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the nouns."""
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The noun's command: the object of its name in the module of its name."""
        if cmd_name not in NOUNS:
            return None
        command = getattr(importlib.import_module(f"journal.commands.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def rows(self, ctx: click.Context) -> list[Row]:
        """The nouns with what they do."""
        return list(NOUNS.items())


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from journal import __version__

        print(f"journal {__version__}")
        context.exit()


OPTIONS = [
    Option(
        ["--home"],
        metavar="DIR",
        said=Bilingual("刊物的目录（默认：向上找到 journal.toml 处）", "the journal's home (default: found upward)"),
    ),
    Option(["--as", "actor"], metavar="PERSON", said=Bilingual("代某人操作", "act on this person's behalf")),
    Option(
        ["--lang"],
        type=one_of("zh", "en"),
        metavar="zh|en",
        is_eager=True,
        said=Bilingual(
            "提示语言（默认：LANG，再次为刊物的语言）", "language of messages (default: LANG, else the journal's)"
        ),
    ),
    Option(["--json"], is_flag=True, said=Bilingual("结果用 JSON", "results as JSON")),
    Option(["--quiet"], is_flag=True, said=Bilingual("不报告进度", "no progress, no notes")),
    Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        said=Bilingual("显示版本", "show the version"),
    ),
]


@click.pass_context
def _remember(
    context: click.Context, home: str | None, actor: str | None, lang: str | None, json: bool, quiet: bool
) -> None:
    context.obj = Asked(home, actor, lang, json, quiet)


program = Nouns(
    name="journal",
    verbs="NOUN [VERB] …",
    callback=_remember,
    params=OPTIONS,
    said=Bilingual("双语学术期刊：从来稿到出版。", "A bilingual journal, from manuscript to print."),
    more=Bilingual(
        "退出码：0 完成 · 1 内容有误 · 2 参数有误 · 3 拒绝执行 · 70 程序缺陷 · 130 中断",
        "Exit codes: 0 done · 1 content is wrong · 2 wrong arguments · 3 refused · 70 a bug · 130 interrupted",
    ),
)


# ---------------------------------------------------------------- running


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a terminal may not know every 𠮷
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Do what `arguments` say; the exit code."""
    try:
        code = _done(arguments)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what Python still flushes at its end must go somewhere
        return CLOSED
    except (KeyboardInterrupt, click.Abort):
        print(f"journal: {_asked(arguments).say(STOPPED)}", file=sys.stderr)
        return INTERRUPTED
    except JournalError as error:
        return _failed(_asked(arguments), error)
    except OSError as error:
        return _failed(_asked(arguments), _of_system(error))
    except Exception as error:  # noqa: BLE001  # the house's outermost handler: what nobody foresaw is our bug
        return _bug(_asked(arguments), error)
    return code


def _done(arguments: Sequence[str]) -> int:
    try:
        with program.make_context("journal", list(arguments)) as context:
            code = program.invoke(context)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return USAGE
    except click.UsageError as error:
        raise misused(error) from None
    return code if isinstance(code, int) else 0


def _asked(arguments: Sequence[str]) -> Asked:
    """What stands before the noun, as far as it can be read: the error may be that it cannot."""
    parameters = program.make_context("journal", list(arguments), resilient_parsing=True).params
    return Asked(parameters["home"], None, parameters["lang"], bool(parameters["json"]))


# ---------------------------------------------------------------- errors


def _failed(asked: Asked, error: JournalError) -> int:
    """One line for people; with --json the same as data, on stdout where the result would be."""
    if asked.json:
        facts = {"error": type(error).__name__, "message": asked.say(error.message), "fix": asked.say(error.remedy)}
        print(json.dumps(facts, ensure_ascii=False, indent=2), flush=True)
    message = Bilingual(error.say("zh"), error.say("en"))
    print(f"journal: {visible(asked.say(message))}", file=sys.stderr)
    return error.exit


def _of_system(error: OSError) -> JournalError:
    """What the system refused, and why."""
    cause = said_by_system(error) if error.strerror else Bilingual(str(error), str(error))
    of = f"{error.filename}: " if error.filename else ""
    return Refused(
        Bilingual(f"系统拒绝（{of}{cause.zh}）。", f"The system refused ({of}{cause.en})."),
        Bilingual("请检查权限与磁盘空间。", "See whether you have the right, and room on the disk."),
    )


@dataclass(eq=False)
class Bug(JournalError):
    """What nobody foresaw."""

    cause: str
    zh: ClassVar[str] = "程序出错（{cause}）。"
    en: ClassVar[str] = "The program has a bug ({cause})."
    fix_zh: ClassVar[str] = "请把所用命令与此行报告给维护者；设 JOURNAL_DEBUG=1 可见详情。"
    fix_en: ClassVar[str] = "Please report it with the command you typed; JOURNAL_DEBUG=1 shows more."
    exit: ClassVar[int] = BUG


def _bug(asked: Asked, error: Exception) -> int:
    if os.environ.get("JOURNAL_DEBUG"):
        traceback.print_exception(error)
    return _failed(asked, Bug(f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    main()
