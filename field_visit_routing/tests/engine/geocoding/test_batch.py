from engine.geocoding import Answer, NotFound, Query, QuotaExceeded, locate_many, locate_text, make, parse

HERE = Answer(1.0, 2.0, "city", "fake")


class Fake:
    name = "fake"

    def __init__(self, outcomes):
        self.outcomes = outcomes
        self.asked = []

    def locate(self, query):
        self.asked.append(query.city)
        outcome = self.outcomes.get(query.city, HERE)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def queries(*cities):
    return [{"id": number, "city": city, "state": None, "zip": False} for number, city in enumerate(cities)]


def test_answers_and_failures_are_plain_data():
    """Each query gets one answer with its id."""
    answers = locate_many(Fake({"b": NotFound()}), queries("a", "b"))
    assert answers[0] == {"id": 0, "lat": 1.0, "lon": 2.0, "precision": "city", "source": "fake", "label": ""}
    assert answers[1] == {"id": 1, "failure": "not_found", "retry": False, "retry_after": 0}


def test_equal_addresses_are_asked_once():
    """No quota is spent on the same address twice, whatever its spelling."""
    fake = Fake({"b": NotFound()})
    answers = locate_many(fake, queries("a", "A ", "b", "a", "b"))
    assert fake.asked == ["a", "b"]
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3, 4]


def test_refusing_provider_is_left_in_peace():
    """After three refusals in a row the rest is given back unasked."""
    fake = Fake({str(n): QuotaExceeded(retry_after=9) for n in range(9)})
    answers = locate_many(fake, queries(*"012345678"))
    assert len(answers) == len(fake.asked) == 3
    assert answers[0]["retry"] and answers[0]["retry_after"] == 9


def test_single_refusals_do_not_stop_the_batch():
    fake = Fake({"x": QuotaExceeded()})
    assert len(locate_many(fake, queries("a", "x", "b", "x", "c", "x", "d"))) == 7


def test_progress_and_cancel():
    """Progress counts; what was found before the cancel is kept."""
    seen = []
    answers = locate_many(Fake({}), queries("a", "b", "c"), seen.append, lambda: len(seen) >= 2)
    assert seen == [1, 2]
    assert len(answers) == 2


def test_cache_key():
    """Equal addresses share a key, the customer's name does not matter, the provider does."""
    query = Query(city="Zürich", country_code="CH", name="A")
    assert query.cache_key("x") == Query(city="ZURICH ", country_code="ch", name="B").cache_key("x")
    assert query.cache_key("x") != query.cache_key("y")
    assert query.cache_key("x") != Query(city="Zürich", country_code="CH", zip="1").cache_key("x")


def test_one_line_addresses():
    """The city is the last part, its digits are the postcode."""
    assert parse("Mannerheimintie 1, 00100 Helsinki", country_code="FI") == Query(
        street="Mannerheimintie 1", city="Helsinki", zip="00100", country_code="FI")
    assert parse("") == Query()
    assert parse("12, 34") == Query()
    gazetteer = make("gazetteer", default_country="FI")
    for text in ("Helsinki", "Mannerheimintie 1, 00100 Helsinki", "Mannerheimintie 1, 00100 Helsinki, Finland"):
        assert locate_text(gazetteer, text, country_code="FI").label == "Helsinki, FI"
    assert locate_text(gazetteer, "上海市浦东新区世纪大道1号", country_code="CN").label == "Shanghai, CN"
