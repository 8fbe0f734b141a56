"""``python benchmarks/run.py [NAME …] [options]``: run benchmarks, all of them without a name.

Each benchmark is a module of this folder with ``rows(options) -> list of Row``.
The exit status tells whether every target was met.
"""

import argparse
import importlib
import sys

from harness import publish

NAMES = ("foundation", "map", "territory", "score", "field")


def main() -> int:
    """Run what was asked for."""
    options = _options()
    met = [publish(name, importlib.import_module(name).rows(options)) for name in options.names]
    return 0 if all(met) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument(
        "--no-server", action="store_true", help="only what needs no running Odoo; the rest is not measured"
    )
    parser.add_argument(
        "--warm", action="store_true",
        help="without ./run and ./test in a fresh clone with an empty cache, which take a quarter of an hour",
    )
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error("no benchmark is called %s; there are: %s" % (unknown[0], ", ".join(NAMES)))
    options.names = options.names or list(NAMES)
    return options


if __name__ == "__main__":
    sys.exit(main())
