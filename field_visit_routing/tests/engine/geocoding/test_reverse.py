"""From positions to addresses: the offline towns and Nominatim's answers."""
import pytest
from engine.geo import great_circle_m
from engine.geocoding import NotFound, ProviderUnreachable, QuotaExceeded, make, towns
from engine.geocoding.address import street_line
from engine.geocoding.throttle import Throttle
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from hypothesis import given, settings
from hypothesis import strategies as st

HOUSE = {
    "lat": "60.1699", "lon": "24.9384", "display_name": "1, Mannerheimintie, Helsinki", "addresstype": "building",
    "address": {"house_number": "1", "road": "Mannerheimintie", "postcode": "00100", "city": "Helsinki",
                "state": "Uusimaa", "ISO3166-2-lvl4": "FI-18", "country": "Finland", "country_code": "fi"},
}


@pytest.fixture(scope="module")
def gazetteer():
    return make("gazetteer")


@pytest.fixture
def ask():
    """Ask for an address with a canned answer; returns the address and the request's URL."""
    def call(answer):
        asked = []

        class Canned(BaseSyncAdapter):
            def get_json(self, url, *, timeout, headers):
                asked.append(url)
                if isinstance(answer, Exception):
                    raise answer
                return answer

            get_text = get_json

        geocoder = make("nominatim", contact="us@example.com", throttle=Throttle(0), transport=Canned)
        return geocoder.reverse(60.1699, 24.9384), asked
    return call


@pytest.mark.parametrize("lat, lon, city, country", [
    (60.1695, 24.9354, "Helsinki", "FI"),   # the centre
    (60.20, 25.03, "Helsinki", "FI"),       # a suburb with a name of its own belongs to the city
    (60.2055, 24.6559, "Espoo", "FI"),      # the neighbour city
    (31.2304, 121.4737, "Shanghai", "CN"),
])
def test_town_of_a_place(gazetteer, lat, lon, city, country):
    """The largest town that reaches there, not the nearest name on the map."""
    address = gazetteer.reverse(lat, lon)
    assert (address.city, address.country_code, address.precision) == (city, country, "city")
    assert address.source == "gazetteer" and address.street == ""


@pytest.mark.parametrize("lat, lon", [(0.0, 0.0), (-60.0, -120.0), (90.0, 0.0), (-90.0, 180.0)])
def test_far_from_every_town(gazetteer, lat, lon):
    with pytest.raises(NotFound):
        gazetteer.reverse(lat, lon)


@pytest.mark.parametrize("lon, other", [(-179.95, 179.9), (180.0, -179.8), (-180.0, 179.8)])
def test_across_the_antimeridian(monkeypatch, lon, other):
    town = towns.Town("Edge", 10.0, other, "FJ", 9000)
    monkeypatch.setattr(towns, "_cells", lambda: {(10, int(other // 1)): [town]})
    assert towns.nearest(10.1, lon, "gazetteer").city == "Edge"


@settings(max_examples=60, deadline=None)
@given(st.floats(-89, 89), st.floats(-180, 180))
def test_no_town_within_reach_is_overlooked(lat, lon):
    """The index of cells finds what looking at every town finds."""
    every = [town for cell in towns._cells().values() for town in cell]
    near = min(every, key=lambda town: great_circle_m(lat, lon, town.lat, town.lon))
    away = great_circle_m(lat, lon, near.lat, near.lon)
    try:
        found = towns.nearest(lat, lon, "gazetteer")
    except NotFound:
        assert away > towns.FAR_M
    else:
        assert away <= towns.FAR_M and found.distance_m >= round(away)


def test_address_of_a_building(ask):
    address, asked = ask(HOUSE)
    assert "/reverse?" in asked[0] and "lat=60.1699" in asked[0] and "zoom=18" in asked[0]
    assert (address.street, address.zip, address.city) == ("Mannerheimintie 1", "00100", "Helsinki")
    assert (address.state_code, address.country_code) == ("18", "FI")
    assert (address.precision, address.source) == ("rooftop", "nominatim")


def test_an_address_may_lack_anything(ask):
    """A forest road: no number, no city, no state."""
    address, _asked = ask(dict(HOUSE, addresstype="road", address={"road": "Metsätie", "country_code": "fi"}))
    assert (address.street, address.zip, address.city, address.state_code) == ("Metsätie", "", "", "")
    assert address.precision == "street"
    assert ask(dict(HOUSE, address=None))[0].street == ""


def test_a_number_without_a_street_is_no_street():
    assert street_line("", "12", "US") == ""


@pytest.mark.parametrize("answer, failure", [
    ({"error": "Unable to geocode"}, NotFound),
    (AdapterHTTPError("no", status_code=429, headers={}, text="no"), QuotaExceeded),
    (OSError("no network"), ProviderUnreachable),
    ([1, 2], ProviderUnreachable),
])
def test_no_address(ask, answer, failure):
    """At sea, refused, out of reach, or an answer in another shape."""
    with pytest.raises(failure):
        ask(answer)
