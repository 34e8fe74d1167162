"""What people write at length for a command: opinions from a file, answers point by point, figures in percent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from journal.commands.spoken import Reads
from journal.errors import BadFile, Bilingual, Misused, Place

TEXT_SAID = Bilingual("文字", "the text")
MOST = 2_000_000  # bytes of a written text


def text_of(path: Path) -> str:
    """The text of a file, UTF-8; BadFile, CannotRead, TooLarge."""
    from journal.office.files import read_bounded

    try:
        return read_bounded(path, MOST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            Place(path.name),
            Bilingual("不是 UTF-8 编码。", "it is not UTF-8."),
            Bilingual("请另存为 UTF-8。", "Save it as UTF-8."),
        ) from None


def note_of(note: str | None, file: Path | None) -> str:
    """An opinion given as it is or in a file; Misused if both are."""
    if note and file:
        raise Misused(Bilingual("--note 与 --note-file 只能用一个。", "Give --note or --note-file, not both."))
    return text_of(file) if file else note or ""


def points_of(path: Path) -> tuple[tuple[str, str], ...]:
    """What was asked and what is answered, of each `[[points]]` of a TOML file; BadFile."""
    points = toml_of(path).get("points", [])
    if not isinstance(points, list) or not all(isinstance(one, dict) for one in points):
        raise _no_points(path)
    found = tuple((str(one.get("asked", "")).strip(), str(one.get("answer", "")).strip()) for one in points)
    if not found or not all(asked and answer for asked, answer in found):
        raise _no_points(path)
    return found


def toml_of(path: Path) -> dict[str, Any]:
    """What a TOML file says; BadFile."""
    import tomllib

    try:
        return tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(
            Place(path.name),
            Bilingual(f"不是 TOML（{error}）。", f"it is no TOML ({error})."),
            Bilingual("请改正后重试。", "Correct it and try again."),
        ) from None


def _no_points(path: Path) -> BadFile:
    return BadFile(
        Place(path.name, 0, "points"),
        Bilingual("每条意见都要有 asked 与 answer。", "every point needs what was asked and its answer."),
        Bilingual(
            "写成 [[points]] asked = “意见” answer = “答复”。", 'Write [[points]], then asked = "…" and answer = "…".'
        ),
    )


def _percent(value: str) -> float:
    try:
        figure = float(value.rstrip("%"))
    except ValueError:
        figure = -1.0
    if not 0 <= figure <= 100:
        raise Misused(Bilingual(f"“{value}”不是 0 至 100 的百分比。", f"“{value}” is no percentage from 0 to 100."))
    return figure


percent = Reads("PERCENT", _percent)

__all__ = ["TEXT_SAID", "note_of", "percent", "points_of", "text_of", "toml_of"]
