"""An address on one line, in the order that its country writes it."""
import re
from typing import List, Mapping

#: For an address of no known country.
LAYOUT = "%(street)s\n%(street2)s\n%(zip)s %(city)s\n%(country_name)s"
_PART = re.compile(r"%\((\w+)\)s")
#: Chinese, Japanese and Korean are written without blanks between the parts.
_EAST_ASIAN = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
_BLANK_BETWEEN = re.compile("(?<=%s) (?=%s)" % (_EAST_ASIAN, _EAST_ASIAN))


def address_line(layout: str, parts: Mapping[str, str]) -> str:
    """Return the address with its ``parts`` where ``layout`` has them, "" for one without any.

    Parameters
    ----------
    layout
        Lines with names such as ``%(street)s`` in them, as countries have them in Odoo; unknown names are left out.
    parts
        What stands for each name; a missing one is empty.

    """
    filled = (_filled(piece, parts) for line in layout.splitlines() for piece in line.split(","))
    return ", ".join(piece for piece in filled if piece)


def _filled(piece: str, parts: Mapping[str, str]) -> str:
    text = _PART.sub(lambda found: _tidy(parts.get(found.group(1), "")), piece)
    return _BLANK_BETWEEN.sub("", _tidy(text))


def _tidy(text: str) -> str:
    words: List[str] = text.split()
    return " ".join(words)
