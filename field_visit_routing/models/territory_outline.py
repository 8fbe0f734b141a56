"""Former outlines of territories: who changed one when, and the way back."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .checked_mixin import blank

#: So many former outlines of one territory are kept.
KEPT = 20


class FieldVisitTerritoryOutline(models.Model):
    """An outline that a territory had, until somebody drew another."""

    _name = "field.visit.territory.outline"
    _description = "Former Outline of a Territory"
    _order = "id desc"
    _rec_name = "territory_id"

    territory_id = fields.Many2one("field.visit.territory", "Territory", required=True, index=True, ondelete="cascade")
    boundary = fields.Text("Outline", help="As GeoJSON; empty when the territory had none.")
    user_id = fields.Many2one("res.users", "Changed By", ondelete="set null")
    changed_at = fields.Datetime("Changed At", required=True, default=fields.Datetime.now)


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    outline_ids = fields.One2many("field.visit.territory.outline", "territory_id", "Former Outlines")

    def write(self, vals):
        if "boundary" not in vals or self.env.context.get("visit_outline_undo"):
            return super().write(vals)
        before = {area.id: area.boundary or "" for area in self}
        result = super().write(vals)
        self.filtered(lambda area: (area.boundary or "") != before[area.id])._draw_keep_outlines(before)
        return result

    def _draw_keep_outlines(self, before):
        """Keep the outlines that these territories had, the newest ``KEPT`` of each."""
        # closed to everybody, so that the list tells what happened; the territory's own rights were checked
        former = self.env["field.visit.territory.outline"].sudo()
        former.create([{"territory_id": area.id, "boundary": before[area.id], "user_id": self.env.uid} for area in self])
        for area in self:
            former.search([("territory_id", "=", area.id)], offset=KEPT).unlink()

    def undo_redraw(self):
        """Give this territory the outline back that it had before the last change.

        :return: ``{"id", "name", "message", "actions"}`` as of ``draw_area``, and ``left``: how many earlier
            outlines there still are
        :raises UserError: when there is none
        :raises AccessError: when the user may not change the territory
        """
        self.ensure_one()
        self._draw_admitted({})
        # the list is closed to users; only that of a territory that he may change is used
        former = self.env["field.visit.territory.outline"].sudo().search([("territory_id", "=", self.id)])
        if not former:
            raise UserError(_('"%s" has no earlier outline: there is nothing to undo.') % self.name)
        boundary = False if blank(former[0].boundary) else former[0].boundary
        area = self._draw_admitted({"boundary": boundary} if boundary else {})
        last_line = self._draw_last_line()
        area.with_context(visit_outline_undo=True).write({"boundary": boundary})
        former[0].unlink()
        return {"id": self.id, "name": self.name, "left": len(former) - 1,
                "message": _('"%s" has its former outline again.') % self.name, "actions": self._draw_follow_up(last_line)}

    @api.model
    def _draw_can_undo(self, area):
        return bool(area.sudo().outline_ids)  # as above
