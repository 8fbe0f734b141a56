"""On entering a territory a customer or lead goes to whom the area belongs, noted and undoable."""
from odoo.tests import tagged

from .. import compat
from .assign_case import AssignCase


@tagged("post_install", "-at_install")
class TestEntering(AssignCase):
    def enter(self, record, area, cause="position"):
        self.moved(record, area, cause)
        return record.user_id

    def test_to_the_rep_of_the_area_with_a_note(self):
        shop = self.member(self.hill, user_id=self.other_rep_user.id)
        self.assertEqual(self.enter(shop, self.harbour), self.rep_user)
        self.assertIn('It came into "City / Harbour". Rep of the area.', self.note(shop))
        self.assertIn("Other Rep → Rep", self.note(shop))

    def test_a_lead_gets_the_team_of_the_area_above(self):
        lead = self.lead(company_id=self.company.id, user_id=False, team_id=False)
        market = self.area("Market", parent_id=self.city.id, user_id=self.third_user.id, team_id=self.team.id)
        self.enter(lead, market, "create")
        self.assertEqual((lead.user_id, lead.team_id), (self.third_user, self.team))

    def test_undone_from_its_run(self):
        shop = self.member(self.hill, user_id=self.other_rep_user.id)
        self.enter(shop, self.harbour)
        run = self.runs.search([("line_ids.partner_id", "=", shop.id)])
        self.assertEqual((run.cause, run.state, run.territory_id), ("entering", "applied", self.harbour))
        self.assertEqual(run.with_user(self.leader_user).undo()["done"], 1)
        self.assertEqual(shop.user_id, self.other_rep_user)
        self.assertIn("undone", self.note(shop))
        self.assertEqual(run.state, "undone")

    def test_an_area_of_nobody_and_one_of_a_dealer_take_nothing(self):
        dealer = self.customer(name="Dealer")
        for area in (self.area("Wilderness"), self.area("Dealer's", dealer_id=dealer.id)):
            shop = self.member(self.hill, user_id=self.other_rep_user.id)
            self.assertEqual(self.enter(shop, area), self.other_rep_user)

    def test_leaving_all_areas_keeps_the_salesperson(self):
        shop = self.member(self.hill, user_id=self.other_rep_user.id)
        self.assertEqual(self.enter(shop, self.hill.browse()), self.other_rep_user)

    def test_an_area_of_a_team_only_frees_a_stranger_and_keeps_a_member(self):
        shop = self.member(self.hill, user_id=self.manager_user.id)
        mine = self.member(self.hill, user_id=self.third_user.id)
        self.assertEqual(self.enter(shop, self.city), self.nobody)
        self.assertEqual(self.enter(mine, self.city), self.third_user)

    def test_contacts_go_with_their_company_and_colleagues_are_no_customers(self):
        company = self.member(self.hill, user_id=self.other_rep_user.id)
        contact = self.member(self.hill, parent_id=company.id, is_company=False, type="contact")
        before = contact.user_id  # nobody; that of the company where Odoo copies it (15.0 on)
        self.assertEqual(self.enter(contact, self.harbour), before)
        self.assertFalse(self.enter(self.plain_user.partner_id, self.harbour))
        self.assertFalse(self.enter(self.company.partner_id, self.harbour))
        tag = self.env["res.partner.category"].create({"name": "Rival", "is_competitor": True})
        self.assertFalse(self.enter(self.member(self.hill, category_id=[(4, tag.id)]), self.harbour))

    def test_won_leads_stay(self):
        lead = self.lead(company_id=self.company.id, user_id=self.other_rep_user.id, type="opportunity")
        lead.action_set_won()
        self.assertEqual(self.enter(lead, self.harbour), self.other_rep_user)

    def test_proposed_or_not_at_all_when_the_company_wants_so(self):
        self.company.visit_assign_entering = "propose"
        shop = self.member(self.hill, user_id=self.other_rep_user.id)
        self.assertEqual(self.enter(shop, self.harbour), self.other_rep_user)
        self.assertEqual(self.open_runs(self.harbour).line_ids.partner_id, shop)
        self.company.visit_assign_entering = "off"
        other = self.member(self.hill)
        self.enter(other, self.harbour)
        self.assertEqual(self.open_runs(self.harbour).line_ids.partner_id, shop)

    def test_a_rep_of_another_company_is_refused_with_the_reason(self):
        foreign = self._user("foreign", "group_rep", company=self.other_company)
        self.harbour.with_context(visit_no_proposal=True).user_id = foreign
        shop = self.member(self.hill, user_id=self.other_rep_user.id)
        self.assertEqual(self.enter(shop, self.harbour), self.other_rep_user)
        line = self.runs.line_ids.search([("partner_id", "=", shop.id)])
        self.assertEqual(line.state, "refused")
        self.assertIn("It belongs to North Sales, and Foreign does not.", line.refusal)


@tagged("post_install", "-at_install")
class TestMethods(AssignCase):
    def share(self, method, count=3, users=None, model="res.partner"):
        self.hill.with_context(visit_no_proposal=True).write({
            "assign_method": method, "assign_user_ids": [(6, 0, (users or self.people).ids)]})
        if model == "crm.lead":
            records = self.env[model].browse([
                self.lead(company_id=self.company.id, user_id=False, type="opportunity").id for _each in range(count)])
        else:
            records = self.env[model].browse([
                self.member(self.harbour, name="Shop %d" % each, user_id=False).id for each in range(count)])
        self.moved(records, self.hill, "position")
        return [record.user_id for record in records]

    def test_each_in_turn_over_several_occasions(self):
        first = self.share("round_robin", 1) + self.share("round_robin", 1) + self.share("round_robin", 1)
        self.assertEqual(set(first), set(self.people))
        self.assertEqual(self.share("round_robin", 4), first + first[:1])

    def test_who_of_the_takers_has_it_keeps_it(self):
        self.hill.with_context(visit_no_proposal=True).write({"assign_method": "round_robin"})
        shop = self.member(self.harbour, user_id=self.third_user.id)
        self.moved(shop, self.hill, "position")
        self.assertEqual(shop.user_id, self.third_user)

    def test_a_lead_goes_to_the_salesperson_of_its_customer_if_he_takes_part(self):
        self.hill.with_context(visit_no_proposal=True).write({"assign_method": "round_robin"})
        customer = self.member(self.hill, user_id=self.third_user.id)
        lead = self.lead(company_id=self.company.id, partner_id=customer.id, user_id=False)
        self.moved(lead, self.hill, "create")
        self.assertEqual(lead.user_id, self.third_user)

    def test_the_fewest_open_leads(self):
        for user, count in ((self.rep_user, 2), (self.third_user, 1)):
            for _each in range(count):
                self.lead(company_id=self.company.id, user_id=user.id, team_id=self.team.id)
        given = self.share("least_leads", 3, model="crm.lead")
        self.assertEqual(given, [self.other_rep_user, self.other_rep_user, self.third_user])

    def test_the_fewest_visit_hours(self):
        self.member(self.harbour, user_id=self.rep_user.id, visit_interval_days=7, visit_duration_min=60)
        self.member(self.harbour, user_id=self.other_rep_user.id, visit_interval_days=30, visit_duration_min=60)
        given = self.share("least_hours", 2, users=self.rep_user | self.other_rep_user)
        self.assertEqual(given, [self.other_rep_user, self.other_rep_user])

    def test_the_method_comes_from_above_until_an_area_with_a_rep(self):
        self.city.with_context(visit_no_proposal=True).assign_method = "round_robin"
        quarter = self.area("Quarter", parent_id=self.city.id)
        self.assertEqual(set(quarter._assign_rule().takers), set(self.people.ids))
        self.assertEqual(self.harbour._assign_rule()[1:3], ("owner", (self.rep_user.id,)))

    def test_the_rule_in_effect_is_told(self):
        self.assertEqual(self.harbour.assign_rule_text, "Rep")
        self.hill.with_context(visit_no_proposal=True).write({
            "assign_method": "least_leads", "assign_user_ids": [(6, 0, (self.rep_user | self.third_user).ids)]})
        self.assertEqual(self.hill.assign_rule_text, "To whoever has the fewest open leads: Rep, Third Rep")
        self.assertEqual(self.city.assign_rule_text, "the team North Team")
        self.assertIn("Nobody sells here", self.area("Wilderness").assign_rule_text)

    def test_people_who_left_take_nothing(self):
        self.third_user.active = False
        self.assertNotIn(self.third_user, self.share("round_robin", 4))

    def test_portal_users_cannot_be_chosen(self):
        portal = self.env["res.users"].create({"name": "Portal", "login": "assign-portal"})
        compat.set_groups(portal, "base.group_portal")
        self.assertRefused("is a portal user", self.hill.write, {"assign_user_ids": [(6, 0, portal.ids)]})
