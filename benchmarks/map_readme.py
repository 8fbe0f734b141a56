"""``python benchmarks/map_readme.py``: put the table of ``map.json`` into the README."""

import sys

import readme_table
from harness import OUT

COMMAND = "make bench-map"
BEGIN, END = ".. map figures: begin", ".. map figures: end"


def main() -> int:
    """Replace what stands between the markers."""
    figures = readme_table.read_figures(OUT / "map.json", COMMAND)
    readme_table.write(readme_table.of_rows(figures, COMMAND), BEGIN, END)
    return 0


if __name__ == "__main__":
    sys.exit(main())
