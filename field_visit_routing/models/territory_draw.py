"""Territories drawn on the map: begun, changed piece by piece, saved.

What is drawn may run on beyond ±180° where the map does; saved it is divided there.
"""
from odoo import _, api, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from ..engine.geo import outlines
from ..engine.geo.polygons import PolygonError, parse_area
from .call_values import check_keys
from .checked_mixin import blank
from .map_layers import COLORS
from .territory_boundary import KINDS

LINKS = {"parent_id": "field.visit.territory", "team_id": "crm.team", "user_id": "res.users"}
DRAWN = ("name", "boundary", "kind", "color", "company_id", "precedence", *LINKS)
CHANGES = {"add": outlines.added, "cut": outlines.cut}
CHOICES = 20
#: A border that is moved farther than this by leaving corners out is another border.
MAX_TOLERANCE_M = 100_000.0


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    # ---- public -----------------------------------------------------------------------------------
    @api.model
    def get_draw_tools(self):
        """Return what the user may draw.

        :return: dict with ``create`` (whether he may draw new territories), ``edit`` (whether he may change
            any), ``kinds`` (``[{"key", "name"}]``) and ``colors`` (``["", "#F06050", …]``, by their number)
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        may = self._draw_may()
        return {"create": may, "edit": may, "colors": list(COLORS),
                "kinds": [{"key": key, "name": kinds[key]} for key, _name in KINDS]}

    @api.model
    def get_draw_choices(self, field, text=""):
        """Return up to 20 territories, teams or reps whose name holds ``text``.

        :param str field: ``"parent_id"``, ``"team_id"`` or ``"user_id"``
        :return: list of ``{"id", "name"}``
        :raises UserError: for another field
        """
        if field not in LINKS:
            raise UserError(_("field: %(value)r is unknown. Give one of: %(known)s.") % {
                "value": field, "known": ", ".join(sorted(LINKS))})
        found = self.env[LINKS[field]].name_search(
            str(text or "").strip(), self._draw_domain(field), "ilike", CHOICES)
        return [{"id": number, "name": name} for number, name in found]

    @api.model
    def change_outline(self, boundary, change, piece=None, tolerance_m=0.0):
        """Change an outline that is being drawn; nothing is saved.

        :param boundary: the outline as GeoJSON; longitudes may run on beyond ±180°
        :param str change: ``"add"`` (the piece belongs to it too), ``"cut"`` (the piece does not: a hole, or a
            bit of the rim), ``"simplify"`` (fewer corners) or ``"check"`` (only look)
        :param piece: GeoJSON of what is added or cut out
        :param float tolerance_m: how far simplifying may move the border, in metres, above 0 and up to 100,000
        :return: ``{"boundary", "corners", "size_km2"}``, or ``{"fault": {"code", "message", "place"}}`` for an
            outline that cannot be used; ``place`` is ``[lat, lon]`` in degrees, or ``[]``
        :raises UserError: for an unknown change or a tolerance out of range
        """
        if change not in (*CHANGES, "simplify", "check"):
            raise UserError(_("change: %r is unknown. Give add, cut, simplify or check.") % (change,))
        tolerance_m = self._draw_tolerance(tolerance_m) if change == "simplify" else 0.0
        try:
            area = parse_area(boundary, beyond=True)
            if change in CHANGES:
                area = CHANGES[change](area, parse_area(piece, beyond=True))
            elif change == "simplify":
                area = outlines.simplified(area, tolerance_m)
        except PolygonError as fault:
            return {"fault": self._draw_outline_fault(fault)}
        return {"boundary": area.geojson, "corners": outlines.corners(area),
                "size_km2": round(outlines.size_km2(area), 3)}

    @api.model
    def draw_area(self, vals):
        """Create a territory that was drawn.

        :param dict vals: ``name`` and ``boundary`` (GeoJSON; longitudes may run on beyond ±180°), and if wanted
            ``kind``, ``parent_id``, ``team_id``, ``user_id``, ``color`` (0 to 11), ``precedence`` (0 to 1000) and
            ``company_id`` (without it the company of the territory above, or the user's)
        :return: ``{"id", "name", "message", "undo", "actions"}``; ``undo``: whether ``undo_redraw`` gives a former
            outline back; ``actions``: ``[{"key", "label", "model", "id", "method"}]`` for the proposals that it made
        :raises UserError: for another key, a value that is none, or an outline that cannot be used
        :raises AccessError: when the user may not: managers may everywhere, team leaders inside the areas of their teams
        """
        check_keys(self.env, vals, DRAWN)
        if blank(vals.get("name")) or not str(vals["name"]).strip():
            raise UserError(_("The territory has no name. Give it one."))
        if blank(vals.get("boundary")):
            raise UserError(_("The territory has no outline. Draw one."))
        written = dict(self._draw_values(vals), name=str(vals["name"]).strip())
        last_line = self._draw_last_line()
        area = self._draw_admitted(written).create(written).with_env(self.env)
        return {"id": area.id, "name": area.name, "message": area._draw_sentence(), "undo": False,
                "actions": self._draw_follow_up(last_line)}

    def redraw_area(self, boundary, vals=None):
        """Give this territory another outline; the former one is kept, see ``undo_redraw``.

        :param boundary: GeoJSON; longitudes may run on beyond ±180°
        :param dict vals: further values to change, as of ``draw_area``
        :return: as of ``draw_area``
        :raises UserError: as of ``draw_area``
        :raises AccessError: when the user may not change the territory
        """
        self.ensure_one()
        check_keys(self.env, {} if vals is None else vals, DRAWN)
        vals = dict(vals or {}, boundary=boundary)
        if blank(boundary):
            raise UserError(_("The territory has no outline. Draw one."))
        if "name" in vals and (blank(vals["name"]) or not str(vals["name"]).strip()):
            raise UserError(_("The territory has no name. Give it one."))
        written = self._draw_values(vals)
        area, last_line = self._draw_admitted(written), self._draw_last_line()
        before = area.boundary
        area.write(written)
        return {"id": self.id, "name": self.name, "message": self._draw_sentence(),
                "undo": self.boundary != before, "actions": self._draw_follow_up(last_line)}

    # ---- what was given ------------------------------------------------------------------------------
    @api.model
    def _draw_tolerance(self, value):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0 < value <= MAX_TOLERANCE_M:
            raise UserError(_("tolerance_m: give metres above 0 and up to 100,000, not %r.") % (value,))
        return float(value)

    @api.model
    def _draw_values(self, vals):
        """Return what is to be written for the values of a drawn area."""
        written = {name: vals[name] for name in ("kind", "color", "name", "precedence") if not blank(vals.get(name))}
        for name, model in LINKS.items():
            if name in vals:
                written[name] = self._visit_known(name, model, [vals[name]]).id if vals[name] else False
        written["boundary"] = self._draw_on_earth(vals["boundary"])
        if not blank(vals.get("company_id")):
            written["company_id"] = self._visit_known("company_id", "res.company", [vals["company_id"]]).id
        elif not self and written.get("parent_id"):
            written["company_id"] = self.browse(written["parent_id"]).company_id.id
        return self._draw_checked(written)

    @api.model
    def _draw_checked(self, written):
        """Refuse a kind or colour that does not exist."""
        if "kind" in written and written["kind"] not in dict(KINDS):
            raise UserError(_("kind: %(value)r is unknown. Give one of: %(known)s.") % {
                "value": written["kind"], "known": ", ".join(key for key, _name in KINDS)})
        color = written.get("color", 0)
        if isinstance(color, bool) or not isinstance(color, int) or not 0 <= color < len(COLORS):
            raise UserError(_("color: %r is unknown. Give a number from 0 to 11.") % (color,))
        return written

    @api.model
    def _draw_on_earth(self, boundary):
        try:
            return outlines.on_earth(parse_area(boundary, beyond=True)).geojson
        except PolygonError as error:
            raise ValidationError(self._visit_area_sentence(error)) from None

    @api.model
    def _draw_outline_fault(self, fault):
        message = _("Nothing is left of the area. Cut out less.") if fault.code == "nothing_left" else \
            self._visit_area_sentence(fault)
        return {"code": fault.code, "message": message, "place": list(fault.place or ())}

    def _draw_sentence(self):
        self.ensure_one()
        compat.invalidate(self)
        return _('"%(name)s" is saved: %(customers)d customers and %(leads)d leads.') % {
            "name": self.name, "customers": self.partner_count, "leads": self.lead_count}
