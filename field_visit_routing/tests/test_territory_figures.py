"""The figures of a territory: of the area and all its parts, of what the user may see, in a few queries."""
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import compat
from .ground_case import GroundCase

MONTH = 365.25 / 12


@tagged("post_install", "-at_install")
class TestTerritoryFigures(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.visit_default_duration_min = 30
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        Territory = cls.env["field.visit.territory"]
        cls.city = Territory.create({"name": "City", "company_id": cls.company.id})
        cls.north = Territory.create({"name": "North", "parent_id": cls.city.id, "company_id": cls.company.id})
        cls.south = Territory.create({"name": "South", "parent_id": cls.city.id, "company_id": cls.company.id})
        cls.won = cls.env["crm.stage"].create({"name": "Won here", "is_won": True, "sequence": 90})
        cls.open = cls.env["crm.stage"].create({"name": "Open here", "sequence": 1})

    def member(self, territory, **values):
        return self.customer(**dict({"company_id": self.company.id, "territory_id": territory.id}, **values))

    def prospect(self, territory, **values):
        return self.lead(**dict({"company_id": self.company.id, "territory_id": territory.id, "type": "opportunity",
                                 "user_id": False, "stage_id": self.open.id}, **values))

    def figures(self, territory, user=None):
        area = territory.with_user(user) if user else territory
        compat.invalidate(area)
        return area.get_figures()[0]

    def test_members_of_all_parts_are_counted(self):
        self.member(self.city)
        self.member(self.north)
        self.prospect(self.north)
        for area, expected in ((self.city, (2, 1)), (self.north, (1, 1)), (self.south, (0, 0))):
            found = self.figures(area)
            self.assertEqual((found["partners"], found["leads"]), expected)

    def test_only_places_to_call_at_count(self):
        company = self.member(self.north)
        tag = self.env["res.partner.category"].create({"name": "Rivals", "is_competitor": True})
        self.member(self.north, name="Rival", category_id=[(4, tag.id)])
        self.customer(name="Person", is_company=False, parent_id=company.id, territory_id=self.north.id)
        branch = self.customer(name="Branch", is_company=False, parent_id=company.id, type="delivery",
                               territory_id=self.north.id)
        self.company.partner_id.territory_id = self.north
        self.prospect(self.north, stage_id=self.won.id)
        self.prospect(self.north, active=False)
        found = self.figures(self.north)
        self.assertEqual((found["partners"], found["leads"]), (2, 0))
        action = self.north.action_open_members()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), company + branch)

    def test_work_is_duration_by_rhythm(self):
        self.member(self.north, visit_interval_days=14, visit_duration_min=60)
        self.member(self.south, visit_interval_days=7)
        self.member(self.south)
        self.prospect(self.south, visit_interval_days=30, visit_duration_min=15)
        self.assertAlmostEqual(self.figures(self.north)["workload_h"], MONTH / 14, 1)
        self.assertAlmostEqual(self.figures(self.city)["workload_h"],
                               MONTH / 14 + 0.5 * MONTH / 7 + 0.25 * MONTH / 30, 1)
        self.assertEqual(self.figures(self.city)["regular"], 3)

    def test_coverage_is_the_share_visited_within_the_interval(self):
        today = date.today()
        for days, interval in ((3, 14), (13, 14), (15, 14), (None, 14), (3, 0)):
            customer = self.member(self.north, visit_interval_days=interval)
            compat.flush(customer)
            if days is not None:
                self.env.cr.execute("UPDATE res_partner SET last_visit_date = %s WHERE id = %s",
                                    [today - timedelta(days=days), customer.id])
        compat.invalidate(self.env["res.partner"])
        self.assertEqual(self.figures(self.north)["coverage_percent"], 50.0)
        self.assertEqual(self.figures(self.south)["coverage_percent"], 0.0)

    def test_potential_is_what_is_hoped_for(self):
        self.prospect(self.north, expected_revenue=1000.0)
        self.prospect(self.south, expected_revenue=500.0)
        self.prospect(self.south, expected_revenue=70.0, stage_id=self.won.id)
        self.prospect(self.south, expected_revenue=30.0, company_id=False)
        self.assertEqual(self.figures(self.city)["potential"], 1530.0)
        self.assertEqual(self.figures(self.south)["currency"], self.company.currency_id.name)

    def test_potential_of_a_shared_area_is_in_one_currency(self):
        currency = self.env["res.currency"].create({"name": "TST", "symbol": "T"})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 4.0, "name": "2020-01-01",
                                              "company_id": self.company.id})
        self.other_company.currency_id = currency
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 4.0, "name": "2020-01-01",
                                              "company_id": self.other_company.id})
        shared = self.env["field.visit.territory"].create({"name": "Shared", "company_id": False})
        both = (self.company + self.other_company).ids
        self.prospect(shared, expected_revenue=100.0)
        self.prospect(shared, expected_revenue=400.0, company_id=self.other_company.id)
        self.assertEqual(self.figures(shared)["potential"], 100.0)
        self.assertEqual(self.figures(shared.with_context(allowed_company_ids=both))["potential"], 200.0)

    def test_sales_are_those_of_the_members(self):
        if "sale.order" not in self.env:
            found = self.figures(self.city)
            self.assertEqual((found["has_sales"], found["sales_12m"]), (False, 0.0))
            return
        customer = self.member(self.north)
        order = self.env["sale.order"].create({"partner_id": customer.id, "company_id": self.company.id})
        product = self.env["product.product"].create({"name": "Coffee", "taxes_id": [(5, 0, 0)]})
        self.env["sale.order.line"].create({"order_id": order.id, "product_id": product.id, "product_uom_qty": 2,
                                            "price_unit": 50.0, "name": "Coffee"})
        self.assertEqual(self.figures(self.city)["sales_12m"], 0.0)
        order.action_confirm()
        found = self.figures(self.city)
        self.assertEqual((found["has_sales"], found["sales_12m"]), (True, 100.0))

    def test_each_user_counts_what_he_sees(self):
        self.prospect(self.north, user_id=self.rep_user.id, expected_revenue=100.0)
        self.prospect(self.north, user_id=self.other_rep_user.id, expected_revenue=10.0)
        self.assertEqual(self.figures(self.city, self.rep_user)["potential"], 100.0)
        self.assertEqual(self.figures(self.city, self.rep_user)["leads"], 1)
        self.assertEqual(self.figures(self.city, self.manager_user)["potential"], 110.0)
        # a clerk without the right to any lead
        clerk = self._user("archivist", extra=())
        self.assertEqual(self.figures(self.city, clerk)["leads"], 0)
        self.assertEqual(self.figures(self.city, clerk)["potential"], 0.0)

    def test_another_companys_figures_are_out_of_reach(self):
        foreign = self.env["field.visit.territory"].create({"name": "F", "company_id": self.other_company.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager_user).get_figures()

    def test_queries_do_not_grow_with_the_areas(self):
        def queries(areas):
            compat.flush(self.env["res.partner"])
            compat.invalidate(areas)
            before = self.env.cr.sql_log_count
            areas.mapped(lambda area: (area.partner_count, area.potential, area.coverage_percent, area.sales_12m))
            return self.env.cr.sql_log_count - before
        Territory = self.env["field.visit.territory"]
        many = Territory.create([{"name": "P%s" % number, "parent_id": self.north.id, "company_id": self.company.id}
                                 for number in range(40)])
        for area in many:
            self.member(area, visit_interval_days=7)
        queries(self.city)
        few, lots = queries(self.city + self.north), queries(self.city + self.north + many)
        self.assertLessEqual(lots, few + 2)

    def test_members_are_opened_as_lists_and_on_the_map(self):
        prospect = self.prospect(self.north)
        opened = self.city.action_open_leads()
        self.assertEqual(self.env["crm.lead"].search(opened["domain"]), prospect)
        self.assertEqual(opened["views"][0][1], compat.LIST)
        shown = self.city.action_open_map()
        self.assertEqual((shown["views"][0][1], shown["context"]), ("field_visit_map", {}))
        self.city.boundary = '{"type": "Polygon", "coordinates": [[[24, 60], [25, 60], [25, 61], [24, 60]]]}'
        self.assertEqual(self.city.action_open_map()["context"]["field_visit_territory"]["id"], self.city.id)
