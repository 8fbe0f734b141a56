"""Learning: 50,000 leads learned from, 100,000 scored; the bank's calls beside a regression and boosted trees."""

import csv
import gzip
import time
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np
from harness import Row, at_least, at_most, information, timed

LEARNED, SCORED = 50_000, 100_000
#: Public data (Moro, Cortez, Rita 2014), in order of date; the last quarter is the test.
BANK = Path(__file__).resolve().parents[2] / "shared/data/leads/bank-additional-full.csv.gz"
KNOWN_AFTERWARDS, TARGET = "duration", "y"
STRENGTHS = (0.001, 0.01, 0.1, 1.0, 10.0)


def rows(options: Any, site: Any) -> List[Row]:
    """Measure speed on leads that are made up, and quality on the bank's."""
    return _speed() + (_bank() if BANK.exists() else [])


def _speed() -> List[Row]:
    from engine.scoring.learning import train
    from engine.scoring.learning.samples import sample

    leads, others = sample(LEARNED, seed=1, drift=1.0), sample(SCORED, seed=2, drift=1.0)
    learned_s, trained = timed(lambda: train(leads.table, leads.target.tolist(), leads.when.tolist()))
    scored_s, _chances = timed(lambda: trained.predict(others.table))
    row = leads.table.take(np.array([0]))
    explained_s, _parts = timed(lambda: trained.explain(row))
    return [
        at_most("learning from 50,000 leads, with validation, test and the final fit", learned_s, "s", 60),
        at_most("scoring 100,000 leads", scored_s, "s", 10),
        information("the contributions of one lead", 1000 * explained_s, "ms"),
    ]


def _bank() -> List[Row]:
    columns, target = _bank_columns()
    began = time.perf_counter()
    ours = _ours(columns, target)
    seconds = time.perf_counter() - began
    others = {"a regression": _regression(columns, target), "boosted trees as they come": _boosting(columns, target)}
    found = [information("the bank's calls: learning", seconds, "s")]
    for name, figures in others.items():
        for figure, better in (("average_precision", at_least), ("brier", at_most)):
            title = "the bank's calls: %s, beside %s" % (figure.replace("_", " "), name)
            found.append(better(title, ours[figure], "", round(figures[figure], 4)))
    return found + [information("the bank's calls: %s" % name.replace("_", " "), ours[name], "")
                    for name in ("auc", "lift_10")]


def _bank_columns() -> Tuple[Dict[str, List[Any]], np.ndarray]:
    with gzip.open(str(BANK), "rt", encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    columns: Dict[str, List[Any]] = {name: [line[name] for line in lines] for name in lines[0] if name != TARGET}
    for name, values in columns.items():
        try:
            columns[name] = [float(value) for value in values]
        except ValueError:
            pass
    return columns, np.array([int(line[TARGET]) for line in lines])


def _ours(columns: Dict[str, List[Any]], target: np.ndarray) -> Dict[str, float]:
    from engine.scoring.learning import BY_ORDER, Options, Table, train

    options = Options(personal=True, split=BY_ORDER, refit=False)
    trained = train(Table(columns), target.tolist(), None, options)
    names = [feature["name"] for feature in trained.card["features"]]
    if KNOWN_AFTERWARDS in names:
        raise SystemExit("%s is known only afterwards, but was learned from" % KNOWN_AFTERWARDS)
    return trained.card["figures"]["blend"]


def _divided(columns: Dict[str, List[Any]]) -> Tuple[List[str], List[str]]:
    """Names of the columns of numbers and of categories, without what is known afterwards."""
    names = [name for name in columns if name != KNOWN_AFTERWARDS]
    numbers = [name for name in names if isinstance(columns[name][0], float)]
    return numbers, [name for name in names if name not in numbers]


def _regression(columns: Dict[str, List[Any]], target: np.ndarray) -> Dict[str, float]:
    """Standardised and one-hot; its strength by folds in order of time inside the training rows."""
    from sklearn.linear_model import LogisticRegressionCV
    from sklearn.model_selection import TimeSeriesSplit
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers, categories = _divided(columns)
    cut = _cut(target)
    scaled, coded = StandardScaler(), OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    left = np.array([columns[name] for name in numbers]).T
    right = np.array([columns[name] for name in categories], dtype=object).T
    train = np.hstack([scaled.fit_transform(left[:cut]), coded.fit_transform(right[:cut])])
    test = np.hstack([scaled.transform(left[cut:]), coded.transform(right[cut:])])
    model = LogisticRegressionCV(Cs=STRENGTHS, cv=TimeSeriesSplit(4), scoring="neg_log_loss", max_iter=500)
    return _figures(model.fit(train, target[:cut]), test, target[cut:])


def _boosting(columns: Dict[str, List[Any]], target: np.ndarray) -> Dict[str, float]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.preprocessing import OrdinalEncoder

    numbers, categories = _divided(columns)
    cut = _cut(target)
    right = np.array([columns[name] for name in categories], dtype=object).T
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan).fit(right[:cut])
    whole = np.hstack([np.array([columns[name] for name in numbers]).T, coded.transform(right)])
    model = HistGradientBoostingClassifier(random_state=1).fit(whole[:cut], target[:cut])
    return _figures(model, whole[cut:], target[cut:])


def _cut(target: np.ndarray) -> int:
    return len(target) - len(target) // 4


def _figures(model: Any, test: np.ndarray, target: np.ndarray) -> Dict[str, float]:
    from engine.scoring.learning import figures_of

    return figures_of(target, model.predict_proba(test)[:, 1])
