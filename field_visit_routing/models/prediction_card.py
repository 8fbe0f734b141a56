"""The card of a version as fields, sentences and pictures."""
import json

from odoo import fields

from .. import compat
from ..engine.scoring.learning.picture import number_text, picture
from .prediction_rows import moment_of

OPERATORS = {">": "> %s", "<=": "≤ %s", "=": "= %s", "!=": "≠ %s"}


def values(version, result, days, held):
    """Fields of a version that follow from the job's result.

    :param list days: of all examples
    :param dict held: columns of the held-out ones
    """
    card = dict(result["card"], nodes=result["nodes"])
    figures = card["figures"]["blend"]
    return {
        "card_json": json.dumps(card), "trained_at": fields.Datetime.now(), "row_count": card["rows"],
        "positive_count": card["positives"], "positive_percent": 100.0 * card["positives"] / max(1, card["rows"]),
        "test_count": len(held["id"]), "test_from": moment_of(min(held["day"])), "learned_until_day": max(days),
        "auc": figures["auc"], "average_precision": figures["average_precision"], "lift_10": figures["lift_10"],
        "brier": figures["brier"], "job_request": False,
        "leaf_ids": [(5, 0, 0)] + [(0, 0, {
            "sequence": at, "conditions_json": json.dumps(leaf["conditions"]), "row_count": leaf["rows"],
            "percent": 100.0 * leaf["rate"]}) for at, leaf in enumerate(card["tree"]["rules"])],
    }


def summary(version):
    """One sentence that says how good the version is."""
    _ = compat.translator(version.env)
    if not version.card_json:
        return version.failure or ""
    return _("Learned from %(rows)s examples; on %(test)s later ones its first tenth held %(lift).1f times the average, ROC-AUC "
             "%(auc).3f.") % {"rows": version.row_count - version.test_count, "test": version.test_count,
                              "lift": version.lift_10, "auc": version.auc}


def card(version):
    """What was learned from, as HTML."""
    if not version.card_json:
        return ""
    known, prediction = json.loads(version.card_json), version.prediction_id
    return version.env["ir.qweb"]._render("field_visit_routing.prediction_card", {
        "used": [prediction._visit_label(feature["name"]) for feature in known["features"]],
        "left_out": [(prediction._visit_label(out["name"]), _why_left_out(version, out["reason"])) for out in known["left_out"]],
        "split": known["split"], "bins": known["calibration"], "drift": known["drift"],
        "version": version,
    })


def _why_left_out(version, code):
    _ = compat.translator(version.env)
    return {
        "personal": _("a personal attribute"), "dropped": _("switched off"), "constant": _("the same everywhere"),
        "all_missing": _("never known"), "identifier": _("a number or name of each"),
        "known_afterwards": _("known only afterwards"), "tells_the_answer": _("tells the result, so it is known only afterwards"),
    }.get(code, str(code).replace("_", " "))


def tree(version):
    """The tree as a picture in the user's words."""
    nodes = json.loads(version.card_json or "{}").get("nodes")
    return '<div style="overflow-x: auto;">%s</div>' % picture(_worded(version.prediction_id, nodes)) if nodes else ""


def _worded(prediction, node):
    """Return a copy of the tree's nodes with the features called as users call them."""
    copy = dict(node)
    if "question" in node:
        question = node["question"]
        copy["question"] = dict(question, feature=prediction._visit_label(question["feature"]))
        copy["no"], copy["yes"] = (_worded(prediction, node[side]) for side in ("no", "yes"))
    return copy


def condition_words(prediction, condition):
    """Return a condition of the tree as words, e.g. "Country = FI"."""
    value = condition["value"]
    shown = number_text(value) if isinstance(value, (int, float)) else str(value)
    return "%s %s" % (prediction._visit_label(condition["feature"]), OPERATORS[condition["operator"]] % shown)
