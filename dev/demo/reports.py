"""What the demo's reps reported: outcomes, times that differ from the plan, products, some photos and signatures."""
import base64
import io
import random
from datetime import date, datetime, timedelta
from typing import Dict, List

from PIL import Image, ImageDraw
from rpc import Odoo

#: Note of a past visit (see week.py) → name of its outcome.
OUTCOMES = {
    "Ordered again": "ordered", "Wants an offer for a new machine": "offer", "Tasting arranged": "interested",
    "Nothing needed for now": "nothing", "Asked for a price list": "offer", "Complained about a late delivery": "complaint"}
#: The same in the words of a Chinese rep.
CHINESE = {
    "Ordered again": "再次下单", "Wants an offer for a new machine": "希望了解新咖啡机的报价",
    "Tasting arranged": "已约定品鉴", "Nothing needed for now": "目前不需要补货", "Asked for a price list": "索要价目表",
    "Complained about a late delivery": "投诉送货延迟"}
PRODUCTS = (("House blend 1 kg", 12, "As last time"), ("Dark roast 1 kg", 6, ""), ("Oat drink 12 × 1 l", 4, "Ask about price"),
            ("Descaler", 2, ""), ("Paper cups 250", 3, "With lids"))
SKIPPED = ("skip_closed", "skip_customer", "skip_no_time")
#: Leaves the history of each visit as short as a real one's.
QUIET = {"tracking_disable": True}
PHOTOS, SIGNATURES = 8, 2


def load(odoo: Odoo, company: int, today: date, is_chinese: bool = False) -> int:
    """Report on the visits that were made and have no outcome yet; return how many."""
    made = odoo.read("field.visit", [
        ("company_id", "=", company), ("state", "=", "done"), ("outcome_id", "=", False), ("is_waypoint", "=", False)],
        ["note", "date", "planned_start", "planned_end", "leg_travel_s"], order="date desc, id")
    chance = random.Random(11)
    outcomes = {name: _outcome(odoo, name) for name in (*OUTCOMES.values(), *SKIPPED)}
    for row in made:
        row["outcome"] = OUTCOMES.get(row["note"]) or chance.choice(("ordered", "nothing", "interested"))
        values = dict(_times(row, today, chance), outcome_id=outcomes[row["outcome"]])
        if is_chinese and row["note"] in CHINESE:
            values["note"] = CHINESE[row["note"]]
        odoo.write("field.visit", [row["id"]], values, context=QUIET)
    _add_products(odoo, [row["id"] for row in made if row["outcome"] == "ordered"], chance)
    _add_pictures(odoo, made[:PHOTOS], chance)
    return len(made)


def load_missed(odoo: Odoo, company: int, today: date) -> None:
    """Let one visit in sixteen of the past not have taken place, each for a reason."""
    made = odoo.search("field.visit", [
        ("company_id", "=", company), ("state", "=", "done"), ("date", "<", f"{today}"), ("is_waypoint", "=", False)],
        order="date desc, id")
    for number, visit in enumerate(made[7::16]):
        reason = _outcome(odoo, SKIPPED[number % len(SKIPPED)])
        odoo.call("field.visit", "correct_visit", [visit], {
            "state": "missed", "outcome_id": reason, "note": "", "reason": "Never took place"}, context=QUIET)


def _outcome(odoo: Odoo, name: str) -> int:
    return odoo.ref(f"field_visit_routing.outcome_{name}")


def _times(row: dict, today: date, chance) -> Dict[str, object]:
    """Times of a past day that are not those of its plan."""
    if not row["planned_start"] or row["date"] >= f"{today}":
        return {}
    start = datetime.fromisoformat(row["planned_start"]) + timedelta(minutes=chance.choice((-8, -3, 0, 2, 4, 7, 12, 25)))
    away = start - timedelta(seconds=row["leg_travel_s"] * chance.uniform(0.9, 1.4))
    return {"travel_started_at": f"{away:%Y-%m-%d %H:%M:%S}", "actual_start": f"{start}",
            "actual_end": f"{start + timedelta(minutes=chance.choice((15, 22, 28, 30, 33, 41, 55)))}"}


def _add_products(odoo: Odoo, visits: List[int], chance) -> None:
    rows = [{"visit_id": visit, "name": name, "quantity": quantity, "note": note}
            for visit in visits for name, quantity, note in chance.sample(PRODUCTS, 2)]
    odoo.create("field.visit.topic", rows)


def _add_pictures(odoo: Odoo, visits: List[dict], chance) -> None:
    for number, visit in enumerate(visits):
        values = {"content": _shelf(chance), "name": "Shelf behind the counter", "at": visit["planned_end"] or ""}
        odoo.call("field.visit", "add_photo", [visit["id"]], values)
        if number < SIGNATURES:
            values = {"content": _signature(chance), "name": "Aino Virtanen", "at": visit["planned_end"] or ""}
            odoo.call("field.visit", "add_signature", [visit["id"]], values)


def _shelf(chance) -> str:
    """A drawing that stands for a photo: packets on the shelves of a café."""
    image = Image.new("RGB", (1200, 900), (222, 206, 184))
    draw = ImageDraw.Draw(image)
    for board in (270, 540, 810):
        left = 40
        while left < 1100:
            width, height = chance.randint(50, 110), chance.randint(110, 210)
            colour = chance.choice(((94, 53, 32), (160, 82, 45), (38, 70, 83), (231, 111, 81), (244, 162, 97), (42, 157, 143)))
            draw.rectangle((left, board - height, left + width, board), fill=colour, outline=(60, 40, 30), width=3)
            draw.rectangle((left + 8, board - height // 2, left + width - 8, board - height // 3), fill=(250, 244, 230))
            left += width + chance.randint(6, 30)
        draw.rectangle((0, board, 1200, board + 22), fill=(120, 84, 54))
    return _encoded(image)


def _signature(chance) -> str:
    image = Image.new("RGB", (600, 240), (255, 255, 255))
    points = [(40 + 26 * step, 120 + chance.randint(-70, 70)) for step in range(20)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 90), width=4, joint="curve")
    return _encoded(image)


def _encoded(image: Image.Image) -> str:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return base64.b64encode(out.getvalue()).decode()
