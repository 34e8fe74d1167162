"""The drawings hold the whole table, in both languages, and those in docs/ are of today's table."""

import itertools
import re
from pathlib import Path

import pytest
from lxml import etree

from journal.errors import Misused
from journal.office.drawing import OFTEN, diagram
from journal.office.workflow import ACTIONS, STATES, TABLE, Action, State

DOCS = Path(__file__).parents[3] / "docs"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@LANGUAGES
def test_the_text_has_every_row(language: str) -> None:
    text = diagram("text", language)
    sections = {block.splitlines()[0]: block for block in text.split("\n\n")[1:]}
    for row in TABLE:
        if row.action not in OFTEN:
            heading = next(one for one in sections if f"({row.state})" in one)
            assert f"{ACTIONS[row.action].say(language)} ({row.action}) — " in sections[heading]
    assert [action for action in OFTEN if f"({action})" not in text] == []


@LANGUAGES
def test_mermaid_has_every_state_and_step(language: str) -> None:
    lines = diagram("mermaid", language).splitlines()
    names = [re.fullmatch(r'    state "(.+)" as (\w+)', line) for line in lines]
    assert [(one[1], one[2]) for one in names if one] == [
        (STATES[state].say(language), state.replace("-", "_")) for state in State
    ]
    steps = [line for line in lines if " --> " in line and "[*]" not in line]
    rows = [row for row in TABLE if row.action not in OFTEN]
    assert len(steps) == len(rows) + 1  # a decline that is taken back leads to one of two readings


@LANGUAGES
def test_nothing_in_the_picture_lies_on_another_thing(language: str) -> None:
    root = etree.fromstring(diagram("svg", language).encode())  # our own bytes
    space = {"s": "http://www.w3.org/2000/svg"}
    boxes = [
        (float(one.get("y") or 0), float(one.get("height") or 0)) for one in root.findall("s:rect[@stroke]", space)
    ]
    assert len(boxes) == len(State)
    assert all(y + height < below for (y, height), (below, _) in itertools.pairwise(boxes))
    lines = [one.get("d") or "" for one in root.findall("s:path[@stroke]", space)]
    assert len(lines) == sum(row.next not in (None, row.state) and row.action not in OFTEN for row in TABLE)
    runs = [tuple(map(int, re.fullmatch(r"M\d+ (\d+)H(-?\d+)V(\d+)H-?\d+", line).groups())) for line in lines]  # type: ignore[union-attr]
    assert all(0 < lane < float(root.get("width") or 0) for _, lane, _ in runs)
    for place, (start, lane, end) in enumerate(runs):
        for other_start, other, other_end in runs[:place]:
            apart = max(start, end) < min(other_start, other_end) or max(other_start, other_end) < min(start, end)
            assert lane != other or apart


@LANGUAGES
def test_the_docs_show_it(language: str, request: pytest.FixtureRequest) -> None:
    file = DOCS / f"pictures/workflow.{language}.svg"
    if request.config.getoption("--update-expected"):
        file.write_text(diagram("svg", language), "utf-8")
    assert file.read_text("utf-8") == diagram("svg", language)


def test_another_drawing_is_none() -> None:
    with pytest.raises(Misused):
        diagram("png", "en")


def test_what_is_told_once_is_of_many_states() -> None:
    assert [action for action in Action if sum(row.action is action for row in TABLE) > 4] == [
        action for action in Action if action in OFTEN
    ]
