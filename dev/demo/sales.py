"""The demo's sales: what customers bought in two years, quotations, invoices and meetings; scores follow from them.

Each customer that buys has a habit: how often, how much, since when, and what. Some have bought less lately, some have
stopped, some pay late. Who has a machine buys cleaning tablets, who has a kitchen oat drink and cups.
"""
import random
from collections import namedtuple
from datetime import datetime, timedelta
from typing import Dict, List, Tuple

from rpc import Odoo

#: Code → name and price.
PRODUCTS = {
    "COFFEE": ("Coffee beans, 6 kg box", 89.0), "DECAF": ("Decaf beans, 6 kg box", 98.0),
    "OAT": ("Oat drink, 12 l", 31.0), "CUPS": ("Paper cups, 1,000", 64.0), "TABLETS": ("Cleaning tablets, 100", 22.0),
    "MACHINE": ("Espresso machine", 2450.0), "GRINDER": ("Grinder", 480.0), "SERVICE": ("Yearly service", 190.0)}
#: Nobody follows these orders, and nothing is noted in their history.
QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_auto_subscribe_no_notify": True}
#: Share of the customers that buy, that have bought less lately, that have stopped, and that own a machine of ours.
BUYERS, FALLING, STOPPED, MACHINES = 0.6, 0.15, 0.12, 0.3
#: Days between two orders, and how likely.
CYCLES = ((75, 3), (110, 4), (160, 3))
HISTORY_DAYS = 700
MEETINGS = ("Tasting of the autumn roast", "Price talk for next year", "Training of the new baristas")
#: A customer's habit: days between orders, boxes at a time, since how many days, and what has changed.
Habit = namedtuple("Habit", "customer cycle boxes since falling stopped machine gastronomy")


def habits(customers: List[int], gastronomy: set, chance: random.Random) -> List[Habit]:
    """Return the habits of those of the customers that buy."""
    cycles, likely = zip(*CYCLES)
    return [Habit(customer, chance.choices(cycles, likely)[0], max(1, round(chance.lognormvariate(1.1, 0.8))),
                  chance.randint(60, HISTORY_DAYS), chance.random() < FALLING, chance.random() < STOPPED,
                  chance.random() < MACHINES, customer in gastronomy)
            for customer in customers if chance.random() < BUYERS]


def days_of(habit: Habit, chance: random.Random) -> List[int]:
    """Return how many days ago the customer ordered, the first order first."""
    days, ago = [], float(habit.since)
    last = 2.5 * habit.cycle if habit.stopped else 2
    while ago > last:
        days.append(round(ago))
        slower = 1.6 if habit.falling and ago < 365 else 1.0
        ago -= max(10.0, chance.gauss(habit.cycle * slower, habit.cycle / 6))
    return days


def basket(habit: Habit, ago: int, first: bool, chance: random.Random) -> List[Tuple[str, int]]:
    """Return what one order holds: pairs of product code and number."""
    boxes = max(1, round(habit.boxes * (0.5 if habit.falling and ago < 365 else 1.0) * chance.uniform(0.7, 1.3)))
    lines = [("COFFEE", boxes)]
    if habit.machine:
        lines += [("MACHINE", 1), ("GRINDER", 1)] if first else [("TABLETS", 1)]
    for code, likely in (("OAT", 0.6), ("CUPS", 0.4), ("DECAF", 0.2)):
        if habit.gastronomy and chance.random() < likely:
            lines.append((code, chance.randint(1, 4)))
    return lines


def load_sales(odoo: Odoo, customers: List[int], company: int, now: datetime) -> int:
    """Create the orders and quotations; return the number of orders."""
    chance = random.Random(23)
    gastronomy = set(odoo.search("res.partner", [("id", "in", customers), ("category_id.name", "=", "Gastronomy")]))
    products = load_products(odoo)
    known = habits(customers, gastronomy, chance)
    rows = [_order(habit.customer, company, products, basket(habit, ago, number == 0, chance), now - timedelta(days=ago))
            for habit in known for number, ago in enumerate(days_of(habit, chance))]
    odoo.create("sale.order", [dict(row, state="sale") for row in rows], context=QUIET)
    offers = [_order(habit.customer, company, products, [("MACHINE", 1), ("SERVICE", 1)], now - timedelta(days=20 + number))
              for number, habit in enumerate(habit for habit in known if not habit.machine and habit.gastronomy) if number < 6]
    odoo.create("sale.order", [dict(row, state="sent", validity_date=f"{now + timedelta(days=1 + 2 * number):%Y-%m-%d}")
                               for number, row in enumerate(offers)], context=QUIET)
    return len(rows)


def load_products(odoo: Odoo) -> Dict[str, int]:
    """Create what is sold; services, so that no stock is needed."""
    return {code: odoo.ensure("product.product", [("default_code", "=", f"FVR-{code}")], {
        "name": name, "default_code": f"FVR-{code}", "type": "service", "list_price": price, "taxes_id": [(5, 0, 0)]})
        for code, (name, price) in PRODUCTS.items()}


def _order(customer: int, company: int, products: Dict[str, int], lines: List[Tuple[str, int]], day: datetime) -> dict:
    return {"partner_id": customer, "company_id": company, "date_order": f"{day:%Y-%m-%d} 09:00:00", "order_line": [
        (0, 0, {"product_id": products[code], "product_uom_qty": number, "price_unit": PRODUCTS[code][1]})
        for code, number in lines]}


def load_invoices(odoo: Odoo, customers: List[int], company: int, now: datetime) -> None:
    """Create posted invoices: every other one of them is overdue, by up to three months."""
    journal = _journal(odoo, company)
    if not journal or odoo.search("account.move", [("move_type", "=", "out_invoice"), ("journal_id", "=", journal)], limit=1):
        return
    chance = random.Random(29)
    rows = []
    for number, customer in enumerate(chance.sample(customers, min(14, len(customers)))):
        due = now + timedelta(days=14 if number % 2 else -chance.randint(5, 90))
        rows.append({
            "move_type": "out_invoice", "partner_id": customer, "journal_id": journal, "company_id": company,
            "invoice_date": f"{due - timedelta(days=30):%Y-%m-%d}", "invoice_date_due": f"{due:%Y-%m-%d}",
            "invoice_payment_term_id": False, "invoice_line_ids": [(0, 0, {
                "name": "Coffee beans, 6 kg box", "quantity": chance.randint(2, 20), "price_unit": 89.0,
                "account_id": _income(odoo, company), "tax_ids": [(5, 0, 0)]})]})
    inside = {"allowed_company_ids": [company], "default_move_type": "out_invoice"}
    odoo.call("account.move", "action_post", odoo.create("account.move", rows, context=inside), context=inside)


def _income(odoo: Odoo, company: int) -> int:
    """The account that sales are booked on."""
    values: dict = {"code": "3000", "name": "Sales"}
    if odoo.has_field("account.account", "account_type"):
        values["account_type"] = "income"
    else:
        values["user_type_id"] = odoo.ref("account.data_account_type_revenue")
    owner = "company_ids" if odoo.has_field("account.account", "company_ids") else "company_id"
    values[owner] = [(6, 0, [company])] if owner == "company_ids" else company
    return odoo.ensure("account.account", [("code", "=", "3000"), (owner, "in", [company])], values,
                       context={"allowed_company_ids": [company]})


def _journal(odoo: Odoo, company: int) -> int:
    return odoo.ensure("account.journal", [("type", "=", "sale"), ("company_id", "=", company)], {
        "name": "Customer invoices", "code": "INV", "type": "sale", "company_id": company,
        "default_account_id": _income(odoo, company)})


def load_meetings(odoo: Odoo, customers: List[int], now: datetime) -> None:
    """Create meetings of the last months with some customers, and mails that came from others."""
    chance = random.Random(31)
    rows = []
    for customer in chance.sample(customers, min(24, len(customers))):
        start = (now - timedelta(days=chance.randint(3, 150))).replace(hour=9, minute=0, second=0, microsecond=0)
        rows.append({"name": chance.choice(MEETINGS), "start": f"{start}", "stop": f"{start + timedelta(hours=1)}",
                     "partner_ids": [(6, 0, [customer])]})
    odoo.create("calendar.event", rows, context={"no_mail_to_attendees": True, "mail_create_nolog": True, "dont_notify": True})
    odoo.create("mail.message", [
        {"model": "res.partner", "res_id": customer, "author_id": customer, "message_type": "email", "subject": "Re: next order",
         "body": "<p>Please call me about the next order.</p>",
         "date": f"{now - timedelta(days=chance.randint(1, 120)):%Y-%m-%d %H:%M:%S}"}
        for customer in chance.choices(customers, k=40)])
