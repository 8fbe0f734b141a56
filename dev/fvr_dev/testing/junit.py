"""Reads the counts and the skips from the reports that pytest and vitest write."""
from dataclasses import dataclass
from typing import Tuple
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """How many tests ended how; ``skips`` are texts ``name: reason``."""

    passed: int = 0
    failed: int = 0
    skips: Tuple[str, ...] = ()

    @property
    def total(self):
        """The number of tests that were collected."""
        return self.passed + self.failed + len(self.skips)

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skips + other.skips)


def read(path):
    """Return the `Counts` of the JUnit report ``path``; no report means that nothing ran."""
    if not path.exists():
        return Counts()
    passed, failed, skips = 0, 0, []
    for case in ElementTree.parse(str(path)).getroot().iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skipped is not None:
            skips.append(_skip(case, skipped))
        else:
            passed += 1
    return Counts(passed, failed, tuple(skips))


def _skip(case, skipped):
    name = ".".join(part for part in (case.get("classname"), case.get("name")) if part)
    return "%s: %s" % (name, skipped.get("message") or "no reason given")
