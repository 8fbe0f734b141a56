"""Pictures of scenarios: areas in colours, customers as dots, the figures below; side by side to compare."""
import json
import math

from .. import compat
from .map_layers import COLORS

TEMPLATE = "field_visit_routing.territory_design_chart"
#: Size of a picture in its own units.
WIDTH, HEIGHT, MARGIN = 360, 260, 6
#: More customers than that are drawn as a part of them.
MOST_DOTS = 1500
GREY = "#8a929b"


def comparison(design):
    """HTML of all scenarios of a design, today's first; empty without any."""
    frame = _frame(design.scenario_ids)
    return _render(design.env, [_card(scenario, frame) for scenario in design.scenario_ids], True) if frame else ""


def picture(scenario):
    """HTML of the picture of one scenario."""
    frame = _frame(scenario.design_id.scenario_ids)
    return _render(scenario.env, [_card(scenario, frame)], False) if frame else ""


def _render(env, cards, with_figures):
    html = env["ir.qweb"]._render(TEMPLATE, {
        "cards": cards, "with_figures": with_figures, "width": WIDTH, "height": HEIGHT})
    return html.decode() if isinstance(html, bytes) else html


def _frame(scenarios):
    """What turns ``[lon, lat]`` into a place of the picture; the same for all scenarios of a design."""
    corners = [place for scenario in scenarios for area in scenario.area_ids
               for ring in _rings(area) for place in ring]
    if not corners:
        return None
    west, east = min(lon for lon, _lat in corners), max(lon for lon, _lat in corners)
    south, north = min(lat for _lon, lat in corners), max(lat for _lon, lat in corners)
    squeeze = max(0.01, math.cos(math.radians((south + north) / 2)))
    scale = min((WIDTH - 2 * MARGIN) / max(1e-9, (east - west) * squeeze),
                (HEIGHT - 2 * MARGIN) / max(1e-9, north - south))
    left = (WIDTH - (east - west) * squeeze * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2

    def place(lon, lat):
        return "%.1f" % (left + (lon - west) * squeeze * scale), "%.1f" % (top + (north - lat) * scale)

    return place


def _rings(area):
    """All rings of an area's outline."""
    shape = json.loads(area.outline or "null")
    if not shape:
        return []
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for part in parts for ring in part]


def colour(area):
    """The colour of an area, for pictures."""
    return COLORS[area.color] if 0 < area.color < len(COLORS) else GREY


def _card(scenario, frame):
    _ = compat.translator(scenario.env)
    tolerance = scenario.design_id.tolerance_percent
    figures = [
        (_("Worst deviation from the mean"), "%.1f %%" % scenario.deviation_percent),
        (_("From the middle of the area"), _km(scenario.spread_km)),
        (_("From the rep's start"), _km(scenario.home_km) if scenario.home_km else "–"),
        (_("Driving a month"), ("%.1f h" if scenario.drive_h < 10 else "%.0f h") % scenario.drive_h),
        (_("Roundness"), "%.0f %%" % scenario.roundness_percent),
        (_("Customers that change owner"), str(scenario.change_count)),
    ]
    if scenario.nobody_count:
        figures.append((_("Customers of nobody here"), str(scenario.nobody_count)))
    if scenario.apart_count:
        figures.append((_("Locked outside their area"), str(scenario.apart_count)))
    return {
        "id": scenario.id, "kind": scenario.kind, "name": scenario.name, "chosen": scenario.is_chosen,
        "balanced": scenario.balanced, "tolerance": tolerance, "figures": figures,
        "paths": [{"d": _path(area, frame), "colour": colour(area)} for area in scenario.area_ids if area.outline],
        "dots": _dots(scenario, frame),
        "reps": [{"name": area.rep_id.name, "colour": colour(area), "customers": area.customer_count,
                  "load": "{:,.1f}".format(area.load), "percent": "%+.1f" % area.deviation_percent,
                  "bad": abs(area.deviation_percent) > tolerance + 0.05} for area in scenario.area_ids]}


def _km(distance):
    return ("%.2f km" if distance < 10 else "%.1f km") % distance


def _path(area, frame):
    return " ".join("M" + " L".join("%s,%s" % frame(lon, lat) for lon, lat in ring[:-1]) + " Z"
                    for ring in _rings(area))


def _dots(scenario, frame):
    """Some of the customers; today they have the colour of whoever has them."""
    colours = {area.rep_id.id: colour(area) for area in scenario.area_ids}
    by_user = {area.rep_id.user_id.id: colour(area) for area in scenario.area_ids}
    source = scenario if scenario.kind != "today" else scenario.design_id.scenario_ids.filtered(
        lambda other: other.kind != "today")[:1]
    # the picture shows where customers are and no name of any of them
    rows = compat.search_rows(scenario.env["field.visit.territory.scenario.line"].sudo(), [
        ("scenario_id", "=", source.id)], ["rep_id", "former_user_id", "line_latitude", "line_longitude"])
    step = 1 + len(rows) // MOST_DOTS
    found = []
    for rep, user, lat, lon in rows[::step]:
        x, y = frame(lon or 0.0, lat or 0.0)
        found.append({"x": x, "y": y, "colour": by_user.get(user, GREY) if scenario.kind == "today" else
                      colours.get(rep, GREY)})
    return found
