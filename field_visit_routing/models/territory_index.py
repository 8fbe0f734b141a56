"""The territories as the engine wants them: read once, kept while none of them changes."""
from datetime import datetime

import pytz
import shapely
from odoo import api, fields, models

from .. import compat
from ..engine.territory.addresses import AddressRuleError, parse_cities, parse_postcodes
from ..engine.territory.membership import Membership, Territory
from ..engine.territory.rules import Rules

#: What decides about membership, beside the tree itself.
GEOGRAPHY = ("boundary", "country_ids", "state_ids", "cities", "zips")
TREE = ("parent_id", "company_id", "precedence", "active")
DATES = ("date_from", "date_to")
#: Each version of a row in PostgreSQL has a place and a transaction of its own.
STAMP = """SELECT md5(string_agg(concat(id, ' ', xmin, ' ', ctid), ',' ORDER BY id)),
                  bool_or(date_from IS NOT NULL OR date_to IS NOT NULL)
             FROM field_visit_territory"""


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    @api.model
    def _visit_index(self):
        """Return the active territories that are valid today as :class:`Membership`.

        Membership is a fact about all territories, whoever asks; it is read with a superuser's rights.
        """
        return self._visit_indexed()[0]

    @api.model
    def _visit_indexed(self):
        """Return the index and ``{territory id: company id, 0 for none}`` of all territories.

        Both are kept in this process's memory together with a stamp of the table's rows as this transaction
        sees them, so that neither another process nor a rollback can make them stale.
        """
        registry, stamp = self.env.registry, self._visit_index_stamp()
        kept = getattr(registry, "_visit_territory_index", None)
        if not kept or kept[0] != stamp:
            everything = self.sudo().with_context(active_test=False).search([], order="id")
            index = Membership(everything._visit_engine_territories())
            kept = stamp, index, {area.id: area.company_id.id or 0 for area in everything}
            registry._visit_territory_index = kept
        return kept[1:]

    @api.model
    def _visit_index_stamp(self):
        compat.flush(self, ["parent_path", *GEOGRAPHY, *TREE, *DATES])
        self.env.cr.execute(STAMP)
        rows, has_dates = self.env.cr.fetchone()
        # a day begins at a full hour, or half of one, of the world's clock
        return rows, has_dates and datetime.utcnow().strftime("%Y-%m-%d %H ") + str(datetime.utcnow().minute // 30)

    def _visit_engine_territories(self):
        """Return those of these territories that have members today, for the engine."""
        areas = [area for area in self if area.active and area._visit_is_valid()]
        shapes = shapely.from_geojson([area.boundary or None for area in areas], on_invalid="ignore")
        return [area._visit_engine_territory(shape) for area, shape in zip(areas, shapes)]

    def _visit_engine_territory(self, shape):
        """Return this territory for the engine; no record is a new territory."""
        return Territory(
            id=self.id or 0, depth=(self.parent_path or "").count("/"), precedence=self.precedence,
            company=self.company_id.id or 0, shape=shape, rules=self._visit_engine_rules())

    def _visit_engine_rules(self):
        """Return the rules about addresses; ones that cannot be read hold nowhere."""
        try:
            return Rules(frozenset(self.country_ids.ids), frozenset(self.state_ids.ids), parse_cities(self.cities),
                         parse_postcodes(self.zips))
        except AddressRuleError:
            # the form refuses such a text; one that came past it must not stop all customers' changes
            return Rules()

    def _visit_is_valid(self, day=None):
        """Return whether the territory is valid on a day, today without one, of its company's calendar."""
        self.ensure_one()
        day = day or self._visit_today()
        return (not self.date_from or self.date_from <= day) and (not self.date_to or day <= self.date_to)

    def _visit_today(self):
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return fields.Datetime.now().replace(tzinfo=pytz.utc).astimezone(pytz.timezone(zone)).date()

    @api.model
    def _visit_shape(self, boundary):
        """Return a boundary, GeoJSON as text or dict, as the engine's shape; None for none.

        :raises ValidationError: with a sentence for a boundary that cannot be used
        """
        text = self._visit_bounded({"boundary": boundary})["boundary"]
        return shapely.from_geojson(text) if text else None

