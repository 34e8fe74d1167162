"""click's commands, options and usage errors, spoken in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import click

from journal.errors import Bilingual, Misused

F = TypeVar("F", bound=Callable[..., Any])
Function = Callable[..., Any]
Row = tuple[str, Bilingual]  # a name as it is typed, and what it does

USAGE = Bilingual("用法", "Usage")
ARGUMENTS = Bilingual("参数", "Arguments")
OPTIONS = Bilingual("选项", "Options")
VERBS = Bilingual("命令", "Commands")
HELP = Bilingual("显示帮助", "show this help")


# ---------------------------------------------------------------- the language


def of_environment(environ: Mapping[str, str]) -> str | None:
    """The language that `LANG` asks for; None where it asks for none."""
    tag = environ.get("LANG", "").partition(".")[0]
    if tag in ("", "C", "POSIX"):
        return None
    return "zh" if tag.startswith("zh") else "en"


def say(text: Bilingual, language: str | None, joint: str = " / ") -> str:
    """`text` in `language`; in both, where none is known."""
    return text.say(language) if language else joint.join(dict.fromkeys((text.zh, text.en)))


def _language(context: click.Context) -> str | None:
    import os

    asked: str | None = context.find_root().params.get("lang")
    return asked or of_environment(os.environ)


# ---------------------------------------------------------------- the help page


class Spoken(click.Command):
    """A command with its help in both languages: `said` is one sentence, `more` what else there is to know."""

    def __init__(self, *args: Any, said: Bilingual, more: Bilingual | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said = said
        self.more = more

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The page of `--help`; in both languages, one under the other, where none is asked for."""
        formatter.write("\n".join(self.page(ctx, _language(ctx))) + "\n")

    def page(self, ctx: click.Context, language: str | None) -> Iterator[str]:
        """The lines of the help page."""
        yield f"{say(USAGE, language)}: {usage(ctx)}"
        yield ""
        yield from _indented(say(self.said, language, "\n"))
        if self.more:
            yield ""
            yield from _indented(say(self.more, language, "\n"))
        for heading, rows in self.sections(ctx):
            if rows:
                yield ""
                yield f"{say(heading, language)}:"
                yield from _listed(rows, language)

    def sections(self, ctx: click.Context) -> Iterator[tuple[Bilingual, list[Row]]]:
        """What the page lists, each under its heading."""
        parameters = self.get_params(ctx)
        yield ARGUMENTS, [one.row(ctx) for one in parameters if isinstance(one, Argument)]
        yield OPTIONS, [*(one.row(ctx) for one in parameters if isinstance(one, Option)), ("--help", HELP)]


class Verb(Spoken):
    """A command that does something."""


class Noun(Spoken, click.Group):
    """A noun with its verbs, in the order in which they are used."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, subcommand_metavar=options.pop("verbs", "VERB …"), **options)

    def verb(self, name: str, said: Bilingual, more: Bilingual | None = None) -> Callable[[Function], Verb]:
        """The decorator that makes a verb of this noun."""

        def made(function: Function) -> Verb:
            command = verb(name, said, more)(function)
            self.add_command(command)
            return command

        return made

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the verbs."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, with a suggestion also where verbs are loaded only when called."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from None

    def rows(self, ctx: click.Context) -> list[Row]:
        """The verbs with what they do."""
        return [(name, verb.said) for name, verb in self.commands.items() if isinstance(verb, Spoken)]

    def sections(self, ctx: click.Context) -> Iterator[tuple[Bilingual, list[Row]]]:
        """The options, then the verbs."""
        yield from super().sections(ctx)
        yield VERBS, self.rows(ctx)


def usage(context: click.Context) -> str:
    """How the command is typed."""
    return " ".join([context.command_path, *context.command.collect_usage_pieces(context)])


def _indented(text: str) -> Iterator[str]:
    return (f"  {line}" for line in text.splitlines())


def _listed(rows: list[Row], language: str | None) -> Iterator[str]:
    """Two columns; a name too long for its column has a line to itself."""
    width = max((len(name) for name, _ in rows if len(name) <= 26), default=0)
    for name, text in rows:
        beside = name if len(name) <= width else ""
        if not beside:
            yield f"  {name}"
        first, *rest = say(text, language, "\n").splitlines()
        yield f"  {beside.ljust(width)}  {first}"
        yield from (" " * (width + 4) + line for line in rest)


# ---------------------------------------------------------------- parameters


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, *args: Any, said: Bilingual, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said = said

    def row(self, ctx: click.Context) -> Row:
        """How it is typed, and what it does."""
        value = "" if self.is_flag else f" {self.make_metavar(ctx)}"
        return " / ".join([*self.opts, *self.secondary_opts]) + value, self.said


class Argument(click.Argument):
    """An argument with its help in both languages."""

    def __init__(self, *args: Any, said: Bilingual, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said = said

    def row(self, ctx: click.Context) -> Row:
        """How it is typed, and what it is."""
        return self.make_metavar(ctx), self.said


class Reads(click.ParamType[Any]):
    """A parameter read by a function, whose own errors tell what is wrong with it."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self.read = read

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How the value is named in the help: as it is, since `zh|en` is what people type."""
        return self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What the function reads; a default is read already."""
        try:
            return self.read(value) if isinstance(value, str) else value
        except Misused as error:
            option = param.opts[-1] if isinstance(param, Option) else ""
            raise Misused(_of_option(option, error.reason)) from None


def _of_option(option: str, reason: Bilingual) -> Bilingual:
    return Bilingual(f"{option}：{reason.zh}", f"{option}: {reason.en}") if option else reason


def one_of(*words: str) -> Reads:
    """One of these words."""

    def read(value: str) -> str:
        if value in words:
            return value
        listed = " ".join(words)
        raise Misused(Bilingual(f"“{value}”不可用。可用：{listed}。", f"“{value}” is none of: {listed}."))

    return Reads("|".join(words), read)


def whole(least: int = 1, most: int = 9999) -> Reads:
    """A whole number from `least` to `most`."""

    def read(value: str) -> int:
        if re.fullmatch(r"\d{1,9}", value, re.ASCII) and least <= int(value) <= most:
            return int(value)
        raise Misused(
            Bilingual(f"“{value}”应为 {least} 至 {most} 的整数。", f"“{value}” is no number from {least} to {most}.")
        )

    return Reads("N", read)


def verb(name: str, said: Bilingual, more: Bilingual | None = None) -> Callable[[Function], Verb]:
    """The decorator that makes a command."""
    return click.command(name, Verb, said=said, more=more)


def noun(name: str, said: Bilingual) -> Callable[[Function], Noun]:
    """The decorator that makes a noun, which its verbs are then hung on."""
    return click.group(name, Noun, said=said)


def option(*names: str, said: Bilingual, **more: Any) -> Callable[[F], F]:
    """The decorator that gives a command an option."""
    return click.option(*names, cls=Option, said=said, **more)


def argument(name: str, said: Bilingual, **more: Any) -> Callable[[F], F]:
    """The decorator that gives a command an argument."""
    return click.argument(name, cls=Argument, said=said, **more)


# ---------------------------------------------------------------- usage errors

# What click says, and how it is said in Chinese.
SAYINGS = (
    (r"No such command '(.+?)'\.(.*)", "没有命令“{0}”。"),
    (r"No such option '(.+?)'\.(.*)", "没有选项 {0}。"),
    (r"Missing command\.", "缺少命令。"),
    (r"Missing argument '(.+?)'\.(.*)", "缺少参数 {0}。"),
    (r"Missing option '(.+?)'\.(.*)", "缺少选项 {0}。"),
    (r"Option '(.+?)' requires (.*) arguments?\.", "选项 {0} 之后缺少它的值。"),
    (r"Option '(.+?)' does not take a value\.", "选项 {0} 不带值。"),
    (r"Got unexpected extra arguments? \((.+)\)", "多余的参数：{0}。"),
)


def misused(error: click.UsageError) -> Misused:
    """What click says of wrong arguments, in both languages, with where to read more."""
    message = " ".join(error.format_message().split())
    english = message if message.endswith((".", "?", ")")) else f"{message}."
    command = error.ctx.command_path if error.ctx else "journal"
    return Misused(Bilingual(f"{_in_chinese(message)}参见 {command} --help。", f"{english} See: {command} --help"))


def _in_chinese(message: str) -> str:
    for pattern, chinese in SAYINGS:
        if found := re.fullmatch(pattern, message):
            return chinese.format(*found.groups()) + _meant(message)
    return f"参数有误（{message}）。"


def _meant(message: str) -> str:
    """`Did you mean …?` at the end of what click says."""
    found = re.search(r"Did you mean (?:one of: )?(.+?)\??\)?$", message)
    return f"是否想写 {found[1]}？" if found else ""
