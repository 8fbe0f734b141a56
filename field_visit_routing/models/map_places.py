"""Places on the map that are no record yet: found by address, described, made customers and leads."""
from odoo import _, api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import compat
from ..engine import geocoding
from ..engine.geo import CoordinateError, check_pair, parse_pair
from .located_geocoding import ONLINE_LOCK
from .located_mixin import PRECISIONS
from .map_search import LONGEST

#: What may be created on the map: the kind's name and its model.
KINDS = {"customer": "res.partner", "lead": "crm.lead"}
#: Parts of an address that travel between the server and the map, as text.
ADDRESS_PARTS = ("street", "zip", "city", "state", "state_code", "country_code")


class FieldVisitMapPlaces(models.AbstractModel):
    _inherit = "field.visit.map"

    # ---- public ---------------------------------------------------------------------------------
    @api.model
    def get_place_tools(self, model):
        """Return what this user may do on a map of ``model``.

        :return: dict with ``create`` (list of the kinds "customer" and "lead" that the user may
            create), ``move`` (whether pins may be dragged) and ``locate`` (whether records without
            a position may be given one here)
        """
        target = self._map_target(model)
        owner = self.env[self._located_model(target)] if self._located_model(target) else None
        can_write = owner is not None and compat.has_access(owner, "write")
        return {
            "create": [kind for kind, name in KINDS.items()
                       if self._may_ask() and compat.has_access(self.env[name], "create")],
            "move": can_write and "geo_state" in target._fields,
            "locate": can_write,
        }

    @api.model
    def find_address(self, text):
        """Find a place by its address on one line, or by "latitude, longitude".

        The company's geocoding provider is asked; with the offline one nothing leaves the server.

        :return: dict with ``found``; then ``lat``, ``lon`` in degrees, ``label``, ``precision``,
            ``note`` (how exact the place is) and ``address`` (its parts as far as written);
            or else ``reason``, a sentence with the remedy
        :raises AccessError: for users who are no reps
        """
        self._check_may_ask()
        text = self._searched_text(text)
        try:
            lat, lon = parse_pair(text)
        except CoordinateError as error:
            if error.code != "not_a_pair":
                return {"found": False, "reason": self._coordinate_sentence(error)}
            return self._found_address(text)
        return dict(self._place(lat, lon), label=self._coordinate_text(lat, lon), precision="rooftop",
                    note="", address={})

    @api.model
    def describe_place(self, lat, lon):
        """Tell the address of a position in degrees (WGS-84).

        The company's provider is asked; when it does not answer, the offline towns are.

        :return: dict as :meth:`find_address` returns it; without any address ``label`` holds the
            coordinates and ``note`` says why
        :raises ValidationError: for numbers that are no position
        :raises AccessError: for users who are no reps
        """
        self._check_may_ask()
        lat, lon = self._checked_place(lat, lon)
        answer, note = self._reversed(lat, lon)
        if answer is None:
            return dict(self._place(lat, lon), label=self._coordinate_text(lat, lon), precision="",
                        note=note, address={})
        label = answer.label
        if answer.precision == "city":
            label = _("Near %s", self._town_name(answer))
            note = note or _("The nearest town; the street is not known here.")
        parts = {name: getattr(answer, name) for name in ADDRESS_PARTS}
        return dict(self._place(lat, lon), label=label, precision=answer.precision, note=note, address=parts)

    @api.model
    def create_place(self, kind, lat, lon, values):
        """Create a customer or lead that stands where the map was clicked; return its id.

        :param kind: "customer" or "lead"
        :param lat: latitude in degrees (WGS-84), and ``lon`` the longitude; they count as set by hand
        :param values: dict of the new record's fields; ``name`` is required
        :raises UserError: for an unknown kind or a missing name
        :raises ValidationError: for numbers that are no position
        :raises AccessError: when the user may not create such records
        """
        target = self._created_model(kind)
        lat, lon = self._checked_place(lat, lon)
        if not isinstance(values, dict) or not str(values.get("name") or "").strip():
            raise UserError(_("name is missing: every customer and lead needs one. Enter a name."))
        # the state goes along because 0, 0 without one means "no position"
        stamp = target._visit_stamp("manual", "manual", "rooftop")
        record = target.create(dict(values, **dict(stamp, partner_latitude=lat, partner_longitude=lon)))
        return record.id

    @api.model
    def open_create_place(self, kind, lat, lon, address=None):
        """Return the dialog that asks for the rest of a new customer or lead.

        :param address: parts as :meth:`describe_place` told them; missing ones are asked for
        """
        compat.check_access(self._created_model(kind), "create")
        lat, lon = self._checked_place(lat, lon)
        parts = self._address_parts(address)
        if not parts["country_code"]:
            written = {name: part for name, part in parts.items() if part}
            parts = dict(self._address_parts(self.describe_place(lat, lon)["address"]), **written)
        wizard = self.env["field.visit.place.wizard"].create(dict(
            self._address_values(parts), kind=kind, latitude=lat, longitude=lon))
        return {
            "type": "ir.actions.act_window", "target": "new", "res_model": wizard._name, "res_id": wizard.id,
            "name": _("New customer here") if kind == "customer" else _("New lead here"),
            "view_mode": "form", "views": [[False, "form"]],
        }

    # ---- asking the provider ----------------------------------------------------------------------
    def _may_ask(self):
        return self.env.user.has_group("field_visit_routing.group_rep")

    def _check_may_ask(self):
        if not self._may_ask():
            raise AccessError(_(
                "Only reps and their leaders may look up addresses. Ask your administrator for the "
                "access right Field Visits / Rep."))

    def _found_address(self, text):
        company = self.env.company
        if len(text) < 3:
            return {"found": False, "reason": _("Write more of the address: street, town.")}
        if not self._has_the_line():
            return {"found": False, "reason": self._busy_sentence()}
        try:
            answer = self._located(company, text)
        except geocoding.GeocodingError as error:
            return {"found": False, "reason": self._failure_sentence(error)}
        query = geocoding.parse(text)
        written = {"street": query.street, "zip": query.zip}
        return dict(
            self._place(answer.lat, answer.lon), label=answer.label or text, precision=answer.precision,
            note=self._precision_note(answer.precision), address={k: v for k, v in written.items() if v})

    @api.model
    def _located(self, company, text):
        """Look for the address in the company's country first, then everywhere."""
        geocoder = company._visit_make_geocoder()
        company = company.sudo()  # settings that everybody's geocoding needs
        # the offline towns put the company's country first by themselves
        home = company.country_id.code or "" if geocoding.is_online(company.visit_geocoder) else ""
        try:
            return geocoding.locate_text(geocoder, text, country_code=home)
        except geocoding.NotFound:
            if not home:
                raise
            return geocoding.locate_text(geocoder, text)

    def _reversed(self, lat, lon):
        """Return ``(address or None, note)`` of the provider, or else of the offline towns."""
        note = ""
        company = self.env.company
        online = geocoding.is_online(company.sudo().visit_geocoder)
        if online and self._has_the_line():
            try:
                return company._visit_make_geocoder().reverse(lat, lon), ""
            except geocoding.GeocodingError as error:
                note = self._failure_sentence(error)
        elif online:
            note = self._busy_sentence()
        try:
            return geocoding.make("gazetteer").reverse(lat, lon), note
        except geocoding.GeocodingError:
            return None, note or _("No town within 60 km is known here.")

    def _has_the_line(self):
        """Whether the provider is free; who locates many addresses holds it for the transaction."""
        if not geocoding.is_online(self.env.company.sudo().visit_geocoder):
            return True
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONLINE_LOCK])
        return bool(self.env.cr.fetchone()[0])

    @api.model
    def _busy_sentence(self):
        return _("The provider is busy with other addresses. Try again in a moment.")

    @api.model
    def _failure_sentence(self, error):
        if error.code == "not_found":
            return _("The provider knows no such place. Check the spelling, or click on the map instead.")
        return self.env["res.partner"]._visit_failure_sentences().get(error.code, error.code)

    @api.model
    def _precision_note(self, precision):
        if precision == "rooftop":
            return ""
        return _("Exact to: %s. Drag the marker to the door.", dict(
            self.env["res.partner"].fields_get(["geo_precision"], ["selection"])["geo_precision"]["selection"]
            or PRECISIONS).get(precision, precision))

    # ---- checks and values ------------------------------------------------------------------------
    @api.model
    def _coordinate_sentence(self, error):
        return self.env["res.partner"]._visit_coordinate_sentence(error)

    @api.model
    def _checked_place(self, lat, lon):
        try:
            return check_pair(lat, lon)
        except CoordinateError as error:
            raise ValidationError(self._coordinate_sentence(error)) from None

    @api.model
    def _created_model(self, kind):
        if not isinstance(kind, str) or kind not in KINDS:
            raise UserError(_('kind: "%s" cannot be created on the map. Give customer or lead.', kind))
        return self.env[KINDS[kind]]

    @api.model
    def _place(self, lat, lon):
        return {"found": True, "lat": lat, "lon": lon}

    @api.model
    def _coordinate_text(self, lat, lon):
        return "%.5f, %.5f" % (lat, lon)

    def _town_name(self, answer):
        country = self.env["res.country"].search([("code", "=", answer.country_code)], limit=1)
        return ", ".join(part for part in (answer.city, country.name) if part)

    @api.model
    def _address_parts(self, address):
        if not isinstance(address or {}, dict):
            raise UserError(_("address: give names and texts, such as {} for none."))
        return {name: str((address or {}).get(name) or "")[:LONGEST] for name in ADDRESS_PARTS}

    def _address_values(self, parts):
        """The parts of an address as the fields of a customer or lead."""
        country = self.env["res.country"].search([("code", "=", parts["country_code"].upper())], limit=1)
        values = {name: parts[name] for name in ("street", "zip", "city")}
        return dict(values, country_id=country.id, state_id=self._state_of(country, parts).id)

    def _state_of(self, country, parts):
        states = self.env["res.country.state"]
        for name, part in (("code", "state_code"), ("name", "state")):
            if country and parts[part]:
                states = states.search([("country_id", "=", country.id), (name, "=ilike", parts[part])], limit=1)
                if states:
                    break
        return states
