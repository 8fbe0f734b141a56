"""Thin lines of a way: few corners, none far from the way, gaps stay gaps."""
import pytest
from engine.field import trail
from engine.field.track import GAP_S, Fix, Kept, distance_m
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

STEPS = st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.sampled_from([30, 60, 200, GAP_S + 1, 4000]))


def way(steps, lat=60.0, lon=24.0, scale=1e-4):
    """Positions of which each is so many steps (11 m) and seconds from the one before."""
    at, kept = 0, []
    for north, east, seconds in steps:
        lat, lon, at = lat + north * scale, lon + east * scale * 2, at + seconds
        kept.append(Kept(Fix(at, lat, lon if lon <= 180 else lon - 360), at))
    return kept


def pieces_of(kept):
    found = []
    for before, item in zip([None, *kept], kept):
        if before is None or item.fix.at_s - before.until_s > GAP_S:
            found.append([])
        found[-1].append((item.fix.lat, item.fix.lon))
    return found


@given(st.lists(STEPS, max_size=60).map(way))
def test_gaps_stay_gaps_and_ends_stay_ends(kept):
    lines, pieces = trail.lines(kept), pieces_of(kept)
    assert [(line[0], line[-1], len(line) > 1) for line in lines] == [
        (piece[0], piece[-1], len(piece) > 1) for piece in pieces]


@given(st.lists(STEPS, max_size=60).map(way))
def test_a_line_has_corners_of_the_way_only_in_their_order(kept):
    for line, piece in zip(trail.lines(kept), pieces_of(kept)):
        rest = iter(piece)
        assert all(corner in rest for corner in line)


@given(st.lists(STEPS, max_size=60).map(way))
def test_what_is_left_out_is_near_the_line(kept):
    for line, piece in zip(trail.lines(kept), pieces_of(kept)):
        squeeze = 0.5  # cos 60 degrees
        flat = LineString([(lon * squeeze, lat) for lat, lon in line]) if len(line) > 1 else None
        for lat, lon in piece if flat else []:
            assert flat.distance(Point(lon * squeeze, lat)) * trail.METRES_PER_DEGREE <= trail.TOLERANCE_M * 1.05


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.just(30)), min_size=200, max_size=300).map(way))
def test_a_long_way_is_drawn_coarser(kept):
    line, = trail.lines(kept, most=40)
    assert 2 <= len(line) <= 40


def test_more_gaps_than_corners_are_all_drawn():
    kept = way([(5, 0, GAP_S + 1)] * 50)
    assert [len(line) for line in trail.lines(kept, most=10)] == [1] * 50


def test_a_straight_road_needs_two_corners():
    kept = way([(5, 5, 30)] * 100)
    assert trail.lines(kept) == [[(one.fix.lat, one.fix.lon) for one in (kept[0], kept[-1])]]


def test_over_the_antimeridian_the_way_is_short():
    kept = way([(0, 20, 30)] * 50, lon=179.95)
    (start, end), = trail.lines(kept)
    assert start[1] > 0 > end[1]
    assert distance_m(kept[0].fix, kept[-1].fix) < 20_000


@pytest.mark.parametrize("kept, lines", [
    ([], []), (way([(0, 0, 5)]), [[(60.0, 24.0)]]), (way([(0, 0, 30)] * 5), [[(60.0, 24.0), (60.0, 24.0)]])])
def test_ways_that_are_none(kept, lines):
    assert trail.lines(kept) == lines


def test_near_the_pole():
    kept = way([(1, 30, 30)] * 40, lat=89.99, scale=1e-5)
    line, = trail.lines(kept)
    assert len(line) >= 2
