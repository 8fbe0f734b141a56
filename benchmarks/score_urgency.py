"""Urgency of 100,000 customers: signals looked for and states of the day, everybody and one."""

from typing import Any, List

from harness import Row, at_most, information
from score_site import Site

NAME = "Urgency of 100,000 customers: "
CHANGES = 60
#: Runs inside Odoo; the rules are rolled back, and what they wrote with them.
PROGRAM = """
import json, statistics, time
Refresh, Partner = env['field.visit.urgency'], env['res.partner']
def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
try:
    env['field.visit.frequency'].search([]).unlink()
    env['field.visit.frequency'].create([
        {'basis': 'grade', 'grade': grade, 'interval_days': days, 'company_id': False}
        for grade, days in (('A', 14), ('B', 30), ('C', 60), ('D', 90))])
    env.cr.execute('UPDATE res_partner SET visit_due_state = NULL, visit_urgency = NULL, visit_wanted_days = NULL')
    states = seconds(lambda: Refresh._visit_refresh('res.partner'))
    again = seconds(lambda: Refresh._visit_refresh('res.partner'))
    signals = seconds(lambda: env['field.visit.signal.rule']._visit_find_all())
    found = env['field.visit.signal'].search_count([])
    env.cr.execute("SELECT count(*) FROM res_partner WHERE visit_due_state IS NOT NULL")
    judged = env.cr.fetchone()[0]
    changes = []
    for customer in Partner.search([('geo_state', '=', 'located')], limit=%(changes)d):
        customer.read(['name'])
        changes.append(1000 * seconds(lambda: Refresh._visit_refresh('res.partner', customer.ids)))
finally:
    env.cr.rollback()
print(json.dumps({'states': states, 'again': again, 'signals': signals, 'found': found, 'judged': judged,
                  'change': statistics.median(changes)}))
""" % {"changes": CHANGES}


def rows(options: Any, site: Site) -> List[Row]:
    """Measure the refresh of a day and of one customer; nothing without a server."""
    found = {} if site.is_off else site.shell(PROGRAM)
    return [
        at_most(NAME + "states, all of them written", found.get("states"), "s", 60),
        information(NAME + "states again, when nothing is another", found.get("again"), "s"),
        at_most(NAME + "signals of all rules found", found.get("signals"), "s", 60),
        information(NAME + "signals", found.get("found"), ""),
        information(NAME + "judged", found.get("judged"), ""),
        at_most(NAME + "one customer", found.get("change"), "ms", 20),
    ]
