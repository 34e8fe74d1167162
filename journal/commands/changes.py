"""What a command changes: shown by `--dry-run`, else carried out, and said in either case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from journal.commands.asked import Asked
from journal.commands.display import Field, display
from journal.commands.spoken import option
from journal.errors import Bilingual


@dataclass(frozen=True)
class Change:
    """One step: what it does, to which file or folder of the home, and the function that does it."""

    what: Bilingual
    path: str
    carry_out: Callable[[], object] = lambda: None  # a change that another step makes is shown all the same


FIELDS = (
    Field("change", Bilingual("改动", "change"), lambda change: change.what),
    Field("path", Bilingual("文件", "file"), lambda change: change.path),
)
DRY = Bilingual("以上为将有的改动，尚未执行。", "This is what would change; nothing was done.")
UNCHANGED = Bilingual("没有改动。", "nothing changed.")

dry_run = option("--dry-run", is_flag=True, said=Bilingual("只显示将有的改动", "only show what would change"))


def carry_out(asked: Asked, changes: Iterable[Change], dry: bool) -> None:
    """Do the changes one after the other, unless only asked what they are; display them."""
    steps = tuple(changes)
    for step in steps if not dry else ():
        step.carry_out()
    if steps or asked.json:
        display(asked, steps, FIELDS, line=_line)
    if dry or not steps:
        asked.tell(DRY if steps else UNCHANGED)


def _line(change: Change) -> Bilingual:
    return Bilingual(f"{change.what.zh}：{change.path}", f"{change.what.en}: {change.path}")
