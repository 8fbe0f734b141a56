"""``python benchmarks/map_readme.py``: put the table of ``map.json`` into the README."""

import json
import sys
from typing import Any, Dict, List

from harness import OUT, ROOT

README = ROOT / "README.rst"
SOURCE = OUT / "map.json"
BEGIN, END = ".. map figures: begin", ".. map figures: end"
HEAD = ["what", "figure", "target", "verdict"]


def main() -> int:
    """Replace what stands between the markers."""
    try:
        figures = json.loads(SOURCE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        sys.exit("%s is missing or damaged. Run `make bench-map` first." % SOURCE.relative_to(ROOT))
    README.write_text(placed(README.read_text(encoding="utf-8"), rendered(figures)), encoding="utf-8")
    return 0


def placed(text: str, table: str) -> str:
    """Return the README with the table between its markers."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit("README.rst has no lines %r and %r. Put them where the table belongs." % (BEGIN, END))
    return before + begin + "\n\n" + table + "\n" + end + after


def rendered(figures: Dict[str, Any]) -> str:
    """Return the table as reStructuredText, with the machine named."""
    if any(row["value"] is None for row in figures["rows"]):
        sys.exit("Some rows were not measured. Run `make bench-map` with a server first.")
    lines = [HEAD, *(_cells(row) for row in figures["rows"])]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    rule = "  ".join("=" * width for width in widths)
    body = [_line(line, widths) for line in lines]
    machine = "Measured on %s; %s." % (figures["machine"], figures["measured"])
    return "\n".join([machine, "", rule, body[0], rule, *body[1:], rule, ""])


def _cells(row: Dict[str, Any]) -> List[str]:
    target = ("%s %s" % (row["target"], row["unit"])).strip() if row["target"] else "–"
    verdict = {True: "reached", False: "missed", None: "–"}[row["ok"]]
    return [row["name"], "%.3g %s" % (row["value"], row["unit"]), target, verdict]


def _line(cells: List[str], widths: List[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
