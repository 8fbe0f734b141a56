"""The map with 100,000 customers: the server's answer beside ``search_read``, and the browser.

The requests are those of the web client, noted while it opens the customers' map in a headless Chromium;
then they are sent again, in turn with ``search_read`` of the same fields.
"""

from typing import Any, Dict, List

import map_server
from harness import Row, at_least, at_most, information

PARTNERS = "100,000 customers: "
ACTION = "field_visit_routing.action_customers"


def rows(options: Any) -> List[Row]:
    """Measure everything, or nothing without a server."""
    if options.no_server:
        return _rows(None, None, None)
    import map_browser
    import map_crowd

    crowd = map_crowd.Crowd()
    access = crowd.start()
    try:
        session = map_server.Session(access)
        seen = map_browser.look(access, map_server.action_id(session, ACTION), map_crowd.PARTNERS, map_crowd.WORD,
                                map_crowd.FILTERED)
        ours, naive = map_server.compare(session, crowd.process.running()["pid"], seen.asked.path, seen.asked.params)
    finally:
        crowd.stop()
    return _rows(ours, naive, seen)


def _rows(ours: Any, naive: Any, seen: Any) -> List[Row]:
    return [*_server_rows(ours, naive), *_browser_rows(seen)]


def _server_rows(ours: Any, naive: Any) -> List[Row]:
    """Rows of the answer; without figures where nothing was measured."""
    known: Dict[str, Any] = {"wall": None, "mb": None, "times": None}
    if ours and naive:
        known = {"wall": ours.wall_s, "mb": ours.size / 1e6, "times": naive.wall_s / ours.wall_s}
    found = [
        at_most(PARTNERS + "answer of the server", known["wall"], "s", 1.5),
        at_most(PARTNERS + "size of the answer", known["mb"], "MB", 7),
        at_least(PARTNERS + "search_read of the same fields takes", known["times"], "times", 3),
    ]
    if ours and naive:
        found += [
            information("search_read of the same fields", naive.wall_s, "s"),
            information("search_read of the same fields: size", naive.size / 1e6, "MB"),
            information("processor time of the server: the map's answer", ours.cpu_s, "s"),
            information("processor time of the server: search_read", naive.cpu_s, "s"),
        ]
    return found


def _browser_rows(seen: Any) -> List[Row]:
    found = [
        at_most(PARTNERS + "from the answer to the picture", seen and seen.drawn_s, "s", 2),
        at_least(PARTNERS + "dragging the map", seen and seen.pan_fps, "fps", 30),
        at_least(PARTNERS + "zooming", seen and seen.zoom_fps, "fps", 30),
        at_most("filter that leaves 10,000: from the key to the picture", seen and seen.filter_s, "s", 1),
        at_most(PARTNERS + "memory of the page's objects", seen and seen.heap_mb, "MB", 150),
    ]
    if seen:
        found.append(information("the same before unused objects are collected", seen.loaded_mb, "MB"))
    return found
