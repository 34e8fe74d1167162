"""注没有被引出。 A note is called nowhere.

每条注在正文中须有一个注码；没有注码的注，只能排在文末。
Each note has a mark in the text; one without a mark can only stand at the end.

反例 Anti-pattern

    <p>饮水权可诉。</p>          <fn id="fn1"><p>……</p></fn>

正例 Best practice

    <p>饮水权可诉。<xref ref-type="fn" rid="fn1"/></p>          <fn id="fn1"><p>……</p></fn>

依据 Source: CY/T 121（学术出版规范 注释）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint import notes
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """Each listed note that no mark of the text calls."""
    called = {id for id, _ in notes.calls(context.source)}
    for note in notes.listed(context.source):
        if note.get("id") not in called:
            yield found(note, id=note.get("id"))


RULE = Rule(
    "note-uncalled",
    Level.WARNING,
    check,
    zh="注“{id}”没有被引出，将排在文末。",
    en="The note “{id}” is called nowhere and will stand at the end.",
    fix_zh='请在正文中加上 <xref ref-type="fn" rid="{id}"/>，或删去此注。',
    fix_en='Put <xref ref-type="fn" rid="{id}"/> into the text, or remove the note.',
)
