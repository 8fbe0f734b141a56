"""Which column means what."""
import pytest
from engine.importing import guess_columns, recognise


@pytest.mark.parametrize("header, target", [
    ("Name", "name"), ("Customer name", "name"), ("客户名称", "name"), ("Address", "street"), ("地址", "street"),
    ("城市", "city"), ("Post-code", "zip"), ("邮政编码", "zip"), ("Lat", "latitude"), ("纬度", "latitude"),
    ("Longitude (WGS84)", "longitude"), ("经度（GCJ-02）", "longitude"), ("lat/lon", "position"), ("经纬度", "position"),
    ("联系电话", "phone"), ("E-Mail", "email"), ("备注", "comment"), ("Colour", ""), ("", ""),
])
def test_headers_in_two_languages(header, target):
    assert recognise(header) == target


def test_the_first_of_two_columns_of_one_meaning_wins():
    assert guess_columns(["Name", "Company", "City"], []) == (True, ["name", "", "city"])


def test_without_headers_names_addresses_and_positions_are_told_by_their_look():
    first = ["Café Ekberg", "Bulevardi 9", "60.1650, 24.9395"]
    assert guess_columns(first, [["Fazer", "Kluuvikatu 3", "60.1683, 24.9471"]]) == (False, ["name", "street", "position"])
