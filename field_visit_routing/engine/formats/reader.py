"""From a file of any known format to an instance."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from . import own, solomon, toptw, vrplib
from .errors import FormatError
from .instance import Instance
from .values import lines_of

MAX_BYTES = 200_000_000


def read(path: str, routes: Optional[int] = None) -> Instance:
    """Return the instance of a file, recognised by its content.

    Parameters
    ----------
    routes
        Number of routes: needed for TOPTW, otherwise at most the file's
        number of vehicles.

    Raises
    ------
    FormatError
        What is wrong, in which line, and what to do.
    InvalidProblem
        When a problem of our own JSON makes no sense.
    """
    return parse(_text(path), routes)


def parse(text: str, routes: Optional[int] = None) -> Instance:
    """Return the instance of a text; see :func:`read`."""
    lines = lines_of(text)
    if not lines:
        raise FormatError("empty_file")
    if lines[0].text[0] in "{[":
        return own.parse(text, routes)
    for known in (solomon, vrplib, toptw):
        if known.looks_like(lines):
            return known.parse(lines, routes)
    raise FormatError("unknown_format", text=lines[0].text[:60])


def _text(path: str) -> str:
    try:
        size = Path(path).stat().st_size
        if size > MAX_BYTES:
            raise FormatError("too_big", path=path, bytes=size, limit=MAX_BYTES)
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise FormatError("unreadable", path=path, detail=detail) from None
    except (UnicodeDecodeError, ValueError):
        raise FormatError("not_text", path=path) from None
