"""Two who plan the same rep on the same days, and visits that changed under a plan."""
import json
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import compat

#: Plans that are not decided yet: they still want the days of their reps.
UNDECIDED = ("queued", "running", "proposed")
#: So many changed visits are named, the others counted.
NAMED = 3


class FieldVisitPlanClaim(models.Model):
    """A counter for each rep, counted up by whoever asks for or applies a plan of that rep.

    Two transactions that do so at the same moment cannot both count up what they saw: the
    database refuses the second one, Odoo repeats it, and then it sees what the first one did.
    A table of its own, as others refer to reps all the time and should not be refused with it.
    """

    _name = "field.visit.plan.claim"
    _description = "Order of plans of a rep"
    _log_access = False

    rep_id = fields.Many2one(
        "field.visit.rep", required=True, readonly=True, ondelete="cascade")
    serial = fields.Integer(readonly=True)

    def init(self):
        compat.unique_index(self, ["rep_id"])

    @api.model
    def _claim(self, reps):
        """Let plans of the same reps be asked for and applied one after another."""
        if not reps:
            return
        with mute_logger("odoo.sql_db"):  # being refused is no error here
            self.env.cr.execute("""
                INSERT INTO field_visit_plan_claim (rep_id, serial)
                     SELECT rep, 1 FROM unnest(%s) AS rep ORDER BY rep
                ON CONFLICT (rep_id)
                  DO UPDATE SET serial = field_visit_plan_claim.serial + 1""", [reps.ids])
        compat.invalidate(self)


class FieldVisitPlan(models.Model):
    _inherit = "field.visit.plan"

    horizon_json = fields.Text(
        readonly=True, copy=False,
        help="The visits of these reps and days when the plan was asked for.")

    # ---- when a plan is asked for --------------------------------------------------------
    def _refuse_rivals(self, request):
        """Refuse a plan for reps and days that another user is planning.

        :return: sentences on the rivals that a leader, or a running day, goes on in spite of
        """
        self.env["field.visit.plan.claim"]._claim(request.reps)
        sentences = self._rival_sentences(request)
        if not sentences or request.is_urgent:
            return sentences
        if not request.despite_conflict:
            raise UserError("\n".join(sentences))
        if not self.env.user.has_group("field_visit_routing.group_leader"):
            raise UserError(_("despite_conflict: only a team leader or a manager may plan in spite "
                              "of another plan.") + "\n" + "\n".join(sentences))
        return sentences

    def _rival_sentences(self, request):
        return [plan._rival_sentence(request) for plan in self._rivals_of(request)]

    def _rivals_of(self, request):
        """Undecided plans of other users that share a rep and a day with the request."""
        # Also those that the user may not read: they want the same reps' days.
        plans = self.sudo().search([
            ("state", "in", UNDECIDED), ("user_id", "!=", self.env.uid),
            ("company_id", "=", request.company.id), ("rep_ids", "in", request.reps.ids),
            ("date_from", "<=", request.date_to), ("date_to", ">=", request.date_from)])
        days = set(request.days())
        return plans.filtered(
            lambda plan: days.intersection(plan._days()) and not plan._is_overtaken())

    def _days(self):
        """The dates that this plan is for."""
        weekdays = json.loads(self.params_json or "{}").get("weekdays")
        weekdays = set(range(7)) if weekdays in (None, False) else {int(day) for day in weekdays}
        count = (self.date_to - self.date_from).days + 1
        days = (self.date_from + timedelta(days=number) for number in range(count))
        return [day for day in days if day.weekday() in weekdays]

    def _is_overtaken(self):
        """Whether a later plan was applied to its reps and days, so that it never can be."""
        return bool(self._applied_after(self.basis_rank))

    def _rival_sentence(self, request):
        """What another plan is in the way of; no more of it is told than who to ask."""
        # Also reps whom the asker may not see: only names of those in the own request are told.
        shared = (self.rep_ids & request.reps.sudo()).mapped("name")
        days = sorted(set(self._days()).intersection(request.days()))
        states = dict(self._fields["state"]._description_selection(self.env))
        values = {
            "reps": ", ".join(shared), "first": days[0], "last": days[-1], "plan": self.name,
            "user": self.user_id.name, "state": states[self.state].lower()}
        if self.state == "proposed":
            remedy = _("Ask %(user)s to apply or discard it, or choose other reps or days.")
        else:
            remedy = _("Wait until %(user)s has applied or discarded it, or choose other reps or "
                       "days.")
        return " ".join((
            _("%(reps)s is being planned by %(user)s from %(first)s to %(last)s already: "
              "%(plan)s is %(state)s.") % values, remedy % values,
            _("A team leader may go on in spite of it (despite_conflict).")))

    # ---- the visits that a plan found ----------------------------------------------------
    def _note_horizon(self):
        """Remember the visits of the plan's reps and days as they stand now."""
        self.horizon_json = json.dumps(self._horizon())

    def _horizon(self):
        """``{visit id: [rep id, start, name]}`` of what is planned in the plan's days."""
        # Also visits that the planner may not read: applying would move around them.
        visits = self.env["field.visit"].sudo().search([
            ("rep_id", "in", self.rep_ids.ids), ("state", "=", "planned"),
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.date_from), ("date", "<=", self.date_to)])
        days = set(self._days())
        return {str(visit.id): [visit.rep_id.id, fields.Datetime.to_string(visit.planned_start),
                                visit.name] for visit in visits if visit.date in days}

    def _refuse_changed_visits(self):
        """Refuse a plan when visits of its days came, went or moved since it was asked for."""
        if not self.horizon_json:
            return  # of a release that did not note them
        before, now = json.loads(self.horizon_json), self._horizon()
        changed = {key for key in set(before) | set(now)
                   if before.get(key, ())[:2] != now.get(key, ())[:2]} - self._begun(before)
        sentences = [self._changed_sentence(before.get(key), now.get(key))
                     for key in sorted(changed, key=int)]
        if sentences:
            more = len(sentences) - NAMED
            rest = [_("%s more visits changed.") % more] if more > 0 else []
            raise UserError("\n".join(sentences[:NAMED] + rest + [
                _("%s was computed without knowing that. Plan again.") % self.name]))

    def _begun(self, before):
        """Visits that went as planned meanwhile and that this plan leaves alone."""
        # As in _horizon: visits that the planner may not read count as well, only their state is read.
        visits = self.env["field.visit"].sudo().browse(map(int, before)).exists()
        begun = visits.filtered(lambda visit: visit.state in ("in_progress", "done"))
        return {str(number) for number in (begun - self.sudo()._replanned_visits()).ids}

    def _changed_sentence(self, before, now):
        # The name of a rep is no secret within the company.
        rep = self.env["field.visit.rep"].sudo().browse((now or before)[0]).name
        values = {"visit": (now or before)[2], "rep": rep}
        if not before:
            return _("%(visit)s was planned for %(rep)s at %(start)s since.") % dict(
                values, start=self._clock(now))
        if not now:
            return _("%(visit)s is no longer planned for %(rep)s.") % values
        return _("%(visit)s was moved since: it is planned for %(rep)s at %(start)s.") % dict(
            values, start=self._clock(now))

    def _clock(self, entry):
        """The start of a visit on its rep's clock."""
        # Only the rep's time zone is read.
        rep = self.env["field.visit.rep"].sudo().browse(entry[0])
        moment = fields.Datetime.context_timestamp(
            self.with_context(tz=rep.timezone()), fields.Datetime.to_datetime(entry[1]))
        return moment.strftime("%Y-%m-%d %H:%M")
