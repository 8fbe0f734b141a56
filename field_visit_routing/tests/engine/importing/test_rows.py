"""Rows as customers."""
import math

import pytest
from engine.geo.datum import DATUMS, to_wgs84
from engine.geo.gcj02 import to_gcj02
from engine.importing import needs_datum, needs_order, read_rows

TARGETS = ["name", "street", "latitude", "longitude", "duration"]


def row(*cells, targets=TARGETS, **options):
    return read_rows([(2, list(cells))], targets, **options)[0]


def test_a_whole_row_is_read():
    read = row("Ekberg", "Bulevardi 9", "60.165", "24,9395", "25")
    assert read.values == {"name": "Ekberg", "street": "Bulevardi 9", "duration": 25.0}
    assert (read.position, read.problems, read.line) == ((60.165, 24.9395), (), 2)


@pytest.mark.parametrize("cells, code, target", [
    (("", "Bulevardi 9", "60", "24", ""), "missing", "name"), (("A", "", "91", "24", ""), "out_of_range", "latitude"),
    (("A", "", "60", "abc", ""), "not_a_number", "longitude"), (("A", "", "nan", "24", ""), "not_finite", "latitude"),
    (("A", "", "60", "inf", ""), "not_finite", "longitude"), (("A", "", "60", "", ""), "missing", "longitude"),
    (("A", "", "60", "24", "-5"), "out_of_range", "duration"), (("A", "", "60", "24", "x"), "not_a_number", "duration"),
])
def test_bad_values_are_named_and_the_row_is_kept(cells, code, target):
    read = row(*cells)
    assert [(problem.code, problem.target) for problem in read.problems] == [(code, target)]
    assert read.cells == cells


def test_zero_is_a_position():
    assert row("Null Island", "", "0", "0", "").position == (0.0, 0.0)


def test_twins_name_the_earlier_line():
    rows = read_rows([(2, ["A", "Road 1"]), (3, ["B", "Road 1"]), (4, ["a", "road 1"])], ["name", "street"])
    assert [read.twin_line for read in rows] == [None, None, 2]


@pytest.mark.parametrize("address, street, city, code", [
    ("Bulevardi 9, 00120 Helsinki", "Bulevardi 9", "Helsinki", "00120"),
    ("上海市黄浦区人民大道201号", "黄浦区人民大道201号", "上海市", None),
    ("Bulevardi 9", "Bulevardi 9", None, None),
])
def test_city_and_postcode_are_taken_out_of_a_whole_address(address, street, city, code):
    values = row("A", address, "", "", "").values
    assert (values["street"], values.get("city"), values.get("zip")) == (street, city, code)


@pytest.mark.parametrize("cell, answer", [
    ("121.47, 31.23", "lat_lon_ask"), ("31.23, 121.47", "lat_lon"), ("60.1, 24.9", "ask"), ("", "ask"),
])
def test_the_order_is_asked_only_when_the_values_leave_it_open(cell, answer):
    expected = "lon_lat" if answer == "lat_lon_ask" else answer
    assert needs_order([(2, ["A", cell])], ["name", "position"]) == expected
    assert needs_order([(2, ["A", cell])], ["name", "street"]) == ""


def test_longitude_first():
    read = row("A", "121.4705，31.2303", targets=["name", "position"], order="lon_lat")
    assert read.position == (31.2303, 121.4705)


def test_the_datum_is_asked_for_the_mainland_only():
    def asked(lat, lon):
        return needs_datum([(2, ["A", "", lat, lon, ""])], TARGETS, "lat_lon")
    assert asked("31.23", "121.47")
    assert not asked("60.17", "24.94")
    assert not asked("22.28", "114.16")  # Hong Kong


@pytest.mark.parametrize("lat, lon", [(31.2303, 121.4705), (39.9087, 116.3975), (22.543, 114.057), (43.8, 87.6)])
def test_gcj02_comes_back_to_a_centimetre(lat, lon):
    back = to_wgs84(*to_gcj02(lat, lon), "gcj02")
    assert math.hypot(back[0] - lat, back[1] - lon) < 1e-7


def test_bd09_of_a_known_place():
    """Tiananmen: Baidu shows it at 39.9151, 116.4039, GPS at 39.9073, 116.3912."""
    lat, lon = to_wgs84(39.9151, 116.4039, "bd09")
    assert (lat, lon) == (pytest.approx(39.9073, abs=5e-4), pytest.approx(116.3912, abs=5e-4))


@pytest.mark.parametrize("datum", DATUMS)
def test_outside_the_mainland_nothing_moves(datum):
    assert to_wgs84(60.17, 24.94, datum) == (60.17, 24.94)
