"""A table of columns as one short text, for requests and results that pass through JSON.

Columns of texts repeat few values: those are written once and counted through. Numbers keep 9 digits.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from typing import Any, Dict, List, Mapping, Optional, Sequence

DIGITS = 9


def pack(columns: Mapping[str, Sequence[object]]) -> str:
    """Return the columns (numbers, truth values, texts, None) as text; see :func:`unpack`."""
    document = {name: _packed(values) for name, values in columns.items()}
    written = json.dumps(document, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(written.encode(), 6)).decode()


def unpack(text: str) -> Dict[str, List[Any]]:
    """Return the columns of a packed text; numbers that are none came as NaN and go as None.

    Raises
    ------
    ValueError
        When the text is no packed table.
    """
    try:
        document = json.loads(zlib.decompress(base64.b64decode(text)))
        return {str(name): _unpacked(column) for name, column in document.items()}
    except (zlib.error, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("no packed table: %s" % error) from None


def _packed(values: Sequence[object]) -> Dict[str, Any]:
    if any(isinstance(value, str) for value in values):
        known = {value: at for at, value in enumerate(dict.fromkeys(values))}
        return {"known": list(known), "at": [known[value] for value in values]}
    return {"values": [_number(value) for value in values]}


def _number(value: Any) -> Optional[float]:
    if value is None or isinstance(value, bool):
        return value
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else float("%.*g" % (DIGITS, number))


def _unpacked(column: Mapping[str, Any]) -> List[Any]:
    if "values" in column:
        return list(column["values"])
    known = column["known"]
    return [known[at] for at in column["at"]]
