"""The popup of a pin: what it tells, what its buttons do, and text that looks like markup."""
import json
import re
import time
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect
from rpc import Odoo
from web import wait_until_still

EVIL = "<img src=x onerror=alert(1)>"
PHONE = (390, 844)
COMPANY = "Pohjola Coffee Oy"
#: An area round the customers made here, as GeoJSON.
AROUND = json.dumps({"type": "Polygon", "coordinates": [[[24.93, 60.16], [24.95, 60.16], [24.95, 60.18],
                                                         [24.93, 60.18], [24.93, 60.16]]]})
KEPT = ("res.partner", "res.users", "field.visit.rep", "field.visit.territory")


class Popups:
    """Records made for one test, and the popups of their pins."""

    def __init__(self, odoo):
        self.odoo, self.made = odoo, []
        self.company = odoo.search("res.company", [("name", "=", COMPANY)], limit=1)[0]

    def create(self, model, **values):
        number = self.odoo.create(model, [values])[0]
        self.made.append((model, number))
        return number

    def customer(self, name, **values):
        number = self.create("res.partner", **dict({
            "name": name, "is_company": True, "company_id": self.company, "city": "Helsinki",
            "phone": "+358 (0)9 555 0101", "country_id": self.odoo.ref("base.fi")}, **values))
        self.odoo.call("res.partner", "set_position", [number], 60.1702, 24.9405)
        return number

    def remove(self):
        """What has left traces elsewhere is put away, the rest deleted."""
        for model, number in reversed(self.made):
            if model in KEPT:
                self.odoo.write(model, [number], {"active": False})
            else:
                self.odoo.call(model, "unlink", [number])


@pytest.fixture
def popups(odoo):
    made = Popups(odoo)
    yield made
    made.remove()


def open_map(web, action, words):
    """The map of the records that the search bar finds by these words."""
    web.open(action, view_type="field_visit_map")
    web.search(words)


def open_popup(web, record):
    """Open the popup as the keyboard list does, and wait for what the server tells."""
    point = web.page.locator(f"[data-point='{record}']").first
    point.wait_for(state="attached")
    point.dispatch_event("click")
    popup = web.page.locator(f".fvr-popup[data-record='{record}']")
    expect(popup).to_have_count(1)  # the one before may still fade out
    popup.locator(".fvr-popup-details:not([aria-busy])").wait_for(state="attached")
    wait_until_still(popup)
    return popup


def close_dialog(web):
    web.page.locator(".modal:visible footer button", has_text=re.compile("Close|Cancel")).click()
    expect(web.page.locator(".modal:visible")).to_have_count(0)


@contextmanager
def morning(odoo, login):
    """Let a rep work around the clock in a zone where it is morning now; set back afterwards."""
    rep = odoo.read("field.visit.rep", [("user_id.login", "=", login)], ["tz", "calendar_id", "company_id"])[0]
    ahead = (10 - datetime.now(timezone.utc).hour + 12) % 24 - 12
    zone = "Etc/GMT" + (f"{-ahead:+d}" if ahead else "")
    days = [(0, 0, {"name": f"{day}", "dayofweek": f"{day}", "hour_from": 0, "hour_to": 24}) for day in range(7)]
    calendar = odoo.create("resource.calendar", [{
        "name": "Always", "tz": zone, "company_id": rep["company_id"][0],
        "attendance_ids": [(5, 0, 0), *days]}])[0]
    odoo.write("field.visit.rep", [rep["id"]], {"tz": zone, "calendar_id": calendar})
    try:
        yield rep["id"]
    finally:
        odoo.write("field.visit.rep", [rep["id"]], {"tz": rep["tz"], "calendar_id": rep["calendar_id"][0]})


def test_it_tells_score_visits_and_business(web, odoo):
    """What the popup says of orders is what the orders say."""
    year = (datetime.now() - timedelta(days=360)).strftime("%Y-%m-%d")
    orders = odoo.read("sale.order", [("state", "in", ["sale", "done"]), ("date_order", ">", year),
                                      ("company_id.name", "=", COMPANY)], ["partner_id", "amount_untaxed"])
    number, name = orders[0]["partner_id"]
    mine = [order for order in orders if order["partner_id"][0] == number]
    open_map(web, "action_customers", name)
    popup = open_popup(web, number)
    text = popup.inner_text()
    amount = f"{sum(order['amount_untaxed'] for order in mine):,.2f}"
    assert re.search(rf"Orders of 12 months\s+{len(mine)} · {re.escape(amount)}", text), text
    for word in ("Score", "Grade ", "Salesperson", "Open\n", "Plan a visit", "Assign", "Navigate"):
        assert word in text, (word, text)
    links = popup.locator(".fvr-menu a")
    assert links.count() == 4
    assert all(link.get_attribute("href").startswith("https://") for link in links.all())


def post_invoices(popups, customer, rows):
    """Post ``(kind, days ago, amount)`` invoices of the customer; a None of the answer is no error."""
    odoo, company = popups.odoo, popups.company
    kind = ({"account_type": "income"} if odoo.has_field("account.account", "account_type")
            else {"user_type_id": odoo.ref("account.data_account_type_revenue")})
    account = odoo.ensure("account.account", [("code", "=", "4999")], dict(kind, code="4999", name="Sales of a test"))
    journal = odoo.ensure("account.journal", [("code", "=", "TEST1")], {
        "name": "Sales of a test", "type": "sale", "code": "TEST1", "company_id": company, "default_account_id": account})
    moves = []
    for move_type, days, amount in rows:
        day = (datetime.now() - timedelta(days=days)).strftime("%Y-%m-%d")
        line = {"name": "Beans", "quantity": 1, "price_unit": amount, "account_id": account, "tax_ids": [(5, 0, 0)]}
        moves += odoo.create("account.move", [{
            "move_type": move_type, "partner_id": customer, "invoice_date": day, "date": day, "journal_id": journal,
            "invoice_line_ids": [(0, 0, line)]}])
    with suppress(RuntimeError):
        odoo.call("account.move", "action_post", moves[:-1])
    return moves


def test_invoices_less_refunds_of_a_year_for_those_who_may_read_them(odoo, server, popups):
    """The last invoice is a draft, the one before it is too old; a clerk is told nothing."""
    customer = popups.customer("Kahvila Invoices")
    post_invoices(popups, customer, [("out_invoice", 20, 500), ("out_refund", 10, 120), ("out_invoice", 400, 900),
                                     ("out_invoice", 20, 77)])
    row, = odoo.call("field.visit.map", "get_details", "res.partner", customer)["sales"]
    assert (row["label"], row["count"], row["amount"].replace("\xa0", " ")) == ("Invoiced in 12 months", 2, "380.00 €")
    login = f"clerk-{time.time_ns()}"
    user = popups.create("res.users", name="Clerk", login=login, password=login, company_id=popups.company,
                         company_ids=[(6, 0, [popups.company])])
    field = "group_ids" if odoo.has_field("res.users", "group_ids") else "groups_id"
    odoo.write("res.users", [user], {field: [(6, 0, [odoo.ref("base.group_user")])]})
    clerk = Odoo(server["url"], server["db"], login, login)
    told = clerk.call("field.visit.map", "get_details", "res.partner", customer)
    assert (told["name"], told["sales"], told["opportunities"], told["actions"]) == ("Kahvila Invoices", [], {}, [])


def test_a_rep_adds_a_customer_to_the_route_of_today(open_web, odoo, popups):
    name = "Kahvila Popup"
    customer = popups.customer(name, visit_score=90)
    with morning(odoo, "sanna"):
        web = open_web("sanna")
        open_map(web, "action_customers", name)
        popup = open_popup(web, customer)
        popup.locator("[data-action=today]").click()
        expect(web.page.locator(".o_notification", has_text=f"{name} is planned for today")).to_be_visible()
        # fetched again, the popup is still open; who is planned for today is not offered again
        expect(popup.locator(".fvr-popup-facts")).to_contain_text("Sanna Nieminen")
        expect(popup.locator("[data-action=today]")).to_have_count(0)
    visit, = odoo.read("field.visit", [("partner_id", "=", customer)], ["state", "route_id", "rep_id"])
    assert (visit["state"], visit["rep_id"][1]) == ("planned", "Sanna Nieminen")
    odoo.call("field.visit", "action_cancel", [visit["id"]])


def test_who_has_no_route_chooses_with_whom(open_web, popups):
    name = "Kahvila Leader"
    customer = popups.customer(name)
    web = open_web("jussi")
    open_map(web, "action_customers", name)
    open_popup(web, customer).locator("[data-action=plan]").click()
    dialog = web.page.locator(".modal:visible")
    expect(dialog.locator(".modal-title")).to_have_text("Suitable days")
    dialog.locator("button:has-text('Plan here')").first.click()
    expect(dialog).to_have_count(0)
    popup = web.page.locator(f".fvr-popup[data-record='{customer}']")
    expect(popup.locator("dt", has_text="Next visit")).to_be_visible()
    visit, = popups.odoo.search("field.visit", [("partner_id", "=", customer)])
    popups.odoo.call("field.visit", "action_cancel", [visit])


def test_a_customer_is_assigned(web, odoo, popups):
    name = "Kahvila Assign"
    customer = popups.customer(name)
    open_map(web, "action_customers", name)
    open_popup(web, customer).locator("[data-action=assign]").click()
    box = web.page.locator(".modal:visible [name=user_id] input").first
    box.fill("Anna Virt")
    web.page.locator(".ui-menu-item:visible, .o-autocomplete--dropdown-item:visible", has_text="Anna Virtanen").first.click()
    web.page.locator(".modal:visible footer button", has_text="Assign").click()
    popup = web.page.locator(f".fvr-popup[data-record='{customer}']")
    expect(popup.locator(".fvr-popup-facts")).to_contain_text("Anna Virtanen")
    assert odoo.read("res.partner", [("id", "=", customer)], ["user_id"])[0]["user_id"][1] == "Anna Virtanen"


def test_a_click_counts_while_the_records_are_fetched_again(open_web, popups):
    """The map fetches its records when a dialog was closed; they come while the finger is on a button."""
    name = "Kahvila Press"
    customer, held = popups.customer(name), []
    web = open_web("jussi")
    open_map(web, "action_customers", name)
    open_popup(web, customer).locator("[data-action=plan]").click()
    expect(web.page.locator(".modal:visible .modal-title")).to_have_text("Suitable days")
    web.page.route("**/get_map_data", lambda request: request.continue_() if held else held.append(request))
    with web.page.expect_request("**/get_map_data"):
        close_dialog(web)
    open_popup(web, customer).locator("[data-action=assign]").hover()
    web.page.mouse.down()
    with web.page.expect_response("**/get_details"):
        held[0].continue_()
    web.page.wait_for_timeout(300)  # the new content is there, and could be shown
    web.page.mouse.up()
    expect(web.page.locator(".modal:visible [name=user_id]").first).to_be_visible()


def test_a_refusal_is_said_in_the_popup(open_web, odoo, popups):
    """A rep whose calendar holds no hours at all does not work today."""
    name = "Kahvila Closed"
    customer = popups.customer(name)
    rep = odoo.read("field.visit.rep", [("user_id.login", "=", "sanna")], ["calendar_id", "company_id"])[0]
    calendar = odoo.create("resource.calendar", [{"name": "Never", "company_id": rep["company_id"][0],
                                                  "attendance_ids": [(5, 0, 0)]}])[0]
    odoo.write("field.visit.rep", [rep["id"]], {"calendar_id": calendar})
    try:
        web = open_web("sanna")
        open_map(web, "action_customers", name)
        popup = open_popup(web, customer)
        popup.locator("[data-action=today]").click()
        expect(popup.locator("[role=alert]")).to_be_visible()
        assert popup.locator("[role=alert]").inner_text()
        assert "Traceback" not in web.text()
    finally:
        odoo.write("field.visit.rep", [rep["id"]], {"calendar_id": rep["calendar_id"][0]})


def test_on_a_phone_it_is_a_sheet_with_a_number_to_call(open_web, popups):
    name = "Kahvila Phone"
    customer = popups.customer(name)
    web = open_web("sanna", size=PHONE)
    open_map(web, "action_customers", name)
    popup = open_popup(web, customer)
    sheet = web.page.locator(".fvr-sheet .leaflet-popup-content-wrapper")
    web.page.wait_for_timeout(600)  # the map makes room for the sheet
    box, area = sheet.bounding_box(), web.map().bounding_box()
    assert box["y"] - area["y"] > 100, "the pin is seen above the sheet"
    assert box["width"] == area["width"] == PHONE[0]
    assert abs(box["y"] + box["height"] - area["y"] - area["height"]) < 2
    assert popup.locator("a.fvr-popup-phone").get_attribute("href") == "tel:+35895550101"
    for button in popup.locator(".fvr-popup-actions > *").all():
        size = button.bounding_box()
        assert size["height"] >= 44
        assert size["x"] + size["width"] <= PHONE[0]
        assert size["y"] + size["height"] <= PHONE[1]
    web.page.locator(".fvr-sheet .leaflet-popup-close-button").click()
    expect(popup).to_have_count(0)


class TestMarkupInTypedText:
    """Somebody types markup wherever a text can be typed: it is shown as it was typed."""

    @pytest.fixture
    def evil(self, popups):
        """A customer, its tag, contact, salesperson, rep, route and visit, all of that name."""
        odoo, made = popups.odoo, {}
        made["user"] = popups.create("res.users", name=EVIL, login=f"evil-{time.time_ns()}", company_id=popups.company,
                                     company_ids=[(6, 0, [popups.company])])
        made["territory"] = popups.create("field.visit.territory", name=EVIL, company_id=popups.company,
                                          priority_percent=120, boundary=AROUND, user_id=made["user"])
        tag = popups.create("res.partner.category", name=EVIL)
        made["customer"] = popups.customer(
            EVIL, street=EVIL, phone=EVIL, user_id=made["user"], category_id=[(6, 0, [tag])],
            territory_id=made["territory"], visit_score=85, visit_interval_days=7)
        popups.create("res.partner", name=EVIL, function=EVIL, parent_id=made["customer"], type="contact")
        stage = popups.create("crm.stage", name=EVIL)
        made["lead"] = popups.create("crm.lead", name=EVIL, type="opportunity", contact_name=EVIL, stage_id=stage,
                                     partner_id=made["customer"], company_id=popups.company, user_id=made["user"])
        odoo.call("crm.lead", "set_position", [made["lead"]], 60.1702, 24.9405)
        made["rep"] = popups.create("field.visit.rep", user_id=made["user"], company_id=popups.company)
        start = (datetime.now() + timedelta(days=1)).strftime("%Y-%m-%d 09:00:00")
        made["route"] = popups.create("field.visit.route", rep_id=made["rep"], date=start[:10],
                                      company_id=popups.company)
        made["visit"] = popups.create(
            "field.visit", partner_id=made["customer"], rep_id=made["rep"], route_id=made["route"],
            planned_start=start, service_s=600, company_id=popups.company, outcome=EVIL)
        odoo.call("field.visit", "action_plan", [made["visit"]])
        return made

    @pytest.fixture
    def watched(self, open_web):
        web, web.alerts = open_web(), []

        def note(dialog):
            web.alerts.append(dialog.message)
            dialog.dismiss()

        web.page.on("dialog", note)
        yield web
        assert web.alerts == []

    def assert_is_text(self, web, *selectors):
        for selector in selectors:
            expect(web.page.locator(selector).first).to_contain_text(EVIL)
        assert web.page.locator("img[src='x']").count() == 0

    def test_of_a_customer(self, watched, evil):
        open_map(watched, "action_customers", EVIL)
        open_popup(watched, evil["customer"])
        self.assert_is_text(watched, ".fvr-popup-title", ".fvr-popup-contact", ".fvr-popup-address", ".fvr-popup-tags",
                            ".fvr-popup-phone", ".fvr-score", ".fvr-popup-facts", ".fvr-inview")
        assert watched.page.locator("a.fvr-popup-phone").count() == 0
        hover_pin(watched)
        self.assert_is_text(watched, ".leaflet-tooltip")

    @pytest.mark.parametrize("field", ["user_id", "territory_id", "category_id"])
    def test_of_the_legend(self, watched, evil, field):
        """Whatever field colours the map: its values are typed by people."""
        open_map(watched, "action_customers", EVIL)
        open_popup(watched, evil["customer"])
        choosers = watched.page.locator(".fvr-legend select")
        choosers.first.select_option(field)
        self.assert_is_text(watched, ".fvr-legend [data-step]")
        assert EVIL in watched.page.locator(".fvr-legend [data-step]").first.get_attribute("title")

    def test_of_a_layer(self, watched, evil):
        """The name of a territory on the map, and in the list of layers."""
        open_map(watched, "action_customers", EVIL)
        open_popup(watched, evil["customer"])
        watched.page.locator("[data-action=layers]").click()
        switch = watched.page.locator("[data-switch=territories]")
        if switch.get_attribute("aria-checked") == "false":
            switch.click()
        self.assert_is_text(watched, f".fvr-area-name[data-area='{evil['territory']}']")

    def test_of_the_search_box(self, watched, evil):
        watched.open("action_customers", view_type="field_visit_map")
        watched.map().locator(".fvr-search input").fill(EVIL)
        self.assert_is_text(watched, f"[data-found='{evil['customer']}']")
        watched.page.locator(f"[data-found='{evil['customer']}']").click()
        self.assert_is_text(watched, ".fvr-popup-title")

    def test_of_who_is_beside_the_map(self, watched, evil, odoo):
        odoo.write("res.partner", [evil["customer"]], {"geo_state": "none"})
        open_map(watched, "action_customers", EVIL)
        watched.page.locator(".fvr-missing button").click()
        self.assert_is_text(watched, f"[data-unplaced='{evil['customer']}']")

    @pytest.mark.parametrize("action", ["assign_user", "tag"])
    def test_of_the_chooser_of_a_selection(self, watched, evil, action):
        watched.open("action_customers", view_type="field_visit_map")
        area = watched.map().bounding_box()
        watched.page.click("[data-action=draw]")
        watched.page.click("button[data-tool=rectangle]")
        watched.page.mouse.move(area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3)
        watched.page.mouse.down()
        watched.page.mouse.move(area["x"] + area["width"] * 0.7, area["y"] + area["height"] * 0.8, steps=6)
        watched.page.mouse.up()
        watched.page.click(f".fvr-selection [data-action={action}]")
        watched.page.fill("[data-field=choice]", EVIL)
        self.assert_is_text(watched, ".fvr-choices")

    def test_of_the_dialogs(self, watched, evil):
        open_map(watched, "action_customers", EVIL)
        for action in ("plan", "assign"):
            open_popup(watched, evil["customer"]).locator(f"[data-action={action}]").click()
            self.assert_is_text(watched, ".modal:visible .modal-body")
            close_dialog(watched)

    def test_of_a_notice(self, watched, evil, odoo):
        """What the server says of a customer holds the name."""
        open_map(watched, "action_customers", EVIL)
        popup = open_popup(watched, evil["customer"])
        odoo.write("res.partner", [evil["customer"]], {"geo_state": "none"})
        popup.locator("[data-action=plan]").click()
        self.assert_is_text(watched, ".fvr-popup [role=alert]")

    def test_of_a_lead(self, watched, evil):
        open_map(watched, "action_leads", EVIL)
        open_popup(watched, evil["lead"])
        self.assert_is_text(watched, ".fvr-popup-title", ".fvr-popup-facts")

    def test_of_a_rep_and_a_route(self, watched, evil):
        watched.open("action_visits", view_type="field_visit_map")
        watched.search(EVIL)
        popup = open_popup(watched, evil["visit"])
        self.assert_is_text(watched, ".fvr-popup-title", ".fvr-popup-stop", ".fvr-legend", "[data-route]", "[data-step]")
        popup.locator("[data-action=assign]").click()
        self.assert_is_text(watched, ".modal:visible .modal-body")


def hover_pin(web):
    """Move the mouse over the pin that the open popup points at, once that is closed."""
    page = web.page
    page.wait_for_timeout(600)  # the map has moved to make room for the popup
    tip = page.locator(".leaflet-popup-tip-container").bounding_box()
    page.locator(".leaflet-popup-close-button").first.click()
    page.mouse.move(tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] + 4)
