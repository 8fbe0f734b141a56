"""Customers and leads know their visits; merging and converting carries the visits over."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

DATES_DEPEND = ("field_visit_ids.state", "field_visit_ids.date", "visit_wanted_days")


def visit_days(record):
    """``{state: [days]}`` of the visits of a customer or lead.

    Those of all reps count, also what the user may not see.  There may be hundreds of them, and each step of one asks
    anew: whole columns are read, not record by record.
    """
    visits = record.sudo().field_visit_ids
    days = {}
    for state, day, is_waypoint in zip(*map(visits.mapped, ("state", "date", "is_waypoint"))):
        if day and not is_waypoint:
            days.setdefault(state, []).append(day)
    return days


def set_visit_dates(records):
    """Last and next visit: the next is the planned one, else the last plus the wanted interval."""
    for record in records:
        days = visit_days(record)
        last = max(days.get("done", ()), default=False)
        planned = days.get("planned", []) + days.get("in_progress", [])
        due = last and record.visit_wanted_days and last + timedelta(days=record.visit_wanted_days)
        record.last_visit_date = last
        record.next_visit_date = min(planned, default=due or False)


#: States of visits that tell what happened.
HISTORY_STATES = ("in_progress", "done", "missed")


class LocatedVisits(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_release(self, link, other):
        """Free these records, which are to be deleted, from the visits that ``link`` to them.

        A visit of both keeps its ``other`` link; one that has not been made goes with the record.

        :raises UserError: for a record that has been visited: its history is kept
        """
        # Visits of all reps and companies hold on to the record, whoever may delete it.
        visits = self.env["field.visit"].sudo().search([(link, "in", self.ids)])
        shared = visits.filtered(other)
        made = (visits - shared).filtered(lambda visit: visit.state in HISTORY_STATES)
        if made:
            raise UserError(_("%s has been visited and cannot be deleted, as the visits would "
                              "lose their customer. Archive the record instead.") % made[0].name)
        shared.write({link: False})
        (visits - shared).unlink()


class ResPartner(models.Model):
    _inherit = "res.partner"

    field_visit_ids = fields.One2many("field.visit", "partner_id", "Field visits", groups="base.group_user")
    last_visit_date = fields.Date(compute="_compute_visit_dates", store=True)
    next_visit_date = fields.Date(compute="_compute_visit_dates", store=True)

    @api.depends(*DATES_DEPEND)
    def _compute_visit_dates(self):
        set_visit_dates(self)

    def unlink(self):
        self._visit_release("partner_id", "lead_id")
        return super().unlink()


class CrmLead(models.Model):
    _inherit = "crm.lead"

    field_visit_ids = fields.One2many("field.visit", "lead_id", "Field visits", groups="base.group_user")
    last_visit_date = fields.Date(compute="_compute_visit_dates", store=True)
    next_visit_date = fields.Date(compute="_compute_visit_dates", store=True)

    @api.depends(*DATES_DEPEND)
    def _compute_visit_dates(self):
        set_visit_dates(self)

    @api.model
    def _visit_handed_over(self):
        """Names of the fields with rows that go where the lead goes: to its customer, or into another lead."""
        return ["field_visit_ids"]

    def write(self, vals):
        """A lead that becomes a customer hands its visits to the customer as well."""
        result = super().write(vals)
        for name in self._visit_handed_over() if vals.get("partner_id") else ():
            # The rows belong to the lead, whoever converts it.
            self.sudo()[name].filtered(lambda row: not row.partner_id).write({"partner_id": vals["partner_id"]})
        return result

    def unlink(self):
        self._visit_release("lead_id", "partner_id")
        return super().unlink()

    def _merge_data(self, *args, **kwargs):
        """Merging keeps the first of ``self``; the visits of the others go to it.

        Core calls this in every series just before it deletes the others.
        """
        for name in self._visit_handed_over():
            # Whoever may merge leads carries all their visits over, not only the own ones.
            self[1:].sudo()[name].write({"lead_id": self[:1].id})
        return super()._merge_data(*args, **kwargs)


class MergePartnerWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _visit_follows(self):
        """``{model: fields}`` that customers' own figures are computed from."""
        return {"field.visit": ["partner_id", "state"]}

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Core moves the visits by SQL; what is computed from them has to follow."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = self.env["res.partner"].browse(partner_ids).exists()
        for model, names in self._visit_follows().items():
            # Whoever may merge customers carries all their visits over, not only the own ones.
            self.env[model].sudo().search([("partner_id", "in", kept.ids)]).modified(names)
        return result
