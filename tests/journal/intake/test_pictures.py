import io

import pytest
from PIL import Image

from journal.errors import BadFile
from journal.intake import pictures

MARK = "Wenren Qiwu"


def _picture(form: str, turned: int = 6) -> tuple[bytes, Image.Image]:
    """A picture with stripes, whose metadata name somebody."""
    image = Image.new("RGB", (16, 8), "navy")
    image.paste("gold", (0, 0, 5, 4))
    exif = Image.Exif()
    exif[0x013B] = MARK
    exif[0x0112] = turned
    out = io.BytesIO()
    more = {"GIF": {"comment": MARK.encode()}, "TIFF": {"description": MARK}}.get(form, {"exif": exif.tobytes()})
    image = image.quantize(16) if form == "GIF" else image
    image.save(out, form, **more)
    return out.getvalue(), image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_metadata_go_and_pixels_stay(form: str) -> None:
    data, _ = _picture(form)
    bare = pictures.bare(data, "a")
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(bare)) as after:
        same = before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert (MARK.encode() in data, MARK.encode() in bare, same, pictures.kind(bare)) == (
        True,
        False,
        True,
        form.lower(),
    )


def test_what_a_camera_held_upright_stays_upright() -> None:
    data, _ = _picture("JPEG")
    with Image.open(io.BytesIO(pictures.bare(data, "a"))) as after:
        assert dict(after.getexif()) == {0x0112: 6}


def test_what_stands_behind_the_end_goes() -> None:
    for form in ("PNG", "JPEG", "GIF"):
        data, _ = _picture(form)
        assert pictures.bare(data + MARK.encode(), "a") == pictures.bare(data, "a")


def test_a_bare_picture_is_its_own_bare_picture() -> None:
    for form in ("PNG", "JPEG", "GIF", "WEBP", "TIFF"):
        bare = pictures.bare(_picture(form)[0], "a")
        assert pictures.bare(bare, "a") == bare


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_off_is_refused(form: str, cut: float) -> None:
    data, _ = _picture(form)
    with pytest.raises(BadFile):
        pictures.bare(data[: int(len(data) * cut)], "a")


def test_no_picture_comes_back_as_it_is() -> None:
    assert pictures.bare(b"no picture", "a") == b"no picture"


def test_metadata_are_read() -> None:
    assert [pictures.metadata(_picture(form)[0]).count(MARK) > 0 for form in ("JPEG", "WEBP")] == [True, True]
    assert pictures.metadata(b"no picture") == ()
