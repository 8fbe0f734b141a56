"""Pictures of the phone app and of what the desk sees of the field, for the README and the guide."""
from datetime import datetime, timedelta, timezone

from conftest import PHONE
from web import Phone, Web


class FieldAlbum:
    """Takes the pictures of the phone; ``known`` is the demo's access."""

    def __init__(self, browser, known, odoo, shrink, images):
        self.browser, self.known, self.odoo, self.shrink, self.images = browser, known, odoo, shrink, images

    def login(self):
        """Login of the rep whose route of today is in progress."""
        route, = self.odoo.read("field.visit.route", [("state", "=", "in_progress")], ["rep_id"], order="date desc", limit=1)
        rep, = self.odoo.read("field.visit.rep", [("id", "=", route["rep_id"][0])], ["user_id"])
        return self.odoo.read("res.users", [("id", "=", rep["user_id"][0])], ["login"])[0]["login"]

    def moment(self):
        """Twenty minutes into the visit that is going on."""
        visit, = self.odoo.read("field.visit", [("state", "=", "in_progress")], ["planned_start"], order="id desc", limit=1)
        start = datetime.strptime(visit["planned_start"], "%Y-%m-%d %H:%M:%S")
        return start.replace(tzinfo=timezone.utc) + timedelta(minutes=20)

    def shoot(self, name, screen, before=None, **look):
        """Open ``screen`` on a phone, do ``before(phone)`` and keep a picture."""
        context = self.browser.new_context(**dict(PHONE, **look))
        phone = Phone(context.new_page(), self.known["url"], self.odoo)
        # whenever the pictures are taken, the rep is on time
        phone.page.clock.install(time=self.moment())
        phone.sign_in(self.login(), self.known["password"])
        phone.open_app(screen)
        phone.page.wait_for_selector(".fva-tabs")
        if before:
            before(phone)
        phone.page.wait_for_timeout(1200)  # pictures only: let the map come to rest
        phone.page.screenshot(path=str(self.images / f"{name}.png"))
        context.close()
        self.shrink(self.images / f"{name}.png")

    def app_today(self):
        self.shoot("app-today", "today")

    def app_map(self):
        self.shoot("app-map", "today", lambda phone: (phone.page.get_by_title("Map").click(), phone.map()))

    def app_week(self):
        self.shoot("app-week", "week")

    def app_dark(self):
        self.shoot("app-dark", "today", color_scheme="dark")

    def app_summary(self):
        self.shoot("app-summary", "summary")

    def live_map(self):
        """The manager's live map with the day of one rep."""
        web = Web(self.browser.new_page(viewport={"width": 1280, "height": 800}), self.known["url"], self.odoo)
        web.sign_in("laura", self.known["password"])
        web.open("action_live")
        web.page.locator(".fvr-live-row", has_text="On duty").first.click()
        web.page.wait_for_selector(".fvr-live-stops")
        web.page.wait_for_timeout(1200)  # pictures only: let the map come to rest
        web.page.screenshot(path=str(self.images / "live-map.png"))
        web.page.close()
        self.shrink(self.images / "live-map.png")

    def pictures(self):
        """Return the methods that take the pictures."""
        return (self.live_map, self.app_today, self.app_map, self.app_week, self.app_dark, self.app_summary)
