"""What the checks of a problem find: one coded issue for each thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator, Mapping, Optional, Union

#: Longest horizon, service or shift that is believed, in seconds (a year).
MAX_S = 366 * 86400


@dataclass(frozen=True)
class Issue:
    """One finding.

    Attributes
    ----------
    code
        Key of :data:`.validation.ISSUE_CODES`.
    where
        What it is about: ``"candidate:<id>"``, ``"shift:<id>"``,
        ``"location:<index>"``, ``"traffic:<profile>"``, ``"night:<before>"``,
        ``"joint:<name>"``, ``"problem"`` or ``"matrix"``.
    field
        Name of the attribute.
    value
        The offending value as text.
    params
        Further values for the sentence.
    severity
        ``"error"`` or ``"warning"``.
    """

    code: str
    where: str
    field: str
    value: str
    params: Mapping[str, Union[int, str]] = field(default_factory=dict)
    severity: str = "error"


Issues = Iterator[Issue]


def number(where: str, name: str, value: Optional[int], limit: int = MAX_S) -> Issues:
    """Yield what is wrong with a whole number from 0 to the limit; ``None`` is no number."""
    if not is_int(value):
        yield Issue("not_a_number", where, name, repr(value)[:80])
    elif value is not None and value < 0:
        yield Issue("negative", where, name, str(value))
    elif value is not None and value > limit:
        yield Issue("too_large", where, name, str(value), {"limit": limit})


def optional(where: str, name: str, value: Optional[int], limit: int = MAX_S) -> Issues:
    """Yield what :func:`number` does, but take ``None`` for "no bound"."""
    if value is not None:
        yield from number(where, name, value, limit)


def is_int(value: object) -> bool:
    """Whether the value is a whole number; a flag is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def known_location(count: int, where: str, name: str, value: int) -> Issues:
    """Yield an issue when the value is no index into so many locations."""
    if not is_int(value) or not 0 <= value < count:
        yield Issue("unknown_location", where, name, str(value), {"count": count})
