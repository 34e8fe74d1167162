import os
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from journal import folder
from journal.errors import JournalError
from journal.folder import house_toml
from journal.folder.files import sha256
from journal.model import FontFile

STYLE = """\
format = 1

[fonts.song]
family = "Ferry Song SC"
package = "fonts-ferry"
faces = [
  { files = ["FerrySong-Regular.ttc"] },
  { files = ["FerrySong-Bold.otf", "FerrySong-Bold.ttf"], weight = 700 },
]

[fonts.kai]
family = "Ferry Kai"
package = "fonts-ferry-kai"
faces = [{ files = ["FerryKai.ttf"], italic = true }]

[fonts.fangsong]
family = "Ferry FangSong"
faces = [{ files = ["FerryFangSong.ttf"] }]
fallback = "kai"
"""


def font(family: str) -> TTFont:
    """A font with that name and nothing to print."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


@pytest.fixture
def styled(home: Path) -> Path:
    """A home with a style and fonts of its own: a collection of two faces, a bold, a Kai, and no FangSong."""
    (home / "templates").mkdir()
    (home / "templates/house.toml").write_text(STYLE)
    (home / "fonts/deep").mkdir(parents=True)
    collection = TTCollection()
    collection.fonts = [font("Ferry Song JP"), font("Ferry Song SC")]
    collection.save(home / "fonts/deep/FerrySong-Regular.ttc")
    font("Ferry Song SC").save(home / "fonts/FerrySong-Bold.ttf")
    font("Ferry Kai").save(home / "fonts/FerryKai.ttf")
    return home


def fonts(home: Path) -> tuple[FontFile, ...]:
    return folder.house(home, home / ".cache", {}).fonts


def test_faces_are_found_by_file_name_and_by_the_family_inside(styled: Path) -> None:
    def face(role: str, family: str, weight: int, italic: bool, file: str, index: int) -> FontFile:
        path = styled / "fonts" / file
        return FontFile(role, family, weight, italic, str(path), index, sha256(path.read_bytes()))

    house = folder.house(styled, styled / ".cache", {})
    assert house.fonts == (
        face("song", "Ferry Song SC", 400, False, "deep/FerrySong-Regular.ttc", 1),
        face("song", "Ferry Song SC", 700, False, "FerrySong-Bold.ttf", 0),
        face("kai", "Ferry Kai", 400, True, "FerryKai.ttf", 0),
        face("fangsong", "Ferry Kai", 400, True, "FerryKai.ttf", 0),
    )
    assert house.notices == ("fangsong → kai",)


def test_a_font_installed_later_is_found(styled: Path) -> None:
    before = fonts(styled)
    font("Ferry FangSong").save(styled / "fonts/FerryFangSong.ttf")
    house = folder.house(styled, styled / ".cache", {})
    assert [(one.role, one.family) for one in house.fonts[-1:]] == [("fangsong", "Ferry FangSong")]
    assert (house.fonts[:-1], house.notices) == (before[:-1], ())


def test_a_font_that_changed_is_read_again(styled: Path) -> None:
    before = fonts(styled)
    path = styled / "fonts/FerryKai.ttf"
    path.write_bytes(path.read_bytes() + b"\0")
    assert [one.digest for one in fonts(styled)][2:] == [sha256(path.read_bytes())] * 2
    assert fonts(styled)[:2] == before[:2]


def test_a_warm_start_reads_no_font(styled: Path) -> None:
    """A file of the size and time that are remembered is not read: what is in it now goes unseen."""
    before = fonts(styled)
    path = Path(before[1].path)
    stat = path.stat()
    path.write_bytes(b"x" * stat.st_size)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert fonts(styled) == before


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", '{"walked": {}}', '{"files": {"x": [1]}}', '{"files": 3, "walked": 4}']
)
def test_a_spoilt_cache_is_as_good_as_none(styled: Path, spoilt: str) -> None:
    before = fonts(styled)
    (styled / ".cache/fonts.json").write_text(spoilt)
    assert fonts(styled) == before


def test_a_bit_that_flips_in_the_cache_is_never_believed(styled: Path) -> None:
    before = fonts(styled)
    cache = styled / ".cache/fonts.json"
    whole = cache.read_bytes()
    for bit in range(0, 8 * len(whole), 97):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        cache.write_bytes(spoilt)
        assert fonts(styled) == before, f"bit {bit}: {spoilt[bit // 8 - 20 : bit // 8 + 20]!r}"


def test_fonts_named_by_the_environment_come_first(styled: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    font("Ferry Kai").save(other / "FerryKai.ttf")
    environ = {"JOURNAL_FONTS": f"{tmp_path / 'nowhere'}{os.pathsep}{other}"}
    kai = [one.path for one in folder.house(styled, styled / ".cache", environ).fonts if one.role == "kai"]
    assert kai == [str(other / "FerryKai.ttf")]


def test_missing_fonts_are_said_all_at_once_with_the_line_to_type(styled: Path) -> None:
    for path in (styled / "fonts").glob("*.ttf"):
        path.unlink()
    with pytest.raises(folder.MissingFonts) as caught:
        fonts(styled)
    assert (caught.value.exit, caught.value.say("en")) == (
        3,
        "Font files of the house style are not on this computer: FerrySong-Bold.otf, FerryKai.ttf. "
        "Install the Debian package fonts-ferry fonts-ferry-kai: sudo apt-get install fonts-ferry fonts-ferry-kai "
        "(or put the files into the journal's folder fonts/).",
    )
    assert caught.value.say("zh") == (
        "本机缺少版式所用的字体文件：FerrySong-Bold.otf, FerryKai.ttf。"
        "请安装 Debian 软件包 fonts-ferry fonts-ferry-kai：sudo apt-get install fonts-ferry fonts-ferry-kai"
        "（或把文件放进刊物的 fonts/ 文件夹）。"
    )


def test_a_font_that_is_not_what_its_name_says_is_an_error(styled: Path) -> None:
    font("Somebody Else").save(styled / "fonts/FerryKai.ttf")
    with pytest.raises(folder.WrongFont) as caught:
        fonts(styled)
    assert (caught.value.family, caught.value.found) == ("Ferry Kai", "Somebody Else")


def test_a_file_that_is_no_font_is_an_error(styled: Path) -> None:
    (styled / "fonts/FerryKai.ttf").write_bytes(b"no font")
    with pytest.raises(folder.WrongFont) as caught:
        fonts(styled)
    assert (caught.value.exit, caught.value.found) == (3, "—")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('fallback = "kai"', 'fallback = "kay"', "templates/house.toml:19 (fonts.fangsong.fallback): unknown name “kay”. Did you mean “kai”?"),
        ('package = "fonts-ferry-kai"\n', "", "templates/house.toml:11 (fonts.kai): “package” is missing. Add package under fonts.kai."),
        ('["FerryKai.ttf"]', '["../FerryKai.ttf"]', "templates/house.toml:14 (fonts.kai.faces[1].files[1]): “../FerryKai.ttf” has the wrong form. Write it like NotoSerifCJK-Regular.ttc."),
        ("italic = true", "italic = 1", "templates/house.toml:14 (fonts.kai.faces[1].italic): should be true or false, but is a whole number. Make it true or false."),
    ],
)  # fmt: skip
def test_a_fault_of_the_style_is_said_with_its_line(styled: Path, right: str, wrong: str, said: str) -> None:
    assert right in STYLE
    (styled / "templates/house.toml").write_text(STYLE.replace(right, wrong))
    with pytest.raises(JournalError) as caught:
        fonts(styled)
    assert (caught.value.exit, str(caught.value)) == (1, said)


def test_templates_of_the_home_stand_for_the_packaged_ones_file_by_file(styled: Path) -> None:
    packaged = {
        path.relative_to(house_toml.packaged()).as_posix(): path.read_text(encoding="utf-8")
        for path in house_toml.packaged().rglob("*")
        if path.suffix in house_toml.TEXTS
    }
    (styled / "templates/letters").mkdir()
    (styled / "templates/letters/own.zh.txt").write_text("您好", encoding="utf-8")
    (styled / "templates/.hidden.css").write_text("x")
    expected = {**packaged, "house.toml": STYLE, "letters/own.zh.txt": "您好"}
    assert house_toml.templates(styled) == expected
    pages = {name: text for name, text in expected.items() if not name.startswith("letters/")}
    assert dict(folder.house(styled, styled / ".cache", {}).templates) == pages


def test_the_packaged_style_reads(home: Path) -> None:
    roles = house_toml.table(
        house_toml.parsed("house.toml", (house_toml.packaged() / "house.toml").read_text(encoding="utf-8")),
        house_toml.HOUSE,
    )["fonts"]
    assert list(roles) == ["song", "hei", "kai", "fangsong", "latin"]
