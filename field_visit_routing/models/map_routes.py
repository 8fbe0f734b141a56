"""Routes on the map: records grouped by one field and ordered by another."""
from odoo import models

#: Fields of a stop that tell about the way to it.
LEG = ("leg_distance_m", "leg_travel_s")
#: Fields of a route's record that tell where it starts and ends.
ENDS = ("has_start", "start_latitude", "start_longitude", "has_end", "end_latitude",
        "end_longitude", "end_leg_distance_m", "end_leg_travel_s")


class FieldVisitMapRoutes(models.AbstractModel):
    _name = "field.visit.map.routes"
    _description = "Routes on the map"

    def _route_fields(self, target):
        """Further fields to read when routes are drawn."""
        return [name for name in LEG if name in target._fields]

    def _routes(self, records, columns, placed, route, order):
        """Return the routes: stops are row numbers of the answer, -1 for one without position."""
        row_of = {row: i for i, row in enumerate(placed)}
        groups = self._grouped_rows(columns, route, order)
        ends = self._route_ends(records, route, columns)
        names = self._field_info(records.browse(), route, list(groups)).get("values", {})
        routes = []
        for key, rows in groups.items():
            name = names.get(str(key), str(key))
            routes.append(dict(
                {"id": str(key), "name": name, "stops": [row_of.get(row, -1) for row in rows]},
                **self._route_figures(columns, rows, ends.get(key, {}))))
        return sorted(routes, key=lambda item: item["name"])

    def _grouped_rows(self, columns, route, order):
        groups = {}
        for row, key in enumerate(columns[route]):
            if key:
                groups.setdefault(key, []).append(row)
        rank = columns[order] if order else columns["id"]
        for rows in groups.values():
            rows.sort(key=lambda row: (rank[row] or 0, columns["id"][row]))
        return groups

    def _route_figures(self, columns, rows, ends):
        """Start, end and legs; the last leg leads from the last stop to the end."""
        legs = []
        if LEG[0] in columns and LEG[1] in columns:
            legs = [{"distance_m": columns[LEG[0]][row] or 0,
                     "duration_s": columns[LEG[1]][row] or 0} for row in rows]
            if ends.get("last_leg"):
                legs.append(ends["last_leg"])
        return {"start": ends.get("start", False), "end": ends.get("end", False), "legs": legs}

    def _route_ends(self, records, route, columns):
        """Return ``{key: {"start", "end", "last_leg"}}`` where the route's record knows them."""
        field = records._fields[route]
        if field.type != "many2one":
            return records.browse(columns["id"])._map_route_ends(route) \
                if hasattr(records, "_map_route_ends") else {}
        Route = self.env[field.comodel_name]
        if not all(name in Route._fields for name in ENDS):
            return {}
        keys = {key for key in columns[route] if key}
        # searched as the user: ends (a rep's home) of routes out of reach stay out of the answer
        return {record.id: self._ends_of(record) for record in Route.search([("id", "in", list(keys))])}

    def _ends_of(self, record):
        ends = {}
        if record.has_start:
            ends["start"] = {"lat": record.start_latitude, "lon": record.start_longitude,
                             "label": record.display_name}
        if record.has_end:
            ends["end"] = {"lat": record.end_latitude, "lon": record.end_longitude,
                           "label": record.display_name}
            ends["last_leg"] = {"distance_m": record.end_leg_distance_m,
                                "duration_s": record.end_leg_travel_s}
        return ends
