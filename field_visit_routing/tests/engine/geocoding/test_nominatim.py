import pytest
from engine.geocoding import (
    Misconfigured,
    NoCity,
    NotFound,
    ProviderBlocked,
    ProviderUnreachable,
    Query,
    QuotaExceeded,
    make,
)
from engine.geocoding.throttle import Throttle
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderTimedOut

HOUSE = {"lat": "60.17", "lon": "24.94", "display_name": "Mannerheimintie 1", "addresstype": "building"}
QUERY = Query(street="Mannerheimintie 1", city="Helsinki", zip="00100", country="Finland", country_code="FI")


class Transport(BaseSyncAdapter):
    """Answers from a list instead of the network, and remembers what was asked."""

    answers = []
    asked = []

    def get_json(self, url, *, timeout, headers):
        type(self).asked.append((url, headers, timeout))
        answer = type(self).answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    get_text = get_json


@pytest.fixture
def ask():
    """Locate with canned answers; returns the answer and what was asked."""
    def call(*answers, query=QUERY, **options):
        transport = type("Canned", (Transport,), {"answers": list(answers), "asked": []})
        settings = dict({"contact": "us@example.com", "throttle": Throttle(0)}, **options)
        geocoder = make("nominatim", transport=transport, **settings)
        try:
            return geocoder.locate(query), transport.asked
        finally:
            call.asked = transport.asked
    return call


def test_address_is_found_to_the_building(ask):
    """One request, with our own name, the contact and a time limit."""
    answer, asked = ask([HOUSE])
    assert (answer.lat, answer.lon, answer.precision, answer.source) == (60.17, 24.94, "rooftop", "nominatim")
    url, headers, timeout = asked[0]
    assert url.startswith("https://nominatim.openstreetmap.org/search?") and "countrycodes=fi" in url
    assert "street=Mannerheimintie+1" in url
    assert headers["User-Agent"] == "field_visit_routing/1.0 (us@example.com)"
    assert timeout == 10


def test_own_server(ask):
    """A company's own server may live under a path."""
    _answer, asked = ask([HOUSE], url="http://maps.example.com/nominatim/")
    assert asked[0][0].startswith("http://maps.example.com/nominatim/search?")


@pytest.mark.parametrize("raw, precision", [
    ({"addresstype": "road"}, "street"), ({"addresstype": "postcode"}, "postcode"), ({"addresstype": "city"}, "city"),
    ({"class": "highway", "type": "residential"}, "street"), ({"class": "shop", "type": "bakery"}, "rooftop"),
    ({}, "street"),
])
def test_precision(ask, raw, precision):
    """What kind of thing was found tells how exact the position is."""
    answer, _asked = ask([dict({"lat": "1", "lon": "2", "display_name": "x"}, **raw)])
    assert answer.precision == precision


def test_coarser_forms_are_tried(ask):
    """A wrong postcode or house number still leads to the city."""
    answer, asked = ask([], [], [dict(HOUSE, addresstype="city")])
    assert answer.precision == "city"
    assert "postalcode" in asked[0][0] and "postalcode" not in asked[1][0] and "street=" not in asked[2][0]


def test_nothing_found(ask):
    with pytest.raises(NotFound):
        ask([], [], [])


def test_country_alone_is_no_position(ask):
    """Neither asked for nor accepted."""
    with pytest.raises(NoCity):
        ask(query=Query(country="Finland", country_code="FI"))
    with pytest.raises(NotFound):
        ask([dict(HOUSE, addresstype="country")])


@pytest.mark.parametrize("status, failure", [
    (401, ProviderBlocked), (403, ProviderBlocked), (429, QuotaExceeded), (500, ProviderUnreachable),
    (502, ProviderUnreachable),
])
def test_refusals(ask, status, failure):
    """The provider's refusals are told apart: some pass, some need the administrator."""
    error = AdapterHTTPError("no", status_code=status, headers={"retry-after": "120"}, text="no")
    with pytest.raises(failure) as caught:
        ask(error)
    assert caught.value.retry
    if status == 429:
        assert caught.value.retry_after == 120


@pytest.mark.parametrize("answer", [GeocoderTimedOut(), OSError("no network"), [{"no": "position"}]])
def test_no_usable_answer(ask, answer):
    with pytest.raises(ProviderUnreachable):
        ask(answer)


def test_contact_is_needed():
    with pytest.raises(Misconfigured):
        make("nominatim", contact="")


def test_requests_are_spaced():
    """At most one request a second, however fast the answers come."""
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    throttle = Throttle(1.0, clock=lambda: now[0], sleep=sleep)
    for elapsed in (0.25, 2.0, 0.0):
        throttle.wait()
        now[0] += elapsed
    throttle.wait()
    assert slept == [0.75, 1.0]
