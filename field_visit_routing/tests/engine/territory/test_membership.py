"""Which territory holds a place: compared with shapely's plain ``contains``, one territory at a time."""
import numpy as np
import pytest
import shapely
from engine.geo.polygons import Area
from engine.territory.addresses import parse_cities, parse_postcodes
from engine.territory.membership import Membership, Places, Territory
from engine.territory.rules import Rules
from hypothesis import given, settings
from hypothesis import strategies as st

NOWHERE = float("nan")
NO_ADDRESS = (0, 0, "", "")


def places(*positions, company=0, address=NO_ADDRESS):
    lats, lons = zip(*positions)
    return Places(lats, lons, [company] * len(positions), [address] * len(positions))


def square(west, south, east, north):
    return shapely.box(west, south, east, north)


def found(territories, *positions, **options):
    return Membership(territories).find(places(*positions, **options)).tolist()


# ---- outlines ---------------------------------------------------------------------------------------
stars = st.builds(
    lambda lon, lat, radii: shapely.Polygon([
        (lon + radius * np.cos(at), lat + radius * np.sin(at))
        for at, radius in zip(np.linspace(0, 2 * np.pi, len(radii), endpoint=False), radii)]),
    st.floats(-3, 3), st.floats(-3, 3), st.lists(st.floats(0.3, 3), min_size=3, max_size=9))
holed = st.builds(lambda outer, hole: outer.difference(hole.buffer(0)), stars, stars)
outlines = st.one_of(stars, holed, st.none()).filter(
    lambda shape: shape is None or (shape.is_valid and shape.area > 1e-6 and shape.geom_type.endswith("Polygon")))
areas = st.lists(st.tuples(outlines, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), max_size=8)
spots = st.lists(st.tuples(st.floats(-6, 6), st.floats(-6, 6), st.integers(0, 2)), min_size=1, max_size=30)


def plainly(territories, lat, lon, company):
    """The same question, asked of one outline after the other."""
    point = shapely.Point(lon, lat)
    holding = [t for t in territories if t.shape is not None and t.shape.contains(point)
               and (not t.company or not company or t.company == company)]
    return min(holding, key=lambda t: (-t.depth, -t.precedence, t.id)).id if holding else 0


@settings(max_examples=300, deadline=None)
@given(areas, spots)
def test_membership_is_what_plain_contains_says(drawn, spots):
    territories = [Territory(number, depth, precedence, company, shape)
                   for number, (shape, depth, precedence, company) in enumerate(drawn, 1)]
    # "contains" leaves out the border, which belongs to the area here
    spots = [spot for spot in spots if not any(
        t.shape is not None and t.shape.boundary.distance(shapely.Point(spot[1], spot[0])) < 1e-9 for t in territories)]
    if not spots:
        return
    lats, lons, companies = zip(*spots)
    answer = Membership(territories).find(Places(lats, lons, companies, [NO_ADDRESS] * len(spots)))
    assert answer.tolist() == [plainly(territories, *spot) for spot in spots]


@settings(max_examples=150, deadline=None)
@given(st.floats(-200, 200), st.floats(0.5, 100), st.lists(st.floats(-900, 900), min_size=1, max_size=20))
def test_any_turn_of_the_globe_is_as_the_area_itself_says(west, width, lons):
    shape = square(west, -10, west + width, 10)
    answer = found([Territory(1, shape=shape)], *[(0.0, lon) for lon in lons])
    assert [bool(number) for number in answer] == Area(shape).contains([0.0] * len(lons), lons).tolist()


def test_the_border_belongs_to_the_area():
    area = Territory(5, shape=square(24, 60, 25, 61))
    assert found([area], (60, 24), (61, 25), (60.5, 25), (60.5, 25.0000001)) == [5, 5, 5, 0]


@pytest.mark.parametrize("shape", [square(177, -20, 182, -15), square(-183, -20, -178, -15)])
def test_both_sides_of_the_antimeridian(shape):
    assert found([Territory(1, shape=shape)], (-17, 179), (-17, 180), (-17, -180), (-17, -179), (-17, -177.9),
                 (-17, 176)) == [1, 1, 1, 1, 0, 0]


def test_a_hole_is_outside():
    ring = square(0, 0, 10, 10).difference(square(4, 4, 6, 6))
    assert found([Territory(1, shape=ring)], (5, 5), (2, 2)) == [0, 1]


def test_without_a_position_only_rules_hold():
    territories = [Territory(1, shape=square(-180, -90, 180, 90)), Territory(2, rules=Rules(countries=frozenset([7])))]
    assert found(territories, (NOWHERE, NOWHERE), address=(7, 0, "", "")) == [2]
    assert found(territories, (NOWHERE, NOWHERE)) == [0]


# ---- which one wins ---------------------------------------------------------------------------------
WORLD = square(-180, -90, 180, 90)
HELSINKI = (7, 3, "Helsinki", "00100")


@pytest.mark.parametrize("winner, loser", [
    (Territory(9, depth=2, shape=WORLD), Territory(1, depth=1, precedence=99, shape=WORLD)),
    (Territory(9, precedence=2, rules=Rules(countries=frozenset([7]))), Territory(1, precedence=1, shape=WORLD)),
    (Territory(9, shape=WORLD), Territory(1, rules=Rules(countries=frozenset([7])))),
    (Territory(1, shape=WORLD), Territory(9, shape=WORLD)),
    (Territory(1, rules=Rules(states=frozenset([3]))), Territory(9, rules=Rules(cities=parse_cities("helsinki")))),
])
def test_order_of_those_that_hold_a_place(winner, loser):
    for territories in ([winner, loser], [loser, winner]):
        assert found(territories, (60, 25), address=HELSINKI) == [winner.id]
        assert Membership(territories).holding(places((60, 25), address=HELSINKI)) == [[winner.id, loser.id]]


def test_companies():
    territories = [Territory(1, company=1, shape=WORLD, depth=3), Territory(2, company=2, shape=WORLD, depth=2),
                   Territory(3, shape=WORLD)]
    assert [found(territories, (0, 0), company=company)[0] for company in (0, 1, 2, 4)] == [1, 1, 2, 3]


def test_all_kinds_of_rule_must_hold():
    rules = Rules(frozenset([7]), frozenset([3]), parse_cities("Helsinki, Espoo"), parse_postcodes("001*"))
    territory = [Territory(1, rules=rules)]
    for address, number in (((7, 3, " ESPOO", "00 123"), 1), ((8, 3, "Espoo", "00123"), 0), ((7, 0, "Espoo", "00123"), 0),
                            ((7, 3, "Vantaa", "00123"), 0), ((7, 3, "Espoo", "00223"), 0), ((7, 3, None, None), 0)):
        assert found(territory, (0, 0), address=address) == [number], address


def test_nothing_to_ask():
    assert not Membership([]) and not Membership([Territory(1)])
    assert found([], (0, 0)) == [0]
    assert Membership([Territory(1, shape=WORLD)]).find(Places([], [], [], [])).tolist() == []


def test_a_changed_territory_replaces_the_old_one():
    before = Membership([Territory(1, shape=square(0, 0, 1, 1))])
    after = before.with_changed(Territory(1, shape=square(5, 5, 6, 6)))
    assert before.find(places((0.5, 0.5), (5.5, 5.5))).tolist() == [1, 0]
    assert after.find(places((0.5, 0.5), (5.5, 5.5))).tolist() == [0, 1]
    assert before.get(1).shape == square(0, 0, 1, 1) and before.get(2) is None


def test_boxes_are_cut_at_the_antimeridian():
    boxes = Membership([Territory(1, shape=square(177, -20, 182, -15)), Territory(2)]).boxes([1, 2])
    assert sorted(tuple(round(part, 6) for part in box) for box in boxes) == [
        (-20, -180, -15, -178), (-20, 177, -15, 180)]
