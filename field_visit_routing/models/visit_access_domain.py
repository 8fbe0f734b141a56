"""Which customers and leads a person may see, and in which he may act, as domains for the record rules.

Always admitted are the people of the house: addresses and contacts of the own companies, internal users and
their contacts.  Beside them a rep has what lies in his territories, what is his own, and what nobody holds;
a leader the same for all people and teams below him; a manager his companies.  Whoever visits a customer
may look him up as well.
"""
from odoo import api, models, tools

from .. import compat

READ = "read"
#: Models that show customers or leads by a link of their own → the links.
LINKED = {
    "field.visit": {"res.partner": "partner_id", "crm.lead": "lead_id"},
    "field.visit.hours": {"res.partner": "partner_id", "crm.lead": "lead_id"},
    "field.visit.plan.left_out": {"res.partner": "partner_id", "crm.lead": "lead_id"},
    "crm.activity.report": {"crm.lead": "lead_id"},
    "field.visit.pool.move": {"crm.lead": "lead_id"},
    "field.visit.segment.move": {"res.partner": "partner_id", "crm.lead": "lead_id"},
    "res.partner.bank": {"res.partner": "partner_id"},
}
#: Those of them that tell what somebody did: he may read it himself.
DONE_BY = {"field.visit.pool.move": "user_id"}


def through(link, domain):
    """Return ``domain`` for a model whose field ``link`` leads to the model that it is about."""
    return [item if isinstance(item, str) else ("%s.%s" % (link, item[0]), item[1], item[2]) for item in domain]


class ResUsers(models.Model):
    _inherit = "res.users"

    # ---- public: what record rules ask -----------------------------------------------------------
    def visit_access_domain(self, model, operation, company_ids):
        """Return the domain of the records in which the user may do something; [] restricts nothing.

        :param str model: ``"res.partner"``, ``"crm.lead"``, or a model that shows them by a link
        :param str operation: "read", "write", "create" or "unlink"
        :param list company_ids: the companies the user is switched to
        """
        self.ensure_one()
        return self.visit_reach_domain(model, operation, company_ids) if self.visit_access_mode() == "forbid" else []

    def visit_reach_domain(self, model, operation, company_ids):
        """Return the same as ``visit_access_domain`` whatever the setting: what would be forbidden."""
        self.ensure_one()
        if not self.visit_access_role():
            return []
        if model in LINKED:
            return self._visit_linked_domain(model, operation, company_ids)
        if model == "res.partner":
            return self._visit_partner_domain(operation, company_ids)
        return self._visit_lead_domain(operation)

    def visit_lead_group_domain(self):
        """Return the leads that Odoo shows to salespeople as their own and that are not: those of their areas."""
        self.ensure_one()
        return [("territory_id", "in", self.visit_territory_ids())]

    # ---- the work ----------------------------------------------------------------------------------
    def _visit_linked_domain(self, model, operation, company_ids):
        links = LINKED[model]
        parts = [[(link, "=", False) for link in links.values()]]
        if model in DONE_BY:
            parts.append([(DONE_BY[model], "=", self.id)])
        for linked, link in links.items():
            domain = self.visit_reach_domain(linked, operation, company_ids)
            parts.append(compat.all_of([(link, "!=", False)], through(link, domain)))
        return compat.any_of(*parts)

    def _visit_partner_domain(self, operation, company_ids):
        company = compat.any_of([("partner_share", "=", False)], [("company_id", "in", [False, *company_ids])])
        if self.visit_access_role() == "manager":
            return company
        return compat.all_of(company, compat.any_of(
            *self._visit_house_clauses(), *self._visit_own_customers(), *self._visit_nobodys_customers(),
            *self._visit_looked_up("res.partner", operation)))

    def _visit_lead_domain(self, operation):
        if self.visit_access_role() == "manager":
            return []
        return compat.any_of(
            *self._visit_own_leads(), *self._visit_nobodys_leads(), *self._visit_looked_up("crm.lead", operation))

    def _visit_house_clauses(self):
        house = list(self.env["res.company"]._visit_house_ids())
        return [[("partner_share", "=", False)]] + [
            [(name, "in", house)] for name in ("id", "parent_id", "commercial_partner_id")]

    def _visit_own_customers(self):
        access = self._visit_access()
        people, areas = list(access["people"]), list(access["territories"])
        clauses = [[(name, "in", people)] for name in ("user_id", "visit_parent_user_id", "visit_whole_user_id")]
        clauses += [[(name, "in", areas)] for name in ("territory_id", "visit_whole_territory_id")]
        if "team_id" in self.env["res.partner"]._fields:
            clauses += self._visit_team_clauses()
        return clauses

    def _visit_team_clauses(self):
        """A leader has all of his teams, a rep what is his team's and no salesperson's."""
        access = self._visit_access()
        return [[("team_id", "in", list(access["led_teams"]))],
                [("user_id", "=", False), ("team_id", "in", list(access["member_teams"]))]]

    def _visit_nobodys_customers(self):
        if not self._visit_sees_nobodys():
            return []
        return [self._visit_free_clause("res.partner") + self._visit_free_whole()]

    def _visit_own_leads(self):
        access = self._visit_access()
        people = list(access["people"])
        return self._visit_team_clauses() + [
            [("territory_id", "in", list(access["territories"]))], [("user_id", "in", people)],
            [("partner_id.user_id", "in", people)], [("partner_id.visit_whole_user_id", "in", people)]]

    def _visit_nobodys_leads(self):
        if not self._visit_sees_nobodys():
            return []
        free = self._visit_free_clause("crm.lead")
        return [free + [("partner_id", "=", False)],
                free + through("partner_id", self._visit_free_whole())]

    def _visit_free_clause(self, model):
        """No salesperson, no team, and in no territory where anybody sells."""
        owned = list(self.env["field.visit.territory"]._visit_owned_ids())
        free = [("user_id", "=", False), ("territory_id", "not in", owned)]
        return free + [("team_id", "=", False)] if "team_id" in self.env[model]._fields else free

    def _visit_free_whole(self):
        """The same of the whole customer, of which a partner may be a contact."""
        return [("visit_whole_" + name, *rest) for name, *rest in self._visit_free_clause("res.partner")]

    def _visit_sees_nobodys(self):
        """Leaders always do, to hand it out; reps where every company of theirs lets them."""
        return self.visit_access_role() != "rep" or all(self.sudo().company_ids.mapped("visit_access_nobodys"))

    def _visit_looked_up(self, model, operation):
        """Whoever has visits at a customer, or a lead of his, may look him up."""
        people = list(self._visit_access()["people"])
        links = ("field_visit_ids", "visit_lead_ids") if model == "res.partner" else ("field_visit_ids",)
        return [[("%s.user_id" % link, "in", people)] for link in links] if operation == READ else []


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    @tools.ormcache()
    def _visit_house_ids(self):
        """Return the ids of the partners of all companies and of all internal users."""
        users = self.env["res.users"].sudo().with_context(active_test=False)  # the same for whoever asks
        people = users.search([("share", "=", False)]).partner_id
        companies = self.sudo().with_context(active_test=False).search([]).partner_id
        return tuple(sorted({*people.ids, *companies.ids}))
