"""Looking around: labels on the camera's picture by the compass, and the radar of a phone that lacks one of them."""
import math
import re

import pytest
from playwright.sync_api import expect

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
HERE = (60.1717, 24.9440)
SENSORS = ["accelerometer", "gyroscope", "magnetometer"]


@pytest.fixture(scope="module")
def browser(launch):
    """A browser whose phones have a camera, which shows a test picture."""
    return launch(*CAMERA)


def upright(heading):
    """The quaternion of a phone held upright whose back points to ``heading`` (degrees clockwise from north)."""
    alpha, beta = math.radians(-heading), math.radians(90)
    # first about its own x axis, then about the earth's z axis
    z, w = math.sin(alpha / 2), math.cos(alpha / 2)
    x, v = math.sin(beta / 2), math.cos(beta / 2)
    return {"x": w * x, "y": z * x, "z": z * v, "w": w * v}


class Compass:
    """The sensors of a phone, moved through the browser's debugging protocol."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        page.context.grant_permissions([*SENSORS, "geolocation", "camera"])
        self.session.send("Emulation.setSensorOverrideEnabled", {"enabled": True, "type": "absolute-orientation"})

    def look(self, heading):
        self.session.send("Emulation.setSensorOverrideReadings", {
            "type": "absolute-orientation", "reading": {"quaternion": upright(heading)}})


@pytest.fixture
def near(open_phone):
    """Return the phone of the rep whose customers are in every direction of here, on the screen "Near me"."""
    phone = open_phone("sanna", position=HERE)
    phone.open_app("near")
    expect(phone.page.locator(".fva-customers a").first).to_be_visible()
    phone.page.get_by_role("button", name="Around", exact=True).click()
    return phone


def look_around(phone):
    phone.page.get_by_role("button", name="Look around").click()


def seen(page):
    """The customers in the picture."""
    return set(page.locator(".fva-tag").evaluate_all("tags => tags.map(tag => tag.hash)"))


def test_the_camera_shows_who_is_in_which_direction(near):
    page = near.page
    compass = Compass(page)
    compass.look(90)
    look_around(near)
    sight = page.locator("[data-look=camera]")
    expect(sight).to_be_visible()
    assert page.locator("[data-look=camera] video").evaluate(
        "video => new Promise(seen => video.readyState > 1 ? seen(true) : video.onloadeddata = () => seen(true))")
    expect(sight).to_have_attribute("data-heading", re.compile("^(8[5-9]|9[0-5])$"))
    expect(page.locator(".fva-tag").first).to_be_visible()
    east = seen(page)
    for _round in range(40):
        compass.look(270 + _round % 2)
        page.wait_for_timeout(50)
    expect(sight).to_have_attribute("data-heading", re.compile("^(26[0-9]|27[0-9])$"))
    assert not east & seen(page)
    width = page.viewport_size["width"]
    for tag in page.locator(".fva-tag").all():
        box = tag.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= width
    page.set_viewport_size({"width": 320, "height": 568})
    narrow = page.locator(".fva-tag").evaluate_all("""tags => tags.map(tag => {
        const {left, right, top, bottom} = tag.getBoundingClientRect();
        const rows = [...tag.children].map(row => row.getBoundingClientRect());
        return {left, right, top, bottom, fits: rows.every(row => row.bottom <= bottom && row.right <= right),
                text: tag.innerText, cut: tag.children[1].scrollWidth > tag.children[1].clientWidth};
    })""")
    assert narrow and all(0 <= tag["left"] and tag["right"] <= 320 and tag["fits"] for tag in narrow), narrow
    assert not any(tag["cut"] for tag in narrow) and any(re.search(r"[A-C] \d+", tag["text"]) for tag in narrow), narrow
    for index, one in enumerate(narrow):
        for other in narrow[:index]:
            assert (one["right"] <= other["left"] or other["right"] <= one["left"]
                    or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]), (one, other)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".fva-tag").first.click()
    expect(page.locator("[data-customer]")).to_be_visible()


def test_without_a_compass_a_radar_has_north_above(near):
    look_around(near)
    page = near.page
    expect(page.locator("[data-look=radar]")).to_be_visible()
    expect(page.get_by_text("does not tell where it looks")).to_be_visible()
    assert page.locator(".fva-blip").count() > 0
    expect(page.locator(".fva-north")).to_be_visible()
    page.locator("[data-look=radar] .fva-customers a").first.click()
    expect(page.locator("[data-customer]")).to_be_visible()


def test_without_a_camera_the_radar_turns(near):
    page = near.page
    page.evaluate("""() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error("no camera"));
    }""")
    compass = Compass(page)
    compass.look(90)
    look_around(near)
    expect(page.get_by_text("The camera cannot be used here")).to_be_visible()
    turned = page.locator(".fva-radar g").get_attribute("transform")
    assert 80 < -float(re.search(r"-?[\d.]+", turned).group()) < 100
