"""Members of segments as recipients: a mailing list of Odoo's e-mail marketing, or a file of addresses."""
from odoo import _, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from .. import compat
from ..engine.exporting.spreadsheet import write_csv
from .field_visit_segment import MEMBERS

#: Model of who is on which list, by series.
SUBSCRIPTIONS = ("mailing.subscription", "mailing.contact.subscription")
#: Columns with the recipient's name, the first that is filled counts, and the one with the address.
COLUMNS = {"res.partner": ("name", "email"), "crm.lead": ("contact_name", "partner_name", "name", "email_from")}


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    # the app may be missing or be removed, so this is no link of the database
    mailing_list_number = fields.Integer("Mailing List (Id)", readonly=True, copy=False)
    has_mailing = fields.Boolean(compute="_compute_has_mailing")

    def _compute_has_mailing(self):
        has = "mailing.list" in self.env and compat.has_access(self.env["mailing.list"], "create")
        for segment in self:
            segment.has_mailing = has

    # ---- public --------------------------------------------------------------------------------
    def sync_mailing_list(self):
        """Bring the segment's mailing list in step with its members that you may see and that have an e-mail address.

        Who has opted out of the list stays opted out, also when he leaves the segment and comes back; blocked
        addresses are not added.

        :return: ``{"list_id", "added", "removed", "opted_out", "left_out"}``; left out are members without a usable address
        :raises UserError: where Odoo's e-mail marketing is not installed
        """
        self.ensure_one()
        if "mailing.list" not in self.env:
            raise UserError(_("Mailing lists need Odoo's app for e-mail marketing. Install it, or export the addresses."))
        compat.check_access(self, "write")
        emails, left_out = self._segment_emails()
        mailing_list = self._segment_mailing_list()
        kept = self._segment_subscriptions(mailing_list)
        opted_out = {email for email, row in kept.items() if row.opt_out}
        gone = [row.id for email, row in kept.items() if email not in emails and email not in opted_out]
        next(iter(kept.values()), self.env[self._segment_subscription_model()]).browse(gone).unlink()
        fresh = {email: name for email, name in emails.items() if email not in kept}
        self._segment_subscribe(mailing_list, fresh)
        return {"list_id": mailing_list.id, "added": len(fresh), "removed": len(gone),
                "opted_out": len(opted_out.intersection(emails)), "left_out": left_out}

    def action_mailing_list(self):
        """Bring the mailing list in step and open it."""
        done = self.sync_mailing_list()
        return {"type": "ir.actions.act_window", "res_model": "mailing.list", "res_id": done["list_id"],
                "views": compat.views(("form", False)), "view_mode": "form", "name": self.name}

    def export_emails(self):
        """Return the addresses of the members that you may see, each once, without blocked ones, as a file.

        :return: dict with ``name`` (of the file), ``type`` (MIME), ``content`` (text), ``count`` and ``left_out``
            (members without a usable address)
        :raises AccessError: for users without Odoo's right to export
        """
        self.ensure_one()
        if not self.env["field.visit.map"]._select_may_export():
            raise AccessError(_("You may not export. Ask your administrator for the right “Access to export feature”."))
        compat.check_access(self, "read")
        emails, left_out = self._segment_emails()
        rows = [[name, email] for email, name in sorted(emails.items())]
        return {"name": "%s.csv" % self.name.replace("/", "-"), "type": "text/csv;charset=utf-8", "count": len(rows),
                "content": write_csv([_("Name"), _("E-mail")], rows), "left_out": left_out}

    def action_export_emails(self):
        """Download the addresses of the members."""
        return self.env["field.visit.area.export"]._visit_download(self.export_emails())

    # ---- addresses -----------------------------------------------------------------------------
    def _segment_emails(self):
        """Return ``{address: name}`` of the members that the user may see, and how many have no usable one."""
        rows = [row for model in MEMBERS for row in self._segment_email_rows(model)]
        blocked = self._segment_blocked({email for _name, email in rows if email})
        emails = {email: name for name, email in reversed(rows) if email and email not in blocked}
        return emails, sum(not email or email in blocked for _name, email in rows)

    def _segment_email_rows(self, model):
        if not compat.has_access(self.env[model], "read"):
            return []
        rows = compat.search_rows(self.env[model], [("visit_segment_ids", "in", self.ids)], list(COLUMNS[model]))
        return [(next(filter(None, row[:-1]), ""), email_normalize(row[-1] or "") or "") for row in rows]

    def _segment_blocked(self, emails):
        # that an address must not be written to has to be respected by everybody
        found = self.env["mail.blacklist"].sudo().search([("email", "in", list(emails))]) if emails else ()
        return {row.email for row in found}

    # ---- Odoo's mailing lists ------------------------------------------------------------------
    def _segment_subscription_model(self):
        return next(name for name in SUBSCRIPTIONS if name in self.env)

    def _segment_mailing_list(self):
        """The list of this segment; a new one where there is none or it was deleted."""
        lists = self.env["mailing.list"].with_context(active_test=False)
        found = lists.search([("id", "=", self.mailing_list_number)])
        if not found:
            found = lists.create({"name": self.name})
            self.mailing_list_number = found.id
        return found

    def _segment_subscriptions(self, mailing_list):
        """Return ``{address: subscription}`` of everybody on the list."""
        rows = self.env[self._segment_subscription_model()].search([("list_id", "=", mailing_list.id)])
        return {email_normalize(row.contact_id.email or "") or "": row for row in rows}

    def _segment_subscribe(self, mailing_list, emails):
        """Put new recipients onto the list; those that Odoo knows are used."""
        contacts = self.env["mailing.contact"].search([("email_normalized", "in", list(emails))])
        known = {contact.email_normalized: contact.id for contact in contacts}
        unknown = [{"name": name, "email": email} for email, name in emails.items() if email not in known]
        ids = list(known.values()) + self.env["mailing.contact"].create(unknown).ids
        self.env[self._segment_subscription_model()].create([
            {"contact_id": number, "list_id": mailing_list.id} for number in ids])
