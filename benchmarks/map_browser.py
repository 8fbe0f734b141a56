"""The customers' map in a browser without a GPU: what it asks, when it is drawn, how it moves."""

import json
import os
import shutil
from typing import Any, Dict, List, NamedTuple

from playwright.sync_api import Page, Request, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")
SIZE = {"width": 1280, "height": 800}
PATIENCE_MS = 120_000
ASKS = ("field.visit.map/get_map_data", "field_visit_routing/map/data")
WHEEL, WHEEL_REST_MS, STEPS = 240, 350, 30

#: Notes when the map was drawn, and the frames that the browser showed.
NOTES = """
performance.setResourceTimingBufferSize(5000);
window.benchmark = { drawn: [], frames: [], counting: false, enter: 0 };
addEventListener("keydown", (event) => {
  if (event.key === "Enter") benchmark.enter = performance.now();
}, true);
const note = (root) => requestAnimationFrame(() => requestAnimationFrame(() => {
  benchmark.drawn.push({ count: Number(root.dataset.count), at: performance.now() });
}));
const seen = new WeakMap();
new MutationObserver(() => {
  const root = document.querySelector(".fvr-map[data-state=ready]");
  if (root && seen.get(root) !== root.dataset.count) {
    seen.set(root, root.dataset.count);
    note(root);
  }
}).observe(document, { subtree: true, childList: true, attributes: true,
                       attributeFilter: ["data-state", "data-count"] });
benchmark.count = (on) => {
  benchmark.counting = on;
  if (!on) return benchmark.frames;
  benchmark.frames = [];
  const frame = (at) => {
    benchmark.frames.push(at);
    if (benchmark.counting) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
};
"""


class Asked(NamedTuple):
    """A request of the map."""

    path: str
    params: Dict[str, Any]


class Seen(NamedTuple):
    """What the browser showed: seconds, frames per second, megabytes."""

    asked: Asked
    drawn_s: float
    pan_fps: float
    zoom_fps: float
    filter_s: float
    heap_mb: float
    loaded_mb: float


def look(access: Dict[str, str], action: int, count: int, word: str, filtered: int) -> Seen:
    """Open the map of ``count`` records, move it, and filter by ``word``, which leaves ``filtered``."""
    path = os.environ.get("FVR_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page(viewport=SIZE)
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(NOTES)
        _sign_in(page, access)
        _open(page, access, action, filtered=word)  # the browser's caches are filled by this
        asked: List[Asked] = []
        page.on("request", lambda request: _note_request(asked, request))
        _open(page, access, action)
        drawn_s = _drawn_at(page, count) - _answered_at(page)
        heap = _heap(page)
        seen = Seen(asked[-1], drawn_s, _pan(page), _zoom(page), _filter(page, word, filtered), *heap)
        browser.close()
    return seen


def _sign_in(page: Page, access: Dict[str, str]) -> None:
    params = {"db": access["db"], "login": access["login"], "password": access["password"]}
    page.request.post(access["url"] + "/web/session/authenticate", data={"jsonrpc": "2.0", "params": params})


def _open(page: Page, access: Dict[str, str], action: int, filtered: str = "") -> None:
    page.goto("%s/web?%s#action=%d&view_type=field_visit_map" % (access["url"], filtered, action))
    page.wait_for_selector(".fvr-map[data-state=ready][data-base=ready]")
    page.wait_for_function("benchmark.drawn.some((drawn) => drawn.count > 0)")


def _note_request(asked: List[Asked], request: Request) -> None:
    if any(name in request.url for name in ASKS):
        path = "/" + request.url.partition("://")[2].partition("/")[2]
        asked.append(Asked(path, json.loads(request.post_data or "{}")["params"]))


def _drawn_at(page: Page, count: int) -> float:
    """Return when ``count`` records were on the screen, in seconds since the page was opened."""
    found = "benchmark.drawn.filter((drawn) => drawn.count === %d).pop()" % count
    page.wait_for_function("Boolean(%s)" % found)
    return float(page.evaluate(found + ".at")) / 1000


def _answered_at(page: Page) -> float:
    """Return when the last byte of the map's records had come."""
    names = json.dumps(ASKS)
    last = ("performance.getEntriesByType('resource')"
            ".filter((entry) => %s.some((name) => entry.name.includes(name))).pop().responseEnd" % names)
    return float(page.evaluate(last)) / 1000


def _heap(page: Page) -> List[float]:
    """Return the memory of the page's objects after and before what is no longer used was collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _metric(session, "JSHeapUsedSize")
    session.send("HeapProfiler.collectGarbage")
    return [_metric(session, "JSHeapUsedSize"), before]


def _metric(session: Any, name: str) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(item["value"] for item in metrics if item["name"] == name) / 1e6


def _pan(page: Page) -> float:
    """Drag the map to and fro over the world and over a country."""
    middle = SIZE["width"] / 2, SIZE["height"] / 2
    rates = []
    for zoom_first in (False, True):
        page.mouse.move(*middle)
        for _turn in range(4 if zoom_first else 0):
            page.mouse.wheel(0, -WHEEL)
            page.wait_for_timeout(WHEEL_REST_MS)
        page.wait_for_timeout(500)
        page.evaluate("benchmark.count(true)")
        for shift in (-300, 300):
            page.mouse.move(*middle)
            page.mouse.down()
            page.mouse.move(middle[0] + shift, middle[1] + shift / 4, steps=STEPS)
            page.mouse.up()
            page.wait_for_timeout(WHEEL_REST_MS)  # the redrawing at the end counts as well
        rates.append(_rate(page))
    return min(rates)


def _zoom(page: Page) -> float:
    """Turn the wheel in and out."""
    page.mouse.move(SIZE["width"] / 2, SIZE["height"] / 2)
    page.evaluate("benchmark.count(true)")
    for turn in (-WHEEL, -WHEEL, -WHEEL, WHEEL, WHEEL, WHEEL):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(WHEEL_REST_MS)
    return _rate(page)


def _rate(page: Page) -> float:
    frames = page.evaluate("benchmark.count(false)")
    return 1000 * (len(frames) - 1) / (frames[-1] - frames[0])


def _filter(page: Page, word: str, filtered: int) -> float:
    """Search by name as a user does; the seconds run from the enter key to the picture."""
    box = page.locator(".o_searchview_input").first
    box.fill(word)
    box.press("Enter")
    drawn_at = _drawn_at(page, filtered)
    return drawn_at - float(page.evaluate("benchmark.enter")) / 1000
