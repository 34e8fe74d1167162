"""Every rule by its cases, and that none is without case, page, and both languages."""

import inspect
import re
import string
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journal import lint
from journal.errors import Finding

CASES = Path(__file__).parents[2] / "cases" / "lint"
DOCS = Path(__file__).parents[3] / "docs" / "rules.md"
ARTICLE = "issues/2031-1/stone-well/article.xml"
RULES = {rule.code: rule for rule in lint.rules()}
ANSWERS = {
    code: tomllib.loads((CASES / f"{code}.toml").read_text("utf-8"))
    for code in RULES
    if (CASES / f"{code}.toml").exists()
}
KEYS = {"name", "article", "journal", "issue", "files", "without", "lacks", "notices", "another_doi", "found"}

Subject = tuple[lint.Context, lint.Home]
Build = Callable[..., Subject]


def cases() -> Iterator[Any]:
    for code, file in ANSWERS.items():
        for answer in ("pass", "fail"):
            for case in file[answer]:
                yield pytest.param(code, case, id=f"{code}-{answer}-{case['name']}")


@pytest.mark.parametrize(("code", "case"), [*cases()])
def test_case(subject: Build, code: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    context, home = subject(**case)
    found = sorted(findings(code, context, home), key=lambda finding: (finding.place.file, finding.place.line))
    text = changed_article(case)
    expected = [
        (spot.get("place") or f"{ARTICLE}:{line(text, spot['at'])}", spot["en"]) for spot in case.get("found", ())
    ]
    assert [(str(finding.place), finding.message.en) for finding in found] == expected
    for finding in found:
        assert finding.say("zh") != finding.say("en")
        assert "{" not in finding.say("zh") + finding.say("en")


def findings(code: str, context: lint.Context, home: lint.Home) -> Iterator[Finding]:
    rule = RULES[code]
    if isinstance(rule, lint.Rule):
        return rule.findings(rule.check(context), context.article.path)
    return rule.findings(rule.check(home), "journal.toml")


def changed_article(case: dict[str, Any]) -> str:
    text = (CASES / "stock" / ARTICLE).read_text("utf-8")
    for old, new in case.get("article", ()):
        text = text.replace(old, new, 1)
    return text


def line(text: str, spot: str) -> int:
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if spot in line]
    assert len(lines) == 1, f"“{spot}” stands on lines {lines}"
    return lines[0]


def test_nothing_is_wrong_with_the_stock(subject: Build) -> None:
    context, home = subject()
    assert (*lint.check(context), *lint.check_home(home)) == ()


def test_every_case_file_is_that_of_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(RULES)


@pytest.mark.parametrize("rule", lint.rules(), ids=lambda rule: rule.code)
def test_a_rule_is_whole(rule: lint.Rule | lint.HomeRule) -> None:
    module = sys.modules[rule.check.__module__]
    assert module.RULE is rule
    assert module.__name__ == f"journal.lint.rules.{rule.code.replace('-', '_')}"
    assert inspect.getsource(module).rstrip().split("\nRULE = ")[-1].count("\n)") == 1  # its registration comes last
    assert all(ANSWERS[rule.code][answer] for answer in ("pass", "fail"))
    page = inspect.cleandoc(module.__doc__ or "")
    first, *_ = page.split("\n")
    assert re.fullmatch(r".*[\u4e00-\u9fff].*。 [A-Z].*\.", first)
    for heading in ("反例 Anti-pattern", "正例 Best practice", "依据 Source: "):
        assert page.count(f"\n{heading}") == 1
    body = page.partition("\n")[2].partition("反例")[0]
    assert re.search(r"[\u4e00-\u9fff]{4}", body)
    assert re.search(r"[a-z]+ [a-z]+ [a-z]+", body)
    assert fields(rule.zh) == fields(rule.en)
    assert fields(rule.fix_zh) == fields(rule.fix_en)
    assert all((rule.zh, rule.en, rule.fix_zh, rule.fix_en))


def fields(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_published_pages_are_those_of_the_code() -> None:
    how = "write them anew: python -c 'from journal import lint; print(lint.pages(), end=\"\")' > docs/rules.md"
    assert DOCS.read_text("utf-8") == lint.pages(), how
