"""Bytes to text: the encoding is told, declared, or UTF-8; what does not fit is refused where it is."""

from __future__ import annotations

import codecs
import re

from .errors import AreaFileError

#: Numbers of Windows code pages that Python calls otherwise; GB 18030 holds all of GBK.
_PAGES = {"65001": "utf-8", "936": "gb18030", "950": "big5", "949": "cp949", "28591": "latin-1"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def known_encoding(name: str) -> str:
    """Return Python's name of an encoding as people and ``.cpg`` files write it.

    Raises
    ------
    AreaFileError
        ``unknown_encoding``.
    """
    text = name.strip().strip("\x00").lower()
    number = re.fullmatch(r"(?:ansi|cp|oem|windows|win)?[ _-]*(\d{3,5})", text)
    iso = re.fullmatch(r"iso[ _-]*8859[ _-]*(\d{1,2})", text)
    if iso:
        text = "iso8859-" + iso[1]
    elif number:
        text = _PAGES.get(number[1], "cp" + number[1])
    try:
        codec = codecs.lookup(text)
        "".encode(codec.name)  # codecs that turn bytes into bytes are refused here
    except (LookupError, ValueError, TypeError):
        raise AreaFileError("unknown_encoding", encoding=name.strip()[:40]) from None
    return "gb18030" if codec.name in ("gbk", "gb2312") else codec.name


def decode(content: bytes, file: str, encoding: str = "") -> str:
    """Return the text of a file.

    Raises
    ------
    AreaFileError
        ``encoding`` with the number of the line where it does not fit, ``unknown_encoding``.
    """
    declared = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    name = known_encoding(encoding) if encoding else declared
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AreaFileError("encoding", file=file, encoding=encoding or name, place=str(line)) from None
