"""The process drawn from its table: as text, as Mermaid and as SVG, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from journal.errors import Bilingual, Misused
from journal.office.workflow import ACTIONS, FINAL, ROLES, STATES, TABLE, Action, Role, Row, State

OFTEN = (Action.RECOMMEND, Action.TRANSFER, Action.PLACE, Action.WITHDRAW)  # in so many states that they are told once
HEADING = Bilingual("稿件流程", "The way of a manuscript")
IN_MANY = Bilingual("多个状态中都可办：", "Possible in many states:")
STAYS = Bilingual("状态不变", "stays")
AS_BEFORE = Bilingual("退稿前的状态", "where it was before")
FIRST_TO_LAST = Bilingual("{first} 至 {last}", "{first} to {last}")
END = Bilingual("终点", "the end")


def diagram(kind: str, language: str) -> str:
    """The process as `text`, `mermaid` or `svg`; Misused for another kind."""
    if kind not in KINDS:
        raise Misused(Bilingual(f"没有“{kind}”这种图。", f"There is no drawing “{kind}”: text, mermaid, svg."))
    return KINDS[kind](language)


def rows_of(state: State) -> list[Row]:
    """What can be done in a state, but for what can be done in many."""
    return [row for row in TABLE if row.state is state and row.action not in OFTEN]


def _roles(row: Row, language: str) -> str:
    joint = "、" if language.startswith("zh") else ", "
    return joint.join(ROLES[role].say(language) for role in Role if role in row.roles)


def _next(row: Row, language: str) -> str:
    if row.action is Action.REVERT_DECLINE:
        return AS_BEFORE.say(language)
    return STATES[row.next].say(language) if row.next else STAYS.say(language)


def _often(language: str) -> Iterator[str]:
    """What can be done in many states: from which to which, by whom."""
    for action in OFTEN:
        rows = [row for row in TABLE if row.action is action]
        states = [state for state in State if any(row.state is state for row in rows)]
        where = FIRST_TO_LAST.format(first=STATES[states[0]], last=STATES[states[-1]]).say(language)
        yield f"{ACTIONS[action].say(language)} ({action}): {where} → {_next(rows[0], language)}"
        yield f"    {_roles(rows[0], language)}"


# ---------------------------------------------------------------- text and Mermaid


def _text(language: str) -> str:
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    yield HEADING.say(language)
    for state in State:
        yield ""
        yield f"{STATES[state].say(language)} ({state})" + (f" · {END.say(language)}" if state in FINAL else "")
        for row in rows_of(state):
            yield (
                f"  {ACTIONS[row.action].say(language)} ({row.action}) — {_roles(row, language)} → {_next(row, language)}"
            )
    yield ""
    yield IN_MANY.say(language)
    yield from (f"  {line}" for line in _often(language))


def _mermaid(language: str) -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {_name(State.SUBMITTED)}"]
    lines += [f'    state "{STATES[state].say(language)}" as {_name(state)}' for state in State]
    for row in (row for state in State for row in rows_of(state)):
        if row.action is Action.REVERT_DECLINE:
            lines.append(f"    {_name(row.state)} --> {_name(State.SECOND_READING)}: {_label(row, language)}")
            lines.append(f"    {_name(row.state)} --> {_name(State.FINAL_READING)}: {_label(row, language)}")
        else:
            lines.append(f"    {_name(row.state)} --> {_name(row.next or row.state)}: {_label(row, language)}")
    lines += [f"    {_name(state)} --> [*]" for state in State if state in FINAL]
    lines += [f"    note right of {_name(State.WITHDRAWN)}", f"        {IN_MANY.say(language)}"]
    lines += [f"        {line}" for line in _often(language)]
    return "\n".join([*lines, "    end note"]) + "\n"


def _name(state: State) -> str:
    return state.replace("-", "_")


def _label(row: Row, language: str) -> str:
    return ACTIONS[row.action].say(language).replace(":", " -").replace("：", "—")


# ---------------------------------------------------------------- SVG

CARD, LEFT, TOP, HEAD, LINE, GAP, LANE = 680, 170, 70, 30, 19, 22, 11  # in pixels
COLOURS = ("#1f5f8b", "#a23b2a", "#3d7a3d", "#7a4a8c", "#8a6414", "#22777a", "#8c3a63")
FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True)
class Card:
    """A state with its actions: a box that begins at `y`."""

    state: State
    rows: Sequence[Row]
    y: int

    @property
    def height(self) -> int:
        """How high the box is."""
        return HEAD + LINE * len(self.rows) + (6 if self.rows else 0)

    def port(self, index: int) -> int:
        """Where the line of an action leaves the box."""
        return self.y + HEAD + LINE * index + LINE // 2

    @property
    def door(self) -> int:
        """Where lines come in."""
        return self.y + HEAD // 2


@dataclass(frozen=True)
class Line:
    """An action that leads elsewhere: from where to where, forward at the right or back at the left, in which lane."""

    top: int
    bottom: int
    start: int
    end: int
    forward: bool
    lane: int = 0


def _cards() -> list[Card]:
    cards, y = [], TOP
    for state in State:
        card = Card(state, rows_of(state), y)
        cards.append(card)
        y += card.height + GAP
    return cards


def _lines_of(cards: Sequence[Card]) -> list[Line]:
    by: Mapping[State, Card] = {card.state: card for card in cards}
    order = {state: place for place, state in enumerate(State)}
    found = []
    for card in cards:
        for place, row in enumerate(card.rows):
            if row.next and row.next is not row.state:
                start, end = card.port(place), by[row.next].door
                forward = order[row.next] > order[row.state]
                found.append(Line(min(start, end), max(start, end), start, end, forward))
    return found


def _in_lanes(lines: Sequence[Line]) -> list[Line]:
    """Each line in the innermost lane where it runs beside no other; short ones first."""
    lanes: dict[tuple[bool, int], list[Line]] = {}
    placed = []
    for line in sorted(lines, key=lambda one: (one.bottom - one.top, one.top)):
        lane = 0
        while any(
            line.top <= one.bottom + 4 and one.top <= line.bottom + 4 for one in lanes.get((line.forward, lane), ())
        ):
            lane += 1
        lanes.setdefault((line.forward, lane), []).append(line)
        placed.append(Line(line.top, line.bottom, line.start, line.end, line.forward, lane))
    return placed


def _svg(language: str) -> str:
    cards = _cards()
    lines = _in_lanes(_lines_of(cards))
    right = max((line.lane for line in lines if line.forward), default=0)
    foot = list(_often(language))
    width = LEFT + CARD + 60 + LANE * (right + 1)
    height = cards[-1].y + cards[-1].height + 50 + LINE * (len(foot) + 1)
    heading = HEADING.say(language)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{heading}" font-family="{FONT}" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="38" font-size="20" font-weight="bold" fill="#222">{heading}</text>',
        *(part for place, line in enumerate(lines) for part in _drawn(line, COLOURS[place % len(COLOURS)])),
        *(part for card in cards for part in _box(card, language)),
        *_foot(foot, cards[-1].y + cards[-1].height + 40, language),
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(line: Line, colour: str) -> Iterator[str]:
    """From the port to the lane, along it, and to the door, where an arrow stands."""
    side, step = (LEFT + CARD, 1) if line.forward else (LEFT, -1)
    lane = side + step * (16 + LANE * line.lane)
    tip = side + step * 8
    yield (
        f'<path d="M{side} {line.start}H{lane}V{line.end}H{tip}" fill="none" stroke="{colour}" stroke-width="1.4" '
        'stroke-linejoin="round"/>'
    )
    yield f'<path d="M{side + step} {line.end}l{step * 8} -4v8z" fill="{colour}"/>'


def _box(card: Card, language: str) -> Iterator[str]:
    fill = "#f3e3e0" if card.state in FINAL else "#e4edf4"
    yield (
        f'<rect x="{LEFT}" y="{card.y}" width="{CARD}" height="{card.height}" rx="6" fill="#fbfbfa" stroke="#5b6b78"/>'
        f'<rect x="{LEFT}" y="{card.y}" width="{CARD}" height="{HEAD - 4}" rx="6" fill="{fill}"/>'
    )
    name = escape(STATES[card.state].say(language))
    yield (
        f'<text x="{LEFT + 14}" y="{card.y + 18}" font-weight="bold" fill="#1c2a35">{name}'
        f'<tspan font-weight="normal" font-size="11" fill="#6b7780"> {card.state}</tspan></text>'
    )
    for place, row in enumerate(card.rows):
        y = card.port(place) + 4
        goes = "" if row.next else f" · {_next(row, language)}"
        yield (
            f'<text x="{LEFT + 14}" y="{y}" fill="#222">{escape(ACTIONS[row.action].say(language))}'
            f'<tspan fill="#6b7780" font-size="11">{escape(goes)}</tspan></text>'
            f'<text x="{LEFT + CARD - 12}" y="{y}" text-anchor="end" font-size="11" fill="#6b7780">'
            f"{escape(_roles(row, language))}</text>"
        )


def _foot(lines: Sequence[str], y: int, language: str) -> Iterator[str]:
    for place, line in enumerate((IN_MANY.say(language), *lines)):
        weight = ' font-weight="bold"' if place == 0 else ""
        yield f'<text x="20" y="{y + LINE * place}" font-size="12" fill="#222"{weight}>{escape(line)}</text>'


KINDS: Mapping[str, Callable[[str], str]] = {"text": _text, "mermaid": _mermaid, "svg": _svg}

__all__ = ["diagram", "rows_of"]
