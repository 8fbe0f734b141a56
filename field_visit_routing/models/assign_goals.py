"""To whom customers and leads should belong by their territory; nothing is written here."""
from collections import namedtuple

from odoo import _, api, models

from .. import compat
from ..engine.territory.sharing import Place, monthly_hours, share_in_turn, share_to_least

#: Won ones keep their salesperson; a new lead has no probability yet.
OPEN_LEADS = ["|", ("probability", "=", False), ("probability", "<", 100)]
#: One record as far as assignment looks at it; ids are 0 for none.
Row = namedtuple("Row", "id name territory user team company hours customer")
#: One record that should change hands.  ``team`` is 0 for "leave it", ``area`` the one whose rule decides,
#: ``refusal`` a sentence or "".
Move = namedtuple("Move", "row user team area reason refusal")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    @api.model
    def _visit_assign_columns(self):
        """Columns of the table that ``_visit_assign_row`` reads after the common ones."""
        return []

    @api.model
    def _visit_assign_rows(self, domain):
        """Return a ``Row`` per record in ``domain`` that can be assigned, by id, as far as the user may read them."""
        names = ["id", "territory_id", "user_id", "company_id", "visit_wanted_days", "visit_duration_min"]
        names += ["team_id"] if self._visit_stores_team() else []
        names += self._visit_assign_columns()
        found = compat.search_rows(self.browse(), compat.all_of(domain, self._visit_assign_domain()), names)
        durations = {company.id: company.visit_default_duration_min for company in self.env["res.company"].sudo().search([])}
        default = self.env.company.visit_default_duration_min
        return [self._visit_assign_row(dict(zip(names, values)), durations, default) for values in found]

    @api.model
    def _visit_assign_domain(self):
        """Whom this addon assigns at all."""
        return []

    @api.model
    def _visit_assign_row(self, values, durations, default):
        minutes = values["visit_duration_min"] or durations.get(values["company_id"], default)
        return Row(
            values["id"], values.get("name") or "", values["territory_id"] or 0, values["user_id"] or 0,
            values.get("team_id") or 0, values["company_id"] or 0,
            monthly_hours(values["visit_wanted_days"] or 0, minutes), values.get("partner_id") or 0)

    @api.model
    def _visit_stores_team(self):
        return "team_id" in self._fields and self._fields["team_id"].store

    # ---- goals ------------------------------------------------------------------------------------
    def _visit_assign_moves(self, supposed=None):
        """Return ``(moves, unchanged, outside)``: who should change hands, how many are right, how many in no area.

        Contacts of a company go with the company and are not looked at, nor are won leads.

        :param supposed: ``({id: territory}, {territory: Rule})`` to suppose instead of what is
        """
        territories, given = supposed or ({}, {})
        rows = [row._replace(territory=territories.get(row.id, row.territory))
                for row in self._visit_assign_rows([("id", "in", self.ids)])]
        areas = {row.territory for row in rows if row.territory and row.territory not in given}
        # rules of areas that the user may not see count too
        areas = self.env["field.visit.territory"].sudo().browse(sorted(areas))
        rules = {**{area.id: area._assign_rule() for area in areas}, **given}
        groups, outside = {}, 0
        for row in rows:
            rule = rules.get(row.territory)
            if not rule or not (rule.takers or rule.team):
                outside += 1
                continue
            groups.setdefault(rule, []).append(row)
        moves = [move for rule, some in groups.items() for move in self._visit_assign_group(rule, some)]
        return moves, len(rows) - outside - len(moves), outside

    @api.model
    def _visit_assign_group(self, rule, rows):
        """The moves among ``rows``, which all have the same rule."""
        shares = self._visit_assign_share(rule, rows)
        moves = []
        for row in rows:
            user = shares[row.id]
            moves_team = bool(rule.team and self._visit_stores_team() and row.team != rule.team)
            if user != row.user or moves_team:
                reason = "kept" if user == row.user else rule.method if user else "team"
                moves.append(Move(row, user, rule.team, rule.area, reason, ""))
        return self._visit_assign_checked(moves)

    @api.model
    def _visit_assign_share(self, rule, rows):
        """Return ``{id: user id or 0}``."""
        if not rule.takers:
            return {row.id: row.user if row.user in rule.members else 0 for row in rows}
        if rule.method == "owner":
            return {row.id: rule.takers[0] for row in rows}
        holders = self._visit_assign_holders(rule, rows)
        if rule.method == "round_robin":
            places = [Place(row.id, holders[row.id]) for row in rows]
            return share_in_turn(places, self.env["field.visit.assignment.line"]._turns(rule))
        by_hours = rule.method == "least_hours"
        places = [Place(row.id, holders[row.id], row.hours if by_hours else 1.0) for row in rows]
        loads = self._visit_assign_hours(rule.takers) if by_hours else self._visit_assign_leads(rule.takers)
        return share_to_least(places, rule.takers, loads)

    @api.model
    def _visit_assign_holders(self, rule, rows):
        """Who keeps a record if he is among the takers: its salesperson, else that of a lead's customer."""
        holders = {row.id: row.user for row in rows}
        wanted = {row.id: row.customer for row in rows if row.customer and row.user not in rule.takers}
        # whose customer it is counts, whether or not the user may see the customer
        customers = self.env["res.partner"].sudo().browse(sorted(set(wanted.values())))
        owners = dict(compat.search_rows(customers.browse(), [("id", "in", customers.ids)], ["id", "user_id"]))
        holders.update({number: owners.get(customer) or 0 for number, customer in wanted.items()})
        return holders

    # ---- what the takers have to do already ---------------------------------------------------------
    @api.model
    def _visit_assign_leads(self, users):
        # counted for everybody; no lead is shown
        leads = self.env["crm.lead"].sudo()
        return compat.count_by(leads, [("user_id", "in", list(users))] + OPEN_LEADS, "user_id")

    @api.model
    def _visit_assign_hours(self, users):
        loads = {}
        for model in ("res.partner", "crm.lead"):
            # summed up for everybody; no customer is shown
            for row in self.env[model].sudo()._visit_assign_rows([("user_id", "in", list(users))]):
                loads[row.user] = loads.get(row.user, 0.0) + row.hours
        return loads

    # ---- who cannot get it --------------------------------------------------------------------------
    @api.model
    def _visit_assign_checked(self, moves):
        """The moves, each with the reason why it cannot be made."""
        reasons = {key: self._visit_assign_refusal(*key) for key in {(move.user, move.team, move.row.company) for move in moves}}
        return [move._replace(refusal=reasons[move.user, move.team, move.row.company]) for move in moves]

    @api.model
    def _visit_assign_refusal(self, user, team, company):
        """A sentence when they cannot get a record of the company, "" when they can."""
        # companies of users and teams are closed to others; only whether this one fits is told
        user, team = self.env["res.users"].sudo().browse(user or []), self.env["crm.team"].sudo().browse(team or [])
        company = self.env["res.company"].sudo().browse(company or [])
        if company and user and company not in user.company_ids:
            return _("It belongs to %(company)s, and %(name)s does not.", company=company.name, name=user.name)
        if company and team.company_id and team.company_id != company:
            return _("It belongs to %(company)s, and %(name)s does not.", company=company.name, name=team.name)
        return ""


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _visit_assign_columns(self):
        return ["name"]

    @api.model
    def _visit_assign_domain(self):
        """Contacts go with their company; colleagues, own companies and competitors are nobody's customers."""
        contacts = [("type", "in", ("contact", "delivery", "other")),
                    "|", "|", ("parent_id", "=", False), ("is_company", "=", True), ("type", "!=", "contact")]
        # own companies, also those the user is not in
        own = self.env["res.company"].sudo().search([]).partner_id
        others = [("partner_share", "=", True), ("id", "not in", own.ids), ("is_competitor", "=", False)]
        return compat.all_of(super()._visit_assign_domain(), contacts, others)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model
    def _visit_assign_columns(self):
        return ["name", "partner_id"]

    @api.model
    def _visit_assign_domain(self):
        """Won leads keep their salesperson; invalid ones, and those that wait to be claimed, have none."""
        closed = [("visit_pool_state", "not in", ("invalid", "void"))]
        waiting = ["|", ("visit_pool_state", "!=", "unassigned"), ("visit_pool_id.keep_new", "=", False)]
        return compat.all_of(super()._visit_assign_domain(), OPEN_LEADS, closed, ["|", ("visit_pool_id", "=", False)] + waiting)
