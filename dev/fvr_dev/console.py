"""Progress lines with the time since the command was started."""
import os
import sys
import time

_STARTED = float(os.environ.get("FVR_STARTED") or time.time())


def elapsed():
    """Return the seconds since the command was started."""
    return time.time() - _STARTED


def step(text):
    """Print one progress line to standard error, so that standard output stays for results."""
    print("%5ds  %s" % (elapsed(), text), file=sys.stderr, flush=True)


def table(rows, headings):
    """Return ``rows`` as text in columns as wide as their widest cell."""
    cells = [list(map(str, row)) for row in [headings, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
