"""What others say of the held-out period: Odoo's own predictive lead scoring, the rules, and the version that is live."""
import logging

import numpy as np
import psycopg2
from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..engine.errors import EngineError
from .prediction_past import forget_frequencies, past
from .prediction_rows import moment_of

_logger = logging.getLogger(__name__)
#: In the context: the first day of the leads that Odoo's scoring counts, instead of its setting.
COUNTED_SINCE = "visit_pls_since"
CLOSED = """
    SELECT l.id, s.is_won AND l.active FROM crm_lead l JOIN crm_stage s ON s.id = l.stage_id
     WHERE l.create_date >= %(oldest)s AND l.date_closed <= %(moment)s AND NOT l.id = ANY(%(held)s)
       AND (s.is_won AND l.active OR NOT l.active AND l.probability = 0)"""


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _pls_get_safe_start_date(self):
        return self.env.context.get(COUNTED_SINCE) or super()._pls_get_safe_start_date()


class FieldVisitPredictionVersion(models.Model):
    _inherit = "field.visit.prediction.version"

    def _visit_rivals(self, held):
        """Return what others say of the held-out rows.

        :param dict held: columns ``id``, ``day``, ``target`` and ``probability`` of the rows
        :return: ``({name: array of 0 to 1, NaN where it says nothing}, {name: why it could not be asked})``
        """
        asked = {"rules": self._visit_rule_chances, "live": self._visit_live_chances}
        if self.prediction_id.target == "convert":
            asked["odoo"] = self._visit_odoo_chances
        found, failures = {}, {}
        for name, method in asked.items():
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    found[name] = method(held)
            except psycopg2.OperationalError:
                raise  # two transactions at once: the whole is repeated
            except (UserError, EngineError) as error:
                failures[name] = str(error.args[0])
            except Exception as error:  # whatever it is, the new version can be judged by the others
                _logger.warning("%s could not be compared with %s", self.display_name, name, exc_info=True)
                failures[name] = _("It could not be computed (%s).", type(error).__name__)
        return {name: values for name, values in found.items() if values is not None}, failures

    # ---- Odoo's own ----------------------------------------------------------------------------
    def _visit_odoo_chances(self, held):
        """Odoo's probabilities of the held-out leads as they came in, counted from what was closed before them.

        Its own code counts and multiplies; only the tables are those of that day.
        """
        moment, ids = moment_of(min(held["day"])), held["id"]
        oldest = self.prediction_id._visit_oldest(moment)
        self.env.cr.execute(CLOSED, {"oldest": oldest, "moment": moment, "held": ids})
        closed = self.env.cr.fetchall()
        # the comparison is the same for everybody, whoever trains
        leads = self.env["crm.lead"].sudo().with_context(**{
            "active_test": False, COUNTED_SINCE: fields.Date.to_string(oldest)})
        with past(self.env, moment, ids):
            forget_frequencies(self.env)
            for state in ("won", "lost"):
                leads.browse([number for number, won in closed if won == (state == "won")])._pls_increment_frequencies(
                    to_state=state)
            answer = leads.browse(ids)._pls_get_naive_bayes_probabilities(batch_mode=True)
        answer = answer[0] if isinstance(answer, tuple) else answer
        return np.array([answer.get(number, np.nan) for number in ids], dtype=np.float64) / 100.0 if answer else None

    # ---- rules ---------------------------------------------------------------------------------
    def _visit_rule_chances(self, held):
        """The score by rules as it would have been, out of 1."""
        model, days = self.prediction_id.model_name, np.array(held["day"])
        ids, result = np.array(held["id"]), np.full(len(days), np.nan)
        moments = [days.min()] if model == "crm.lead" else np.unique(days)
        for day in moments:
            rows = np.arange(len(days)) if model == "crm.lead" else np.flatnonzero(days == day)
            result[rows] = self._visit_rule_scores(model, ids[rows].tolist(), day)
        return None if np.isnan(result).all() else result

    def _visit_rule_scores(self, model, ids, day):
        scoring = self.env["field.visit.scoring"]
        with past(self.env, moment_of(day), ids if model == "crm.lead" else ()):
            preview = scoring._visit_preview(model, ids)
        scores = dict(zip(np.asarray(preview.ids).tolist(), np.asarray(preview.scores).tolist()))
        return [scores.get(number, np.nan) / 100.0 for number in ids]

    # ---- the version that is live ----------------------------------------------------------------
    def _visit_live_chances(self, held):
        """What the live version said of rows that it had not learned from; None when there is no live version.

        Of rows that were held out when it was made that is known; of later ones it is asked now.
        """
        live = self.prediction_id.live_version_id
        if not live or live == self:
            return None
        known = live._visit_held()
        said = dict(zip(zip(known["id"], known["day"]), known["probability"]))
        keys = list(zip(held["id"], held["day"]))
        result = np.array([said.get(key, np.nan) for key in keys], dtype=np.float64)
        later = np.flatnonzero(np.isnan(result) & (np.array(held["day"]) > live.learned_until_day))
        if len(later):
            result[later] = live._visit_chances_then([keys[row] for row in later])
        return result
