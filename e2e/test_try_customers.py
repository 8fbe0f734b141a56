"""Try my customers: from a pasted table to a plan, and gone again."""
import pytest
from playwright.sync_api import expect

TABLE = """客户名称\t地址\t城市\t纬度\t经度
E2E Ekberg\tBulevardi 9\tHelsinki\t60.1650\t24.9395
E2E Fazer\tKluuvikatu 3\tHelsinki\t60.1683\t24.9471
E2E Nowhere\tRoad 1\tHelsinki\t91\t24.9
E2E Without\tMannerheimintie 1\tHelsinki\t\t
"""


@pytest.fixture
def clean(odoo):
    yield
    batches = odoo.search("field.visit.try.batch", [])
    if batches:
        odoo.call("field.visit.try.batch", "action_remove", batches)


def test_paste_check_create_plan_and_remove(web, odoo, clean):
    web.open("action_field_visit_try_batch", view_type="form")
    web.fill("text", TABLE)
    web.click("Check")
    expect(web.page.locator("[name=problem_ids] .o_data_row")).to_contain_text("91 is out of range")
    assert odoo.search("res.partner", [("name", "like", "E2E ")]) == []
    web.click("Create Customers")
    expect(web.button("Plan A Week With These")).to_be_visible()
    assert len(odoo.search("res.partner", [("name", "like", "E2E "), ("geo_state", "in", ("located", "manual"))])) == 3
    web.click("Plan A Week With These")
    expect(web.button("Run")).to_be_visible()
    web.click("Run")
    web.page.wait_for_selector(".o_form_view:has-text('PLAN/')")
    assert "E2E Fazer" in web.text()
    batch = odoo.search("field.visit.try.batch", [])[0]
    web.open_record("action_field_visit_try_batch", "field.visit.try.batch", batch)
    web.click("Remove Everything")
    web.click("Ok")
    expect(web.page.locator(".o_notification")).to_contain_text("3 customers removed")
    assert odoo.search("res.partner", [("name", "like", "E2E ")]) == []
    assert odoo.search("field.visit.rep", [("try_batch_id", "!=", False)]) == []


DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type: 'text/csv'}));
    const zone = document.querySelector('.o_field_visit_drop');
    for (const kind of ['dragover', 'drop']) {
        zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
    }
}"""


def test_a_dropped_file_is_read(web, odoo, clean):
    web.open("action_field_visit_try_batch", view_type="form")
    web.page.wait_for_selector(".o_field_visit_drop input[type=file]", state="attached")
    web.page.evaluate(DROP, ["shops.csv", "name,city,lat,lon\nE2E Dropped,Helsinki,60.17,24.94\n"])
    web.page.wait_for_function("document.body.innerText.includes('shops.csv') || "
                               "Array.from(document.querySelectorAll('input')).some(i => i.value === 'shops.csv')")
    web.click("Check")
    expect(web.page.locator(".o_form_view")).to_contain_text("E2E Dropped")
