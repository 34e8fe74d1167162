"""图片不是文章文件夹中的文件。 A picture is no file in the article's folder.

排版和长期保存都不上网取图：正文中的图片须是 `article.xml` 旁边的文件，`xlink:href` 写它的名称，不能是网址，也不能为空。
Neither pages nor archives fetch pictures from the web: those of the text are files beside `article.xml`, and `xlink:href`
gives their names, never an address and never nothing.

反例 Anti-pattern

    <graphic xlink:href="https://example.org/figure-1.png"/>

正例 Best practice

    <graphic xlink:href="figure-1.png"/>

依据 Source: JATS `@xlink:href`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Bilingual, Level
from journal.lint.context import Context
from journal.lint.media import elsewhere
from journal.lint.rule import Found, Rule, found

NOTHING = Bilingual("（空）", "(nothing)")


def check(context: Context) -> Iterator[Found]:
    """Each picture of the text that is an address, or nothing."""
    for name, spot in elsewhere(context.source):
        yield found(spot, name=name or NOTHING)


RULE = Rule(
    "picture-elsewhere",
    Level.ERROR,
    check,
    zh="图片“{name}”不是文章文件夹中的文件。",
    en="The picture “{name}” is no file in the article's folder.",
    fix_zh="请把图片放在 article.xml 旁边，并在 xlink:href 中写它的名称。",
    fix_en="Put the picture beside article.xml, and give its name in xlink:href.",
)
