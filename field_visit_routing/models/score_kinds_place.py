"""Rules about place: the territory's weight, and who else is near."""
import math

from odoo import _, models

from .. import compat
from ..engine.geo.distance import EARTH_RADIUS_M
from ..engine.scoring import count_neighbours, mean_of_neighbours
from .located_mixin import PLACED
from .score_rule import BOTH, Kind

#: As few places as this have their surroundings read, not the whole country.
FEW = 50
COLUMNS = ["id", "partner_latitude", "partner_longitude", "visit_score"]
M_PER_DEGREE = math.radians(EARTH_RADIUS_M)


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    def _score_kinds(self):
        return dict(
            super()._score_kinds(),
            territory=Kind(_("Weight of the territory"), "place", BOTH, (), "percent"),
            neighbours=Kind(_("Customers near by"), "place", BOTH, (), "count"),
            neighbour_score=Kind(_("Mean score of the customers near by"), "place", BOTH, (), "score"))

    def _score_kind_defaults(self):
        return dict(super()._score_kind_defaults(), territory={"low": 50.0, "high": 150.0}, neighbours={"high": 20.0},
                    neighbour_score={"high": 100.0})

    # ---- territory -----------------------------------------------------------------------------
    def _score_values_territory(self, model, ids):
        """What a visit counts in the record's territory, in percent; 100 where there is none."""
        rows = compat.search_rows(self.env[model].with_context(active_test=False), [("id", "in", ids)], ["id", "territory_id"])
        areas = self.env["field.visit.territory"].browse(sorted({area for _number, area in rows if area}))
        weights = {area.id: float(area.priority()) for area in areas}
        return {number: weights.get(area, 100.0) for number, area in rows}

    def _score_text_territory(self, value):
        return _("Visits in the territory count %(percent)s %%", percent=round(value))

    def _score_fields_territory(self, _model):
        return ("territory_id",)

    def _score_changed_territory(self, model, since):
        areas = self.env["field.visit.territory"].with_context(active_test=False).search([("write_date", ">", since)])
        return self.env[model].with_context(active_test=False).search([("territory_id", "child_of", areas.ids)]).ids

    # ---- neighbours ----------------------------------------------------------------------------
    def _score_values_neighbours(self, model, ids):
        """How many other customers lie within the radius."""
        rows, own, others = self._score_surroundings(model, ids)
        counts = count_neighbours([row[1:3] for row in rows], own, [row[1:3] for row in others],
                                  [row[0] for row in others], 1000.0 * self.radius_km)
        return {row[0]: float(count) for row, count in zip(rows, counts)}

    def _score_text_neighbours(self, value):
        return _("Customers within %(radius)g km: %(number)s", radius=self.radius_km, number=int(value))

    def _score_values_neighbour_score(self, model, ids):
        """Mean of the scores that other customers within the radius had before this computation."""
        rows, own, others = self._score_surroundings(model, ids)
        means = mean_of_neighbours([row[1:3] for row in rows], own, [row[1:3] for row in others],
                                   [row[0] for row in others], [row[3] or 0.0 for row in others], 1000.0 * self.radius_km)
        return {row[0]: float(mean) for row, mean in zip(rows, means) if not math.isnan(mean)}

    def _score_text_neighbour_score(self, value):
        return _("Mean score within %(radius)g km: %(score)s", radius=self.radius_km, score=round(value))

    def _score_fields_neighbours(self, _model):
        return ("partner_latitude", "partner_longitude", "geo_state")

    def _score_fields_neighbour_score(self, model):
        return self._score_fields_neighbours(model)

    def _score_surroundings(self, model, ids):
        """Return the rows of the records with a position, the number that each has among customers, and the customers."""
        placed = [("geo_state", "in", list(PLACED))]
        rows = compat.search_rows(self.env[model].with_context(active_test=False), [("id", "in", ids)] + placed, COLUMNS)
        # a lead is none of the customers, whatever its number
        own = [row[0] if model == "res.partner" else -row[0] for row in rows]
        return rows, own, self._score_customers(rows, placed) if rows else []

    def _score_customers(self, rows, placed):
        """Return the rows of the customers that may be near: of everywhere when many ask."""
        domain = self.env["field.visit.territory"]._visit_member_domain("res.partner") + placed
        if self.company_id:
            domain = domain + [("company_id", "in", [False, self.company_id.id])]
        if len(rows) <= FEW:
            domain = domain + self._score_box([row[1] for row in rows], [row[2] for row in rows])
        return compat.search_rows(self.env["res.partner"], domain, COLUMNS)

    def _score_box(self, latitudes, longitudes):
        """Return the domain of all places that may be within the radius of these."""
        # a little more than the radius, for the earth is no plane
        margin = 1.01 * 1000.0 * self.radius_km / M_PER_DEGREE
        south, north = min(latitudes) - margin, max(latitudes) + margin
        box = [("partner_latitude", ">=", south), ("partner_latitude", "<=", north)]
        across = margin / max(0.01, math.cos(math.radians(min(90.0, max(-south, north)))))
        west, east = min(longitudes) - across, max(longitudes) + across
        if west < -180 or east > 180:
            return box  # beyond the date line others are near as well
        return box + [("partner_longitude", ">=", west), ("partner_longitude", "<=", east)]
