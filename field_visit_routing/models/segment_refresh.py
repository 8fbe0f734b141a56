"""Who is in a dynamic segment: found on demand, when the rule changes and by a scheduled job; come and gone are noted."""
import logging

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from psycopg2 import sql

from .. import compat
from .field_visit_segment import DYNAMIC, MEMBERS
from .field_visit_segment_move import JOIN, LEAVE, LINKS

_logger = logging.getLogger(__name__)

SCHEDULES = [("hourly", "Every hour"), ("daily", "Every day"), ("weekly", "Every week"), ("manual", "On demand only")]
#: Days between two runs.
DAYS = {"hourly": 0, "daily": 1, "weekly": 7}


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    refresh_every = fields.Selection(SCHEDULES, "Found Anew", default="daily", required=True)
    refreshed_at = fields.Datetime("Found On", readonly=True, copy=False)
    failure = fields.Char("Why It Fails", readonly=True, copy=False, help="The members stay until this is mended.")

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        segments.filtered(lambda segment: segment.kind == DYNAMIC)._segment_refresh(_("The segment is new"))
        return segments

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._segment_rule_fields()):
            self.filtered(lambda segment: segment.kind == DYNAMIC)._segment_refresh(_("The rule was changed"))
        return result

    # ---- public --------------------------------------------------------------------------------
    def refresh(self):
        """Find the members anew, first those of the segments that these are made of; fixed ones stay as they are.

        :return: ``{"joined": number, "left": number}`` of these segments
        :raises UserError: for a rule that cannot be computed; the members stay
        """
        compat.check_access(self, "read")
        dynamic = self.filtered(lambda segment: segment.kind == DYNAMIC)
        moved = dynamic._segment_order()._segment_refresh()
        return {"joined": sum(moved[segment.id][0] for segment in dynamic),
                "left": sum(moved[segment.id][1] for segment in dynamic)}

    def action_refresh(self):
        """Find the members anew and say who came and went."""
        moved = self.refresh()
        return {
            "type": "ir.actions.client", "tag": "display_notification", "params": {
                "title": _("Members found"), "type": "success", "sticky": False,
                "message": _("%(joined)d joined, %(left)d left.", **moved),
                "next": {"type": "ir.actions.act_window_close"}}}

    # ---- the work ------------------------------------------------------------------------------
    def _segment_refresh(self, cause=""):
        """Find and write the members of these segments in their order.

        :return: ``{segment's id: (how many joined, how many left)}``
        """
        moved = {}
        for segment in self:
            # members are the same for everybody; the rule is read with its author's rights
            segment.sudo()._segment_lock()
            counts = [segment.sudo()._segment_set(model, segment.sudo()._segment_find(model), cause) for model in MEMBERS]
            moved[segment.id] = tuple(sum(column) for column in zip(*counts))
            segment.sudo().write({"refreshed_at": self.env["field.visit.segment.move"]._segment_now(), "failure": False})
        return moved

    def _segment_lock(self):
        """Let one transaction at a time write the members; another one is run again by Odoo."""
        compat.flush(self)
        self.env.cr.execute("SELECT id FROM field_visit_segment WHERE id = %s FOR UPDATE", [self.id])

    def _segment_find(self, model):
        """Return the ids of all who meet the rule, as a set."""
        if model not in self._segment_models(self.applies_to):
            return set()
        domains = [domain for _key, domain in self._segment_conditions(model)]
        found = compat.search_rows(self._segment_reader(model), compat.all_of(*domains), ["id"])
        return self._segment_narrow(model, {row[0] for row in found})

    def _segment_set(self, model, wanted, cause):
        """Write the members of one model and note who came and went; return how many did."""
        before = set(self._visit_segment_members(model))
        joined, left = sorted(wanted - before), sorted(before - wanted)
        reasons = {JOIN: self._segment_join_reasons(model, joined, cause),
                   LEAVE: self._segment_leave_reasons(model, left, cause)}
        self._segment_write(model, joined, left)
        for kind, ids in ((LEAVE, left), (JOIN, joined)):
            rows = [(self.id, number, reasons[kind][number]) for number in ids]
            self.env["field.visit.segment.move"]._segment_log(kind, model, rows)
            self._segment_tell(kind, model, rows)
        return len(joined), len(left)

    def _segment_write(self, model, joined, left):
        names = {"table": sql.Identifier(self._fields[MEMBERS[model]].relation), "link": sql.Identifier(LINKS[model])}
        for ids, statement in (
                (left, "DELETE FROM {table} WHERE segment_id = %s AND {link} = ANY(%s)"),
                (joined, "INSERT INTO {table} (segment_id, {link}) SELECT %s, unnest(%s::int[])")):
            if ids:
                self.env.cr.execute(sql.SQL(statement).format(**names), [self.id, ids])
        self._segment_forget(model)

    # ---- the scheduled job ---------------------------------------------------------------------
    @api.model
    def _cron_segments(self, commit=True):
        """Find the members of all segments whose time has come; one that fails keeps its members, the others go on."""
        for segment in self._segment_due()._segment_order():
            try:
                with self.env.cr.savepoint():
                    segment._segment_refresh()
            except UserError as error:
                segment._segment_failed(error.args[0])
            except Exception as error:  # one broken segment, whatever is wrong with it, holds nobody up
                _logger.warning("segment %d was not found anew", segment.id, exc_info=True)
                segment._segment_failed(str(error) or type(error).__name__)
            if commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _segment_due(self):
        today = self.env["field.visit.segment.move"]._segment_now().date()
        segments = self.search([("kind", "=", DYNAMIC), ("refresh_every", "in", list(DAYS))], order="refreshed_at, id")
        return segments.filtered(lambda segment: not segment.refreshed_at or (
            today - segment.refreshed_at.date()).days >= DAYS[segment.refresh_every])

    def _segment_failed(self, reason):
        compat.invalidate(self)
        self.write({"failure": str(reason).partition("\n")[0]})
