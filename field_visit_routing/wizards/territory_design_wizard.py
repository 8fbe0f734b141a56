"""Asks for a design of territories."""
from odoo import _, api, fields, models

from ..models.territory_design import BALANCES

#: Fields that are handed to ``submit_design`` as they are.
PLAIN = ("balance", "tolerance_percent", "interval_days", "day_h")
SCENARIOS = ("compact", "home", "keep")


class FieldVisitTerritoryDesignWizard(models.TransientModel):
    _name = "field.visit.territory.design.wizard"
    _description = "Design Territories"

    rep_ids = fields.Many2many(
        "field.visit.rep", string="Reps", help="Each of them gets an area.",
        default=lambda self: self.env["field.visit.rep"].search([("company_id", "=", self.env.company.id)]))
    parent_id = fields.Many2one("field.visit.territory", "Within", help="The areas become parts of this territory.")
    balance = fields.Selection(BALANCES, "Balanced By", required=True, default="work_hours")
    balance_field_id = fields.Many2one(
        "ir.model.fields", "Number", domain=[("model", "=", "res.partner"), ("ttype", "in", ("integer", "float", "monetary")),
                                             ("store", "=", True), ("name", "!=", "id")])
    tolerance_percent = fields.Integer("Allowed Deviation (%)", required=True, default=10)
    interval_days = fields.Integer("Visit Others Every (Days)", required=True, default=30,
                                   help="For customers without a wanted interval.")
    day_h = fields.Integer("Hours Of A Working Day", required=True, default=8)
    compact = fields.Boolean("Compact", default=True, help="Customers of an area lie near to one another.")
    home = fields.Boolean("Near The Reps", default=True, help="Short ways from where the reps' days begin.")
    keep = fields.Boolean("Few Changes", default=True, help="As many customers as possible stay with whoever has them.")
    use_locks = fields.Boolean("Lock Customers")
    lock_domain = fields.Char("Locked Customers", default="[['territory_manual', '=', True]]")
    domain = fields.Char("Customers", default="[['is_company', '=', True]]")
    candidate_model = fields.Char(default="res.partner", readonly=True)

    def _prepare_request(self):
        values = dict({name: self[name] for name in PLAIN}, rep_ids=self.rep_ids.ids, domain=self.domain or "[]",
                      scenarios=[name for name in SCENARIOS if self[name]] or ["compact"])
        if self.parent_id:
            values["parent_id"] = self.parent_id.id
        if self.balance == "field":
            # the name of a field is no secret; what it holds is read with the user's rights
            values["balance_field"] = self.balance_field_id.sudo().name or ""
        if self.use_locks:
            values["lock_domain"] = self.lock_domain or "[]"
        return values

    def action_run(self):
        """Queue the design and show its progress."""
        self.ensure_one()
        designs = self.env["field.visit.territory.design"]
        answer = designs.submit_design(self._prepare_request())
        return designs.browse(answer["design_id"]).action_progress()

    @api.model
    def create_from_request(self, vals):
        """Open the dialog with the values of an earlier request."""
        values = {name: vals[name] for name in PLAIN + ("parent_id",) if name in vals}
        values.update({name: name in (vals.get("scenarios") or SCENARIOS) for name in SCENARIOS})
        values.update(domain=str(vals.get("domain") or "[]"), use_locks=bool(vals.get("lock_domain")))
        if vals.get("lock_domain"):
            values["lock_domain"] = str(vals["lock_domain"])
        if vals.get("rep_ids"):
            values["rep_ids"] = [(6, 0, vals["rep_ids"])]
        if vals.get("balance_field"):
            # as above
            values["balance_field_id"] = self.env["ir.model.fields"].sudo().search([
                ("model", "=", "res.partner"), ("name", "=", vals["balance_field"])], limit=1).id
        return {
            "type": "ir.actions.act_window", "name": _("Design territories"), "target": "new",
            "res_model": self._name, "view_mode": "form", "views": [(False, "form")],
            "context": {"default_" + name: value for name, value in values.items()}}
