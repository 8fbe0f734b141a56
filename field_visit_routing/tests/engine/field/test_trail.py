"""Thin lines of ways: few corners, none far from the way, gaps stay gaps, and what is new puts together to the whole."""
import pytest
from engine.field import trail
from engine.field.track import GAP_S
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

STEPS = st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.sampled_from([30, 60, 200, GAP_S + 1, 4000]),
                  st.sampled_from([0, 0, 20, 600]))
WHO, OTHER = 7, 8


def way(steps, lat=60.0, lon=24.0, scale=1e-4, who=WHO):
    """Positions of which each is so many steps (11 m) and seconds from the one before, and lasts so many seconds."""
    at, seen = 1_700_000_100, []
    for north, east, seconds, *lasts in steps:
        lat, lon, at = lat + north * scale, lon + east * scale * 2, at + seconds
        seen.append((who, at, at + sum(lasts), round(lat, 5), round(lon if lon <= 180 else lon - 360, 5)))
    return seen


def lines(seen, **options):
    return trail.whole(trail.stretches(seen, **options).get(WHO, []))


def pieces_of(seen):
    found = []
    for before, item in zip([None, *seen], seen):
        if before is None or item[1] - before[2] > GAP_S:
            found.append([])
        found[-1].append(list(item[3:]))
    return found


WAYS = st.lists(STEPS, max_size=60).map(way)


@given(WAYS)
def test_gaps_stay_gaps_and_ends_stay_ends(seen):
    assert [(line[0], line[-1], len(line) > 1) for line in lines(seen)] == [
        (piece[0], piece[-1], len(piece) > 1) for piece in pieces_of(seen)]


@given(WAYS)
def test_a_line_has_corners_of_the_way_only_in_their_order(seen):
    for line, piece in zip(lines(seen), pieces_of(seen)):
        rest = iter(piece)
        assert all(corner in rest for corner in line)


@given(WAYS)
def test_what_is_left_out_is_near_the_line(seen):
    for line, piece in zip(lines(seen, most=1000), pieces_of(seen)):
        squeeze = 0.5  # cos 60 degrees
        flat = LineString([(lon * squeeze, lat) for lat, lon in line]) if len(line) > 1 else None
        for lat, lon in piece if flat else []:
            assert flat.distance(Point(lon * squeeze, lat)) * trail.METRES_PER_DEGREE <= trail.TOLERANCE_M * 1.05


@given(WAYS, st.lists(st.integers(0, 59), max_size=6), st.randoms(use_true_random=False))
def test_what_is_new_puts_together_to_the_whole_in_whatever_order_it_comes(seen, borders, chance):
    """Batches arrive in any order; each time the stretches from the first new one on take the place of what was there."""
    arrived = sorted(seen, key=lambda _one: chance.random())
    known, shown = [], []
    for first, end in zip([0, *sorted(borders)], [*sorted(borders), len(seen)]):
        new = arrived[first:end]
        if not new:
            continue
        known = sorted(known + new)
        number = min(trail.stretch_of(one[1]) for one in new)
        start = number * trail.STRETCH_S
        before = [one for one in known if one[1] < start][-1:]
        told = trail.stretches(before + [one for one in known if one[1] >= start])[WHO]
        shown = [part for part in shown if part.number < number] + [part for part in told if part.number >= number]
    assert shown == trail.stretches(seen).get(WHO, [])


@given(WAYS, st.lists(STEPS, max_size=30).map(lambda steps: way(steps, who=OTHER)), st.randoms(use_true_random=False))
def test_everybody_has_the_way_that_he_would_have_alone(seen, others, chance):
    mixed = [*seen, *others]
    chance.shuffle(mixed)
    together = trail.stretches(mixed)
    assert together == {**trail.stretches(seen), **trail.stretches(others)}


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.just(3)), min_size=200, max_size=300).map(way))
def test_a_stretch_with_many_corners_is_drawn_coarser(seen):
    for part in trail.stretches(seen, most=5)[WHO]:
        assert 1 <= sum(map(len, part.pieces)) <= 5


def test_more_gaps_than_corners_are_all_drawn():
    seen = way([(5, 0, GAP_S + 1)] * 50)
    assert [len(line) for line in lines(seen, most=1)] == [1] * 50


def test_a_straight_road_needs_two_corners_in_each_stretch():
    seen = way([(5, 5, 30)] * 100)
    parts = trail.stretches(seen)[WHO]
    assert [len(part.pieces) for part in parts] == [1] * len(parts)
    assert [len(part.pieces[0]) for part in parts] == [2] + [1] * (len(parts) - 1)
    assert [part.joined for part in parts] == [False] + [True] * (len(parts) - 1)


def test_over_the_antimeridian_the_way_is_short():
    line, = lines(way([(0, 20, 30)] * 50, lon=179.95))
    assert line[0][1] > 0 > line[-1][1]
    assert len(line) <= 4


@pytest.mark.parametrize("seen, expected", [
    ([], []), (way([(0, 0, 5)]), [[[60.0, 24.0]]]), (way([(0, 0, 30)] * 5), [[[60.0, 24.0], [60.0, 24.0]]])])
def test_ways_that_are_none(seen, expected):
    assert lines(seen) == expected


def test_near_the_pole():
    line, = lines(way([(1, 30, 30)] * 40, lat=89.99, scale=1e-5))
    assert len(line) >= 2
