"""Make the pictures of the README and the guides from the running demo: ``make screenshots``.

``make screenshots P="heat layers"`` makes some of them, by the names of their methods.

Starts the demo by ``./run`` unless FVR_URL, FVR_DB, FVR_LOGIN and FVR_PASSWORD name another one.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
IMAGES = CHECKOUT / "docs" / "images"
sys.path[:0] = [str(HERE), str(CHECKOUT / "dev" / "demo")]

from conftest import FLAGS  # noqa: E402
from field_pictures import FieldAlbum  # noqa: E402
from map_pictures import MapAlbum  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from rpc import Odoo  # noqa: E402
from score_pictures import ScoreAlbum  # noqa: E402
from territory_pictures import TerritoryAlbum  # noqa: E402
from web import Web  # noqa: E402

TABLE = """name,address,city,lat,lon,phone
Café Ekberg,Bulevardi 9,Helsinki,60.1650,24.9395,+358 9 1234
Fazer,Kluuvikatu 3,Helsinki,60.1683,24.9471,
Kappeli,Eteläesplanadi 1,Helsinki,91,24.9507,
"""


def access():
    """Return address, database, login and password of the demo."""
    keys = ("url", "db", "login", "password")
    if os.environ.get("FVR_URL"):
        return {key: os.environ["FVR_" + key.upper()] for key in keys}
    out = subprocess.run([str(CHECKOUT / "run")], check=True, stdout=subprocess.PIPE, text=True).stdout
    known = json.loads(out.strip().splitlines()[-1])
    return {key: known[key] for key in keys}


def shrink(path):
    """Reduce a picture to 256 colours: a third of the size, nothing lost that a reader sees."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256).save(path, optimize=True)
    print(path.relative_to(CHECKOUT))


class Album:
    """Takes the pictures, one method each."""

    def __init__(self, web, odoo):
        self.web, self.odoo = web, odoo

    def shoot(self, name):
        self.web.page.wait_for_timeout(800)  # pictures only: let animations end
        self.web.page.screenshot(path=str(IMAGES / f"{name}.png"))
        shrink(IMAGES / f"{name}.png")

    def week_map(self):
        self.web.open("action_this_week")
        self.web.map()
        self.shoot("week-map")

    def customers_map(self):
        self.web.open("action_customers", view_type="field_visit_map")
        self.web.map()
        self.shoot("customers-map")

    def customers_list(self):
        self.web.open("action_customers", view_type="list")
        self.web.page.locator(".o_data_row").first.wait_for()
        self.shoot("customers-list")

    def customer_form(self):
        customer = self.odoo.search("res.partner", [("visit_grade", "=", "A"), ("visit_hours_ids", "!=", False)], limit=1)
        self.web.open_record("action_customers", "res.partner", customer[0])
        self.web.tab("Visits")
        self.shoot("customer-form")

    def plan_wizard(self):
        self.web.open("action_this_week")
        self.web.page.locator(".o_main_navbar a, .o_main_navbar button", has_text="Plan a week").first.click()
        self.web.button("Run").wait_for()
        self.shoot("plan-wizard")

    def plan(self):
        plan = self.odoo.search("field.visit.plan", [("state", "=", "applied")], order="id", limit=1)
        self.web.open_record("action_plans", "field.visit.plan", plan[0])
        self.shoot("plan")

    def route(self):
        route = self.odoo.search("field.visit.route", [("state", "=", "in_progress")], limit=1)
        self.web.open_record("action_routes", "field.visit.route", route[0])
        self.shoot("route")

    def route_sheet(self):
        """The printed sheet, its first page turned into a picture."""
        route = self.odoo.search("field.visit.route", [("state", "=", "in_progress")], limit=1)[0]
        url = f"{self.web.url}/report/pdf/field_visit_routing.route_sheet/{route}"
        pdf = IMAGES / "route-sheet.pdf"
        pdf.write_bytes(self.web.page.request.get(url, timeout=60_000).body())
        subprocess.run(["pdftoppm", "-png", "-r", "70", "-singlefile", str(pdf), str(IMAGES / "route-sheet")], check=True)
        pdf.unlink()
        shrink(IMAGES / "route-sheet.png")

    def try_my_customers(self):
        batch = self.odoo.create("field.visit.try.batch", [{"name": "My customers", "text": TABLE}])
        self.odoo.call("field.visit.try.batch", "action_check", batch)
        self.web.open_record("action_field_visit_try_batch", "field.visit.try.batch", batch[0])
        self.shoot("try-my-customers")
        self.odoo.call("field.visit.try.batch", "action_remove", batch)

    def pictures(self):
        """Return every picture by its name: those of the map's tools, then the others."""
        tools = MapAlbum(self.web, self.odoo, self.shoot)
        areas = TerritoryAlbum(self.web, self.odoo, self.shoot)
        scores = ScoreAlbum(self.web, self.odoo, self.shoot)
        return {picture.__name__: picture for picture in (*tools.pictures(), *areas.pictures(), *scores.pictures(), *(
            self.week_map, self.customers_map, self.customers_list, self.customer_form, self.plan_wizard,
            self.plan, self.route, self.route_sheet, self.try_my_customers))}


def main():
    known = access()
    odoo = Odoo(**known)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("FVR_BROWSER", "/usr/bin/chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        web = Web(page, known["url"], odoo)
        web.sign_in(known["login"], known["password"])
        field = FieldAlbum(browser, known, odoo, shrink, IMAGES)
        pictures = dict(Album(web, odoo).pictures(), **{picture.__name__: picture for picture in field.pictures()})
        for name in sys.argv[1:] or pictures:
            pictures[name]()
        browser.close()


if __name__ == "__main__":
    main()
