"""Areas from a file: dropped, checked, imported, exported, and the coverage report with its layer on the map."""
import json

import pytest
from playwright.sync_api import expect

DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, {type: 'application/geo+json'}));
    const zone = document.querySelector('.o_field_visit_drop');
    for (const kind of ['dragover', 'drop']) {
        zone.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data}));
    }
}"""


def _area(name, code, *corners):
    return {"type": "Feature", "properties": {"nimi": name, "tunnus": code},
            "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}}


#: In the sea south of Helsinki, where nobody's membership is disturbed.
FILE = json.dumps({"type": "FeatureCollection", "features": [
    _area("E2E Kallo", "E2E-1", [24.90, 60.05], [24.92, 60.05], [24.92, 60.06], [24.90, 60.06]),
    _area("E2E Bow", "E2E-2", [24.90, 60.02], [24.92, 60.03], [24.92, 60.02], [24.90, 60.03]),
]})


@pytest.fixture
def clean(odoo):
    yield
    areas = odoo.search("field.visit.territory", [("code", "like", "E2E-")])
    if areas:
        odoo.call("field.visit.territory", "unlink", areas)


def test_drop_check_import_and_export(web, odoo, clean):
    web.open("action_area_import", view_type="form")
    web.page.wait_for_selector(".o_field_visit_drop input[type=file]", state="attached")
    web.page.evaluate(DROP, ["districts.geojson", FILE])
    web.page.wait_for_function("document.body.innerText.includes('districts.geojson') || "
                               "Array.from(document.querySelectorAll('input')).some(i => i.value === 'districts.geojson')")
    web.click("Check")
    expect(web.page.locator("[name=bad_ids] .o_data_row")).to_contain_text("crosses itself")
    expect(web.page.locator("[name=line_ids]")).to_contain_text("E2E Kallo")
    assert odoo.search("field.visit.territory", [("code", "like", "E2E-")]) == []
    # 14.0 draws a box of its own over the browser's
    web.page.get_by_label("Leave Out What Cannot Be Used").dispatch_event("click")
    web.click("Import")
    expect(web.button("Show the Territories")).to_be_visible()
    (area,) = odoo.search("field.visit.territory", [("code", "like", "E2E-")])
    with web.page.expect_download() as download:
        web.open_record("action_territories", "field.visit.territory", area)
        web.page.get_by_role("button", name="Action").click()
        web.page.get_by_text("Export as GeoJSON").click()
    with open(download.value.path(), encoding="utf-8") as file:
        assert json.load(file)["features"][0]["properties"]["code"] == "E2E-1"


def test_coverage_leads_to_the_map_of_white_areas(web, odoo):
    web.open("action_territories")
    web.page.evaluate("id => { window.location.hash = 'action=' + id; }", odoo.ref("field_visit_routing.action_coverage"))
    web.fill("white_km", "0.2")
    web.click("Show")
    row = web.page.locator(".o_data_row", has_text="Kluuvi").first
    expect(row).to_be_visible()
    row.locator("button[name=action_map]").click()
    web.page.wait_for_selector(".fvr-map[data-layers~='whites']")
