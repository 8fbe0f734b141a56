"""What feedback says of a customer, a rep and a territory: average, number, trend."""
from datetime import timedelta

from odoo import api, fields, models

from .. import compat
from ..engine.field.ratings import summarise
from .feedback import COUNTED

TRENDS = [("up", "Better"), ("same", "The Same"), ("down", "Worse")]
#: The newest answers of a customer count, whenever they came; those of reps and territories for a quarter.
NEWEST = 12
DAYS = 90
RESULTS = ("visit_rating_avg", "visit_rating_count", "visit_rating_trend")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_feedback_opt_out = fields.Boolean(
        "Do Not Ask For Feedback", copy=False, help="Set by the customer on the feedback page, or here.",
        groups="base.group_user")

    # customers with a login of the portal read their own record: what the house makes of their answers is not for them
    visit_rating_avg = fields.Float("Rating", compute="_compute_visit_rating", store=True, digits=(3, 1),
                                    groups="base.group_user", **compat.aggregator("avg"))
    visit_rating_count = fields.Integer("Answers", compute="_compute_visit_rating", store=True, groups="base.group_user")
    visit_rating_trend = fields.Selection(TRENDS, "Trend Of Ratings", compute="_compute_visit_rating", store=True,
                                          groups="base.group_user")

    @api.model
    def _visit_checked(self, vals):
        """People and programs cannot write what customers said."""
        vals = super()._visit_checked(vals)
        return vals if self.env.su else {name: value for name, value in vals.items() if name not in RESULTS}

    @api.depends("visit_feedback_ids.rating", "visit_feedback_ids.state", "visit_feedback_ids.not_counted")
    def _compute_visit_rating(self):
        for record in self:
            # an average is no secret to who may see the customer, the single answers are
            answers = record.sudo().visit_feedback_ids._feedback_counted()
            newest = answers.sorted(lambda feedback: (feedback.answered_at, feedback.id))[-NEWEST:]
            _set_results(record, newest.mapped("rating"))

    def action_open_feedback(self):
        """Open the feedback of this customer, lead, rep or territory."""
        return open_feedback(self, [("partner_id" if self._name == "res.partner" else "lead_id", "=", self.id)])


class ResPartner(models.Model):
    _inherit = "res.partner"

    visit_feedback_ids = fields.One2many("field.visit.feedback", "partner_id", "Feedback On Visits",
                                         groups="field_visit_routing.group_rep")


class CrmLead(models.Model):
    _inherit = "crm.lead"

    visit_feedback_ids = fields.One2many("field.visit.feedback", "lead_id", "Feedback On Visits",
                                         groups="field_visit_routing.group_rep")

    @api.model
    def _visit_handed_over(self):
        return super()._visit_handed_over() + ["visit_feedback_ids"]


class MergePartnerWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _visit_follows(self):
        return dict(super()._visit_follows(), **{"field.visit.feedback": ["partner_id", "rating", "state"]})


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    visit_rating_avg = fields.Float("Rating", compute="_compute_visit_rating", digits=(3, 1), help="Of the last 90 days.")
    visit_rating_count = fields.Integer("Answers", compute="_compute_visit_rating")
    visit_rating_trend = fields.Selection(TRENDS, "Trend Of Ratings", compute="_compute_visit_rating")

    @api.depends_context("uid")
    def _compute_visit_rating(self):
        found = _ratings_by(self.env["field.visit.feedback"], [("rep_id", "in", self.ids)], "rep_id")
        for rep in self:
            _set_results(rep, found.get(rep.id, []))

    def action_open_feedback(self):
        """Open the feedback on this rep's visits."""
        return open_feedback(self, [("rep_id", "=", self.id)])


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    visit_rating_avg = fields.Float("Rating", compute="_compute_visit_rating", digits=(3, 1),
                                    help="Of the last 90 days, with the areas below.")
    visit_rating_count = fields.Integer("Answers", compute="_compute_visit_rating")
    visit_rating_trend = fields.Selection(TRENDS, "Trend Of Ratings", compute="_compute_visit_rating")

    @api.depends_context("uid")
    def _compute_visit_rating(self):
        for territory in self:
            below = [("territory_id", "child_of", territory.ids)]
            found = _ratings_by(self.env["field.visit.feedback"], below, "company_id") if territory.ids else {}
            _set_results(territory, [rating for ratings in found.values() for rating in ratings])

    def action_open_feedback(self):
        """Open the feedback on visits in this territory."""
        return open_feedback(self, [("territory_id", "child_of", self.ids)])


def _set_results(record, ratings):
    summary = summarise(ratings)
    record.visit_rating_avg, record.visit_rating_count = summary.average, summary.count
    record.visit_rating_trend = summary.trend or False


def _ratings_by(feedback, domain, name):
    """Return ``{id of the field: ratings, the oldest first}`` of what the user may see of the last days."""
    if not compat.has_access(feedback.browse(), "read"):
        return {}
    since = fields.Datetime.now() - timedelta(days=DAYS)
    rows = feedback.search(domain + COUNTED + [("answered_at", ">", since)], order="answered_at, id")
    found = {}
    for row in rows:
        found.setdefault(row[name].id, []).append(row.rating)
    return found


def open_feedback(record, domain):
    """Return the action that shows the answers of ``domain``."""
    record.ensure_one()
    return dict(
        record.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_feedback"),
        domain=domain + COUNTED, context={}, display_name=record.display_name)
