"""The life of a position: given, found, stale, taken from another record, never silently lost."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.geo import CoordinateError, check_pair, parse_pair
from .checked_mixin import blank

COORDINATES = ("partner_latitude", "partner_longitude")
#: Everything that is written, kept or copied together with the coordinates.
POSITION_FIELDS = COORDINATES + (
    "geo_state", "geo_stale", "geo_source", "geo_precision", "geo_located_at", "geo_failure",
)
#: Sources that are no person's decision: such positions may be found anew.
AUTOMATIC_SOURCES = ("gazetteer", "nominatim", "customer", "company", "earlier", "base_geolocalize")
#: Says in a context that the system found a position or hands it on; no such object comes in over RPC.
FOUND_KEY, FOUND = "visit_place_found", object()
#: Stands there instead when records become one: that moves a place, and no leader has looked at where it is.
MERGED = "merged"


class LocatedPosition(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # ---- create and write -------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([self._visit_new_position_vals(vals) for vals in vals_list])
        unplaced = records.filtered(lambda r: not r.has_position())
        unplaced._visit_address_changed()
        return records

    def write(self, vals):
        vals = self._visit_position_vals(self._visit_checked(vals))
        watched = set(COORDINATES).union(("geo_state",), self._visit_address_fields(), self._visit_origin_fields())
        if not self or not watched.intersection(vals):
            return super().write(vals)
        before = {record.id: (record._visit_address_key(), record._visit_origin()) for record in self}
        for records, values in self._visit_split(vals):
            super(LocatedPosition, records).write(values)
        if "geo_state" in vals:
            self._visit_push_position()
        else:
            # what follows is the house's own doing: a visitor who may write an address may not write these fields
            (self.sudo() if self._visit_is_visitor() else self)._visit_after_move(before)
        return True

    @api.model
    def _visit_new_position_vals(self, vals):
        vals = self._visit_position_vals(self._visit_checked(vals))
        given = [name for name in COORDINATES if name in vals]
        if len(given) == 1:
            self._visit_refuse_half(given[0])
        return vals

    @api.model
    def _visit_position_vals(self, vals):
        """Turn bare coordinates into a position set by hand, and drop coordinates that say nothing.

        Both blank, or both zero without a state, say nothing: forms send zeros for empty fields, and
        core's geolocation module writes zeros whenever an address changes.
        """
        given = [name for name in COORDINATES if name in vals]
        if not given or "geo_state" in vals:
            return vals
        if all(blank(vals[name]) for name in given) or self._visit_is_zero_pair(vals):
            return {name: value for name, value in vals.items() if name not in COORDINATES}
        for name in given:
            if blank(vals[name]):
                self._visit_refuse_half(next(n for n in COORDINATES if n != name))
        if "date_localization" in vals:
            # core's own geolocation button: a provider's finding of unknown precision
            return dict(vals, **self._visit_stamp("located", "base_geolocalize", False))
        source = self.env.context.get("visit_position_source", "manual")
        return dict(vals, **self._visit_stamp("manual", source, "rooftop"))

    @api.model
    def _visit_is_zero_pair(self, vals):
        return all(vals.get(name) == 0 for name in COORDINATES)

    @api.model
    def _visit_stamp(self, state, source, precision):
        return {
            "geo_state": state, "geo_source": source, "geo_precision": precision,
            "geo_located_at": fields.Datetime.now(), "geo_stale": False, "geo_queued": False, "geo_failure": False,
        }

    @api.model
    def _visit_refuse_half(self, given):
        missing = next(name for name in COORDINATES if name != given)
        raise ValidationError(_("%(missing)s is missing: a position needs both. Give %(missing)s as well as %(given)s.")
                              % {"missing": self._visit_label(missing), "given": self._visit_label(given)})

    def _visit_split(self, vals):
        """Yield ``(records, values)``: what may be written on which of the records."""
        given = [name for name in COORDINATES if name in vals]
        kept = self.browse()
        if vals.get("geo_state") in ("located", "failed"):
            # a program's finding never replaces what a person has set
            kept = self.filtered(lambda r: r.geo_state == "manual")
            if kept:
                yield kept, {k: v for k, v in vals.items() if k not in POSITION_FIELDS + ("geo_queued",)}
        others = self - kept
        if len(given) != 1:
            yield others, vals
            return
        for record in others:
            if not record.has_position():
                self._visit_refuse_half(given[0])
            yield record, dict({name: record[name] for name in COORDINATES}, **vals)

    @api.model
    def load(self, fields, data):
        """Import rows; a bad coordinate is reported with its row, and the source is "import"."""
        messages = self._visit_import_messages(fields, data)
        if messages:
            return {"ids": False, "messages": messages}
        return super(LocatedPosition, self.with_context(visit_position_source="import")).load(fields, data)

    @api.model
    def _visit_import_messages(self, names, data):
        columns = {n: names.index(n) for n in self._checked_numbers() if n in names}
        messages = []
        for number, row in enumerate(data):
            for name, column in columns.items():
                try:
                    self._visit_checked({name: row[column]})
                except ValidationError as error:
                    messages.append({
                        "type": "error", "message": error.args[0], "field": name,
                        "rows": {"from": number, "to": number}, "record": number,
                    })
        return messages

    # ---- public -----------------------------------------------------------------------------
    def set_position(self, lat, lon, source="manual", precision="rooftop"):
        """Set the position in degrees (WGS-84) and return True.

        ``source`` says who knows it. A person's source ("manual", "import", "map", …) makes the state
        ``manual``; a provider's name makes it ``located`` and leaves positions set by hand alone.
        """
        if precision not in dict(self._fields["geo_precision"].selection):
            raise UserError(_('Precision "%s" is unknown. Give one of: rooftop, street, postcode, city, country.')
                            % precision)
        try:
            lat, lon = check_pair(lat, lon)
        except CoordinateError as error:
            raise ValidationError(self._visit_coordinate_sentence(error)) from None
        state = "located" if source in AUTOMATIC_SOURCES else "manual"
        stamp = self._visit_stamp(state, source, precision)
        return self.write(dict(stamp, partner_latitude=lat, partner_longitude=lon))

    def set_position_text(self, text, source="manual"):
        """Set the position from "latitude, longitude" as copied from a map; return True."""
        try:
            lat, lon = parse_pair(text)
        except CoordinateError as error:
            raise ValidationError(self._visit_coordinate_sentence(error)) from None
        return self.set_position(lat, lon, source=source)

    def clear_position(self):
        """Forget the position, also one set by hand, and queue the address to be located."""
        stamp = self._visit_stamp("none", False, False)
        self.write(dict(stamp, partner_latitude=0.0, partner_longitude=0.0, geo_located_at=False))
        self._visit_address_changed()
        return True

    @api.model
    def _visit_coordinate_sentence(self, error):
        """Translate a coordinate error of the engine."""
        field = {
            "latitude": _("Latitude"), "longitude": _("Longitude"), "coordinates": _("Coordinates"),
        }[error.field]
        remedies = {
            "missing": _("%(field)s is missing. Give a number of degrees."),
            "not_a_number": _('%(field)s: "%(value)s" is not a number. Give decimal degrees such as 60.1699.'),
            "not_finite": _('%(field)s: "%(value)s" is no finite number. Give decimal degrees such as 60.1699.'),
            "out_of_range": _("%(field)s: %(value)s is out of range. "
                              "Latitude goes from -90 to 90, longitude from -180 to 180; check their order."),
            "not_a_pair": _('%(field)s: "%(value)s" is no position. '
                            "Give latitude and longitude such as 60.1699, 24.9384."),
        }
        return remedies[error.code] % {"field": field, "value": str(error.value)[:60]}

    # ---- changes of address and positions taken from another record ------------------------------
    def _visit_after_move(self, before):
        """React to a new address, and to a new customer or company."""
        moved = self.filtered(lambda r: r._visit_address_key() != before[r.id][0])
        moved._visit_address_changed()
        for record in self - moved:
            if record._visit_origin() != before[record.id][1] and record._visit_shares_address():
                record._visit_take_position(record._visit_origin())

    def _visit_address_changed(self):
        """Take the position of the record this one belongs to, or queue the address."""
        queue, hold = self.browse(), self.browse()
        for record in self:
            if record._visit_shares_address():
                record._visit_take_position(record._visit_origin())
            elif record.geo_state != "manual" and record._visit_auto_locate():
                queue |= record
            else:
                hold |= record
        for records, queued in ((queue, True), (hold, False)):
            placed = records.filtered(lambda r: r.has_position())
            placed.write({"geo_stale": True, "geo_queued": queued})
            (records - placed).filtered(lambda r: r.geo_queued != queued).write({"geo_queued": queued})

    def _visit_auto_locate(self):
        """Whether the address is to be located without anybody asking."""
        return any(self._visit_address_key()) and self._visit_company().visit_auto_locate

    def _visit_shares_address(self):
        """Whether the position of the customer or company this record belongs to is also this record's."""
        self.ensure_one()
        origin = self._visit_origin()
        if not origin or self.geo_state == "manual" or not origin.has_position():
            return False
        return not any(self._visit_address_key()) or self._visit_address_key() == origin._visit_address_key()

    def _visit_follows(self):
        """As above, or the position was taken over and the address has not been edited here since."""
        taken = self.geo_source == self._visit_origin_source() and self.geo_state == "located" and not self.geo_stale
        return self._visit_shares_address() or (taken and self._visit_origin().has_position())

    def _visit_take_position(self, origin):
        values = {name: origin[name] for name in POSITION_FIELDS}
        values.update(geo_state="located", geo_source=self._visit_origin_source(), geo_queued=False)
        self.write(values)

    @api.model
    def _visit_origin_source(self):
        return "company"

    def _visit_push_position(self):
        """Hand a new position on to the records that follow this one."""
        for followers in self._visit_followers():
            for record in followers:
                origin = record._visit_origin()
                if record._visit_follows():
                    record._visit_take_position(origin)
                elif origin.geo_state == "none" and record.geo_source == record._visit_origin_source():
                    record.clear_position()
