"""The live version's probabilities on customers and leads: of all, and of a lead that has just come in.

Like scores, predictions are facts about everybody: they are written to the tables at once, whoever sets it off.
"""
import json
import logging

import numpy as np
from odoo import api, fields, models
from odoo.exceptions import UserError
from psycopg2 import sql

from .. import compat
from ..engine.scoring.history import expected_amounts
from ..engine.scoring.learning import Table
from .prediction_rows import day_of, read
from .score_fields import COMPUTED_FIELDS

_logger = logging.getLogger(__name__)
#: Records predicted and written together.
BATCH = 20000
#: So many new leads are predicted when they are created; more of them at the next full run.
MOST_NEW = 200
OPEN = [("stage_id.is_won", "=", False)]
#: What belongs to a prediction: the record itself, or everybody of a customer.
LINK = {"crm.lead": "id", "res.partner": "commercial_partner_id"}
WRITE = """
    UPDATE {table} r SET visit_learned_percent = v.percent, visit_learned_amount = v.amount, visit_learned_date = %(now)s
      FROM unnest(%(ids)s::int[], %(percents)s::numeric[], %(amounts)s::float8[]) AS v(id, percent, amount)
     WHERE r.{link} = v.id AND (r.visit_learned_date IS NULL OR r.visit_learned_percent IS DISTINCT FROM v.percent
           OR r.visit_learned_amount IS DISTINCT FROM v.amount OR r.visit_learned_date < %(old)s)
    RETURNING r.id"""
FORGET = """
    UPDATE {table} SET visit_learned_percent = 0, visit_learned_amount = 0, visit_learned_date = NULL, visit_learned_next = NULL
     WHERE visit_learned_date IS NOT NULL AND (company_id = %(company)s OR company_id IS NULL AND %(is_first)s)
    RETURNING id"""
USUAL_WON = """
    SELECT COALESCE(AVG(l.expected_revenue), 0) FROM crm_lead l JOIN crm_stage s ON s.id = l.stage_id
     WHERE s.is_won AND l.active AND l.expected_revenue > 0
       AND (l.company_id = %(company)s OR l.company_id IS NULL AND %(first)s)"""


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    def _visit_predict(self, ids=None):
        """Write the live version's predictions of all records that it is for, or of those of ``ids`` among them.

        :return: how many were predicted; 0 without a live version
        """
        self.ensure_one()
        prediction = self.sudo()  # who may read what is decided when it is read
        version = prediction.live_version_id
        if not version:
            return 0
        chosen = prediction._visit_predicted_ids(ids)
        sheet = prediction._visit_now(version)
        for start in range(0, len(chosen), BATCH):
            prediction._visit_write_predicted(version, chosen[start:start + BATCH], sheet)
        if prediction.target == "buy":
            prediction._visit_write_next(ids)
        return len(chosen)

    def _visit_predicted_ids(self, ids=None):
        """Return the ids, rising (an array): open leads, or whole customers."""
        if self.target == "buy":
            chosen = self._visit_customer_ids()
        else:
            mine = [("company_id", "in", [self.company_id.id] + ([False] if self._visit_is_first() else []))]
            # predictions are facts about everybody
            rows = compat.search_rows(self.env["crm.lead"].sudo(), compat.all_of(OPEN, mine), ["id"])
            chosen = np.array([row[0] for row in rows], dtype=np.int64)
        return chosen if ids is None else np.intersect1d(chosen, np.array(ids, dtype=np.int64))

    def _visit_now(self, version, ids=None):
        """Return what is the same for all batches: the moment, what happened until then, and the columns wanted.

        :param ids: the only customers that will be asked for
        """
        now = fields.Datetime.now()
        known = json.loads(version.card_json)
        wanted = json.loads(version.columns_json or "{}")
        columns = [feature["name"] for feature in known["features"]]
        keys = [feature.key for feature in self._visit_features(self.target)
                if any(column == feature.key or column.startswith(feature.key + ":") for column in columns)]
        extra = [name.partition(":")[2] for name in columns if name.startswith("field:")]
        sheet = {"now": now, "keys": keys, "extra": extra, "wanted": wanted}
        if self.target == "buy":
            sheet["history"] = self._visit_customer_history(now, self._visit_oldest(now), keys, ids)
        else:
            sheet["usual"] = self._visit_usual_won()
        return sheet

    def _visit_columns_now(self, ids, sheet):
        if self.target == "convert":
            return self._visit_lead_columns(ids.tolist(), sheet["keys"], sheet["extra"], sheet["wanted"])[0]
        return self._visit_customer_columns(
            ids, day_of(sheet["now"]), sheet["history"], sheet["keys"], sheet["extra"], sheet["wanted"])[0]

    def _visit_write_predicted(self, version, ids, sheet):
        chances = version._visit_loaded().predict(Table(self._visit_columns_now(ids, sheet)))
        amounts = chances * self._visit_amounts_now(ids, sheet)
        target = self.env[self.model_name]
        compat.flush(target, ["commercial_partner_id"] if self.target == "buy" else ["stage_id"])
        self.env.cr.execute(self._visit_statement(WRITE), {
            "ids": ids.tolist(), "percents": np.round(100 * chances, 2).tolist(), "amounts": np.round(amounts, 2).tolist(),
            "now": sheet["now"], "old": version.live_at or sheet["now"]})
        self._visit_told([row[0] for row in self.env.cr.fetchall()])

    def _visit_statement(self, statement):
        return sql.SQL(statement).format(
            table=sql.Identifier(self.env[self.model_name]._table), link=sql.Identifier(LINK[self.model_name]))

    def _visit_told(self, ids):
        """What plans use follows."""
        compat.invalidate(self.env[self.model_name].browse(ids), list(COMPUTED_FIELDS))
        self.env["field.visit.scoring"]._visit_choose(self.model_name, ids)

    def _visit_forget(self):
        """Take the predictions away: there is no live version any more."""
        prediction = self.sudo()  # whoever calls this has checked who may
        compat.flush(self.env[self.model_name], ["company_id"])
        self.env.cr.execute(prediction._visit_statement(FORGET), {
            "company": prediction.company_id.id, "is_first": prediction._visit_is_first()})
        prediction._visit_told([row[0] for row in self.env.cr.fetchall()])

    # ---- amounts -------------------------------------------------------------------------------
    def _visit_amounts_now(self, ids, sheet):
        """Return what each is worth when it comes true, in the company's currency."""
        if self.target == "buy":
            return expected_amounts(sheet["history"]["purchases"], ids, day_of(sheet["now"]))
        hoped = read(self.env, "crm.lead", ids.tolist(), ["expected_revenue"])["expected_revenue"]
        return np.array([float(value or 0) or sheet["usual"] for value in hoped])

    def _visit_usual_won(self):
        self.env.cr.execute(USUAL_WON, {"company": self.company_id.id, "first": self._visit_is_first()})
        return float(self.env.cr.fetchone()[0])

    # ---- by itself -------------------------------------------------------------------------------
    @api.model
    def _cron_predict(self):
        """Predict everybody anew, each prediction on its own."""
        for prediction in self.search([("version_ids.state", "=", "live")]):
            try:
                with self.env.cr.savepoint():
                    prediction._visit_predict()
            except UserError as error:
                _logger.warning("%s: %s", prediction.name, error.args[0])
            except Exception:  # whatever is wrong with one, the others go on, and its old predictions stay
                _logger.warning("prediction %s could not be brought up to date", prediction.id, exc_info=True)

    @api.model
    def _visit_predict_new(self, leads):
        """Predict leads that have just come in; what fails waits for the next full run."""
        # who enters a lead need not be allowed to read predictions
        live = self.sudo().search([("target", "=", "convert"), ("version_ids.state", "=", "live")])
        if not live or len(leads) > MOST_NEW:
            return
        for prediction in live:
            try:
                with self.env.cr.savepoint():
                    prediction._visit_predict(leads.ids)
            except Exception:  # whatever it is, the lead is worth more than its prediction
                _logger.warning("new leads could not be predicted by %s", prediction.name, exc_info=True)


class FieldVisitPredictionVersion(models.Model):
    _inherit = "field.visit.prediction.version"

    def _visit_chances_then(self, keys):
        """Return what this version says of records as they were: ``keys`` are pairs of id and day."""
        prediction = self.prediction_id
        sheet = prediction._visit_now(self)
        ids, result = np.array([key[0] for key in keys]), np.full(len(keys), np.nan)
        days = np.array([key[1] for key in keys])
        for day in [None] if prediction.target == "convert" else np.unique(days):
            rows = np.arange(len(keys)) if day is None else np.flatnonzero(days == day)
            rows = rows[np.argsort(ids[rows])]
            columns = prediction._visit_lead_columns(
                ids[rows].tolist(), sheet["keys"], sheet["extra"], sheet["wanted"])[0] if day is None else \
                prediction._visit_customer_columns(
                    ids[rows], day, sheet["history"], sheet["keys"], sheet["extra"], sheet["wanted"])[0]
            result[rows] = self._visit_loaded().predict(Table(columns))
        return result


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        self.env["field.visit.prediction"]._visit_predict_new(leads)
        return leads
