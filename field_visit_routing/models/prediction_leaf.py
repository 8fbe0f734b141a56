"""The groups that a version's tree found, such as those with 95 % and with 5 %; each becomes a segment in one click."""
import json

import numpy as np
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.scoring.learning.table import Table, as_numbers, as_texts
from .prediction_card import condition_words

#: Features that a filter can say: the field with the record that the feature names.
FILTERS = {
    "crm.lead": {"source": "source_id", "medium": "medium_id", "campaign": "campaign_id", "country": "country_id",
                 "state": "state_id", "team": "team_id"},
    "res.partner": {"industry": "industry_id", "country": "country_id", "state": "state_id"},
}


class FieldVisitPredictionLeaf(models.Model):
    _name = "field.visit.prediction.leaf"
    _description = "Group that a prediction's tree found"
    _order = "version_id, sequence, id"

    version_id = fields.Many2one("field.visit.prediction.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    sequence = fields.Integer()
    conditions_json = fields.Text()
    name = fields.Char("Group", compute="_compute_name")
    row_count = fields.Integer("Examples")
    percent = fields.Float("Rate (%)", digits=(5, 1))

    @api.depends("conditions_json", "version_id.prediction_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for leaf in self:
            words = [condition_words(leaf.version_id.prediction_id, step) for step in leaf._visit_conditions()]
            leaf.name = ", ".join(words) or _("All")

    def _visit_conditions(self):
        return json.loads(self.conditions_json or "[]")

    def action_create_segment(self):
        """Make a segment of those who are in this group now, and open it.

        A group that a filter can say becomes a dynamic segment, any other a fixed one.
        """
        segment = self.env["field.visit.segment"].browse(self.create_segment())
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_segments")
        return dict(action, res_id=segment.id, view_mode="form", views=compat.views(("form", False)))

    def create_segment(self, name=""):
        """Make a segment of this group, for programs.

        :param str name: its name; the group's conditions when left out
        :return: the segment's id
        :raises UserError: when nobody is in the group now
        """
        self.ensure_one()
        compat.check_access(self.version_id, "read")
        prediction = self.version_id.prediction_id
        title = (name or "%s: %s" % (prediction.name, self.name))[:200]
        note = _("%(rate).1f %% of %(rows)s examples in “%(version)s”.", rate=self.percent, rows=self.row_count,
                 version=self.version_id.name)
        conditions = self._visit_filter() or {"ids": self._visit_members()}
        return self.env["field.visit.segment"].create_from_conditions(
            prediction.model_name, conditions, title, {"note": note, "company_id": prediction.company_id.id})

    def _visit_filter(self):
        """The conditions as a domain; [] when they are not all about records that are there."""
        fields_of = FILTERS[self.version_id.prediction_id.model_name]
        steps = self._visit_conditions()
        if any(step["feature"] not in fields_of or step["value"] == "" for step in steps):
            return []
        terms = [self._visit_term(fields_of[step["feature"]], step) for step in steps]
        return terms if all(ids for _field, _operator, ids in terms) else []

    def _visit_term(self, name, step):
        """One condition by ids: what a record is called differs by language; who has none is not one of that name."""
        field = self.env[self.version_id.prediction_id.model_name]._fields[name]
        # it was learned from all of them, and what they are called is no secret
        known = self.env[field.comodel_name].sudo().with_context(active_test=False, lang=None).search([])
        ids = [record.id for record in known if record.display_name.strip() == step["value"]]
        return [name, "in" if step["operator"] == "=" else "not in", ids]

    def _visit_members(self):
        """Return the ids of those who are in the group now, as far as the user may see them."""
        # features are computed of everybody; who the user may see is looked at below
        version = self.version_id.sudo()
        prediction = version.prediction_id
        ids = prediction._visit_predicted_ids()
        table = Table(prediction._visit_columns_now(ids, prediction._visit_now(version)))
        inside = ids[_inside(table, version._visit_loaded().tree.medians, self._visit_conditions())]
        seen = self.env[prediction.model_name].search([("id", "in", inside.tolist())]).ids
        if not seen:
            raise UserError(_("Nobody is in this group now, so there is no segment to make."))
        return sorted(seen)


def _inside(table, medians, conditions):
    """Return the rows of the table (numbers) that fulfil all conditions, as the tree itself reads them."""
    kept = np.ones(len(table), dtype=bool)
    for step in conditions:
        values = table.only([step["feature"]]).column(step["feature"])
        if step["operator"] in (">", "<="):
            numbers = as_numbers(values)
            numbers = np.where(np.isnan(numbers), medians.get(step["feature"], 0.0), numbers)
            found = numbers > step["value"]
        else:
            found = as_texts(values) == step["value"]
        kept &= found if step["operator"] in (">", "=") else ~found.astype(bool)
    return np.flatnonzero(kept)
