"""Figures of a class from its cases, the table on the terminal, and the JSON file."""

import json
from pathlib import Path
from statistics import mean
from typing import Any, Dict, List, Mapping, Optional, Sequence

from cases import CLASSES, Case, Class
from runs import Result

Row = Dict[str, Any]


def row_of(kind: Class, case: Case, results: Mapping[str, Result]) -> Row:
    """Return the figures of one case."""
    row: Row = {"case": case.name, "seed": case.seed, "seconds": case.seconds}
    for name, result in results.items():
        row[name] = result.figures()
        if case.measure is not None and case.best_known and result.cost is not None:
            row[name]["measure"] = case.measure([list(order) for order in result.orders.values()])
            row[name]["gap"] = _gap(row[name]["measure"], case.best_known, kind.name == "toptw")
    if case.best_known:
        row["best_known"] = case.best_known
    costs = [result.cost for name, result in results.items() if name != "ours" and result.cost is not None]
    ours = results["ours"]
    if costs and ours.cost is not None:
        row["ratio"] = round(ours.cost / min(costs), 5)
    if ours.cost is not None and ours.whole:
        row["loss"] = round(100 * (ours.cost - ours.whole) / abs(ours.whole), 3)
    return row


def _gap(value: float, best_known: float, more_is_better: bool) -> float:
    """Percent by which a value misses the best known."""
    missed = best_known - value if more_is_better else value - best_known
    return round(100 * missed / best_known, 3)


def summary(kind: Class, rows: Sequence[Row]) -> Row:
    """Return the figures of a class; ``ok`` is ``None`` where nothing could be compared."""
    figures: Row = {"title": kind.title, "kind": kind.kind, "target": target(kind), "rows": list(rows)}
    if kind.kind in ("ratio", "time"):
        figures["ratio"] = _mean([row["ratio"] for row in rows if "ratio" in row])
    if kind.kind == "loss":
        figures["loss"] = _mean([row["loss"] for row in rows if "loss" in row])
    for name in ("ours", "pyvrp", "vroom"):
        gaps = [row[name]["gap"] for row in rows if "gap" in row.get(name, ())]
        if kind.kind == "gap" and len(gaps) == len(rows):
            figures["gap_" + name] = {"mean": _mean(gaps), "worst": max(gaps, default=None)}
    ours = [row["ours"] for row in rows]
    figures["seconds"] = max((each["seconds"] for each in ours if each["seconds"]), default=None)
    figures["memory_mb"] = max((each["memory_mb"] for each in ours), default=None)
    figures["process_mb"] = max((each["process_mb"] for each in ours), default=None)
    figures["ok"] = _ok(kind, figures)
    return figures


def _mean(values: Sequence[float]) -> Optional[float]:
    return round(mean(values), 5) if values else None


def _ok(kind: Class, figures: Row) -> Optional[bool]:
    if any(row["ours"]["cost"] is None for row in figures["rows"]) or not figures["rows"]:
        return False if figures["rows"] else None
    verdicts = [
        _within(figures["seconds"], kind.max_seconds),
        _within(figures["memory_mb"], kind.max_mb),
        _within(figures["process_mb"], kind.process_mb),
    ]
    if kind.kind == "loss" and kind.limit is None:
        return None  # it informs
    if kind.kind == "ratio":
        if figures["ratio"] is None:
            return None
        verdicts.append(_within(figures["ratio"], kind.limit))
    if kind.kind == "gap":
        gap = figures.get("gap_ours", {})
        verdicts += [_within(gap.get("mean"), kind.limit), _within(gap.get("worst"), kind.worst)]
    return all(verdicts)


def _within(value: Optional[float], limit: Optional[float]) -> bool:
    return limit is None or (value is not None and value <= limit)


def target(kind: Class) -> str:
    """Return what is to be reached, in words."""
    parts = []
    if kind.kind == "ratio":
        parts.append("≤ %g × the best contender" % kind.limit)
    if kind.kind == "gap":
        parts.append("mean ≤ %g %%" % kind.limit)
    if kind.worst is not None:
        parts.append("worst ≤ %g %%" % kind.worst)
    if kind.max_seconds is not None:
        parts.append("≤ %g s" % kind.max_seconds)
    if kind.max_mb is not None:
        parts.append("≤ %g MB in all" % kind.max_mb)
    if kind.process_mb is not None:
        parts.append("≤ %g MB per process" % kind.process_mb)
    return ", ".join(parts) or "–"


def merge(path: Path, machine: str, found: Mapping[str, Row]) -> Row:
    """Put classes into the JSON file beside those of earlier runs; return the whole."""
    try:
        document: Row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = {}
    classes = {**document.get("classes", {}), **found}
    order = [kind.name for kind in CLASSES]
    classes = {name: classes[name] for name in sorted(classes, key=lambda n: order.index(n) if n in order else 99)}
    document = {"machine": machine, "classes": classes}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return document


def lines(document: Row) -> List[List[str]]:
    """Return the table: class, ours, PyVRP, VROOM, memory, target, verdict."""
    head = ["class", "ours", "PyVRP", "VROOM", "time", "memory", "target", ""]
    return [head, *(_line(figures) for figures in document["classes"].values())]


def _line(figures: Row) -> List[str]:
    verdict = {True: "reached", False: "missed", None: "–"}[figures["ok"]]
    cells = [_cell(figures, name) for name in ("ours", "pyvrp", "vroom")]
    time = "%.2f s" % figures["seconds"] if figures["seconds"] else "–"
    memory = "%d MB" % figures["memory_mb"] if figures["memory_mb"] else "–"
    return [figures["title"], *cells, time, memory, figures["target"], verdict]


def _cell(figures: Row, name: str) -> str:
    if figures["kind"] == "gap":
        gap = figures.get("gap_" + name)
        return "%.2f %%" % gap["mean"] if gap else "–"
    if figures["kind"] == "loss" and name == "ours" and figures["loss"] is not None:
        return "%+.2f %%" % figures["loss"]
    rows = figures["rows"]
    costs = [row[name]["cost"] for row in rows if row.get(name, {}).get("cost") is not None]
    if len(costs) < len(rows):
        return "–" if not costs else "%d of %d" % (len(costs), len(rows))
    return "{:,.0f}".format(mean(costs))


def show(document: Row) -> None:
    """Print the table."""
    table = lines(document)
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    print("\nplanning: %s" % document["machine"])
    print("mean of our objective (lower is better), mean gap to the best known, or what cutting costs")
    for line in table:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
