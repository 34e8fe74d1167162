"""`journal check`: the rules, the schemas and the home itself, each finding with its place and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.named import EITHER
from journal.commands.spoken import argument, option, verb
from journal.errors import FINDINGS, Bilingual, Finding, Level, Place

if TYPE_CHECKING:
    from journal.folder import Reading

FIELDS = (
    Field("level", Bilingual("级别", "level"), lambda finding: finding.level),
    Field("rule", Bilingual("规则", "rule"), lambda finding: finding.rule),
    Field("file", Bilingual("文件", "file"), lambda finding: finding.place.file),
    Field("line", Bilingual("行", "line"), lambda finding: finding.place.line or None),
    Field("what", Bilingual("处", "what"), lambda finding: finding.place.what),
    Field("message", Bilingual("内容", "message"), lambda finding: finding.message),
    Field("remedy", Bilingual("办法", "remedy"), lambda finding: finding.remedy),
    Field("waived", Bilingual("豁免", "waived"), lambda finding: finding.waived or None),
)
PASSED = Bilingual(
    "从原系统迁入的 {n} 期只核对了锁定文件；要逐篇检查，请写期号（journal check 期号）。",
    "Of the {n} issues taken over from another system the locks alone were compared; to check one, name it: journal check ISSUE",
)
LEVELS = {
    Level.ERROR: Bilingual("错误", "error"),
    Level.UNCHECKED: Bilingual("未检查", "not checked"),
    Level.WARNING: Bilingual("提醒", "warning"),
    Level.NOTE: Bilingual("提示", "note"),
}


def line(finding: Finding) -> Bilingual:
    """A finding on one line, with its weight."""
    weight = LEVELS[finding.level]
    return Bilingual(f"[{weight.zh}] {finding.say('zh')}", f"[{weight.en}] {finding.say('en')}")


allow_unchecked = option(
    "--allow-unchecked", is_flag=True, said=Bilingual("有未检查的也算通过", "what could not be checked is no failure")
)


@verb(
    "check",
    said=Bilingual(
        "检查各期各篇：规则、规范、字体、锁定。", "Check issues and articles: rules, schemas, fonts, locks."
    ),
    more=Bilingual(
        "有错误或未能检查的，退出码为 1。可在 issue.toml 的 [[waivers]] 中写明理由予以豁免。规则见 docs/rules.md。",
        "Errors, and what could not be checked, give exit code 1. [[waivers]] in issue.toml waive a rule. See docs/rules.md.",
    ),
)
@argument(
    "names",
    metavar="[ISSUE|ARTICLE]…",
    nargs=-1,
    type=EITHER,
    said=Bilingual("期或文章（默认：全部）", "what to check (default: all)"),
)
@allow_unchecked
@asking
def check(asked: Asked, names: tuple[str, ...], allow_unchecked: bool) -> int:
    """Findings on stdout, their number on stderr."""
    from journal.commands import checking
    from journal.commands.named import named

    reading, unread = _with_fonts(asked)
    check = checking.Check(reading, named(reading, names), asked.cache)
    findings = (*unread, *check.findings())
    display(asked, findings, FIELDS, line)
    if check.passed_over:
        asked.tell(PASSED.format(n=len(check.passed_over)))
    asked.tell(checking.summary(findings))
    return FINDINGS if any(checking.stands(finding, allow_unchecked) for finding in findings) else 0


def _with_fonts(asked: Asked) -> tuple[Reading, tuple[Finding, ...]]:
    """The home with its fonts; on a computer without them all but the glyphs is checked, and that is said."""
    from journal import folder

    try:
        return asked.read(with_house=True), ()
    except folder.MissingFonts as error:
        return asked.read(), (Finding("fonts", Level.UNCHECKED, Place(), error.message, error.remedy),)
