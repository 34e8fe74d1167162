"""Numbers of a report as bars, in SVG: how many, or how long with the quartiles as a line through the bar's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from journal.errors import Bilingual
from journal.office.reports import Number

NAMES, BARS, VALUES, LINE, TOP = 260, 520, 120, 26, 52  # in pixels
DAYS = Bilingual("天（中位数；线为四分位）", "days (median; the line: quartiles)")
FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def bars(heading: str, numbers: Sequence[Number], language: str) -> str:
    """An SVG with a bar for each number; nothing is drawn of a number that nothing stands behind."""
    shown = [one for one in numbers if one.median is not None or one.share is not None]
    timed = any(one.median is not None for one in shown)
    most = max((one.high or one.count if timed else one.count for one in shown), default=0) or 1
    width, height = NAMES + BARS + VALUES, TOP + LINE * len(shown) + 20
    unit = f" · {DAYS.say(language)}" if timed else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(heading, quote=True)}" font-family="{FONT}" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="30" font-size="16" font-weight="bold">{escape(heading + unit)}</text>',
    ]
    for place, one in enumerate(shown):
        parts += _bar(one, TOP + LINE * place, BARS / most, language)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(one: Number, y: int, scale: float, language: str) -> Iterator[str]:
    name = one.said.say(language) + (f" · {one.group}" if one.group else "")
    length = one.median if one.median is not None else one.count
    said = f"{one.median:g} (n = {one.count})" if one.median is not None else f"{one.count} ({one.share:g} %)"
    yield f'<text x="{NAMES - 10}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
    yield f'<rect x="{NAMES}" y="{y + 3}" width="{length * scale:.1f}" height="16" fill="#7fa6c4"/>'
    end = length
    if one.low is not None and one.high is not None:
        yield (
            f'<path d="M{NAMES + one.low * scale:.1f} {y + 11}H{NAMES + one.high * scale:.1f}" stroke="#22384a" '
            'stroke-width="2"/>'
        )
        end = one.high
    yield f'<text x="{NAMES + end * scale + 8:.1f}" y="{y + 15}" fill="#444">{escape(said)}</text>'


__all__ = ["bars"]
