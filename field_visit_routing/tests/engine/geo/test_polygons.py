import json

import numpy as np
import pytest
from engine.geo.polygons import MAX_POSITIONS, PolygonError, parse_area
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
BOW_TIE = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
corners = st.tuples(st.integers(-6, 6), st.integers(-6, 6))
rings = st.lists(corners, min_size=3, max_size=8)
spots = st.lists(st.tuples(st.integers(-14, 14), st.integers(-14, 14)), min_size=1, max_size=20)


def polygon(*parts):
    return {"type": "Polygon", "coordinates": list(parts)}


def refused(value, **options):
    with pytest.raises(PolygonError) as caught:
        parse_area(value, **options)
    return caught.value


# ---- an inside test and a crossing test of their own, in whole numbers ------------------------------
def side(a, b, p):
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def on_line(a, b, p):
    return (side(a, b, p) == 0 and min(a[0], b[0]) <= p[0] <= max(a[0], b[0])
            and min(a[1], b[1]) <= p[1] <= max(a[1], b[1]))


def meet(a, b, c, d):
    """Whether two lines share any point."""
    if any((on_line(a, b, c), on_line(a, b, d), on_line(c, d, a), on_line(c, d, b))):
        return True
    return (side(a, b, c) > 0) != (side(a, b, d) > 0) and (side(c, d, a) > 0) != (side(c, d, b) > 0)


def is_simple(ring):
    """Whether a ring of different neighbours touches itself nowhere but at its corners."""
    size = len(ring)
    edges = [(ring[i], ring[(i + 1) % size]) for i in range(size)]
    for i in range(size):
        for j in range(i + 1, size):
            neighbours = j == i + 1 or (i == 0 and j == size - 1)
            if not neighbours and meet(*edges[i], *edges[j]):
                return False
            if neighbours and goes_back(*edges[i], *edges[j]):
                return False
    return True


def goes_back(a, b, c, d):
    """Whether neighbouring edges lie on one another instead of sharing a corner alone."""
    first, corner, last = (a, b, d) if b == c else (c, d, b)
    return on_line(first, corner, last) or on_line(corner, last, first)


def is_inside(ring, p):
    edges = [(ring[i], ring[(i + 1) % len(ring)]) for i in range(len(ring))]
    if any(on_line(a, b, p) for a, b in edges):
        return True
    crossings = 0
    for a, b in edges:
        low, high = (a, b) if a[1] < b[1] else (b, a)
        if low[1] <= p[1] < high[1] and side(low, high, p) > 0:
            crossings += 1
    return crossings % 2 == 1


def without_repeats(ring):
    kept = [p for i, p in enumerate(ring) if i == 0 or p != ring[i - 1]]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


@settings(max_examples=400)
@given(rings, spots, st.sampled_from([-360, 0, 360]))
@example([(0, 0), (2, 0), (4, 0)], [(1, 0)], 0)
def test_inside_and_crossing_agree_with_whole_number_arithmetic(ring, points, turn):
    """Any ring is refused exactly when it touches itself, else each point is told as by counting crossings."""
    assume(len(set(ring)) >= 3)
    closed = [[x + turn, y] for x, y in ring + ring[:1]]
    simple = is_simple(without_repeats(ring))
    if not simple:
        assert refused(polygon(closed), beyond=True).code == "crosses_itself"
        return
    area = parse_area(polygon(closed), beyond=True)
    # spots lie on a grid of half degrees: on corners, on edges, between
    got = area.contains([y / 2 for _x, y in points], [x / 2 for x, _y in points])
    doubled = [(2 * x, 2 * y) for x, y in ring]
    assert got.tolist() == [is_inside(without_repeats(doubled), p) for p in points]


def test_the_border_belongs_to_the_area_and_a_hole_does_not():
    """Somebody on the line is not lost; somebody in the hole is outside, on its edge inside."""
    hole = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
    area = parse_area(polygon(SQUARE, hole))
    assert area.contains([0, 2, 2, 0.5, 9], [2, 2, 1, 0.5, 9]).tolist() == [True, False, True, True, False]


@pytest.mark.parametrize("lons", [(179, 181), (-181, -179), (539, 540)])
def test_over_the_antimeridian(lons):
    """Customers on both sides of the line are inside, wherever the map drew it."""
    west, east = lons
    area = parse_area(polygon([[west, 0], [east, 0], [east, 4], [west, 4], [west, 0]]), beyond=True)
    expected = [True, True, False] if west != 539 else [True, False, False]
    assert area.contains([2, 2, 2], [179.5, -179.5, 0]).tolist() == expected


def test_ten_thousand_points_in_one_call():
    """Rows keep their order."""
    lat, lon = np.mgrid[-50:50, -50:50].reshape(2, -1)
    inside = parse_area(polygon(SQUARE)).contains(lat, lon)
    assert inside.sum() == 25
    assert np.array_equal(inside, (lat >= 0) & (lat <= 4) & (lon >= 0) & (lon <= 4))


def test_no_points():
    """Nobody there is an answer."""
    assert parse_area(polygon(SQUARE)).contains([], []).tolist() == []


@pytest.mark.parametrize("wrap", [
    lambda shape: shape, json.dumps, lambda shape: json.dumps(shape).encode(),
    lambda shape: {"type": "Feature", "properties": {}, "geometry": shape},
    lambda shape: {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape}]},
    lambda shape: {"type": "MultiPolygon", "coordinates": [shape["coordinates"]]},
])
def test_ways_to_give_a_polygon(wrap):
    """Text, bytes, dicts and features mean the same."""
    assert parse_area(wrap(polygon(SQUARE))).bounds == (0, 0, 4, 4)


def test_heights_are_ignored_and_geojson_comes_back():
    """What is parsed can be stored and parsed again."""
    area = parse_area(polygon([[x, y, 100] for x, y in SQUARE]))
    again = parse_area(json.dumps(area.geojson))
    assert again.shape.equals(area.shape)


def test_a_crossing_is_told_with_its_place():
    """The bow tie's knot is at 1° north, 1° east."""
    fault = refused(polygon(BOW_TIE))
    assert (fault.code, fault.place) == ("crosses_itself", (1.0, 1.0))


@pytest.mark.parametrize("value, code", [
    ("{", "not_json"), ("[" * 100_000, "not_json"), (b"\xff", "not_json"),
    (None, "not_a_polygon"), (False, "not_a_polygon"), ([], "not_a_polygon"), (7, "not_a_polygon"),
    ({"type": "Point", "coordinates": [0, 0]}, "not_a_polygon"), ({"type": []}, "not_a_polygon"),
    ({"type": "FeatureCollection", "features": []}, "not_a_polygon"),
    ({"type": "Polygon"}, "not_a_polygon"), (polygon(5), "not_a_polygon"),
    (polygon(), "empty"), (polygon([]), "empty"), ({"type": "MultiPolygon", "coordinates": []}, "empty"),
    (polygon([1, 2, 3, 1]), "not_a_position"), (polygon([["0", "0"], [1, 0], [1, 1], [0, 0]]), "not_a_position"),
    (polygon([[True, 0], [1, 0], [1, 1], [0, 0]]), "not_a_position"), (polygon([[0]] * 4), "not_a_position"),
    ('{"type":"Polygon","coordinates":[[[NaN,0],[1,0],[1,1],[NaN,0]]]}', "not_finite"),
    (polygon([[10**400, 0], [1, 0], [1, 1], [0, 0]]), "not_finite"),
    (polygon([[0, 0], [0, 91], [1, 1], [0, 0]]), "out_of_range"),
    (polygon([[0, 0], [181, 1], [1, 1], [0, 0]]), "out_of_range"),
    (polygon(SQUARE[:-1]), "open_ring"), (polygon([[0, 0], [1, 1], [0, 0], [0, 0]]), "too_few_corners"),
    (polygon([[0, 0], [2, 0], [4, 0], [0, 0]]), "crosses_itself"),
    (polygon(SQUARE, [[5, 5], [6, 5], [6, 6], [5, 5]]), "hole_outside"),
    ({"type": "MultiPolygon", "coordinates": [[SQUARE], [[[1, 1], [2, 1], [2, 2], [1, 1]]]]}, "parts_overlap"),
    (polygon([[0, 0]] * (MAX_POSITIONS + 1)), "too_many_positions"),
])
def test_what_is_no_area(value, code):
    """Each kind of fault has a code."""
    assert refused(value).code == code


def test_a_fault_in_a_position_is_numbered():
    """Second ring, third position."""
    fault = refused(polygon(SQUARE, [[1, 1], [2, 1], [2, -91], [1, 1]]))
    assert (fault.code, fault.ring, fault.index, fault.place) == ("out_of_range", 1, 2, (-91.0, 2.0))


def test_nothing_is_wider_than_the_earth():
    """A polygon that goes round the globe more than once holds everybody twice."""
    wide = [[-200, 0], [200, 0], [200, 4], [-200, 4], [-200, 0]]
    assert refused(polygon(wide), beyond=True).code == "too_wide"
    apart = [[[[x, 0], [x + 1, 0], [x, 1], [x, 0]]] for x in (-300, 300)]
    assert refused({"type": "MultiPolygon", "coordinates": apart}, beyond=True).code == "too_wide"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(
        st.sampled_from(["type", "coordinates", "features", "geometry"]), inner), max_leaves=12)


@given(st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]), json_values)
def test_anything_is_an_area_or_refused(kind, inner):
    """No input escapes as another exception."""
    for value in (inner, {"type": kind, "coordinates": inner, "geometry": inner, "features": inner}):
        try:
            parse_area(value)
        except PolygonError as fault:
            assert fault.code
