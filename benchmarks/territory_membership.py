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
#: Runs inside Odoo: everybody looked at, found and written; then one customer moved within its area, and out of it.
PROGRAM = """
import json, statistics, time
from odoo.addons.field_visit_routing.models import located_territory
Mixin = located_territory.LocatedMixin
Partner, Territory = env['res.partner'], env['field.visit.territory']
def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
env.cr.execute('UPDATE res_partner SET territory_id = NULL, territory_manual = NULL')
env.cache.invalidate()
areas = Territory.search([])
membership = env['field.visit.membership'].sudo()
moved = []
written = seconds(lambda: moved.append(areas._visit_refind('boundary')))
env.cr.commit()
looked_at = min(seconds(lambda: membership._visit_changes(
    membership._visit_candidates(Territory._visit_index(), areas.ids))) for run in range(3))
customer = Partner.search([('territory_id', '!=', False), ('parent_id', '=', False)], limit=1)
find, here = Mixin._visit_find_territory, (customer.partner_latitude, customer.partner_longitude)
def write(is_found, lat, lon):
    Mixin._visit_find_territory = find if is_found else lambda *args: None
    def work():
        customer.write({'partner_latitude': lat, 'partner_longitude': lon})
        customer.flush()
    return 1000 * seconds(work)
def added(place):
    pairs = [(write(True, *place(number)), write(False, *place(-number - 1))) for number in range(%d)]
    found, plain = (statistics.median(column) for column in zip(*pairs))
    return found, found - plain
stays = added(lambda number: (here[0] + number * 1e-6, here[1]))
moves = added(lambda number: (60 + number %% 7 * 0.4, 25 + number %% 5))
env.cr.rollback()
print(json.dumps({'written': written, 'looked_at': looked_at, 'moved': moved[0], 'stays': stays[1],
                  'whole': stays[0], 'moves': moves[1]}))
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
    found = [at_most(NAME + "read from Odoo's tables and found", told.get("looked_at"), "s", 5),
             at_most("one customer's new position: added to the write by looking where it is", told.get("stays"), "ms", 5)]
    if told:
        found += [
            information("the whole write of that position", told["whole"], "ms"),
            information("the same into another area, with what follows for its owner: added", told["moves"], "ms"),
            information("%d customers come into an area: found, written, proposed to owners" % told["moved"],
                        told["written"], "s")]
    return found
