"""A decision tree of few levels: rules that a person can read, a picture, the leaves as conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from .table import CATEGORY, NUMBER, Floats, Ints, Table, as_numbers, as_texts

#: Levels of a category that a rule may name; the others are not asked for.
MOST_LEVELS = 30
#: Rows that a leaf needs, at least and as part of all.
FEWEST, SHARE = 10, 0.01
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Question:
    """What a column of the tree asks: is the number of ``name`` above …, or is it the ``level``."""

    name: str
    level: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class ExplainedTree:
    """A fitted tree with its questions; ``medians`` stand for numbers that are not known."""

    questions: Tuple[Question, ...]
    medians: Mapping[str, float]
    model: Any

    def probabilities(self, table: Table) -> Floats:
        """Return the rate of positives of the leaf of each row."""
        result: Floats = self.model.predict_proba(_matrix(table, self.questions, self.medians))[:, 1]
        return result

    def nodes(self) -> Dict[str, Any]:
        """Return the tree as nested nodes for a picture: ``rows``, ``rate`` and, above leaves, ``question``."""
        return self._node(0)

    def _node(self, at: int) -> Dict[str, Any]:
        tree = self.model.tree_
        node: Dict[str, Any] = {"rows": int(tree.n_node_samples[at]), "rate": _rate(tree, at)}
        if tree.children_left[at] >= 0:
            node["question"] = condition(self.questions[tree.feature[at]], float(tree.threshold[at]), False)
            node["no"] = self._node(int(tree.children_left[at]))
            node["yes"] = self._node(int(tree.children_right[at]))
        return node

    def rules(self) -> List[Dict[str, Any]]:
        """Return the leaves, the best first: ``conditions``, ``rows`` and ``rate`` of positives among them."""
        found: List[Dict[str, Any]] = []
        self._collect(0, [], found)
        return sorted(found, key=lambda leaf: (-leaf["rate"], -leaf["rows"]))

    def _collect(self, at: int, path: List[Dict[str, Any]], found: List[Dict[str, Any]]) -> None:
        tree = self.model.tree_
        if tree.children_left[at] < 0:
            found.append({"conditions": _merged(path), "rows": int(tree.n_node_samples[at]), "rate": _rate(tree, at)})
            return
        question, border = self.questions[tree.feature[at]], float(tree.threshold[at])
        for child, yes in ((int(tree.children_left[at]), False), (int(tree.children_right[at]), True)):
            self._collect(child, path + [condition(question, border, yes)], found)


def condition(question: Question, border: float, yes: bool) -> Dict[str, Any]:
    """Return a condition: ``feature``, ``operator`` (``>``, ``<=``, ``=``, ``!=``) and ``value``."""
    if question.numeric:
        return {"feature": question.name, "operator": ">" if yes else "<=", "value": float("%.6g" % border)}
    return {"feature": question.name, "operator": "=" if yes else "!=", "value": question.level}


def _rate(tree: Any, at: int) -> float:
    counts = tree.value[at][0]
    return round(float(counts[1] / counts.sum()), 4)


def _merged(path: Sequence[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """Of several bounds of one number the tightest; a level that is asked for makes the others needless."""
    bounds: Dict[Tuple[str, str], Dict[str, Any]] = {}
    equal = {step["feature"] for step in path if step["operator"] == "="}
    kept: List[Dict[str, Any]] = []
    for step in path:
        key = (step["feature"], step["operator"])
        if step["operator"] in (">", "<="):
            tighter = max if step["operator"] == ">" else min
            if key in bounds:
                bounds[key]["value"] = tighter(bounds[key]["value"], step["value"])
                continue
            step = bounds[key] = dict(step)
        elif step["operator"] == "!=" and step["feature"] in equal:
            continue
        kept.append(step)
    return kept


def grow(table: Table, kinds: Mapping[str, str], target: Ints, levels: int, seed: int) -> ExplainedTree:
    """Grow a tree of at most ``levels`` levels on the training rows."""
    questions: List[Question] = []
    medians: Dict[str, float] = {}
    for name, kind in kinds.items():
        if kind == NUMBER:
            numbers = as_numbers(table.column(name))
            medians[name] = float(np.nanmedian(numbers))
            questions.append(Question(name))
            if np.isnan(numbers).any():
                questions.append(Question(name, "", numeric=False))
        elif kind == CATEGORY:
            questions += [Question(name, level, numeric=False) for level in _levels(table, name)]
    least = max(FEWEST, int(SHARE * len(target)))
    model = DecisionTreeClassifier(max_depth=levels, min_samples_leaf=least, random_state=seed)
    model.fit(_matrix(table, questions, medians), target)
    return ExplainedTree(tuple(questions), medians, model)


def _levels(table: Table, name: str) -> List[str]:
    found, counts = np.unique(as_texts(table.column(name)).astype(str), return_counts=True)
    return [str(found[at]) for at in np.argsort(-counts, kind="stable")[:MOST_LEVELS]]


def _matrix(table: Table, questions: Sequence[Question], medians: Mapping[str, float]) -> Floats:
    known = table.only(list(dict.fromkeys(question.name for question in questions)))
    result = np.zeros((len(table), max(1, len(questions))))
    for at, question in enumerate(questions):
        values = known.column(question.name)
        if question.numeric:
            numbers = as_numbers(values)
            result[:, at] = np.where(np.isnan(numbers), medians[question.name], numbers)
        else:
            result[:, at] = as_texts(values) == question.level
    return result


def sentence(rule: Mapping[str, Any]) -> str:
    """Return a rule as an English sentence, for the command line."""
    words = {">": "is above", "<=": "is at most", "=": "is", "!=": "is not"}
    steps = ["%s %s %s" % (step["feature"], words[step["operator"]], _shown(step["value"]))
             for step in rule["conditions"]]
    told = "%.1f %% of %d" % (100 * rule["rate"], rule["rows"])
    return "%s: %s" % (told, " and ".join(steps) or "all")


def _shown(value: object) -> str:
    return "%g" % value if isinstance(value, float) else (str(value) or UNKNOWN)
