"""The one place that changes who owns a customer or lead: written, logged with the reason, and given back."""
from markupsafe import escape
from odoo import _, models

#: No mail and no tracking note per record: the note of the gift tells who, to whom and why.
QUIET = {"mail_auto_subscribe_no_notify": True, "mail_notrack": True}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_give(self, user, team, reason):
        """Give these customers or leads to a salesperson and a team, with the rights of the user at hand.

        Those that are theirs already are left alone. Each other gets one note in its chatter and nobody a mail.

        :param user: one of ``res.users``, or none: nobody
        :param team: one of ``crm.team``, or none: no team; ``None`` leaves the team to Odoo, which
            takes that of a lead's salesperson. Customers have a team up to 17.0 only
        :param str reason: a sentence for the chatter, plain text
        :return: what ``_visit_give_back`` needs to undo it: ``{id: {"user_id": id or False, "team_id": …}}``
            of the records that changed hands, by their former owner
        """
        vals = self._visit_gift(user, team)
        given = self.filtered(lambda record: any(record[name].id != value for name, value in vals.items()))
        before = {record.id: record._visit_owner_vals() for record in given}
        given._visit_hand_on(vals)
        given._visit_log_gift(before, reason)
        return before

    def _visit_give_back(self, before, reason):
        """Undo ``_visit_give`` for these records; return the same of what they were meanwhile.

        :param dict before: what ``_visit_give`` returned; records that are not in it are left alone
        """
        meanwhile = {}
        for vals, records in self._visit_by_owner(before):
            meanwhile.update({record.id: record._visit_owner_vals() for record in records})
            records._visit_hand_on(vals)
        self.filtered(lambda record: record.id in meanwhile)._visit_log_gift(meanwhile, reason)
        return meanwhile

    def _visit_hand_on(self, vals):
        """Write who owns these records from now on."""
        self.with_context(**QUIET).write(vals)

    def _visit_owner_vals(self):
        """Return who owns this record, as values to write."""
        self.ensure_one()
        # one's own company's salespeople and teams are no secret, their records may be out of reach
        record = self.sudo()
        return {name: record[name].id for name in ("user_id", "team_id") if name in self._fields}

    def _visit_gift(self, user, team):
        """Return the values that make these records theirs."""
        vals = {"user_id": user.id}
        if team is not None and "team_id" in self._fields:
            vals["team_id"] = team.id
        return vals

    def _visit_by_owner(self, owners):
        """Return ``[(values, records)]``: those of these records with the same owner to be together."""
        groups = {}
        for record in self:
            if record.id in owners:
                groups.setdefault(tuple(sorted(owners[record.id].items())), []).append(record.id)
        return [(dict(values), self.browse(ids)) for values, ids in groups.items()]

    def _visit_log_gift(self, before, reason):
        """Note in the chatter of each record from whom to whom it went, and why."""
        if not self:
            return
        # the note belongs to whoever may give; the names of salespeople and teams are no secret
        records = self.sudo()
        labels = {name: self._visit_label(name) for name in ("user_id", "team_id") if name in self._fields}
        bodies = {record.id: escape(record._visit_gift_sentence(before[record.id], reason, labels)) for record in records}
        records._message_log_batch(bodies)

    def _visit_gift_sentence(self, before, reason, labels):
        changes = [
            _("%(what)s: %(old)s → %(new)s", what=labels[name],
              old=self._visit_owner_name(name, before[name]), new=self._visit_owner_name(name, self[name].id))
            for name in before if before[name] != self[name].id]
        return " · ".join(changes + [reason])

    def _visit_owner_name(self, name, number):
        if not number:
            return _("nobody")
        return self.env[self._fields[name].comodel_name].browse(number).display_name


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _visit_hand_on(self, vals):
        """Contacts that have the salesperson of their company, as Odoo copies it from 15.0 on, go with it."""
        # first, while whoever gives the company still reaches what belongs to it
        self._visit_contacts_along().with_context(**QUIET).write({"user_id": vals["user_id"]})
        return super()._visit_hand_on(vals)

    def _visit_contacts_along(self):
        contacts = self.with_context(active_test=False).search([
            ("commercial_partner_id", "in", self.ids), ("id", "not in", self.ids), ("type", "=", "contact"),
            ("user_id", "!=", False)])
        return contacts.filtered(lambda contact: contact.user_id == contact.commercial_partner_id.user_id)
