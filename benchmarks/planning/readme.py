"""``python benchmarks/planning/readme.py``: put the table of ``planning.json`` into the README."""

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "field_visit_routing")]

import report  # noqa: E402

README = ROOT / "README.rst"
SOURCE = ROOT / "benchmarks" / "out" / "planning.json"
BEGIN, END = ".. planning figures: begin", ".. planning figures: end"


def main() -> int:
    """Replace what stands between the markers."""
    try:
        document = json.loads(SOURCE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        sys.exit("%s is missing or damaged. Run `make bench-planning` first." % SOURCE.relative_to(ROOT))
    README.write_text(placed(README.read_text(encoding="utf-8"), rendered(document)), encoding="utf-8")
    return 0


def placed(text: str, table: str) -> str:
    """Return the README with the table between its markers."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit("README.rst has no lines %r and %r. Put them where the table belongs." % (BEGIN, END))
    return before + begin + "\n\n" + table + "\n" + end + after


def rendered(document: Dict[str, Any]) -> str:
    """Return the table as reStructuredText, with the machine named."""
    shortened = [name for name, figures in document["classes"].items() if figures.get("shortened")]
    if shortened:
        sys.exit("These classes were shortened: %s. Run them in full first." % ", ".join(shortened))
    table = report.lines(document)
    table[0][-1] = "verdict"
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    rule = "  ".join("=" * width for width in widths)
    rows = [_row(line, widths) for line in table]
    days = sorted({figures["measured"] for figures in document["classes"].values()})
    machine = "Measured on %s; %s." % (document["machine"], " to ".join(sorted({days[0], days[-1]})))
    return "\n".join([machine, "", rule, rows[0], rule, *rows[1:], rule, ""])


def _row(cells: List[str], widths: List[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()


if __name__ == "__main__":
    sys.exit(main())
