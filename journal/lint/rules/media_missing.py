"""文章所用的文件不在文件夹中。 A file that the article names is not in its folder.

图片等文件与 `article.xml` 放在一起，名称须与 `xlink:href` 一字不差（大小写有别）。
Pictures and other files lie beside `article.xml`, under exactly the name that `xlink:href` gives, capitals included.

反例 Anti-pattern

    <graphic xlink:href="Figure1.png"/>          li-water/figure-1.png

正例 Best practice

    <graphic xlink:href="figure-1.png"/>         li-water/figure-1.png

依据 Source: JATS `@xlink:href`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.media import named
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """Each name of a file that is not there."""
    for name, spot in named(context.source):
        if name not in context.files:
            yield found(spot, name=name)


RULE = Rule(
    "media-missing",
    Level.ERROR,
    check,
    zh="文件“{name}”不在文章的文件夹中。",
    en="The file “{name}” is not in the article's folder.",
    fix_zh="请放入该文件，或改正名称。",
    fix_en="Put it there, or correct the name.",
)
