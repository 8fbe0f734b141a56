"""An Odoo of its own with 100,000 customers, their orders and opportunities: made once, kept in the data folder."""

import map_crowd
import territory_site
from fvr_dev import templates
from fvr_dev.console import step

ORDERS, LEADS = 300_000, 20_000
#: Orders of three years and open opportunities, copied from one of each so that no column lacks its value.
DOCUMENTS = """
import random
from datetime import datetime
company = env['res.company'].search([], limit=1)
def flush():
    env['res.partner'].flush() if hasattr(env['res.partner'], 'flush') else env.flush_all()
def copied(record, others):
    flush()
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %%s", [record._table])
    kept = [row[0] for row in env.cr.fetchall() if row[0] not in {'id', 'access_token', *others}]
    return ', '.join('"%%s"' %% name for name in [*others, *kept]), ', '.join('d."%%s"' %% name for name in kept)
env.cr.execute("SELECT setseed(0.5)")
env.cr.execute("CREATE TEMP TABLE customers AS SELECT row_number() OVER (ORDER BY id) AS number, id FROM res_partner"
               " WHERE geo_state = 'located'")
env.cr.execute("SELECT count(*) FROM customers")
many = env.cr.fetchone()[0]
order = env['sale.order'].create({'partner_id': env['res.partner'].search([('geo_state', '=', 'located')], limit=1).id})
order.write({'state': 'sale'})
names, kept = copied(order, ['partner_id', 'partner_invoice_id', 'partner_shipping_id', 'date_order', 'amount_untaxed'])
env.cr.execute("INSERT INTO sale_order (" + names + ") SELECT c.id, c.id, c.id, now() - w.days * interval '1 day', w.amount, "
               + kept + " FROM sale_order d, (SELECT 1 + floor(power(random(), 2) * %%s)::int AS number,"
               " random() * 1095 AS days, exp(5 + 3 * random()) AS amount FROM generate_series(1, %%s)) w"
               " JOIN customers c ON c.number = w.number WHERE d.id = %%s", [many, %(orders)d, order.id])
lead = env['crm.lead'].create({'name': 'Benchmark', 'type': 'opportunity', 'company_id': company.id})
names, kept = copied(lead, ['partner_id', 'expected_revenue', 'probability'])
env.cr.execute("INSERT INTO crm_lead (" + names + ") SELECT c.id, exp(5 + 4 * random()), 100 * random(), " + kept
               + " FROM crm_lead d, generate_series(1, %%s) w JOIN customers c ON c.number = w * 4 WHERE d.id = %%s",
               [%(leads)d, lead.id])
env.cr.commit()
""" % {"orders": ORDERS, "leads": LEADS}


class Site(territory_site.Site):
    """The server of the benchmark, which starts when the first figure needs it."""

    def make(self) -> territory_site.KeptInstance:
        """Return the instance that this site starts."""
        return _Instance()


class _Instance(territory_site.KeptInstance):
    name = "score"

    def fill(self) -> None:
        """Write customers, orders and opportunities."""
        # nothing but the benchmark itself computes anything; a server's first scheduled action is a minute away
        self.database.server().sql("update ir_cron set active = false", self.database.name)
        step("writing %d customers with %d orders" % (map_crowd.PARTNERS, ORDERS))
        map_crowd.fill(self.database, self.folder / "customers.csv")
        templates.shell(self.installation, self.database.server(), self._conf, self.database.name, DOCUMENTS)
        self.database.server().sql("analyze", self.database.name)
