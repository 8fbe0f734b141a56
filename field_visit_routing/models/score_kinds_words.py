"""What each kind of rule looks at, in a sentence for those who edit rules, and which settings it reads."""
from odoo import _, api, fields, models

PLAIN = ("scale",)
IN_MONTHS = ("months", "scale")


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    asks_radius = fields.Boolean(compute="_compute_kind_shown")
    asks_industry = fields.Boolean(compute="_compute_kind_shown")
    asks_origin = fields.Boolean(compute="_compute_kind_shown")

    @api.depends("kind")
    def _compute_kind_shown(self):
        super()._compute_kind_shown()
        for rule in self:
            rule.asks_radius = rule.kind in ("neighbours", "neighbour_score")
            rule.asks_industry, rule.asks_origin = rule.kind == "industry", rule.kind == "origin"

    @api.model
    def _score_asks(self):
        plain = ("opportunities", "years", "last_order", "last_invoice", "employees", "stage", "expected_revenue",
                 "overdue_amount", "overdue_days", "territory", "neighbours", "neighbour_score")
        return dict(super()._score_asks(), industry=(), origin=(), **dict.fromkeys(plain, PLAIN))

    @api.model
    def _score_helps(self):
        return dict(super()._score_helps(), **self._score_helps_gain(), **self._score_helps_place(), **self._score_helps_risk())

    @api.model
    def _score_helps_gain(self):
        return {
            "sales": _("Amount of the confirmed orders of the last months, without taxes, of the company and all its people."),
            "invoiced": _("Amount of the posted invoices of the last months less credit notes, without taxes."),
            "margin": _("What confirmed orders earned over the cost; products without a cost are left out."),
            "opportunities": _("Expected revenue of all open opportunities, each by its probability."),
            "years": _("Years since the first order or invoice; without these apps, since the record was made."),
            "orders": _("How many orders were confirmed in the last months."),
            "invoices": _("How many invoices were posted in the last months."),
            "last_order": _("Days since the last confirmed order. Few are good: let From be greater than To."),
            "last_invoice": _("Days since the last posted invoice. Few are good: let From be greater than To."),
            "mails": _("Mails that came in from the customer's people, or in answer to the lead, in the last months."),
            "meetings": _("Meetings in the calendar with the customer's people, or about the lead, that have begun."),
            "activities": _("Activities marked as done on the customer, its people and its leads in the last months."),
            "feedback": _("Requests for a rating that were answered in the last months, whatever the answer."),
        }

    @api.model
    def _score_helps_place(self):
        return {
            "employees": _("The number of employees of the company, or of the lead."),
            "industry": _("Customers in one of the industries get all the points."),
            "origin": _("Leads that fit every list that is filled get all the points, and so do customers with such a lead."),
            "stage": _("How far the lead's stage is on the way to a won one, in percent."),
            "expected_revenue": _("Expected revenue of the lead itself."),
            "territory": _("How much a visit in the territory counts, in percent; 100 without a territory."),
            "neighbours": _("How many other customers are within the radius: visits there can be joined."),
            "neighbour_score": _("Mean score, before this computation, of the other customers within the radius."),
        }

    @api.model
    def _score_helps_risk(self):
        return {
            "overdue_amount": _("What unpaid invoices past their day amount to."),
            "overdue_days": _("For how many days the oldest unpaid invoice has been overdue."),
            "complaints": _("Tickets or claims of the customer in the last months, open or closed."),
            "bad_ratings": _("Ratings of less than three of five in the last months."),
            "refunds": _("Amount of the credit notes of the last months, without taxes."),
            "returns": _("Quantity of delivered goods that came back in the last months."),
            "falling_orders": _("By how many percent the orders of the last months are less than in as many months before."),
            "falling_invoices": _("By how many percent the invoices of the last months are less than in as many months before."),
        }
