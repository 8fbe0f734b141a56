"""Pictures from phones: what is one, and that nothing else gets through."""

import io
import os

import pytest
import reportlab
from engine.field import pictures
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw


def encoded(kind="JPEG", size=(80, 60), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def read(content, max_bytes=2**20, max_side=1000):
    return pictures.read(content, max_bytes, max_side)


@pytest.mark.parametrize("kind, mode", [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"),
                                        ("PNG", "1"), ("PNG", "I;16")])
def test_every_mode_becomes_a_plain_jpeg(kind, mode):
    picture = read(encoded(kind, mode=mode))
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (picture.width, picture.height))


@given(st.tuples(st.integers(1, 400), st.integers(1, 400)), st.integers(50, 200))
def test_no_side_is_longer_than_allowed_and_the_shape_stays(size, side):
    picture = read(encoded(size=size), max_side=side)
    assert max(picture.width, picture.height) == min(max(size), side)
    assert abs(picture.width * size[1] - picture.height * size[0]) <= max(size) * 1.01


@given(st.binary(max_size=400))
def test_bytes_that_are_no_picture_are_refused_with_a_code(content):
    with pytest.raises(pictures.PictureError) as refused:
        read(content)
    assert refused.value.code in ("no_picture", "broken")


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_broken_picture_is_refused_or_written_anew(at, value):
    content = bytearray(encoded(size=(200, 200)))
    content[at % len(content)] = value
    try:
        picture = read(bytes(content[: len(content) - at % 7 * 40]))
    except pictures.PictureError:
        return
    assert picture.content.startswith(b"\xff\xd8") and picture.content.endswith(b"\xff\xd9")


REFUSED = {
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
    "html": (b"<html></html>", "no_picture"),
    "gif": (encoded("GIF"), "no_picture"),
    "bmp": (encoded("BMP"), "no_picture"),
    "nothing": (b"", "no_picture"),
    "head of a JPEG": (encoded("JPEG")[:200], "broken"),
    "half a PNG": (encoded("PNG", (400, 400))[:120], "broken"),
    "bomb": (encoded("PNG", (9000, 9000), "1"), "too_many_pixels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(name):
    content, code = REFUSED[name]
    with pytest.raises(pictures.PictureError) as refused:
        read(content)
    assert refused.value.code == code


def test_what_is_too_large_is_not_even_looked_at():
    with pytest.raises(pictures.PictureError) as refused:
        read(b"x" * 1001, max_bytes=1000)
    assert (refused.value.code, refused.value.params) == ("too_large", {"size": 1001, "limit": 1000})


def test_the_place_in_the_file_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 8, "at home"
    picture = read(encoded(size=(80, 60), exif=exif))
    assert (picture.width, picture.height) == (60, 80)
    assert b"at home" not in picture.content and b"Exif" not in picture.content


def test_an_empty_signature_is_seen():
    sheet = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    assert pictures.is_blank(read(out.getvalue()))
    ImageDraw.Draw(sheet).line((10, 10, 290, 90), fill=(0, 0, 0, 255), width=3)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    assert not pictures.is_blank(read(out.getvalue()))


def test_words_are_written_at_the_lower_edge_only():
    font = os.path.join(os.path.dirname(reportlab.__file__), "fonts", "Vera.ttf")
    white = pictures.read(_white(), 2**20, 1000)
    stamped = pictures.stamp(white, ["Kallio", "2026-11-22 10:00"], font)
    image = Image.open(io.BytesIO(stamped.content)).convert("L")
    assert image.crop((0, 0, 600, 250)).getextrema()[0] > 240
    darkest, brightest = image.crop((0, 350, 600, 400)).getextrema()
    assert darkest < 150 and brightest > 200
    assert pictures.draws(font, "Kallio 1") and not pictures.draws(font, "上海")


def _white():
    out = io.BytesIO()
    Image.new("RGB", (600, 400), (255, 255, 255)).save(out, "JPEG")
    return out.getvalue()
