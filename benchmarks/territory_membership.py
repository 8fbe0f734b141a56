"""Membership: 100,000 positions in 500 outlines of 200 corners, in the engine alone and through Odoo."""

import time
from typing import Any, Dict, List, Tuple

import numpy as np
import shapely
import territory_site as site_module
from harness import Row, at_most, information, timed

POSITIONS = 100_000
WRITES = 60
NAME = "100,000 positions, 500 areas of 200 corners: "
#: Runs inside Odoo: everybody found anew and written, then one customer moved to and fro.
PROGRAM = """
import json, statistics, time
from odoo.addons.field_visit_routing.models import located_territory
Partner, Territory = env['res.partner'], env['field.visit.territory']
env.cr.execute('UPDATE res_partner SET territory_id = NULL, territory_manual = NULL')
env.cache.invalidate()
membership = env['field.visit.membership'].sudo()
Territory._visit_index()
began = time.perf_counter()
areas = Territory.search([])
moved = areas._visit_refind('boundary')
everybody = time.perf_counter() - began
env.cr.commit()
customer = Partner.search([('territory_id', '!=', False), ('parent_id', '=', False)], limit=1)
find = located_territory.LocatedMixin._visit_find_territory
def write(is_found, number):
    located_territory.LocatedMixin._visit_find_territory = find if is_found else lambda *args: None
    began = time.perf_counter()
    customer.write({'partner_latitude': 60 + number %% 7 * 0.4, 'partner_longitude': 25 + number %% 5})
    (customer.flush if hasattr(customer, 'flush') else env.flush_all)()
    return 1000 * (time.perf_counter() - began)
times = [(write(True, number), write(False, number)) for number in range(%d)]
with_it, without = (statistics.median(column) for column in zip(*times))
env.cr.rollback()
print(json.dumps({'everybody': everybody, 'moved': moved, 'with': with_it, 'without': without}))
""" % WRITES


def rows(options: Any, site: Any) -> List[Row]:
    """Measure the engine, and Odoo where there is one."""
    (wall_s, cpu_s), (_wall_s, double_s) = _engine(POSITIONS), _engine(2 * POSITIONS)
    found = [
        at_most(NAME + "the engine", wall_s, "s", 5),
        at_most("twice as many positions: processor time of each, beside that", double_s / cpu_s / 2, "", 1.3),
    ]
    return found + (_odoo({}) if site.is_off else _odoo(site.shell(PROGRAM)))


def _engine(positions: int) -> Tuple[float, float]:
    """Return wall and processor seconds from outlines and positions to the territory of each."""
    from engine.territory.membership import Membership, Places, Territory

    chance = np.random.default_rng(7)
    shapes = [shapely.from_geojson(text) for text in site_module.outlines()]
    lats = chance.uniform(site_module.SOUTH, site_module.NORTH, positions)
    lons = chance.uniform(site_module.WEST, site_module.EAST, positions)
    places = Places(lats, lons, np.zeros(positions, dtype=int), [(0, 0, "", "")] * positions)
    territories = [Territory(number, shape=shape) for number, shape in enumerate(shapes, 1)]
    runs = []
    for _run in range(3):
        began = time.process_time()
        wall_s, _found = timed(lambda: Membership(territories).find(places))
        runs.append((wall_s, time.process_time() - began))
    walls, cpus = zip(*runs)
    return min(walls), min(cpus)


def _odoo(told: Dict[str, float]) -> List[Row]:
    added = told["with"] - told["without"] if told else None
    found = [at_most(NAME + "read, found and written in Odoo", told.get("everybody"), "s", 5),
             at_most("one customer's new position: added to the write", added, "ms", 5)]
    if told:
        found += [information("customers that came into an area", told["moved"], ""),
                  information("the whole write of one customer's position", told["with"], "ms")]
    return found
