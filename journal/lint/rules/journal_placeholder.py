"""刊物的 ISSN、CN 号或 DOI 前缀是占位的。 An ISSN, a CN number or the DOI prefix of the journal is a placeholder.

占位标识符可以用来排样，但不能注册：`deposit send` 会拒绝。
Placeholders are good for specimens but can never be registered: `deposit send` refuses them.

反例 Anti-pattern

    doi_prefix = "10.5555"
    [editions.zh]
    issn = "0000-0000"
    cn = "CN 00-0000/D"

正例 Best practice

    ISSN 中心、新闻出版管理部门和 DOI 注册机构所给的编号。
    The numbers that the ISSN centre, the press authority and the registrar gave.

依据 Source: ISO 3297; GB/T 9999（中国标准连续出版物号）; ISO 26324
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import BadIdentifier, Bilingual, Level
from journal.ids import DOI
from journal.lint.context import Home
from journal.lint.rule import Found, HomeRule, found


def check(home: Home) -> Iterator[Found]:
    """Each placeholder among the journal's identifiers, under its key in journal.toml."""
    prefix = home.journal.doi_prefix
    if _is_placeholder(prefix):
        yield found(None, what="doi_prefix", identifier=Bilingual(f"DOI 前缀 {prefix}", f"The DOI prefix {prefix}"))
    for edition in home.journal.editions:
        numbers = (("issn", "ISSN ", edition.issn), ("eissn", "eISSN ", edition.eissn), ("cn", "", edition.cn))
        for key, name, number in numbers:
            if number and number.is_placeholder:
                yield found(None, what=f"editions.{edition.language}.{key}", identifier=f"{name}{number}")


def _is_placeholder(prefix: str) -> bool:
    try:
        return DOI(f"{prefix}/1").is_placeholder
    except BadIdentifier:
        return False  # what is no prefix at all is said where journal.toml is read


RULE = HomeRule(
    "journal-placeholder",
    Level.WARNING,
    check,
    zh="{identifier} 是占位的。",
    en="{identifier} is a placeholder.",
    fix_zh="请在报送之前换成真实的。",
    fix_en="Put the real one before anything is deposited.",
)
