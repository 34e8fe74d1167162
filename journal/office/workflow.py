"""The process as one table that can be read aloud: in this state, this role may do that, if the guard holds, and then.

Deciding is pure: `choices` and `step` look at frozen `Facts` and change nothing. Sources: the Chinese rule of three readings
(三审制) and three proofs with a read-through (三校一读), and the forward and backward moves of the platforms in use.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from journal.errors import Bilingual, JournalError

# ---------------------------------------------------------------- names


class State(enum.StrEnum):
    """Where a manuscript is."""

    INCOMPLETE = "incomplete"
    SUBMITTED = "submitted"
    FIRST_READING = "first-reading"
    IN_REVIEW = "in-review"
    SECOND_READING = "second-reading"
    FINAL_READING = "final-reading"
    MINOR_REVISION = "minor-revision"
    MAJOR_REVISION = "major-revision"
    REVISED = "revised"
    ACCEPTED = "accepted"
    EDITING = "editing"
    TRANSLATING = "translating"
    TRANSLATION_CHECK = "translation-check"
    READY = "ready"
    FIRST_PROOF = "first-proof"
    SECOND_PROOF = "second-proof"
    THIRD_PROOF = "third-proof"
    CLEAN_PROOF = "clean-proof"
    SIGNED = "signed"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RETRACTED = "retracted"


STATES: Mapping[State, Bilingual] = {
    State.INCOMPLETE: Bilingual("待补正", "incomplete"),
    State.SUBMITTED: Bilingual("已收稿", "submitted"),
    State.FIRST_READING: Bilingual("初审", "first reading"),
    State.IN_REVIEW: Bilingual("外审", "external review"),
    State.SECOND_READING: Bilingual("复审", "second reading"),
    State.FINAL_READING: Bilingual("终审", "final reading"),
    State.MINOR_REVISION: Bilingual("小修", "minor revision"),
    State.MAJOR_REVISION: Bilingual("大修", "major revision"),
    State.REVISED: Bilingual("已修回", "revised"),
    State.ACCEPTED: Bilingual("已录用", "accepted"),
    State.EDITING: Bilingual("编辑加工", "copy-editing"),
    State.TRANSLATING: Bilingual("翻译", "translation"),
    State.TRANSLATION_CHECK: Bilingual("译文审校", "check of the translation"),
    State.READY: Bilingual("待发排（齐、清、定）", "ready for typesetting"),
    State.FIRST_PROOF: Bilingual("一校", "first proof"),
    State.SECOND_PROOF: Bilingual("二校", "second proof"),
    State.THIRD_PROOF: Bilingual("三校", "third proof"),
    State.CLEAN_PROOF: Bilingual("核红与通读清样", "clean proof and read-through"),
    State.SIGNED: Bilingual("已付印", "signed for press"),
    State.PUBLISHED: Bilingual("已出版", "published"),
    State.DECLINED: Bilingual("退稿", "declined"),
    State.WITHDRAWN: Bilingual("已撤回", "withdrawn"),
    State.RETRACTED: Bilingual("已撤销", "retracted"),
}
FINAL = frozenset({State.WITHDRAWN, State.RETRACTED})  # nothing follows; a declined paper can be taken up again
CLOSED = FINAL | {State.DECLINED, State.PUBLISHED}  # nobody is waited for


class Role(enum.StrEnum):
    """What somebody is in the office, or to a manuscript."""

    AUTHOR = "author"
    HANDLING_EDITOR = "handling-editor"
    SECTION_EDITOR = "section-editor"
    GUEST_EDITOR = "guest-editor"
    MANAGING_EDITOR = "managing-editor"
    DEPUTY_EDITOR = "deputy-editor"
    EDITOR_IN_CHIEF = "editor-in-chief"
    REVIEWER = "reviewer"
    TRANSLATOR = "translator"
    PROOFREADER = "proofreader"
    TYPESETTER = "typesetter"


ROLES: Mapping[Role, Bilingual] = {
    Role.AUTHOR: Bilingual("作者", "author"),
    Role.HANDLING_EDITOR: Bilingual("责任编辑", "handling editor"),
    Role.SECTION_EDITOR: Bilingual("栏目编辑", "section editor"),
    Role.GUEST_EDITOR: Bilingual("特约编辑", "guest editor"),
    Role.MANAGING_EDITOR: Bilingual("编辑部主任", "managing editor"),
    Role.DEPUTY_EDITOR: Bilingual("副主编", "deputy editor"),
    Role.EDITOR_IN_CHIEF: Bilingual("主编", "editor-in-chief"),
    Role.REVIEWER: Bilingual("审稿专家", "reviewer"),
    Role.TRANSLATOR: Bilingual("译者", "translator"),
    Role.PROOFREADER: Bilingual("校对", "proofreader"),
    Role.TYPESETTER: Bilingual("排版", "typesetter"),
}


class Action(enum.StrEnum):
    """What can be done to a manuscript, as `journal manuscript decide` takes it."""

    ASK_COMPLETION = "ask-completion"
    COMPLETE = "complete"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    PASS_FIRST = "pass-first-reading"
    SEND_OUT = "send-out"
    SKIP_REVIEW = "skip-review"
    NEW_ROUND = "new-round"
    CANCEL_ROUND = "cancel-round"
    TO_SECOND = "to-second-reading"
    BACK_TO_FIRST = "back-to-first-reading"
    BACK_TO_REVIEW = "back-to-review"
    PASS_SECOND = "pass-second-reading"
    BACK_TO_SECOND = "back-to-second-reading"
    DECLINE_FIRST = "desk-decline"
    DECLINE = "decline"
    REVERT_DECLINE = "revert-decline"
    ACCEPT = "accept"
    REVERT_ACCEPT = "revert-acceptance"
    STOP_EDITING = "stop-editing"
    ASK_MINOR = "minor-revision"
    ASK_MAJOR = "major-revision"
    CANCEL_REVISION = "cancel-revision"
    REVISE = "revise"
    REVIEW_AGAIN = "review-again"
    TRANSFER = "transfer"
    RECOMMEND = "recommend"
    EDIT = "edit"
    TRANSLATE = "translate"
    TRANSLATED = "translated"
    BACK_TO_TRANSLATION = "back-to-translation"
    TRANSLATION_PASSED = "translation-passed"
    EDITED = "edited"
    BACK_TO_EDITING = "back-to-editing"
    RELEASE = "release"
    PROOF_DONE = "proof-done"
    BACK_TO_PROOF = "back-to-proof"
    SIGN_FOR_PRESS = "sign-for-press"
    UNSIGN = "unsign"
    PUBLISH_ONLINE = "publish-online"
    PLACE = "place"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    RETRACT = "retract"


ACTIONS: Mapping[Action, Bilingual] = {
    Action.ASK_COMPLETION: Bilingual("退补材料", "ask for what is missing"),
    Action.COMPLETE: Bilingual("补齐材料", "complete the submission"),
    Action.ASSIGN: Bilingual("分稿给责任编辑", "assign to a handling editor"),
    Action.UNASSIGN: Bilingual("收回分稿", "take back the assignment"),
    Action.PASS_FIRST: Bilingual("初审通过并签字", "pass the first reading, signed"),
    Action.SEND_OUT: Bilingual("送外审", "send out for review"),
    Action.SKIP_REVIEW: Bilingual("不经外审，送复审", "go to the second reading without review"),
    Action.NEW_ROUND: Bilingual("开新一轮外审", "open another round of review"),
    Action.CANCEL_ROUND: Bilingual("取消本轮外审", "cancel this round of review"),
    Action.TO_SECOND: Bilingual("外审结束，送复审", "close the review, go to the second reading"),
    Action.BACK_TO_FIRST: Bilingual("退回初审", "back to the first reading"),
    Action.BACK_TO_REVIEW: Bilingual("退回外审", "back to review"),
    Action.PASS_SECOND: Bilingual("复审通过并签字", "pass the second reading, signed"),
    Action.BACK_TO_SECOND: Bilingual("退回复审", "back to the second reading"),
    Action.DECLINE_FIRST: Bilingual("提出退稿（初审签字）", "propose to decline, signed by the first reader"),
    Action.DECLINE: Bilingual("退稿并签字", "decline, signed"),
    Action.REVERT_DECLINE: Bilingual("撤销退稿", "take back the decline"),
    Action.ACCEPT: Bilingual("录用并签字（终审）", "accept, signed by the final reader"),
    Action.REVERT_ACCEPT: Bilingual("撤销录用", "take back the acceptance"),
    Action.STOP_EDITING: Bilingual("停止编辑加工", "stop copy-editing"),
    Action.ASK_MINOR: Bilingual("退修：小修", "ask for a minor revision"),
    Action.ASK_MAJOR: Bilingual("退修：大修", "ask for a major revision"),
    Action.CANCEL_REVISION: Bilingual("取消退修", "take back the request for revision"),
    Action.REVISE: Bilingual("提交修改稿与逐条答复", "hand in the revision with an answer to each point"),
    Action.REVIEW_AGAIN: Bilingual("修改稿再审", "send the revision out again"),
    Action.TRANSFER: Bilingual("转栏目", "transfer to another column"),
    Action.RECOMMEND: Bilingual("提出建议（不改变状态）", "recommend, which decides nothing"),
    Action.EDIT: Bilingual("开始编辑加工", "begin copy-editing"),
    Action.TRANSLATE: Bilingual("交付翻译", "hand over to translation"),
    Action.TRANSLATED: Bilingual("交译文", "hand in the translation"),
    Action.BACK_TO_TRANSLATION: Bilingual("退回翻译", "back to translation"),
    Action.TRANSLATION_PASSED: Bilingual("译文审校通过", "pass the check of the translation"),
    Action.EDITED: Bilingual("编辑加工完成", "finish copy-editing"),
    Action.BACK_TO_EDITING: Bilingual("退回编辑加工", "back to copy-editing"),
    Action.RELEASE: Bilingual("签发并发排", "release to typesetting, signed"),
    Action.PROOF_DONE: Bilingual("本校次完成", "finish this proof"),
    Action.BACK_TO_PROOF: Bilingual("退回上一校次", "back to the proof before"),
    Action.SIGN_FOR_PRESS: Bilingual("签字付印", "sign for press"),
    Action.UNSIGN: Bilingual("撤回付印签字", "take back the signature for press"),
    Action.PUBLISH_ONLINE: Bilingual("网络首发", "publish online first"),
    Action.PLACE: Bilingual("排入某期", "place in an issue"),
    Action.PUBLISH: Bilingual("随期出版", "publish in its issue"),
    Action.WITHDRAW: Bilingual("作者撤回", "withdraw, by the author"),
    Action.RETRACT: Bilingual("撤销论文", "retract"),
}


class Reading(enum.StrEnum):
    """One of the three readings; external review is never one of them."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"


READINGS: Mapping[Reading, Bilingual] = {
    Reading.FIRST: Bilingual("初审", "first reading"),
    Reading.SECOND: Bilingual("复审", "second reading"),
    Reading.FINAL: Bilingual("终审", "final reading"),
}

# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Signature:
    """A reading signed with an opinion: who, for whom if delegated, and whether the reader would have the paper used."""

    reading: Reading
    person: str
    on_behalf: str = ""
    favourable: bool = True

    @property
    def persons(self) -> frozenset[str]:
        """Who signed, and in whose name: both count as the reader."""
        return frozenset(filter(None, (self.person, self.on_behalf)))


@dataclass(frozen=True, slots=True)
class Round:
    """A round of review as it stands: how many reports are wanted, are in, and may still come."""

    number: int
    wanted: int
    reports: int = 0
    pending: int = 0
    referees: frozenset[str] = frozenset()
    disagree: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The journal's own rules, from `[policies]` of journal.toml."""

    referees: int = 2
    third_on_disagreement: bool = True
    review_required: frozenset[str] = frozenset()  # columns; empty: all
    translation_required: bool = False
    similarity_refuses: bool = False  # whether a report over the limits stands in the way, or is told alone
    similarity_required: frozenset[str] = frozenset()  # STAGES at which a report has to be there
    needed: Mapping[Action, frozenset[str]] = field(default_factory=dict)  # what of CHECKLIST and GATES it asks for
    readers: Mapping[Reading, frozenset[Role]] = field(default_factory=dict)  # who signs, where not all who may
    proofs: frozenset[str] = frozenset({"sent", "returned", "counted"})  # of PROOFING: what each proof has behind it


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision on one manuscript may look at."""

    state: State
    column: str = ""
    authors: frozenset[str] = frozenset()
    handling: str = ""
    signatures: tuple[Signature, ...] = ()  # of the present version's readings, the latest of each
    rounds: tuple[Round, ...] = ()
    anonymous_copy: bool = False
    responded: bool = False  # the revision came with an answer to each point
    missing: frozenset[str] = frozenset()  # of CHECKLIST
    translations: int = 0
    gates_open: frozenset[str] = frozenset()  # gates nobody has recorded: important topic, special check
    proof_errors_open: int = 0  # corrections and queries without an answer
    author_proof: bool = False
    proof_lacks: frozenset[str] = frozenset()  # of PROOFING: what the present proof has not had
    placed: str = ""
    online: bool = False
    before_decline: State | None = None
    policy: Policy = Policy()
    revised: bool = False  # the present text is not the first
    reported: frozenset[str] = frozenset()  # STAGES of the similarity reports on the present text
    copied: tuple[Bilingual, ...] = ()  # their figures over the limits that nobody let pass

    @property
    def round(self) -> Round | None:
        """The latest round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def wanted(self) -> int:
        """How many reports the latest round wants: one more where two referees disagree and the journal wants a third."""
        if self.round is None:
            return 0
        return self.round.wanted + (
            self.policy.third_on_disagreement and self.round.disagree and self.round.wanted == 2
        )

    @property
    def asks_for_review(self) -> bool:
        """Whether the journal wants referees' reports on papers of this column."""
        return not self.policy.review_required or self.column in self.policy.review_required

    def signed(self, reading: Reading) -> Signature | None:
        """The signature under a reading."""
        return next((one for one in reversed(self.signatures) if one.reading is reading), None)


STAGES: Mapping[str, Bilingual] = {  # when a text is checked for similarity
    "submission": Bilingual("投稿时", "at submission"),
    "revision": Bilingual("修回后", "after revision"),
    "press": Bilingual("付印前", "before press"),
}
CHECKLIST: Mapping[str, Bilingual] = {  # 齐、清、定: what must be there before a manuscript is released to typesetting
    "text": Bilingual("定稿正文", "the final text"),
    "figures": Bilingual("图表原件", "figures"),
    "english": Bilingual("英文题名、摘要、关键词", "English front matter"),
    "funding": Bilingual("基金证明", "proof of funding"),
    "copyright": Bilingual("全体作者签署的著作权授权书", "the copyright form signed by every author"),
    "readings": Bilingual("三审签字", "the three readings' signatures"),
    "quotations": Bilingual("引文核对", "the check of quotations and statutes"),
}
PROOFS = {State.FIRST_PROOF: 1, State.SECOND_PROOF: 2, State.THIRD_PROOF: 3, State.CLEAN_PROOF: 4}
PROOF_NAMES = (
    Bilingual("一校", "first proof"), Bilingual("二校", "second proof"), Bilingual("三校", "third proof"),
    Bilingual("清样", "clean proof"),
)  # fmt: skip
PROOFING: Mapping[str, Bilingual] = {  # what happens to each proof, and how it is said that it has not
    "sent": Bilingual("{proof}尚未寄出（journal proof send）", "the {proof} was not sent (journal proof send)"),
    "returned": Bilingual("{proof}尚未退回（journal proof return）", "the {proof} is not back (journal proof return)"),
    "counted": Bilingual(
        "{proof}的差错尚未登记（journal proof count）",
        "the errors of the {proof} are not counted (journal proof count)",
    ),
}
GATES: Mapping[str, Bilingual] = {
    "important-topic": Bilingual("重大选题备案", "filing of important topics"),
    "special-check": Bilingual("专项审读（地图等）", "special checks (maps and others)"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the person, whom they stand in for, and what they are to this manuscript."""

    person: str
    roles: frozenset[Role]
    on_behalf: str = ""
    conflicts: tuple[Bilingual, ...] = ()  # that nobody waived
    recommends_only: bool = False

    @property
    def persons(self) -> frozenset[str]:
        """Both: distinctness and conflicts are judged on either."""
        return frozenset(filter(None, (self.person, self.on_behalf)))


# ---------------------------------------------------------------- guards: None, or why not

Guard = Callable[[Facts, Actor], Bilingual | None]


def always(facts: Facts, actor: Actor) -> Bilingual | None:
    """Nothing more is asked."""
    return None


def has_editor(facts: Facts, actor: Actor) -> Bilingual | None:
    """Somebody handles it."""
    return None if facts.handling else Bilingual("还没有责任编辑", "it has no handling editor")


def _distinct(facts: Facts, actor: Actor, reading: Reading) -> Bilingual | None:
    for signature in facts.signatures:
        if signature.reading is not reading and signature.persons & actor.persons:
            return Bilingual(
                f"{READINGS[signature.reading].zh}已由同一人签字；三审须由三人分别完成",
                f"the same person signed the {READINGS[signature.reading].en}; the three readings need three people",
            )
    if any(actor.persons & round_.referees for round_ in facts.rounds):
        return Bilingual(
            "此人是外审专家；外审不计入三审", "this person is a referee, and review is none of the readings"
        )
    return None


def first_reader(facts: Facts, actor: Actor) -> Bilingual | None:
    """May sign the first reading: read nothing else of the three."""
    return _distinct(facts, actor, Reading.FIRST)


def _uncopied(facts: Facts, *stages: str) -> Bilingual | None:
    """The journal asks for a similarity report by now, or wants none over its limits to go on."""
    wanted = next((one for one in stages if one in facts.policy.similarity_required - facts.reported), None)
    if wanted:
        said = STAGES[wanted]
        return Bilingual(f"还没有{said.zh}的查重结果", f"there is no similarity report {said.en}")
    if facts.policy.similarity_refuses and facts.copied:
        return Bilingual(
            "查重超限：" + "、".join(one.zh for one in facts.copied),
            "over the limits of similarity: " + ", ".join(one.en for one in facts.copied),
        )
    return None


def may_pass_first(facts: Facts, actor: Actor) -> Bilingual | None:
    """May sign the first reading, once, and the text was checked for similarity as the journal wants it."""
    signature = facts.signed(Reading.FIRST)
    if signature and signature.favourable:
        return Bilingual("初审已签字", "the first reading is signed")
    return first_reader(facts, actor) or _uncopied(facts, "revision" if facts.revised else "submission")


def anonymous_copy(facts: Facts, actor: Actor) -> Bilingual | None:
    """The referees' copy shows no author."""
    if facts.anonymous_copy:
        return None
    return Bilingual(
        "还没有匿名稿（journal manuscript blind）", "there is no anonymous copy (journal manuscript blind)"
    )


def may_be_sent_out(facts: Facts, actor: Actor) -> Bilingual | None:
    """The first reading is signed and the referees' copy shows no author."""
    return _unsigned(facts, Reading.FIRST) or anonymous_copy(facts, actor)


def _unsigned(facts: Facts, *readings: Reading) -> Bilingual | None:
    """A reading that should be signed by now."""
    lacking = next((READINGS[one] for one in readings if facts.signed(one) is None), None)
    return lacking and Bilingual(f"{lacking.zh}尚未签字", f"the {lacking.en} is not signed")


def no_review_needed(facts: Facts, actor: Actor) -> Bilingual | None:
    """The first reading is signed, and the column does without review."""
    if lacking := _unsigned(facts, Reading.FIRST):
        return lacking
    if facts.asks_for_review:
        return Bilingual(f"栏目“{facts.column}”须经外审", f"the column “{facts.column}” asks for review")
    return None


def reports_in(facts: Facts, actor: Actor) -> Bilingual | None:
    """All wanted reports are in, a third where two disagree and the journal wants it."""
    round_ = facts.round
    if round_ is None:
        return Bilingual("还没有外审", "there is no round of review")
    wanted = facts.wanted
    if round_.reports < wanted:
        return Bilingual(
            f"还差{wanted - round_.reports}份审稿意见（已到{round_.reports}份，须{wanted}份）",
            f"needs {wanted - round_.reports} more referee's report(s); {round_.reports} of {wanted} in",
        )
    return None


def no_reports_yet(facts: Facts, actor: Actor) -> Bilingual | None:
    """A round can be cancelled while no report has come in."""
    if facts.round and facts.round.reports:
        return Bilingual("已有审稿意见，不能取消本轮", "reports are in: the round cannot be cancelled")
    return None


def second_reader(facts: Facts, actor: Actor) -> Bilingual | None:
    """The first reading is signed by somebody else."""
    return _unsigned(facts, Reading.FIRST) or _distinct(facts, actor, Reading.SECOND)


def may_pass_second(facts: Facts, actor: Actor) -> Bilingual | None:
    """The first reading is signed by somebody else, who would have the paper used, and it was reviewed if it has to be."""
    return second_reader(facts, actor) or _refused(facts, Reading.FIRST) or _unreviewed(facts)


def _refused(facts: Facts, *readings: Reading) -> Bilingual | None:
    """A reading whose opinion is to decline: whoever sees it otherwise sends the paper back, and does not pass over it."""
    for reading in readings:
        signature = facts.signed(reading)
        if signature and not signature.favourable:
            said = READINGS[reading]
            return Bilingual(
                f"{said.zh}意见为退稿；不同意的，请退回{said.zh}或送外审",
                f"the {said.en} proposed to decline; whoever disagrees sends it back to that reading or to referees",
            )
    return None


def _unreviewed(facts: Facts) -> Bilingual | None:
    """No referee has reported on a paper of a column that asks for it."""
    if not facts.asks_for_review or any(one.reports for one in facts.rounds):
        return None
    return Bilingual(
        f"栏目“{facts.column}”须经外审，还没有审稿意见",
        f"the column “{facts.column}” asks for review, and no report is in",
    )


def final_reader(facts: Facts, actor: Actor) -> Bilingual | None:
    """Two others have signed before."""
    return _unsigned(facts, Reading.FIRST, Reading.SECOND) or _distinct(facts, actor, Reading.FINAL)


def may_accept(facts: Facts, actor: Actor) -> Bilingual | None:
    """Two others have signed before, for it; it was reviewed if it has to be, and is not too much like another text."""
    return (
        final_reader(facts, actor)
        or _refused(facts, Reading.FIRST, Reading.SECOND)
        or _unreviewed(facts)
        or _uncopied(facts)
    )


def answered(facts: Facts, actor: Actor) -> Bilingual | None:
    """The revision answers each point."""
    return (
        None
        if facts.responded
        else Bilingual("还没有修改稿与逐条答复", "there is no revised text with an answer to each point")
    )


def translation_in(facts: Facts, actor: Actor) -> Bilingual | None:
    """A translation was handed in."""
    return None if facts.translations else Bilingual("还没有译文", "there is no translation")


def edited(facts: Facts, actor: Actor) -> Bilingual | None:
    """The quotations are ticked, and a translation is there if the journal wants one."""
    if facts.policy.translation_required and not facts.translations:
        return Bilingual("本刊要求译文，译文未到", "the journal asks for a translation, which is not in")
    if "quotations" in facts.missing:
        return Bilingual("引文核对未完成", "the check of quotations is not done")
    return None


def incomplete(facts: Facts, needed: frozenset[str] = frozenset({*CHECKLIST, *GATES})) -> Bilingual | None:
    """What of 齐、清、定, or of the gates, is needed and not there."""
    if facts.missing & needed:
        names = [CHECKLIST[name] for name in CHECKLIST if name in facts.missing & needed]
        return Bilingual(
            "齐、清、定未备：" + "、".join(one.zh for one in names),
            "not complete: " + ", ".join(one.en for one in names),
        )
    if facts.gates_open & needed:
        names = [GATES[name] for name in GATES if name in facts.gates_open & needed]
        return Bilingual(
            "尚未记录：" + "、".join(one.zh for one in names), "not recorded: " + ", ".join(one.en for one in names)
        )
    return None


def complete(facts: Facts, actor: Actor) -> Bilingual | None:
    """齐、清、定: all is there, clean and final; and whoever releases gave the final reading or stands in for them."""
    if lacking := incomplete(facts):
        return lacking
    final = facts.signed(Reading.FINAL)
    if final is None or not final.persons & actor.persons:
        return Bilingual("签发者应为终审者", "it is released by whoever gave the final reading")
    return None


def proof_settled(facts: Facts, actor: Actor) -> Bilingual | None:
    """The present proof went out and came back, every correction and query has an answer, the errors are counted."""
    if lacking := _unproofed(facts, "sent", "returned"):
        return lacking
    if facts.proof_errors_open:
        return Bilingual(f"尚有{facts.proof_errors_open}处未处理", f"{facts.proof_errors_open} corrections are open")
    return _unproofed(facts, "counted")


def _unproofed(facts: Facts, *steps: str) -> Bilingual | None:
    """What the journal asks of each proof and the present one has not had."""
    lacking = next((one for one in steps if one in facts.proof_lacks & facts.policy.proofs), None)
    return PROOFING[lacking].format(proof=PROOF_NAMES[PROOFS[facts.state] - 1]) if lacking else None


def may_be_printed(facts: Facts, actor: Actor) -> Bilingual | None:
    """Every correction has its answer, and the text was checked for similarity as the journal wants it."""
    return proof_settled(facts, actor) or _uncopied(facts, "press")


def first_proof_settled(facts: Facts, actor: Actor) -> Bilingual | None:
    """The author has answered the first proof, and all is dealt with."""
    if lacking := _unproofed(facts, "sent"):
        return lacking
    if not facts.author_proof:
        return Bilingual("作者校样未回", "the author's proof is not back")
    return proof_settled(facts, actor)


def placed(facts: Facts, actor: Actor) -> Bilingual | None:
    """It stands in an issue."""
    return None if facts.placed else Bilingual("尚未排入某期", "it is in no issue yet")


def not_online(facts: Facts, actor: Actor) -> Bilingual | None:
    """It was not published online first before."""
    return Bilingual("已网络首发", "it is online already") if facts.online else None


def may_go_online(facts: Facts, actor: Actor) -> Bilingual | None:
    """It is not online yet, and what its release asked for still holds: readings, consents, gates."""
    return not_online(facts, actor) or incomplete(facts)


# ---------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Row:
    """In `state`, one of `roles` may do `action` if `guard` holds; then it is in `next` (None: where it was)."""

    state: State
    roles: frozenset[Role]
    action: Action
    guard: Guard
    next: State | None

    def follows(self, facts: Facts) -> State:
        """The state after the action."""
        if self.action is Action.REVERT_DECLINE:
            return facts.before_decline or State.FIRST_READING
        return self.next or self.state


_S, _A, _R = State, Action, Role
HANDLING = frozenset({_R.HANDLING_EDITOR, _R.GUEST_EDITOR})
DESK = frozenset({_R.MANAGING_EDITOR, _R.EDITOR_IN_CHIEF})  # who runs the office
SECOND = frozenset({_R.SECTION_EDITOR, _R.DEPUTY_EDITOR, _R.MANAGING_EDITOR})
CHIEF = frozenset({_R.EDITOR_IN_CHIEF, _R.DEPUTY_EDITOR})
AUTHOR = frozenset({_R.AUTHOR})
TRANSLATOR = frozenset({_R.TRANSLATOR})
PROOF = frozenset({_R.PROOFREADER, _R.HANDLING_EDITOR})
EDITORS = HANDLING | SECOND | CHIEF

BEFORE_ACCEPTANCE = (
    _S.INCOMPLETE, _S.SUBMITTED, _S.FIRST_READING, _S.IN_REVIEW, _S.SECOND_READING, _S.FINAL_READING,
    _S.MINOR_REVISION, _S.MAJOR_REVISION, _S.REVISED,
)  # fmt: skip
IN_PRODUCTION = (
    _S.ACCEPTED, _S.EDITING, _S.TRANSLATING, _S.TRANSLATION_CHECK, _S.READY, _S.FIRST_PROOF, _S.SECOND_PROOF,
    _S.THIRD_PROOF, _S.CLEAN_PROOF, _S.SIGNED,
)  # fmt: skip

TABLE: tuple[Row, ...] = (
    # receipt
    Row(_S.SUBMITTED, DESK, _A.ASK_COMPLETION, always, _S.INCOMPLETE),
    Row(_S.INCOMPLETE, AUTHOR | DESK, _A.COMPLETE, always, _S.SUBMITTED),
    Row(_S.SUBMITTED, DESK, _A.ASSIGN, always, _S.FIRST_READING),
    # first reading
    Row(_S.FIRST_READING, DESK, _A.UNASSIGN, always, _S.SUBMITTED),
    Row(_S.FIRST_READING, DESK, _A.ASSIGN, always, None),
    Row(_S.FIRST_READING, HANDLING, _A.PASS_FIRST, may_pass_first, None),
    Row(_S.FIRST_READING, HANDLING, _A.SEND_OUT, may_be_sent_out, _S.IN_REVIEW),
    Row(_S.FIRST_READING, HANDLING, _A.SKIP_REVIEW, no_review_needed, _S.SECOND_READING),
    Row(_S.FIRST_READING, HANDLING, _A.DECLINE_FIRST, first_reader, _S.SECOND_READING),
    # external review
    Row(_S.IN_REVIEW, HANDLING | DESK, _A.CANCEL_ROUND, no_reports_yet, _S.FIRST_READING),
    Row(_S.IN_REVIEW, HANDLING | DESK, _A.NEW_ROUND, reports_in, None),
    Row(_S.IN_REVIEW, HANDLING, _A.TO_SECOND, reports_in, _S.SECOND_READING),
    # second reading
    Row(_S.SECOND_READING, SECOND, _A.BACK_TO_FIRST, always, _S.FIRST_READING),
    Row(_S.SECOND_READING, SECOND, _A.BACK_TO_REVIEW, may_be_sent_out, _S.IN_REVIEW),
    Row(_S.SECOND_READING, SECOND, _A.PASS_SECOND, may_pass_second, _S.FINAL_READING),
    Row(_S.SECOND_READING, SECOND, _A.DECLINE, second_reader, _S.DECLINED),
    Row(_S.SECOND_READING, SECOND, _A.ASK_MINOR, second_reader, _S.MINOR_REVISION),
    Row(_S.SECOND_READING, SECOND, _A.ASK_MAJOR, second_reader, _S.MAJOR_REVISION),
    # final reading
    Row(_S.FINAL_READING, CHIEF, _A.BACK_TO_SECOND, always, _S.SECOND_READING),
    Row(_S.FINAL_READING, CHIEF, _A.ACCEPT, may_accept, _S.ACCEPTED),
    Row(_S.FINAL_READING, CHIEF, _A.DECLINE, final_reader, _S.DECLINED),
    Row(_S.FINAL_READING, CHIEF, _A.ASK_MINOR, final_reader, _S.MINOR_REVISION),
    Row(_S.FINAL_READING, CHIEF, _A.ASK_MAJOR, final_reader, _S.MAJOR_REVISION),
    # revision
    Row(_S.MINOR_REVISION, AUTHOR | HANDLING, _A.REVISE, answered, _S.REVISED),
    Row(_S.MAJOR_REVISION, AUTHOR | HANDLING, _A.REVISE, answered, _S.REVISED),
    Row(_S.MINOR_REVISION, HANDLING | DESK, _A.CANCEL_REVISION, always, _S.SECOND_READING),
    Row(_S.MAJOR_REVISION, HANDLING | DESK, _A.CANCEL_REVISION, always, _S.SECOND_READING),
    Row(_S.REVISED, HANDLING, _A.PASS_FIRST, may_pass_first, _S.SECOND_READING),
    Row(_S.REVISED, HANDLING, _A.REVIEW_AGAIN, anonymous_copy, _S.IN_REVIEW),
    Row(_S.REVISED, HANDLING, _A.DECLINE_FIRST, first_reader, _S.SECOND_READING),
    # after a decline
    Row(_S.DECLINED, CHIEF | DESK, _A.REVERT_DECLINE, always, None),
    # copy-editing and translation
    Row(_S.ACCEPTED, CHIEF, _A.REVERT_ACCEPT, always, _S.FINAL_READING),
    Row(_S.ACCEPTED, HANDLING, _A.EDIT, always, _S.EDITING),
    Row(_S.EDITING, HANDLING, _A.TRANSLATE, always, _S.TRANSLATING),
    Row(_S.EDITING, HANDLING | DESK, _A.STOP_EDITING, always, _S.ACCEPTED),
    Row(_S.TRANSLATING, TRANSLATOR | HANDLING, _A.TRANSLATED, translation_in, _S.TRANSLATION_CHECK),
    Row(_S.TRANSLATING, HANDLING, _A.BACK_TO_EDITING, always, _S.EDITING),
    Row(_S.TRANSLATION_CHECK, HANDLING | SECOND, _A.TRANSLATION_PASSED, translation_in, _S.EDITING),
    Row(_S.TRANSLATION_CHECK, HANDLING | SECOND, _A.BACK_TO_TRANSLATION, always, _S.TRANSLATING),
    Row(_S.EDITING, HANDLING, _A.EDITED, edited, _S.READY),
    # release and proofs
    Row(_S.READY, HANDLING | CHIEF, _A.BACK_TO_EDITING, always, _S.EDITING),
    Row(_S.READY, CHIEF, _A.RELEASE, complete, _S.FIRST_PROOF),
    Row(_S.FIRST_PROOF, PROOF, _A.PROOF_DONE, first_proof_settled, _S.SECOND_PROOF),
    Row(_S.FIRST_PROOF, HANDLING | CHIEF, _A.BACK_TO_EDITING, always, _S.EDITING),
    Row(_S.SECOND_PROOF, PROOF, _A.PROOF_DONE, proof_settled, _S.THIRD_PROOF),
    Row(_S.SECOND_PROOF, PROOF, _A.BACK_TO_PROOF, always, _S.FIRST_PROOF),
    Row(_S.THIRD_PROOF, PROOF, _A.PROOF_DONE, proof_settled, _S.CLEAN_PROOF),
    Row(_S.THIRD_PROOF, PROOF, _A.BACK_TO_PROOF, always, _S.SECOND_PROOF),
    Row(_S.CLEAN_PROOF, PROOF, _A.BACK_TO_PROOF, always, _S.THIRD_PROOF),
    Row(_S.CLEAN_PROOF, CHIEF, _A.SIGN_FOR_PRESS, may_be_printed, _S.SIGNED),
    Row(_S.SIGNED, CHIEF, _A.UNSIGN, not_online, _S.CLEAN_PROOF),
    Row(_S.SIGNED, DESK, _A.PUBLISH_ONLINE, may_go_online, None),
    Row(_S.SIGNED, DESK, _A.PUBLISH, placed, _S.PUBLISHED),
    Row(_S.PUBLISHED, CHIEF, _A.RETRACT, always, _S.RETRACTED),
    # in many states
    *(Row(state, EDITORS, _A.RECOMMEND, always, None) for state in BEFORE_ACCEPTANCE),
    *(Row(state, HANDLING | SECOND | DESK, _A.TRANSFER, always, None) for state in BEFORE_ACCEPTANCE),
    *(Row(state, DESK | HANDLING, _A.PLACE, always, None) for state in IN_PRODUCTION),
    *(Row(state, AUTHOR | DESK, _A.WITHDRAW, not_online, _S.WITHDRAWN) for state in BEFORE_ACCEPTANCE + IN_PRODUCTION),
)  # fmt: skip

SIGNS: Mapping[Action, Reading | None] = {  # which reading an action signs; None: the reading of the state it is in
    _A.PASS_FIRST: Reading.FIRST,
    _A.DECLINE_FIRST: Reading.FIRST,
    _A.PASS_SECOND: Reading.SECOND,
    _A.ACCEPT: Reading.FINAL,
    _A.DECLINE: None,
    _A.ASK_MINOR: None,
    _A.ASK_MAJOR: None,
}
ONLY_DECIDING = frozenset(SIGNS) | {_A.RELEASE, _A.SIGN_FOR_PRESS, _A.REVERT_DECLINE}  # not for who may only recommend


def reading_of(action: Action, state: State) -> Reading | None:
    """The reading that doing `action` in `state` signs; None if it signs none."""
    if action not in SIGNS:
        return None
    return SIGNS[action] or (Reading.SECOND if state is State.SECOND_READING else Reading.FINAL)


# ---------------------------------------------------------------- deciding


@dataclass(frozen=True, slots=True)
class Choice:
    """An action in a state: who may do it, and why not now (None: it can be done)."""

    action: Action
    roles: frozenset[Role]
    next: State
    hindrance: Bilingual | None = None


@dataclass(eq=False)
class NotAllowed(JournalError):
    """An action that this person may not do, or not now."""

    action: Bilingual
    state: Bilingual
    reason: Bilingual
    choices: Bilingual
    zh: ClassVar[str] = "稿件处于“{state}”，现在不能“{action}”：{reason}。"
    en: ClassVar[str] = "The manuscript is in “{state}”: “{action}” is not possible now, {reason}."
    fix_zh: ClassVar[str] = "现在可以：{choices}。"
    fix_en: ClassVar[str] = "Possible now: {choices}."


_NOT_HERE = Bilingual("这一步不属于当前状态", "this step does not belong to the present state")


def choices(facts: Facts, actor: Actor) -> Iterator[Choice]:
    """Every action of this state: those the actor may do, and why the others not."""
    for row in TABLE:
        if row.state is facts.state:
            yield Choice(row.action, row.roles, row.follows(facts), hindrance(row, facts, actor))


def hindrance(row: Row, facts: Facts, actor: Actor) -> Bilingual | None:
    """Why the actor may not do this now; None if they may."""
    by_authors = row.roles == AUTHOR or row.action in (Action.WITHDRAW, Action.COMPLETE, Action.REVISE)
    if not by_authors and actor.persons & facts.authors:
        return Bilingual("作者不能处理自己的稿件", "nobody acts on their own paper")
    if not row.roles & actor.roles:
        return Bilingual(
            "须由" + "或".join(ROLES[role].zh for role in Role if role in row.roles) + "办理",
            "it takes the " + " or ".join(ROLES[role].en for role in Role if role in row.roles),
        )
    if actor.conflicts and not by_authors:
        return Bilingual(
            "存在利益冲突（" + "；".join(one.zh for one in actor.conflicts) + "）",
            "there is a conflict of interest (" + "; ".join(one.en for one in actor.conflicts) + ")",
        )
    if actor.recommends_only and row.action in ONLY_DECIDING:
        return Bilingual("此人只可提出建议（recommend）", "this person may only recommend")
    return (
        _other_reader(row, facts, actor)
        or row.guard(facts, actor)
        or incomplete(facts, facts.policy.needed.get(row.action, frozenset()))
    )


def obstacle(facts: Facts, action: Action) -> Bilingual | None:
    """Why this cannot be done now, whoever would do it; None if it can. What hangs on the person is not looked at."""
    nobody = Actor("", frozenset())
    wanting = incomplete(facts, facts.policy.needed.get(action, frozenset()))
    guards = [row.guard(facts, nobody) or wanting for row in TABLE if row.state is facts.state and row.action is action]
    return next((one for one in guards if one is None), guards[0]) if guards else _NOT_HERE


def _other_reader(row: Row, facts: Facts, actor: Actor) -> Bilingual | None:
    """The journal has this reading signed by fewer than the table lets."""
    reading = reading_of(row.action, row.state)
    readers = facts.policy.readers.get(reading, frozenset()) if reading else frozenset()
    if not reading or not readers or readers & actor.roles:
        return None
    return Bilingual(
        f"本刊的{READINGS[reading].zh}由" + "或".join(ROLES[role].zh for role in Role if role in readers) + "签字",
        f"this journal has its {READINGS[reading].en} signed by the "
        + " or ".join(ROLES[role].en for role in Role if role in readers),
    )


def step(facts: Facts, actor: Actor, action: Action) -> State:
    """The state after the action; NotAllowed if the actor may not do it now."""
    open_, reason = [], None
    for choice in choices(facts, actor):
        if choice.action is action and choice.hindrance is None:
            return choice.next
        if choice.action is action:
            reason = reason or choice.hindrance
        elif choice.hindrance is None:
            open_.append(ACTIONS[choice.action].zh + f"（{choice.action}）")
    raise NotAllowed(
        ACTIONS[action],
        STATES[facts.state],
        reason or _NOT_HERE,
        _listed(facts, actor),
    )


def _listed(facts: Facts, actor: Actor) -> Bilingual:
    open_ = list(dict.fromkeys(one.action for one in choices(facts, actor) if one.hindrance is None))
    if not open_:
        return Bilingual("无", "nothing")
    return Bilingual(
        "、".join(f"{ACTIONS[one].zh}（{one}）" for one in open_),
        ", ".join(f"{ACTIONS[one].en} ({one})" for one in open_),
    )
