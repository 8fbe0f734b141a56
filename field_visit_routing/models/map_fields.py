"""Which fields may colour and shape the points of a map."""
from odoo import api, fields, models

from .. import compat
from .map_data import KINDS

#: Kinds of what may be chosen; see ``get_map_data``.
CHOOSABLE = dict(KINDS, many2many="many2many")

#: Offered first, in this order, by every model that has them.
PREFERRED = (
    "visit_grade", "visit_score", "visit_due_state", "visit_score_from", "territory_id", "user_id", "rep_id", "stage_id",
    "next_visit_date", "visit_segment_ids", "category_id", "tag_ids", "team_id", "state", "expected_revenue")
#: Fields of Odoo's own bookkeeping, which tell a salesperson nothing.
HIDDEN = (
    "id", "color", "sequence", "write_uid", "write_date", "parent_path", "lang", "tz", "partner_gid",
    "partner_share", "commercial_partner_id", "date_localization")
HIDDEN_BEGINNINGS = ("message_", "signup_", "calendar_last_", "last_time_", "activity_exception", "__")
#: Dates until which something is to be done: days past them are overdue.
DUE = ("next_visit_date", "date_deadline", "activity_date_deadline", "visit_deadline")


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_map_fields(self, model, shown=()):
        """Return the fields of ``model`` that may colour or shape the points of a map.

        Fields closed to the user are left out.  Texts are offered when the view shows them
        only: most of them differ with every record.

        :param model: name of the model, e.g. ``"res.partner"``
        :param shown: names of the fields that the view shows
        :return: list of ``{"name", "label", "kind", "suggested"}``: suggested fields first,
            the others by label; ``kind`` as in ``get_map_data``
        :raises UserError: for an unknown model or field
        :raises AccessError: when the user may not read the records
        """
        target = self._map_target(model)
        compat.check_access(target, "read")
        shown = self._readable(target, shown)
        order = list(dict.fromkeys(list(PREFERRED) + shown))
        described = target.fields_get(self._choosable(target, shown), ["string", "type"])
        found = [{
            "name": name, "label": info["string"], "kind": CHOOSABLE.get(info["type"], "text"),
            "suggested": name in order,
        } for name, info in described.items()]
        rank = {name: number for number, name in enumerate(order)}
        return sorted(found, key=lambda field: (
            rank.get(field["name"], len(order)), field["label"].lower(), field["name"]))

    def _map_extras(self, target, records, answer, options):
        """Add ``today`` of the user, from which days overdue are counted."""
        answer = super()._map_extras(target, records, answer, options)
        return dict(answer, today=fields.Date.to_string(fields.Date.context_today(self)))

    @api.model
    def _field_info(self, target, name, values):
        info = super()._field_info(target, name, values)
        return dict(info, due=True) if name in DUE else info

    @api.model
    def _choosable(self, target, shown):
        """Names of fields with few enough values to be told apart, that cost no computing."""
        names = []
        for name, field in target._fields.items():
            is_column = field.store and field.type in CHOOSABLE and not field.inherited
            hidden = name in HIDDEN or name.startswith(HIDDEN_BEGINNINGS)
            if not hidden and (name in shown or is_column) \
                    and field.type not in ("one2many", "html") and not self._is_degrees(name):
                names.append(name)
        return names

    @api.model
    def _is_degrees(self, name):
        """A coordinate is where the point is, not what it looks like."""
        return name.endswith(("latitude", "longitude"))
