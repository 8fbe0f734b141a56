import pytest
from engine.geocoding import (
    Ambiguous,
    CityUnknown,
    CountryUnknown,
    GeocodingError,
    Misconfigured,
    NoAddress,
    NoCity,
    Query,
    make,
)
from engine.geocoding.normalise import fold, han_city, spellings
from hypothesis import given
from hypothesis import strategies as st

SHANGHAI = (31.22222, 121.45806)


@pytest.fixture(scope="module")
def gazetteer():
    return make("gazetteer", default_country="FI")


def where(gazetteer, **parts):
    answer = gazetteer.locate(Query(**parts))
    assert (answer.precision, answer.source) == ("city", "gazetteer")
    return answer.lat, answer.lon


@pytest.mark.parametrize("parts", [
    {"city": "Helsinki"}, {"city": "HELSINKI "}, {"city": "Helsingfors", "country_code": "FI"},
    {"city": "Helsinki", "street": "Mannerheimintie 1", "zip": "00100", "country_code": "fi"},
    {"city": "Helsinki, Finland"}, {"city": "赫尔辛基", "country_code": "FI"},
])
def test_helsinki(gazetteer, parts):
    """Case, language and what else the address holds make no difference."""
    assert where(gazetteer, **parts) == (60.16952, 24.93545)


@pytest.mark.parametrize("parts", [
    {"city": "Shanghai"}, {"city": "上海"}, {"city": "上海市"}, {"city": "上海市浦东新区"},
    {"city": "浦东新区", "state": "上海市"}, {"street": "上海市浦东新区世纪大道1号"},
    {"street": "世纪大道1号", "state": "上海市"},
])
def test_shanghai(gazetteer, parts):
    """Chinese addresses name the city in the city, the state or at the start of the street."""
    assert where(gazetteer, country_code="CN", **parts) == SHANGHAI


def test_large_city_abroad_needs_no_country(gazetteer):
    """Without a country the home country comes first, then the world's large cities."""
    assert where(gazetteer, city="上海市") == SHANGHAI
    assert where(gazetteer, city="Paris") == (48.85341, 2.3488)


def test_state_tells_cities_apart(gazetteer):
    """A state code settles which Springfield is meant."""
    illinois = where(gazetteer, city="Springfield", state_code="IL", country_code="US")
    assert illinois == (39.80172, -89.64371)
    with pytest.raises(Ambiguous):
        gazetteer.locate(Query(city="Springfield", country_code="US"))
    with pytest.raises(CityUnknown):
        gazetteer.locate(Query(city="Honolulu", state_code="TX", country_code="US"))


def test_population_breaks_ties(gazetteer):
    """The far larger city is meant."""
    assert where(gazetteer, city="Paris", country_code="US", state_code="TX") == (33.66094, -95.55551)
    assert where(gazetteer, city="Suzhou", country_code="CN") == (31.30408, 120.59538)


def test_small_town(gazetteer):
    """The finer list is read when the coarse one does not know the town."""
    lat, lon = where(gazetteer, city="Ypäjä", country_code="FI")
    assert (lat, lon) == (60.8, 23.28333)


@pytest.mark.parametrize("parts, failure", [
    ({}, NoAddress), ({"name": "Only a name"}, NoAddress), ({"country_code": "FI"}, NoCity),
    ({"street": "Somewhere 1", "country_code": "FI"}, NoCity), ({"city": "Qwertyville", "country_code": "FI"}, CityUnknown),
    ({"city": "Helsinki", "country_code": "ZZ"}, CountryUnknown), ({"city": "…", "country_code": "FI"}, CityUnknown),
])
def test_failures_have_codes(gazetteer, parts, failure):
    """A country alone is no place to drive to."""
    with pytest.raises(failure):
        gazetteer.locate(Query(**parts))


def test_unknown_provider_and_option():
    """Settings that make no sense are named."""
    for provider, options in (("carrier_pigeon", {}), ("gazetteer", {"speed": 1}), ("nominatim", {}),
                              ("nominatim", {"contact": "a@example.com", "url": "ftp://x"})):
        with pytest.raises(Misconfigured):
            make(provider, **options)


def test_spelling():
    """Accents, punctuation, width and case are no difference; letters are."""
    assert fold("Zürich") == fold("ZURICH") == "zurich"
    assert fold("Xi’an") == fold("xi an") == fold("ＸＩ'AN")
    assert fold("Malmö") != fold("Malme")
    assert list(spellings("上海市")) == ["上海市", "上海"]
    assert han_city("浙江省杭州市西湖区文三路1号") == "杭州市"
    assert han_city("Mannerheimintie 1") == ""


@given(st.builds(Query, *[st.text(max_size=20)] * 6, st.sampled_from(["", "FI", "ZZ", "fi"])))
def test_any_address_is_located_or_refused(query):
    """No text escapes as another exception."""
    try:
        answer = make("gazetteer", default_country="FI").locate(query)
    except GeocodingError as error:
        assert error.code
    else:
        assert -90 <= answer.lat <= 90 and -180 <= answer.lon <= 180
