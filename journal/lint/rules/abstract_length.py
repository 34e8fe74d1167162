"""论文的中文摘要过短或过长。 The Chinese abstract of a paper is too short or too long.

中文摘要以200至300字为宜：短于此往往只是题名的展开，长于此则摘要变成了缩写。计字只算汉字，数字和西文不计。
A Chinese abstract should have 200 to 300 characters: a shorter one often repeats the title, a longer one is a second
article. Han characters alone are counted.

反例 Anti-pattern

    <abstract><p>本文研究饮水权。</p></abstract>

正例 Best practice

    <abstract><p>饮水权的司法救济不必等待立法的完备。……（200至300字）</p></abstract>

依据 Source: GB/T 6447（文摘编写规则）; the journal's own instructions to authors
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.typography.spacing import IS_HAN

SHORTEST, LONGEST = 200, 300


def check(context: Context) -> Iterator[Found]:
    """The Chinese abstracts of a scholarly article that have too few or too many Han characters."""
    for language, abstract in context.article.abstracts.items() if context.is_scholarly else ():
        length = len(IS_HAN.findall(abstract.text()))
        if language.primary == "zh" and length and not SHORTEST <= length <= LONGEST:
            yield found(abstract, length=length, least=SHORTEST, most=LONGEST)


RULE = Rule(
    "abstract-length",
    Level.NOTE,
    check,
    zh="中文摘要有 {length} 字，宜为 {least}—{most} 字。",
    en="The Chinese abstract has {length} characters; it should have {least} to {most}.",
    fix_zh="可增补结论或删去背景。",
    fix_en="Add what was found, or cut the background.",
)
