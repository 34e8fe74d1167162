"""The referee's form: the journal's questions in both languages, a blank to fill in, and what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.commands.display import Field
from journal.commands.written import toml_of
from journal.errors import BadFile, Bilingual, Place

FILE = "forms/review.toml"
KINDS = ("score", "choice", "text")
KIND = {
    "score": Bilingual("1 至 5 分", "1 to 5"),
    "choice": Bilingual("选择", "one of"),
    "text": Bilingual("文字", "text"),
}
OWN = frozenset({"recommendation", "to_author", "to_editor"})  # of every report


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, and whether the author learns the answer."""

    key: str
    kind: str
    said: Bilingual
    choices: tuple[str, ...] = ()
    to_editor: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The questions, by name and version."""

    id: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A form filled in."""

    recommendation: str = ""
    to_author: str = ""
    to_editor: str = ""
    answers: Mapping[str, Any] | None = None


FIELDS = (
    Field("key", Bilingual("键", "key"), lambda one: one.key),
    Field("question", Bilingual("问题", "question"), lambda one: one.said),
    Field("kind", Bilingual("如何回答", "answer"), lambda one: KIND[one.kind]),
    Field("choices", Bilingual("可选", "choices"), lambda one: one.choices or None),
    Field("to_editor", Bilingual("只给编辑", "for editors only"), lambda one: one.to_editor),
)


def form(home: Path) -> Form:
    """The journal's form; BadFile if it cannot be used."""
    import tomllib

    from journal.folder import house_toml

    said = tomllib.loads(house_toml.templates(home)[FILE])
    questions = tuple(_question(one) for one in said.get("questions", []))
    return Form(f"{said.get('name', 'review')}-{said.get('version', 1)}", questions)


def _question(one: Mapping[str, Any]) -> Question:
    if one.get("kind") not in KINDS or not all(isinstance(one.get(key), str) for key in ("key", "zh", "en")):
        raise _bad(
            f"templates/{FILE}",
            str(one.get("key", "")),
            Bilingual("每个问题要有 key、kind、zh、en", "every question needs key, kind, zh and en"),
        )
    choices = tuple(map(str, one.get("choices", ())))
    return Question(one["key"], one["kind"], Bilingual(one["zh"], one["en"]), choices, one.get("to") == "editor")


def blank(form: Form) -> str:
    """The form as a file to fill in."""
    lines = [
        f"# 审稿意见 Report · {form.id}",
        'recommendation = ""    # accept | minor-revision | major-revision | decline',
        "",
        "# 给作者的意见，请勿署名 Comments to the author, unsigned",
        'to_author = """',
        '"""',
        "",
        "# 只给编辑的意见 Comments to the editors alone",
        'to_editor = """',
        '"""',
        "",
        "[answers]",
    ]
    for one in form.questions:
        lines.append(f"# {one.said.zh} {one.said.en}" + (f" · {' | '.join(one.choices)}" if one.choices else ""))
        lines.append(f"{one.key} = " + ("0    # 1–5" if one.kind == "score" else '""'))
    return "\n".join(lines) + "\n"


def filled(form: Form, path: Path) -> Report:
    """A report from a file; BadFile names what is wrong."""
    said = toml_of(path)
    if unknown := sorted(set(said) - OWN - {"answers"}):
        raise _bad(path.name, unknown[0], Bilingual("没有此项", "there is no such key"))
    texts = {key: str(said.get(key, "")).strip() for key in OWN}
    return Report(**texts, answers=checked(form, said.get("answers", {}), path.name))


def checked(form: Form, answers: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Answers that fit the questions; BadFile. What is not answered is left out."""
    by = {one.key: one for one in form.questions}
    for key, value in answers.items():
        question = by.get(key)
        if question is None:
            raise _bad(file, key, Bilingual("表中没有这个问题", "the form has no such question"))
        if question.kind == "score" and value not in (0, 1, 2, 3, 4, 5):
            raise _bad(file, key, Bilingual("应为 1 至 5", "it should be 1 to 5"))
        if question.kind == "choice" and value not in ("", *question.choices):
            listed = " ".join(question.choices)
            raise _bad(file, key, Bilingual(f"可选：{listed}", f"it may be: {listed}"))
    return {key: value for key, value in answers.items() if value not in ("", 0)}


def _bad(file: str, what: str, reason: Bilingual) -> BadFile:
    return BadFile(
        Place(file, 0, what),
        Bilingual(f"{reason.zh}。", f"{reason.en}."),
        Bilingual("空白表：journal review form --blank。", "For a blank form: journal review form --blank"),
    )


__all__ = ["FIELDS", "Form", "Question", "Report", "blank", "checked", "filled", "form"]
