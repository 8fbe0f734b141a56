"""What a click on a point tells beyond the columns: asked for one record, at the moment of the click.

Everything is read as the user: what he or she may not see is left out, and an action is offered
only to those who may do it.  The methods behind the actions check again.
"""
from odoo import _, api, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.geo.coordinates import CoordinateError, check_pair
from . import navigation
from .checked_mixin import MAX_ID

CUSTOMERS = ("res.partner", "crm.lead")
#: Models whose partner or lead is who is visited; elsewhere it may be anybody, such as an organiser.
VISITING = ("field.visit", "field.visit.plan.stop", "field.visit.alike.line")
NAVIGATORS = {"google": "Google Maps", "apple": "Apple Maps", "osm": "OpenStreetMap", "amap": "高德 Amap"}


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_details(self, model, record_id, position=None):
        """Return what the popup of one record shows.

        :param model: name of the model, e.g. ``"res.partner"``
        :param int record_id: id of the record
        :param position: ``[latitude, longitude]`` of its pin in degrees, for the navigation links
        :return: dict with ``model``, ``id``, ``name``, ``customer`` (``{"model", "id"}`` of the
            customer or lead concerned, or ``{}``), ``navigation`` (list of ``{"name", "url"}``),
            ``actions`` (list of ``{"key", "label", "model", "id", "method"}``: call ``method`` on
            the record), ``covers`` (names of fields that the rest tells already) and, for a
            customer or lead, what ``_visit_details`` returns.  What is missing is "", 0, [] or {}.
        :raises UserError: for an unknown model or record, one that the user may not see, and a
            position that is none
        :raises AccessError: when the user may not read the model, or is none of the company's
        """
        if not self.env.user.has_group("base.group_user"):
            raise AccessError(_("The map is for people of the company only. Sign in as one of them."))
        record = self._details_record(self._map_target(model), record_id)
        customer = self._details_customer(record)
        answer = {
            "model": model, "id": record.id, "name": record.display_name or "",
            "customer": {"model": customer._name, "id": customer.id} if customer else {},
            "navigation": self._details_navigation(record, position),
            "actions": self._details_actions(record, customer), "covers": [],
        }
        if customer:
            answer.update(customer._visit_details())
        return answer

    @api.model
    def _details_record(self, target, record_id):
        if isinstance(record_id, bool) or not isinstance(record_id, int) or not 0 < record_id <= MAX_ID:
            raise UserError(_("id: %r is not the id of a record. Give a positive whole number.")
                            % (record_id,))
        # searched, not browsed: whether a hidden record exists is not told either
        record = target.with_context(active_test=False).search([("id", "=", record_id)])
        if not record:
            raise UserError(_("This record is not there any more, or you may not see it. "
                              "Load the map again."))
        return record.with_context(active_test=self.env.context.get("active_test", True))

    @api.model
    def _details_customer(self, record):
        """The customer or lead that the record is about and that the user may read; else None."""
        if record._name in CUSTOMERS:
            return record
        if record._name not in VISITING:
            return None
        customer = record.partner_id or record.lead_id
        return customer if customer and compat.has_access(customer, "read") else None

    @api.model
    def _details_actions(self, record, customer):
        actions = customer._visit_customer_actions() if customer else []
        if record._name != "field.visit":
            return actions
        # a visit is given to somebody else as it is given another time
        return [action for action in actions if action["key"] != "assign"] + (
            self._details_visit_actions(record))

    @api.model
    def _details_visit_actions(self, visit):
        if visit.state in ("in_progress", "done") or not compat.has_access(visit, "write"):
            return []
        return [{"key": "assign", "label": _("Reschedule or assign"), "model": visit._name,
                 "id": visit.id, "method": "action_open_reschedule"}]

    @api.model
    def _details_navigation(self, record, position):
        if not position:
            return []
        try:
            target = check_pair(*position)
        except (TypeError, ValueError) as error:
            raise UserError(self._details_position_sentence(error)) from None
        links = navigation.links(None, target, record.display_name or "")
        return [{"name": NAVIGATORS[provider], "url": links[provider]}
                for provider in navigation.PROVIDERS]

    @api.model
    def _details_position_sentence(self, error):
        if isinstance(error, CoordinateError):
            return self.env["res.partner"]._visit_coordinate_sentence(error)
        return _("position: give latitude and longitude in degrees, such as [60.1699, 24.9384].")

