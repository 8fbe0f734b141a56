"""Base maps of services and files, the Chinese datum, pictures and links of the map."""
import base64
import io
import json
import math
import re
import sys
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pmtiles_file import world_of_land

ADDON = Path(__file__).resolve().parents[1] / "field_visit_routing"
sys.path += [str(ADDON / "tests"), str(ADDON / "engine" / "geo")]

from gcj02 import to_gcj02  # noqa: E402
from tile_service import TileService, png  # noqa: E402

BASEMAP = "field.visit.basemap"
SHANGHAI = {"lat": 31.2304, "lon": 121.4737, "zoom": 16}
COLOR = (150, 60, 200)


@pytest.fixture
def service():
    with TileService(content=png(*COLOR, size=256)) as running:
        yield running


@pytest.fixture
def basemap(odoo):
    """Return ``basemap(**values)``: a new base map that users are offered; the record's id."""
    made = []

    def create(**values):
        made.extend(odoo.create(BASEMAP, [dict({"name": "Test streets", "is_offered": True}, **values)]))
        return made[-1]

    yield create
    odoo.call(BASEMAP, "unlink", made)


@pytest.fixture
def open_view(web, odoo):
    """Return ``open_view(**view)``: the customers' map at a view, by a link as a colleague would send it."""
    def start(**view):
        address = odoo.call("field.visit.map.link", "create_link", "res.partner", [], view)
        web.page.goto(web.url + address[address.index("/field_visit_routing"):])
        return web.map()

    return start


def choose(page, name):
    page.locator("[data-action=basemap]").click()
    page.locator(".fvr-menu label", has_text=name).click()
    page.locator("[data-action=basemap]").click()


def notice(page):
    box = page.locator(".fvr-notice")
    expect(box).to_be_visible()
    return box.inner_text()


def picture(page):
    """Save the map as a picture and return it."""
    page.locator("[data-action=share]").click()
    with page.expect_download() as download:
        page.locator("[data-action=png]").click()
    assert re.match(r"map \d{4}-\d\d-\d\d \d\d\.\d\d\.png$", download.value.suggested_filename)
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(io.BytesIO(content)).convert("RGB")


def share_of(image, color):
    """Which part of the picture has about this colour."""
    pixels = list(image.resize((200, 120)).getdata())
    return sum(max(abs(a - b) for a, b in zip(pixel, color)) < 12 for pixel in pixels) / len(pixels)


def test_with_the_built_in_map_no_request_leaves_the_browser(web):
    asked = []
    web.page.on("request", lambda request: asked.append(request.url))
    web.open("action_customers", view_type="field_visit_map")
    web.map()
    web.page.mouse.move(700, 450)
    web.page.mouse.wheel(0, -400)
    web.page.wait_for_timeout(800)
    foreign = [url for url in asked if not url.startswith((web.url, "data:", "blob:"))]
    assert len(asked) > 5
    assert foreign == []


def test_a_service_is_chosen_on_the_map_and_remembered(web, service, basemap):
    number = basemap(url=service.url + "/{z}/{x}/{y}.png", attribution="© Test <b>streets</b>")
    web.open("action_customers", view_type="field_visit_map")
    area = web.map()
    assert area.get_attribute("data-basemap") == "built-in"
    assert service.asked == []
    choose(web.page, "Test streets")
    expect(area).to_have_attribute("data-tiles", str(number))
    assert "© Test <b>streets</b>" in web.page.locator(".leaflet-control-attribution").inner_text()
    path, referer = service.asked[0]
    assert re.match(r"/\d+/\d+/\d+\.png$", path)
    assert referer.rstrip("/") == web.url.rstrip("/")
    web.open("action_leads", view_type="field_visit_map")
    assert web.map().get_attribute("data-basemap") == str(number)


def test_tiles_that_cannot_be_reached_leave_the_built_in_map_with_a_notice(web, basemap):
    basemap(url="http://127.0.0.1:9/{z}/{x}/{y}.png")
    web.open("action_customers", view_type="field_visit_map")
    area = web.map()
    choose(web.page, "Test streets")
    assert "Test streets cannot be reached" in notice(web.page)
    assert area.get_attribute("data-basemap") == "built-in"
    assert int(area.get_attribute("data-count")) > 100
    # what the browser itself says of the failed requests
    web.complaints[:] = [text for text in web.complaints if "127.0.0.1:9/" not in text]


def test_on_a_chinese_map_positions_lie_on_its_streets(web, service, basemap, open_view, odoo):
    number = basemap(url=service.url + "/{z}/{x}/{y}.png", datum="gcj02")
    area = open_view(**SHANGHAI, base=str(number), overlays=[])
    expect(area).to_have_attribute("data-tiles", str(number))
    assert area.get_attribute("data-datum") == "gcj02"
    # the service's pixel under the middle of the map, from the tile that is there
    z, x, y, right, down = web.page.evaluate("""() => {
        const box = document.querySelector(".fvr-map").getBoundingClientRect();
        const [cx, cy] = [box.left + box.width / 2, box.top + box.height / 2];
        for (const tile of document.querySelectorAll("img.leaflet-tile")) {
            const r = tile.getBoundingClientRect();
            if (r.left <= cx && cx < r.right && r.top <= cy && cy < r.bottom) {
                const numbers = tile.src.match(/(\\d+)\\/(\\d+)\\/(\\d+)\\.png/).slice(1).map(Number);
                return [...numbers, (cx - r.left) / r.width, (cy - r.top) / r.height];
            }
        }
    }""")
    lon = (x + right) / 2**z * 360 - 180
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + down) / 2**z))))
    expected = to_gcj02(SHANGHAI["lat"], SHANGHAI["lon"])
    metres_a_pixel = 156_543 / 2**z
    assert math.hypot((lat - expected[0]) * 111_000, (lon - expected[1]) * 95_000) < 2 * metres_a_pixel
    # back out of the map: the position that it gives is WGS-84
    web.page.locator("[data-action=share]").click()
    web.page.locator("[data-action=link]").click()
    address = web.page.locator(".fvr-link-box").input_value()
    [link] = odoo.read("field.visit.map.link", [("token", "=", address.rsplit("/", 1)[1])], ["view_json"])
    view = json.loads(link["view_json"])
    assert abs(view["lat"] - SHANGHAI["lat"]) < 1e-4
    assert abs(view["lon"] - SHANGHAI["lon"]) < 1e-4


def test_a_pmtiles_file_is_read_in_parts_from_the_server(web, basemap, open_view):
    number = basemap(kind="pmtiles", pmtiles_file=base64.b64encode(world_of_land()).decode())
    asked = []
    web.page.on("request", lambda request: asked.append((request.url, request.headers.get("range"))))
    area = open_view(lat=45, lon=-40, zoom=3, base=str(number), overlays=[])
    expect(area).to_have_attribute("data-tiles", str(number))
    parts = [part for url, part in asked if "/map/pmtiles/" in url]
    assert parts
    assert all(part and part.startswith("bytes=") for part in parts)
    # in the middle of the Atlantic the file says land
    color = web.page.evaluate("""() => {
        const canvas = document.querySelector("[data-service='Test streets'] canvas");
        return [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];
    }""")
    assert color[3] == 255
    assert max(color[:3]) - min(color[:3]) < 20


def test_a_picture_of_the_map(web):
    web.open("action_this_week")
    area = web.map()
    image = picture(web.page)
    box = area.bounding_box()
    assert image.size == (round(box["width"]), round(box["height"]))
    assert len(set(image.resize((200, 120)).getdata())) > 100
    expect(area).to_have_attribute("data-picture", "done")


def test_tiles_that_may_not_be_copied_are_left_out_and_named(web, service, basemap, open_view):
    number = basemap(url=service.url + "/{z}/{x}/{y}.png")
    area = open_view(lat=60.17, lon=24.94, zoom=11, base=str(number), overlays=[])
    expect(area).to_have_attribute("data-tiles", str(number))
    assert share_of(picture(web.page), COLOR) < 0.01
    assert "may not copy the tiles of Test streets" in notice(web.page)
    service.may_be_copied = True
    assert share_of(picture(web.page), COLOR) > 0.5
    web.complaints[:] = [text for text in web.complaints if service.url not in text and "CORS" not in text]


def test_a_key_stays_on_the_server(web, service, basemap, open_view):
    number = basemap(url=service.url + "/{z}/{x}/{y}.png?key={key}", api_key="top-secret")
    answers = []
    web.page.on("response", lambda answer: answers.append(answer))
    area = open_view(lat=60.17, lon=24.94, zoom=11, base=str(number), overlays=[])
    expect(area).to_have_attribute("data-tiles", str(number))
    assert all("key=top-secret" in path for path, _referer in service.asked)
    assert not any(answer.url.startswith(service.url) for answer in answers)
    texts = [answer.text() for answer in answers if "json" in (answer.headers.get("content-type") or "")]
    assert texts
    assert "top-secret" not in "".join(texts) + web.page.content()
    assert share_of(picture(web.page), COLOR) > 0.5


def test_a_link_opens_the_same_view_for_a_colleague(web, open_web, odoo):
    web.open("action_customers", view_type="field_visit_map")
    area = web.map()
    for _step in range(2):
        before = area.get_attribute("data-zoom")
        web.page.locator(".leaflet-control-zoom-in").click()
        expect(area).not_to_have_attribute("data-zoom", before)
    web.page.locator("[data-action=share]").click()
    web.page.locator("[data-action=link]").click()
    address = web.page.locator(".fvr-link-box").input_value()
    colleague = open_web("sanna")
    colleague.page.goto(address)
    theirs = colleague.map()
    assert theirs.get_attribute("data-zoom") == area.get_attribute("data-zoom")
    legend = colleague.page.locator(".fvr-legend-section h4").first.inner_text()
    assert legend == web.page.locator(".fvr-legend-section h4").first.inner_text()


def test_a_link_that_never_was_says_so(open_web):
    web = open_web()
    web.page.goto(web.url + "/field_visit_routing/map/open/abc")
    assert "does not exist any more" in web.error_text()
    web.complaints.clear()


def test_the_map_is_printed_alone(open_web):
    web = open_web()
    web.page.add_init_script("""window.print = () => {
        top.printed = [...document.images].map((image) => [image.naturalWidth, image.naturalHeight]);
    }""")
    web.open("action_this_week")
    box = web.map().bounding_box()
    web.page.locator("[data-action=share]").click()
    web.page.locator("[data-action=print]").click()
    web.page.wait_for_function("window.printed")
    assert web.page.evaluate("window.printed") == [[round(box["width"]), round(box["height"])]]


def test_an_administrator_sets_one_up(web, odoo):
    web.open("action_basemaps")
    expect(web.page.locator(".o_list_view")).to_contain_text("OpenStreetMap")
    web.page.locator(".o_list_button_add:visible").first.click()
    web.fill("name", "Browser test: our tiles")
    web.fill("url", "https://tile.example.com/{z}/{x}/{y}.png?key=abc")
    web.page.locator(".o_form_button_save:visible").first.click()
    assert "field Key" in web.error_text()
    web.complaints.clear()
    assert odoo.search(BASEMAP, [("name", "=", "Browser test: our tiles")]) == []
