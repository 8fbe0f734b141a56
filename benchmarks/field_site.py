"""An Odoo of its own with 500 reps on duty: made once, kept in the data folder."""

from typing import Any, Dict

from fvr_dev.console import step
from territory_site import KeptInstance, Site

REPS, PASSWORD = 500, "bench-field"
FILL = """
import json
from odoo.addons.field_visit_routing import compat
company = env.company
company.visit_track_limit = 'longest'
users = env['res.users'].with_context(no_reset_password=True, **compat.NO_LOG).create([
    {'name': 'Rep %%03d' %% number, 'login': 'bench-field-%%03d' %% number, 'password': %(password)r,
     'company_id': company.id, 'company_ids': [(6, 0, company.ids)]} for number in range(%(reps)d)])
group = env.ref('field_visit_routing.group_rep')
users.write({compat.USER_GROUPS: [(6, 0, [env.ref('base.group_user').id, group.id])]})
env['field.visit.rep'].create([{'user_id': user.id, 'company_id': company.id, 'office_id': company.partner_id.id}
                               for user in users])
env.cr.commit()
print(json.dumps({'users': len(users)}))
""" % {"password": PASSWORD, "reps": REPS}
#: Positions of today that are there before the phones send: one each 36 s for ten hours.
POSITIONS = 1000
#: Everybody has agreed, is on duty and has been on the way for ten hours; it is six in the evening where they are.
RESET = """
import json
from datetime import timedelta
from odoo import fields
now = fields.Datetime.now()
reps = env['field.visit.rep'].search([('user_id.login', '=like', 'bench-field-%')], order='id')
consent = env.company.visit_consent()
env.cr.execute('TRUNCATE field_visit_position')
for table in ('field_visit_duty', 'field_visit_consent'):
    env.cr.execute('DELETE FROM ' + table)
reps.write({'tz': 'Etc/GMT%+d' % (12 - (6 - now.hour) % 24)})
env['field.visit.consent'].create([{'rep_id': rep.id, 'state': 'given', 'at': now - timedelta(hours=12),
                                    'version': consent['version']} for rep in reps])
env['field.visit.duty'].create([{'rep_id': rep.id, 'start_at': now - timedelta(hours=11),
                                 'limit_at': now + timedelta(hours=11)} for rep in reps])
env.cr.execute('UPDATE field_visit_rep SET last_position_at = NULL')
env.cr.execute('''
    INSERT INTO field_visit_position (rep_id, source, measured_at, at, until_at, latitude, longitude, accuracy_m, speed,
                                      create_date, write_date)
    SELECT rep.id, 'owntracks', seen.at, seen.at, seen.at, 60 + rep.place * 0.001 + 0.02 * sin(step * 0.11 + rep.place),
           24 + rep.place * 0.002 + 0.04 * cos(step * 0.07 + rep.place), 8, 20, seen.at, seen.at
      FROM generate_series(1, %s) step
           CROSS JOIN LATERAL (SELECT %s + step * interval '36 seconds' AS at) seen
           CROSS JOIN unnest(%s) WITH ORDINALITY rep (id, place)
  ORDER BY step, rep.id''', [POSITIONS, now - timedelta(seconds=36 * POSITIONS + 300), reps.ids])
env.cr.execute('ANALYZE field_visit_position')
env.cr.commit()
print(json.dumps({'logins': reps.mapped('user_id.login'), 'users': [[rep.id, rep.user_id.id] for rep in reps]}))
""".replace("POSITIONS", str(POSITIONS))
COUNT = """
import json
env.cr.execute('SELECT count(*), count(DISTINCT (rep_id, measured_at)) FROM field_visit_position WHERE source = %s', ['app'])
print(json.dumps(dict(zip(('rows', 'different'), env.cr.fetchone()))))
"""
#: A rep with a day of as many visits as the outbox will make.
DAY = """
import json
from odoo import fields
rep = env['field.visit.rep'].search([('user_id.login', '=', 'bench-field-000')])
partner = env['res.partner'].create({'name': 'Customer of the outbox', 'is_company': True})
env['field.visit'].search([('rep_id', '=', rep.id)]).unlink()
visits = env['field.visit'].create([{
    'partner_id': partner.id, 'rep_id': rep.id, 'state': 'planned', 'company_id': rep.company_id.id,
    'planned_start': fields.Datetime.now()} for _number in range(%d)])
env.cr.commit()
print(json.dumps({'visits': visits.ids}))
"""


class FieldSite(Site):
    """The server of the benchmark."""

    def make(self) -> KeptInstance:
        """Return the instance that this site starts."""
        return _Instance()

    def restart(self, workers: int) -> Dict[str, str]:
        """Start the server anew with this number of processes, 0 for threads; return its address and login."""
        if self._instance is None:
            self._instance = self.make()
        self._access = self._instance.start(workers=workers)
        return self._access

    def bus_port(self) -> Any:
        """The port of long polling when it is one of its own, else None."""
        from fvr_dev import configuration
        settings = configuration.read(self.instance._conf)
        return int(settings["longpolling_port"]) if int(settings["workers"]) else None


class _Instance(KeptInstance):
    name = "field"

    def fill(self) -> None:
        step("making %d reps" % REPS)
        self.shell_json(FILL)
