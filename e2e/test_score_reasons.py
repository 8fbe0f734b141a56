"""Why a customer has its score: told on the form and in the map's popup, with the same words and points."""
import re

import pytest
from playwright.sync_api import expect
from test_popup import open_map, open_popup

COMPANY = [("company_id.name", "=", "Pohjola Coffee Oy"), ("is_company", "=", True)]


@pytest.fixture
def best(odoo):
    """The best customer by rules: id, name and what is told of its score."""
    row = odoo.read("res.partner", COMPANY + [("visit_score_from", "=", "rules"), ("geo_state", "in", ["located", "manual"])],
                    ["name"], order="visit_score desc, id", limit=1)[0]
    return row["id"], row["name"], odoo.call("res.partner", "get_score_reasons", [row["id"]])


def test_the_form_names_the_number_and_its_reasons(web, best):
    number, _name, told = best
    assert told["used"] == "rules"
    assert sum(reason["points"] for reason in told["reasons"]) == pytest.approx(told["score"], abs=0.1)
    web.open_record("action_customers", "res.partner", number)
    web.tab("Visits")
    block = web.page.locator(".o_field_visit_score").first
    expect(block).to_contain_text(f"{round(told['score'], 1):g}")
    expect(block).to_contain_text(told["used_label"])
    for reason in told["reasons"]:
        expect(block).to_contain_text(reason["name"])


def test_the_popup_names_the_points_of_the_rules(web, best):
    number, name, told = best
    open_map(web, "action_customers", name)
    popup = open_popup(web, number)
    expect(popup.locator(".fvr-score")).to_contain_text(told["used_label"])
    first = popup.locator(".fvr-points li").first
    expect(first).to_contain_text(f"+{round(told['reasons'][0]['points'], 1):g}")
    expect(first).to_contain_text(re.compile(re.escape(told["reasons"][0]["name"])))


def test_a_score_set_by_hand_says_so_and_is_left_to_the_rules_again(web, odoo, best):
    number, _name, told = best
    odoo.write("res.partner", [number], {"visit_score": 12})
    try:
        web.open_record("action_customers", "res.partner", number)
        web.tab("Visits")
        expect(web.page.locator(".o_field_visit_score").first).to_contain_text("Set by hand")
    finally:
        odoo.call("res.partner", "visit_score_release", [number])
    after = odoo.call("res.partner", "get_score_reasons", [number])
    assert (after["used"], after["score"]) == ("rules", pytest.approx(told["score"], abs=1))
