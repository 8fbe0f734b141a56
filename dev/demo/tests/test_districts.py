"""The demo's districts: a tree, outlines that hold the places they should, and who sells where."""
import json
import sys
from pathlib import Path

import pytest
from shapely.geometry import Point, box, mapping, shape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import customers
import districts
from extract import DISTRICTS


@pytest.fixture
def cache(tmp_path):
    """A city of squares, as the extract would give it."""
    named = {area.name: mapping(box(24.93 + 0.01 * number, 60.16, 24.94 + 0.01 * number, 60.175))
             for number, area in enumerate(districts.HELSINKI)
             if area.above in ("091-1", "091-3")}
    kamppi = districts.KAMPPI_LINE[0]
    named["Kamppi"] = mapping(box(kamppi[0] - 0.005, kamppi[1] - 0.01, kamppi[0] + 0.005, kamppi[1] + 0.01))
    (tmp_path / DISTRICTS).write_text(json.dumps(named))
    return tmp_path


@pytest.mark.parametrize("areas", [districts.HELSINKI, districts.SHANGHAI])
def test_each_area_follows_the_one_it_is_part_of(areas):
    known = [""]
    for area in areas:
        assert area.above in known
        known.append(area.code)
    assert len(set(known)) == len(known)


def test_shanghais_places_lie_in_their_district():
    outlines = districts.shanghai_outlines()
    named = {area.name: shape(outlines[area.code]) for area in districts.SHANGHAI if area.code in outlines}
    assert all(outline.is_valid for outline in named.values())
    for place in customers.read_shanghai():
        inside = {name for name, outline in named.items() if outline.contains(Point(place["lon"], place["lat"]))}
        assert inside - {"浦西"} == {place["district"]}


def test_shanghais_districts_do_not_overlap():
    outlines = districts.shanghai_outlines()
    shapes = [shape(outlines[area.code]) for area in districts.SHANGHAI if len(area.above) and area.code != "310100"]
    assert len(shapes) == 7
    for number, one in enumerate(shapes):
        assert all(one.intersection(other).area < 1e-12 for other in shapes[number + 1:])


def test_halves_make_up_the_whole(cache):
    outlines = {code: shape(outline) for code, outline in districts.helsinki_outlines(cache).items()}
    north, south, whole = outlines["091-04-N"], outlines["091-04-S"], outlines["091-04"]
    assert north.intersection(south).area < 1e-12
    assert abs(north.area + south.area - whole.area) < 1e-12
    assert north.centroid.y > south.centroid.y
    assert outlines["091-1"].covers(whole)


def test_the_deepest_areas_rep_sells(cache):
    outlines = districts.helsinki_outlines(cache)
    seller = districts.seller(districts.HELSINKI, outlines)
    for area in districts.HELSINKI:
        if area.rep:
            spot = shape(outlines[area.code]).representative_point()
            assert seller({"lat": spot.y, "lon": spot.x}) in {other.rep for other in districts.HELSINKI if other.rep}
    north = shape(outlines["091-04-N"]).representative_point()
    assert seller({"lat": north.y, "lon": north.x}) == "anna"
    assert seller({"lat": 0.0, "lon": 0.0}) is None


class Location:
    def __init__(self, place):
        self.lon, self.lat = place or (None, None)

    def valid(self):
        return self.lon is not None


class Node:
    def __init__(self, place):
        self.location = Location(place)


def test_a_line_stops_where_its_nodes_have_no_place():
    from osm_districts import _runs
    nodes = [Node(place) for place in (None, (1, 1), (2, 2), None, (3, 3), None, (4, 4), (5, 5))]
    assert list(_runs(nodes)) == [[(1, 1), (2, 2)], [(4, 4), (5, 5)]]


def test_ends_that_nothing_meets_are_drawn_on():
    from collections import Counter

    from osm_districts import FAR, _drawn_on
    run = [(0.0, 0.0), (1.0, 0.0)]
    assert _drawn_on(run, Counter({(0.0, 0.0): 2, (1.0, 0.0): 1})) == run + [(1.0 + FAR, 0.0)]
    assert _drawn_on(run, Counter({(0.0, 0.0): 2, (1.0, 0.0): 2})) == run
