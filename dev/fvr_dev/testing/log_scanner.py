"""Finds warnings and errors in Odoo's log."""
import re

from .policy import is_allowed_log_line

#: ``2026-11-21 10:00:00,123 4711 WARNING database logger: text``
_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) (?P<rest>.*)$")
#: Two wrote the same row: Odoo notes the second one's query as an error, and then does all of it again.
_CLASH = "could not serialize access"
_REPEATED = re.compile(r" odoo\.service\.model: SERIALIZATION_FAILURE, (retry|\d+ tries left)")
_BAD = {"WARNING", "ERROR", "CRITICAL"}


def findings(lines, is_allowed=is_allowed_log_line):
    """Return the warnings and errors among the ``lines`` of a log, each with the lines that belong to it."""
    found, current = [], None
    for line in lines:
        start = _LINE.match(line)
        if start:
            current = None
            text = "%s %s" % (start["level"], start["rest"])
            if _REPEATED.search(text):
                _forget_clash(found)
            if start["level"] in _BAD and not is_allowed(text):
                current = [text]
                found.append(current)
        elif current is not None:
            current.append(line.rstrip("\n"))
    return ["\n".join(part) for part in found]


def _forget_clash(found):
    """Take away the last clash: it was no fault, for Odoo has just said that it tries again."""
    clashes = [part for part in found if any(_CLASH in line for line in part)]
    if clashes:
        found.remove(clashes[-1])


def scan(path):
    """Return the findings in the log file ``path``; a missing file was never written to."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8", errors="replace") as stream:
        return findings(stream)
