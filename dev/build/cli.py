"""The command line: ``python3 dev/build --series 14.0 --out DIR [--link]``, or ``--release``."""
import argparse
import sys
import tempfile
from pathlib import Path

from . import addon, python_rules, references, release, series
from .errors import BuildError

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv=None):
    """Run the command; return the exit code."""
    options = parser().parse_args(argv)
    sources = [options.source] if options.source else addon.sources(ROOT)
    try:
        if options.check:
            return max(check(source) for source in sources)
        for source in sources:
            run(options, source)
    except BuildError as error:
        print("build: %s" % error, file=sys.stderr)
        return 1
    return 0


def run(options, source):
    """Build the addon in ``source``, or its archives, for every series asked for."""
    wanted = [series.parse(text) for text in options.series] or list(series.SERIES)
    for number in wanted:
        if options.release:
            out = options.out or ROOT / "dist"
            release.remove_older(out, source.name, number)
            paths = release.release(source, out, number, ROOT)
        else:
            out = options.out or ROOT / "dist" / "addons"
            out = out / series.label(number) if len(wanted) > 1 else out
            paths = [addon.build(source, out, number, link=options.link)]
        print("\n".join(map(str, paths)))


def check(source):
    """Check the source, then build all series into a scratch folder; return the exit code."""
    errors = python_rules.check_folder(source) + references.References(source).check()
    for error in errors:
        print("build: %s" % error, file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        for number in series.SERIES:
            addon.build(source, Path(scratch) / str(number), number)
    print("%s: %d mistakes in the source; built for %s" % (
        Path(source).name, len(errors), ", ".join(series.label(number) for number in series.SERIES)))
    return 1 if errors else 0


def parser():
    """Return the parser of the command line."""
    result = argparse.ArgumentParser(prog="build", description=__doc__)
    result.add_argument("--series", action="append", default=[],
                        help="series to build, e.g. 14.0; may be repeated (default: all)")
    result.add_argument("--out", type=Path,
                        help="folder that receives the addon (default: dist/addons), "
                             "or the archives (default: dist)")
    result.add_argument("--link", action="store_true",
                        help="link Python files to the source instead of copying them")
    result.add_argument("--check", action="store_true",
                        help="look for constructs that some series lacks; build all, keep nothing")
    result.add_argument("--release", action="store_true",
                        help="write a zip and a wheel per series, with the built front end")
    result.add_argument("--source", type=Path,
                        help="the addon to build (default: those of this checkout)")
    return result
