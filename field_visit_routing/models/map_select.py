"""Choosing records by drawing: the server decides who is inside, with the user's access rights."""
import numpy as np
from odoo import _, api, models
from odoo.exceptions import UserError

from ..engine.geo.polygons import MAX_POSITIONS, PolygonError
from ..engine.geo.shapes import MAX_MINUTES, parse_shape


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def select_in_shape(self, model, shape, domain=None, lat="", lon=""):
        """Return the records of ``model`` in ``domain`` that lie in a drawn shape, border included.

        What can be reached in some minutes comes from the company's travel model (speed and detour
        factor): a circle, because that model knows no roads.  A road provider will refine it.

        :param model: name of the model, e.g. ``"res.partner"``
        :param shape: a GeoJSON polygon or multipolygon, ``{"type": "Circle", "coordinates":
            [lon, lat], "radius_m": 1500}`` or ``{"type": "Drive", "coordinates": [lon, lat],
            "minutes": 20}``; longitudes may run on beyond ±180° where the map does
        :param domain: search domain; the user's access rights and rules apply on top
        :param lat: name of the float field with the latitude in degrees
        :param lon: name of the float field with the longitude in degrees
        :return: dict with ``ids``, ``count``, ``shape`` (what was used, a drive as its circle) and
            ``note`` (a sentence about it, or ``""``)
        :raises UserError: for an unknown model, field or filter, and for a shape that cannot be
            used: the sentence tells where its fault is
        :raises AccessError: when the user may not read the records
        """
        try:
            area = self._select_area(shape)
        except PolygonError as fault:
            raise UserError(self._select_sentence(fault)) from fault
        ids = self._select_within(model, area, domain, lat, lon)
        return {"ids": ids, "count": len(ids), "shape": area.geojson, "note": self._select_note(shape, area)}

    @api.model
    def get_selection(self, model, shape, domain=None, lat="", lon=""):
        """Like ``select_in_shape``, for a map that shows where a shape's fault is.

        :return: the same, or ``{"fault": {"code", "message", "place"}}`` for a shape that cannot be
            used; ``place`` is ``[lat, lon]`` in degrees, or ``[]`` when the fault has none
        """
        try:
            self._select_area(shape)
        except PolygonError as fault:
            return {"fault": {"code": fault.code, "message": self._select_sentence(fault),
                              "place": list(fault.place or ())}}
        return self.select_in_shape(model, shape, domain, lat, lon)

    @api.model
    def _select_area(self, shape):
        company = self.env.company
        return parse_shape(shape, company.visit_speed_kmh, company.visit_detour_factor)

    @api.model
    def _select_within(self, model, area, domain, lat, lon):
        target = self._map_target(model)
        names = self._required(target, [lat, lon])
        columns = self._found(target, domain, names + self._presence_field(target))[1]
        placed = self._placed_rows(target, columns, lat, lon)
        inside = area.contains([columns[lat][row] or 0.0 for row in placed],
                               [columns[lon][row] or 0.0 for row in placed])
        return [columns["id"][placed[number]] for number in np.nonzero(inside)[0]]

    @api.model
    def _select_note(self, shape, area):
        if not (isinstance(shape, dict) and shape.get("type") == "Drive"):
            return ""
        return _("%(minutes)g min by car reach %(km).1f km as the crow flies, at %(speed)g km/h on roads %(factor)g "
                 "times as long as lines (settings of %(company)s).",
                 minutes=shape["minutes"], km=area.radius_m / 1000, speed=self.env.company.visit_speed_kmh,
                 factor=self.env.company.visit_detour_factor, company=self.env.company.name)

    # ---- faults of a shape ---------------------------------------------------------------------
    @api.model
    def _select_sentence(self, fault):
        text = self._select_sentences().get(fault.code) or _(
            "The area cannot be read. Give a GeoJSON polygon with positions as [longitude, latitude].")
        return text % {"place": self._select_place(fault.place), "most": MAX_POSITIONS, "minutes": int(MAX_MINUTES)}

    @api.model
    def _select_sentences(self):
        return {
            "crosses_itself": _("The area crosses or touches itself at %(place)s. Draw it without crossing lines."),
            "parts_overlap": _("Parts of the area lie on one another at %(place)s. Draw them apart."),
            "hole_outside": _("A hole of the area lies outside of it at %(place)s. Leave it out."),
            "no_area": _("The area at %(place)s has no width. Draw a larger one."),
            "too_few_corners": _("The area at %(place)s has fewer than three corners. Draw a larger one."),
            "open_ring": _("The area's outline is not closed at %(place)s. Repeat the first position at the end."),
            "too_wide": _("The area is wider than the earth. Draw a smaller one."),
            "too_many_positions": _("The area has more than %(most)d corners. Draw it with fewer."),
            "empty": _("The area has no corners. Draw one."),
            "out_of_range": _("The position %(place)s is outside of the earth. Latitudes go from -90 to 90, "
                              "longitudes from -180 to 180."),
            "not_finite": _("A number of the area is not finite. Give degrees such as 24.9384."),
            "bad_radius": _("radius_m: give the metres of the circle, more than 0 and at most 20,015,000."),
            "bad_minutes": _("minutes: give a time of driving above 0 and up to %(minutes)d minutes."),
        }

    @api.model
    def _select_place(self, place):
        """A position as people read it; longitudes beyond the antimeridian are brought back."""
        if not place:
            return "?"
        lat, lon = place
        return "%.5f, %.5f" % (lat, (lon + 180.0) % 360.0 - 180.0 if abs(lat) <= 90.0 and abs(lon) <= 540.0 else lon)
