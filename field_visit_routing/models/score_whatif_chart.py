"""The picture of a what-if: how many move, the scores before and after, grades, and who moves most."""
from .. import compat

RESULT, REFUSAL = "field_visit_routing.score_whatif_result", "field_visit_routing.score_whatif_refusal"
#: How many movers are named on each side.
NAMED = 8
#: Size of the picture in its own units.
WIDTH, HEIGHT, FLOOR, TOP = 400, 130, 114, 14
LETTERS = "ABCD"
UP, DOWN, SAME, OTHER = "#1e8449", "#c0392b", "#8a929b", "#2f6f9f"


def render(env, model, company, result):
    """HTML of the answer of ``preview_weights``, escaped by QWeb."""
    before, after = result["histograms"]
    most = max(max(before), max(after), 1)
    return html(env, RESULT, {
        "tiles": _tiles(env, result), "fixed": result["fixed"], "letters": list(LETTERS), "rows": _rows(result["grades"]),
        "bars": _bars(before, most), "line": _line(after, most), "bounds": _bounds(company), "ticks": _ticks(),
        "width": WIDTH, "height": HEIGHT, "floor": FLOOR,
        "risers": [_mover(env, model, mover) for mover in result["risers"]],
        "fallers": [_mover(env, model, mover) for mover in result["fallers"]]})


def refusal(env, text):
    """HTML of the sentence why there is no answer."""
    return html(env, REFUSAL, {"text": text})


def html(env, template, values):
    """Return the text of a QWeb template."""
    text = env["ir.qweb"]._render(template, values)
    return text.decode() if isinstance(text, bytes) else text


def _tiles(env, result):
    _ = compat.translator(env)
    mean = "%.1f → %.1f" % (result["mean_before"], result["mean_after"])
    return [{"key": key, "label": label, "value": value, "colour": colour} for key, label, value, colour in (
        ("records", _("scored by rules"), result["records"], SAME), ("up", _("move up"), result["up"], UP),
        ("down", _("move down"), result["down"], DOWN), ("regraded", _("get another grade"), result["regraded"], OTHER),
        ("mean", _("average score"), mean, SAME))]


def _rows(grades):
    """The table of grades: who stays grey, who rises green, who falls red."""
    def colour(row, column, count):
        return "transparent" if not count else "#eef0f2" if row == column else "#d4efdf" if column < row else "#fadbd8"

    return [{"grade": LETTERS[row], "cells": [
        {"key": LETTERS[row] + LETTERS[column], "count": count or "", "colour": colour(row, column, count)}
        for column, count in enumerate(counts)]} for row, counts in enumerate(grades)]


def _y(count, most):
    return FLOOR - (FLOOR - TOP) * count / most


def _bars(counts, most):
    step = WIDTH / len(counts)
    return [{"x": "%.1f" % (step * number + 1), "width": "%.1f" % (step - 2), "y": "%.1f" % _y(count, most),
             "height": "%.1f" % (FLOOR - _y(count, most))} for number, count in enumerate(counts)]


def _line(counts, most):
    """The outline of the bars afterwards."""
    step = WIDTH / len(counts)
    return " ".join("%.1f,%.1f %.1f,%.1f" % (step * number, _y(count, most), step * (number + 1), _y(count, most))
                    for number, count in enumerate(counts))


def _bounds(company):
    return [{"grade": letter, "x": WIDTH * company["visit_grade_" + letter.lower()] / 100.0} for letter in LETTERS[:3]]


def _ticks():
    return [{"label": score, "x": WIDTH * score / 100.0, "anchor": {0: "start", 100: "end"}.get(score, "middle")}
            for score in range(0, 101, 20)]


def _mover(env, model, mover):
    _ = compat.translator(env)
    because = _("%(rule)s: %(before).1f → %(after).1f points") % {
        "rule": mover["rule"], "before": mover["points_before"], "after": mover["points_after"]}
    grades = "" if mover["grade_before"] == mover["grade_after"] else "%(grade_before)s→%(grade_after)s" % mover
    return dict(mover, before="%.1f" % mover["before"], after="%.1f" % mover["after"], grades=grades, because=because,
                colour=UP if mover["after"] > mover["before"] else DOWN,
                link="/web#id=%d&model=%s&view_type=form" % (mover["id"], model))
