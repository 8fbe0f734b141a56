"""What ``make score-file`` prints: sentences for people, one object for programs."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from ..errors import EngineError
from ..scoring.learning import Trained, sentence
from ..scoring.learning.files import Answers, Sheet
from ..scoring.learning.naming import is_personal
from ..scoring.learning.options import BLEND

REFUSALS: Mapping[str, str] = {
    "too_few": "There are %(rows)d rows with an answer; at least %(wanted)d are needed. Give more of them.",
    "too_few_of_a_class": "Only %(rows)d rows have the rarer answer where it is learned from; at least %(wanted)d are "
    "needed. Give more rows, or SPLIT=random.",
    "one_class": "All rows that would be learned from have the same answer. Give rows of both kinds, or SPLIT=random "
    "when the file is sorted by the answer.",
    "all_missing": "No column but the target has any value. Give a file with what is known of each lead.",
    "no_features": "No column is left to learn from: %(columns)d were left out because they are constant, empty, "
    "identifiers or known only afterwards. KEEP=column uses one all the same.",
}
REASONS: Mapping[str, str] = {
    "dropped": "asked for by DROP",
    "personal": "about a person; PERSONAL=yes uses it",
    "all_missing": "has no value",
    "constant": "the same in every row",
    "identifier": "names the row; it says nothing about later ones",
    "known_afterwards": "known only afterwards by its name",
    "tells_the_answer": "tells the answer itself: known only afterwards, or a copy",
}
FIGURES = ("auc", "average_precision", "lift_10", "brier", "log_loss")
SPLITS = {
    "time": "the earlier rows by %s are learned from, the later ones tested",
    "order": "the first rows of the file are learned from, the last ones tested",
    "random": "drawn at random by the seed",
}


def refusal(error: EngineError) -> str:
    """Return why nothing was learned, and what to do."""
    text = REFUSALS.get(error.code)
    return text % error.params if text else "Nothing was learned: %s. Report this with the file." % error


def summary(card: Mapping[str, Any], answers: Answers, sheet: Sheet, asked: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the object of the last line: the figures of the blend at its top, everything else below."""
    figures = card["figures"]
    return {
        **asked,
        **{name: figures[BLEND][name] for name in FIGURES},
        "rows": sheet.rows,
        "rows_without_answer": answers.without,
        "positive": answers.positive,
        "negative": answers.negative,
        "train_rows": card["split"]["train_rows"],
        "test_rows": card["split"]["test_rows"],
        "split": card["split"],
        "drift": card["drift"],
        "figures": figures,
        "features": [feature["name"] for feature in card["features"]],
        "personal": [feature["name"] for feature in card["features"] if is_personal(feature["name"])],
        "left_out": [dict(out, why=REASONS[out["reason"]]) for out in card["left_out"]],
        "blend": card["blend"],
        "calibration": card["calibration"],
        "seed": card["seed"],
    }


def lines(told: Mapping[str, Any], trained: Trained) -> List[str]:
    """Return what is printed above the last line."""
    split = told["split"]
    divided = SPLITS[split["kind"]]
    return [
        "%d rows; %s=%s counts as yes (%d of them)." % (
            told["rows"], told["target"], told["positive"], split["train_positives"] + split["test_positives"]),
        "Split: %s. %d rows to learn from (%.1f %% yes), %d to test (%.1f %% yes)." % (
            divided % told["time"] if "%s" in divided else divided,
            split["train_rows"], 100 * split["train_positives"] / split["train_rows"],
            split["test_rows"], 100 * split["test_positives"] / split["test_rows"]),
        *_notes(told),
        "Learned from: %s." % ", ".join(told["features"]),
        *("Left out: %s (%s)." % (out["name"], out["why"]) for out in told["left_out"]),
        "",
        "%-12s %8s %8s %8s %8s %8s" % ("", "ROC AUC", "avg.prec", "lift 10%", "Brier", "log loss"),
        *(_row(name, figures) for name, figures in told["figures"].items()),
        "",
        "The decision tree, best leaves first (in the rows learned from):",
        *("  " + sentence(rule) for rule in trained.card["tree"]["rules"][:6]),
    ]


def _notes(told: Mapping[str, Any]) -> List[str]:
    notes = []
    if told["rows_without_answer"]:
        notes.append("%d rows have no answer and are not used." % told["rows_without_answer"])
    if told["split"]["unknown"]:
        notes.append("%d rows have no moment and are not used." % told["split"]["unknown"])
    if told["drift"]:
        notes.append("The rows change in the course of time: recent ones count more where that proved better.")
    if told["personal"]:
        notes.append("Used although about a person: %s. PERSONAL=no leaves them out." % ", ".join(told["personal"]))
    return notes


def _row(name: str, figures: Mapping[str, float]) -> str:
    auc, precision, lift, brier, loss = (figures[key] for key in FIGURES)
    return "%-12s %8.4f %8.4f %8.2f %8.4f %8.4f" % (name, auc, precision, lift, brier, loss)
