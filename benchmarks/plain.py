"""The pages of a home as files that plain WeasyPrint can print: `python -m benchmarks.plain HOME FOLDER`.

What the journal would lay out is caught at the door of its press, so that both print the same HTML, style sheets and
pictures; nothing is laid out here. The name of the fontconfig file of the house's cut faces is printed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from journal.errors import JournalError


def main(home: Path, folder: Path) -> None:
    """Write every article of the home in every language."""
    from journal import build
    from journal import folder as homes
    from journal.layout.engine import Press

    fonts: set[Path] = set()

    def catch(
        press: Press, html: str, css: tuple[str, ...], assets: Mapping[str, tuple[bytes, str]], file: str, *_: Any
    ) -> None:
        fonts.add(press.folder / "fonts.conf")
        name = Path(file).parent.name
        language = html.partition('lang="')[2][:2]
        _write(folder / f"{name}.{language}", html, css, assets)
        raise JournalError  # the article counts as failed, and the next one follows

    Press.lay_out = catch  # type: ignore[method-assign,assignment]
    reading = homes.read(home, os.environ)
    build.build(
        home,
        reading.snapshot,
        build.Selection(only=(("pdf", None), ("issue-pdf", None))),
        cache=folder / "cache",
        out=folder / "out",
        archive=folder / "archive",
    )
    print(*fonts)


def _write(page: Path, html: str, css: tuple[str, ...], assets: Mapping[str, tuple[bytes, str]]) -> None:
    page.mkdir(parents=True)
    for name, (data, _) in assets.items():
        (page / name).parent.mkdir(parents=True, exist_ok=True)
        (page / name).write_bytes(data)
    (page / "page.html").write_text(html.replace("asset:", ""), "utf-8")
    for number, sheet in enumerate(css):
        (page / f"sheet-{number}.css").write_text(sheet, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
