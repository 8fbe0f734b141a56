"""One customer or lead in an assignment: from whom to whom, why, and what came of it."""
from odoo import _, api, fields, models

from .. import compat

LINE_STATES = [("proposed", "Proposed"), ("applied", "Given"), ("refused", "Refused"), ("dismissed", "Left out"),
               ("undone", "Undone")]
REASONS = [("owner", "Rep of the area"), ("round_robin", "In turn"), ("least_leads", "Fewest open leads"),
           ("least_hours", "Fewest visit hours"), ("team", "Team of the area"), ("kept", "Keeps it; the team follows")]


class FieldVisitAssignmentLine(models.Model):
    _name = "field.visit.assignment.line"
    _description = "Assigned customer or lead"
    _order = "to_user_id, record_name, id"
    _rec_name = "record_name"

    assignment_id = fields.Many2one("field.visit.assignment", "Assignment", required=True, index=True, ondelete="cascade")
    state = fields.Selection(LINE_STATES, "State", required=True, default="proposed", index=True)
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", index=True, ondelete="cascade")
    record_name = fields.Char("Name")
    from_territory_id = fields.Many2one("field.visit.territory", "From Territory", ondelete="set null")
    territory_id = fields.Many2one("field.visit.territory", "Territory", index=True, ondelete="set null")
    territory_name = fields.Char(related="territory_id.name", string="Area")
    decider_id = fields.Many2one("field.visit.territory", "Rule Of", index=True, ondelete="set null",
                                 help="The territory whose rule says who gets it.")
    from_user_id = fields.Many2one("res.users", "From", ondelete="set null")
    from_team_id = fields.Many2one("crm.team", "From Team", ondelete="set null")
    to_user_id = fields.Many2one("res.users", "To", index=True, ondelete="set null")
    to_team_id = fields.Many2one("crm.team", "To Team", ondelete="set null")
    reason = fields.Selection(REASONS, "Why")
    refusal = fields.Char("Refusal")
    visit_count = fields.Integer(
        "Visits That Stay", help="Planned visits that the former rep still makes: the customer expects him or her then.")
    handed_visit_ids = fields.Many2many("field.visit", "field_visit_assignment_line_visit_rel", string="Visits Handed Over")

    def action_leave_out(self):
        """Leave these out of a proposal; return True."""
        self._require_open()
        # closed to users, so that nobody can make up a former owner; whoever may decide on the proposal may do this
        self.sudo().filtered(lambda line: line.state == "proposed").write({"state": "dismissed"})
        return True

    def action_take_in(self):
        """Take lines back in that were left out of a proposal; return True."""
        self._require_open()
        self.sudo().filtered(lambda line: line.state == "dismissed").write({"state": "proposed"})  # as above
        return True

    def action_open_record(self):
        """Open the customer or lead."""
        self.ensure_one()
        record = self.partner_id or self.lead_id
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id, "view_mode": "form",
                "views": [(False, "form")]}

    def _require_open(self):
        compat.check_access(self, "read")
        self.assignment_id._require_state("proposed")

    # ---- the work ---------------------------------------------------------------------------------
    @api.model
    def _prepare_line(self, model, move, former):
        """Return the values of the line of a ``Move`` of ``assign_goals``."""
        row = move.row
        return {
            "partner_id" if model == "res.partner" else "lead_id": row.id, "record_name": row.name,
            "from_territory_id": former.get(row.id), "territory_id": row.territory, "decider_id": move.area,
            "from_user_id": row.user or False, "from_team_id": row.team or False,
            "to_user_id": move.user or False, "to_team_id": move.team or False, "reason": move.reason,
            "state": "refused" if move.refusal else "proposed", "refusal": move.refusal or False,
        }

    @api.model
    def _turns(self, rule):
        """The takers of a rule, first who has waited longest for a record by it."""
        lines = self.sudo()  # whose turn it is depends on all that was given
        last = lines._last_given(rule.area)
        return sorted(rule.takers, key=lambda taker: (last.get(taker, 0), taker))

    @api.model
    def _last_given(self, area):
        compat.flush(self)
        self.env.cr.execute("""
            SELECT to_user_id, max(id) FROM field_visit_assignment_line
             WHERE decider_id = %s AND reason = 'round_robin' AND state = 'applied'
             GROUP BY to_user_id""", [area])
        return dict(self.env.cr.fetchall())

    def _why(self):
        """Say in the chatter why the record changed hands."""
        self.ensure_one()
        # the name of an area is no secret
        area = self.sudo().territory_id.complete_name or ""
        causes = {
            "entering": _('It came into "%s".', area), "map": _('Areas were redrawn: it lies in "%s" now.', area),
            "owner": _('"%s" belongs to somebody else now.', area), "chosen": _('Assigned by territory "%s".', area),
        }
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        return "%s %s." % (causes[self.assignment_id.cause], reasons[self.reason])
