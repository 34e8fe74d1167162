"""Rules that an article and a home should keep; what breaks one is a finding, never an error."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
from collections.abc import Iterable

from journal.errors import Finding
from journal.ids import ArticleId
from journal.lint import published
from journal.lint import rules as _rules
from journal.lint.context import Context, Home
from journal.lint.rule import HomeRule, Rule
from journal.lint.source import Source
from journal.model import Issue

__all__ = [
    "Context",
    "Home",
    "HomeRule",
    "Rule",
    "Source",
    "check",
    "check_home",
    "pages",
    "rules",
    "waived",
]


@functools.cache
def rules() -> tuple[Rule | HomeRule, ...]:
    """Every rule of the package `rules`, by code: a module there is a rule, and nothing else changes when one is added."""
    names = (found.name for found in pkgutil.iter_modules(_rules.__path__))
    loaded = (importlib.import_module(f"{_rules.__name__}.{name}").RULE for name in names)
    return tuple(sorted(loaded, key=lambda rule: rule.code))


def check(context: Context) -> tuple[Finding, ...]:
    """What every rule about an article finds in this one, waivers applied, in the order of file, line and rule."""
    findings = [
        finding
        for rule in rules()
        if isinstance(rule, Rule)
        for finding in rule.findings(rule.check(context), context.article.path)
    ]
    return _in_order(waived(findings, context.issue, context.article.id))


def check_home(home: Home) -> tuple[Finding, ...]:
    """What every rule about the home finds."""
    return _in_order(
        finding
        for rule in rules()
        if isinstance(rule, HomeRule)
        for finding in rule.findings(rule.check(home), "journal.toml")
    )


def waived(findings: Iterable[Finding], issue: Issue | None, article: ArticleId) -> tuple[Finding, ...]:
    """The findings about an article (of whatever origin), each with the reason for which its issue waives it."""
    reasons = {rule: why for rule, whose, why in issue.waivers if whose in ("", article)} if issue else {}
    return tuple(
        dataclasses.replace(finding, waived=reasons[finding.rule]) if finding.rule in reasons else finding
        for finding in findings
    )


def pages() -> str:
    """docs/rules.md: what every rule says of itself."""
    return published.document(rules())


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.place.file, finding.place.line, finding.rule)))
