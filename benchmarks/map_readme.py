"""``python benchmarks/map_readme.py``: put the table of ``map.json`` into the README."""

import sys
from typing import Any, Dict, List

import readme_table
from harness import OUT

SOURCE = OUT / "map.json"
BEGIN, END = ".. map figures: begin", ".. map figures: end"
HEAD = ["what", "figure", "target", "verdict"]


def main() -> int:
    """Replace what stands between the markers."""
    figures = readme_table.read_figures(SOURCE, "make bench-map")
    readme_table.write(rendered(figures), BEGIN, END)
    return 0


def rendered(figures: Dict[str, Any]) -> str:
    """Return the table as reStructuredText, with the machine named."""
    if any(row["value"] is None for row in figures["rows"]):
        sys.exit("Some rows were not measured. Run `make bench-map` with a server first.")
    machine = "Measured on %s; %s." % (figures["machine"], figures["measured"])
    return readme_table.rendered([HEAD, *(_cells(row) for row in figures["rows"])], machine)


def _cells(row: Dict[str, Any]) -> List[str]:
    target = ("%s %s" % (row["target"], row["unit"])).strip() if row["target"] else "–"
    verdict = {True: "reached", False: "missed", None: "–"}[row["ok"]]
    return [row["name"], "%.3g %s" % (row["value"], row["unit"]), target, verdict]


if __name__ == "__main__":
    sys.exit(main())
