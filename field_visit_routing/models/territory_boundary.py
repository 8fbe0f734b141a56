"""The outline of a territory, and what kind of area it is."""
import json

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..engine.geo.polygons import PolygonError, parse_area
from .checked_mixin import blank

KINDS = [("own", "Sales Territory"), ("administrative", "Administrative Area"), ("business", "Business Area"),
         ("residential", "Residential Area")]


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    kind = fields.Selection(KINDS, "Kind", required=True, default="own")
    boundary = fields.Text(
        "Boundary", help="The outline as GeoJSON: a Polygon or MultiPolygon with positions as [longitude, latitude].")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_bounded(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._visit_bounded(vals))

    @api.model
    def _visit_bounded(self, vals):
        """Return ``vals`` with a checked boundary, as compact text; programs may give a dict."""
        if "boundary" not in vals or blank(vals["boundary"]):
            return vals
        try:
            area = parse_area(vals["boundary"])
        except PolygonError as error:
            raise ValidationError(self._visit_area_sentence(error)) from None
        return dict(vals, boundary=json.dumps(area.geojson, separators=(",", ":")))

    @api.model
    def _visit_area_sentence(self, error):
        """Translate a polygon error of the engine."""
        sentences = {
            "not_json": _("this is no GeoJSON. Paste the whole text of a GeoJSON file."),
            "not_a_polygon": _("a Polygon or MultiPolygon is needed. Draw the outline as a closed area."),
            "empty": _("it has no corners. Draw the outline as a closed area."),
            "not_a_position": _("a corner is no position. Give each corner as [longitude, latitude]."),
            "not_finite": _("a corner is no finite number. Give each corner as [longitude, latitude]."),
            "out_of_range": _("a corner is no place on earth. Give [longitude, latitude]: "
                              "-180 to 180, then -90 to 90; check their order."),
            "too_many_positions": _("there are too many corners. Simplify the outline."),
            "too_few_corners": _("an outline needs at least three different corners. Add corners."),
            "open_ring": _("an outline is not closed. Repeat its first corner at the end."),
            "too_wide": _("the outline goes more than once round the earth. Draw a smaller one."),
            "crosses_itself": _("the outline crosses itself. Move its corners apart there."),
            "hole_outside": _("a hole is not inside its outline. Move or remove it."),
            "parts_overlap": _("two parts lie over one another. Make them one."),
            "no_area": _("all corners lie on one line. Draw the outline as a closed area."),
        }
        place = _(" (near latitude %(lat)g, longitude %(lon)g)", lat=error.place[0], lon=error.place[1]) \
            if error.place else ""
        return _("Boundary%(place)s: %(what)s", place=place, what=sentences[error.code])

    def has_owner(self):
        """Return whether a team or rep sells here: its own, or that of an area it is part of."""
        self.ensure_one()
        # only whether anybody owns it: the areas above may be out of the user's reach
        team, user, dealer = self.sudo().owner()
        return bool(team or user or dealer)
