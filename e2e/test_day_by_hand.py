"""A whole day without a network, done by the buttons of the app alone, and what the server knows of it afterwards."""
import base64
import io

from by_hand import Hand
from PIL import Image
from playwright.sync_api import expect

STEPS = {"Start travel": "travel_started_at", "Check in": "actual_start", "Check out": "actual_end"}
#: By visit: what the rep finds, tells and leaves behind.
REPORTS = (
    {"outcome": "Order placed", "note": "Sells well. Ten more for Jürgen's shelf, soon.", "signed": "Aino Laine",
     "photo": (400, 300), "quantity": 10, "next": ("Call", "call", "Ask how the shelf sells")},
    {"outcome": "Wants an offer", "note": "Second floor; the lift has no network.", "signed": "Eero Niemi",
     "photo": (300, 420), "quantity": 3, "next": ("To do", "todo", "Write the offer")},
)
KINDS = ["start_travel", "check_in", "add_photo", "add_signature", "save_report", "check_out"]
SKIPPED = "The key was not there"


def make_visit(hand, visit, report, waiting):
    """From setting out to check-out, the page loaded again at each turn; returns the product that was ordered."""
    hand.open_visit(visit)
    hand.step(visit, "Start travel", waiting + 1)
    hand.reload(waiting + 1)
    hand.step(visit, "Check in", waiting + 2)
    hand.open_report()
    hand.page.get_by_role("radio", name=report["outcome"]).click()
    hand.page.locator("textarea[name=note]").fill(report["note"])
    hand.take_photo(report["photo"])
    hand.sign(report["signed"])
    product = hand.add_product(0, report["quantity"])
    hand.plan_next(report["next"][0], summary_of(visit, report))
    hand.pause(visit, summary_of(visit, report))
    hand.reload(waiting + 4)
    same_form(hand.page, visit, report, product)
    hand.save_report(visit, waiting + 5)
    hand.step(visit, "Check out", waiting + 6)
    expect(hand.page.locator(f".fva-visit[data-visit='{visit}']")).to_have_attribute("data-state", "done")
    return product


def summary_of(visit, report):
    """What comes next, in words that no other visit has."""
    return f"{report['next'][2]} ({visit})"


def same_form(page, visit, report, product):
    """All that was entered is there, pictures included."""
    expect(page.get_by_role("radio", name=report["outcome"])).to_have_attribute("aria-checked", "true")
    expect(page.locator("textarea[name=note]")).to_have_value(report["note"])
    expect(page.locator("input[name=next_summary]")).to_have_value(summary_of(visit, report))
    expect(page.locator(".fva-line")).to_have_count(1)
    expect(page.locator(".fva-line strong")).to_have_text(product)
    expect(page.get_by_label("Quantity")).to_have_value(str(report["quantity"]))
    for kind in ("photo", "signature"):
        image = page.locator(f".fva-picture[data-kind={kind}] img")
        expect(image).to_be_visible()
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_a_day_without_a_network_by_hand(open_phone, busy_rep, odoo, server, new_stops):
    first, second, third = new_stops(3)
    phone = open_phone(busy_rep, position=place(first))
    hand = Hand(phone)
    phone.open_app()
    expect(phone.page.locator(f".fva-stops li[data-visit='{third['id']}']")).to_be_visible()
    phone.wait_for_worker()
    phone.wait_for_documents()
    phone.page.context.set_offline(True)

    products = []
    for number, visit in enumerate((first, second)):
        latitude, longitude = place(visit)
        phone.page.context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": 12})
        products.append(make_visit(hand, visit["id"], REPORTS[number], number * len(KINDS)))
    hand.open_visit(third["id"])
    hand.skip(third["id"], "Closed", SKIPPED, 13)
    hand.reload(13)
    the_day_as_left(hand, (first, second), third)
    assert states(odoo, (first, second, third)) == ["planned"] * 3

    hand.end_session(server["url"])
    phone.page.context.set_offline(False)
    expect(phone.page.locator(".fva[data-link='signed out']")).to_be_visible()
    hand.reload(13)
    the_day_as_left(hand, (first, second), third)
    hand.log_in_again(busy_rep, server["password"])
    phone.wait_for_sent()
    expect(phone.page.locator(".fva-waiting")).to_have_count(0)
    the_day_as_left(hand, (first, second), third)

    for visit, report, product in zip((first, second), REPORTS, products):
        check_visit(odoo, hand, visit["id"], report, product)
    check_skip(odoo, third["id"])


def place(visit):
    return visit["visit_latitude"], visit["visit_longitude"]


def states(odoo, visits):
    rows = {row["id"]: row["state"] for row in odoo.read("field.visit", [("id", "in", [one["id"] for one in visits])],
                                                         ["state"])}
    return [rows[visit["id"]] for visit in visits]


def the_day_as_left(hand, made, skipped):
    """The list of the day shows what became of each visit."""
    hand.today()
    for visit, state in [(one, "done") for one in made] + [(skipped, "missed")]:
        expect(hand.page.locator(f".fva-stops li[data-visit='{visit['id']}']")).to_have_attribute("data-state", state)


# ---- what the server knows -------------------------------------------------------------------
def events(odoo, visit):
    """What reached the server of a visit, in its order."""
    rows = odoo.read("field.visit.event", [("visit_id", "=", visit)], ["kind", "state", "message"], order="id")
    return [(row["kind"], row["state"], row["message"] or "") for row in rows]


def done_once(kinds):
    return [(kind, "done", "") for kind in kinds]


def check_visit(odoo, hand, visit, report, product):
    """Each event arrived once, and the visit is what the rep entered, at the times of the phone."""
    assert events(odoo, visit) == done_once(KINDS)
    row, = odoo.read("field.visit", [("id", "=", visit)], [
        "state", "outcome", "note", "next_step_kind", "next_step_summary", "photo_count", "signature_count", *STEPS.values()])
    assert (row["state"], row["outcome"], row["note"]) == ("done", report["outcome"], report["note"])
    for name, field in STEPS.items():
        before, after = hand.pressed[visit, name]
        assert before <= row[field] <= after, (name, before, row[field], after)
    summary = summary_of(visit, report)
    assert (row["next_step_kind"], row["next_step_summary"]) == (report["next"][1], summary)
    assert len(odoo.search("mail.activity", [("summary", "=", summary)])) == 1
    topics = odoo.read("field.visit.topic", [("visit_id", "=", visit)], ["name", "quantity"])
    assert [(topic["name"], topic["quantity"]) for topic in topics] == [(product, report["quantity"])]
    check_pictures(odoo, visit, report)


def check_pictures(odoo, visit, report):
    """One photo as it was taken, one signature with ink on it."""
    rows = odoo.read("field.visit.picture", [("visit_id", "=", visit)], ["kind", "name", "width", "height", "image"])
    shown = {row["kind"]: row for row in rows}
    assert sorted(row["kind"] for row in rows) == ["photo", "signature"]
    assert (shown["photo"]["width"], shown["photo"]["height"]) == report["photo"]
    assert shown["signature"]["name"] == report["signed"]
    grey = Image.open(io.BytesIO(base64.b64decode(shown["signature"]["image"]))).convert("L")
    ink = sum(grey.histogram()[:100])
    assert 100 < ink < grey.width * grey.height / 4, "a stroke on white paper"


def check_skip(odoo, visit):
    assert events(odoo, visit) == done_once(["skip_visit"])
    row, = odoo.read("field.visit", [("id", "=", visit)], ["state", "outcome", "note", "actual_start"])
    assert (row["state"], row["outcome"], row["note"], row["actual_start"]) == ("missed", "Closed", SKIPPED, False)
