"""Where a rep was last: shown on the map to whoever may read the rep."""
from odoo import api, fields, models

from .. import compat


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    # never fetched along with other fields: who reads them is noted, see track_noted.py
    last_latitude = fields.Float("Last Latitude", digits=(10, 7), copy=False, prefetch=False, **compat.aggregator(None))
    last_longitude = fields.Float("Last Longitude", digits=(10, 7), copy=False, prefetch=False, **compat.aggregator(None))
    last_position_at = fields.Datetime("Last Seen", copy=False, help="Without it there is no last position.")
    last_position_accuracy_m = fields.Float("Accuracy (m)", digits=(10, 1), copy=False)

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), last_latitude=(-90, 90), last_longitude=(-180, 180),
                    last_position_accuracy_m=(0, 100_000))

    @api.model
    def _measured_fields(self):
        return super()._measured_fields() | {"last_latitude", "last_longitude", "last_position_at", "last_position_accuracy_m"}

    @api.model
    def _checked_moments(self):
        return (*super()._checked_moments(), "last_position_at")
