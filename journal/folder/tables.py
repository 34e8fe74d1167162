"""Tables of a TOML or JSON file read by a list of their keys; what is wrong is said with file, line and remedy."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from journal.errors import BadFile, BadIdentifier, Bilingual, Place
from journal.folder import lines
from journal.folder.files import text_of
from journal.folder.lines import KeyPath
from journal.ids import Language
from journal.model import ByLanguage

T = TypeVar("T")
Reader = Callable[["Spot"], T]

NAMES: tuple[tuple[type, Bilingual], ...] = (  # bool before int: True is an int
    (bool, Bilingual("是或否（true/false）", "true or false")),
    (int, Bilingual("整数", "a whole number")),
    (str, Bilingual("文字", "text in quotes")),
    (dt.datetime, Bilingual("日期和时间", "a date with a time")),
    (dt.date, Bilingual("日期", "a date")),
    (list, Bilingual("列表", "a list")),
    (dict, Bilingual("表", "a table")),
    (float, Bilingual("小数", "a decimal number")),
    (object, Bilingual("其他", "something else")),
)
# What must not hide in a line of text: controls, and the marks that reorder what a reader sees.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

NO_ADVICE = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the home, as read: its name there (`/`-separated), its text, and how it is written."""

    file: str
    text: str
    lines: Callable[[str], dict[KeyPath, int]]
    advice: Bilingual = NO_ADVICE  # the remedy of whatever is wrong in a file that people do not write

    def line(self, path: KeyPath) -> int:
        """The line of the value at `path`, or of the nearest thing around it. Only errors ask, so it is not kept."""
        found = self.lines(self.text)
        return next((found[path[:n]] for n in range(len(path), 0, -1) if path[:n] in found), 1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a file of the home, and where it stands."""

    source: Source
    value: Any
    path: KeyPath = ()

    def below(self, key: str | int) -> Spot:
        """The value under `key`."""
        return Spot(self.source, self.value[key], (*self.path, key))

    def place(self) -> Place:
        """Where it stands, for people."""
        return Place(self.source.file, self.source.line(self.path), dotted(self.path))

    def wrong(self, reason: Bilingual, todo: Bilingual) -> BadFile:
        """The error that this value is; to be raised."""
        advice = self.source.advice
        return BadFile(self.place(), reason, todo if advice == NO_ADVICE else advice)


def dotted(path: KeyPath) -> str:
    """A key path as people write it: `editions.zh.columns.articles[2]`, counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


# ---------------------------------------------------------------- whole files


def toml(home: Path, file: str) -> Spot:
    """The root table of a TOML file of the home."""
    return parsed(file, text_of(home, file))


def parsed(file: str, written: str) -> Spot:
    """The root table of a TOML text that is, or will be, a file of the home."""
    source = Source(file, written, lines.of_toml)
    try:
        return Spot(source, tomllib.loads(source.text))
    except (ValueError, RecursionError) as error:  # ValueError: also a number of 5,000 digits
        todo = Bilingual("请照所指位置改正。", "Correct it at the place named.")
        raise _syntax(source, "TOML", str(error), todo) from None


def json_object(home: Path, file: str, advice: Bilingual) -> Spot:
    """The root object of a JSON file of the home."""
    source = Source(file, text_of(home, file), lines.of_json, advice)
    try:
        root = Spot(source, json.loads(source.text))
    except (ValueError, RecursionError) as error:
        raise _syntax(source, "JSON", str(error), advice) from None
    return expect(root, dict)


# What tomllib says, said in Chinese; the first that it begins with.
TOMLLIB = (
    ("Expected '=' after a key", "键之后缺少“=”"),
    ("Expected newline or end of document", "一行末尾有多余的内容"),
    ("Invalid initial character for a key", "键写得不对"),
    ("Invalid value", "值写得不对（文字须加引号）"),
    ("Unterminated string", "引号没有结束"),
    ("Expected ", "括号或引号没有结束"),
    ("Unclosed array", "方括号没有结束"),
    ("Unclosed inline table", "花括号没有结束"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate", "同一个表写了两次"),
    ("Unescaped", "引号内的“\\”应写成“\\\\”"),
    ("Illegal character", "有不允许的字符，或引号没有结束"),
    ("Found invalid character", "有不允许的字符"),
    ("Invalid date", "日期写得不对"),
)


def _syntax(source: Source, language: str, detail: str, todo: Bilingual) -> BadFile:
    """tomllib and json both say `… line N column M …`; of the end of a document tomllib says no line."""
    said = re.search(r"line (\d+)", detail)
    line = int(said[1]) if said else source.text.rstrip().count("\n") + 1
    chinese = next((chinese for english, chinese in TOMLLIB if detail.startswith(english)), "")
    reason = Bilingual(
        f"{language} 语法错误（{chinese}）。" if chinese else f"{language} 语法错误。",
        f"{language} syntax error ({detail}).",
    )
    return BadFile(Place(source.file, line), reason, todo)


# ---------------------------------------------------------------- a table by its keys


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of a table holds: how its value is read, and what stands for it when it is missing."""

    read: Reader[Any]
    default: Any = None
    needed: bool = False


def need(read: Reader[Any]) -> Key:
    """A key that must be there."""
    return Key(read, needed=True)


def may(read: Reader[Any], default: Any = None) -> Key:
    """A key that may be left out."""
    return Key(read, default)


def table(spot: Spot, keys: Mapping[str, Key]) -> dict[str, Any]:
    """The facts of a table: every key of `keys`, no other."""
    values = expect(spot, dict).value
    for name in values:
        if name not in keys:
            raise unknown(spot.below(name), str(name), keys)
    for name, key in keys.items():
        if key.needed and name not in values:
            raise missing(spot, name)
    return {name: key.read(spot.below(name)) if name in values else key.default for name, key in keys.items()}


def unknown(spot: Spot, name: str, known: Mapping[str, Any] | tuple[str, ...]) -> BadFile:
    """The error that `name` is none of `known`; it names the nearest."""
    import difflib  # only errors need it

    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    todo = (
        Bilingual(f"是否想写“{near[0]}”？", f"Did you mean “{near[0]}”?")
        if near
        else Bilingual(f"可用：{'、'.join(known) or '—'}。", f"Possible here: {', '.join(known) or '—'}.")
    )
    return spot.wrong(Bilingual(f"未知的名称“{name}”。", f"unknown name “{name}”."), todo)


def missing(spot: Spot, name: str) -> BadFile:
    """The error that a table has no `name`."""
    where = dotted(spot.path)
    todo = (
        Bilingual(f"请在 {where} 下写明 {name}。", f"Add {name} under {where}.")
        if where
        else Bilingual(f"请写明 {name}。", f"Add {name}.")
    )
    return spot.wrong(Bilingual(f"缺少“{name}”。", f"“{name}” is missing."), todo)


def expect(spot: Spot, kind: type) -> Spot:
    """The spot, if its value is of `kind`; else the error that it is not."""
    if _type(spot.value) is kind:
        return spot
    wanted, found = dict(NAMES)[kind], dict(NAMES)[_type(spot.value)]
    raise spot.wrong(
        Bilingual("应为{wanted}，实为{found}。", "should be {wanted}, but is {found}.").format(
            wanted=wanted, found=found
        ),
        Bilingual("请改成{wanted}。", "Make it {wanted}.").format(wanted=wanted),
    )


def _type(value: object) -> type:
    return next(kind for kind, _ in NAMES if isinstance(value, kind))


# ---------------------------------------------------------------- readers of single values


def text(spot: Spot) -> str:
    """One line of text that people can see."""
    value: str = expect(spot, str).value
    if not value.strip():
        raise spot.wrong(Bilingual("不能为空。", "must not be empty."), Bilingual("请填写。", "Fill it in."))
    if hidden := UNPRINTABLE.search(value):
        code = f"U+{ord(hidden[0]):04X}"
        raise spot.wrong(
            Bilingual(f"含有看不见的控制字符 {code}。", f"holds an invisible control character, {code}."),
            Bilingual("请删去。", "Remove it."),
        )
    return value.strip()


def yes_or_no(spot: Spot) -> bool:
    """true or false."""
    value: bool = expect(spot, bool).value
    return value


def whole(least: int = 0, most: int = 999_999) -> Reader[int]:
    """A whole number from `least` to `most`."""

    def read(spot: Spot) -> int:
        value: int = expect(spot, int).value
        if least <= value <= most:
            return value
        raise spot.wrong(
            Bilingual(f"{value} 超出范围。", f"{value} is out of range."),
            Bilingual(f"应在 {least} 与 {most} 之间。", f"It is from {least} to {most}."),
        )

    return read


def date(spot: Spot) -> dt.date:
    """A day: TOML's own date, or (in JSON, or by habit) text like "2026-09-15"."""
    if _type(spot.value) is dt.date:
        return spot.value  # type: ignore[no-any-return]  # Any by nature: the type was just looked at
    if not isinstance(spot.value, str):
        return expect(spot, dt.date).value  # type: ignore[no-any-return]  # always raises here
    return _parsed(spot, dt.date.fromisoformat, r"\d{4}-\d\d-\d\d", Bilingual("日期", "date"), "2026-09-15")


def moment(spot: Spot) -> dt.datetime:
    """An instant in UTC, as text like "2026-09-15T02:00:00Z"."""
    example = "2026-09-15T02:00:00Z"
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z"
    return _parsed(spot, dt.datetime.fromisoformat, pattern, Bilingual("UTC 时间", "UTC time"), example)


def _parsed(spot: Spot, parse: Callable[[str], T], pattern: str, kind: Bilingual, example: str) -> T:
    value = text(spot)
    try:
        if re.fullmatch(pattern, value, re.ASCII):
            return parse(value)
    except ValueError:
        pass  # 2026-02-30 has the shape but is no day: the same error
    raise spot.wrong(
        Bilingual("“{value}”不是{kind}。", "“{value}” is not a {kind}.").format(value=value, kind=kind),
        Bilingual(f"请写成 {example} 的样子。", f"Write it like {example}."),
    )


def like(pattern: str, example: str) -> Reader[str]:
    """Text of a fixed shape."""

    def read(spot: Spot) -> str:
        value = text(spot)
        if re.fullmatch(pattern, value, re.ASCII):
            return value
        raise spot.wrong(
            Bilingual(f"“{value}”的格式不对。", f"“{value}” has the wrong form."),
            Bilingual(f"请写成 {example} 的样子。", f"Write it like {example}."),
        )

    return read


def one_of(values: Mapping[str, T]) -> Reader[T]:
    """One of a closed set, by its name in the file."""

    def read(spot: Spot) -> T:
        name = text(spot)
        if name not in values:
            raise unknown(spot, name, values)
        return values[name]

    return read


def identifier(kind: Callable[[str], T]) -> Reader[T]:
    """An identifier, by the class that cannot hold a wrong one."""

    def read(spot: Spot) -> T:
        value = text(spot)
        try:
            return kind(value)
        except BadIdentifier as error:
            raise spot.wrong(error.message, error.remedy) from None

    return read


# ---------------------------------------------------------------- readers of lists and tables


def listing(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list of one kind of thing."""
    return lambda spot: tuple(read(spot.below(i)) for i in range(len(expect(spot, list).value)))


def pairs(read: Reader[T]) -> Reader[tuple[tuple[str, T], ...]]:
    """A table of any names, in the order of the file."""
    return lambda spot: tuple((str(name), read(spot.below(name))) for name in expect(spot, dict).value)


def by_language(read: Reader[T]) -> Reader[ByLanguage[T]]:
    """A table whose keys are languages."""

    def all_of(spot: Spot) -> ByLanguage[T]:
        return ByLanguage.of((language(spot.below(tag)), read(spot.below(tag))) for tag in expect(spot, dict).value)

    return all_of


def language(spot: Spot) -> Language:
    """The language that the spot's own key names, in the normal case: `zh` and `ZH` would be one language twice."""
    tag = own_name(spot)
    found = identifier(Language)(tag)
    if found == tag.value:
        return found
    raise spot.wrong(
        Bilingual(f"语种应写作 {found}。", f"the language is written {found}."),
        Bilingual("请照此书写。", "Write it so."),
    )


def own_name(spot: Spot) -> Spot:
    """The last key on the way to the spot, as a value to be read itself."""
    return Spot(spot.source, str(spot.path[-1]), spot.path)
