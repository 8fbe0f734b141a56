"""What counts as a follow-up of a lead: a visit that was made, an activity done, a message, a change of stage.

Only what a person does counts; imports, automations and scheduled jobs do not.
"""
from odoo import _, api, fields, models
from odoo.tools import html2plaintext

from .. import compat


class DoneByPerson:
    """Put into the context of an activity that a person ticks off; nothing that a program could send."""


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _pool_by_person(self):
        """Whether a person acts, with his or her own rights."""
        context = self.env.context
        automatic = self.env.su or context.get("visit_pool_import") or context.get("import_file")
        return not automatic and not self._pool_move() and not self.env.user.share

    def _pool_followed(self, counts, moment=None):
        """Note a follow-up of these leads.

        :param str counts: the field of the pool that says whether this kind counts
        :param moment: when it was; now at the latest, and never before what has been noted
        """
        now = self._pool_now()
        moment = min(moment or now, now)
        # the clock is the pool's own
        leads = self.sudo().filtered(
            lambda lead: lead.user_id and lead.visit_pool_held_at and moment >= lead.visit_pool_held_at
            and (not lead.visit_pool_id or lead.visit_pool_id[counts]))
        if not leads:
            return
        later = leads.filtered(lambda lead: moment > (lead.visit_pool_followed_at or lead.visit_pool_held_at)
                               or not lead.visit_pool_followed_at)
        later._pool_forget_warning()
        later._pool_set({"visit_pool_followed_at": moment, "visit_pool_idle_since": moment})
        first = leads.filtered(lambda lead: lead.visit_pool_id and lead.visit_pool_state == "to_process")
        first._pool_under("progress", self._pool_word(counts))._pool_log_state(
            "in_progress", [(lead, "progress", None) for lead in first])

    def _pool_word(self, counts):
        words = {"count_visits": _("Visit made"), "count_activities": _("Activity done"),
                 "count_messages": _("Message or note"), "count_stages": _("Stage changed")}
        return words[counts]

    @compat.returns("mail.message")
    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        counts = self._pool_message_counts(kwargs)
        if counts and self._pool_poster(counts)._pool_by_person():
            self._pool_followed(counts)
        return message

    def _pool_poster(self, counts):
        """Return these leads with the rights of whoever posts: newer series note activities as superuser."""
        ticked = isinstance(self.env.context.get("visit_pool_activity"), DoneByPerson)
        # not sudo: less rights than at hand
        return self.sudo(False) if ticked and counts == "count_activities" else self

    def _pool_message_counts(self, values):
        """Return the kind of follow-up that a message is, "" for none."""
        kind = values.get("mail_activity_type_id")
        if kind:
            warning = self.env.ref("field_visit_routing.activity_pool_return", raise_if_not_found=False)
            # ticking the pool's own warning off is no work on the lead
            return "" if warning and kind == warning.id else "count_activities"
        if values.get("message_type") not in ("comment", "email"):
            return ""
        said = html2plaintext(str(values.get("body") or "")).strip()
        return "count_messages" if said or values.get("attachment_ids") else ""


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, *args, **kwargs):
        activities = self if self.env.su else self.with_context(visit_pool_activity=DoneByPerson())
        return super(MailActivity, activities)._action_done(*args, **kwargs)


class FieldVisit(models.Model):
    _inherit = "field.visit"

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits.filtered(lambda visit: visit.state == "done")._pool_note_visits()
        return visits

    def write(self, vals):
        made = self.filtered(lambda visit: visit.state != "done") if vals.get("state") == "done" else self.browse()
        result = super().write(vals)
        made._pool_note_visits()
        return result

    def _is_verified(self):
        """Whether this visit was really made: it is done, and its beginning is known."""
        self.ensure_one()
        return self.state == "done" and bool(self.actual_start or self.actual_end)

    def _pool_note_visits(self):
        """Visits made are follow-ups of the lead, or of the leads of the customer that the same person holds."""
        # a lead may have changed hands after the visit was planned
        for visit in self.sudo().filtered(lambda visit: visit._is_verified()):
            leads = visit.lead_id or visit.lead_id.search(
                [("partner_id", "=", visit.partner_id.id), ("user_id", "=", visit.user_id.id),
                 ("partner_id", "!=", False)])
            leads._pool_followed("count_visits", visit.actual_end or fields.Datetime.now())
