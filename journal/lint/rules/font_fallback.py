"""某种字体没有安装，由另一种代替。 A font is not installed and another one stands in.

版式里的仿宋、楷体等可以指定代用字体：页面照样排出，但与有该字体的机器排出的不同。
A style may name a font that stands in for another (Kai for FangSong): pages are made all the same, but they are not
those that a computer with the font makes.

反例 Anti-pattern

    [fonts.fangsong]              （没有 simfang.ttf）(simfang.ttf is not there)
    fallback = "kai"

正例 Best practice

    fonts/simfang.ttf             （有授权的字体放入刊物的 fonts/）(a licensed font in the journal's fonts/)

依据 Source: `templates/house.toml`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Home
from journal.lint.rule import Found, HomeRule, found


def check(home: Home) -> Iterator[Found]:
    """Each role whose font another one plays."""
    for notice in home.house.notices:
        role, _, instead = notice.partition(" → ")
        yield found(None, file="templates/house.toml", what=f"fonts.{role}", role=role, instead=instead)


RULE = HomeRule(
    "font-fallback",
    Level.NOTE,
    check,
    zh="没有找到字体“{role}”，由“{instead}”代替。",
    en="The font “{role}” was not found; “{instead}” stands in.",
    fix_zh="可把字体文件放入刊物的 fonts/。",
    fix_en="Put its file into the journal's fonts/ to have it.",
)
