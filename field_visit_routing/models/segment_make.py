"""New segments made of what is there: a frozen copy, or the conditions of a leaf of a tree."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from .call_values import check_keys
from .field_visit_segment import DYNAMIC, FIXED, MEMBERS
from .field_visit_segment_move import REASON
from .safe_domain import read_domain
from .segment_rule import FILTERS
from .segment_sets import FURTHER


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    def freeze(self, name=""):
        """Make a fixed segment of the members that this one has now, and you may see.

        :param str name: its name; this one's with the day when left out
        :return: the new segment's id
        """
        self.ensure_one()
        compat.check_access(self, "read")
        today = fields.Date.context_today(self)
        reason = _("Frozen from “%(segment)s” on %(day)s", segment=self.name, day=today)
        frozen = self.with_context(**{REASON: reason}).create(dict({
            "name": name or "%s (%s)" % (self.name, today), "kind": FIXED, "company_id": self.company_id.id,
            "note": reason}, **self._segment_seen_members()))
        return frozen.id

    def action_freeze(self):
        """Make a fixed segment of the present members and open it."""
        return self._segment_action(self.freeze())

    @api.model
    def create_from_conditions(self, model, conditions, name, vals=None):
        """Make a segment of conditions, such as those of a leaf of a decision tree.

        :param str model: ``"res.partner"`` or ``"crm.lead"``
        :param conditions: a domain whose terms all hold, ``[[field, operator, value], …]``: a dynamic segment; or
            ``{"ids": [ids]}`` where no filter can say it: a fixed one
        :param str name: the name of the new segment
        :param dict vals: further values: ``company_id``, ``user_id``, ``note``, ``refresh_every``
        :return: the new segment's id
        :raises UserError: for another model, a condition that is no filter, an id that is unknown
        """
        self._member_field(model)
        check_keys(self.env, vals or {}, FURTHER)
        values = dict(vals or {}, name=self._segment_name(name), applies_to=model)
        if isinstance(conditions, dict):
            check_keys(self.env, conditions, ("ids",))
            segment = self.create(dict(values, kind=FIXED))
            segment.with_context(**{REASON: values.get("note") or values["name"]}).add_members(model, conditions.get("ids") or [])
            return segment.id
        if not isinstance(conditions, (list, tuple)) or not conditions:
            raise UserError(_("conditions: give at least one, such as [['country_id.code', '=', 'FI']]."))
        domain = read_domain(self.env, model, list(conditions), values["name"])
        return self.create(dict(values, kind=DYNAMIC, **{FILTERS[model]: repr(domain)})).id

    def _segment_seen_members(self):
        """Return the values of fields that give another segment the members that the user may see."""
        return {name: [(6, 0, self.env[model].search([("visit_segment_ids", "in", self.ids)]).ids)]
                for model, name in MEMBERS.items() if compat.has_access(self.env[model], "read")}

    @api.model
    def _segment_action(self, number):
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_segments")
        return dict(values, res_id=number, views=compat.views(("form", False)), view_mode="form")
