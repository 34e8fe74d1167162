"""The plan of an issue as people read it: milestones counted back, topics, stock and paper, each with what to type next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.commands import topic
from journal.commands.display import Field
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.planning import Plan, Step


@dataclass(frozen=True)
class Shown:
    """A plan, and its topics with the names of their people."""

    plan: Plan
    topics: tuple[topic.Line, ...]


def shown(bureau: Bureau, plan: Plan) -> Shown:
    """The plan with names."""
    return Shown(plan, topic.lines(bureau, plan.topics))


def insist_on_part(bureau: Bureau) -> None:
    """The plan is for those who make the issue: editors, translators, proofreaders, typesetters; NoRight."""
    from journal.office.editorial import NoRight

    if not (bureau.sight.of_office or bureau.sight.makes):
        reason = Bilingual("须由编辑部人员办理", "it takes somebody of the office")
        raise NoRight(bureau.desk.who.person, Bilingual("查阅出版计划", "read the plan of an issue"), reason)


def _next(pair: tuple[Step, Plan]) -> str | None:
    """The command that brings the first of what waits to this step."""
    step, plan = pair
    first = next(iter(step.waiting), "")
    if first.startswith("#"):
        return next((topic.next_of(one) for one in plan.topics if first == f"#{one.number}"), None)
    return f"journal manuscript show {first}" if first else None


STEP = (
    Field("milestone", Bilingual("节点", "milestone"), lambda pair: pair[0].said),
    Field("day", Bilingual("日期", "day"), lambda pair: pair[0].day),
    Field("late", Bilingual("逾期", "late"), lambda pair: Bilingual("是", "yes") if pair[0].late else None),
    Field(
        "waiting", Bilingual("未到此步的选题与稿件", "topics and papers not yet so far"), lambda pair: pair[0].waiting
    ),
    Field("next", Bilingual("下一步", "next"), _next),
)
STOCK = (
    Field("column", Bilingual("栏目", "column"), lambda stock: stock.column),
    Field("ready", Bilingual("已录用待排", "accepted"), lambda stock: stock.ready),
    Field("pages", Bilingual("约页数", "pages, about"), lambda stock: round(stock.pages)),
    Field("review", Bilingual("在审", "under review"), lambda stock: stock.under_review),
)
TOPIC = tuple(
    field
    for field in topic.LINE
    if field.key in ("number", "kind", "status", "column", "guests", "papers", "manuscripts", "title", "next")
)
PLAN = (
    Field("issue", Bilingual("期", "issue"), lambda shown: shown.plan.issue),
    Field("day", Bilingual("出版日", "issue day"), lambda shown: shown.plan.day),
    Field("papers", Bilingual("稿件", "papers"), lambda shown: shown.plan.papers),
    Field("pages", Bilingual("约页数", "pages, about"), lambda shown: round(shown.plan.budget.pages)),
    Field("unknown", Bilingual("页数未知", "length unknown"), lambda shown: shown.plan.budget.unknown or None),
    Field("sheets", Bilingual("印张", "sheets"), lambda shown: shown.plan.budget.sheets),
    Field("left", Bilingual("余（印张）", "sheets left"), lambda shown: shown.plan.budget.left),
    Field("steps", Bilingual("倒排计划", "counted back from the day"), lambda shown: [(step, shown.plan) for step in shown.plan.steps], STEP),
    Field("topics", Bilingual("选题", "topics"), lambda shown: shown.topics, TOPIC),
    Field("stock", Bilingual("存稿", "stock"), lambda shown: shown.plan.stock, STOCK),
)  # fmt: skip

__all__ = ["PLAN", "Shown", "insist_on_part", "shown"]
