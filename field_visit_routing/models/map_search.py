"""The map's search box: records by name, phone, tag or address."""
import re

from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat

NAMES = ("name", "display_name", "complete_name", "partner_name", "contact_name", "ref")
PHONES = ("phone", "mobile")
TAGS = ("category_id", "tag_ids")
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")
#: A record without an address of its own is found by those of the records it belongs to.
OWNERS = ("partner_id", "lead_id")
#: What people write between the digits of a phone number.
PHONE = re.compile(r"^[\d\s+()./-]{4,}$")
#: Country and area codes are written or left out; so many digits from the end tell numbers apart.
PHONE_DIGITS = 9
#: How many candidates are weighed for each list of answers.
WEIGHED = 60
LONGEST = 200


class FieldVisitMapSearch(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def search_records(self, model, text, domain=None, lat="", lon="", limit=8):
        """Find records by words of their name, phone, tags and address.

        Every word must occur somewhere; a phone number is found however it is spaced.  Records in
        ``domain`` come first; when there is none, others that the user may read are told as
        ``outside``.

        :param model: name of the view's model
        :param text: what the user wrote, at most 200 characters
        :param domain: the search bar's present domain
        :param lat: name of the field with the latitude in degrees, and ``lon`` the longitude's
        :param limit: how many to return, at most 50
        :return: list of dicts with ``id``, ``name``, ``detail`` (address and phone on one line),
            ``lat``, ``lon`` (False without a position) and ``outside``
        :raises UserError: for an unknown model or field, or a domain that cannot be used
        """
        target = self._map_target(model)
        self._required(target, [lat, lon])
        text, limit = self._searched_text(text), self._searched_limit(limit)
        self._search(target, domain, limit=1)  # says what is wrong with the domain
        if len(text) < 2:
            return []
        found = self._searched(target, text, domain, limit)
        outside = not found and bool(domain)
        if outside:
            found = self._searched(target, text, [], limit)
        return [dict(row, outside=outside) for row in self._searched_rows(found, lat, lon)]

    @api.model
    def _searched_text(self, text):
        if not isinstance(text, str):
            raise UserError(_("text: give the words to look for, not %s.", type(text).__name__))
        return " ".join(text.split())[:LONGEST]

    @api.model
    def _searched_limit(self, limit):
        if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 50:
            raise UserError(_("limit: give a whole number from 1 to 50."))
        return limit

    def _searched(self, target, text, domain, limit):
        """The best matches, at most ``limit``: names that begin so, then the rest."""
        domain = list(domain or [])
        if PHONE.match(text):
            numbers = self._search_phones(target, text, domain)
            if numbers:
                return numbers[:limit]
        start = _escaped(text) + "%"
        begins = self._search_any(
            target, domain, [("=ilike", start, self._searched_fields(target, NAMES))], limit)
        words = [("ilike", _escaped(word), self._searched_fields(target, NAMES + TAGS + PHONES + ADDRESS))
                 for word in re.split(r"[\s,;]+", text) if word]
        others = self._search_any(target, domain, words, WEIGHED) if words else begins
        return (begins | others.sorted(lambda r: text.lower() not in (r.display_name or "").lower()))[:limit]

    def _search_any(self, target, domain, parts, limit):
        """Records in ``domain`` that match every part ``(operator, value, fields)`` in one field."""
        if not all(names for _operator, _value, names in parts):
            return target.browse()
        matches = [compat.any_of(*[[(name, operator, value)] for name in names])
                   for operator, value, names in parts]
        return self._search(target, compat.all_of(domain, *matches), limit=limit)

    def _search_phones(self, target, text, domain):
        digits = _digits(text).lstrip("0")[-PHONE_DIGITS:]
        names = self._searched_fields(target, PHONES)
        if len(digits) < 4 or not names:
            return target.browse()
        found = self._search_any(target, domain, [("=ilike", "%" + "%".join(digits) + "%", names)], WEIGHED)
        return found.filtered(lambda r: any(
            digits in _digits(value) for name in names for value in r.mapped(name) if value))

    def _searched_fields(self, target, names):
        """Those of ``names`` that the user may read and that the database can be asked for."""
        own = self._searchable(target, names)
        if "geo_state" in target._fields:
            return own
        for owner in self._searchable(target, OWNERS):
            linked = self.env[target._fields[owner].comodel_name]
            own += ["%s.%s" % (owner, name) for name in self._searchable(linked, names)]
        return own

    def _searchable(self, target, names):
        allowed = target.fields_get([n for n in names if n in target._fields], ["searchable", "relation"])
        return [name for name in names if allowed.get(name, {}).get("searchable") and (
            not allowed[name].get("relation") or compat.has_access(self.env[allowed[name]["relation"]], "read"))]

    # ---- what is told about them ----------------------------------------------------------------
    def _searched_rows(self, records, lat, lon):
        presence = self._presence_field(records)
        names = self._readable(records, [n for n in ADDRESS[:1] + ADDRESS[2:4] + ("address",) + PHONES
                                         if n in records._fields])
        rows = {row["id"]: row for row in records.read(["display_name", lat, lon] + presence + names)}
        columns = {name: [rows[i][name] for i in records.ids] for name in [lat, lon] + presence}
        columns["id"] = records.ids
        placed = {records.ids[row] for row in self._placed_rows(records, columns, lat, lon)}
        return [self._searched_row(record, rows[record.id], record.id in placed, lat, lon) for record in records]

    @api.model
    def _searched_row(self, record, row, is_placed, lat, lon):
        parts = self._searched_address(record, row) + [row.get("phone") or row.get("mobile") or ""]
        return {
            "id": row["id"], "name": row["display_name"] or "", "detail": " · ".join(p for p in parts if p),
            "lat": row[lat] if is_placed else False, "lon": row[lon] if is_placed else False,
        }

    @api.model
    def _searched_address(self, record, row):
        """The parts of an address that are told, as far as ``row`` has what the user may read."""
        if "geo_state" in record._fields and {"street", "zip", "city"} <= set(row):
            return [record._visit_details_address()]
        town = " ".join(row[name] for name in ("zip", "city") if row.get(name))
        return [row.get("address") or "", row.get("street") or "", town]


def _escaped(text):
    """The text for a pattern of the database, in which its own % and _ stand for themselves."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _digits(text):
    return "".join(ch for ch in text or "" if ch.isdigit())
