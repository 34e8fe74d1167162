"""The page of each rule, for people: the docstring of its module, with what it says and how much it weighs."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable

from journal.errors import Bilingual, Level
from journal.lint.rule import HomeRule, Rule

HEAD = """\
# 规则 · Rules

`journal check` 按这些规则检查文章与刊物。`journal check` goes by these rules. 本页由代码生成（`journal.lint.pages()`），
请勿手工修改；每条规则的说明就是其模块 `journal/lint/rules/` 的文档字符串，实例在 `tests/cases/lint/`。
This page is made from the code; a rule's page is the docstring of its module, its cases are in `tests/cases/lint/`.

错误会阻止出版，除非 `issue.toml` 以 `[[waivers]]`（rule、article、reason）写明豁免的理由；提醒与提示不会。
An error stops publication unless `issue.toml` waives it with a reason; warnings and notes do not.

| 规则 rule | 级别 level | 内容 what |
| --- | --- | --- |
"""
LEVELS = {
    Level.ERROR: Bilingual("错误", "error"),
    Level.UNCHECKED: Bilingual("未检查", "not checked"),
    Level.WARNING: Bilingual("提醒", "warning"),
    Level.NOTE: Bilingual("提示", "note"),
}


def document(rules: Iterable[Rule | HomeRule]) -> str:
    """docs/rules.md: a table of `rules`, then the page of each."""
    listed = tuple(rules)
    rows = "".join(f"| [`{rule.code}`](#{rule.code}) | {_level(rule)} | {_docstring(rule)[0]} |\n" for rule in listed)
    return HEAD + rows + "".join(map(page, listed))


def page(rule: Rule | HomeRule) -> str:
    """The page of one rule."""
    first, rest = _docstring(rule)
    said = f"> {_plain(rule.zh)}{_plain(rule.fix_zh)}\n>\n> {_plain(rule.en)} {_plain(rule.fix_en)}\n"
    return f"\n## {rule.code}\n\n{first} ({_level(rule)})\n\n{said}\n{rest}\n"


def _docstring(rule: Rule | HomeRule) -> tuple[str, str]:
    """The first line of the rule's page, and the rest."""
    first, _, rest = inspect.cleandoc(sys.modules[rule.check.__module__].__doc__ or "").partition("\n")
    return first, rest.strip()


def _level(rule: Rule | HomeRule) -> str:
    said = LEVELS[rule.level]
    return f"{said.zh} {said.en}"


def _plain(template: str) -> str:
    """A sentence with its fields shown as blanks to be filled in."""
    return re.sub(r"\{(\w+)\}", r"‹\1›", template.replace("<", "\\<"))
