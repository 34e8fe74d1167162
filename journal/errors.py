"""What can go wrong: errors for callers' mistakes, findings for authors' mistakes, each said in Chinese and English."""

from __future__ import annotations

import enum
import errno
from dataclasses import dataclass, fields
from typing import ClassVar

FINDINGS, USAGE, REFUSED, BUG, INTERRUPTED = 1, 2, 3, 70, 130  # the exit codes of the program


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text for people, in both languages of the house."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """The text in `language`: Chinese for any `zh…` tag, English for every other."""
        return self.zh if language.lower().startswith("zh") else self.en

    def format(self, **values: object) -> Bilingual:
        """Both texts with `{fields}` filled in; a value that is itself Bilingual is said in the language it lands in."""
        return Bilingual(
            *(
                template.format(**_in_language(values, tongue))
                for template, tongue in ((self.zh, "zh"), (self.en, "en"))
            )
        )


def _in_language(values: dict[str, object], language: str) -> dict[str, object]:
    return {key: value.say(language) if isinstance(value, Bilingual) else value for key, value in values.items()}


_OF_SYSTEM = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.EEXIST: "已存在",
    errno.ENAMETOOLONG: "名称太长",
    errno.ELOOP: "符号链接循环",
    errno.EIO: "磁盘读写出错",
}


def said_by_system(error: OSError) -> Bilingual:
    """Why the system refused; in its own words, where no Chinese ones are known."""
    english = error.strerror or type(error).__name__
    return Bilingual(_OF_SYSTEM.get(error.errno or 0, english), english)


def _sentences(message: Bilingual, remedy: Bilingual) -> Bilingual:
    """Both on one line; Chinese sentences stand side by side without a space."""
    return Bilingual(message.zh + remedy.zh, f"{message.en} {remedy.en}".rstrip())


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a file of the home (relative, `/`), its line if known (1-based), and what in it."""

    file: str = ""
    line: int = 0
    what: str = ""

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}" if self.line else self.file
        return f"{spot} ({self.what})" if spot and self.what else spot or self.what


class Level(enum.StrEnum):
    """How much a finding weighs: an error fails a check, a warning and a note do not."""

    ERROR = "error"
    UNCHECKED = "unchecked"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a file: the rule that found it, how much it weighs, where, what it is and what to do."""

    rule: str
    level: Level
    place: Place
    message: Bilingual
    remedy: Bilingual
    waived: str = ""

    def say(self, language: str) -> str:
        """One line for people, in `language`."""
        spot = f"{self.place}: " if str(self.place) else ""
        waived = f" [{Bilingual('豁免', 'waived').say(language)}: {self.waived}]" if self.waived else ""
        return f"{spot}{self.rule}: {_sentences(self.message, self.remedy).say(language)}{waived}"


@dataclass(eq=False)
class JournalError(Exception):
    """The base of all errors that people read: a subclass has named fields, `zh`/`en` say what, `fix_*` what to do."""

    zh: ClassVar[str] = "出错了。"
    en: ClassVar[str] = "Something went wrong."
    fix_zh: ClassVar[str] = ""
    fix_en: ClassVar[str] = ""
    exit: ClassVar[int] = REFUSED

    def __post_init__(self) -> None:
        # Exception pickles by its args: without them an error raised in a worker process would not come home.
        self.args = tuple(getattr(self, field.name) for field in fields(self))

    @property
    def message(self) -> Bilingual:
        """What went wrong, in both languages."""
        return Bilingual(self.zh, self.en).format(**self._values())

    @property
    def remedy(self) -> Bilingual:
        """What to do about it, in both languages (may be empty)."""
        return Bilingual(self.fix_zh, self.fix_en).format(**self._values())

    def _values(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def say(self, language: str) -> str:
        """One line for people, in `language`."""
        return _sentences(self.message, self.remedy).say(language)

    def __str__(self) -> str:
        return self.say("en")


@dataclass(eq=False)
class BadIdentifier(JournalError):
    """A text that is not the identifier it should be."""

    kind: Bilingual
    value: str
    reason_zh: str
    reason_en: str
    zh = "“{value}”不是有效的{kind}：{reason_zh}。"
    en = "“{value}” is not a valid {kind}: {reason_en}."
    fix_zh = "请改正后重试。"
    fix_en = "Correct it and try again."
    exit = FINDINGS


@dataclass(eq=False)
class NoHome(JournalError):
    """No journal.toml here or above."""

    start: str
    zh = "从 {start} 起向上没有找到 journal.toml。"
    en = "No journal.toml in {start} or any folder above it."
    fix_zh = "请进入刊物目录，或用 --home 指明，或用 journal init DIR 新建。"
    fix_en = "Go into a journal's folder, name it with --home, or make one with: journal init DIR"


@dataclass(eq=False)
class NotAHome(NoHome):
    """No journal.toml in the folder that was named."""

    zh = "{start} 中没有 journal.toml。"
    en = "There is no journal.toml in {start}."
    fix_zh = "请指明刊物的目录，或用 journal init DIR 新建。"
    fix_en = "Name a journal's folder, or make one with: journal init DIR"


@dataclass(eq=False)
class BadFile(JournalError):
    """A file of the home that cannot be used as it is; the exit code is that of wrong content."""

    place: Place
    reason: Bilingual
    todo: Bilingual
    zh = "{place}：{reason}"
    en = "{place}: {reason}"
    fix_zh = "{todo}"
    fix_en = "{todo}"
    exit = FINDINGS


@dataclass(eq=False)
class Refused(JournalError):
    """Something that may not be done now; nothing was changed."""

    reason: Bilingual
    todo: Bilingual
    zh = "{reason}"
    en = "{reason}"
    fix_zh = "{todo}"
    fix_en = "{todo}"
    exit = REFUSED


@dataclass(eq=False)
class Misused(JournalError):
    """Arguments that make no sense together."""

    reason: Bilingual
    zh = "{reason}"
    en = "{reason}"
    exit = USAGE
