"""Carrying assignments out and undoing them: in batches, refused record by record, many in the background."""
import logging
import time

from odoo import _, api, models

from .. import compat

_logger = logging.getLogger(__name__)
#: Lines that are done within the request; more go on in the background.
AT_ONCE = 1000
BATCH = 200
#: Odoo ends scheduled actions that take longer than its limits; the next run goes on.
CRON_SECONDS = 45
#: State of the run while it works → state of its lines that are to do, state of the run when none is left.
TASKS = {"queued": ("proposed", "applied"), "undoing": ("applied", "undone")}


class FieldVisitAssignment(models.Model):
    _inherit = "field.visit.assignment"

    def _work(self, at_most=AT_ONCE):
        """Do up to ``at_most`` lines; what is left is done by the scheduled action."""
        self.ensure_one()
        left = at_most
        while left > 0:
            lines = self._todo(min(left, BATCH))
            if not lines:
                return self._finish()
            self._do(lines)
            left -= len(lines)
        if self._todo(1):
            return compat.trigger_cron(self.sudo().env.ref("field_visit_routing.cron_assignments"))
        return self._finish()

    def _todo(self, limit):
        # the lines are the server's own records
        return self.env["field.visit.assignment.line"].sudo().search(
            [("assignment_id", "=", self.id), ("state", "=", TASKS[self.state][0])], order="id", limit=limit)

    def _do(self, lines):
        worker = self._worker()
        step = lines._give if self.state == "queued" else lines._give_back
        step(worker)

    def _worker(self):
        """The environment whose rights decide: nobody's for what the rules of the areas do by themselves."""
        run = self.sudo()
        if run.is_automatic and run.state == "queued":
            return run.env
        decider = run.with_user(run.decided_by_id).with_context(allowed_company_ids=run.decided_by_id.company_ids.ids)
        # a slip of the mouse: what was given to another team is out of the giver's reach by that
        return decider.sudo(run.state == "undoing" and run.is_taken_back).env

    @api.model
    def _undo_reason(self):
        return _("The assignment by territory was undone.")

    def _finish(self):
        if self.state in TASKS:
            self.sudo().write({"state": TASKS[self.state][1]})  # closed to users
        return True

    @api.model
    def _cron_assignments(self, commit=True):
        """Go on with what was too much for a request, batch by batch; one that fails does not stop the others."""
        stop = time.monotonic() + CRON_SECONDS
        for run in self.search([("state", "in", list(TASKS))], order="id"):
            while run.state in TASKS and time.monotonic() < stop:
                if not run._cron_step(commit):
                    break
        if self.search_count([("state", "in", list(TASKS))]):
            compat.trigger_cron(self.env.ref("field_visit_routing.cron_assignments"))
        return True

    def _cron_step(self, commit):
        """One batch; return whether it went well."""
        try:
            with self.env.cr.savepoint():
                self._work(BATCH)
        except Exception:  # whatever it is: the next run of the action tries again, the other assignments go on
            _logger.exception("assignment %s: a batch of lines failed; it is tried again", self.id)
            return False
        if commit:
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return True


class FieldVisitAssignmentLine(models.Model):
    _inherit = "field.visit.assignment.line"

    def _give(self, worker):
        """Give the records of these proposed lines with the rights of the environment ``worker``."""
        for model, name in (("res.partner", "partner_id"), ("crm.lead", "lead_id")):
            lines = self.filtered(name)._refuse_changed(model, name)
            for group in lines._by_gift():
                group._give_group(worker, model, name)

    def _give_group(self, worker, model, name):
        first = self[0]
        user, team = (worker[field.comodel_name].browse(first[key].ids)
                      for key, field in (("to_user_id", self._fields["to_user_id"]), ("to_team_id", self._fields["to_team_id"])))
        why = first.with_env(worker)._why()
        done = self._attempt(worker, model, name, lambda some: some._visit_give(user, team or None, why))
        done.write({"state": "applied"})
        done._hand_over_visits()
        self.env["field.visit.assignment"].sudo()._forget_open_lines(done[name])  # the server's own records

    def _give_back(self, worker):
        """Give the records of these applied lines back to whom they belonged."""
        why = worker["field.visit.assignment"]._undo_reason()
        for model, name in (("res.partner", "partner_id"), ("crm.lead", "lead_id")):
            lines = self.filtered(name)._refuse_given_on(name)
            before = {line[name].id: line._owner_before() for line in lines}
            done = lines._attempt(worker, model, name, lambda some, before=before: some._visit_give_back(before, why))
            done._take_back_visits()
            done.write({"state": "undone"})

    def _attempt(self, worker, model, name, apply):
        """Apply to the records of these lines; note the refusals, return the lines that were done."""
        tool = worker["field.visit.map"]
        lines = {line[name].id: line for line in self}
        seen, hidden = tool._select_records(worker[model], list(lines))
        done, failed = tool._select_attempt(seen, apply)
        for number, reason in [(row["id"], row["reason"]) for row in hidden] + [(r.id, why) for r, why in failed]:
            lines[number].write({"state": "refused", "refusal": reason})
        return self.browse([lines[number].id for number in done.ids])

    # ---- what changed since -------------------------------------------------------------------------
    def _refuse_changed(self, model, name):
        """Refuse lines whose record is not as it was when the move was proposed; return the others."""
        return self._refuse_unless(name, lambda line, record: (
            record.territory_id == line.territory_id and record._visit_owner_vals() == line._owner_before()))

    def _refuse_given_on(self, name):
        return self._refuse_unless(name, lambda line, record: record.user_id == line.to_user_id)

    def _refuse_unless(self, name, fresh):
        # whether somebody changed the record does not depend on who may see it
        kept = self.filtered(lambda line: fresh(line, line[name].sudo()))
        (self - kept).write({"state": "refused", "refusal": _("It was changed again since.")})
        return kept

    def _owner_before(self):
        """Who owned the record before, as values to write."""
        record = self.partner_id or self.lead_id
        former = {"user_id": self.from_user_id.id, "team_id": self.from_team_id.id}
        return {name: former[name] for name in record._visit_owner_vals()}

    def _by_gift(self):
        """These lines in groups that go to the same people for the same reason."""
        groups = {}
        for line in self:
            key = line.territory_id, line.to_user_id, line.to_team_id, line.reason, line.assignment_id
            groups[key] = groups.get(key, self.browse()) + line
        return list(groups.values())
