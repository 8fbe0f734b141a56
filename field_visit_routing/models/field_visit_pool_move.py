"""What happened to the leads of the pools: who, when, why. Nothing of it is ever changed."""
from odoo import _, fields, models
from odoo.exceptions import AccessError

from .. import compat

KINDS = [
    ("enter", "Came into the pool"), ("own", "Own lead"), ("claim", "Claimed"), ("assign", "Assigned"),
    ("transfer", "Handed over"), ("progress", "First result"), ("return", "Returned"), ("recycle", "Taken back"),
    ("propose", "Return proposed"), ("warn", "Warned"), ("convert", "Won"), ("reopen", "Reopened"),
    ("invalidate", "Invalid"), ("revisit", "Revisit due"), ("restore", "Restored"), ("void", "Void"),
    ("failed", "Job failed"),
]
#: Columns of a move with their types in the database.
COLUMNS = {
    "lead_id": "int", "pool_id": "int", "kind": "varchar", "date": "timestamp", "user_id": "int",
    "from_user_id": "int", "to_user_id": "int", "from_state": "varchar", "to_state": "varchar", "reason": "varchar",
    "create_uid": "int", "write_uid": "int", "create_date": "timestamp", "write_date": "timestamp"}
#: States of a lead in a pool.
STATES = [
    ("unassigned", "Unassigned"), ("to_process", "To process"), ("in_progress", "In progress"),
    ("converted", "Converted"), ("invalid", "Invalid"), ("void", "Void")]


class FieldVisitPoolMove(models.Model):
    _name = "field.visit.pool.move"
    _description = "Move Of A Pool Lead"
    _order = "date desc, id desc"
    _rec_name = "kind"

    lead_id = fields.Many2one("crm.lead", "Lead", required=True, index=True, ondelete="cascade")
    pool_id = fields.Many2one("field.visit.pool", "Pool", index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "What", required=True)
    date = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "By")
    from_user_id = fields.Many2one("res.users", "From", index=True)
    to_user_id = fields.Many2one("res.users", "To", index=True)
    from_state = fields.Selection(STATES, "State Before")
    to_state = fields.Selection(STATES, "State After")
    reason = fields.Char("Why")

    def write(self, vals):
        """Refuse: what happened stays as it was written."""
        raise AccessError(_("The history of a pool cannot be changed."))

    def _log(self, rows):
        """Note moves: ``rows`` are dictionaries with ``COLUMNS``; one statement, for jobs move thousands."""
        if not rows:
            return
        for model in ("crm.lead", "field.visit.pool"):
            compat.flush(self.env[model].browse())
        now = fields.Datetime.now()
        default = {"user_id": self.env.uid, "create_uid": self.env.uid, "write_uid": self.env.uid,
                   "create_date": now, "write_date": now}
        rows = [dict(default, **row) for row in rows]
        arrays = [[row.get(name) or None for row in rows] for name in COLUMNS]
        self.env.cr.execute('INSERT INTO "%s" (%s) SELECT * FROM unnest(%s)' % (
            self._table, ", ".join(COLUMNS), ", ".join("%%s::%s[]" % kind for kind in COLUMNS.values())), arrays)
        compat.invalidate(self.browse())
        compat.invalidate(self.env["crm.lead"].browse(), ["visit_pool_move_ids"])


class FieldVisitPoolHolder(models.Model):
    """One row per rep and pool that everybody writes who gives the rep a lead.

    Two requests at the same moment would both count what the rep holds before the other's lead is there.
    As both write this row, the database refuses one of them, and Odoo runs that request again.
    """

    _name = "field.visit.pool.holder"
    _description = "Holder Of Pool Leads"

    pool_id = fields.Many2one("field.visit.pool", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    taken = fields.Integer()

    def init(self):
        compat.unique_index(self, ["pool_id", "user_id"])

    def _reserve(self, pool, user, count):
        compat.flush(self.env["field.visit.pool"].browse())
        self.env.cr.execute("""
            INSERT INTO field_visit_pool_holder (pool_id, user_id, taken) VALUES (%s, %s, %s)
            ON CONFLICT (pool_id, user_id) DO UPDATE SET taken = field_visit_pool_holder.taken + EXCLUDED.taken
        """, [pool.id, user.id, count])
