"""What the demo's customers said of the visits of the last weeks, a complaint that is worked on, and a counter's QR code."""
import random
from datetime import datetime, timedelta, timezone

from rpc import Odoo

#: Rating and words; most people tap a face and say nothing.
ANSWERS = [(5, ""), (5, "Thank you for the new beans, everybody likes them."), (4, ""), (5, ""),
           (3, "A bit in a hurry this time."), (4, "Please bring the spring price list."), (5, ""), (4, ""),
           (2, "The delivery of last week came two days late and nobody called."), (5, ""), (4, ""), (3, ""),
           (1, "The grinder is broken again. This is the third time this year.")]
#: Of so many visits that are done one is answered.
EVERY = 3


def load(odoo: Odoo, company: int) -> None:
    """Enter answers for visits that are done, and take up the first complaint."""
    nobody_is_asked(odoo, company)
    visits = odoo.search("field.visit", [("company_id", "=", company), ("state", "=", "done"), ("rating_value", "=", 0)],
                         order="date, id")
    for number, visit in enumerate(_open(odoo, visits)[::EVERY]):
        rating, comment = ANSWERS[number % len(ANSWERS)]
        odoo.call("field.visit", "enter_feedback", [visit], {
            "rating": rating, "comment": comment, "channel": "counter" if number % 4 else "phone",
            "call_back": rating == 1, "call_number": "040 555 0123" if rating == 1 else ""})
    _work_on_complaints(odoo, company)
    if not odoo.search("field.visit.feedback.link", [("company_id", "=", company)]):
        odoo.create("field.visit.feedback.link", [{"name": "Roastery shop", "company_id": company}])


def nobody_is_asked(odoo: Odoo, company: int) -> None:
    """The demo's customers are real places: no mail is ever prepared for them."""
    odoo.write("res.company", [company], {"visit_feedback_email": False, "visit_feedback_sms": False})


def _open(odoo: Odoo, visits: list) -> list:
    """Those whose days for an answer are not over."""
    first = datetime.now(timezone.utc) - timedelta(days=13)
    rows = odoo.read("field.visit", [("id", "in", visits), ("actual_end", ">", f"{first:%Y-%m-%d %H:%M:%S}")], ["id"],
                     order="date, id")
    return [row["id"] for row in rows]


def _work_on_complaints(odoo: Odoo, company: int) -> None:
    chance = random.Random(3)
    found = odoo.search("field.visit.complaint", [("company_id", "=", company), ("state", "=", "new")], order="id")
    for complaint in found[::2]:
        odoo.call("field.visit.complaint", "action_take", [complaint])
        if chance.random() < 0.5:
            odoo.write("field.visit.complaint", [complaint], {"answer": "Called the customer and sent a technician."})
            odoo.call("field.visit.complaint", "action_solve", [complaint])
