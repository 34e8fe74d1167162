"""版式所用的字体都没有某个字。 A character that none of the style's fonts has.

没有字形的字，印出来是空框；文字层里却一切正常，检查文字发现不了。罕用字（𠮷、䶮、㛃）须用收得全的字体。
A character without a glyph is printed as a box, while the text layer is right, so that no test of the text sees it. Rare
characters (𠮷, 䶮, 㛃) need a font that has them.

反例 Anti-pattern

    <surname>𱁬</surname>           （字体中没有）(in no font of the house)

正例 Best practice

    templates/house.toml：在 fonts 中加入含有此字的字体，或核对是否误用了字。
    Add a font with the character to templates/house.toml, or see whether another character was meant.

依据 Source: ISO/IEC 10646; ISO 14289 (PDF/UA)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, by_text, character, found

# Formulas are drawn with a font of their own, and these are read by machines alone.
UNSET = frozenset({"mml:math", "journal-meta", "contrib-id", "article-id", "processing-meta"})
# Without a shape of its own: controls (another rule's), spaces, which are set as widths, and variation selectors.
SHAPELESS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


def check(context: Context) -> Iterator[Found]:
    """The first place of each character that no family has; nothing, where no fonts were handed in."""
    lacking = {point for point in set(context.source.text) if not _is_covered(point, context)}
    if lacking and context.coverage:
        pattern = re.compile("|".join(map(re.escape, sorted(lacking))))
        for hit, _ in by_text(context.source.find(pattern, UNSET | context.hidden)):
            yield found(hit, character=character(hit.text), article=context.article.id)


def _is_covered(point: str, context: Context) -> bool:
    """Whether a font has it, whole or in the parts of which the shaper puts it together."""
    if unicodedata.category(point) in SHAPELESS or ord(point) in SELECTORS:
        return True
    parts = unicodedata.normalize("NFD", point)
    return any(
        ord(point) in points or all(ord(part) in points for part in parts) for points in context.coverage.values()
    )


RULE = Rule(
    "glyph-missing",
    Level.ERROR,
    check,
    zh="文章 {article} 的字符 {character} 在版式字体中没有字形。",
    en="No font of the house has the character {character} of the article {article}.",
    fix_zh="请核对此字，或在 templates/house.toml 中加入含有它的字体。",
    fix_en="See whether it is the right one, or add a font with it to templates/house.toml.",
)
