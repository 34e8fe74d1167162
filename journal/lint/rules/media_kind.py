"""文件的内容与扩展名不符。 A file is not what its name says.

改了扩展名的 JPEG 不是 PNG：浏览器也许认得，排版、EPUB 和数据报送会出错。
A JPEG that was renamed is no PNG: a browser may show it, but layout, EPUB and deliveries fail.

反例 Anti-pattern

    figure-1.png          （内容是 JPEG）(a JPEG inside)

正例 Best practice

    figure-1.jpg

依据 Source: IANA, Media Types; EPUB 3
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.media import kind, kind_of_name, named
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """Each file that begins as no file of its kind does; kinds that this package does not know are let be."""
    for name, spot in named(context.source):
        wanted = kind_of_name(name)
        if wanted and name in context.files and kind(context.files[name]) != wanted:
            yield found(spot, name=name, wanted=wanted, kind=kind(context.files[name]) or "?")


RULE = Rule(
    "media-kind",
    Level.ERROR,
    check,
    zh="文件“{name}”的内容不是 {wanted}（是 {kind}）。",
    en="The file “{name}” holds no {wanted} (but: {kind}).",
    fix_zh="请换成正确的文件，或改正扩展名。",
    fix_en="Replace the file, or name it what it is.",
)
