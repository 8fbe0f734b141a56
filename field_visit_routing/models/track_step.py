"""A step of a visit says where the rep is: while on duty that is a position of the trail."""
from odoo import fields, models


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _visit_stepped(self, kind, vals):
        result = super()._visit_stepped(kind, vals)
        rep = self.rep_id
        if rep and rep.user_id == self.env.user and vals.get("latitude") is not None:
            place = {key: vals.get(key) for key in ("latitude", "longitude", "accuracy_m")}
            rep._take_positions("step", [dict(place, at=fields.Datetime.to_string(vals["at"]), mark=kind)])
        return result
