"""What the checker reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator, Mapping, Union


@dataclass(frozen=True)
class Violation:
    """A broken rule: ``rule`` names it, ``where`` the route, stop or candidate."""

    rule: str
    where: str
    params: Mapping[str, Union[int, str]] = field(default_factory=dict)


Found = Iterator[Violation]
