"""What lies beside the records on the map: areas, competitors, where the reps were last.

Access: every layer is searched as the user; a layer whose records he may not read is empty.
"""
import json

from odoo import api, fields, models

from .. import compat
from .located_mixin import PLACED

#: The colours of Odoo's colour picker; 0 is none, and leaves the choice to the map.
COLORS = ("", "#F06050", "#F4A460", "#F7CD1F", "#6CC1ED", "#814968", "#EB7E7F", "#2C8397", "#475577",
          "#D6145F", "#30C381", "#9365B8")
#: Columns of what the map shows of a rep's last position.
POSITION = ["id", "name", "last_latitude", "last_longitude", "last_position_at", "last_position_accuracy_m", "color"]


class FieldVisitMapLayers(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_map_layers(self, model):
        """Return the map's layers beside the records of ``model``, as far as the user may read them.

        :param model: name of the model whose records the map shows, e.g. ``"res.partner"``
        :return: dict with ``territories`` and ``markets`` (areas that a team or rep owns, and free
            ones: ``[{"id", "name", "color", "geometry", "note", "part_of"}]``, GeoJSON with ``[lon, lat]``;
            ``part_of``: id of the nearest of them in the tree above, 0 without),
            ``competitors`` (``[{"id", "name", "lat", "lon", "note", "radius_m"}]``), ``positions`` (the reps'
            last ones: ``[{"id", "name", "lat", "lon", "at", "accuracy_m", "color"}]``, ``at`` in
            UTC) and ``weights`` (``[{"key", "label"}]``, for :meth:`get_map_weights`)
        :raises UserError: for an unknown model
        """
        target = self._map_target(model)
        owned, free = self._map_areas()
        return {"territories": owned, "markets": free, "competitors": self._map_competitors(),
                "positions": self._map_positions(), "weights": self._map_weights(target)}

    @api.model
    def _map_readable(self, model):
        """The model as the user, or None when he may not read it."""
        return self.env[model] if compat.has_access(self.env[model], "read") else None

    @api.model
    def _map_areas(self):
        """Return the areas with an outline: those with an owner, and the free ones."""
        Territory = self._map_readable("field.visit.territory")
        areas = Territory.search([("boundary", "!=", False)]) if Territory is not None else ()
        shown = {area.id for area in areas}
        owned, free = [], []
        for area in areas:
            above = next((number for number in area.path().ids[1:] if number in shown), 0)
            (owned if area.has_owner() else free).append(dict(self._map_area(area), part_of=above))
        return owned, free

    @api.model
    def _map_area(self, area):
        values = area.read(["kind", "team_id", "user_id", "dealer_id"])[0]
        kinds = dict(area._fields["kind"]._description_selection(self.env))
        lines = [area.complete_name] * bool(area.parent_id) + [kinds[values["kind"]]]
        lines += [values[name][1] for name in ("team_id", "user_id", "dealer_id") if values[name]]
        return {"id": area.id, "name": area.name, "color": self._map_color(area.color),
                "geometry": json.loads(area.boundary), "note": "\n".join(lines)}

    @api.model
    def _map_color(self, index):
        return COLORS[index] if 0 <= index < len(COLORS) else ""

    @api.model
    def _map_competitors(self):
        """Return the places of contacts with a tag of competitors, or a tag below such a one."""
        Partner = self._map_readable("res.partner")
        if Partner is None:
            return []
        wanted = ["partner_latitude", "partner_longitude", "street", "city", "phone"]
        found, columns = self._found(
            Partner, [("is_competitor", "=", True), ("geo_state", "in", PLACED)], wanted)
        rows = zip(columns["id"], self._names(found, columns), *(columns[name] for name in wanted))
        return [{"id": number, "name": name, "lat": lat or 0.0, "lon": lon or 0.0,
                 "note": "\n".join(filter(None, details))} for number, name, lat, lon, *details in rows]

    @api.model
    def _map_positions(self):
        """Return where the reps were last whom the user may read."""
        Rep = self._map_readable("field.visit.rep")
        # read as rows: a look by way of the map is noted as that alone
        rows = compat.search_rows(Rep, [("last_position_at", "!=", False)], POSITION) if Rep is not None else ()
        if rows:
            Rep.browse([row[0] for row in rows])._looked_at("map")
        return [{"id": number, "name": name, "lat": float(lat or 0), "lon": float(lon or 0),
                 "at": fields.Datetime.to_string(at).replace(" ", "T") + "Z", "accuracy_m": float(accuracy_m or 0),
                 "color": self._map_color(color or 0)} for number, name, lat, lon, at, accuracy_m, color in rows]

    def _map_extras(self, target, records, answer, options):
        """Tell of each route who drives it: the map gives a rep's routes one colour."""
        answer = super()._map_extras(target, records, answer, options)
        rep = target._fields.get("rep_id")
        if answer["routes"] and rep is not None and self._readable(target, ["rep_id"]):
            first = {route["id"]: answer["ids"][row] for route in answer["routes"]
                     for row in [next((row for row in route["stops"] if row >= 0), -1)] if row >= 0}
            _found, columns = self._found(target.with_context(active_test=False), [("id", "in", list(first.values()))],
                                          ["rep_id"])
            rep_of = dict(zip(columns["id"], columns["rep_id"]))
            for route in answer["routes"]:
                route["rep"] = rep_of.get(first.get(route["id"]), False)
        return answer
