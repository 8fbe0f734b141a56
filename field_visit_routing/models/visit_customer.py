"""Customers and leads know their visits; merging and converting carries the visits over."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

DATES_DEPEND = ("field_visit_ids.state", "field_visit_ids.date", "visit_wanted_days")


def set_visit_dates(records):
    """Last and next visit: the next is the planned one, else the last plus the wanted interval."""
    for record in records:
        # Dates of all visits count, also of those that the user may not see.
        visits = record.sudo().field_visit_ids.filtered(lambda v: v.date and not v.is_waypoint)
        last = max(visits.filtered(lambda v: v.state == "done").mapped("date"), default=False)
        planned = visits.filtered(lambda v: v.state in ("planned", "in_progress")).mapped("date")
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

    field_visit_ids = fields.One2many("field.visit", "partner_id", "Field visits")
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

    field_visit_ids = fields.One2many("field.visit", "lead_id", "Field visits")
    last_visit_date = fields.Date(compute="_compute_visit_dates", store=True)
    next_visit_date = fields.Date(compute="_compute_visit_dates", store=True)

    @api.depends(*DATES_DEPEND)
    def _compute_visit_dates(self):
        set_visit_dates(self)

    def write(self, vals):
        """A lead that becomes a customer hands its visits to the customer as well."""
        result = super().write(vals)
        if vals.get("partner_id"):
            # The visits belong to the lead, whoever converts it.
            visits = self.sudo().field_visit_ids.filtered(lambda v: not v.partner_id)
            visits.write({"partner_id": vals["partner_id"]})
        return result

    def unlink(self):
        self._visit_release("lead_id", "partner_id")
        return super().unlink()

    def _merge_data(self, *args, **kwargs):
        """Merging keeps the first of ``self``; the visits of the others go to it.

        Core calls this in every series just before it deletes the others.
        """
        # Whoever may merge leads carries all their visits over, not only the own ones.
        self[1:].sudo().field_visit_ids.write({"lead_id": self[:1].id})
        return super()._merge_data(*args, **kwargs)


class MergePartnerWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Core moves the visits by SQL; what is computed from them has to follow."""
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = self.env["res.partner"].browse(partner_ids).exists()
        # Whoever may merge customers carries all their visits over, not only the own ones.
        visits = self.env["field.visit"].sudo().search([("partner_id", "in", kept.ids)])
        visits.modified(["partner_id", "state"])
        return result
