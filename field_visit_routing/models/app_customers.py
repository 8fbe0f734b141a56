"""The customers and leads around the rep's day, taken along on the phone; others are found while there is a network."""
import math

from odoo import _, api, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.geo import CoordinateError, check_pair
from . import call_values
from .app_customer_card import KINDS, MODELS
from .located_mixin import PLACED

#: So many places go with the phone.
MOST_AROUND = 300
#: Half the sides of the boxes around the day's places that are searched one after the other, in degrees.
BOXES_DEG = (0.1, 0.4, 2.0)
FIND_KEYS = {"text", "latitude", "longitude", "limit"}
MOST_FOUND = 50


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    # ---- public ----------------------------------------------------------------------------
    @api.model
    def find_customers(self, vals=None):
        """Find own customers and leads by name, phone or address, or those nearest to a place.

        :param dict vals: ``text``; or ``latitude`` and ``longitude`` in degrees (WGS-84); ``limit`` (50 at most)
        :return: list of dicts as in the part "customers" of ``load``, the best or nearest first
        :raises UserError: for neither, an unknown key or numbers that are no position
        """
        vals = vals or {}
        self._app_refuse_strangers()
        call_values.check_keys(self.env, vals, FIND_KEYS)
        limit = self._app_limit(vals)
        text = self.env["field.visit.map"]._searched_text(vals.get("text") or "")
        if text:
            return self._app_found(text, limit)
        if vals.get("latitude") is None or vals.get("longitude") is None:
            raise UserError(_("Give a text to search for, or latitude and longitude to see what is near."))
        place = self._app_place(vals)
        return self._app_rows(self._app_around([place], limit))

    @api.model
    def get_customer(self, kind, record_id):
        """Return what the phone shows of one customer or lead.

        :param str kind: "partner" or "lead"
        :return: dict with ``kind``, ``id``, ``name``, ``address``, ``phone``, ``email``, ``latitude``, ``longitude``,
            ``has_position``, ``score``, ``grade``, ``score_from``, ``reasons`` (``{"text", "points"}``), ``why`` and
            ``notes`` (sentences), ``contacts`` (``{"name", "role", "phone", "email"}``), ``history`` (``{"date", "rep",
            "state", "outcome", "note"}``), ``opportunities`` (``{"count", "amount", "names"}``), ``sales`` and
            ``quotations`` (lists), ``tags``, ``salesperson``, ``navigation`` (``{"name", "url"}``)
        :raises UserError: for an unknown kind, or a record that is not there or that the user may not see
        """
        self._app_refuse_strangers()
        return self._app_customer(kind, record_id)._app_card()

    @api.model
    def _app_refuse_strangers(self):
        """A customer with a login reads the own record, but not what the house thinks of it."""
        if not self.env.user.has_group("base.group_user"):
            raise AccessError(_("The phone app is for the people of the company. Ask your contact there."))

    # ---- the part of the load ----------------------------------------------------------------
    @api.model
    def _app_parts(self):
        return super()._app_parts() + ["customers"]

    @api.model
    def _app_part_customers(self, rep, today):
        return self._app_rows(self._app_around(self._app_day_places(rep, today))) if rep else []

    @api.model
    def _app_rows(self, records):
        """The lines of the list, each with its sales facts."""
        facts = self._app_facts(records)
        return [dict(record._app_row(), facts=facts.get((record._name, record.id), [])) for record in records]

    @api.model
    def _app_day_places(self, rep, today):
        """Where the rep is today: stops, start and end of the route, or else where the rep starts."""
        route = self.env["field.visit.route"].search([("rep_id", "=", rep.id), ("date", "=", today)], limit=1)
        places = [(visit.visit_latitude, visit.visit_longitude) for visit in route.visit_ids if visit.has_position]
        if route.has_start:
            places.append((route.start_latitude, route.start_longitude))
        if not places and rep.home_state != "none":
            places.append((rep.home_latitude, rep.home_longitude))
        office = rep.office_id.sudo()  # an address of the own company, whatever contacts the user may read
        if not places and office and office.has_position():
            places.append((office.partner_latitude, office.partner_longitude))
        return places

    # ---- near a place --------------------------------------------------------------------------
    @api.model
    def _app_around(self, places, limit=MOST_AROUND):
        """Own customers and leads, the nearest to any of ``places`` first; without places the best first."""
        if not places:
            return [record for model in self._app_models() for record in model.search(
                self._app_own_domain(model), order="visit_score desc, id", limit=limit // 2)]
        rows = []
        for side in BOXES_DEG:
            rows = [row for model in self._app_models() for row in self._app_rows_in(model, places, side)]
            if len(rows) >= limit:
                break
        nearest = sorted((min(_apart(place, row[2:]) for place in places), row[0], row[1]) for row in rows)[:limit]
        return self._app_records([(name, record) for _distance, name, record in nearest])

    @api.model
    def _app_records(self, keys):
        """The records of ``(model, id)`` pairs in their order; those of one model are read together."""
        known = {}
        for name in KINDS:
            known.update(((name, record.id), record) for record in self.env[name].browse(
                [number for model, number in keys if model == name]))
        return [known[key] for key in keys]

    @api.model
    def _app_rows_in(self, model, places, side):
        """``(model, id, latitude, longitude)`` of own places in the boxes with half the ``side`` (degrees)."""
        boxes = compat.any_of(*[self._app_box(place, side) for place in _thinned(places)])
        domain = compat.all_of(self._app_own_domain(model), [("geo_state", "in", list(PLACED))], boxes)
        rows = compat.search_rows(model, domain, ["id", "partner_latitude", "partner_longitude"])
        # the database's decimals are no numbers to count with
        return [(model._name, number, float(lat), float(lon)) for number, lat, lon in rows]

    @api.model
    def _app_box(self, place, side):
        lat, lon = place
        wide = min(180.0, side / max(0.05, math.cos(math.radians(lat))))
        return [("partner_latitude", ">=", lat - side), ("partner_latitude", "<=", lat + side),
                ("partner_longitude", ">=", lon - wide), ("partner_longitude", "<=", lon + wide)]

    # ---- by text ---------------------------------------------------------------------------------
    @api.model
    def _app_found(self, text, limit):
        found = []
        for model in self._app_models():
            found += self.env["field.visit.map"]._searched(model, text, self._app_own_domain(model), limit)
        return self._app_rows(found[:limit])

    # ---- whose -------------------------------------------------------------------------------------
    @api.model
    def _app_models(self):
        """The models of customers that the user may read."""
        return [self.env[name] for name in KINDS if compat.has_access(self.env[name], "read")]

    @api.model
    def _app_own_domain(self, model):
        """The user's own customers or leads; people of the house and single contacts are none."""
        reach = self.env.user.visit_reach_domain(model._name, "write", self.env.companies.ids)
        if model._name == "crm.lead":
            return compat.all_of(reach, [("stage_id.is_won", "=", False)])
        house = list(self.env["res.company"]._visit_house_ids())
        return compat.all_of(reach, [
            ("id", "not in", house), ("commercial_partner_id", "not in", house), ("is_competitor", "=", False),
            "|", "|", ("parent_id", "=", False), ("is_company", "=", True), ("type", "in", ("delivery", "other"))])

    # ---- what is asked for ---------------------------------------------------------------------------
    @api.model
    def _app_customer(self, kind, record_id):
        """The record that a phone names, if the user may read it."""
        if not call_values.is_one_of(kind, MODELS):
            raise UserError(_('kind: "%s" is neither partner nor lead.') % kind)
        return self.env["field.visit.map"]._details_record(self.env[MODELS[kind]], record_id)

    @api.model
    def _app_limit(self, vals):
        limit = vals.get("limit") or MOST_FOUND
        if isinstance(limit, bool) or not isinstance(limit, int) or not 0 < limit <= MOST_FOUND:
            raise UserError(_("limit: give a whole number from 1 to %s.") % MOST_FOUND)
        return limit

    @api.model
    def _app_place(self, vals):
        try:
            return check_pair(vals.get("latitude"), vals.get("longitude"))
        except CoordinateError as error:
            raise UserError(self.env["res.partner"]._visit_coordinate_sentence(error)) from None


def _apart(one, other):
    """Metres between two places that are near each other; good enough to sort by."""
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return 111_195 * math.hypot(one[0] - other[0], east)


def _thinned(places):
    """One place of each cell of about 5 km: boxes around neighbours are the same."""
    return list({(round(lat / 0.05), round(lon / 0.05)): (lat, lon) for lat, lon in places}.values())
