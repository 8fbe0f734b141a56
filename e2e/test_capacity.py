"""The capacity simulator in the browser: asked in a dialog, followed, answered by a chart."""
import pytest
from playwright.sync_api import expect

MODEL = "field.visit.capacity"


@pytest.fixture
def clean(odoo):
    before = odoo.search(MODEL, [])
    yield
    odoo.call(MODEL, "unlink", odoo.search(MODEL, [("id", "not in", before)]))


def test_a_quarter_is_simulated_and_shown(web, odoo, clean):
    key = odoo.ref("field_visit_routing.action_capacity_wizard")
    web.page.goto(f"{web.url}/web?e2e=capacity#action={key}")
    web.page.locator(".modal .o_form_view").first.wait_for()
    web.fill("weeks", "4")
    web.click("Simulate")
    web.page.wait_for_selector(".o_field_visit_capacity svg")
    chart = web.page.locator(".o_field_visit_capacity")
    assert chart.locator("tr[data-grade]").count() == 3
    assert chart.locator("svg rect").count() >= 4
    simulation = odoo.search(MODEL, [], limit=1, order="id desc")
    result = odoo.call(MODEL, "get_result", simulation)
    assert len(result["weeks"]) == 4
    expect(web.page.locator(".alert:visible", has_text="keep these intervals").first).to_be_visible()
