"""Assignment in bulk: who of 100,000 customers would move, and 50,000 of them given away and back."""

from typing import Any, List

from harness import Row, at_most, information

CUSTOMERS = 50_000
NAME = "assignment by territory: "
#: Runs inside Odoo: every area gets a rep, everybody is looked at, 50,000 are given as by the scheduled action.
PROGRAM = """
import json, time
from odoo.addons.field_visit_routing import compat
Territory, Runs, Partner = env['field.visit.territory'], env['field.visit.assignment'], env['res.partner']
Territory.search([])._visit_refind('boundary')
users = env['res.users'].with_context(no_reset_password=True)
reps = [users.search([('login', '=', 'bench-rep-%%d' %% n)]) or users.create({
    'name': 'Rep %%d' %% n, 'login': 'bench-rep-%%d' %% n, 'company_ids': [(6, 0, env['res.company'].search([]).ids)]})
    for n in range(40)]
for number, area in enumerate(Territory.search([])):
    area.with_context(visit_no_proposal=True).user_id = reps[number %% len(reps)]
env.cr.execute('UPDATE res_partner SET user_id = NULL')
compat.invalidate(Partner)
members = Partner.search([('territory_id', '!=', False)])
began = time.perf_counter()
moves, right, outside = members._visit_assign_moves()
looked = time.perf_counter() - began
began = time.perf_counter()
answer = Runs.dry_run({'model': 'res.partner', 'ids': members.ids[:%d]})
dry = time.perf_counter() - began
run = Runs.browse(answer['assignment_id'])
def carry(during):
    run._note_decision(during)
    began, slowest = time.perf_counter(), 0
    while run.state == during:
        batch = time.perf_counter()
        run._cron_step(False)
        slowest = max(slowest, time.perf_counter() - batch)
        compat.invalidate(Partner)
    return time.perf_counter() - began, slowest
given, slowest = carry('queued')
done = run.done_count
back, slowest_back = carry('undoing')
env.cr.rollback()
print(json.dumps({'members': len(members), 'moves': len(moves), 'looked': looked, 'dry': dry, 'given': given,
                  'done': done, 'back': back, 'slowest': max(slowest, slowest_back)}))
""" % CUSTOMERS


def rows(options: Any, site: Any) -> List[Row]:
    """Measure assignment in Odoo, where there is one."""
    told = {} if site.is_off else site.shell(PROGRAM)
    found = [
        at_most(NAME + "who of all members would move, 500 areas", told.get("looked"), "s", 10),
        at_most(NAME + "dry run of 50,000 customers, written as a proposal", told.get("dry"), "s", 60),
        at_most(NAME + "slowest batch of 200 given in the background", told.get("slowest"), "s", 10),
    ]
    if told:
        found += [
            information(NAME + "members looked at", told["members"], ""),
            information(NAME + "customers given", told["done"], ""),
            information(NAME + "all of them given, in the background", told["given"], "s"),
            information(NAME + "all of them given back, in the background", told["back"], "s"),
        ]
    return found
