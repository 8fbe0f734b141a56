"""Lead pool: a claim, and the job for 100,000 leads of which one is broken."""

from typing import Any, List

from harness import Row, at_most, information
from territory_site import Site

LEADS = 100_000
NAME = "pool of 100,000 leads: "
#: Runs inside Odoo: half of the leads are overdue, one cannot be written.  What it made is removed again.
PROGRAM = """
import json, statistics, time
from datetime import datetime, timedelta
Pool, Lead = env['field.visit.pool'].sudo(), env['crm.lead'].sudo()
flush = lambda: Lead.flush() if hasattr(Lead, 'flush') else env.flush_all()
company, user = env['res.company'].search([], limit=1), env.ref('base.user_admin')
area = env['field.visit.territory'].create({'name': 'Benchmark pool', 'company_id': company.id})
pool = Pool.create({'name': 'Benchmark', 'company_id': company.id, 'territory_ids': [(6, 0, area.ids)],
                    'idle_days': 14, 'deal_days': 90, 'warn_days': 0, 'holding_cap': 0, 'claim_cap': 0, 'bar_days': 0,
                    'automatic': True})
one = Lead.create({'name': 'Benchmark', 'company_id': company.id, 'user_id': user.id, 'type': 'lead'})
flush()
columns = ', '.join(c for c in (
    'name', 'type', 'company_id', 'active', 'stage_id', 'team_id', 'user_id', 'priority', 'probability',
    'automated_probability', 'geo_state', 'visit_crew_size', 'create_date', 'write_date') if c in Lead._fields)
old, new = datetime.utcnow() - timedelta(days=20), datetime.utcnow() - timedelta(days=2)
env.cr.execute('INSERT INTO crm_lead (' + columns + ', visit_pool_id, visit_pool_state, visit_pool_held_at,'
               ' visit_pool_idle_since) SELECT ' + columns + ', %%s, %%s, w.at, w.at FROM crm_lead,'
               ' (SELECT CASE WHEN mod(n, 2) = 0 THEN %%s ELSE %%s END AS at FROM generate_series(1, %%s) n) w'
               ' WHERE id = %%s RETURNING id', [pool.id, 'to_process', old, new, %(leads)d, one.id])
ids = sorted(row[0] for row in env.cr.fetchall())
env.cr.execute('SELECT min(id) FROM crm_lead WHERE visit_pool_id = %%s AND visit_pool_idle_since = %%s', [pool.id, old])
bad = env.cr.fetchone()[0]
env.cr.execute("CREATE FUNCTION bench_bad() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql")
env.cr.execute('CREATE TRIGGER bench_bad BEFORE UPDATE ON crm_lead FOR EACH ROW WHEN (OLD.id = %%d'
               ' AND NEW.user_id IS NULL) EXECUTE FUNCTION bench_bad()' %% bad)
env.cr.execute('ANALYZE crm_lead')
env.cr.commit()
try:
    began = time.perf_counter()
    Pool._cron_recycle(seconds=3600)
    job = time.perf_counter() - began
    count = lambda state: Lead.search_count([('visit_pool_id', '=', pool.id), ('visit_pool_state', '=', state)])
    returned, held = count('unassigned'), count('to_process')
    began = time.perf_counter()
    Pool._cron_recycle(seconds=3600)
    again = time.perf_counter() - began
    waiting, claims = Lead.search([('visit_pool_id', '=', pool.id), ('visit_pool_state', '=', 'unassigned')], limit=20), []
    for lead in waiting:
        began = time.perf_counter()
        env['crm.lead'].with_user(user).browse(lead.id).pool_claim()
        flush()
        claims.append(1000 * (time.perf_counter() - began))
    text = pool.last_run_text
finally:
    env.cr.rollback()
    env.cr.execute('DROP TRIGGER bench_bad ON crm_lead')
    env.cr.execute('DROP FUNCTION bench_bad()')
    env.cr.execute("DELETE FROM mail_message WHERE model = 'crm.lead' AND res_id = ANY(%%s)", [ids])
    env.cr.execute('DELETE FROM crm_lead WHERE visit_pool_id = %%s OR id = %%s', [pool.id, one.id])
    env.cr.execute('DELETE FROM field_visit_pool WHERE id = %%s', [pool.id])
    env.cr.execute('DELETE FROM field_visit_territory WHERE id = %%s', [area.id])
    env.cr.commit()
print(json.dumps({'job': job, 'again': again, 'returned': returned, 'held': held, 'claim': statistics.median(claims),
                  'text': text}))
"""


def rows(options: Any, site: Site) -> List[Row]:
    """Measure the job and a claim; nothing without a server."""
    found = {} if site.is_off else site.shell(PROGRAM % {"leads": LEADS})
    return [
        at_most(NAME + "the job returns 50,000, one is broken", found.get("job"), "s", 900.0),
        information(NAME + "returned", found.get("returned"), ""),
        information(NAME + "the job when nothing new is due", found.get("again"), "s"),
        information(NAME + "a claim", found.get("claim"), "ms"),
    ]
