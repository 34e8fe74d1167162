"""译文中的 id 没有以语种开头。 Ids in a translation do not begin with its language.

译文的 id 写作 `en-fn1`、`en-f2`：一看便知属于哪一语种，也不会与原文相重。
Ids of a translation are written `en-fn1`, `en-f2`: they show where they belong and never meet those of the original.

反例 Anti-pattern

    <sub-article article-type="translation" id="en" xml:lang="en"> … <fn id="note-1">

正例 Best practice

    <sub-article article-type="translation" id="en" xml:lang="en"> … <fn id="en-fn1">

依据 Source: 本项目的文件约定 this project's profile of JATS
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import Part, Spot


def check(context: Context) -> Iterator[Found]:
    """The first id without its language in each translation, and how many there are."""
    strange: dict[Part, list[Spot]] = {}
    for spot in context.source.spots:
        if _is_in_translation(spot, context) and not spot.get("id").startswith(f"{spot.part.language}-"):
            strange.setdefault(spot.part, []).append(spot)
    for part, spots in strange.items():
        yield found(spots[0], language=part.language, id=spots[0].get("id"), count=len(spots))


def _is_in_translation(spot: Spot, context: Context) -> bool:
    """Whether it has an id and is inside a translation, whose own id is free."""
    part = spot.part
    is_inside = part is not context.source.parts[0] and spot.node is not part.node
    return is_inside and part.is_full_text and spot.get("id") != ""


RULE = Rule(
    "id-prefix",
    Level.NOTE,
    check,
    zh="译文中有 {count} 个 id 未以“{language}-”开头，第一个是“{id}”。",
    en="Ids of the translation that do not begin with “{language}-”: {count}, the first is “{id}”.",
    fix_zh="可写作 {language}-{id}。",
    fix_en="Write {language}-{id}.",
)
