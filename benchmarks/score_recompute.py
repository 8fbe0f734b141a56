"""Scores of 100,000 customers by 8 rules: everybody, beside a loop over records, and after one customer's change."""

from typing import Any, List

from harness import Row, at_least, at_most, information
from score_site import Site

NAME = "100,000 customers, 8 rules: "
#: How many records the loop takes; its time is that of each, times all.
LOOPED, CHANGES = 200, 60
#: Runs inside Odoo. Everybody is written anew: the numbers are forgotten before.
PROGRAM = """
import json, resource, statistics, threading, time
Rule, Scoring, Run = env['field.visit.score.rule'], env['field.visit.scoring'], env['field.visit.score.run']
Partner = env['res.partner']
Rule.search([]).write({'active': False})
rules = Rule.create([dict(values, name='Benchmark %%d' %% number, company_id=False, applies_to='res.partner')
                     for number, values in enumerate([
    {'kind': 'sales', 'scale': 'quantile', 'weight': 40},
    {'kind': 'orders', 'scale': 'quantile', 'weight': 10},
    {'kind': 'last_order', 'low': 365, 'high': 0, 'weight': 10},
    {'kind': 'falling_orders', 'effect': 'subtract', 'low': 0, 'high': 100, 'weight': 10},
    {'kind': 'opportunities', 'scale': 'quantile', 'weight': 20},
    {'kind': 'overdue_days', 'effect': 'subtract', 'low': 0, 'high': 60, 'weight': 10},
    {'kind': 'neighbours', 'low': 0, 'high': 20, 'weight': 10},
    {'kind': 'domain', 'domain': "[('name', 'ilike', 'Depot')]", 'weight': 5}])])
Run.search([]).unlink()
env.cr.execute('UPDATE res_partner SET visit_score_date = NULL, visit_score_rules = NULL, visit_score_parts = NULL')
env.cr.execute('UPDATE crm_lead SET active = FALSE')
env.cr.commit()
Partner.invalidate_cache() if hasattr(Partner, 'invalidate_cache') else env.invalidate_all()
peak = [0]
def memory():
    with open('/proc/self/statm') as status:
        return int(status.read().split()[1]) * resource.getpagesize() / 2 ** 20
def watch():
    while peak[0] >= 0:
        peak[0] = max(peak[0], memory())
        time.sleep(0.05)
watcher = threading.Thread(target=watch, daemon=True)
watcher.start()
def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
try:
    whole = seconds(lambda: Run._cron_all(seconds=3600))
    run = Run.search([], limit=1)
    again = seconds(lambda: Run._cron_all(seconds=3600))
    most, peak[0] = peak[0], -1
    ids = Partner.search([('geo_state', '=', 'located')], limit=%(looped)d).ids
    def loop():
        for number in ids:
            found = {rule: rule._score_values('res.partner', [number]) for rule in rules}
            given = sum(rule._score_scale('res.partner').shares(__import__('numpy').array([values.get(number, float('nan'))]))[0]
                        * rule.weight * (-1 if rule.effect == 'subtract' else 1) for rule, values in found.items())
            Partner.browse(number).with_context(visit_score_computed=True).write({'visit_score_rules': max(0, given)})
        Partner.flush() if hasattr(Partner, 'flush') else env.flush_all()
    looped = seconds(loop) / len(ids)
    env.cr.rollback()
    changes, writes = [], []
    for number in ids[:%(changes)d]:
        customer = Partner.browse(number)
        changes.append(1000 * seconds(customer.visit_score_refresh))
        customer.read(['name'])
        writes.append(1000 * seconds(lambda: customer.write({'name': 'Depot ' + customer.name})))
finally:
    env.cr.rollback()
    env.cr.execute('UPDATE crm_lead SET active = TRUE')
    rules.unlink()
    Rule.with_context(active_test=False).search([]).write({'active': True})
    env.cr.commit()
print(json.dumps({'whole': whole, 'again': again, 'memory': most, 'scored': run.scored, 'failing': run.failing or '',
                  'times': looped * run.scored / whole, 'change': statistics.median(changes),
                  'write': statistics.median(writes)}))
""" % {"looped": LOOPED, "changes": CHANGES}


def rows(options: Any, site: Site) -> List[Row]:
    """Measure runs and single changes; nothing without a server."""
    found = {} if site.is_off else site.shell(PROGRAM)
    if found.get("failing"):
        raise SystemExit("rules of the benchmark fail: %s" % found["failing"])
    return [
        at_most(NAME + "everybody, all of them written", found.get("whole"), "s", 60),
        information(NAME + "everybody again, when nothing is another", found.get("again"), "s"),
        at_most(NAME + "most memory of the process", found.get("memory"), "MB", 1024),
        information(NAME + "scored", found.get("scored"), ""),
        at_least(NAME + "times as fast as a loop over the records", found.get("times"), "", 20),
        at_most(NAME + "one customer computed anew", found.get("change"), "ms", 20),
        information(NAME + "a customer written, with its score", found.get("write"), "ms"),
    ]
