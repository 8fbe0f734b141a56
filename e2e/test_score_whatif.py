"""Weights of score rules tried in the browser: who would move is seen at once, and nothing happens until they are saved."""
import time

import pytest
from playwright.sync_api import expect

RULE = "field.visit.score.rule"
COMPANY = [("company_id.name", "=", "Pohjola Coffee Oy")]


@pytest.fixture
def rules(odoo):
    """The rules of customers, heaviest first; their weights come back after the test."""
    found = odoo.read(RULE, [("applies_to", "in", ["both", "res.partner"]), ("failure", "=", False),
                             ("effect", "=", "add"), ("weight", ">", 0)], ["name", "weight"])
    yield sorted(found, key=lambda rule: -rule["weight"])
    odoo.call(RULE, "save_weights", {"weights": {str(rule["id"]): rule["weight"] for rule in found}})


def scores(odoo):
    rows = odoo.read("res.partner", COMPANY + [("visit_score_from", "=", "rules")], ["visit_score"])
    return {row["id"]: row["visit_score"] for row in rows}


def set_weight(web, name, weight):
    """Type the weight of a rule as a person does: click into its cell, type, go on."""
    row = web.page.locator(".o_field_x2many_list .o_data_row, .o_field_x2many .o_data_row", has_text=name).first
    row.locator("td.o_data_cell").nth(2).click()
    with web.page.expect_response(lambda answer: answer.url.endswith("/onchange")):
        web.fill("weight", f"{weight}")
    web.page.wait_for_timeout(300)  # Odoo 14's list stumbles over a click while it is drawn anew


def tile(web, key):
    return int(web.page.locator(f"[data-tile={key}] strong").inner_text())


def open_whatif(web):
    """The page has no control panel, for which ``web.open`` would wait."""
    action, menu = (web.odoo.ref(f"field_visit_routing.{name}") for name in ("action_score_whatif", "menu_root"))
    web.page.goto(f"{web.url}/web?e2e=whatif{time.monotonic_ns()}#action={action}&menu_id={menu}")
    web.page.locator("[data-tile=up]").wait_for()


def test_who_moves_is_seen_before_anything_is_saved_and_then_it_is(open_web, odoo, rules):
    before, heavy = scores(odoo), rules[0]
    web = open_web("laura", size=(1400, 850))
    open_whatif(web)
    assert (tile(web, "up"), tile(web, "down")) == (0, 0)
    set_weight(web, heavy["name"], 0)
    expect(web.page.locator("[data-tile=up] strong")).not_to_have_text("0")
    asked = {"weights": {str(heavy["id"]): 0}, "limit": 1}
    answer = odoo.call(RULE, "preview_weights", asked)
    assert (tile(web, "up"), tile(web, "down")) == (answer["up"], answer["down"])
    riser = answer["risers"][0]
    first = web.page.locator(".o_field_visit_risers [data-mover]").first
    assert first.get_attribute("data-mover") == str(riser["id"])
    assert f"{riser['before']:.1f} → {riser['after']:.1f}" in first.inner_text()
    assert scores(odoo) == before, "nothing is saved yet"
    web.click("Save these weights")
    web.page.locator(".modal .btn-primary").click()
    expect(web.page.locator("[data-tile=up] strong")).to_have_text("0")
    assert odoo.read(RULE, [("id", "=", heavy["id"])], ["weight"])[0]["weight"] == 0
    after = scores(odoo)
    assert after[riser["id"]] == pytest.approx(riser["after"], abs=0.02)
    moved = [number for number in before if abs(after[number] - before[number]) > 0.005]
    assert len(moved) == answer["up"] + answer["down"]


def test_no_weight_at_all_is_said_and_discarding_leaves_everything(open_web, odoo, rules):
    before = scores(odoo)
    web = open_web("laura", size=(1400, 850))
    open_whatif(web)
    for rule in rules:
        set_weight(web, rule["name"], 0)
    expect(web.page.locator(".o_field_visit_whatif[role=alert]")).to_contain_text("No rule that gives points has a weight")
    web.click("Discard")
    web.page.locator(".o_list_view .o_data_row").first.wait_for()
    assert scores(odoo) == before
    assert [row["weight"] for row in odoo.read(RULE, [("id", "in", [rule["id"] for rule in rules])], ["weight"])].count(0) == 0


def test_who_gets_how_much_by_a_rule(open_web, rules):
    web = open_web("laura")
    web.open("action_score_rules")
    row = web.page.locator(".o_data_row", has_text=rules[0]["name"]).first
    row.locator("button[name=action_look]").click()
    look = web.page.locator(".modal .o_field_visit_look")
    expect(look.locator("[data-record]").first).to_be_visible()
    web.page.locator(".modal footer button", has_text="Close").click()


def test_reps_have_no_menu_of_scores(open_web):
    web = open_web("anna")
    web.open("action_customers", view_type="list")
    assert web.page.locator(".o_main_navbar", has_text="What If").count() == 0
