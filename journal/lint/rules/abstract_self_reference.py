"""中文摘要以“本文”“笔者”自称。 The Chinese abstract speaks of itself (本文, 笔者).

摘要用第三人称写，不出现“本文”“笔者”“我们”，因为它会离开文章，单独进入数据库。
An abstract is written in the third person, without “this paper” or “the present writer”, because it is read in
databases, away from the article.

反例 Anti-pattern

    <abstract><p>本文认为，饮水权应当可诉。</p></abstract>

正例 Best practice

    <abstract><p>饮水权应当可诉。</p></abstract>

依据 Source: GB/T 6447（文摘编写规则）
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found

# Not the 本文 of 日本文化, 基本文件, 文本文字, nor of 本文件 and 本文化.
SELF = re.compile(r"(?<![日基文版样资副读课译脚书剧范孤刻抄根成])本文(?![化件字献明书])|本论文|笔者|我们")


def check(context: Context) -> Iterator[Found]:
    """The Chinese abstracts that name themselves or their author."""
    for language, abstract in context.article.abstracts.items():
        words = dict.fromkeys(SELF.findall(abstract.text())) if language.primary == "zh" else {}
        if words:
            yield found(abstract, words="”“".join(words))


RULE = Rule(
    "abstract-self-reference",
    Level.NOTE,
    check,
    zh="摘要中有“{words}”。",
    en="The abstract says “{words}”.",
    fix_zh="摘要宜用第三人称，直接陈述观点。",
    fix_en="Write it in the third person and say directly what is held.",
)
