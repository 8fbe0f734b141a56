"""What a drawn outline would change, told before it is saved; and what a territory on the map is."""
from uuid import uuid4

import shapely
from odoo import _, api, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .. import compat
from ..engine.geo import outlines
from ..engine.geo.polygons import PolygonError, parse_area
from .call_values import check_keys
from .territory_draw import LINKS

#: What a preview may be told beside the outline.
PREVIEWED = (*LINKS, "precedence")
#: So many names are told beside each number.
NAMES = 12
#: Areas that share less than this part of themselves are neighbours whose borders were drawn by hand.
TOUCH = 0.005
MAX_PRECEDENCE = 1000


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    # ---- public -----------------------------------------------------------------------------------
    @api.model
    def preview_area(self, boundary, territory_id=0, vals=None):
        """Tell what would change if this outline were saved; nothing is.

        :param boundary: the outline as GeoJSON; longitudes may run on beyond ±180°
        :param int territory_id: the territory that is redrawn; 0 for a new one
        :param dict vals: what else would be another, as of ``draw_area``: ``parent_id``, ``team_id``, ``user_id``,
            ``precedence``
        :return: dict with ``come``, ``leave`` and ``owners`` (who comes in, leaves, has another salesperson than the
            area: ``{"count", "names"}`` with up to 12 names), ``overlaps`` (names of areas beside it that share
            ground with it), ``before`` (the precedence with which it goes before these; 0 when it does
            already), ``parent`` (``{"id", "name"}`` of the smallest area that holds all of it, or ``{}``),
            ``corners`` and ``size_km2``; or ``{"fault": …}`` as of ``change_outline``
        :raises UserError: for an unknown territory
        """
        area = self._visit_known("territory_id", self._name, [territory_id] if territory_id else [])
        compat.check_access(area, "read")
        check_keys(self.env, {} if vals is None else vals, PREVIEWED)
        try:
            drawn = parse_area(boundary, beyond=True)
            earthly = outlines.on_earth(drawn).geojson
        except PolygonError as fault:
            return {"fault": self._draw_outline_fault(fault)}
        answer = area._draw_preview(earthly, vals or {})
        answer.update(area._draw_surroundings(parse_area(earthly).shape, vals or {}), corners=outlines.corners(drawn),
                      size_km2=round(outlines.size_km2(drawn), 3))
        return answer

    def area_card(self):
        """Return what a click on this territory tells.

        :return: dict with ``id``, ``name``, ``facts`` (``[{"label", "text"}]``), ``edit`` (whether the user may
            redraw it), ``undo`` (whether it has a former outline that he may give back), ``actions``
            (``[{"key", "label", "model", "id", "method"}]``: call ``method`` on the record) and ``values`` (as of
            ``draw_area``, links as ``{"id", "name"}`` or False)
        """
        self.ensure_one()
        compat.check_access(self, "read")
        may = self._draw_may_redraw()
        return {"id": self.id, "name": self.name, "facts": self._draw_card_facts(), "edit": may,
                "undo": may and self._draw_can_undo(self), "actions": self._draw_card_actions(),
                "values": self._draw_card_values()}

    # ---- what changes ----------------------------------------------------------------------------------
    def _draw_preview(self, boundary, vals):
        """Return who would come in, leave, and get another salesperson: counted over everybody, named if seen."""
        parent = {"parent_id": vals["parent_id"]} if "parent_id" in vals else {}
        rank = {"precedence": vals["precedence"]} if vals.get("precedence") else {}
        changes = self._visit_preview(boundary, dict(parent, **rank))
        own = self.id or 0
        come = {model: [key for key, (_old, new) in found.items() if new == own] for model, found in changes.items()}
        leave = {model: [key for key, (old, _new) in found.items() if old == own != 0] for model, found in changes.items()}
        owners = self._draw_changing_hands(changes, parent, vals)
        return {"come": self._draw_named(come), "leave": self._draw_named(leave), "owners": self._draw_named(owners)}

    def _draw_changing_hands(self, changes, parent, vals):
        """Return who would get another salesperson or team: of those who come in or leave, and of all members when
        the area itself gets another owner."""
        owner = {name: vals[name] for name in ("user_id", "team_id") if name in vals}
        moves = self._assign_preview(changes, parent, owner)
        return {model: [move.row.id for move in some] for model, some in moves.items()}

    def _draw_named(self, members):
        """Return how many there are, and the names of some that the user may see."""
        names = []
        for model, keys in members.items():
            if compat.has_access(self.env[model], "read"):
                seen = self.env[model].with_context(active_test=False).search([("id", "in", keys)], limit=NAMES)
                names += sorted(seen.mapped("display_name"))
        return {"count": sum(map(len, members.values())), "names": names[:NAMES]}

    # ---- what lies round it -----------------------------------------------------------------------------
    def _draw_surroundings(self, shape, vals):
        """Return the areas of the same rank that share ground with the outline, and the smallest that holds it."""
        overlaps, holders = self._draw_neighbours(shape, vals)
        highest = max([other.precedence for other in overlaps], default=-1)
        parent = min(holders, key=lambda pair: pair[0])[1] if holders else self.browse()
        return {"overlaps": sorted(other.name for other in overlaps)[:NAMES],
                "before": min(highest + 1, MAX_PRECEDENCE) if highest >= self._draw_precedence() else 0,
                "parent": {"id": parent.id, "name": parent.complete_name} if parent else {}}

    def _draw_precedence(self):
        """Return the precedence of this territory, or that of a new one."""
        return self.precedence if self else self._fields["precedence"].default(self)

    def _draw_neighbours(self, shape, vals):
        """Return ``(overlaps, holders)``: areas of the same rank that share ground, and ``(size, area)`` of those
        that hold all of it."""
        rank = self._draw_parent(vals)._draw_depth() + 1
        family = self.search([("id", "child_of", self.ids)]) if self else self
        overlaps, holders = self.browse(), []
        for other in self.search([("boundary", "!=", False)]) - family - self:
            ground = parse_area(other.boundary).shape
            shared = shapely.area(shapely.intersection(ground, shape))
            if shared > (1 - TOUCH) * shape.area and ground.area > shape.area:
                holders.append((ground.area, other))
            if shared > TOUCH * min(ground.area, shape.area) and other._draw_depth() == rank:
                overlaps += other
        return overlaps, holders

    def _draw_parent(self, vals):
        if "parent_id" not in vals:
            return self.parent_id
        return self._visit_known("parent_id", self._name, [vals["parent_id"]]) if vals["parent_id"] else self.browse()

    def _draw_depth(self):
        return (self.parent_path or "").count("/") if self else 0

    # ---- a click -----------------------------------------------------------------------------------------
    def _draw_card_facts(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        figures, = self.get_figures()
        facts = [
            # what the areas above are called is no secret
            (_("Part of"), self.parent_id.sudo().complete_name), (_("Kind"), kinds[self.kind]),
            (_("Sold by"), figures["owner"]),
            (_("Customers"), self._draw_figure(figures["partners"])), (_("Leads"), self._draw_figure(figures["leads"])),
            (_("Potential"), self._draw_figure(figures["potential"], money=True)),
            (_("Sales of 12 months"), figures["has_sales"] and self._draw_figure(figures["sales_12m"], money=True)),
            (_("Work"), _("%s h a month") % self._draw_figure(figures["workload_h"])),
            (_("Visited in time"), figures["regular"] and "%s %%" % self._draw_figure(figures["coverage_percent"])),
        ]
        return [{"label": label, "text": text} for label, text in facts if text]

    def _draw_figure(self, number, money=False):
        """A whole number, or a sum in the area's currency, as the user's language writes it."""
        return formatLang(self.env, number, digits=0, currency_obj=self.currency_id if money else False)

    def _draw_card_values(self):
        values = {name: self[name] for name in ("name", "kind", "color")}
        for name in LINKS:
            # their names are no secret, the records may be out of the user's reach
            linked = self[name].sudo()
            values[name] = {"id": linked.id, "name": linked.display_name} if linked else False
        return values

    def _draw_card_actions(self):
        wanted = [("members", _("Customers"), "action_open_members")]
        if compat.has_access(self, "unlink"):
            wanted.append(("delete-area", _("Delete"), "action_delete_from_map"))
        return [{"key": key, "label": label, "model": self._name, "id": self.id, "method": method}
                for key, label, method in wanted]

    def action_delete_from_map(self):
        """Open the dialog that asks what becomes of the members and parts."""
        self.ensure_one()
        compat.check_access(self, "unlink")
        action = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_territory_delete")
        return dict(action, context={"default_territory_ids": [(6, 0, self.ids)], "field_visit_stay": True})

    def action_show_on_map(self):
        """Open the map of customers at this territory, with the drawing tools at hand."""
        self.ensure_one()
        compat.check_access(self, "read")
        if not self.boundary and not compat.has_access(self, "write"):
            raise UserError(_('"%s" has no outline to show. Ask a manager to draw one.') % self.name)
        action = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_territory_map")
        return dict(action, name=self.complete_name, context=dict(self.env.context, **self._visit_map_opening()))

    def _visit_map_opening(self):
        """Return the context by which a map opens at this territory, with pins in the colours of theirs."""
        return {"field_visit_territory": {"id": self.id, "opening": str(uuid4())},
                "field_visit_map_look": {"color": "territory_id"}}
