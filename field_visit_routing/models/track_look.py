"""Who looked at whose positions: kept for the rep, who may read it, over every way by which they can be read."""
from odoo import api, fields, models

from .. import compat

WAYS = [("map", "Live map"), ("trail", "Trail of a day"), ("list", "Lists and forms"), ("figures", "Figures"),
        ("export", "Export"), ("erase", "Deleted")]
#: Looks of one person by one way within so many minutes are one line.
BUNDLE_MIN = 10
KEEP_DAYS = 365


class FieldVisitLook(models.Model):
    _name = "field.visit.look"
    _description = "Look at Positions"
    _order = "last_at desc, id desc"
    _rec_name = "rep_id"

    rep_id = fields.Many2one("field.visit.rep", "Whose", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Who", readonly=True, index=True, ondelete="set null")
    way = fields.Selection(WAYS, "How", required=True, readonly=True)
    first_at = fields.Datetime("From", required=True, readonly=True)
    last_at = fields.Datetime("Until", required=True, readonly=True, index=True)
    bundle = fields.Integer(readonly=True)

    def init(self):
        compat.unique_index(self, ["rep_id", "user_id", "way", "bundle"])

    @api.autovacuum
    def _gc_looks(self):
        """Forget looks after a year."""
        self.env.cr.execute("DELETE FROM field_visit_look WHERE last_at < now() at time zone 'UTC' - interval '%s days'",
                            [KEEP_DAYS])


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def _looked_at(self, way):
        """Note that the user looks at the positions of these reps; a look at oneself is none."""
        # whose record it is decides, not whether the user may read the user
        others = self.sudo().filtered(lambda rep: rep.user_id != self.env.user)
        if not others:
            return
        now = fields.Datetime.now()
        bundle = int(now.timestamp()) // (60 * BUNDLE_MIN)
        # one statement for a whole map, and no new row version for each look at a map that asks every few seconds
        self.env.cr.execute("""
            INSERT INTO field_visit_look AS look (rep_id, user_id, way, first_at, last_at, bundle)
            SELECT unnest(%s), %s, %s, %s, %s, %s
            ON CONFLICT (rep_id, user_id, way, bundle) DO UPDATE SET last_at = EXCLUDED.last_at
             WHERE look.last_at < EXCLUDED.last_at - interval '1 minute'""",
                            [others.ids, self.env.uid, way, now, now, bundle])
