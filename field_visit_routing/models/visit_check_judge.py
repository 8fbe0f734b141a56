"""Check-ins and check-outs of visits are judged as they are made; people with more sight may judge otherwise."""
import json
from dataclasses import asdict

from markupsafe import Markup
from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.field import trust
from . import call_values, plain_text
from .located_radius import LEADERS
from .visit_check import KINDS, RESULTS

STEPS = dict(KINDS)
OVERRIDE_KEYS = {"result", "reason"}
#: What only the judgement and ``override_check`` write.
CHECK_FIELDS = {"check_result", "check_override", "check_override_reason", "check_override_uid", "check_override_at"}
#: The largest figure that is kept of a step; nobody needs to know it better.
MOST = 10**9


class FieldVisit(models.Model):
    _inherit = "field.visit"

    check_ids = fields.One2many("field.visit.check", "visit_id", "Check-Ins", readonly=True)
    check_result = fields.Selection(
        [("none", "Not checked in"), *RESULTS], "Check-In Result", compute="_compute_check_result", store=True, index=True,
        copy=False, help="How far positions prove the visit, unless a leader judged otherwise.")
    check_text = fields.Text("Why So", compute="_compute_check_text")
    check_override = fields.Selection(RESULTS, "Judged As", readonly=True, copy=False)
    check_override_reason = fields.Char("Judged So Because", readonly=True, copy=False)
    check_override_uid = fields.Many2one("res.users", "Judged By", readonly=True, copy=False)
    check_override_at = fields.Datetime("Judged On", readonly=True, copy=False)
    may_override_check = fields.Boolean(compute="_compute_may_override_check")

    # ---- result --------------------------------------------------------------------------
    @api.depends("check_ids.result", "check_ids.reasons_json", "check_override")
    def _compute_check_result(self):
        for visit in self:
            verdicts = [visit._check_of(kind)._verdict() for kind in STEPS]
            visit.check_result = visit.check_override or trust.combine(*verdicts)

    @api.depends("check_ids.reasons_json")
    @api.depends_context("lang")
    def _compute_check_text(self):
        for visit in self:
            visit.check_text = "\n".join(
                "%s: %s" % (label, " ".join(check._sentences()))
                for label, check in visit._labelled_checks() if check)

    def _labelled_checks(self):
        labels = dict(self.env["field.visit.check"]._fields["kind"]._description_selection(self.env))
        return [(labels[kind], self._check_of(kind)) for kind in STEPS]

    def _check_of(self, kind):
        """The last check of this kind; a visit may have been begun twice."""
        return self.check_ids.filtered(lambda check: check.kind == kind).sorted("at")[-1:]

    # ---- judging -------------------------------------------------------------------------
    def _visit_step_keys(self, kind):
        return super()._visit_step_keys(kind) | {"is_mocked"}

    def _visit_stepped(self, kind, vals):
        result = super()._visit_stepped(kind, vals)
        if kind in STEPS and not self.is_waypoint:
            self._check_step(kind, vals)
        return result

    def _stepped_out(self, at):
        # whether the visit counts is known once its check-out has been judged
        return super(FieldVisit, self.with_context(visit_check_pending=True))._stepped_out(at)

    def _check_step(self, kind, vals):
        # settings, the customer's position and the rep's former one are looked at for every rep
        visit = self.sudo()
        step = visit._prepare_trust_step(kind, vals)
        verdict = trust.judge(step, visit._trust_limits())
        check = visit.env["field.visit.check"].create(visit._prepare_check(step, verdict, vals))
        if kind == "check_out":
            visit._pool_note_visits()
        if check.is_exact and check.result != "invalid":
            self.env["field.visit.better.place"].sudo()._propose(visit._place(), check.rep_id)

    def _prepare_check(self, step, verdict, vals):
        fix = step.fix
        return {
            "visit_id": self.id, "rep_id": self.rep_id.id, "kind": step.kind, "at": vals["at"],
            # known here: they need not be computed and written once more
            "company_id": self.company_id.id, "partner_id": self.partner_id.id, "lead_id": self.lead_id.id,
            "result": verdict.result, "is_exact": verdict.is_exact, "has_place": bool(step.place),
            "reasons_json": json.dumps([asdict(reason) for reason in verdict.reasons]),
            "has_position": bool(fix), "latitude": fix.latitude if fix else 0.0, "longitude": fix.longitude if fix else 0.0,
            "accuracy_m": min(round(fix.accuracy_m or 0), MOST) if fix else 0,
            "position_at": call_values.moment(self.env, vals, "position_at") if fix else False,
            "distance_m": round(verdict.distance_m or 0), "radius_m": round(step.radius_m),
            "dwell_s": min(round(step.dwell_s or 0), MOST), "drift_s": round(step.drift_s), "speed_kmh": verdict.speed_kmh or 0.0,
            "device": plain_text.short(vals.get("device"), 60),
        }

    # ---- what counts ---------------------------------------------------------------------
    def _is_verified(self):
        """Whether this visit counts as made, as far as the company asks for positions."""
        if not super()._is_verified() or self.env.context.get("visit_check_pending"):
            return False
        wanted = self.company_id.visit_check_counts
        return wanted == "done" or self.check_result == "verified" or (
            wanted == "not_invalid" and self.check_result != "invalid")

    # ---- judged by people ----------------------------------------------------------------
    @api.depends("check_result", "user_id")
    @api.depends_context("uid")
    def _compute_may_override_check(self):
        for visit in self:
            visit.may_override_check = visit._may_override_check()

    def _may_override_check(self):
        user = self.env.user
        alone = user.has_group("field_visit_routing.group_admin")
        # also who made them, when the visit was given to somebody else since
        own = user in self.user_id | self.check_ids.sudo().rep_id.user_id
        return user.has_group(LEADERS) and (alone or not own)

    def override_check(self, vals):
        """Judge the check-in of these visits otherwise; it is noted in the chatter of each.

        :param dict vals: ``result``: "verified", "unverified" or "invalid"; "" takes the judgement back;
            ``reason``: why, in a sentence
        :return: True
        :raises UserError: without a reason, or for a result that is none
        :raises AccessError: for who leads nobody, and for the own visits
        """
        call_values.check_keys(self.env, vals, OVERRIDE_KEYS)
        result, reason = vals.get("result") or False, plain_text.short(vals.get("reason"), 500)
        if result and not call_values.is_one_of(result, dict(RESULTS)):
            raise UserError(_('result: "%s" is none of verified, unverified, invalid; "" takes a judgement back.')
                            % str(result)[:40])
        if not reason:
            raise UserError(_("reason: say why the check-in is judged otherwise. It is noted on the visit."))
        compat.check_access(self, "write")
        for visit in self:
            visit._override_check(result, reason)
        return True

    def _override_check(self, result, reason):
        if not self._may_override_check():
            raise AccessError(_("The check-in of %s is judged by somebody who leads the team, and not by the rep.")
                              % self.name)
        before = self.check_result
        # the fields are closed to everybody; who may judge was checked above
        self.sudo().write({
            "check_override": result, "check_override_reason": reason if result else False,
            "check_override_uid": self.env.uid if result else False,
            "check_override_at": fields.Datetime.now() if result else False})
        labels = dict(self._fields["check_result"]._description_selection(self.env))
        self.message_post(body=Markup("<p>%s</p>") % (_("Check-in: %(before)s → %(after)s. %(reason)s") % {
            "before": labels.get(before, ""), "after": labels[self.check_result], "reason": reason}))
        self._pool_note_visits()

    def action_open_override(self):
        """Open the dialog in which a leader judges the check-in otherwise."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": _("Judge The Check-In"), "target": "new",
            "res_model": "field.visit.check.wizard", "view_mode": "form", "context": {"default_visit_id": self.id}}

    # ---- closed fields -------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_check_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_check_fields(vals)
        self._refuse_other_customer(vals)
        return super().write(vals)

    def _refuse_other_customer(self, vals):
        """What was judged at one customer's does not become a proof for another; merging and converting are the system's."""
        if self.env.su:
            return
        for name in {"partner_id", "lead_id"}.intersection(vals):
            moved = self.filtered(lambda visit: visit.sudo().check_ids and visit[name].id != (vals[name] or False))
            if moved:
                raise UserError(_("%s was checked in there already, which says nothing about another customer. Create a visit "
                                  "for that one.") % moved[0].name)

    @api.model
    def _refuse_check_fields(self, vals):
        closed = sorted(CHECK_FIELDS.intersection(vals))
        if closed and not self.env.su:
            raise AccessError(_("%s cannot be written: positions decide, or a leader by judging the check-in.")
                              % self._visit_label(closed[0]))

    # ---- on the phone --------------------------------------------------------------------
    def _app_visit(self):
        checks = [check for _label, check in self._labelled_checks() if check]
        labels = dict(self._fields["check_result"]._description_selection(self.env))
        # a rep may be sent to a lead that he may not open, and is judged there all the same
        place = self._place().sudo()
        return dict(
            super()._app_visit(), radius_m=place._visit_radius_m() if place else 0,
            check={"result": self.check_result, "label": labels.get(self.check_result, ""),
                   "override": self.check_override_reason or "", "steps": [check._for_phone() for check in checks]})
