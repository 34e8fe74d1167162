"""`python -m benchmarks [--quick] [--only NAME …] [--json FILE] [--folder DIR]`: measure, and print one table."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import STAGES, Figure, World, machine

HEAD = ("指标 figure", "实测 measured", "目标 target", "比 ratio", "达到 met")


def main() -> int:
    """Measure what was asked for; 0 whatever the figures say."""
    asked = _arguments()
    about = machine()
    versions = about["versions"]
    print(
        f"{about['cores']} cores, {about['processor']}, {about['memory_mb']} MB, load {about['load']}; {about['system']}; "
        + ", ".join(f"{name} {versions[name]}" for name in ("python", "weasyprint", "pango", "harfbuzz"))
        + ("; --quick: 4 articles, 1 round" if asked.quick else "")
    )
    with tempfile.TemporaryDirectory(prefix="journal-bench-") as temporary:
        world = World(Path(asked.folder or temporary).resolve(), asked.quick, 1 if asked.quick else 5, _tell)
        world.articles = 4 if asked.quick else 12
        found = [figure for name in asked.only or STAGES for figure in STAGES[name](world)]
    print(_table(found))
    if asked.json:
        Path(asked.json).write_text(json.dumps(_data(about, found), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="测速度、内存与大小。Measure speed, memory and size."
    )
    parser.add_argument(
        "--quick", action="store_true", help="4 篇，各量一次，几分钟 / 4 articles, once each, some minutes"
    )
    parser.add_argument("--only", action="append", choices=list(STAGES), metavar="NAME", help=" ".join(STAGES))
    parser.add_argument("--json", metavar="FILE", help="结果也写成 JSON / the results as JSON too")
    parser.add_argument("--folder", metavar="DIR", help="在此目录中量，量后不删 / measure in DIR and leave it")
    return parser.parse_args()


def _tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _data(about: dict[str, Any], found: Sequence[Figure]) -> dict[str, Any]:
    return {"machine": about, "figures": [dataclasses.asdict(figure) | {"met": figure.met} for figure in found]}


# ---------------------------------------------------------------- the table


def _table(found: Sequence[Figure]) -> str:
    rows = [HEAD, *map(_row, found)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| "
        + " | ".join(
            _padded(cell, width, bool(column)) for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in rows
    ]
    lines.insert(
        1, "|" + "|".join("-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)) + "|"
    )
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    measured = _number(figure.measured, figure.unit)
    if figure.target is None:
        return (f"{figure.label.zh} {figure.label.en}", measured, "", "", "")
    target = f"{'≥' if figure.at_least else '≤'} {_number(figure.target, figure.unit)}"
    return (
        f"{figure.label.zh} {figure.label.en}",
        measured,
        target,
        f"{figure.measured / figure.target:.2f}",
        "✓" if figure.met else "✗",
    )


def _number(value: float, unit: str) -> str:
    return f"{value:.{2 if unit in ('s', '×', 'MB') and value < 100 else 0}f} {unit}"


def _width(text: str) -> int:
    """Columns on a terminal, where a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


if __name__ == "__main__":
    sys.exit(main())
