"""From a history of leads to a trained model with its card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional, Sequence

import numpy as np

from ...errors import EngineError
from . import tree as trees
from .contenders import LINEAR
from .ensemble import Choice, Ensemble, choose, fit, fit_alone
from .figures import calibration, figures_of
from .options import BASE, BLEND, LOGISTIC, LOGISTIC_RECENT, TREE, Options
from .picture import picture
from .screening import Screening, screen
from .splitting import Split, split
from .table import EMPTY, Floats, Ints, Table, kind_of
from .trained import HeldOut, Trained

#: Rows that contributions start from.
TYPICAL = 40


def train(table: Table, target: Sequence[int], when: Optional[Sequence[float]] = None,
          options: Options = Options()) -> Trained:  # noqa: B008  frozen
    """Learn who converts, and measure it on the latest rows, which nothing was learned from.

    Parameters
    ----------
    table
        What was known of each lead at the time.
    target
        1 where the lead converted, else 0.
    when
        The moment of each row, in any unit; rows where it is NaN are not used. Without it the rows are in
        order of time, or divided at random: see :class:`Options`.

    Raises
    ------
    EngineError
        ``too_few`` (``rows``, ``wanted``), ``too_few_of_a_class`` (``rows``, ``wanted``), ``one_class``,
        ``all_missing`` or ``no_features``.
    """
    answers = np.asarray(target, dtype=np.int64)
    _check(table, answers, options)
    parts = split(answers, when, options)
    _check_training(answers[parts.train], options)
    known, answered = table.take(parts.train), answers[parts.train]
    screening = screen(known, answered, options)
    if not screening.kinds:
        raise EngineError("no_features", {"columns": len(table.columns)})
    choice = choose(known, screening.kinds, answered, parts.ordered, options.seed)
    return _Work(table, answers, parts, screening, choice, options).trained()


def _check(table: Table, answers: Ints, options: Options) -> None:
    if len(table) != len(answers):
        raise ValueError("a target for each row")
    if len(answers) < options.fewest_rows:
        raise EngineError("too_few", {"rows": len(answers), "wanted": options.fewest_rows})
    _check_classes(answers, options)
    if all(kind_of(table.column(name)) == EMPTY for name in table.columns):
        raise EngineError("all_missing", {"columns": len(table.columns)})


def _check_classes(answers: Ints, options: Options) -> None:
    fewest = int(min(answers.sum(), (1 - answers).sum()))
    if fewest == 0:
        raise EngineError("one_class", {"rows": len(answers), "value": int(answers[0])})
    if fewest < options.fewest_of_a_class:
        raise EngineError("too_few_of_a_class", {"rows": fewest, "wanted": options.fewest_of_a_class})


def _check_training(answers: Ints, options: Options) -> None:
    """The earlier part alone must be enough to learn from."""
    _check_classes(answers, replace(options, fewest_of_a_class=max(4, options.fewest_of_a_class // 2)))


class _Work:
    """One training: fit what was chosen, measure, write the card."""

    def __init__(self, table: Table, answers: Ints, parts: Split, screening: Screening, choice: Choice,
                 options: Options) -> None:
        self._table, self._answers, self._parts = table, answers, parts
        self._screening, self._choice, self._options = screening, choice, options

    def trained(self) -> Trained:
        """Return the model: measured on the held-out rows and then, when wanted, fitted to all."""
        tested = self._fitted(self._parts.train)
        tree = self._grown(self._parts.train)
        asked, happened = self._table.take(self._parts.test), self._answers[self._parts.test]
        chances = tested.probabilities(asked)
        card = self._card(tested, tree, asked, happened, chances)
        rows = np.concatenate([self._parts.train, self._parts.test])
        final = self._fitted(rows) if self._options.refit else tested
        return Trained(
            card, final, tree, self._typical(rows if self._options.refit else self._parts.train), self._options.seed,
            HeldOut(self._parts.test, happened, chances), self._parts,
        )

    def _fitted(self, rows: Ints) -> Ensemble:
        return fit(self._choice, self._table.take(rows), self._screening.kinds, self._answers[rows],
                   self._options.seed)

    def _plain(self, rows: Ints) -> Ensemble:
        return fit_alone(self._choice.plain, self._table.take(rows), self._screening.kinds, self._answers[rows],
                         self._options.seed)

    def _grown(self, rows: Ints) -> trees.ExplainedTree:
        return trees.grow(self._table.take(rows), self._screening.kinds, self._answers[rows], self._options.levels,
                          self._options.seed)

    def _typical(self, rows: Ints) -> Table:
        drawn = np.random.default_rng(self._options.seed).permutation(rows)[:TYPICAL]
        return self._table.only(list(self._screening.kinds)).take(np.sort(drawn))

    def _card(self, tested: Ensemble, tree: trees.ExplainedTree, asked: Table, happened: Ints,
              chances: Floats) -> Dict[str, Any]:
        return {
            "rows": len(self._parts.train) + len(self._parts.test),
            "positives": int(self._answers.sum()),
            "features": [{"name": name, "kind": kind} for name, kind in self._screening.kinds.items()],
            "left_out": [{"name": out.name, "reason": out.reason, "auc": round(out.auc, 3)}
                         for out in self._screening.left_out],
            "split": self._split(),
            "drift": self._choice.drift,
            "figures": self._figures(tested, tree, asked, happened, chances),
            "blend": self._blend(),
            "calibration": calibration(happened, chances),
            "tree": {"rules": tree.rules(), "picture": picture(tree.nodes())},
            "seed": self._options.seed,
        }

    def _split(self) -> Dict[str, Any]:
        parts, answers = self._parts, self._answers
        return {
            "kind": parts.kind, "until": parts.until, "after": parts.after, "unknown": parts.unknown,
            "train_rows": len(parts.train), "test_rows": len(parts.test),
            "train_positives": int(answers[parts.train].sum()), "test_positives": int(answers[parts.test].sum()),
        }

    def _figures(self, tested: Ensemble, tree: trees.ExplainedTree, asked: Table, happened: Ints,
                 chances: Floats) -> Dict[str, Dict[str, float]]:
        said = tested.said(asked)
        each: Dict[str, Floats] = {}
        for at, model in enumerate(tested.models):
            is_recent = model.recipe.family == LINEAR and model.recipe.half_life
            each.setdefault(LOGISTIC_RECENT if is_recent else model.recipe.family, said[:, at])
        each[LOGISTIC] = self._plain(self._parts.train).probabilities(asked)
        rate = float(self._answers[self._parts.train].mean())
        all_of_them = {BLEND: chances, **each, TREE: tree.probabilities(asked),
                       BASE: np.full(len(happened), rate)}
        return {name: figures_of(happened, values) for name, values in all_of_them.items()}

    def _blend(self) -> Dict[str, Any]:
        blend, recipes = self._choice.blend, self._choice.recipes
        return {
            "weights": {recipe.name: round(weight, 4) for recipe, weight in zip(recipes, blend.weights)},
            "slope": round(blend.slope, 4), "shift": round(blend.shift, 4),
            "validated": {name: round(loss, 5) for name, loss in self._choice.losses.items()},
        }
