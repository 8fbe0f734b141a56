"""What all benchmarks share: rows with targets, a table, a JSON file, timed processes."""

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Callable, List, Optional, Tuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "benchmarks" / "out"
T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One measured figure.

    Attributes
    ----------
    value
        ``None`` when it could not be measured in this run; then it is not ok.
    target
        As the issue words it; empty for a figure that only informs.
    ok
        Whether the target is met; ``None`` without a target.
    """

    name: str
    value: Optional[float]
    unit: str
    target: str = ""
    ok: Optional[bool] = None


def at_most(name: str, value: Optional[float], unit: str, limit: float) -> Row:
    """Return a row whose value must not exceed the limit."""
    met = value is not None and value <= limit
    return Row(name, _rounded(value), unit, "≤ %g" % limit, met)


def at_least(name: str, value: Optional[float], unit: str, limit: float) -> Row:
    """Return a row whose value must reach the limit."""
    met = value is not None and value >= limit
    return Row(name, _rounded(value), unit, "≥ %g" % limit, met)


def information(name: str, value: Optional[float], unit: str) -> Row:
    """Return a row without a target."""
    return Row(name, _rounded(value), unit)


def _rounded(value: Optional[float]) -> Optional[float]:
    return None if value is None else round(value, 3)


def timed(work: Callable[[], T]) -> Tuple[float, T]:
    """Return the wall seconds that the work took, and its result."""
    begin = time.monotonic()
    result = work()
    return time.monotonic() - begin, result


def machine() -> str:
    """Return a line that names the machine."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0]
    cores, python = os.cpu_count(), platform.python_version()
    return "%s, %s cores, load %.1f, Python %s" % (name, cores, load, python)


def publish(name: str, rows: List[Row]) -> bool:
    """Print the table, write the JSON file, and return whether every target is met."""
    OUT.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine(), "measured": date.today().isoformat(), "rows": [asdict(row) for row in rows]}
    document = json.dumps(figures, indent=1, ensure_ascii=False)
    (OUT / (name + ".json")).write_text(document + "\n", encoding="utf-8")
    print("\n%s: %s" % (name, machine()))
    width = max(len(row.name) for row in rows)
    for row in rows:
        value = "not measured" if row.value is None else "%g" % row.value
        verdict = {True: "ok", False: "MISSED", None: ""}[row.ok]
        columns = (row.name.ljust(width), value.rjust(12), row.unit.ljust(4), row.target.ljust(8))
        print("  %s  %s %s %s %s" % (*columns, verdict))
    return all(row.ok is not False for row in rows)
