"""Changing a drawn outline: parts, holes, fewer corners, the antimeridian."""

import math

import pytest
import shapely
from engine.geo.outlines import added, corners, cut, on_earth, simplified, size_km2
from engine.geo.polygons import Area, PolygonError, parse_area
from shapely.geometry import Point, Polygon, box


def area(west, south, east, north):
    return Area(box(west, south, east, north))


def test_a_part_that_touches_becomes_one_with_the_area():
    whole = added(area(0, 0, 1, 1), area(1, 0, 2, 1))
    assert whole.shape.equals(box(0, 0, 2, 1))
    assert whole.geojson["type"] == "Polygon"


def test_a_part_elsewhere_stands_beside_it():
    both = added(area(0, 0, 1, 1), area(3, 0, 4, 1))
    assert both.geojson["type"] == "MultiPolygon"
    assert both.shape.area == pytest.approx(2.0)


def test_a_piece_from_the_middle_leaves_a_hole():
    ring = cut(area(0, 0, 3, 3), area(1, 1, 2, 2))
    assert len(ring.geojson["coordinates"]) == 2
    assert not ring.contains([1.5], [1.5])[0] and ring.contains([0.5], [0.5])[0]


def test_a_piece_across_leaves_two_parts():
    halves = cut(area(0, 0, 3, 1), area(1, -1, 2, 2))
    assert sorted(part.bounds for part in shapely.get_parts(halves.shape)) == [(0, 0, 1, 1), (2, 0, 3, 1)]


def test_a_sliver_at_the_rim_goes_with_the_piece():
    assert cut(area(0, 0, 3, 1), area(0.00001, -1, 2, 2)).shape.equals(box(2, 0, 3, 1))


def test_nothing_left_is_a_fault():
    with pytest.raises(PolygonError) as caught:
        cut(area(0, 0, 1, 1), area(-1, -1, 2, 2))
    assert caught.value.code == "nothing_left"


def test_the_piece_may_be_drawn_on_another_copy_of_the_world():
    assert added(area(0, 0, 1, 1), area(361, 0, 362, 1)).shape.equals(box(0, 0, 2, 1))
    assert cut(area(179, 0, 181, 1), area(-180, 0, -179, 1)).shape.equals(box(179, 0, 180, 1))


@pytest.mark.parametrize("latitude", [0.0, 60.0, -75.0])
def test_simplifying_keeps_the_border_within_the_tolerance(latitude):
    circle = Area(Point(20, latitude).buffer(0.05, quad_segs=100))
    simple = simplified(circle, 50.0)
    assert corners(simple) < corners(circle) / 4
    away_deg = shapely.hausdorff_distance(simple.shape, circle.shape)
    assert away_deg * 111_200 * math.cos(math.radians(latitude)) <= 50.5


def test_simplifying_a_hole_keeps_it_inside():
    ring = cut(Area(Point(20, 60).buffer(0.05)), Area(Point(20, 60).buffer(0.049)))
    simple = simplified(ring, 200.0)
    assert simple.shape.is_valid and simple.shape.area > 0


def test_an_area_over_the_antimeridian_is_divided_there():
    divided = on_earth(area(179, -18, 181, -16))
    west, east = sorted(shapely.get_parts(divided.shape), key=lambda part: part.bounds[0])
    assert west.bounds == (-180, -18, -179, -16) and east.bounds == (179, -18, 180, -16)
    assert parse_area(divided.geojson).shape.equals(divided.shape)


def test_an_area_on_another_copy_comes_back_whole():
    assert on_earth(area(361, 0, 362, 1)).shape.equals(box(1, 0, 2, 1))
    here = area(1, 0, 2, 1)
    assert on_earth(here) is here


def test_size_and_corners():
    assert size_km2(area(24, 60, 25, 61)) == pytest.approx(111.19 * 111.19 * math.cos(math.radians(60.5)), rel=0.01)
    assert corners(Area(Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (6, 1), (6, 2)]]))) == 6
