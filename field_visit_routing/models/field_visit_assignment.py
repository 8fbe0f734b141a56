"""Customers and leads given to whom their territory belongs: proposed, accepted or dismissed, undone."""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat

STATES = [("proposed", "Proposed"), ("queued", "Being carried out"), ("applied", "Given"), ("undoing", "Being undone"),
          ("undone", "Undone"), ("dismissed", "Dismissed")]
CAUSES = [("entering", "Came into the territory"), ("map", "Areas redrawn"), ("owner", "Another owner"),
          ("chosen", "On request")]
#: Lines that a form shows; the rest is a click away.
SHOWN = 100
#: Who accepted may take back for these days what came to lie out of reach by it.
TAKE_BACK_DAYS = 7
#: A dry run that nobody accepted is forgotten after these days.
FORGOTTEN_DAYS = 7


class FieldVisitAssignment(models.Model):
    _name = "field.visit.assignment"
    _description = "Assignment by territory"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char("Name", compute="_compute_name", store=True)
    state = fields.Selection(STATES, "State", required=True, default="proposed", index=True)
    cause = fields.Selection(CAUSES, "Why", required=True, default="chosen")
    company_id = fields.Many2one("res.company", "Company", index=True)
    territory_id = fields.Many2one("field.visit.territory", "Territory", index=True, ondelete="set null")
    user_id = fields.Many2one("res.users", "Asked By", index=True, default=lambda self: self.env.user)
    decided_by_id = fields.Many2one("res.users", "Decided By", readonly=True)
    decided_at = fields.Datetime("Decided On", readonly=True)
    is_taken_back = fields.Boolean("Taken Back By The Giver")
    is_automatic = fields.Boolean("By Itself", help="Given by the rules of the territory, without anybody's decision.")
    unchanged_count = fields.Integer("Right Already")
    outside_count = fields.Integer("In No Owned Area")
    line_ids = fields.One2many("field.visit.assignment.line", "assignment_id", "Customers and Leads")
    shown_line_ids = fields.Many2many("field.visit.assignment.line", compute="_compute_shown", string="Moves")
    line_count = fields.Integer("Number Of Moves", compute="_compute_counts")
    open_count = fields.Integer("To Do", compute="_compute_counts")
    done_count = fields.Integer("Moved", compute="_compute_counts")
    refused_count = fields.Integer("Refusals", compute="_compute_counts")
    visit_count = fields.Integer("Planned Visits That Stay", compute="_compute_counts")
    summary = fields.Text("Who Gives To Whom", compute="_compute_summary")
    has_more = fields.Boolean(compute="_compute_shown")

    @api.depends("cause", "territory_id")
    def _compute_name(self):
        causes = dict(self._fields["cause"]._description_selection(self.env))
        for run in self:
            area = run.sudo().territory_id.name  # the name of an area is no secret
            run.name = ": ".join(part for part in (area, causes.get(run.cause)) if part)

    @api.depends("line_ids.state", "line_ids.visit_count")
    def _compute_counts(self):
        for run in self:
            counts = compat.count_by(self.env["field.visit.assignment.line"], [("assignment_id", "=", run.id)], "state")
            run.open_count, run.refused_count = counts.get("proposed", 0), counts.get("refused", 0)
            run.done_count = counts.get("applied", 0)
            run.line_count = sum(counts.values())
            staying = compat.sum_by(self.env["field.visit.assignment.line"], [
                ("assignment_id", "=", run.id), ("state", "=", "applied"), ("visit_count", ">", 0)], "state", "visit_count")
            run.visit_count = sum(row[0] for row in staying.values())

    @api.depends("line_ids")
    def _compute_shown(self):
        for run in self:
            lines = run.line_ids.search([("assignment_id", "=", run.id)], limit=SHOWN + 1)
            run.shown_line_ids, run.has_more = lines[:SHOWN], len(lines) > SHOWN

    @api.depends("line_ids.state")
    def _compute_summary(self):
        for run in self:
            run.summary = "\n".join(run._sentence_of(row) for row in run._flows())

    # ---- public -----------------------------------------------------------------------------------
    @api.model
    def dry_run(self, vals):
        """Find out who would change hands by territory; nothing but the proposal is written.

        :param dict vals: ``model`` ("res.partner" or "crm.lead") and ``ids``; or ``territory_ids``, for all
            members of these areas and of their parts
        :return: ``{"assignment_id", "moves", "refused", "unchanged", "outside", "message"}``: numbers of
            records that would move, that cannot, that are right already, and that are in no area of anybody;
            ``accept`` of the assignment carries it out
        :raises UserError: for another key, an unknown model or an id that is none
        :raises AccessError: for users who are no team leaders
        """
        compat.check_access(self.browse(), "read")
        run = self._make_chosen(self._dry_records(vals))
        return {
            "assignment_id": run.id, "moves": run.open_count, "refused": run.refused_count,
            "unchanged": run.unchanged_count, "outside": run.outside_count, "message": run._message(),
        }

    def accept(self):
        """Carry out proposals with the rights that the user has; many moves go on in the background.

        A record that was changed since the proposal, or that the user may not change, is refused and the
        others are given.

        :return: ``{"done", "refused", "waiting", "message"}``: numbers of records; ``waiting`` are still to come
        :raises UserError: for one that is no proposal any more
        """
        return self._decide("proposed", "queued")

    def undo(self):
        """Give back what was given, with the rights that the user has; what was changed again since stays.

        Whoever accepted it within the last seven days may also take back what belongs to others by now.

        :return: as of ``accept``; ``done`` were given back
        :raises UserError: for one that was not carried out
        """
        return self._decide("applied", "undoing")

    def dismiss(self):
        """Put proposals aside; nobody changes hands. Return True."""
        compat.check_access(self, "read")
        self._require_state("proposed")
        self._note_decision("dismissed")
        # the lines are closed to users; whoever may decide may do this
        self.sudo().line_ids.filtered(lambda line: line.state == "proposed").write({"state": "dismissed"})
        self._close_activities()
        return True

    # ---- buttons ----------------------------------------------------------------------------------
    def action_open(self):
        """Open the proposal in a dialog."""
        self.ensure_one()
        form = self.env.ref("field_visit_routing.assignment_dialog")
        return {
            "type": "ir.actions.act_window", "name": _("Assign by territory"), "target": "new",
            "res_model": self._name, "res_id": self.id, "view_mode": "form", "views": compat.views(("form", form.id)),
        }

    def action_accept(self):
        """Accept, and say what came of it."""
        return self._tell(self.accept()["message"])

    def action_undo(self):
        """Undo, and say what came of it."""
        return self._tell(self.undo()["message"])

    def action_dismiss(self):
        """Dismiss, and close the dialog."""
        self.dismiss()
        return {"type": "ir.actions.act_window_close"}

    def action_open_lines(self):
        """List all moves."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_assignment_lines")
        return dict(action, name=self.name, domain=[("assignment_id", "=", self.id)], target="current")

    def action_open_visits(self):
        """List the planned visits that stay with the former reps."""
        lines = self.line_ids.filtered(lambda line: line.state == "applied" and line.visit_count)
        return {
            "type": "ir.actions.act_window", "name": _("Planned visits that stay"), "res_model": "field.visit",
            "view_mode": compat.view_mode("list,form"), "domain": [("id", "in", lines._staying_visits().ids)],
        }

    def _tell(self, message):
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": _("Assign by territory"), "message": message, "sticky": False,
                       "type": "warning" if self.refused_count else "success",
                       "next": {"type": "ir.actions.act_window_close"}},
        }

    # ---- deciding ---------------------------------------------------------------------------------
    def _require_state(self, state):
        names = dict(self._fields["state"]._description_selection(self.env))
        for run in self:
            if run.state != state:
                raise UserError(_('"%(name)s" is in the state "%(is)s", not "%(wanted)s". Open it to see what was done.') % {
                    "name": run.name, "is": names[run.state], "wanted": names[state]})

    def _decide(self, before, during):
        compat.check_access(self, "read")
        self._require_state(before)
        for run in self.sudo():  # closed to users
            run.is_taken_back = during == "undoing" and run._was_given_by(self.env.user)
        self._note_decision(during)
        self._close_activities()
        for run in self:
            run._work()
        return {"done": sum(self.mapped("done_count")) if during == "queued" else self._count("undone"),
                "refused": sum(self.mapped("refused_count")), "waiting": self._count_waiting(), "message": self._message()}

    def _was_given_by(self, user):
        """Whether this is the person who accepted it, not long ago."""
        day = fields.Datetime.now() - timedelta(days=TAKE_BACK_DAYS)
        return not self.is_automatic and self.decided_by_id == user and self.decided_at >= day

    def _note_decision(self, state):
        # closed to users: these are the server's own records
        self.sudo().write({"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()})

    def _count(self, state):
        return self.env["field.visit.assignment.line"].search_count(
            [("assignment_id", "in", self.ids), ("state", "=", state)])

    def _count_waiting(self):
        return sum(run._count("proposed" if run.state == "queued" else "applied")
                   for run in self if run.state in ("queued", "undoing"))

    @api.autovacuum
    def _forget_dry_runs(self):
        day = fields.Datetime.now() - timedelta(days=FORGOTTEN_DAYS)
        self.search([("cause", "=", "chosen"), ("state", "in", ("proposed", "dismissed")), ("create_date", "<", day)]).unlink()
