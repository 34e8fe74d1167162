"""What the office's events are called, and what each was about, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from journal.commands.attachments import PURPOSES
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.model import Journal
    from journal.office.ledger import Event
    from journal.office.records import Books

NOT_NEEDED = Bilingual("不需要", "not needed")
KINDS: Mapping[str, Bilingual] = {  # of events that are no action of the table
    "submit": Bilingual("收稿", "received"),
    "file": Bilingual("存入文件", "file added"),
    "note": Bilingual("备注", "note"),
    "tag": Bilingual("加标签", "tagged"),
    "untag": Bilingual("去标签", "tag taken off"),
    "tick": Bilingual("勾选齐清定项目", "item ticked"),
    "untick": Bilingual("取消勾选", "tick taken back"),
    "gate": Bilingual("专项记录", "gate recorded"),
    "consent": Bilingual("登记授权书", "copyright form entered"),
    "similarity": Bilingual("登记查重结果", "similarity report entered"),
    "similarity-waive": Bilingual("放行查重超限", "similarity over the limits let pass"),
    "blind-waive": Bilingual("豁免匿名残留", "what the anonymous copy still shows is waived"),
    "front-matter": Bilingual("登记题名、摘要、关键词", "front matter entered"),
    "by-line": Bilingual("更正作者署名", "by-line corrected"),
    "article": Bilingual("转为文章", "made an article"),
    "proof-send": Bilingual("发出校样", "proof sent"),
    "proof-return": Bilingual("校样退回", "proof returned"),
    "proof-overdue": Bilingual("校样逾期未还", "proof overdue"),
    "proof-settle": Bilingual("处理校改", "corrections settled"),
    "proof-ask": Bilingual("编辑提问", "query asked"),
    "proof-correct": Bilingual("登记校改", "corrections entered"),
    "proof-decide": Bilingual("采纳或不采纳校改", "corrections decided on"),
    "proof-apply": Bilingual("改入校改", "corrections applied"),
    "proof-vouch": Bilingual("文章的其他改动已说明", "other changes of the article answered for"),
    "proof-approve": Bilingual("作者签字", "pages signed by an author"),
    "proof-count": Bilingual("登记差错", "errors counted"),
    "text-change": Bilingual("登记发排后改动", "late change entered"),
    "review-invite": Bilingual("邀请审稿", "referee invited"),
    "review-respond": Bilingual("审稿人答复", "referee answered"),
    "review-submit": Bilingual("收到审稿意见", "report received"),
    "review-take-back": Bilingual("收回审稿答复或意见", "answer or report taken back"),
    "review-cancel": Bilingual("取消审稿邀请", "invitation cancelled"),
    "review-rate": Bilingual("评价审稿意见", "report rated"),
    "review-remind": Bilingual("催审", "reminded"),
    "certificate": Bilingual("开具审稿证明", "certificate of review given"),
    "conflict-declare": Bilingual("登记利益冲突", "conflict declared"),
    "conflict-waive": Bilingual("豁免利益冲突", "conflict waived"),
    "person-add": Bilingual("登记人员", "person registered"),
    "person-merge": Bilingual("合并人员", "persons merged"),
    "person-forget": Bilingual("删除个人信息", "person forgotten"),
    "role-give": Bilingual("授予职务", "role given"),
    "role-take": Bilingual("解除职务", "role taken away"),
    "delegate": Bilingual("委托", "delegated"),
    "issue-amend": Bilingual("修订一期", "issue amended"),
    "undelegate": Bilingual("收回委托", "delegation taken back"),
    "topic-propose": Bilingual("提出选题", "topic proposed"),
    "topic-approve": Bilingual("确定选题", "topic approved"),
    "topic-drop": Bilingual("撤销选题", "topic dropped"),
    "topic-move": Bilingual("改排选题", "topic planned for an issue"),
    "topic-guest": Bilingual("聘请特约编辑", "guest editor appointed"),
    "topic-dismiss": Bilingual("解聘特约编辑", "guest editor dismissed"),
    "topic-join": Bilingual("归入选题", "counted to a topic"),
    "topic-leave": Bilingual("移出选题", "taken out of a topic"),
    "commission": Bilingual("约稿", "paper commissioned"),
    "commission-answer": Bilingual("登记约稿答复", "commission answered"),
    "commission-postpone": Bilingual("改定交稿日", "commission postponed"),
    "commission-cancel": Bilingual("取消约稿", "commission cancelled"),
    "commission-received": Bilingual("约稿来稿", "commissioned paper received"),
    "fee": Bilingual("登记费用", "fee entered"),
    "fee-paid": Bilingual("登记付款", "fee paid"),
    "fee-unpaid": Bilingual("撤回付款登记", "payment taken back"),
    "fee-drop": Bilingual("撤销费用", "fee taken out"),
    "bank": Bilingual("登记银行信息", "bank data entered"),
    "sample": Bilingual("登记样刊", "copies listed"),
    "sample-change": Bilingual("更改样刊册数", "number of copies changed"),
    "sample-sent": Bilingual("样刊寄出", "copies sent"),
    "reprint": Bilingual("登记转载", "reprint noted"),
}


def kind(name: str) -> Bilingual:
    """What an event is called."""
    from journal.office.workflow import ACTIONS, Action

    if name in set(Action):
        return ACTIONS[Action(name)]
    return KINDS.get(name, Bilingual(name, name))


def person(data: Mapping[str, Any]) -> str:
    """The id of the person whom an event concerns; empty if it is nobody."""
    return str(next((data[key] for key in ("person", "handling", "author") if data.get(key)), ""))


def numbered(data: Mapping[str, Any]) -> str:
    """The number by which the next command names the thing that was made or changed: #3."""
    numbers = ("commission", "topic", "fee", "sample", "again", "review")
    return next((f"#{data[name]}" for name in numbers if name in data), "")


def concerned(books: Books, events: Iterable[Event]) -> dict[int, str]:
    """The id of the person whom each event concerns, by its number: also of the referee whom it names by a review's number."""
    found = list(events)
    reviews = {one.data["review"] for one in found if "review" in one.data}
    referees = (
        {row["id"]: row["person"] for row in books.some("review", ("id", "person"), id=reviews)} if reviews else {}
    )
    return {one.number: person(one.data) or referees.get(one.data.get("review"), "") for one in found}


def columns(about: Journal) -> Mapping[str, Bilingual]:
    """What the journal's columns are called."""
    return {one.id: Bilingual(*(one.titles.best(tongue) or one.id for tongue in ("zh", "en"))) for one in about.columns}


def detail(data: Mapping[str, Any], columns: Mapping[str, Bilingual]) -> Bilingual | None:
    """What an event's data say it concerned beside a person: an item, a gate, a tag, an issue; None if nothing."""
    found = list(_details(data, columns))
    return Bilingual(" · ".join(one.zh for one in found), " · ".join(one.en for one in found)) if found else None


def _details(data: Mapping[str, Any], columns: Mapping[str, Bilingual]) -> Iterator[Bilingual]:
    from journal.lint.rule import called
    from journal.office.fees import money
    from journal.office.policy import FIGURES
    from journal.office.production import FRONT
    from journal.office.workflow import CHECKLIST, GATES

    for key, names in (("item", CHECKLIST), ("gate", GATES), ("purpose", PURPOSES)):
        if name := data.get(key):
            yield names.get(name, _same(name))
    if data.get("gate") and not data.get("needed"):
        yield NOT_NEEDED
    for part in data.get("parts", ()):
        yield FRONT.get(part, _same(part))
    yield from map(_same, data.get("languages", ()))
    for key in ("tag", "article", "issue", "column", "system", "language"):
        if isinstance(text := data.get(key), str) and text:
            yield {"column": columns.get(text, _same(text)), "language": called(text)}.get(key, _same(text))
    for key, said in FIGURES.items():
        if isinstance(value := data.get(key), (int, float)):
            yield Bilingual(f"{said.zh} {value:g}%", f"{said.en} {value:g} %")
    if isinstance(made := data.get("corrections"), list) and made:
        listed = ", ".join(map(str, made))
        yield Bilingual(f"第 {listed} 条", f"no. {listed}")
    if isinstance(data.get("accepted"), bool):
        yield Bilingual("采纳", "accepted") if data["accepted"] else Bilingual("不采纳", "refused")
    if "cents" in data:
        yield _same(f"{money(data['cents'])} {data['currency']}")
    if "entries" in data:
        yield _same(f"× {data['entries']}")


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)


__all__ = ["KINDS", "columns", "concerned", "detail", "kind", "numbered", "person"]
