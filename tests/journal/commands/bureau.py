"""A fabricated office run by the real program: its people, a manuscript, and the steps to each state."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Answer, Program

NOON = dt.datetime(2031, 3, 1, 4, tzinfo=dt.UTC)
PEOPLE = {  # login: name in both scripts, roles; all are made up
    "duanmu": ("端木清衡", "DUANMU Qingheng", ("editor-in-chief",)),
    "wenren": ("闻人若谷", "WENREN Ruogu", ("managing-editor",)),
    "zhongli": ("钟离明叙", "ZHONGLI Mingxu", ("section-editor",)),
    "gongyang": ("公羊述", "GONGYANG Shu", ("section-editor",)),
    "helan": ("贺兰修", "HELAN Xiu", ("section-editor",)),
    "puyang": ("濮阳真", "PUYANG Zhen", ("proofreader",)),
    "shentu": ("申屠远", "SHENTU Yuan", ()),
    "whitcombe": ("", "Eleanor WHITCOMBE", ()),
    "yuwen": ("宇文拓", "YUWEN Tuo", ()),
    "linghu": ("令狐雪", "LINGHU Xue", ()),
}
FORM = """\
column = "articles"
language = "zh"
[titles]
zh = "渡口通行权的法理"
en = "The Right of Passage at a Ferry"
[abstracts]
zh = "渡口通行权由来已久。"
en = "The right of passage at a ferry is old."
[keywords]
zh = ["渡口", "通行权"]
en = ["ferry", "right of passage"]
[[authors]]
person = "{author}"
corresponding = true
[[files]]
purpose = "text"
path = "manuscript.md"
[statements]
first_publication = true
"""


@dataclass
class Bureau:
    """The program in the home of an office, and a clock that stands until it is told to go on."""

    journal: Program
    home: Path
    monkeypatch: pytest.MonkeyPatch
    now: dt.datetime = NOON

    def __call__(self, who: str, *arguments: object, lang: str = "en", as_json: bool = False) -> Answer:
        """What the program answers to this person."""
        self.monkeypatch.setenv("JOURNAL_NOW", self.now.isoformat())
        return self.journal("--as", who, *arguments, home=self.home, lang=lang, as_json=as_json)

    def done(self, who: str, *arguments: object) -> list[dict[str, Any]]:
        """The steps of an act that must succeed."""
        answer = self(who, *arguments, as_json=True)
        assert answer.code == 0, answer.err
        found: list[dict[str, Any]] = answer.data
        return found

    def refused(self, who: str, *arguments: object, code: int = 3) -> tuple[str, str]:
        """The class and the message of a refusal; it is one line in each language, and nothing is done."""
        before = self.head()
        said = {}
        for lang in ("zh", "en"):
            answer = self(who, *arguments, lang=lang, as_json=True)
            assert answer.code == code, (answer.out, answer.err)
            said[lang] = answer.data
            lines = [line for line in answer.err.splitlines() if "JOURNAL_TRUST_AS" not in line]
            assert len(lines) == 1, lines
        assert said["zh"]["message"] != said["en"]["message"]
        assert self.head() == before
        return said["en"]["error"], f"{said['en']['message']} {said['en']['fix']}"

    def later(self, days: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(days=days)

    def head(self) -> tuple[int, str]:
        """The last event."""
        from journal.office.records import opened

        office = opened(f"sqlite:///{self.home / 'office.db'}")
        try:
            with office.read() as books:
                return books.head()
        finally:
            office.close()

    def show(self, who: str, id: str) -> dict[str, Any]:
        """A manuscript's record."""
        answer = self(who, "manuscript", "show", id, as_json=True)
        assert answer.code == 0, answer.err
        found: dict[str, Any] = answer.data
        return found

    # ------------------------------------------------------------ a manuscript's way

    def file(self, name: str, data: str | bytes) -> Path:
        """A file beside the home."""
        path = self.home.parent / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def submitted(self, author: str = "yuwen") -> str:
        """A manuscript's number."""
        self.file("manuscript.md", "# 渡口通行权\n\n正文。\n")
        form = self.file("form.toml", FORM.format(author=author))
        return str(self.done("wenren", "manuscript", "submit", "--form", form)[0]["manuscript"])

    def read_first(self, author: str = "yuwen") -> str:
        """In its first reading, signed, by gongyang."""
        id = self.submitted(author)
        self.done("wenren", "manuscript", "assign", id, "gongyang")
        self.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "选题有意义。")
        return id

    def in_review(self, author: str = "yuwen") -> str:
        """Sent out."""
        id = self.read_first(author)
        self.done("gongyang", "manuscript", "blind", id)
        self.done("gongyang", "manuscript", "decide", id, "send-out")
        return id

    def invited(self, id: str, *referees: str) -> list[int]:
        """The numbers of their invitations."""
        steps = self.done("gongyang", "review", "invite", id, *referees)
        return [step["data"]["review"] for step in steps if step["kind"] == "review-invite"]

    def reviewed(self, id: str, *referees: str, recommendation: str = "accept") -> list[int]:
        """Their reports are in."""
        numbers = self.invited(id, *referees)
        for referee, number in zip(referees, numbers, strict=True):
            self.done(referee, "review", "respond", number, "--accept")
            self.done(
                referee, "review", "submit", number, "--recommendation", recommendation, "--to-author", "意见若干。",
                "--to-editor", "只给编辑。",
            )  # fmt: skip
        return numbers


def packed(members: dict[str, bytes]) -> bytes:
    """A zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
