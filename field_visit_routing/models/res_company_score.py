"""Settings of scores: which number plans use, and from when on a visit is due."""
from odoo import api, fields, models

USES = ("visit_score_use", "visit_score_use_lead")


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_score_use = fields.Selection(
        [("rules", "Score by rules"), ("learned", "Learned probability")], "Customers' Score", default="rules", required=True,
        groups="base.group_user")
    visit_score_use_lead = fields.Selection(
        [("rules", "Score by rules"), ("learned", "Learned probability"), ("odoo", "Odoo's probability")],
        "Leads' Score", default="rules", required=True, groups="base.group_user")
    visit_due_percent = fields.Float("Due From (% Of The Interval)", default=70.0,
                                     help="From this share of the wanted interval on a visit is due.", groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_due_percent=(1, 100))

    def write(self, vals):
        others = self.filtered(lambda company: any(name in vals and vals[name] != company[name] for name in USES))
        result = super().write(vals)
        if others:
            # whoever may change the setting changes the numbers that follow from it, also of those he does not see
            self.env["field.visit.scoring"].sudo()._visit_choose_all(others)
        return result


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_score_use = fields.Selection(related="company_id.visit_score_use", readonly=False)
    visit_score_use_lead = fields.Selection(related="company_id.visit_score_use_lead", readonly=False)
    visit_due_percent = fields.Float(related="company_id.visit_due_percent", readonly=False)
