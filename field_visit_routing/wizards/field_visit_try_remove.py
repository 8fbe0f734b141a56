"""What is made from a tried table besides its customers, and how all of it goes again."""
import psycopg2
from odoo import _, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class ResPartner(models.Model):
    _inherit = "res.partner"

    visit_try_batch_id = fields.Many2one(
        "field.visit.try.batch", "Tried With", index=True, readonly=True, copy=False, ondelete="set null",
        groups="base.group_user",
    )


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    try_batch_id = fields.Many2one(
        "field.visit.try.batch", "Made For Table", index=True, readonly=True, copy=False, ondelete="set null",
    )


class FieldVisitTryBatch(models.Model):
    _inherit = "field.visit.try.batch"

    rep_ids = fields.One2many("field.visit.rep", "try_batch_id", "Sample Reps")
    kept_message = fields.Char("Kept", readonly=True)

    def action_plan_week(self):
        """Open the planning wizard with these customers, and a rep who starts among them."""
        self.ensure_one()
        located = self.partner_ids.filtered(lambda partner: partner.has_position())
        if not located:
            raise UserError(_("None of these customers has a position yet. Locate them first: open the customers and "
                              "choose Action, Locate."))
        return self.env["field.visit.plan.wizard"]._action({
            "source": "selected", "partner_ids": [(6, 0, located.ids)], "rep_ids": [(6, 0, self._rep(located).ids)],
        })

    def _rep(self, located):
        """The user's own rep, else a sample rep at the centre of the customers."""
        reps = self.env["field.visit.rep"]
        own = reps.search([("user_id", "=", self.env.uid), ("company_id", "=", self.company_id.id)], limit=1)
        if own and own not in self.rep_ids:
            return own
        centre = {
            "home_latitude": sum(located.mapped("partner_latitude")) / len(located),
            "home_longitude": sum(located.mapped("partner_longitude")) / len(located),
            "home_state": "manual", "home_address": _("Centre of %s") % self.name,
            "start_kind": "home", "end_kind": "home",
        }
        if own:
            own.write(centre)
            return own
        try:
            return reps.create(dict(centre, user_id=self.env.uid, company_id=self.company_id.id, try_batch_id=self.id))
        except AccessError:
            raise UserError(_("You are no field rep yet, and only managers make reps. Ask a manager to make you one "
                              "under Configuration, Reps.")) from None

    def action_remove(self):
        """Remove customers, visits, plans and the sample rep of this table, and the table itself.

        What has become real work is kept: customers with a visit that was made, a lead, an order or
        another document. Returns ``{"removed", "kept": [names]}``.
        """
        removed, kept = 0, []
        for batch in self:
            batch._remove_plans()
            gone, left = batch._remove_customers()
            removed, kept = removed + gone, kept + left
            batch._remove_reps()
            batch.partner_ids.write({"visit_try_batch_id": False})
        self.unlink()
        return {"removed": removed, "kept": kept}

    def action_remove_button(self):
        """Remove everything and say what was kept."""
        result = self.action_remove()
        message = _("%s customers removed.") % result["removed"]
        if result["kept"]:
            message += " " + _("Kept, because there are visits, leads or orders: %s.") % ", ".join(result["kept"][:20])
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": _("Try My Customers"), "message": message, "sticky": bool(result["kept"]),
                       "next": self.env["ir.actions.act_window"]._for_xml_id(
                           "field_visit_routing.action_field_visit_try_batch")},
        }

    def _made_customers(self):
        """The customers that were made of this table; the mark on a customer can be set by hand."""
        # Whoever tried the table removes what it made, also without the right to delete
        # customers, visits and plans of others.
        return self.partner_ids.sudo().filtered(lambda partner: partner.create_uid == self.create_uid)

    def _remove_plans(self):
        """Delete the plans that hold nobody but customers of this table, with their visits."""
        partners = self._made_customers()
        stops = partners.env["field.visit.plan.stop"].search([("partner_id", "in", partners.ids)])
        for plan in stops.mapped("plan_id"):
            if plan.stop_ids.mapped("partner_id") <= partners and not plan.stop_ids.mapped("lead_id"):
                self._try_unlink(plan)
        visits = partners.env["field.visit"].search([("partner_id", "in", partners.ids)])
        untouched = visits.filtered(lambda visit: visit.state in ("draft", "planned", "cancelled"))
        routes = untouched.mapped("route_id")
        untouched.unlink()
        routes.filtered(lambda route: not route.visit_ids).unlink()

    def _remove_customers(self):
        """Delete the customers nobody works with, and return how many, and the names of the others."""
        partners = self._made_customers()
        leads = partners.env["crm.lead"].with_context(active_test=False)  # lost ones count as well
        busy = leads.search([("partner_id", "in", partners.ids)]).mapped("partner_id")
        busy |= partners.env["field.visit"].search([("partner_id", "in", partners.ids)]).mapped("partner_id")
        free, kept = partners - busy, [partner.name for partner in busy & partners]
        if self._try_unlink(free):
            return len(free), kept
        refused = [partner.name for partner in free if not self._try_unlink(partner)]
        return len(free) - len(refused), kept + refused

    def _remove_reps(self):
        for rep in self.rep_ids:
            if not self._try_unlink(rep):
                rep.write({"try_batch_id": False, "active": False})

    def _try_unlink(self, records):
        """Delete ``records`` unless another document needs them; return whether they are gone."""
        try:
            with self.env.cr.savepoint():
                records.unlink()
                return True
        except (psycopg2.IntegrityError, UserError, ValidationError, AccessError):
            return False
