"""题名中有像 HTML 的文字。 The title holds text that looks like HTML.

题名里的 `<script>` 或 `&nbsp;` 在页面上只会照原样印出，不会被执行；但多半是从网页或投稿系统带来的残余。
A `<script>` or `&nbsp;` in a title is printed as it stands and never carried out; yet it is most likely a remainder of
some web page or submission system.

反例 Anti-pattern

    <article-title>饮水权&amp;nbsp;的界限&lt;script&gt;alert(1)&lt;/script&gt;</article-title>

正例 Best practice

    <article-title>饮水权的界限</article-title>

依据 Source: OWASP, Cross Site Scripting Prevention; JATS `<article-title>`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found

MARKUP = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|img|svg|object)\b[^<>]*>?"
    r"|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,10}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});|javascript:",
    re.IGNORECASE,
)


def check(context: Context) -> Iterator[Found]:
    """The titles and subtitles with something like a tag, an entity or a script's address."""
    for title in context.article.titles.values():
        for node in filter(None, (title.main, title.sub)):
            seen = MARKUP.search(node.text())
            if seen:
                yield found(node, text=seen[0][:40])


RULE = Rule(
    "title-markup",
    Level.WARNING,
    check,
    zh="题名中有“{text}”，将照原样印出。",
    en="The title holds “{text}”, which is printed as it stands.",
    fix_zh="如非有意，请删去；斜体等请用 JATS 元素。",
    fix_en="Remove it unless it is meant; for italics and the like use JATS elements.",
)
