"""Charts of what there may be: nothing at all, one year, ten years, and names in which matplotlib sees mathematics."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from journal import folder
from journal.office import plot
from journal.office.plot import Face, Group, Look
from journal.office.reports import FUNNEL, TIMES, Number

pytestmark = pytest.mark.slow
HOME = Path(__file__).parents[2] / "home"


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    house = folder.house(HOME, tmp_path_factory.mktemp("cache"), os.environ)
    faces = {font.weight: Face(font.path, font.face) for font in house.fonts if font.role == "hei"}
    return Look("zh", "png", faces[400], faces[700])


def numbers(many: int) -> list[Number]:
    counted = [Number(key, one.said, one.definition, "", many, 100.0 if many else None) for key, one in FUNNEL.items()]
    days = (10.0, 20.0, 40.0) if many else (None, None, None)
    return [
        *counted,
        *(Number(key, one.said, one.definition, "", many, None, *days, spread=True) for key, one in TIMES.items()),
    ]


def ink(picture: bytes) -> int:
    """How many pixels are not white."""
    with Image.open(io.BytesIO(picture)) as opened:
        return sum(opened.convert("L").histogram()[:250])


DRAWN: dict[str, Callable[[int, Look], bytes]] = {
    "funnel": lambda many, look: plot.funnel(
        "去向", [Group("", numbers(many)), Group("$x_1$ & 论文", numbers(many))], look
    ),
    "times": lambda many, look: plot.times("时间", [Group("", numbers(many))], look),
    "load": lambda many, look: plot.load("负担", [many] * many, look),
    "years": lambda many, look: plot.years("历年", {2022 + year: numbers(many * year) for year in range(10)}, look),
}


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_drawn_of_nothing(look: Look, name: str) -> None:
    """The empty chart says so, and has less ink."""
    assert 0 < ink(DRAWN[name](0, look)) < ink(DRAWN[name](3, look))


def test_whatever_somebody_set_for_charts_of_their_own(look: Look) -> None:
    import matplotlib

    before = DRAWN["times"](3, look)
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "savefig.dpi": 10}):
        assert DRAWN["times"](3, look) == before
        assert matplotlib.rcParams["font.size"] == 30
