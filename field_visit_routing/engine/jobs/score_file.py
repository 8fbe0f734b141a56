"""``python -m engine.jobs.score_file FILE=… TARGET=… [TIME=…] [OUT=…]``: learn who converts from any CSV.

Prints what was learned and how good it is on rows that nothing was learned from; the last line of standard output
is one JSON object. ``OUT`` gets, per test row, its number in the file (from 0, the header not counted) and its
probability. An error is one sentence on standard error, and an exit status other than 0.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Dict, List, Mapping, NamedTuple, Optional, Tuple

import numpy as np

from ..errors import EngineError
from ..scoring.learning import AT_RANDOM, BY_ORDER, BY_TIME, Options, train
from ..scoring.learning.files import Answers, FileError, Sheet, answers_of, moments_of, read, typed
from ..scoring.learning.files.moments import DAY_S
from ..scoring.learning.table import Floats, Ints, Table
from . import score_report
from .front_door import MAX_SEED, Refused, named, whole, writable

NAMES = ("FILE", "TARGET", "TIME", "OUT", "DROP", "KEEP", "SPLIT", "SEED", "POSITIVE", "PERSONAL", "TEST")
SPLITS = ("", BY_TIME, BY_ORDER, AT_RANDOM)
USUAL_TEST = 25


class Order(NamedTuple):
    """What was asked for; ``split`` is "" when it follows from ``time``."""

    file: str
    target: str
    time: Optional[str]
    out: Optional[Path]
    drop: Tuple[str, ...]
    keep: Tuple[str, ...]
    split: str
    seed: int
    positive: Optional[str]
    personal: bool
    test_share: float


def main(arguments: List[str]) -> int:
    """Read the order from arguments like ``FILE=…``, learn, print; return the exit status."""
    try:
        began = time.monotonic()
        order = order_of(named(arguments, NAMES))
        _run(order, began)
        return 0
    except (Refused, FileError) as error:
        return _failed(error.sentence)
    except EngineError as error:
        return _failed(score_report.refusal(error))
    except MemoryError:
        return _failed("There is not enough memory for this file. Give a part of its rows.")
    except KeyboardInterrupt:
        return _failed("Stopped before anything was learned. Start it again.")


def _failed(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1


def order_of(values: Mapping[str, str]) -> Order:
    """Return the order of texts under their names.

    Raises
    ------
    Refused
        Names the value and what it may be.
    """
    for name, meaning in (("FILE", "FILE=leads.csv"), ("TARGET", "TARGET=converted")):
        if not values.get(name):
            raise Refused("%s is missing. Say it like this: make score-file FILE=leads.csv TARGET=converted (here: %s)"
                          % (name, meaning))
    split = values.get("SPLIT", "")
    if split not in SPLITS or (split == BY_TIME and not values.get("TIME")):
        raise Refused("SPLIT is %r, but must be order or random, or time together with TIME=column." % split[:40])
    return Order(
        values["FILE"], values["TARGET"], values.get("TIME") or None,
        writable(Path(values["OUT"])) if values.get("OUT") else None,
        _list(values.get("DROP", "")), _list(values.get("KEEP", "")), split,
        whole("SEED", values.get("SEED") or "1", 0, MAX_SEED), values.get("POSITIVE") or None,
        _yes("PERSONAL", values.get("PERSONAL") or "yes"),
        whole("TEST", values.get("TEST") or str(USUAL_TEST), 1, 90) / 100,
    )


def _list(text: str) -> Tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _yes(name: str, text: str) -> bool:
    if text.lower() not in ("yes", "no", "1", "0"):
        raise Refused("%s is %r, but must be yes or no." % (name, text[:40]))
    return text.lower() in ("yes", "1")


def _run(order: Order, began: float) -> None:
    sheet = read(order.file)
    order = order._replace(drop=_columns(order.drop, sheet), keep=_columns(order.keep, sheet))
    _check_columns(order, sheet)
    answers = answers_of(order.target, sheet.columns[order.target], order.positive)
    table, moments, dated = _table(order, sheet, answers)
    trained = train(table, answers.target.tolist(), None if moments is None else moments.tolist(), _options(order))
    held = trained.held_out
    if order.out is not None and held is not None:
        _write(order.out, answers.rows[held.rows], held.probabilities)
    told = score_report.summary(trained.card, answers, sheet, {
        "file": order.file, "target": order.target, "time": order.time, "out": str(order.out) if order.out else None,
        "seconds": round(time.monotonic() - began, 2)})
    if dated:
        told["split"] = dict(told["split"], **{name: _iso(told["split"][name]) for name in ("until", "after")})
    sys.stdout.write("\n".join(score_report.lines(told, trained)) + "\n")
    sys.stdout.write(json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def _columns(names: Tuple[str, ...], sheet: Sheet) -> Tuple[str, ...]:
    """Names given in a list; the name of one column may itself hold commas."""
    whole_name = next((name for name in sheet.columns if tuple(_list(name)) == names), None)
    return (whole_name,) if whole_name is not None else names


def _iso(days: Optional[float]) -> Optional[str]:
    """A moment in days since 1970 as ISO 8601, to the second."""
    if days is None:
        return None
    moment = datetime(1970, 1, 1) + timedelta(seconds=round(days * DAY_S))
    return moment.isoformat()


def _check_columns(order: Order, sheet: Sheet) -> None:
    single = {"TARGET": (order.target,), "TIME": (order.time,) if order.time else ()}
    for name, wanted in {**single, "DROP": order.drop, "KEEP": order.keep}.items():
        for column in wanted:
            if column not in sheet.columns:
                raise Refused("%s names the column %r, which is not in the file. There are: %s."
                              % (name, column[:60], ", ".join(list(sheet.columns)[:60])))
    if order.time == order.target:
        raise Refused("TIME and TARGET name the same column. Name another one.")


def _table(order: Order, sheet: Sheet, answers: Answers) -> Tuple[Table, Optional[Floats], bool]:
    columns: Dict[str, List[Optional[str]]] = {
        name: [texts[row] for row in answers.rows] for name, texts in sheet.columns.items()
        if name != order.target and name not in order.drop
    }
    if order.time is None:
        return typed(columns, None, None), None, False
    moments, dated = moments_of(order.time, [sheet.columns[order.time][row] for row in answers.rows])
    return typed(columns, order.time, moments if dated else None), moments, dated


def _options(order: Order) -> Options:
    usual = BY_TIME if order.time else BY_ORDER
    return Options(personal=order.personal, drop=order.drop, keep=order.keep, split=order.split or usual,
                   test_share=order.test_share, seed=order.seed, refit=False)


def _write(path: Path, rows: Ints, probabilities: Floats) -> None:
    order = np.argsort(rows, kind="stable")
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("row", "probability"))
            writer.writerows((int(rows[at]), "%.9g" % probabilities[at]) for at in order)
    except OSError as error:
        raise Refused("OUT=%s cannot be written (%s). Name another file." % (path, error.strerror)) from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
