"""A seeded simulator: a journal's office from its first manuscript to its sixth issue, day by day, through the functions that the
commands call. Its people are made up; they are late, decline, fall silent, disagree, change their minds and try what they may not.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cli
from journal import acceptance, folder
from journal.errors import JournalError
from journal.folder import issue_edits, issue_toml
from journal.ids import ArticleId, IssueId
from journal.office import commissions, dossier, editorial, fees, production, review, samples
from journal.office.editorial import Author, Desk, Letters, NoLetters, Upload
from journal.office.letters import Writer
from journal.office.people import Who
from journal.office.policy import Policies, policies
from journal.office.records import Books, Office, instant
from journal.office.workflow import CHECKLIST, GATES, Action, Reading, State

OPENS = dt.datetime(2030, 8, 15, 1, tzinfo=dt.UTC)
DAYS = 458  # to the day after the last issue
ISSUES = {f"2031-{number}": dt.date(2031, number * 2 - 1, 15) for number in range(1, 7)}
ROOM = 6  # papers in an issue: each is laid out
MANUSCRIPTS, REFEREES, AUTHORS = 200, 60, 230
COLUMNS = ("articles", "notes")
STAFF = {
    "chief": "editor-in-chief", "deputy": "deputy-editor", "office": "managing-editor", "section-a": "section-editor",
    "section-b": "section-editor", "section-c": "section-editor", "section-d": "section-editor", "proofer-a": "proofreader",
    "proofer-b": "proofreader", "translator": "translator",
}  # fmt: skip
HANDLERS = ("section-a", "section-b", "section-c", "section-d")
FAMILIES = "渡 井 桥 石 林 舟 泉 溪 沈 陆 欧阳 诸葛".split()
GIVEN = "若水 明 远山 知秋 子衿 怀瑾 云 长风 青 思齐".split()
HOLIDAY = (dt.date(2031, 7, 20), dt.date(2031, 8, 20))  # the chief is away; the deputy acts in their name


@dataclass
class Paper:
    """What the simulator knows of a manuscript that the office does not: how good it is, and when somebody next looks at it."""

    id: str
    quality: float
    wake: int
    first: str
    major: bool = False
    translated: bool = False


@dataclass
class Year:
    """The run: an office, a home, a clock, and dice that fall the same way each time."""

    office: Office
    home: Path
    seed: int = 1
    letters: Letters = field(default_factory=NoLetters)
    rules: Policies = field(default_factory=lambda: policies([("reply_days", "90")]))
    day: int = 0
    papers: dict[str, Paper] = field(default_factory=dict)
    reviews: dict[int, int] = field(
        default_factory=dict
    )  # invitation → the day on which the referee next does something
    refused: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    vault: fees.Vault = field(default_factory=lambda: fees.Vault((fees.new_key(),)))
    topic: int = 0
    first: list[str] = field(default_factory=list)  # articles that go online before their issue, today
    books: Books = field(init=False)  # of the day: its work is one transaction, which is quicker than five thousand

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.journal = folder.journal(self.home)
        self.arrivals = sorted(self.dice.randrange(0, 365) for _ in range(MANUSCRIPTS))

    # ------------------------------------------------------------ clock and people

    @property
    def now(self) -> dt.datetime:
        """This moment: nine in the morning of the day."""
        return OPENS + dt.timedelta(days=self.day)

    @property
    def today(self) -> dt.date:
        """This day."""
        return self.now.date()

    def desk(self, who: str, on_behalf: str = "") -> Desk:
        """A desk at which somebody sits."""
        return Desk(self.books, Who(who, on_behalf, who, "office-1"), self.now, self.rules, self.letters)

    def at(self, who: str) -> Desk:
        """Somebody's desk; at the chief's the deputy sits while the chief is away."""
        away = who == "chief" and HOLIDAY[0] <= self.today < HOLIDAY[1]
        return self.desk("deputy", "chief") if away else self.desk(who)

    def found(self) -> None:
        """The office opens: its people, the topic of a special section, the folders of its issues."""
        with self.office.write() as self.books:
            books = self.books
            for place, (id, role) in enumerate(STAFF.items()):
                books.add("person", **self._person(id, place, id))
                books.add("role", person=id, role=role, since=instant(OPENS))
            for number in range(REFEREES):
                fields = ["public law" if number % 2 else "water law"]
                books.add("person", **self._person(f"ref-{number}", number, f"r{number % 40}", fields=fields))
            for number in range(AUTHORS):
                books.add("person", **self._person(f"author-{number}", number, f"u{number % 75}"))
            until = instant(OPENS + dt.timedelta(days=DAYS))
            books.add("delegation", giver="chief", taker="deputy", since=instant(OPENS), until=until)
            titles = {"zh": "渡口", "en": "Ferries"}
            self.topic = commissions.propose(self.desk("section-a"), titles, "articles", issue="2031-4", special=True)
            commissions.approve(self.desk("chief"), self.topic)
            commissions.guest(self.desk("chief"), self.topic, "ref-59")
        for id, date in ISSUES.items():
            year, number = id.split("-")
            text = issue_edits.new(self.journal, IssueId(id), int(year), number, date)
            issue_toml.write(self.home, IssueId(id), text, self.journal, {})

    def _person(self, id: str, place: int, at: str, fields: list[str] | None = None) -> dict[str, Any]:
        family, given = FAMILIES[place % len(FAMILIES)], GIVEN[place * 7 % len(GIVEN)]
        return {
            "id": id, "login": id, "names": {"zh": {"family": family, "given": given, "whole": family + given}}, "sort": id,
            "email": f"{id}@{at}.example.org", "language": "zh" if place % 5 else "en",
            "affiliations": {"zh": f"{at}大学", "en": f"University of {at}"}, "fields": fields or [], "added": instant(OPENS),
        }  # fmt: skip

    # ------------------------------------------------------------ the day

    def run(self) -> Iterator[dt.date]:
        """Day after day; each is given out when its work is done."""
        self.found()
        for self.day in range(DAYS):
            with self.office.write() as self.books:
                self.arrive()
                for number in [number for number, wake in self.reviews.items() if wake <= self.day]:
                    self.referee(number)
                for id in [one.id for one in self.papers.values() if one.wake <= self.day]:
                    self.work(self.papers[id])
                self.make_up()
                self.remind()
            self.publish()
            self.misbehave()
            yield self.today

    def later(self, paper: Paper, least: int, most: int) -> None:
        """Somebody looks at it again after so many days."""
        paper.wake = self.day + self.dice.randint(least, most)

    def act(self, id: str, who: str, action: Action, note: str = "", **details: Any) -> State:
        """One act."""
        return editorial.act(self.at(who), id, action, note, **details)

    def do(self, who: str, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Another function of the office."""
        return function(self.at(who), *args, **named)

    def chance(self, share: float) -> bool:
        """Whether it comes to pass."""
        return self.dice.random() < share

    # ------------------------------------------------------------ manuscripts come

    def arrive(self) -> None:
        """The manuscripts of the day."""
        while self.arrivals and self.arrivals[0] <= self.day:
            self.arrivals.pop(0)
            who = [f"author-{number}" for number in self.dice.sample(range(AUTHORS), self.dice.choice((1, 1, 2, 3)))]
            if len(self.papers) == 40:
                who = ["section-b"]  # an editor's own paper
            id = self._submitted(who)
            if len(self.papers) % 25 == 7:
                self._commissioned(id, who[0])
            self.papers[id] = Paper(id, self.dice.random(), self.day + self.dice.randint(0, 5), who[0])

    def _submitted(self, who: list[str]) -> str:
        number = len(self.papers) + 1
        return editorial.submit(
            self.desk("office"), {"zh": f"渡口的权利之{number}", "en": f"Rights of the Ferry, {number}"},
            self.dice.choice((*COLUMNS, "articles", "articles")), "zh",
            [Author(one, corresponding=not place) for place, one in enumerate(who)],
            [Upload("text", f"{number:064x}", f"稿件{number}.docx", 1000)],
            abstracts={"zh": "渡口归谁。", "en": "Whose ferry."}, keywords={"zh": ["渡口"], "en": ["ferry"]},
            more={"characters": self.dice.randint(9_000, 22_000)},
        )  # fmt: skip

    def _commissioned(self, id: str, author: str) -> None:
        desk = self.desk("section-a")
        entry = commissions.commission(desk, self.topic, author, self.today + dt.timedelta(days=30))
        commissions.received(desk, entry, id)

    # ------------------------------------------------------------ manuscripts go on

    def work(self, paper: Paper) -> None:
        """Whoever it waits for does the next thing."""
        row = dossier.row(self.books, paper.id)
        STEPS[State(row["state"])](self, paper, row)

    def submitted(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The office completes or assigns."""
        if row["version"] == 1 and self.chance(0.07):
            self.act(paper.id, "office", Action.ASK_COMPLETION, "缺匿名稿。")
            return self.later(paper, 2, 20)
        others = [one for one in HANDLERS if one != paper.first]
        self.act(paper.id, "office", Action.ASSIGN, person=self.dice.choice(others))
        return self.later(paper, 2, 16)

    def incomplete(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The author completes it, or gives up."""
        if self.chance(0.1):
            return self.withdraw(paper)
        self.act(paper.id, paper.first, Action.COMPLETE)
        return self.later(paper, 1, 5)

    def withdraw(self, paper: Paper) -> None:
        """The author takes it back."""
        self.act(paper.id, paper.first, Action.WITHDRAW, "另有安排。")
        paper.wake = DAYS + 1

    def first_reading(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Signed by the handling editor; sent out or proposed to be declined."""
        who = row["handling"]
        if paper.quality < 0.3:
            self.act(paper.id, who, Action.DECLINE_FIRST, "不合本刊宗旨。")
            return self.later(paper, 1, 9)
        if self.chance(0.05):
            self.act(paper.id, "office", Action.TRANSFER, column=self.dice.choice(COLUMNS))
        self.act(paper.id, who, Action.PASS_FIRST, "选题有意义，论证可循。")
        self.anonymous(paper, who)
        self.act(paper.id, who, Action.SEND_OUT)
        self.invite(paper.id, who, 2)
        return self.later(paper, 5, 10)

    def anonymous(self, paper: Paper, who: str) -> None:
        """The referees' copy."""
        digest = f"{self.dice.getrandbits(250):064x}"
        self.do(who, editorial.file, paper.id, Upload("anonymous", digest, "anonymous.docx", 900))

    # ------------------------------------------------------------ review

    def invite(self, id: str, who: str, count: int) -> None:
        """Ask so many referees who may; those who may not are refused by the office itself."""
        names = [
            one.person
            for one in review.candidates(self.books, id, self.dice.choice(("law", "water")), instant(self.now), 60)
        ]
        self.dice.shuffle(names)
        for name in names:
            if not count:
                return
            try:
                number = self.do(who, review.invite, id, name)
            except JournalError as error:
                self.refused[type(error).__name__] += 1
                continue
            self.reviews[number] = self.day + self.dice.randint(0, 11)
            count -= 1

    def referee(self, number: int) -> None:
        """A referee answers, reports, or keeps silent; where nobody waits any more, the office says so."""
        row = self.books.one("review", id=number)
        assert row
        status = review.status(row, instant(self.now))
        del self.reviews[number]
        if status in ("cancelled", "submitted", "declined"):
            return
        dice = self.dice.random()
        if status in ("invited", "response-overdue"):
            if dice < 0.68:
                self.do(row["person"], review.respond, number, True)
                self.reviews[number] = self.day + self.dice.randint(6, 42)
            elif dice < 0.9:
                self.do(row["person"], review.respond, number, False, "近期无暇。")
        elif dice < 0.94:
            quality = self.papers[row["manuscript"]].quality + self.dice.uniform(-0.2, 0.2) + 0.15 * (row["round"] - 1)
            verdict = (
                "accept"
                if quality > 0.85
                else "minor-revision"
                if quality > 0.62
                else "major-revision"
                if quality > 0.45
                else "decline"
            )
            self.do(row["person"], review.report, number, verdict, "论证充分之处与不足之处如下。", "请编辑斟酌。")
            self.later(self.papers[row["manuscript"]], 1, 3)

    def in_review(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The editor replaces the silent, asks a third where two disagree, and closes the round when all is in."""
        who, now = row["handling"], instant(self.now)
        facts = dossier.facts(self.books, paper.id, self.rules)
        mine = self.books.all("review", manuscript=paper.id, round=facts.round.number if facts.round else 0)
        assert facts.round
        late = [
            one["id"]
            for one in mine
            if review.status(one, now) in ("response-overdue", "overdue")
            and (one["due"] if one["accepted"] else one["respond_by"]) < instant(self.now - dt.timedelta(days=14))
        ]
        for number in late:
            self.do(who, review.cancel, number, "逾期未复。")
        wanted = facts.round.wanted + (facts.round.disagree and facts.round.wanted == 2)
        lacking = wanted - facts.round.reports - (facts.round.pending - len(late))
        if lacking > 0:
            self.invite(paper.id, who, lacking)
        elif facts.round.reports >= wanted:
            for one in mine:
                if one["submitted"] and not one["rating"]:
                    self.do(who, review.rate, one["id"], self.dice.randint(2, 5))
            self.act(paper.id, who, Action.TO_SECOND)
        self.later(paper, 7, 12)

    # ------------------------------------------------------------ second and final reading

    def second_reading(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Read by somebody else: onward, back, for revision, or declined."""
        facts = dossier.facts(self.books, paper.id, self.rules)
        reports = [one["recommendation"] for one in self.books.all("review", manuscript=paper.id) if one["submitted"]]
        signed = facts.signed(Reading.FIRST)
        assert signed, "it came here by the first reading"
        busy = (
            signed.persons
            | {row["handling"]}
            | {one for two in facts.signatures for one in two.persons if two.reading is Reading.FINAL}
        )
        who = self.dice.choice([one for one in (*HANDLERS, "office") if one not in busy and one != paper.first])
        if not signed.favourable:
            self.act(paper.id, who, Action.DECLINE, "同意初审意见。")
            return self.later(paper, 2, 4)
        if self.chance(0.03):
            self.act(paper.id, who, Action.BACK_TO_REVIEW if facts.anonymous_copy else Action.BACK_TO_FIRST)
            if facts.anonymous_copy:
                self.invite(paper.id, row["handling"], 2)
            return self.later(paper, 2, 8)
        quality = paper.quality + 0.18 * (row["text"] - 1)
        if quality < 0.48 or reports.count("decline") > 1:
            self.act(paper.id, who, Action.DECLINE, "外审意见以否定为主，同意退稿。")
            return self.later(paper, 2, 4)
        if row["text"] == 1 and quality < 0.8:
            paper.major = quality < 0.6
            self.act(paper.id, who, Action.ASK_MAJOR if paper.major else Action.ASK_MINOR, "请按外审意见修改。")
            return self.later(paper, 8, 55)
        self.act(paper.id, who, Action.PASS_SECOND, "同意录用，送终审。")
        return self.later(paper, 1, 9)

    def final_reading(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The chief accepts, or not."""
        dice = self.dice.random()
        if dice < 0.03:
            self.act(paper.id, "chief", Action.BACK_TO_SECOND)
        elif dice < 0.07:
            self.act(paper.id, "chief", Action.DECLINE, "选题重复。")
        elif dice < 0.12 and row["text"] < 3:
            paper.major = False
            self.act(paper.id, "chief", Action.ASK_MINOR, "请压缩第三部分。")
        else:
            self.act(paper.id, "chief", Action.ACCEPT, "同意录用。")
        self.later(paper, 2, 12)

    def revision(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The author revises and answers point by point, or gives up."""
        if self.chance(0.04):
            return self.withdraw(paper)
        digest = f"{self.dice.getrandbits(250):064x}"
        files = (Upload("text", digest, "修改稿.docx", 1200),)
        points = (("请补注释。", "已补。"), ("请压缩。", "已压缩两千字。"))
        self.act(paper.id, paper.first, Action.REVISE, files=files, points=points)
        return self.later(paper, 2, 8)

    def revised(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Minor: read again by the editor; major: by referees."""
        who = row["handling"]
        if not paper.major:
            self.act(paper.id, who, Action.PASS_FIRST, "已按意见修改。")
            return self.later(paper, 1, 8)
        self.anonymous(paper, who)
        self.act(paper.id, who, Action.PASS_FIRST, "修改认真。")
        paper.major = False
        return self.later(paper, 1, 8)

    def declined(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Seldom an author's protest is heard."""
        paper.wake = DAYS + 1
        if paper.quality > 0.3 and self.chance(0.06):
            self.act(paper.id, "office", Action.REVERT_DECLINE, "作者申诉成立。")
            paper.quality = 0.9
            self.later(paper, 1, 5)

    # ------------------------------------------------------------ production

    def accepted(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Through the door, and into copy-editing."""
        begun = self.do("office", acceptance.accept, self.home, self.journal, paper.id)
        begun.write(self.home)
        self.do("office", fees.set_bank, self.vault, paper.first, "6222 0000 0000 0000")
        self.act(paper.id, row["handling"], Action.EDIT)
        self.later(paper, 4, 18)

    def editing(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The text is made ready; some papers are translated."""
        who = row["handling"]
        if not paper.translated and self.chance(0.25):
            paper.translated = True
            self.act(paper.id, who, Action.TRANSLATE)
            return self.later(paper, 10, 35)
        authors = sorted(production.unsigned(self.books, paper.id))
        for author in authors:
            self.do(author, production.consent, paper.id, author, "c" * 64)
        for name in CHECKLIST:
            if name != "readings":
                self.do(who, production.tick, paper.id, name)
        for name in GATES:
            needed = name == "special-check" and self.chance(0.1)
            number = {"number": f"图{self.day}", "date": self.today} if needed else {}
            self.do(who, production.gate, paper.id, name, needed, **number)
        self._written(row)
        self.act(paper.id, who, Action.EDITED)
        return self.later(paper, 1, 6)

    def _written(self, row: Mapping[str, Any]) -> None:
        """The text as it goes to the typesetter stands in issues/."""
        article = self.home / "issues" / "forthcoming" / row["article"] / "article.xml"
        text = f"渡口之权，第{row['id']}号稿论之。"
        body = f"<body><sec id='sec1'><title>问题</title><p>{text * self.dice.randint(2, 12)}</p></sec></body>"
        article.write_text(article.read_text("utf-8").replace("<body/>", body), "utf-8")

    def translating(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """The translator hands in."""
        self.do("translator", editorial.file, paper.id, Upload("translation", "d" * 64, "translation.docx", 900, "en"))
        self.act(paper.id, "translator", Action.TRANSLATED)
        self.later(paper, 1, 6)

    def translation_check(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Checked by the editor; some go back once."""
        back = self.chance(0.15)
        self.act(paper.id, row["handling"], Action.BACK_TO_TRANSLATION if back else Action.TRANSLATION_PASSED)
        self.later(paper, 1, 6)

    def ready(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Released by whoever gave the final reading."""
        final = dossier.facts(self.books, paper.id, self.rules).signed(Reading.FINAL)
        assert final
        self.act(paper.id, "chief", Action.RELEASE)
        self.later(paper, 3, 9)

    def proof(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """One proof read, its errors counted; the first also by the author."""
        who = self.dice.choice(("proofer-a", "proofer-b"))
        if row["state"] == State.FIRST_PROOF:
            if self.chance(0.04):
                self.act(paper.id, row["handling"], Action.BACK_TO_EDITING)
                return self.later(paper, 1, 4)
        elif self.chance(0.03):
            self.act(paper.id, who, Action.BACK_TO_PROOF)
            return self.later(paper, 1, 4)
        self._read(paper, row, who)
        if self.chance(0.1):
            self.do(row["handling"], production.change_text, paper.id, self.dice.randint(1, 4), "作者更正。")
        self.act(paper.id, who, Action.PROOF_DONE)
        return self.later(paper, 2, 7)

    def _read(self, paper: Paper, row: Mapping[str, Any], who: str) -> None:
        """The present proof out, back, settled, and its errors counted; the first comes back from its author."""
        reader = paper.first if row["state"] == State.FIRST_PROOF else who
        self.do(who, production.send_proof, paper.id)
        self.do(reader, production.return_proof, paper.id, self.dice.randint(0, 30))
        self.do(who, production.settle, paper.id, 0)
        self.do(who, production.count_errors, paper.id, self.dice.randint(0, 6), row["more"]["characters"])

    def clean_proof(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Read through and signed for press; a few are online first."""
        self._read(paper, row, self.dice.choice(("proofer-a", "proofer-b")))
        self.act(paper.id, "chief", Action.SIGN_FOR_PRESS)
        if self.chance(0.1):
            self.first.append(row["article"])
        paper.wake = DAYS + 1

    def idle(self, paper: Paper, row: Mapping[str, Any]) -> None:
        """Nothing more is to be done to it."""
        paper.wake = DAYS + 1

    # ------------------------------------------------------------ issues

    def make_up(self) -> None:
        """Each issue is made up from what is accepted; on its day what is not ready moves on."""
        for id, date in ISSUES.items():
            left = (date - self.today).days
            if left == 40 or left == 12:
                self._place(id, ROOM)
            elif left == 0:
                self._move_on(id)

    def _place(self, issue: str, room: int) -> None:
        here = self.books.count("manuscript", placed=issue)
        far = {State.ACCEPTED, State.EDITING, State.TRANSLATING, State.TRANSLATION_CHECK} if here else set[State]()
        waiting = self.books.all("manuscript", state=set(PRODUCED) - far, placed="", order="since")
        for row in waiting[: room - here]:
            self.act(row["id"], "office", Action.PLACE, issue=issue)

    def _move_on(self, issue: str) -> None:
        following = next((id for id, date in ISSUES.items() if date > ISSUES[issue]), "")
        for row in self.books.all("manuscript", placed=issue, order="id"):
            if row["state"] != State.SIGNED and following:
                self.act(row["id"], "office", Action.PLACE, issue=following)

    def publish(self) -> None:
        """By the commands: what is online first, and the day's issue with all that is signed for it."""
        while self.first:
            self.type("article", "publish", self.first.pop(), "--online")
        for issue in [id for id, date in ISSUES.items() if date == self.today]:
            with self.office.read() as books:
                rows = books.all("manuscript", placed=issue, state=State.SIGNED, order="id")
            *most, last = rows
            for row in most:
                self._into_folder(issue, row)
            spot = ("--edition", str(self.journal.languages[0]), "--column", last["column"])
            self.type("issue", "place", issue, last["article"], *spot)
            self.type("issue", "publish", issue)
            with self.office.write() as self.books:
                for row in rows:
                    self._owe(row)
                self.do("office", samples.make, issue, samples.Rules())

    def type(self, *command: str) -> None:
        """A command of the managing editor's, typed at this hour; it succeeds."""
        os.environ["JOURNAL_NOW"] = self.now.isoformat()
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = cli.run(["--home", str(self.home), "--as", "office", "--lang", "en", *command])
        assert code == 0, said.getvalue()

    def _into_folder(self, issue: str, row: Mapping[str, Any]) -> None:
        """What `journal issue place` does to the folders; the command reads the whole home for each, one of them shows it."""
        id = ArticleId(row["article"])
        (self.home / "issues" / "forthcoming" / id).rename(self.home / "issues" / issue / id)
        file = self.home / issue_toml.file(IssueId(issue))
        text = issue_edits.placed(file.read_text("utf-8"), self.journal.languages[0], row["column"], id)
        issue_toml.write(self.home, IssueId(issue), text, self.journal, folder.article_folders(self.home))

    def _owe(self, row: Mapping[str, Any]) -> None:
        desk = self.desk("office")
        number = fees.owe(desk, row["id"], self.papers[row["id"]].first, "honorarium", 100_000)
        if self.chance(0.7):
            fees.paid(desk, number)

    # ------------------------------------------------------------ letters, mischief

    def remind(self) -> None:
        """A working day's reminders; asked again the same day there are none."""
        if isinstance(self.letters, Writer) and self.today.weekday() < 5:
            self.letters.remind(self.books, self.rules, self.now)
            if self.today.weekday() == 0:
                assert self.letters.remind(self.books, self.rules, self.now) == []

    def misbehave(self) -> None:
        """Somebody tries what they may not; the office refuses, and nothing is left behind."""
        open_ = [one.id for one in self.papers.values() if one.wake <= DAYS]
        if not open_:
            return
        id, action = self.dice.choice(open_), self.dice.choice(list(Action))
        who = self.dice.choice((self.papers[id].first, "translator", "proofer-a", "ref-3"))
        if action in (Action.WITHDRAW, Action.COMPLETE, Action.REVISE, Action.PROOF_DONE, Action.BACK_TO_PROOF):
            return
        if who == "translator" and action is Action.TRANSLATED:
            return
        try:
            with self.office.write() as self.books:
                self.act(id, who, action, "试一试。", person=who, column="notes", issue="2031-1")
        except JournalError as error:
            self.refused[type(error).__name__] += 1
        else:
            raise AssertionError(f"{who} could {action} {id}")


PRODUCED = (
    State.ACCEPTED, State.EDITING, State.TRANSLATING, State.TRANSLATION_CHECK, State.READY, State.FIRST_PROOF, State.SECOND_PROOF,
    State.THIRD_PROOF, State.CLEAN_PROOF, State.SIGNED,
)  # fmt: skip
STEPS: Mapping[State, Callable[[Year, Paper, Mapping[str, Any]], None]] = {
    State.INCOMPLETE: Year.incomplete,
    State.SUBMITTED: Year.submitted,
    State.FIRST_READING: Year.first_reading,
    State.IN_REVIEW: Year.in_review,
    State.SECOND_READING: Year.second_reading,
    State.FINAL_READING: Year.final_reading,
    State.MINOR_REVISION: Year.revision,
    State.MAJOR_REVISION: Year.revision,
    State.REVISED: Year.revised,
    State.ACCEPTED: Year.accepted,
    State.EDITING: Year.editing,
    State.TRANSLATING: Year.translating,
    State.TRANSLATION_CHECK: Year.translation_check,
    State.READY: Year.ready,
    State.FIRST_PROOF: Year.proof,
    State.SECOND_PROOF: Year.proof,
    State.THIRD_PROOF: Year.proof,
    State.CLEAN_PROOF: Year.clean_proof,
    State.SIGNED: Year.idle,
    State.PUBLISHED: Year.idle,
    State.DECLINED: Year.declined,
    State.WITHDRAWN: Year.idle,
    State.RETRACTED: Year.idle,
}
