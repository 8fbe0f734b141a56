"""Where a customer or lead was before a rep set or moved it: nobody proves a visit by moving the customer to himself."""
from datetime import timedelta

from odoo import api, fields, models

from .checked_mixin import blank
from .located_position import COORDINATES, FOUND, FOUND_KEY
from .located_radius import LEADERS

#: Steps arrive some days late from a phone without network; older changes say nothing (days).
KEPT_DAYS = 60


class FieldVisitPlaceChange(models.Model):
    _name = "field.visit.place.change"
    _description = "Place of a customer before a rep changed it"
    _order = "at, id"

    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, ondelete="cascade")
    is_leader = fields.Boolean("By A Leader", readonly=True)
    at = fields.Datetime("Changed", required=True, readonly=True)
    had_place = fields.Boolean("Located Before", readonly=True)
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    radius_m = fields.Integer("Radius (m)", readonly=True)

    @api.model
    def _link(self, place):
        return "partner_id" if place._name == "res.partner" else "lead_id"

    def _ground(self):
        """What ``_visit_ground`` of the place was."""
        return (self.latitude, self.longitude, self.radius_m) if self.had_place else None

    # ---- noting ------------------------------------------------------------------------------
    @api.model
    def _note(self, place, ground):
        """Keep where ``place`` was before the user changed it; one change may be written in several steps."""
        now, user = fields.Datetime.now(), self.env.user
        latitude, longitude, radius_m = ground or (0.0, 0.0, 0)
        same = [(self._link(place), "=", place.id), ("user_id", "=", user.id), ("at", ">=", now - timedelta(minutes=1))]
        if any(change._ground() == ground for change in self.search(same)):
            return
        self.create({
            self._link(place): place.id, "user_id": user.id, "is_leader": user.has_group(LEADERS), "at": now,
            "had_place": bool(ground), "latitude": latitude, "longitude": longitude, "radius_m": radius_m})

    @api.model
    def _note_with_followers(self, place, ground, addresses):
        """Note also what stood with ``place``: the system moves it along when a new address is located."""
        self._note(place, ground)
        for follower in (record for records in place._visit_followers() for record in records):
            if follower._visit_stands_with(ground, addresses):
                self._note_with_followers(follower, follower._visit_ground(), addresses)

    @api.model
    def _settle(self, places):
        """A leader has set these places: what others did before does not matter any more."""
        self.search([(self._link(places), "in", places.ids), ("user_id", "!=", self.env.uid)]).unlink()

    @api.model
    def _hand_on(self, lead, partners):
        """The customer made of a lead has the lead's place, with what is known of it."""
        # each has a radius of its own
        spot = (lead._visit_ground() or ())[:2]
        for partner in partners.filtered(lambda partner: (partner._visit_ground() or ())[:2] == spot):
            for change in self.search([("lead_id", "=", lead.id)]):
                change.copy({"lead_id": False, "partner_id": partner.id})

    @api.model
    def _merge(self, places, kept, winner):
        """``kept`` takes the place of ``winner`` when ``places`` become one; what is known of the others goes."""
        # who makes visits himself moves what is kept, and gets rid of nothing that is known of it
        heir = kept if not winner or kept._visit_notes_changes() else winner
        link = self._link(kept)
        self.search([(link, "in", (places - heir).ids)]).unlink()
        self.search([(link, "=", heir.id)]).write({link: kept.id})

    @api.model
    def _forget_old(self):
        self.search([("at", "<", fields.Datetime.now() - timedelta(days=KEPT_DAYS))]).unlink()

    # ---- judging -----------------------------------------------------------------------------
    @api.model
    def _by_reps(self, place, user, moment):
        """The changes of ``place`` since ``moment`` by ``user`` and by other reps, the oldest first."""
        return self.search([(self._link(place), "=", place.id), ("at", ">=", moment),
                            "|", ("user_id", "=", user.id), ("is_leader", "=", False)])

    @api.model
    def _since(self, place, user, moment):
        """The changes of ``place`` since ``moment`` that do not count for a visit of ``user``'s, the oldest first.

        They are the own ones and those of other reps; none when the place is now what it was before them.
        """
        ground, origin = place._visit_ground(), place._visit_origin()
        if not ground:
            return self.browse()
        changes = self._by_reps(place, user, moment)
        before = changes[:1]._ground()
        if before and before[:2] == ground[:2] and ground[2] <= before[2]:
            return self.browse()
        follows = origin and (origin._visit_ground() or ())[:2] == ground[:2]
        # the system moved it along with its company, or a new contact stands where its company stood before
        if follows and (not changes or (not before and place.create_date >= moment)):
            return self._since(origin, user, moment)
        return changes


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_ground(self):
        """``(latitude, longitude, radius in metres)`` by which check-ins here are judged; None without a position."""
        self.ensure_one()
        radius = self._visit_radius_m()
        return (self.partner_latitude, self.partner_longitude, radius) if self.has_position() and radius else None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._visit_notes_changes():
            # a place may be out of the user's reach as soon as it is made, and the notes are the system's
            for record in records.sudo().filtered(lambda record: record._visit_ground()):
                record.env["field.visit.place.change"]._note(record, None)
        return records

    def write(self, vals):
        # the company has the usual radii
        names = {*COORDINATES, "geo_state", "geo_precision", "company_id", *self._visit_address_fields(),
                 *self._visit_origin_fields()}
        if not self or not names.intersection(vals) or self.env.context.get(FOUND_KEY) is FOUND:
            return super().write(vals)
        # what the places were decides about check-ins only, whatever the user may read; the notes are the system's
        places = self.sudo()
        before = places._visit_grounds() if self._visit_notes_changes() else {}
        result = super().write(vals)
        changes = places.env["field.visit.place.change"]
        # merging is no word of a leader on where the place is
        if set(COORDINATES).intersection(vals) and not self.env.context.get(FOUND_KEY) and self.env.user.has_group(LEADERS):
            changes._settle(places.filtered(lambda place: place._visit_stands_at(vals)))
        for place in places.browse(list(before)):
            ground, address = before[place.id]
            # a new address moves the place as soon as it is located
            if place._visit_ground() != ground or place._visit_address_key() != address:
                changes._note_with_followers(place, ground, (address, place._visit_address_key()))
        return result

    def _visit_stands_with(self, ground, addresses):
        """Whether this is where the record is that it belongs to, or will be as soon as one of its addresses is located."""
        own, address = self._visit_ground(), self._visit_address_key()
        if own and ground:
            return own[:2] == ground[:2]
        return own == ground and (not any(address) or address in addresses)

    def _visit_stands_at(self, vals):
        """Whether the coordinates that were given are this place's now: some findings never replace what a person has set."""
        given = self._visit_checked({name: vals[name] for name in COORDINATES if name in vals})
        return not any(blank(value) or round(self[name] - value, 6) for name, value in given.items())

    def _visit_grounds(self):
        return {place.id: (place._visit_ground(), place._visit_address_key()) for place in self}

    @api.model
    def _visit_notes_changes(self):
        """Whether it is noted where places were before this user changes them: for who makes visits himself."""
        if self.env.context.get(FOUND_KEY) is FOUND:
            return False
        # whether somebody makes visits does not depend on which reps he may see
        reps = self.env["field.visit.rep"].sudo().with_context(active_test=False)
        return bool(reps.search_count([("user_id", "=", self.env.uid)]))
