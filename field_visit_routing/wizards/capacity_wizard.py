"""Asks whether a team can keep the wanted intervals."""
from odoo import _, api, fields, models

GRADES = ("a", "b", "c", "d")


class FieldVisitCapacityWizard(models.TransientModel):
    _name = "field.visit.capacity.wizard"
    _description = "Simulate capacity"

    interval_a = fields.Integer("A-customers: every … days", default=7)
    interval_b = fields.Integer("B-customers: every … days", default=14)
    interval_c = fields.Integer("C-customers: every … days", default=30)
    interval_d = fields.Integer("D-customers: every … days", help="0: not visited.")
    rep_ids = fields.Many2many("field.visit.rep", string="Reps",
                               default=lambda self: self.env["field.visit.rep"].search(
                                   [("company_id", "=", self.env.company.id)]))
    weeks = fields.Integer(default=13, required=True, help="A quarter has 13.")
    target_percent = fields.Integer("Visits in time (%)", default=95, required=True)
    overtime_min = fields.Integer("Overtime allowed a day (min)")
    find_smallest = fields.Boolean("Look for the smallest team", default=True)
    domain = fields.Char("Customers", default="[['is_company', '=', True]]")
    candidate_model = fields.Char(default="res.partner", readonly=True)

    def _prepare_request(self):
        return {
            "intervals": {grade.upper(): self["interval_" + grade] for grade in GRADES},
            "rep_ids": self.rep_ids.ids, "weeks": self.weeks, "domain": self.domain or "[]",
            "target_percent": self.target_percent, "overtime_min": self.overtime_min,
            "find_smallest": self.find_smallest}

    def action_run(self):
        """Queue the simulation and show its progress."""
        self.ensure_one()
        simulations = self.env["field.visit.capacity"]
        answer = simulations.submit_capacity(self._prepare_request())
        return simulations.browse(answer["capacity_id"]).action_progress()

    @api.model
    def create_from_request(self, vals):
        """Open the dialog with the values of an earlier request."""
        values = {name: vals[name] for name in (
            "weeks", "target_percent", "overtime_min", "find_smallest") if name in vals}
        values.update({"interval_" + grade.lower(): days
                       for grade, days in (vals.get("intervals") or {}).items()})
        values["domain"] = str(vals.get("domain") or "[]")
        if vals.get("rep_ids"):
            values["rep_ids"] = [(6, 0, vals["rep_ids"])]
        return {
            "type": "ir.actions.act_window", "name": _("Simulate capacity"), "target": "new",
            "res_model": self._name, "view_mode": "form",
            "context": {"default_" + name: value for name, value in values.items()}}
