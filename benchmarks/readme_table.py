"""A table of figures between two markers of the README."""

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.rst"
HEAD = ["what", "figure", "target", "verdict"]


def read_figures(source: Path, command: str) -> Any:
    """Return what the benchmark wrote to ``source``; end with a sentence when it is not there."""
    try:
        return json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        sys.exit("%s is missing or damaged. Run `%s` first." % (source.relative_to(ROOT), command))


def placed(text: str, table: str, begin: str, end: str) -> str:
    """Return the text with the table between the two markers."""
    before, found, rest = text.partition(begin)
    _old, found_end, after = rest.partition(end)
    if not found or not found_end:
        sys.exit("README.rst has no lines %r and %r. Put them where the table belongs." % (begin, end))
    return before + begin + "\n\n" + table + "\n" + end + after


def write(table: str, begin: str, end: str) -> None:
    """Put the table into the README."""
    README.write_text(placed(README.read_text(encoding="utf-8"), table, begin, end), encoding="utf-8")


def rendered(lines: List[List[str]], machine: str) -> str:
    """Return the lines, the first of which is the head, as reStructuredText below ``machine``."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    rule = "  ".join("=" * width for width in widths)
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
    return "\n".join([machine, "", rule, rows[0], rule, *rows[1:], rule, ""])


def of_rows(figures: Dict[str, Any], command: str) -> str:
    """Return rows of the harness as a table, with the machine named; end with a sentence when one has no value."""
    if any(row["value"] is None for row in figures["rows"]):
        sys.exit("Some rows were not measured. Run `%s` with a server first." % command)
    machine = "Measured on %s; %s." % (figures["machine"], figures["measured"])
    return rendered([HEAD, *(_cells(row) for row in figures["rows"])], machine)


def _cells(row: Dict[str, Any]) -> List[str]:
    target = ("%s %s" % (row["target"], row["unit"])).strip() if row["target"] else "–"
    verdict = {True: "reached", False: "missed", None: "–"}[row["ok"]]
    return [row["name"], "%.3g %s" % (row["value"], row["unit"]), target, verdict]
