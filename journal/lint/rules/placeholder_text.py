"""正文中留有待补的标记。 A placeholder was left in the text.

`TODO`、`XXX`、“（待补）”、`lorem ipsum`、“××××”都是写作或排版时留下的，刊出前须补足。确是原文（如隐去的案号）
的，可在 `issue.toml` 中豁免。
`TODO`, `XXX`, `lorem ipsum` and the like were left by whoever wrote or set the text and are to be filled before it is
published. Where they are meant (a number that was made unreadable), the issue waives the rule.

反例 Anti-pattern

    <p>参见××××号判决（待补）。</p>

正例 Best practice

    <p>参见（2024）临01行终123号判决。</p>

依据 Source: 三校一读中的通读 the read-through before print
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found

# XXX in round brackets is a session of the General Assembly, as in “resolution 3447 (XXX)”; 有待补充 is good Chinese.
LEFT = re.compile(
    r"\b(?:TODO|FIXME|TBD)\b"
    r"|(?<![\w(（.])(?:X{3,}|x{3,})(?![\w)）.])"
    r"|Ｘ{3,}|×{4,}|\?{3,}|？{3,}"
    r"|(?:(?<=[（(【\[〔“：:])|^)\s*待(?:补|填|查|核)[充写证实对入]?(?=\s*(?:[）)】\]〕”。；]|$))"
    r"|(?i:lorem ipsum)",
    re.MULTILINE | re.ASCII,
)
SKIPPED = frozenset({"tex-math", "mml:math", "code", "preformat", "uri", "ext-link", "email"})


def check(context: Context) -> Iterator[Found]:
    """Each placeholder."""
    for hit in context.source.find(LEFT, SKIPPED):
        yield found(hit, text=hit.text.strip())


RULE = Rule(
    "placeholder-text",
    Level.WARNING,
    check,
    zh="留有“{text}”。",
    en="“{text}” was left in the text.",
    fix_zh="请补足或删去。",
    fix_en="Fill it in, or remove it.",
)
