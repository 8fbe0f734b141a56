"""What a caller asks of a design of territories: read, checked, turned into the engine's question."""
import math
from dataclasses import asdict

from odoo.exceptions import UserError

from .. import compat
from ..engine.territory.design import MOST_CUSTOMERS, MOST_REPS, Aim, Customer, DesignQuestion, Rep
from . import call_values, plan_request
from .territory_figures import CUSTOMERS, MONTH_DAYS

#: What areas can be balanced by, and what the engine balances for it.
BALANCES = {"customers": "customers", "visit_hours": "visit_hours", "drive_hours": "drive_hours",
            "work_hours": "work_hours", "score": "amount", "potential": "amount", "sales": "amount",
            "field": "amount"}
#: Scenarios by name: what each strives for.
AIMS = {"compact": Aim("compact"), "home": Aim("home", compact=0.3, home=1.0),
        "keep": Aim("keep", compact=1.0, keep=1.0)}
KNOWN_KEYS = {"name", "rep_ids", "domain", "balance", "balance_field", "tolerance_percent", "scenarios", "locks",
              "lock_domain", "shares", "parent_id", "interval_days", "day_h", "seed", "client_reference", "company_id"}
NUMBERS = ("integer", "float", "monetary")


class Asked:
    """A checked request; ids became records that the user may read."""

    def __init__(self, env, vals):
        call_values.check_keys(env, vals, KNOWN_KEYS)
        self.company = plan_request._company(env, vals)
        self.env = env(context=dict(env.context, allowed_company_ids=[self.company.id]))
        self.vals = vals
        self.reps = self._reps()
        self.parent = self._parent()
        self.tolerance = plan_request._integer(env, vals, "tolerance_percent", 1, 50, 10)
        self.interval = plan_request._integer(env, vals, "interval_days", 1, 3650, 30)
        self.day_h = plan_request._integer(env, vals, "day_h", 1, 24, 8)
        self.seed = plan_request._integer(env, vals, "seed", 0, 2**31 - 1, 0)
        self.balance = self._one_of("balance", BALANCES, "customers")
        self.aims = self._aims()
        self.customers = self._customers()
        self.locks = self._locks()

    # ---- records and choices --------------------------------------------------------------
    def _reps(self):
        _ = compat.translator(self.env)
        reps = plan_request._records(self.env, "field.visit.rep", self.vals, "rep_ids", self.company)
        if not reps:
            reps = self.env["field.visit.rep"].search([("company_id", "=", self.company.id)])
        if not 2 <= len(reps) <= MOST_REPS:
            raise UserError(_("rep_ids: areas are designed for 2 to %(most)s reps, not for %(count)s. Choose the "
                              "reps who are to share the customers.") % {"most": MOST_REPS, "count": len(reps)})
        return reps

    def _parent(self):
        parent = self.vals.get("parent_id") or 0
        return plan_request._records(
            self.env, "field.visit.territory", {"parent_id": [parent]}, "parent_id", self.company
        ) if parent else self.env["field.visit.territory"]

    def _one_of(self, name, known, default):
        _ = compat.translator(self.env)
        value = self.vals.get(name) or default
        if value not in known:
            raise UserError(_("%(field)s: %(value)r is none of %(known)s.") % {
                "field": name, "value": value, "known": ", ".join(known)})
        return value

    def _aims(self):
        _ = compat.translator(self.env)
        names = self.vals.get("scenarios") or list(AIMS)
        if not isinstance(names, (list, tuple)) or not set(map(str, names)) <= set(AIMS):
            raise UserError(_("scenarios: give a list of %(known)s.") % {"known": ", ".join(AIMS)})
        return tuple(AIMS[name] for name in dict.fromkeys(names))

    def _customers(self):
        _ = compat.translator(self.env)
        domain = self.vals.get("domain") or []
        found = plan_request._search(self.env["res.partner"], domain, "domain", self.company)
        inside = [("territory_id", "child_of", self.parent.id)] if self.parent and not domain else []
        # own companies, also those the user is not in, are nobody's customers
        own = self.env["res.company"].sudo().search([]).partner_id
        placed = found.search(compat.all_of(CUSTOMERS, [("id", "in", (found - own).ids)], inside)).filtered(
            lambda partner: partner.has_position())
        if not placed:
            raise UserError(_("domain: no customer with a position is found. Locate their addresses first, or "
                              "choose others."))
        if len(placed) > MOST_CUSTOMERS:
            raise UserError(_("domain: %(count)s customers are more than the %(most)s that one design takes. "
                              "Design a part of the region.") % {"count": len(placed), "most": MOST_CUSTOMERS})
        return placed

    # ---- locks ----------------------------------------------------------------------------
    def _locks(self):
        """Return ``{customer: rep}``: given ones, those of ``lock_domain``, and who wants one rep only."""
        locks = {partner.id: partner.visit_required_rep_id.id for partner in self.customers
                 if partner.visit_required_rep_id in self.reps}
        for partner in self._locked_by_domain():
            locks[partner.id] = self._rep_of(partner, required=True)
        return self._with_given(locks)

    def _locked_by_domain(self):
        domain = self.vals.get("lock_domain") or []
        if not domain:
            return self.customers.browse()
        return plan_request._search(self.env["res.partner"], domain, "lock_domain", self.company) & self.customers

    def _with_given(self, locks):
        _ = compat.translator(self.env)
        given = self.vals.get("locks") or {}
        if not isinstance(given, dict) or not all(str(key).isdigit() for key in given):
            raise UserError(_("locks: give a dictionary of rep ids (as texts) with lists of customer ids, such as "
                              "{\"7\": [12, 15]}."))
        named = {}
        for key, ids in given.items():
            rep = plan_request._records(self.env, "field.visit.rep", {"locks": [int(key)]}, "locks", self.company)
            partners = plan_request._records(self.env, "res.partner", {"locks": ids}, "locks", self.company)
            self._refuse_strangers(rep, partners)
            for partner in partners:
                if named.setdefault(partner.id, rep.id) != rep.id:
                    raise UserError(_('locks: "%(customer)s" is locked to two reps. Keep one of the locks.') % {
                        "customer": partner.display_name})
        return {**locks, **named}

    def _refuse_strangers(self, rep, partners):
        _ = compat.translator(self.env)
        if rep not in self.reps:
            raise UserError(_('locks: rep "%(rep)s" gets no area in this design. Add the rep, or remove the lock.')
                            % {"rep": rep.name})
        strangers = partners - self.customers
        if strangers:
            raise UserError(_('locks: "%(customer)s" is none of the customers of this design. Widen the filter, or '
                              "remove the lock.") % {"customer": strangers[0].display_name})

    def _rep_of(self, partner, required=False):
        """Return the id of the rep of this design who has the customer now; None for somebody else's."""
        _ = compat.translator(self.env)
        rep = self.reps.filtered(lambda r: r.user_id == partner.user_id)[:1] if partner.user_id else self.reps.browse()
        if required and not rep:
            raise UserError(_('lock_domain: "%(customer)s" cannot stay with the present salesperson, who gets no area '
                              "in this design. Add the rep, or leave the customer out of the locks.")
                            % {"customer": partner.display_name})
        return rep.id or None

    # ---- the engine's question ------------------------------------------------------------
    def question(self):
        """Return the :class:`DesignQuestion`.

        :raises UserError: for numbers that cannot be balanced
        """
        amounts = self._amounts()
        owners = {rep.user_id.id: rep.id for rep in self.reps}
        customers = tuple(self._customer(partner, amounts, owners) for partner in self.customers)
        return DesignQuestion(
            customers, tuple(self._rep(rep) for rep in self.reps), self.aims, BALANCES[self.balance],
            self.tolerance / 100.0, self.company.visit_speed_kmh, self.company.visit_detour_factor,
            float(self.day_h), self.seed, round(3.0 + len(customers) / 2500.0, 1))

    def _customer(self, partner, amounts, owners):
        minutes = partner.visit_duration_min or self.company.visit_default_duration_min
        interval = partner.visit_wanted_days or self.interval
        return Customer(
            partner.id, partner.partner_latitude, partner.partner_longitude, round(MONTH_DAYS / interval, 6),
            minutes / 60.0, amounts.get(partner.id, 0.0), owners.get(partner.user_id.id), self.locks.get(partner.id))

    def _rep(self, rep):
        """The rep with the start of his days, as far as one is known."""
        try:
            place = rep.start_position()
        except UserError:
            place = None
        lat, lon = place or (None, None)
        return Rep(rep.id, lat, lon, self._share(rep))

    def _share(self, rep):
        _ = compat.translator(self.env)
        shares = self.vals.get("shares") or {}
        value = shares.get(str(rep.id), 100) if isinstance(shares, dict) else None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 1 <= value <= 1000:
            raise UserError(_("shares: give a dictionary of rep ids (as texts) with percents from 1 to 1000; 50 is "
                              "half an area."))
        return value / 100.0

    def _amounts(self):
        """Return ``{customer: number}`` of the number that is to be balanced."""
        if self.balance == "field":
            return self._field_amounts()
        keys = {"score": "score", "potential": "revenue", "sales": "sales"}
        if self.balance not in keys:
            return {}
        found = self.env["field.visit.map"].get_map_weights(
            "res.partner", [("id", "in", self.customers.ids)], keys[self.balance])
        return dict(zip(found["ids"], map(float, found["values"])))

    def _field_amounts(self):
        _ = compat.translator(self.env)
        name = str(self.vals.get("balance_field") or "")
        known = self.customers.fields_get(attributes=["type"])
        if known.get(name, {}).get("type") not in NUMBERS or name == "id":
            raise UserError(_("balance_field: %(name)r is no number of a customer that you may read.") % {"name": name})
        negative = self.customers.filtered(lambda partner: partner[name] < 0)
        if negative:
            raise UserError(_('balance_field: "%(customer)s" has %(value)s. Areas are balanced by numbers from 0 on.')
                            % {"customer": negative[0].display_name, "value": negative[0][name]})
        return {partner.id: float(partner[name]) for partner in self.customers}


def document(question):
    """The ``request.json`` of the job."""
    return {"schema": 1, "kind": "design", "question": asdict(question)}


def deadline_s(question):
    """A rough guess of the work, with room: balance that is hard to reach takes three times as long."""
    return math.ceil(60 + 12 * question.work * len(question.aims) * (1 + len(question.customers) / 4000.0))
