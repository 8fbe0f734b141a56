"""``python benchmarks/planning [options]``: our planning engine beside PyVRP and VROOM.

The same problems, wall time and cores for everybody, in the same run; every
answer is checked and priced by our rules. Each class is written to
``benchmarks/out/planning.json`` as soon as it is done, beside the classes of
earlier runs; the exit status tells whether every target was met.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT / "field_visit_routing")]

import environment  # noqa: E402
import report  # noqa: E402
from cases import CLASSES, NAMES, Case, Class  # noqa: E402
from engine.routing import kernel  # noqa: E402
from harness import OUT, machine  # noqa: E402
from runs import CORES, Bench  # noqa: E402

INSTANCES = ROOT.parent / "shared" / "data" / "instances"


def main(arguments: Sequence[str]) -> int:
    """Run the chosen classes."""
    options = _options(arguments)
    python = None if options.alone else environment.ensure()
    bench = Bench(python)
    named = "%s, %d processes; %s" % (machine(), CORES, environment.versions(python))
    _compile()
    document: Dict[str, Any] = {}
    for kind in CLASSES:
        if kind.name in options.classes:
            figures = {**_run(bench, kind, options), "machine": named}
            document = report.merge(options.out, named, {kind.name: figures})
            report.show(document)
    chosen = [document["classes"][name] for name in options.classes]
    return 1 if any(figures["ok"] is False for figures in chosen) else 0


def _compile() -> None:
    """Compile the search before anything is measured: all our processes load it from the disk."""
    if kernel.available():
        print("the search was compiled in %.1f s" % kernel.warm(), flush=True)


def _run(bench: Bench, kind: Class, options: argparse.Namespace) -> Dict[str, Any]:
    rows: List[Dict[str, Any]] = []
    contenders = ("ours",) if kind.alone else bench.contenders
    for case in kind.cases(Path(options.instances)):
        if options.cases and len(rows) >= options.cases:
            break
        row = _case(bench, kind, _timed(case, options.seconds), contenders)
        rows.append(row)
        print(_progress(kind, row), flush=True)
    if not rows:
        print("%s: no instances in %s" % (kind.name, options.instances), flush=True)
    return {**report.summary(kind, rows), "measured": time.strftime("%Y-%m-%d"), "shortened": bool(
        options.seconds or options.cases)}


def _timed(case: Case, seconds: float) -> Case:
    return replace(case, seconds=seconds) if seconds else case


def _case(bench: Bench, kind: Class, case: Case, contenders: Sequence[str]) -> Dict[str, Any]:
    results = {name: bench.run(name, case, kind.repeats) for name in contenders}
    return report.row_of(kind, case, results)


def _progress(kind: Class, row: Dict[str, Any]) -> str:
    parts = ["%s %s:" % (kind.name, row["case"])]
    for name in ("ours", "pyvrp", "vroom"):
        if name in row:
            value = row[name].get("gap", row[name]["cost"])
            if "loss" in row:
                value = "cut %s, whole %s, %+.2f %%" % (value, row[name]["whole"], row["loss"])
            parts.append("%s %s in %s s (%s)" % (name, value, row[name]["seconds"], row[name]["note"]))
    return " ".join(parts)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-planning", description=__doc__)
    parser.add_argument("--instances", default="", help="folder with bks.csv and the public instances")
    parser.add_argument("--classes", default="", help="of %s; all without" % ", ".join(NAMES))
    parser.add_argument("--seconds", type=float, default=0, help="another wall time for every case: a quick trial")
    parser.add_argument("--cases", type=int, default=0, help="so many cases of each class: a quick trial")
    parser.add_argument("--alone", action="store_true", help="without the contenders")
    parser.add_argument("--out", type=Path, default=OUT / "planning.json", help="the JSON file")
    options = parser.parse_args(arguments)
    options.instances = options.instances or str(INSTANCES)
    options.classes = [name for name in options.classes.split(",") if name] or list(NAMES)
    unknown = sorted(set(options.classes) - set(NAMES))
    if unknown:
        parser.error("no class is called %s; there are: %s" % (unknown[0], ", ".join(NAMES)))
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
