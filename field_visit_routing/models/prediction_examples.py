"""The examples that a version learns from: what was known then, and what became of it.

The latest quarter is held out. Of the earlier examples only those count whose end was known when the held-out period
began: nothing of the future is learned from.
"""
from collections import namedtuple

import numpy as np
from dateutil.relativedelta import relativedelta
from odoo import _, fields, models
from odoo.exceptions import UserError

from ..engine.scoring.history import snapshots
from .prediction_rows import day_of

HELD_SHARE = 0.25
FEWEST = 50
#: Columns and, beside them: ids, days, target (lists), the columns' defaults, and the part that is held out.
Examples = namedtuple("Examples", "columns ids days target defaults held_share")


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_oldest(self, now):
        return now - relativedelta(months=self.history_months)

    def _visit_examples(self, most):
        """Return at most ``most`` examples, the newest ones, oldest first.

        :raises UserError: when there are too few, or all ended the same way
        """
        self.ensure_one()
        now = fields.Datetime.now()
        keys = [feature.key for feature in self._visit_used_features()]
        extra = self._visit_further_fields()
        if not keys and not extra:
            raise UserError(_('"%s" looks at nothing: switch some features on.', self.name))
        found = self._visit_lead_sheet(now, keys, extra, most) if self.target == "convert" else \
            self._visit_customer_sheet(now, keys, extra, most)
        return self._visit_divided(*found)

    # ---- leads ---------------------------------------------------------------------------------
    def _visit_lead_sheet(self, now, keys, extra, most):
        rows = sorted(self._visit_lead_examples(now, self._visit_oldest(now), most))
        ids = [row[0] for row in rows]
        self._visit_check_target([row[2] for row in rows])
        columns, defaults = self._visit_lead_columns(ids, keys, extra)
        return columns, defaults, np.array(ids), np.array([float(row[1]) for row in rows]), np.array([row[2] for row in rows])

    # ---- customers -------------------------------------------------------------------------------
    def _visit_customer_sheet(self, now, keys, extra, most):
        """Every customer at several moments, each as it was known then."""
        oldest = self._visit_oldest(now)
        moments = snapshots(day_of(now), day_of(oldest), self.horizon_days)
        ids = self._visit_customer_ids()
        history = self._visit_customer_history(now, oldest, keys)
        parts = [self._visit_snapshot(self._visit_known_at(ids, moment, history), moment, history, keys, extra)
                 for moment in moments]
        parts = [part for part in parts if len(part[2])]
        self._visit_check_target([end for part in parts for end in part[4]])
        return _joined(parts, most)

    def _visit_known_at(self, ids, moment, history):
        """Return those of the customers that were there at the moment: created, or bought something."""
        created = self._visit_created_days(ids)
        first, _last = history["purchases"].bounds(ids, moment)
        return ids[(created <= moment) | ~np.isnan(first)]

    def _visit_created_days(self, ids):
        self.env.cr.execute(
            "SELECT id, extract(epoch FROM create_date) / 86400 FROM res_partner WHERE id = ANY(%s) ORDER BY id", [ids.tolist()])
        days = dict(self.env.cr.fetchall())
        return np.array([float(days.get(number) or 0.0) for number in ids.tolist()])

    def _visit_snapshot(self, ids, moment, history, keys, extra):
        columns, defaults = self._visit_customer_columns(ids, moment, history, keys, extra)
        bought = history["purchases"].any_within(ids, moment, self.horizon_days)
        return columns, defaults, ids, np.full(len(ids), moment), bought

    # ---- what is held out ------------------------------------------------------------------------
    def _visit_check_target(self, target):
        """Refuse at once what could not be learned from anyway."""
        sentences = self.env["field.visit.prediction.version"]._visit_sentences()
        if len(target) < FEWEST:
            raise UserError(sentences["too_few"] % {"rows": len(target), "wanted": FEWEST})
        if len(set(target)) < 2:
            raise UserError(sentences["one_class"] % {"rows": len(target)})

    def _visit_divided(self, columns, defaults, ids, days, target):
        """Return the examples without those whose end was not known when the held-out period began."""
        begin = np.sort(days)[int(len(days) * (1 - HELD_SHARE))]
        held = days >= begin
        kept = np.flatnonzero(held | (days + self.horizon_days <= begin))
        share = float(held.sum()) / len(kept)
        if share > 0.9:
            raise UserError(_(
                "Of the time before the held-out period too little is left to learn from: what happened within %(days)s days has "
                "to be known by then. Shorten the days or look further back.", days=self.horizon_days))
        kept = kept[np.argsort(days[kept], kind="stable")]
        return Examples(
            {name: [values[row] for row in kept] for name, values in columns.items()}, ids[kept].tolist(),
            [round(day, 6) for day in days[kept].tolist()], target[kept].tolist(), defaults, share)


def _joined(parts, most):
    """Return several snapshots as one sheet of at most ``most`` rows, the newest ones."""
    defaults = {}
    for part in parts:
        defaults.update(part[1])
    columns = {name: [value for part in parts for value in part[0].get(name, [default] * len(part[2]))][-most:]
               for name, default in defaults.items()}
    return (columns, defaults) + tuple(np.concatenate([part[at] for part in parts])[-most:] for at in (2, 3, 4))
