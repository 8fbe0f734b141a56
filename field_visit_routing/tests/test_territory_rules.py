"""What a person may write into the rules of a territory, and what is refused in which words."""
from odoo.tests import tagged

from .ground_case import GroundCase


@tagged("post_install", "-at_install")
class TestTerritoryRules(GroundCase):
    def area(self, **values):
        return self.env["field.visit.territory"].create(dict({"name": "Area", "company_id": self.company.id}, **values))

    def test_rules_are_written_evenly(self):
        area = self.area(zips=" 00100-00199 ,02*;02*", cities="Helsinki ,  Espoo")
        self.assertEqual((area.zips, area.cities), ("00100-00199, 02*", "Helsinki, Espoo"))
        area.write({"zips": 33100, "cities": " , "})
        self.assertEqual((area.zips, area.cities), ("33100", False))
        area.write({"zips": False})
        self.assertFalse(area.zips)

    def test_faulty_postcodes_are_named_with_the_remedy(self):
        area = self.area(zips="00100")
        for zips, sentence in (
                ("00100-0199", 'the ends of "00100-0199" differ in length'),
                ("00199-00100", "ends before it begins. Exchange its ends"),
                ("SW1A-SW1C", "Write a beginning for each of them"),
                ("0*2", "A star stands once, at the end"),
                ("*", "a star alone means every postcode"),
                ("<b>", '"<b>" is no postcode'),
                (",".join("%05d" % number for number in range(2001)), "2001 are too many")):
            self.assertRefused("Postcodes: ", area.write, {"zips": zips})
            self.assertRefused(sentence, area.write, {"zips": zips})
            self.assertRefused(sentence, self.area, zips=zips)
        self.assertEqual(area.zips, "00100")

    def test_states_are_of_the_countries(self):
        state, country = self.env.ref("base.state_us_5"), self.env.ref("base.us")
        self.assertRefused("California is in United States, which is not among its countries", self.area,
                           country_ids=[(6, 0, self.finland.ids)], state_ids=[(6, 0, state.ids)])
        area = self.area(country_ids=[(6, 0, (self.finland + country).ids)], state_ids=[(6, 0, state.ids)])
        self.assertRefused("Add the country, or remove the state", area.write,
                           {"country_ids": [(3, country.id)]})
        # without countries the state says it all
        self.assertTrue(self.area(state_ids=[(6, 0, state.ids)]))

    def test_dates_and_precedence(self):
        self.assertRefused("before it begins", self.area, date_from="2026-02-01", date_to="2026-01-31")
        self.assertTrue(self.area(date_from="2026-02-01", date_to="2026-02-01"))
        self.assertRefused("a number from 0 to 1000", self.area, precedence="high")
        self.assertRefused("Precedence", self.area, precedence=1001)

    def test_who_sells_is_told_with_where_it_comes_from(self):
        city = self.area(name="City", team_id=self.team.id)
        district = self.area(name="District", parent_id=city.id)
        self.assertEqual((city.owner_name, district.owner_name), ("Team North Team", "Team North Team (of City)"))
        district.user_id = self.rep_user
        self.assertEqual(district.owner_name, "Rep")
        dealer = self.customer(name="Dealer Ltd")
        district.write({"user_id": False, "dealer_id": dealer.id})
        self.assertEqual(district.with_user(self.rep_user).owner_name, "Dealer Ltd")
        city.team_id = False
        district.dealer_id = False
        self.assertFalse(district.owner_name)
