"""Records of the map that have no position: why, and how they get one."""
from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat

#: How many are told at once; the list beside the map asks for more as it is read.
PAGE = 100
LOCATED_MODELS = ("res.partner", "crm.lead")


class FieldVisitMapUnplaced(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_unplaced(self, model, ids):
        """Tell why records have no position.

        :param model: name of the view's model
        :param ids: at most 100 ids, as ``get_map_data`` told them under ``missing``
        :return: list of dicts with ``id``, ``name``, ``reason`` (a sentence with the remedy),
            ``can_locate`` (the address can be looked up) and ``can_place`` (the user may set the
            position by hand); records that are gone or closed to the user are left out
        :raises AccessError: when the user may not read such records
        """
        target = self._map_target(model)
        records = self._search(target.with_context(active_test=False), [("id", "in", self._page_ids(ids))])
        return [self._unplaced_row(record) for record in records]

    @api.model
    def locate_unplaced(self, model, ids):
        """Look up the addresses of records without a position, with the company's provider.

        :return: dict with ``message`` (what came of it) and ``action``: the progress of a job when
            there are many, else False
        :raises AccessError: when the user may not write one of the records
        """
        target = self._map_target(model)
        # the ids came from the map: what was deleted meanwhile is no longer of interest
        records = self._search(target.with_context(active_test=False), [("id", "in", self._all_ids(ids))])
        message, action = "", False
        for places in self._located_of(records):
            outcome = places.geocode_batch()
            if outcome["job_id"]:
                action = self.env["field.visit.geocode.job"].browse(outcome["job_id"]).action_show_progress()
            else:
                message = "; ".join(part for part in (message, places._visit_outcome_sentence(outcome)) if part)
        return {"message": message or _("Nothing to locate"), "action": action}

    @api.model
    def set_place(self, model, record_id, lat, lon):
        """Put a record of the map where the user says; return True.

        The position counts as set by hand, and no later geocoding replaces it.  A visit's position
        is that of its customer or lead.

        :raises UserError: for a record that is gone, or whose position is not its own to set
        :raises ValidationError: for numbers that are no position
        :raises AccessError: when the user may not write the record
        """
        target = self._map_target(model)
        record = self._search(target.with_context(active_test=False), [("id", "in", self._all_ids([record_id]))])
        if not record:
            raise UserError(_("This record is gone, or you may not see it. Reload the map."))
        place = self._located_record(record)
        if not place:
            raise UserError(_(
                "%(name)s: the position of %(kind)s cannot be set on the map. Open the record instead.",
                name=record.display_name, kind=target._description))
        return place.set_position(lat, lon, source="manual")

    # ---- which record holds the position --------------------------------------------------------
    @api.model
    def _located_model(self, target):
        """Name of the model whose records hold the positions, "" when that is not ours to set."""
        if "geo_state" in target._fields and target._name in LOCATED_MODELS:
            return target._name
        return "res.partner" if hasattr(target, "_place") and "has_position" in target._fields else ""

    def _located_record(self, record):
        """The customer or lead whose position counts for a record of the map; empty when there is none."""
        if not self._located_model(record):
            return self.env["res.partner"]
        if "geo_state" in record._fields:
            return record
        # which record it is may be known; what it says is read with the user's own rights
        return record.sudo()._place().with_env(self.env)

    def _located_of(self, records):
        """The customers, and the leads, behind records of the map: a list of recordsets."""
        groups = {}
        for record in records:
            place = self._located_record(record)
            if place:
                groups[place._name] = groups.get(place._name, place.browse()) | place
        return list(groups.values())

    # ---- what is told ---------------------------------------------------------------------------
    def _unplaced_row(self, record):
        place = self._located_record(record)
        can_write = bool(place) and compat.has_access(place, "write")
        return {
            "id": record.id, "name": record.display_name or "", "reason": self._unplaced_reason(record, place),
            "can_locate": can_write and place.geo_state != "manual" and any(place._visit_address_key()),
            "can_place": can_write,
        }

    def _unplaced_reason(self, record, place):
        if not place:
            return _("The fields with the coordinates are empty, or hold no position on earth. Open the record and "
                     "enter them.")
        if not compat.has_access(place, "read"):
            return _("You may not read the customer of this record. Ask your administrator.")
        return place._visit_failure_sentence() or _("The address has not been located yet. Press Locate, or set the "
                                                    "position by hand.")

    # ---- checks -----------------------------------------------------------------------------------
    @api.model
    def _page_ids(self, ids):
        ids = self._all_ids(ids)
        if len(ids) > PAGE:
            raise UserError(_("ids: give at most %d at once, then ask for the next.", PAGE))
        return ids

    @api.model
    def _all_ids(self, ids):
        if not isinstance(ids, (list, tuple)) or not all(
                isinstance(i, int) and not isinstance(i, bool) and 0 < i < 2 ** 31 for i in ids):
            raise UserError(_("ids: give a list of record ids, such as [7, 12]."))
        return list(ids)
