"""Outcomes of visits, and reasons for skipping or moving one: what a company chooses from and what each asks for."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

#: Where an outcome is chosen.
STEPS = [("check_out", "After a visit"), ("skip", "When a visit is skipped"), ("move", "When a visit is moved")]
KINDS = [
    ("success", "Success"), ("no_result", "No result"), ("not_met", "Nobody met"),
    ("customer", "The customer's wish"), ("own", "Our own cause")]
#: What an outcome may ask for → the field that says so.
NEEDS = {
    "note": "needs_note", "photo": "needs_photo", "signature": "needs_signature", "next_step": "needs_next_step",
    "products": "needs_products"}


class FieldVisitOutcome(models.Model):
    _name = "field.visit.outcome"
    _description = "Outcome of a Visit"
    _order = "step, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: for all companies.")
    step = fields.Selection(STEPS, "Chosen", required=True, default="check_out")
    kind = fields.Selection(KINDS, required=True, default="success", help="What figures count it as.")
    needs_note = fields.Boolean("Notes")
    needs_photo = fields.Boolean("Photo")
    needs_signature = fields.Boolean("Signature")
    needs_next_step = fields.Boolean("Next Step")
    needs_products = fields.Boolean("Products")

    def _needs(self):
        """Return what this outcome asks for, as keys of ``NEEDS``."""
        return [key for key, name in NEEDS.items() if self[name]]

    @api.model
    def _need_words(self):
        return {"note": _("notes"), "photo": _("a photo"), "signature": _("a signature"),
                "next_step": _("a next step"), "products": _("products"), "outcome": _("an outcome")}

    @api.model
    def _chosen(self, value, step, company):
        """Return the outcome with the id ``value``, which has to be one for ``step`` in ``company``; may be empty."""
        if not value:
            return self.browse()
        outcome = self.search([
            ("id", "=", value), ("step", "=", step), ("company_id", "in", [False, company.id]),
        ], limit=1) if isinstance(value, int) and not isinstance(value, bool) else self.browse()
        if not outcome:
            raise UserError(_("outcome_id: %(value)r is none of the outcomes that can be chosen here. Load the day again "
                              "and choose another one.") % {"value": value})
        return outcome

    def _to_dict(self):
        return {"id": self.id, "name": self.name, "step": self.step, "kind": self.kind, "needs": self._needs()}
