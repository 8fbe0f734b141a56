"""An Odoo of its own with 100,000 customers in 500 areas: made once, kept in the data folder."""

import json
import math
import random
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import map_crowd
from harness import ROOT

sys.path.insert(0, str(ROOT / "dev"))

from fvr_dev import installation, paths
from fvr_dev.console import step
from fvr_dev.demo import Instance
from server import Client

AREAS, CORNERS, COLUMNS = 500, 200, 25
#: The areas fill this part of the world; the crowd of the map's benchmark is moved into it.
SOUTH, WEST, NORTH, EAST = 59.0, 20.0, 67.0, 40.0


class Site:
    """The server of the benchmark, which starts when the first figure needs it."""

    def __init__(self, is_off: bool) -> None:
        self.is_off = is_off
        self._instance: Optional[KeptInstance] = None
        self._access: Dict[str, str] = {}

    @property
    def instance(self) -> "KeptInstance":
        """The running instance: ``instance.database.server().sql(statement, instance.database.name)``."""
        if self._instance is None:
            # known before it starts: what fails half-way is stopped as well
            self._instance = self.make()
            self._access = self._instance.start()
        return self._instance

    def make(self) -> "KeptInstance":
        """Return the instance that this site starts."""
        return _Instance()

    @property
    def access(self) -> Dict[str, str]:
        """Address, database, login and password of the administrator."""
        assert self.instance
        return self._access

    def client(self) -> Client:
        """Return a program signed in over XML-RPC as the administrator."""
        return Client(self.access)

    def shell(self, program: str) -> Dict[str, Any]:
        """Run Python in Odoo's shell on the database; return the JSON that it prints as its last line.

        The program commits what it wants to keep; ``env`` is there.
        """
        return self.instance.shell_json(program)

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if self._instance is not None:
            self._instance.stop()


class KeptInstance(Instance):
    """An Odoo that is filled once; a subclass has a ``name`` and the method ``fill``."""

    name = ""

    def __init__(self) -> None:
        data = paths.data_folder()
        data.mkdir(parents=True, exist_ok=True)
        odoo = installation.bundled()
        super().__init__(odoo, data / ("bench-%s-%s" % (self.name, odoo.series)), name="bench_" + self.name)

    def fill(self) -> None:
        """Write the records of the benchmark into the empty database."""
        raise AssertionError("a site says what is in it")

    def shell_json(self, program: str) -> Dict[str, Any]:
        """Run Python in Odoo's shell; return the JSON that it prints as its last line."""
        from fvr_dev import templates
        printed = templates.shell(self.installation, self.database.server(), self._conf, self.database.name, program)
        answer: Dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
        return answer

    def _load_company(self, is_loaded: bool) -> None:
        if not is_loaded:
            self.fill()


class _Instance(KeptInstance):
    name = "territory"

    def fill(self) -> None:
        step("writing %d customers and %d areas" % (map_crowd.PARTNERS, AREAS))
        map_crowd.fill(self.database, self.folder / "customers.csv")
        table = self.folder / "areas.csv"
        table.write_text("".join("%d\t%s\n" % line for line in enumerate(outlines(), 1)), encoding="utf-8")
        for statement in _statements(table):
            self.database.server().sql(statement, self.database.name)


def _statements(table: Path) -> List[str]:
    spread = ("update res_partner set partner_latitude = %g + random() * %g, partner_longitude = %g + random() * %g "
              "where geo_state = 'located'" % (SOUTH, NORTH - SOUTH, WEST, EAST - WEST))
    areas = ("insert into field_visit_territory (name, complete_name, company_id, kind, precedence, priority_percent, "
             "active, boundary) select 'Area ' || number, 'Area ' || number, (select min(id) from res_company), 'own', "
             "10, 100, true, outline from areas")
    return ["select setseed(0.5); " + spread, "create table areas (number integer, outline text)",
            "\\copy areas from '%s'" % table, areas,
            "update field_visit_territory set parent_path = id || '/' where parent_path is null",
            "drop table areas", "analyze"]


def outlines() -> Iterator[str]:
    """Yield the same outlines each time: 500 jagged areas of 200 corners, side by side, as GeoJSON."""
    chance = random.Random(5)
    rows = AREAS // COLUMNS
    for number in range(AREAS):
        row, column = divmod(number, COLUMNS)
        lat = SOUTH + (row + 0.5) * (NORTH - SOUTH) / rows
        lon = WEST + (column + 0.5) * (EAST - WEST) / COLUMNS
        yield json.dumps({"type": "Polygon", "coordinates": [_ring(chance, lat, lon)]}, separators=(",", ":"))


def _ring(chance: random.Random, lat: float, lon: float) -> List[List[float]]:
    height, width = (NORTH - SOUTH) / (AREAS // COLUMNS) / 2, (EAST - WEST) / COLUMNS / 2
    ring = []
    for corner in range(CORNERS):
        angle, reach = 2 * math.pi * corner / CORNERS, chance.uniform(0.85, 0.99)
        ring.append([round(lon + reach * width * math.cos(angle), 6), round(lat + reach * height * math.sin(angle), 6)])
    return [*ring, ring[0]]
