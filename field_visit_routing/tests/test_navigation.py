"""Links to navigation apps, and the datum of the Chinese one."""
from odoo.tests.common import BaseCase

from ..engine.geo.gcj02 import in_mainland, to_gcj02
from ..models import navigation

HELSINKI, ESPOO = (60.17, 24.94), (60.205, 24.655)
BEIJING = (39.915, 116.404)


class TestLinks(BaseCase):

    def test_one_link_per_provider(self):
        links = navigation.links(HELSINKI, ESPOO, "Shop")
        self.assertEqual(set(links), set(navigation.PROVIDERS))
        self.assertIn("origin=60.170000,24.940000", links["google"])
        self.assertIn("destination=60.205000,24.655000", links["google"])
        self.assertIn("60.170000,24.940000;60.205000,24.655000", links["osm"])

    def test_amap_counts_longitude_first(self):
        self.assertIn("to=24.655000,60.205000", navigation.links(None, ESPOO)["amap"])

    def test_amap_in_the_mainland_is_gcj02(self):
        link = navigation.links(None, BEIJING, "咖啡")["amap"]
        self.assertIn("to=116.410244,39.916404", link)
        self.assertNotIn(" ", link)

    def test_others_stay_wgs84_in_the_mainland(self):
        self.assertIn("39.915000,116.404000", navigation.links(None, BEIJING)["google"])


class TestGcj02(BaseCase):

    def test_published_example(self):
        latitude, longitude = to_gcj02(*BEIJING)
        self.assertAlmostEqual(latitude, 39.91640428150164, places=9)
        self.assertAlmostEqual(longitude, 116.41024449916938, places=9)

    def test_neighbours_are_outside(self):
        for name, latitude, longitude in (
                ("Hong Kong", 22.28, 114.16), ("Macao", 22.19, 113.545),
                ("Taipei", 25.03, 121.56), ("Kinmen", 24.43, 118.32),
                ("Hanoi", 21.03, 105.85), ("Seoul", 37.56, 126.97), ("Helsinki", 60.17, 24.94)):
            with self.subTest(name):
                self.assertFalse(in_mainland(latitude, longitude))
                self.assertEqual(to_gcj02(latitude, longitude), (latitude, longitude))

    def test_cities_of_the_mainland(self):
        for name, latitude, longitude in (
                ("Shenzhen", 22.54, 114.05), ("Zhuhai", 22.27, 113.57), ("Xiamen", 24.48, 118.09),
                ("Urumqi", 43.8, 87.6), ("Lhasa", 29.65, 91.1), ("Harbin", 45.75, 126.65),
                ("Sanya", 18.25, 109.5), ("Dandong", 40.13, 124.38), ("Mohe", 53.48, 122.36)):
            with self.subTest(name):
                self.assertTrue(in_mainland(latitude, longitude))
