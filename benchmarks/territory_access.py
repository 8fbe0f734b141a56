"""Access: a list of 80 out of 100,000 customers as Odoo's list view asks for it, with the record rules of each role."""

from typing import Any, Dict, List

from harness import Row, at_most, information

LISTS = 15
NAME = "list of 80 out of 100,000 customers: "
#: Runs inside Odoo and is rolled back: 40 reps in 8 teams sell in 500 areas; one customer in ten has no salesperson
#: and one in a hundred lies in no area; 20,000 visits and leads.
PROGRAM = """
import json, statistics, time
from odoo.addons.field_visit_routing import compat
company = env.company
def user(name, group):
    login = 'bench-access-' + name
    made = env['res.users'].with_context(no_reset_password=True).create({
        'name': login, 'login': login, 'company_id': company.id, 'company_ids': [(6, 0, company.ids)]})
    compat.set_groups(made, 'base.group_user', 'base.group_partner_manager', 'field_visit_routing.' + group)
    return made
reps = [user('rep%%d' %% number, 'group_rep') for number in range(40)]
leaders = [user('leader%%d' %% number, 'group_leader') for number in range(8)]
manager = user('manager', 'group_manager')
for number, leader in enumerate(leaders):
    members = [rep.id for rep in reps[5 * number:5 * number + 5]]
    env['crm.team'].create({'name': 'Team %%d' %% number, 'company_id': company.id, 'user_id': leader.id,
                            'member_ids': [(6, 0, members)]})
areas = env['field.visit.territory'].search([('parent_id', '=', False)])
for number, area in enumerate(areas):
    env.cr.execute('UPDATE field_visit_territory SET user_id = %%s WHERE id = %%s', [reps[number %% 40].id, area.id])
env.cr.execute('''UPDATE res_partner p SET
    territory_id = CASE WHEN p.id %%%% 100 = 0 THEN NULL ELSE (%%s::int[])[1 + p.id %%%% %%s] END,
    user_id = CASE WHEN p.id %%%% 10 = 0 THEN NULL ELSE (%%s::int[])[1 + (p.id %%%% %%s) %%%% 40] END
    WHERE geo_state = 'located' ''', [areas.ids, len(areas), [rep.id for rep in reps], len(areas)])
env.cr.execute('UPDATE res_partner SET visit_whole_user_id = user_id, visit_whole_territory_id = territory_id')
env.cr.execute('''INSERT INTO crm_lead
    (name, active, type, partner_id, user_id, company_id, territory_id, priority, geo_state)
    SELECT 'Lead', true, 'lead', id, user_id, %%s, territory_id, '0', 'none'
    FROM res_partner WHERE geo_state = 'located' LIMIT 20000''',
    [company.id])
rows = [env['field.visit.rep'].create({'user_id': rep.id, 'company_id': company.id}).id for rep in reps]
env.cr.execute('''INSERT INTO field_visit (partner_id, rep_id, user_id, company_id, state, name)
    SELECT id, (%%s::int[])[1 + id %%%% 40], (%%s::int[])[1 + id %%%% 40], %%s, 'done', 'Visit'
    FROM res_partner WHERE geo_state = 'located' LIMIT 20000''', [rows, [rep.id for rep in reps], company.id])
for table in ('res_partner', 'crm_lead', 'field_visit'):
    env.cr.execute('ANALYZE ' + table)
compat.clear_caches(env)
columns = ['display_name', 'phone', 'email', 'user_id', 'city', 'country_id', 'territory_id', 'visit_grade']
told = {}
for role, person in (('rep', reps[0]), ('leader', leaders[0]), ('manager', manager)):
    for model in ('res.partner', 'crm.lead'):
        names = columns if model == 'res.partner' else ['name', 'partner_id', 'user_id', 'territory_id']
        times = []
        for _number in range(%d):
            compat.invalidate(env['base'])
            Model = env(user=person.id)[model]
            began = time.perf_counter()
            page = Model.search_read([], names, limit=80)
            count = Model.search_count([])
            times.append(1000 * (time.perf_counter() - began))
        told[role + ' ' + model] = [statistics.median(times), len(page), count]
env.cr.rollback()
print(json.dumps(told))
""" % LISTS


def rows(options: Any, site: Any) -> List[Row]:
    """Measure each role, where there is an Odoo."""
    told: Dict[str, Any] = {} if site.is_off else site.shell(PROGRAM)
    found = []
    for role in ("rep", "leader", "manager"):
        for model, words in (("res.partner", "customers"), ("crm.lead", "leads")):
            told_ms, page, count = told.get("%s %s" % (role, model), (None, None, None))
            name = NAME if model == "res.partner" else "list of 80 out of 20,000 leads: "
            row = "%s%s, counted" % (name, role)
            found.append(at_most(row, told_ms, "ms", 200) if model == "res.partner" else information(row, told_ms, "ms"))
            if told:
                found.append(information("%s that the %s may see; %d in the list" % (words, role, page), count, ""))
    return found
