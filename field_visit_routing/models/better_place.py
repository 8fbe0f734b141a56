"""Better positions of customers, proposed by the check-ins that were made there; a person accepts."""
from markupsafe import Markup
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.field.better_place import propose
from ..engine.geo import great_circle_m

SOURCE = "check-ins"
STATES = [("open", "Proposed"), ("accepted", "Accepted"), ("declined", "Declined")]
#: Positions that are less exact (m) say nothing about a door.
EXACT_M = 100
#: So many of the latest check-ins are looked at.
MOST_CHECKS = 60


class FieldVisitBetterPlace(models.Model):
    _name = "field.visit.better.place"
    _description = "Better position of a customer"
    _order = "state desc, check_count desc, id desc"

    name = fields.Char("Customer", compute="_compute_name", store=True)
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", readonly=True, index=True, ondelete="set null",
                             help="Who checked in there last.")
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    spread_m = fields.Integer("Spread (m)", readonly=True, help="Half of the check-ins are at most so far from it.",
                              **compat.aggregator("avg"))
    check_count = fields.Integer("Check-Ins", readonly=True)
    distance_m = fields.Integer("Moves By (m)", readonly=True, **compat.aggregator("avg"))
    precision = fields.Char("Known So Far", readonly=True)
    state = fields.Selection(STATES, default="open", required=True, readonly=True, index=True)
    decided_uid = fields.Many2one("res.users", "Decided By", readonly=True)
    decided_at = fields.Datetime("Decided On", readonly=True)

    @api.depends("partner_id.display_name", "lead_id.name")
    def _compute_name(self):
        for proposal in self:
            proposal.name = (proposal.partner_id.display_name if proposal.partner_id else proposal.lead_id.name) or ""

    def _customer(self):
        return self.partner_id or self.lead_id

    # ---- proposing -----------------------------------------------------------------------
    @api.model
    def _propose(self, customer, rep):
        """Propose a better position of ``customer``, or bring the open proposal up to date."""
        if not self._is_rough(customer):
            return
        company = customer._visit_company()
        found = propose(self._positions(customer), company.visit_better_least, company.visit_better_spread_m)
        if found:
            self._keep(customer, self._prepare(customer, rep, found))

    @api.model
    def _is_rough(self, customer):
        """Whether check-ins may know better: a building, and what a person has set, stay."""
        return not customer.has_position() or (
            customer.geo_state != "manual" and customer.geo_precision != "rooftop")

    @api.model
    def _positions(self, customer):
        """One good position a visit; where nobody knows the customer's place, those of check-ins."""
        link = self._link(customer)
        since = max(filter(None, [customer.has_position() and customer.geo_located_at, self._declined_at(customer)]),
                    default=None)
        checks = self.env["field.visit.check"].search([
            (link, "=", customer.id), ("is_exact", "=", True), ("has_position", "=", True), ("accuracy_m", "<=", EXACT_M),
            ("visit_id.check_result", "!=", "invalid"), ("at", ">", since or "1970-01-01 00:00:00"),
            "|", ("result", "=", "verified"), "&", ("has_place", "=", False), ("kind", "=", "check_in"),
        ], limit=MOST_CHECKS)
        by_visit = {}
        for check in checks.sorted(lambda check: check.kind == "check_in"):
            by_visit[check.visit_id.id] = (check.latitude, check.longitude)
        return list(by_visit.values())

    @api.model
    def _declined_at(self, customer):
        """What somebody declined is not proposed again by the same check-ins."""
        return self.search([(self._link(customer), "=", customer.id), ("state", "=", "declined")],
                           order="decided_at desc", limit=1).decided_at

    @api.model
    def _link(self, customer):
        return "partner_id" if customer._name == "res.partner" else "lead_id"

    @api.model
    def _prepare(self, customer, rep, found):
        labels = dict(customer._fields["geo_precision"]._description_selection(self.env))
        away = great_circle_m(found.latitude, found.longitude, customer.partner_latitude, customer.partner_longitude)
        return {
            self._link(customer): customer.id, "company_id": customer._visit_company().id, "rep_id": rep.id,
            "latitude": found.latitude, "longitude": found.longitude, "spread_m": round(found.spread_m),
            "check_count": found.count, "distance_m": round(away) if customer.has_position() else 0,
            "precision": labels.get(customer.geo_precision, "")}

    @api.model
    def _keep(self, customer, values):
        known = self.search([(self._link(customer), "=", customer.id), ("state", "=", "open")], limit=1)
        if known:
            known.write(values)
        else:
            self.create(values)

    # ---- deciding ------------------------------------------------------------------------
    def accept(self):
        """Give these customers the proposed position; where it is from is noted on them.  Returns True.

        :raises UserError: for a proposal that was decided
        :raises AccessError: for a customer that the user may not change
        """
        compat.check_access(self, "read")
        for proposal in self:
            proposal._refuse_decided()
            customer = proposal._customer()
            customer.set_position(proposal.latitude, proposal.longitude, source=SOURCE)
            customer.message_post(body=Markup("<p>%s</p>") % (_("Position taken from %s check-ins.") % proposal.check_count))
            proposal._decide("accepted")
        return True

    def decline(self):
        """Leave these customers where they are; the same check-ins propose nothing more.  Returns True."""
        compat.check_access(self, "read")
        for proposal in self:
            proposal._refuse_decided()
            compat.check_access(proposal._customer(), "write")
            proposal._decide("declined")
        return True

    def _refuse_decided(self):
        if self.state != "open":
            raise UserError(_("The position of %s was decided already. Load the page again.") % self.name)

    def _decide(self, state):
        # proposals are written by nobody but this model; the right to change the customer was checked
        self.sudo().write({"state": state, "decided_uid": self.env.uid, "decided_at": fields.Datetime.now()})

    def action_open_map(self):
        """Open the proposed position on a map in another tab."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "target": "new",
                "url": "https://www.openstreetmap.org/?mlat=%.6f&mlon=%.6f#map=18/%.6f/%.6f" % (
                    (self.latitude, self.longitude) * 2)}
