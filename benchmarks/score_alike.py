"""Look-alikes among 100,000 customers and 20,000 leads: like one of them, and like the best."""

import time
from typing import Any, List

import numpy as np
from harness import Row, at_most, information
from score_site import Site

ROWS, BEST = 120_000, 500
NAME = "120,000 customers and leads: "
#: Runs inside Odoo, in a transaction that is rolled back: industries and scores are made up.
PROGRAM = """
import json, time
industries = env['res.partner.industry'].search([]).ids
env.cr.execute('UPDATE res_partner SET industry_id = (%s::int[])[1 + floor(random() * %s)::int], visit_score = 100 * random()',
               [industries, len(industries)])
env.cr.execute("UPDATE res_partner SET visit_grade = CASE WHEN visit_score >= 80 THEN 'A' ELSE 'C' END")
env.cache.invalidate() if hasattr(env, 'cache') else env.invalidate_all()
table = env['field.visit.alike.table']
one = env['res.partner'].search([('geo_state', '=', 'located')], limit=1)
def seconds(vals):
    began = time.perf_counter()
    answer = table.find_alike(vals)
    return time.perf_counter() - began, answer
seconds({'model': 'res.partner', 'ids': one.ids, 'limit': 1})
like, answer = seconds({'model': 'res.partner', 'ids': one.ids, 'among': 'customers'})
best, prospects = seconds({'best': True})
env.cr.rollback()
print(json.dumps({'like': like, 'best': best, 'looked_through': answer['looked_through'], 'likes': prospects['like_count']}))
"""


def rows(options: Any, site: Site) -> List[Row]:
    """Measure the engine, and Odoo where there is one."""
    found = {} if site.is_off else site.shell(PROGRAM)
    return [
        at_most(NAME + "like the best 500, the engine", _engine(), "s", 5),
        at_most(NAME + "customers like this one, from Odoo's tables", found.get("like"), "s", 10),
        at_most(NAME + "prospects like our best, from Odoo's tables", found.get("best"), "s", 15),
        information(NAME + "looked through", found.get("looked_through"), ""),
    ]


def _engine() -> float:
    """Return seconds from columns to the 50 most alike."""
    from engine.scoring import alike

    chance = np.random.default_rng(7)
    industries, amounts = chance.integers(0, 40, ROWS).tolist(), chance.exponential(1000, ROWS).tolist()
    tags = [tuple(row) for row in chance.integers(0, 100, (ROWS, 2)).tolist()]
    lats, lons = chance.uniform(60, 70, ROWS).tolist(), chance.uniform(20, 30, ROWS).tolist()
    began = time.perf_counter()
    traits = [
        alike.of_categories("industry", 3, industries),
        alike.of_numbers("value", 3, amounts),
        alike.of_sets("tags", 2, tags),
        alike.of_places("place", 2, lats, lons),
    ]
    alike.find_alike(traits, np.arange(BEST), np.arange(BEST, ROWS), 50)
    return time.perf_counter() - began
