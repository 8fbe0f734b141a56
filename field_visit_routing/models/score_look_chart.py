"""The picture of one rule: how many get how much of its points, and who gets most."""
import numpy as np

from .. import compat
from .score_whatif_chart import FLOOR, HEIGHT, TOP, WIDTH, html, refusal

__all__ = ["NAMED", "refusal", "render"]
TEMPLATE = "field_visit_routing.score_look_result"
NAMED, BINS = 12, 10


def render(env, rule, values, shares, named):
    """HTML of how the points of ``rule`` are spread.

    :param values: what it found (n,), NaN where nothing
    :param shares: what that earns (n,), 0 to 1
    :param named: pairs of a record and its row, best first
    """
    _ = compat.translator(env)
    sign = -1 if rule.effect == "subtract" else 1
    counts, _edges = np.histogram(shares[shares > 0], bins=BINS, range=(0.0, 1.0))
    known = values[~np.isnan(values)]
    middle = float(np.median(known)) if len(known) else 0.0
    return html(env, TEMPLATE, {
        "tiles": [(_("looked at"), len(values)), (_("have a value"), len(known)), (_("get points"), int((shares > 0).sum())),
                  (_("median value"), rule._score_value_text(middle) if len(known) else "–")],
        "bars": _bars(counts, rule.points * sign), "width": WIDTH, "height": HEIGHT, "floor": FLOOR,
        "rows": [{"id": record.id, "name": record.display_name, "value": rule._score_value_text(float(values[row])),
                  "points": "%+.1f" % (sign * rule.points * shares[row]), "percent": round(100 * float(shares[row]))}
                 for record, row in named]})


def _bars(counts, points):
    """A bar for each tenth of the points, with its number above and what it stands for below."""
    most, step = max(int(counts.max()), 1), WIDTH / len(counts)
    return [{"x": "%.1f" % (step * number + 2), "middle": "%.1f" % (step * (number + 0.5)), "width": "%.1f" % (step - 4),
             "y": "%.1f" % (FLOOR - (FLOOR - TOP) * count / most), "height": "%.1f" % ((FLOOR - TOP) * count / most),
             "above": "%.1f" % (FLOOR - (FLOOR - TOP) * count / most - 3), "count": int(count) or "",
             "label": "%g" % round(points * (number + 1) / len(counts), 1)} for number, count in enumerate(counts)]
