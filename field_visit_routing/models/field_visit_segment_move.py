"""Who came into a segment and who left it: when, why and by whom. Nothing of it is ever changed."""
from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from psycopg2 import sql

from .. import compat
from .field_visit_segment import MEMBERS

JOIN, LEAVE = "join", "leave"
KINDS = [(JOIN, "Joined"), (LEAVE, "Left")]
#: Column of a move with the member.
LINKS = {"res.partner": "partner_id", "crm.lead": "lead_id"}
#: Why members come and go, in the context of whoever writes them.
REASON = "visit_segment_reason"
#: Records whose kind of change differs from the last move of theirs, by segment.
COME = """SELECT r.segment_id, r.{link} FROM {table} r WHERE r.segment_id = ANY(%s) AND NOT EXISTS (
          SELECT 1 FROM field_visit_segment_move m
           WHERE m.segment_id = r.segment_id AND m.{link} = r.{link} AND m.is_current) ORDER BY 1, 2"""
GONE = """SELECT m.segment_id, m.{link} FROM field_visit_segment_move m
           WHERE m.segment_id = ANY(%s) AND m.{link} IS NOT NULL AND m.is_current AND NOT EXISTS (
          SELECT 1 FROM {table} r WHERE r.segment_id = m.segment_id AND r.{link} = m.{link}) ORDER BY 1, 2"""
INSERT = """INSERT INTO field_visit_segment_move (segment_id, {link}, kind, date, user_id, reason, is_current,
                                                  create_uid, write_uid, create_date, write_date)
            SELECT v.segment, v.record, %(kind)s, %(now)s, %(user)s, v.reason, %(join)s, %(user)s, %(user)s, %(now)s, %(now)s
              FROM unnest(%(segments)s::int[], %(records)s::int[], %(reasons)s::varchar[]) AS v(segment, record, reason)"""
END = """UPDATE field_visit_segment_move m SET is_current = false
           FROM unnest(%(segments)s::int[], %(records)s::int[]) AS v(segment, record)
          WHERE m.segment_id = v.segment AND m.{link} = v.record AND m.is_current"""


class FieldVisitSegmentMove(models.Model):
    _name = "field.visit.segment.move"
    _description = "Move Of A Segment's Member"
    _order = "date desc, id desc"
    _rec_name = "kind"

    segment_id = fields.Many2one("field.visit.segment", "Segment", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "What", required=True)
    date = fields.Datetime("When", required=True, index=True)
    user_id = fields.Many2one("res.users", "By")
    reason = fields.Char("Why")
    is_current = fields.Boolean("Is A Member", help="The entry of somebody who is a member still.")

    def init(self):
        for link in LINKS.values():
            compat.unique_index(self, ["segment_id", link], "is_current", "field_visit_segment_move_%s_uniq" % link)

    def write(self, vals):
        """Refuse: what happened stays as it was written."""
        raise AccessError(_("The history of a segment cannot be changed."))

    # ---- writing, by the server ----------------------------------------------------------------
    @api.model
    def _segment_now(self):
        return fields.Datetime.now()

    @api.model
    def _segment_log(self, kind, model, rows):
        """Note moves in one statement each, for whole segments come and go.

        :param str kind: ``"join"`` or ``"leave"``
        :param rows: tuples of segment's id, record's id and reason
        """
        if not rows:
            return
        segments, records, reasons = (list(column) for column in zip(*rows))
        values = {"segments": segments, "records": records, "reasons": reasons, "kind": kind, "join": kind == JOIN,
                  "now": self._segment_now(), "user": self.env.uid}
        link = sql.Identifier(LINKS[model])
        for statement in [END] * (kind == LEAVE) + [INSERT]:
            self.env.cr.execute(sql.SQL(statement).format(link=link), values)
        compat.invalidate(self.browse())


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    def _segment_log_changes(self):
        """Note who came and went since the last note, whoever wrote the members and how."""
        for model, name in MEMBERS.items():
            compat.flush(self, [name])
            for kind, statement, words in self._segment_differences():
                rows = self._segment_differing(statement, model)
                reason = self.env.context.get(REASON) or words
                # users only read the log
                self.env["field.visit.segment.move"].sudo()._segment_log(kind, model, [(*row, reason) for row in rows])
                self._segment_forget(model)
                self._segment_tell(kind, model, rows)

    @api.model
    def _segment_differences(self):
        return (LEAVE, GONE, _("Taken out by hand")), (JOIN, COME, _("Added by hand"))

    def _segment_differing(self, statement, model):
        field = self._fields[MEMBERS[model]]
        self.env.cr.execute(sql.SQL(statement).format(
            link=sql.Identifier(LINKS[model]), table=sql.Identifier(field.relation)), [self.ids])
        return self.env.cr.fetchall()

    @api.model
    def _segment_forget(self, model):
        """What is read of members from now on is what the tables hold."""
        compat.invalidate(self.env["field.visit.segment"].browse(), [MEMBERS[model], "partner_count", "lead_count"])
        compat.invalidate(self.env[model].browse(), ["visit_segment_ids"])

    @api.model
    def _segment_tell(self, kind, model, rows):
        ids = sorted({row[1] for row in rows})
        if ids:
            self._segment_changed(kind, self.env[model].browse(ids))

    @api.model
    def _segment_changed(self, kind, records):
        """Hook: these customers or leads joined or left a segment; what follows from that extends this by ``super``."""
