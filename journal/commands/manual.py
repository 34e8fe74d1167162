"""docs/commands.md: every command with its arguments and options, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from journal.commands.spoken import Noun, Row, Spoken, usage

HEAD = """\
# 命令 · Commands

本页由代码生成（`journal.commands.manual`），请勿手工修改。This page is made from the code.

标准输出只有结果，进度与提示在标准错误。Results go to stdout, progress and notes to stderr.

| 退出码 exit | 含义 means |
| --- | --- |
| 0 | 完成（可有提醒）done (warnings allowed) |
| 1 | 文件内容有误；或有一篇失败而其余做成 the content of a file is wrong; or one article failed and the rest was made |
| 2 | 参数有误 wrong arguments |
| 3 | 拒绝执行，什么也没有做 refused, nothing was done |
| 70 | 程序缺陷 a bug · 130 中断 interrupted |

加 `--json` 时，错误在标准输出上为 `{"error": CLASS, "message": …, "fix": …}`，同时照常有一行在标准错误。
With `--json` an error is that object on stdout, besides its line on stderr.
"""


def document(program: Noun) -> str:
    """The whole page."""
    context = click.Context(program, info_name=program.name)
    return HEAD + "".join("\n" + section for section in _sections(program, context))


def walk(program: Noun, context: click.Context) -> Iterator[tuple[Spoken, click.Context]]:
    """Every command below `program`, with the context in which it is typed."""
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        inside = click.Context(command or program, info_name=name, parent=context)
        if isinstance(command, Spoken):
            yield command, inside
        if isinstance(command, Noun):
            yield from walk(command, inside)


def _sections(program: Noun, context: click.Context) -> Iterator[str]:
    yield "\n".join(_section(program, context))
    for command, inside in walk(program, context):
        yield "\n".join(_section(command, inside))


def _section(command: Spoken, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield f"{command.said.zh} {command.said.en}"
    yield ""
    yield f"    {usage(context)}"
    if command.more:
        yield ""
        yield command.more.zh
        yield command.more.en
    for _, rows in command.sections(context):
        if rows:
            yield ""
            yield from _table(rows)
    yield ""


def _table(rows: list[Row]) -> Iterator[str]:
    yield "| | 中文 | English |"
    yield "| --- | --- | --- |"
    for name, text in rows:
        shown = name.replace("|", "\\|")
        yield f"| `{shown}` | {text.zh} | {text.en} |"
