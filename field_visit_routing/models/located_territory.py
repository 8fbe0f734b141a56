"""Membership of a customer or lead in a territory."""
from odoo import fields, models

#: Why a place came into another territory: for a change of the place itself its owner follows at once,
#: for a change of the map a person is asked.
PLACE_CAUSES = ("create", "position", "address", "import", "manual")
MAP_CAUSES = ("boundary", "tree", "date")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    territory_manual = fields.Boolean(
        "Territory Chosen By Hand", index=True, copy=False,
        help="A person chose the territory. It is kept whatever the position; remove the territory to have it found again.")

    def _visit_territory_changed(self, before, cause):
        """Called after these records came into another territory, or into none; extended by what follows from it.

        :param dict before: id of each record → id of its former territory, 0 for none
        :param str cause: one of ``PLACE_CAUSES`` and ``MAP_CAUSES``
        """
        return True
