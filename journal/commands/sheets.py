"""The office's forms as PDF: 三审单 and 校对单 of a manuscript; 发稿单, 付印单, 稿酬单 and 样刊寄送单 of an issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.errors import Bilingual
from journal.html.sheet import STYLE, Sheet, Signed, sheet_page

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.ids import Language
    from journal.office.fees import Fee, Vault

READINGS, PROOFS = "readings", "proofs"  # of a manuscript
RELEASE, PRESS, FEES, SAMPLES = "release", "press", "fees", "samples"  # of an issue
TITLES: Mapping[str, Bilingual] = {
    READINGS: Bilingual("三审单", "Sheet of the three readings"),
    PROOFS: Bilingual("校对单", "Sheet of the proofs"),
    RELEASE: Bilingual("发稿单", "Release to typesetting"),
    PRESS: Bilingual("付印单", "Signature for press"),
    FEES: Bilingual("稿酬、审稿费发放单", "Fees to be paid"),
    SAMPLES: Bilingual("样刊寄送、缴送单", "Copies to be sent"),
}
NUMBER, TITLE = Bilingual("稿件编号", "Manuscript"), Bilingual("题名", "Title")
AUTHORS, EDITOR = Bilingual("作者", "Authors"), Bilingual("责任编辑", "Handling editor")
COLUMN, RECEIVED = Bilingual("栏目", "Column"), Bilingual("收稿日期", "Received")
SIMILARITY = Bilingual("查重", "Similarity")
ACTED_FOR = Bilingual("{name}（{by}代）", "{name} (by {by})")
TONGUES = {"zh": Bilingual("中文", "Chinese"), "en": Bilingual("英文", "English")}
OVERDUE = Bilingual("逾期未还", "overdue")
IN_LANGUAGE = Bilingual("{proof}（{language}）", "{proof} ({language})")
AUTHOR_SIGNED = Bilingual("作者：{proof}", "Author: {proof}")
PAGES_SIGNED = Bilingual(
    "同意照此校样及已采纳的校改付印（校样 sha256 {sha256}…）。{note}",
    "These pages, with what was accepted, may be printed (sha256 {sha256}…). {note}",
)
FOR_PRESS = Bilingual("主编（付印签字）", "Editor-in-chief, for press")
OVER = Bilingual("{rate:.2f}（超标）", "{rate:.2f} (too many)")
NOT_COUNTED = Bilingual("未计", "not counted")


def write(asked: Asked, sheet: Sheet, language: Language, target: Path) -> Path:
    """The form as a PDF at `target`, written whole."""
    from journal import folder
    from journal.commands.papers import Printer

    printer = Printer(asked)
    page = sheet_page(folder.journal(asked.home), printer.house, sheet, language)
    folder.write_bytes(target, printer.printed(page, STYLE, sheet.title, str(language)))
    return target


def _day(at: str, language: str) -> str:
    """A day that no column of a table breaks in two."""
    from journal.office import said

    return said.day(at, language).replace(" ", "\u00a0")


# ---------------------------------------------------------------- of a manuscript


def of_manuscript(bureau: Bureau, row: Mapping[str, Any], kind: str, language: Language) -> Sheet:
    """三审单: reports and signed readings; 校对单: proofs with their errors. Referees are named by number."""
    from journal.office import said

    authors = bureau.books.all("authorship", manuscript=row["id"], order="position")
    people = {
        one["id"]: one for one in bureau.books.all("person", id={*(one["person"] for one in authors), row["handling"]})
    }
    facts = [
        (NUMBER.say(language), row["id"]),
        (TITLE.say(language), said.text(row["titles"], language)),
        (AUTHORS.say(language), said.names((people[one["person"]] for one in authors), language)),
        (COLUMN.say(language), _column(bureau, row["column"], language)),
        (RECEIVED.say(language), _day(row["submitted"], language)),
    ]
    if row["handling"]:
        facts.append((EDITOR.say(language), said.name(people[row["handling"]], language)))
    title = TITLES[kind].say(language)
    return (
        _readings(bureau, row, title, facts, language)
        if kind == READINGS
        else _proofs(bureau, row, title, facts, language)
    )


def _readings(
    bureau: Bureau, row: Mapping[str, Any], title: str, facts: list[tuple[str, str]], language: Language
) -> Sheet:
    from journal.office import said
    from journal.office.review import RECOMMENDATIONS
    from journal.office.workflow import READINGS as NAMES

    found = bureau.books.all("review", manuscript=row["id"], cancelled="", order="id")
    reviews = [one for one in found if one["submitted"]]
    signed = {one["reading"]: one for one in bureau.books.all("signature", manuscript=row["id"], void="", order="id")}
    ids = {one[who] for one in signed.values() for who in ("person", "on_behalf")}
    people = {one["id"]: one for one in bureau.books.all("person", id=ids)}
    return Sheet(
        title,
        [*facts, *_similarity(bureau, row, language)],
        [text.say(language) for text in (Bilingual("轮次", "Round"), Bilingual("审稿专家", "Referee"), Bilingual("结论", "Recommendation"), Bilingual("日期", "Date"))],
        [
            (str(one["round"]), said.referee(number, language), RECOMMENDATIONS[one["recommendation"]].say(language), _day(one["submitted"], language))
            for number, one in enumerate(reviews, start=1)
        ],
        [
            Signed(
                text.say(language),
                signed[reading]["opinion"] if reading in signed else "",
                _signer(signed[reading], people, language) if reading in signed else "",
                _day(signed[reading]["at"], language) if reading in signed else "",
            )
            for reading, text in NAMES.items()
        ],
        [Bilingual("外审不计入三审；三审由三人分别完成。", "External review is none of the three readings, which three people give.").say(language)],
    )  # fmt: skip


def _signer(signature: Mapping[str, Any], people: Mapping[str, Any], language: Language) -> str:
    """Who signed; for whom, where it was for another."""
    from journal.office import said

    name = said.name(people[signature["person"]], language)
    if not signature["on_behalf"]:
        return name
    return ACTED_FOR.format(name=said.name(people[signature["on_behalf"]], language), by=name).say(language)


def _similarity(bureau: Bureau, row: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """The last similarity report, in one line."""
    from journal.office.similarity import FIGURES

    reports = bureau.books.all("similarity", manuscript=row["id"], order="-id", limit=1)
    return [(SIMILARITY.say(language), " · ".join(_reported(one, FIGURES, language))) for one in reports]


def _reported(report: Mapping[str, Any], figures: Mapping[str, Bilingual], language: Language) -> Iterator[str]:
    for name, text in figures.items():
        if report[name] is not None:
            yield f"{text.say(language)} {report[name]:g}%"
    yield f"{report['system']} {report['date']}"


def _proofs(
    bureau: Bureau, row: Mapping[str, Any], title: str, facts: list[tuple[str, str]], language: Language
) -> Sheet:
    from journal.office import production, said
    from journal.office.workflow import STATES, State

    names = [
        STATES[state].say(language)
        for state in (State.FIRST_PROOF, State.SECOND_PROOF, State.THIRD_PROOF, State.CLEAN_PROOF)
    ]
    proofs = production.proofs(bureau.books, row["id"])
    readers = {one["id"]: said.name(one, language) for one in bureau.books.all("person", id={one.by for one in proofs})}
    rows = [
        (
            IN_LANGUAGE.format(proof=names[one.number - 1], language=TONGUES.get(one.language, one.language)).say(
                language
            )
            if one.language
            else names[one.number - 1],
            _day(one.sent, language) if one.sent else "",
            OVERDUE.say(language) if one.overdue else _day(one.returned, language) if one.returned else "",
            str(one.errors) if one.characters else "",
            f"{one.characters:,}" if one.characters else "",
            _rate(one.rate, language),
            readers.get(one.by, "") if one.characters else "",
        )
        for one in proofs
    ]
    columns = (
        Bilingual("校次", "Proof"), Bilingual("发出", "Sent"), Bilingual("作者退回", "Returned"), Bilingual("差错", "Errors"),
        Bilingual("字数", "Characters"), Bilingual("差错率（万分之）", "In 10,000"),
        Bilingual("校对者", "Read by"),
    )  # fmt: skip
    labels = (Bilingual("校对", "Proofreader"), Bilingual("责任编辑", "Handling editor"))
    limit = Bilingual(
        f"期刊差错率不得超过万分之{production.TOLERATED:g}。",
        f"A journal may have {production.TOLERATED:g} errors in 10,000 characters.",
    )
    return Sheet(
        title,
        facts,
        [one.say(language) for one in columns],
        rows,
        [
            *_by_authors(bureau, row["id"], language),
            *(Signed(one.say(language)) for one in labels),
            _for_press(bureau, row["id"], language),
        ],
        [limit.say(language)],
    )


def _by_authors(bureau: Bureau, id: str, language: Language) -> Iterator[Signed]:
    """The authors' signatures, each with the proof and the language, and the pages by the first of their sha256."""
    from journal.office import corrections, said
    from journal.office.workflow import PROOF_NAMES

    rows = corrections.approvals(bureau.books, id)
    names = _names(bureau, {one["person"] for one in rows}, language)
    for one in rows:
        tongue = TONGUES.get(one["language"], Bilingual(one["language"], one["language"]))
        proof = IN_LANGUAGE.format(proof=PROOF_NAMES[one["number"] - 1], language=tongue)
        label = AUTHOR_SIGNED.format(proof=proof).say(language)
        opinion = PAGES_SIGNED.format(sha256=one["pages"][:16], note=one["note"]).say(language)
        yield Signed(label, opinion, names.get(one["person"], one["person"]), said.day(one["at"], language))


def _for_press(bureau: Bureau, id: str, language: Language) -> Signed:
    """付印签字: by whom and when, if it was signed and stands; else a place to sign."""
    from journal.office import said
    from journal.office.workflow import Action

    kinds = {str(Action.SIGN_FOR_PRESS), str(Action.UNSIGN)}
    last = max(bureau.books.events(manuscript=id, kind=kinds), key=lambda one: one.number, default=None)
    if last is None or last.kind != Action.SIGN_FOR_PRESS:
        return Signed(FOR_PRESS.say(language))
    names = _names(bureau, {last.actor}, language)
    return Signed(FOR_PRESS.say(language), "", names.get(last.actor, last.actor), said.day(last.at, language))


def _rate(rate: float | None, language: Language) -> str:
    """差错率, with a word where it is over what a journal may have."""
    from journal.office.production import TOLERATED

    if rate is None:
        return NOT_COUNTED.say(language)
    return f"{rate:.2f}" if rate <= TOLERATED else OVER.format(rate=rate).say(language)


def _column(bureau: Bureau, id: str, language: Language) -> str:
    found = next((column for column in bureau.about.columns if column.id == id), None)
    return (found.titles.best(language) if found else None) or id


# ---------------------------------------------------------------- of an issue


def of_issue(bureau: Bureau, issue: str, kind: str, language: Language) -> Sheet:
    """发稿单: what goes to the typesetter, with who signed what; 付印单: what goes to press, with pages and errors."""
    from journal.office import planning, said

    lines = planning.sheet(bureau.books, issue, planning.rules(bureau.about.policies))
    names = _names(bureau, {person for line in lines for person in line.authors}, language)
    facts = [
        (Bilingual("期", "Issue").say(language), said.issue(issue, language)),
        (Bilingual("篇数", "Articles").say(language), str(len(lines))),
    ]
    columns = [
        NUMBER,
        TITLE,
        Bilingual("作者", "Authors"),
        COLUMN,
        Bilingual("签发", "Released"),
        Bilingual("改动", "Late changes"),
    ]
    if kind == PRESS:
        columns = [*columns[:4], Bilingual("付印签字", "Signed"), Bilingual("差错率（万分之）", "Errors in 10,000")]
    rows = [
        (
            line.manuscript,
            said.text(line.titles, language),
            ("、" if language.startswith("zh") else ", ").join(names.get(one, one) for one in line.authors),
            _column(bureau, line.column, language),
            *_stamps(line, kind, language),
        )
        for line in lines
    ]
    labels = (Bilingual("终审签发", "Released by the final reader"),) if kind == RELEASE else (
        Bilingual("编辑部主任", "Managing editor"), Bilingual("主编（付印）", "Editor-in-chief, for press"),
    )  # fmt: skip
    return Sheet(
        TITLES[kind].say(language),
        facts,
        [one.say(language) for one in columns],
        rows,
        [Signed(one.say(language)) for one in labels],
    )


def of_fees(bureau: Bureau, issue: str, language: Language, vault: Vault | None) -> Sheet:
    """稿酬单: who is paid what for which paper; with a vault also to which account. Papers of the person's own are left out."""
    from journal.commands import fee
    from journal.office import fees, said

    seen, own = fee.papers(bureau, bureau.books.all("manuscript", placed=issue))
    found = sorted(
        fees.listed(bureau.books, seen, vault), key=lambda one: (list(fees.KINDS).index(one.kind), one.number)
    )
    names = _names(bureau, {one.person for one in found}, language)
    columns = [
        Bilingual("编号", "No."), NUMBER, Bilingual("种类", "Kind"), Bilingual("收款人", "To"), Bilingual("金额", "Amount"),
        Bilingual("账号", "Account"), Bilingual("付讫 / 签收", "Paid / received"),
    ]  # fmt: skip
    rows = [
        (
            str(one.number), one.manuscript, fees.KINDS[one.kind].say(language), names.get(one.person, one.person),
            f"{one.amount}\u00a0{one.currency}", _account(one, vault).say(language), _day(one.paid, language) if one.paid else "",
        )
        for one in found
    ]  # fmt: skip
    facts = [
        (Bilingual("期", "Issue").say(language), said.issue(issue, language)),
        (Bilingual("笔数", "Entries").say(language), str(len(found))),
        (Bilingual("合计", "Total").say(language), fee.sums(found)),
        (Bilingual("其中未付", "Of that, still to pay").say(language), fee.sums(one for one in found if not one.paid)),
    ]
    labels = (
        Bilingual("制单", "Made out by"), Bilingual("主编（审批）", "Approved by the editor-in-chief"), Bilingual("财务", "Paid by"),
    )  # fmt: skip
    remarks = [fee.HIDDEN.format(n=own)] if own else []
    return _sheet(FEES, facts, columns, rows, labels, remarks, language)


def _account(one: Fee, vault: Vault | None) -> Bilingual:
    if one.account:
        return Bilingual(one.account, one.account)
    if not one.has_account:
        return Bilingual("未登记", "none")
    return Bilingual("", "") if vault else Bilingual("已登记（未印）", "entered, not shown")


def of_samples(bureau: Bureau, issue: str, language: Language) -> Sheet:
    """样刊寄送单: how many copies go to whom and why; which have gone. Referees of the person's own papers are left out."""
    from journal.commands import sample
    from journal.office import said, samples

    found = sample.visible(bureau, samples.listed(bureau.books, issue))
    people = {row["id"]: row for row in bureau.books.all("person", id={one.person for one in found} - {""})}
    columns = [
        Bilingual("编号", "No."), Bilingual("缘由", "Why"), Bilingual("收件", "To"), Bilingual("单位", "Institution"), NUMBER,
        Bilingual("册数", "Copies"), Bilingual("寄出 / 经手", "Sent / by"),
    ]  # fmt: skip
    rows = [
        (
            str(one.number), samples.REASONS[one.reason].say(language),
            one.taker or (said.name(people[one.person], language) if one.person in people else one.person),
            said.text(people[one.person]["affiliations"], language) if one.person in people else "",
            one.manuscript, str(one.copies), _day(one.sent, language) if one.sent else "",
        )
        for one in found
    ]  # fmt: skip
    deposits = sum(one.copies for one in found if one.reason == "deposit")
    facts = [
        (Bilingual("期", "Issue").say(language), said.issue(issue, language)),
        (Bilingual("合计册数", "Copies").say(language), str(sum(one.copies for one in found))),
        (Bilingual("其中缴送", "Of these, deposits").say(language), str(deposits)),
    ]
    labels = (Bilingual("经手", "Sent by"), Bilingual("编辑部主任", "Managing editor"))
    return _sheet(SAMPLES, facts, columns, rows, labels, [], language)


def _sheet(
    kind: str,
    facts: Sequence[tuple[str, str]],
    columns: Sequence[Bilingual],
    rows: Sequence[Sequence[str]],
    labels: Sequence[Bilingual],
    remarks: Sequence[Bilingual],
    language: Language,
) -> Sheet:
    return Sheet(
        TITLES[kind].say(language),
        facts,
        [one.say(language) for one in columns],
        rows,
        [Signed(one.say(language)) for one in labels],
        [one.say(language) for one in remarks],
    )


def _names(bureau: Bureau, ids: set[str], language: Language) -> Mapping[str, str]:
    from journal.office import said

    return {one["id"]: said.name(one, language) for one in bureau.books.all("person", id=ids)}


def _stamps(line: Any, kind: str, language: Language) -> tuple[str, str]:

    if kind == RELEASE:
        return (_day(line.released, language) if line.released else "", str(line.late_changes or ""))
    last = _rate(line.rates[-1][1] if line.rates else None, language)
    return (_day(line.signed, language) if line.signed else "", last)


__all__ = [
    "FEES", "PRESS", "PROOFS", "READINGS", "RELEASE", "SAMPLES", "TITLES", "of_fees", "of_issue", "of_manuscript", "of_samples",
    "write",
]  # fmt: skip
