"""``python benchmarks/planning/readme.py``: put the table of ``planning.json`` into the README."""

import sys
from pathlib import Path
from typing import Any, Dict

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT / "field_visit_routing")]

import readme_table  # noqa: E402
import report  # noqa: E402

SOURCE = ROOT / "benchmarks" / "out" / "planning.json"
BEGIN, END = ".. planning figures: begin", ".. planning figures: end"


def main() -> int:
    """Replace what stands between the markers."""
    document = readme_table.read_figures(SOURCE, "make bench-planning")
    readme_table.write(rendered(document), BEGIN, END)
    return 0


def rendered(document: Dict[str, Any]) -> str:
    """Return the table as reStructuredText, with the machine named."""
    shortened = [name for name, figures in document["classes"].items() if figures.get("shortened")]
    if shortened:
        sys.exit("These classes were shortened: %s. Run them in full first." % ", ".join(shortened))
    table = report.lines(document)
    table[0][-1] = "verdict"
    days = sorted({figures["measured"] for figures in document["classes"].values()})
    machine = "Measured on %s; %s." % (document["machine"], " to ".join(sorted({days[0], days[-1]})))
    return readme_table.rendered(table, machine)


if __name__ == "__main__":
    sys.exit(main())
