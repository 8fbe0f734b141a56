"""What is wrong with a file, as a sentence: where, what, and what to do about it."""

from __future__ import annotations

from typing import Mapping, Optional, Union

from ..errors import EngineError

Param = Union[int, str]

#: The sentences of this folder; ``line`` is put in front where it is known.
SENTENCES: Mapping[str, str] = {
    "unreadable": "the file %(path)s cannot be read (%(detail)s). Name an existing file that you may read.",
    "not_text": "the file %(path)s is not a text file. Unpack it first if it is packed.",
    "too_big": "the file %(path)s has %(bytes)d bytes; at most %(limit)d are read. "
    "Plan a part of it, or check that it is the right file.",
    "empty_file": "the file is empty. Fetch it again.",
    "unknown_format": "the format is unknown: the file begins with %(text)r. Known are Solomon and "
    "Homberger text, VRPLIB with time windows, TOPTW text and this project's JSON.",
    "bad_json": "this is no valid JSON (%(detail)s). Correct it there.",
    "no_problem": "the JSON holds no problem. Give the document of a problem, or an object with "
    "one under 'problem'.",
    "bad_document": "the value of %(path)s is wrong (%(cause)s: %(detail)s). Correct it.",
    "bad_matrix": "the matrix is wrong: %(detail)s. Give 'duration_s' and 'distance_m', each a "
    "square table of whole numbers with a row per location, -1 where there is no way.",
    "missing_section": "%(section)s is missing. The file is incomplete: fetch it again.",
    "missing_key": "the line '%(key)s : …' is missing in the head. Complete the file.",
    "unsupported": "%(key)s %(text)r is not supported, only %(known)s. Convert the file.",
    "truncated": "the file ends here, but %(expected)s should follow. It is cut off: "
    "fetch it again.",
    "wrong_columns": "expected are %(expected)s, but there are %(found)d values. "
    "Correct that line; a last line that is too short means that the file is cut off.",
    "wrong_count": "the section %(section)s has %(found)d entries, but there should be %(expected)d. "
    "The file is cut off or was edited: fetch it again.",
    "not_a_number": "%(field)s is %(text)r, which is no number. Correct it.",
    "not_finite": "%(field)s is %(text)r; only finite numbers have a meaning here. Correct it.",
    "not_whole": "%(field)s is %(text)r, but must be a whole number. Correct it.",
    "negative": "%(field)s is %(text)r, but must not be negative. Correct it.",
    "too_large": "%(field)s is %(text)r; at most %(limit)s is believed. "
    "Check the unit, or correct it.",
    "too_small": "%(field)s is %(text)r, but must be at least %(limit)s. Correct it.",
    "window_reversed": "the time window of %(number)s ends at %(end)s, before it begins at "
    "%(start)s. Exchange or correct the two.",
    "duplicate": "number %(number)s stands twice in %(section)s. Keep one of them.",
    "unknown_number": "the section %(section)s names %(number)s, which has no coordinates. Add or remove it.",
    "no_depot": "there is no depot. Begin the list with the depot.",
    "several_depots": "there are %(count)d depots, but only one is supported. Keep one.",
    "no_customers": "there are no customers. Fetch the file again.",
    "too_many": "there are %(count)d customers; at most %(limit)d are read, as the table of all "
    "distances must fit into memory. Plan a part of them.",
    "over_capacity": "customer %(number)s needs %(load)s, more than a vehicle's capacity of "
    "%(capacity)s, and must be served. Correct one of the two.",
    "routes_missing": "a TOPTW file does not say how many routes are wanted. "
    "Say it: ROUTES=1, or 2, 3, …",
    "routes_too_many": "ROUTES is %(routes)d, but %(detail)s. Choose at most %(limit)d.",
    "routes_not_for_json": "ROUTES does not apply to this project's JSON, whose shifts are the "
    "routes. Leave ROUTES out.",
}


class FormatError(EngineError):
    """A file that cannot be understood.

    Attributes
    ----------
    line
        Number of the line, from 1; ``None`` when it concerns the whole file.
    """

    def __init__(self, code: str, line: Optional[int] = None, **params: Param) -> None:
        super().__init__(code, params)
        self.line = line

    def sentence(self) -> str:
        """Return what is wrong and what to do, in one or two sentences of English."""
        where = "" if self.line is None else "line %d: " % self.line
        text = where + SENTENCES[self.code] % self.params
        return text[0].upper() + text[1:]
