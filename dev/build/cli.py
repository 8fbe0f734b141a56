"""The command line: ``python3 dev/build --series 14.0 --out DIR [--link]``."""
import argparse
import sys
from pathlib import Path

from . import addon, series
from .errors import BuildError

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv=None):
    """Run the command; return the exit code."""
    options = parser().parse_args(argv)
    try:
        run(options)
    except BuildError as error:
        print("build: %s" % error, file=sys.stderr)
        return 1
    return 0


def run(options):
    """Build the addon folder of every series asked for."""
    wanted = [series.parse(text) for text in options.series] or list(series.SERIES)
    for number in wanted:
        out = options.out
        if len(wanted) > 1:
            out = out / series.label(number)
        print(addon.build(options.source, out, number, link=options.link))


def parser():
    """Return the parser of the command line."""
    result = argparse.ArgumentParser(prog="build", description=__doc__)
    result.add_argument("--series", action="append", default=[],
                        help="series to build, e.g. 14.0; may be repeated (default: all)")
    result.add_argument("--out", type=Path, default=ROOT / "dist" / "addons",
                        help="folder that receives the addon")
    result.add_argument("--link", action="store_true",
                        help="link Python files to the source instead of copying them")
    result.add_argument("--source", type=Path, default=ROOT / addon.ADDON,
                        help="the addon to build (default: the one of this checkout)")
    return result
