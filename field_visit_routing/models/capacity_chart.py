"""The chart of a capacity simulation: coverage by grade, and the hours of every week."""
from . import capacity_result

TEMPLATE = "field_visit_routing.capacity_chart"
#: Size of the picture of the weeks in its own units.
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 220, 40, 24
#: ``(name, colour)`` of the parts of a week's bar, from below.
PARTS = (("service_s", "#2f6f9f"), ("driving_s", "#9aa5b1"), ("overtime_s", "#c0392b"))


def render(env, result):
    """HTML of the chart, escaped by QWeb; empty without a result."""
    answer = result.get("answer")
    if not answer or not answer["weeks"]:
        return ""
    weeks = answer["weeks"]
    highest_h = max(max(_hours(week) for week in weeks), 1.0)
    html = env["ir.qweb"]._render(TEMPLATE, {
        "grades": capacity_result.grades(answer), "bars": _bars(weeks, highest_h),
        "lines": _lines(highest_h), "capacity": _capacity(weeks, highest_h), "width": WIDTH,
        "height": HEIGHT, "left": LEFT, "tried": result.get("tried") or [],
        "reps": answer["reps"]})
    return html.decode() if isinstance(html, bytes) else html


def _parts(week):
    """Hours of the parts; overtime is driving or visits after the end of the working time."""
    driving_s, over_s = week["driving_s"], week["overtime_s"]
    service_s = week["service_s"] - max(0, over_s - driving_s)
    hours = (service_s, max(0, driving_s - over_s), over_s)
    return [(colour, seconds / 3600.0) for (_name, colour), seconds in zip(PARTS, hours)]


def _hours(week):
    """What the bar of a week has to show: what is used, or what there is."""
    return max(sum(hours for _colour, hours in _parts(week)), week["available_s"] / 3600.0)


def _y(hours, highest_h):
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 8) * hours / highest_h


def _bars(weeks, highest_h):
    """A stacked bar for each week."""
    step = (WIDTH - LEFT) / len(weeks)
    bars = []
    for number, week in enumerate(weeks):
        parts, base = [], 0.0
        for colour, hours in _parts(week):
            top = base + hours
            if hours > 0:
                parts.append({"y": "%.1f" % _y(top, highest_h), "colour": colour,
                              "height": "%.1f" % (_y(base, highest_h) - _y(top, highest_h))})
            base = top
        bars.append({
            "x": "%.1f" % (LEFT + step * number + step * 0.15), "width": "%.1f" % (step * 0.7),
            "middle": "%.1f" % (LEFT + step * (number + 0.5)), "number": week["number"],
            "parts": parts, "visits": week["visits"], "overdue": week["overdue"]})
    return bars


def _lines(highest_h):
    """Lines at round numbers of hours."""
    step = next(size for size in (5, 10, 20, 50, 100, 200, 500, 1000, 10**9)
                if highest_h / size <= 5)
    return [{"y": "%.1f" % _y(hours, highest_h), "label": "%d" % hours}
            for hours in range(0, int(highest_h) + 1, step)]


def _capacity(weeks, highest_h):
    """The working time that there is, as the points of a line."""
    step = (WIDTH - LEFT) / len(weeks)
    points = []
    for number, week in enumerate(weeks):
        y = _y(week["available_s"] / 3600.0, highest_h)
        points += ["%.1f,%.1f" % (LEFT + step * number, y),
                   "%.1f,%.1f" % (LEFT + step * (number + 1), y)]
    return " ".join(points)
