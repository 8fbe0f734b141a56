"""An Odoo of its own with 100,000 customers on the map: made once, kept in the data folder."""

import csv
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Dict, Iterator, List

from harness import ROOT

sys.path.insert(0, str(ROOT / "dev"))

from fvr_dev import installation, paths
from fvr_dev.console import step
from fvr_dev.demo import Instance

PARTNERS, UNPLACED, FILTERED = 100_000, 1_000, 10_000
#: Customers whose name holds this word are what the filter of the benchmark finds.
WORD = "Depot"
SPREAD_DEG = 0.25
PLACES = ROOT / "field_visit_routing" / "static" / "dist" / "places.json"
KINDS = ("Bakery", "Pharmacy", "Hotel", "Clinic", "Garage", "Market", "Café", "School", "Studio")
STREETS = ("Main Street", "Station Road", "Church Lane", "Mill Road", "Park Avenue", "High Street")
COLUMNS = ("name", "display_name", "street", "zip", "city", "phone", "partner_latitude", "partner_longitude",
           "geo_state", "geo_precision", "visit_score", "visit_grade", "last_visit_date", "next_visit_date")


class Crowd(Instance):
    """A server whose database holds the crowd instead of the demo company."""

    def __init__(self) -> None:
        data = paths.data_folder()
        data.mkdir(parents=True, exist_ok=True)
        odoo = installation.bundled()
        super().__init__(odoo, data / ("bench-" + odoo.series), name="bench")

    def _load_company(self, is_loaded: bool) -> None:
        if not is_loaded:
            step("writing %d customers" % (PARTNERS + UNPLACED))
            fill(self.database, self.folder / "customers.csv")


def fill(database: Any, table: Path) -> None:
    """Write the customers into a database, by way of a file of this name."""
    with open(table, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(_customers())
    statements = (
        "create table crowd as select %s from res_partner limit 0" % ", ".join(COLUMNS),
        "\\copy crowd from '%s' csv" % table,
        _copy_statement(database),
        "update res_partner set commercial_partner_id = id where commercial_partner_id is null",
        "drop table crowd",
        "analyze",
    )
    for statement in statements:
        database.server().sql(statement, database.name)


def _copy_statement(database: Any) -> str:
    """Take what is not in the table from the first company's partner, so that no column lacks its default."""
    others = database.server().sql(
        "select string_agg(quote_ident(column_name), ',') from information_schema.columns where table_name = "
        "'res_partner' and column_name not in ('id', 'commercial_partner_id', 'company_id', 'email', 'vat', '%s')"
        % "', '".join(COLUMNS), database.name)
    mine = ", ".join(COLUMNS)
    return ("insert into res_partner (%s, %s) select %s, %s from crowd, "
            "(select * from res_partner where id = (select partner_id from res_company order by id limit 1)) example"
            % (mine, others, ", ".join("crowd." + name for name in COLUMNS),
               ", ".join("example." + name for name in others.split(","))))


def _customers() -> Iterator[List[Any]]:
    """Yield the same customers each time: around the world's cities, more where more people live."""
    chance = random.Random(4)
    places = json.loads(PLACES.read_text(encoding="utf-8"))
    total = PARTNERS + UNPLACED
    cities = chance.choices(range(len(places["names"])), weights=places["population"], k=total)
    for number, city in enumerate(cities):
        yield _customer(chance, number, {key: places[key][city] for key in ("names", "lat", "lon")})


def _customer(chance: random.Random, number: int, city: Dict[str, Any]) -> List[Any]:
    kind = WORD if number % (PARTNERS // FILTERED) == 0 else chance.choice(KINDS)
    name = "%s %s %d" % (city["names"], kind, number)
    score = round(chance.triangular(0, 100, 35), 2)
    last = date(2026, 9, 1) + timedelta(days=chance.randrange(90))
    position = [round(chance.gauss(city[axis], SPREAD_DEG), 7) for axis in ("lat", "lon")]
    placed = number < PARTNERS
    return [
        name, name, "%s %d" % (chance.choice(STREETS), chance.randrange(1, 200)), "%05d" % chance.randrange(99_999),
        city["names"], "+1 555 %07d" % number, *(position if placed else ("", "")), "located" if placed else "none",
        "city" if placed else "", score, "ABCD"[sum(score < limit for limit in (80, 60, 40))],
        last, last + timedelta(days=chance.choice((14, 28, 42))),
    ]
