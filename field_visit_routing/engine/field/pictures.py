"""Pictures from phones.

What really is a picture is decoded, turned upright, made smaller and written anew as JPEG: nothing of the file that
came (place in its EXIF, scripts behind its end) survives.  Everything else is refused with a code.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Sequence, Tuple

# Odoo keeps Pillow from looking for formats by itself, so the ones that are taken are named
from PIL import Image, ImageDraw, ImageFont, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from ..errors import EngineError

#: WebP is read where the server's Pillow was built with it.
FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
)
#: A small file may claim a huge picture; phones have up to 200 megapixels and send far fewer.
MAX_PIXELS = 60_000_000
QUALITY = 82
MIN_TEXT_PX = 14


class PictureError(EngineError):
    """The bytes are no picture that is taken; codes: too_large, no_picture, too_many_pixels, broken."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: ``content`` is a JPEG, sizes are pixels."""

    content: bytes
    width: int
    height: int


def read(content: bytes, max_bytes: int, max_side: int) -> Picture:
    """Return the picture in ``content`` as a JPEG with at most ``max_side`` pixels each way.

    Raises
    ------
    PictureError
        For more than ``max_bytes``, and for what is no JPEG, PNG or WebP picture that can be decoded to its end.
    """
    if len(content) > max_bytes:
        raise PictureError("too_large", {"size": len(content), "limit": max_bytes})
    image = _decoded(content)
    image.thumbnail((max_side, max_side))
    return _written(image)


def is_blank(picture: Picture) -> bool:
    """Tell whether nothing is drawn: everything has, nearly, one brightness."""
    darkest, brightest = Image.open(io.BytesIO(picture.content)).convert("L").getextrema()
    return int(brightest) - int(darkest) < 32


def stamp(picture: Picture, lines: Sequence[str], font_path: str) -> Picture:
    """Return ``picture`` with ``lines`` on a dark band at its lower edge, written with the font of that file."""
    image = Image.open(io.BytesIO(picture.content)).convert("RGB")
    size = max(MIN_TEXT_PX, image.height // 36)
    font = ImageFont.truetype(font_path, size)
    step = round(size * 1.4)
    top = image.height - step * len(lines) - size // 2
    band = Image.new("RGBA", (image.width, image.height - top), (0, 0, 0, 150))
    image.paste(band, (0, top), band)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((size // 2, top + size // 4 + number * step), line, font=font, fill=(255, 255, 255))
    return _written(image)


def draws(font_path: str, text: str) -> bool:
    """Tell whether the font has a letter of its own for each of ``text``: what it lacks is all drawn as one box."""
    font = ImageFont.truetype(font_path, 24)
    missing = _shape(font, "\ufffe")
    return all(_shape(font, letter) != missing for letter in set(text) if not letter.isspace())


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> Tuple[Tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return (mask.size, bytes(mask))


def _decoded(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
            _check_kind(image)
            image.load()
            return _flat(ImageOps.exif_transpose(image))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("too_many_pixels", {"limit": MAX_PIXELS}) from None
    except Image.UnidentifiedImageError:
        raise PictureError("no_picture") from None
    except Exception:  # decoders raise whatever they like on a broken file
        raise PictureError("broken") from None


def _check_kind(image: Image.Image) -> None:
    if image.format not in FORMATS:
        raise PictureError("no_picture")
    if image.width * image.height > MAX_PIXELS:
        raise PictureError("too_many_pixels", {"limit": MAX_PIXELS})


def _flat(image: Image.Image) -> Image.Image:
    """On white, where the picture lets something through: signatures are drawn on nothing."""
    if image.mode not in ("RGBA", "LA", "P"):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layer).convert("RGB")


def _written(image: Image.Image) -> Picture:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), image.width, image.height)
