"""Whatever the organisation and the records: what a user finds is what the rules in words say."""
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .. import compat
from .access_case import AccessCase

AREAS = ("", "country", "north", "harbour", "hill", "wood", "westland", "coast", "island")
PEOPLE = ("", "rep_user", "other_rep_user", "west_rep", "leader_user", "plain_user")
SEEING = ("rep_user", "other_rep_user", "leader_user", "west_rep", "west_leader", "manager_user")
member = st.fixed_dictionaries({
    "area": st.sampled_from(AREAS), "holder": st.sampled_from(PEOPLE), "parent_area": st.sampled_from(AREAS),
    "parent_holder": st.sampled_from(PEOPLE), "is_contact": st.booleans(), "team": st.sampled_from(["", "team", "west"])})
organisation = st.fixed_dictionaries({
    "owners": st.lists(st.tuples(st.sampled_from(AREAS[1:]), st.sampled_from(PEOPLE), st.sampled_from(["", "team", "west"])),
                       max_size=3),
    "is_open": st.booleans()})


class EndOfExample(Exception):
    """Takes back what an example wrote."""


class Words:
    """The rules said again, record by record, by the fields of sudo records only."""

    def __init__(self, case, user):
        self.case, self.user = case, user
        self.role = ("manager" if user == case.manager_user
                     else "leader" if user in (case.leader_user, case.west_leader) else "rep")
        self.own_teams = {team for team in case.teams if user in team.member_ids}
        led = {team for team in case.teams if team.user_id == user} if self.role == "leader" else set()
        crew = {user} | {person for team in led for person in team.member_ids}
        self.subtree = {area for area in case.areas if self.role == "leader" and any(
            above.user_id in crew or above.team_id in led for above in self.upward(area))}
        self.led = led | {area.team_id for area in self.subtree if area.team_id}
        self.people = {user} | {person for team in self.led for person in team.member_ids}

    @staticmethod
    def upward(area):
        while area:
            yield area
            area = area.parent_id

    def owners(self, area):
        for above in self.upward(area):
            if above.user_id or above.team_id or above.dealer_id:
                return above.user_id, above.team_id
        return None

    def sells_in(self, area):
        if not area:
            return False
        owners = self.owners(area)
        mine = owners and (owners[0] == self.user or (not owners[0] and owners[1] in self.own_teams))
        return bool(mine) or area in self.subtree

    def holds(self, record):
        if record.user_id in self.people or self.sells_in(record.territory_id):
            return True
        if "team_id" not in record:
            return False
        return record.team_id in self.led or (not record.user_id and record.team_id in self.own_teams)

    def is_free(self, record):
        taken = record.user_id or ("team_id" in record and record.team_id)
        return not taken and not (record.territory_id and self.owners(record.territory_id))

    def may_see(self, partner):
        if self.role == "manager" or self.holds(partner):
            return True
        above = partner.commercial_partner_id
        if above.user_id in self.people or partner.parent_id.user_id in self.people or self.sells_in(above.territory_id):
            return True
        is_open = self.role == "leader" or self.case.company.visit_access_nobodys
        return is_open and self.is_free(partner) and self.is_free(above)


@tagged("post_install", "-at_install")
class TestProperty(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.areas = cls.env["field.visit.territory"].search([("company_id", "=", cls.company.id)])
        cls.teams = cls.team | cls.west

    def get(self, name, model):
        return getattr(self, name) if name else self.env[model]

    def build(self, plan):
        """A customer, or a contact with its company, held as the plan says, whatever follows of itself."""
        company = self.env["res.partner"]
        if plan["is_contact"]:
            company = self.member("res.partner", "company", self.get(plan["parent_area"], "field.visit.territory").id,
                                  self.get(plan["parent_holder"], "res.users").id, is_company=True)
        partner = self.member("res.partner", "member", False, False, parent_id=company.id,
                              type="other" if plan["is_contact"] else "contact")
        values = {"territory_id": self.get(plan["area"], "field.visit.territory").id,
                  "user_id": self.get(plan["holder"], "res.users").id}
        partner.write({"territory_id": values["territory_id"]})
        partner.write({"user_id": values["user_id"]})
        if "team_id" in partner:
            partner.team_id = self.get(plan["team"], "crm.team")
        return partner

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(organisation, st.lists(member, min_size=1, max_size=4))
    def check(self, owners_plan, plans):
        with suppress(EndOfExample), self.env.cr.savepoint():
            self.change_organisation(owners_plan)
            self.compare(self.env["res.partner"].union(*(self.build(plan) for plan in plans)))
            raise EndOfExample  # its records are not to be seen by the next one
        for model in ("res.partner", "field.visit.territory", "res.company"):
            compat.invalidate(self.env[model])
        compat.clear_caches(self.env)

    def change_organisation(self, plan):
        for name, person, team in plan["owners"]:
            getattr(self, name).write({
                "user_id": self.get(person, "res.users").id, "team_id": self.get(team, "crm.team").id})
        self.company.visit_access_nobodys = plan["is_open"]

    def compare(self, partners):
        partners |= partners.commercial_partner_id
        for name in SEEING:
            user = getattr(self, name)
            words = Words(self, user)
            expected = {partner.id for partner in partners if words.may_see(partner)}
            found = self.env["res.partner"].with_user(user).search([("id", "in", partners.ids)])
            self.assertEqual(set(found.ids), expected, name)
            changed = {partner.id for partner in partners if compat.has_access(partner.with_user(user), "write")}
            self.assertEqual(changed, expected, name)

    def test_what_is_found_is_what_the_words_say(self):
        self.check()
