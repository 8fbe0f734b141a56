"""The overview: visits of a period and coverage of who is to be visited, for a manager's teams or the rep himself.

Everything is read with the user's own rights: a rep sees himself, a leader his teams, a manager the company.
"""
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import call_values
from .visit_driven import DRIVEN

PERIODS = [("week", "This week"), ("last_week", "Last week"), ("month", "This month"), ("last_month", "Last month"),
           ("quarter", "Last 90 days")]
#: What is summed of the figures of visits.
SUMS = ("planned_count", "done_count", "verified_count", "missed_count", "service_min", "driving_min", "done_km",
        "real_km", "rating", "rated_count")
#: What lines are by → the field of the figures.
GROUPS = {"rep": "rep_id", "team": "team_id", "territory": "territory_id", "grade": "grade"}
#: The same of customers and leads, for coverage.
HOLDERS = {"rep": "user_id", "territory": "territory_id", "grade": "visit_grade"}
COVERED = ("visited", "in_visit")


class FieldVisitOverview(models.TransientModel):
    _name = "field.visit.overview"
    _description = "Overview Of Visits"

    name = fields.Char(compute="_compute_name")
    period = fields.Selection(PERIODS, required=True, default="week")
    date_from = fields.Date("From", compute="_compute_days")
    date_to = fields.Date("To", compute="_compute_days")
    company_id = fields.Many2one("res.company", "Company", default=lambda self: self.env.company, readonly=True)
    is_team = fields.Boolean("Of Others", compute="_compute_name")
    line_ids = fields.One2many("field.visit.overview.line", "overview_id", "Lines", readonly=True)
    rep_line_ids = fields.One2many("field.visit.overview.line", "overview_id", "By Rep", domain=[("group", "=", "rep")])
    team_line_ids = fields.One2many("field.visit.overview.line", "overview_id", "By Team", domain=[("group", "=", "team")])
    territory_line_ids = fields.One2many(
        "field.visit.overview.line", "overview_id", "By Territory", domain=[("group", "=", "territory")])
    grade_line_ids = fields.One2many("field.visit.overview.line", "overview_id", "By Grade", domain=[("group", "=", "grade")])
    total_id = fields.Many2one("field.visit.overview.line", readonly=True, ondelete="set null")
    planned = fields.Integer(related="total_id.planned")
    done = fields.Integer("Made", related="total_id.done")
    verified = fields.Integer(related="total_id.verified")
    missed = fields.Integer(related="total_id.missed")
    done_percent = fields.Float(related="total_id.done_percent")
    km = fields.Float("Way, Planned (km)", related="total_id.km")
    real_km = fields.Float("Driven (km)", related="total_id.real_km")
    service_h = fields.Float("With Customers", related="total_id.service_h")
    driving_h = fields.Float("Driving", related="total_id.driving_h")
    rating = fields.Float(related="total_id.rating")
    wanted = fields.Integer("Customers With A Rhythm", related="total_id.wanted")
    due = fields.Integer("To Visit", related="total_id.due")
    overdue = fields.Integer(related="total_id.overdue")
    coverage_percent = fields.Float(related="total_id.coverage_percent")

    @api.depends("period")
    @api.depends_context("uid", "lang")
    def _compute_name(self):
        leads = self.env.user.has_group("field_visit_routing.group_leader")
        for overview in self:
            overview.is_team = leads
            overview.name = _("Team overview") if leads else _("My overview")

    @api.depends("period")
    def _compute_days(self):
        today = fields.Date.context_today(self)
        monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
        last_month = first - timedelta(days=1)
        spans = {
            "week": (monday, monday + timedelta(days=6)),
            "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
            "month": (first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)),
            "last_month": (last_month.replace(day=1), last_month), "quarter": (today - timedelta(days=89), today)}
        for overview in self:
            overview.date_from, overview.date_to = spans[overview.period or "week"]

    # ---- public --------------------------------------------------------------------------
    @api.model
    def get_overview(self, vals=None):
        """Return the figures of a period as the page shows them.

        :param dict vals: ``period``: one of week, last_week, month, last_month, quarter
        :return: dict with ``date_from``, ``date_to`` and ``total``, ``rep``, ``team``, ``territory``, ``grade``: lists of
            ``{"name", "planned", "done", "verified", "missed", "km", "real_km", "service_h", "driving_h", "rating",
            "rated", "wanted", "covered", "due", "overdue", "done_percent", "coverage_percent"}``
        """
        overview = self.new({"period": self._overview_period(vals or {}), "company_id": self.env.company.id})
        groups = overview._overview_rows()
        return dict(groups, date_from=fields.Date.to_string(overview.date_from),
                    date_to=fields.Date.to_string(overview.date_to))

    @api.model
    def action_open(self, period="week"):
        """Open the overview of a period."""
        overview = self.create({"period": self._overview_period({"period": period})})
        overview._overview_fill()
        return {"type": "ir.actions.act_window", "name": overview.name, "res_model": self._name, "res_id": overview.id,
                "views": [(False, "form")], "view_mode": "form", "target": "main"}

    def action_week(self):
        """Show this week."""
        return self.action_open("week")

    def action_last_week(self):
        """Show last week."""
        return self.action_open("last_week")

    def action_month(self):
        """Show this month."""
        return self.action_open("month")

    def action_last_month(self):
        """Show last month."""
        return self.action_open("last_month")

    def action_quarter(self):
        """Show the last 90 days."""
        return self.action_open("quarter")

    def action_open_figures(self):
        """Open the visits of the period as pivot, graph and list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_visit_report")
        return dict(action, domain=self._overview_domain(), context={})

    def action_open_overdue(self):
        """Open the customers whose visit is overdue."""
        return {"type": "ir.actions.act_window", "name": _("Overdue"), "res_model": "res.partner", "target": "current",
                "views": compat.views(("list", False), ("form", False)), "view_mode": compat.view_mode("list,form"),
                "domain": compat.all_of(self._coverage_domain(), [("visit_due_state", "=", "overdue")])}

    # ---- figures -------------------------------------------------------------------------
    @api.model
    def _overview_period(self, vals):
        call_values.check_keys(self.env, vals, {"period"})
        period = vals.get("period") or "week"
        if not call_values.is_one_of(period, dict(PERIODS)):
            raise UserError(_("period: %(value)r is none of %(known)s.") % {
                "value": period, "known": ", ".join(dict(PERIODS))})
        return period

    def _overview_fill(self):
        rows = self._overview_rows()
        lines = [dict(row, group=group, sequence=number, overview_id=self.id)
                 for group, found in rows.items() for number, row in enumerate(found)]
        made = self.env["field.visit.overview.line"].create(lines)
        self.total_id = made.filtered(lambda line: line.group == "total")[:1]

    def _overview_rows(self):
        """Return ``{group: [row]}``, the group "total" with one."""
        return {group: self._overview_group(group) for group in ("total", *GROUPS)}

    def _overview_domain(self):
        return [("date", ">=", self.date_from), ("date", "<=", self.date_to), ("company_id", "=", self.company_id.id)]

    def _overview_group(self, group):
        sums, coverage = self._overview_sums(group), self._overview_coverage(group)
        keys = sorted(set(sums) | set(coverage), key=lambda key: (
            group != "grade" and -(sums.get(key) or (0,))[0], str(key)))
        names = self._overview_names(group, keys)
        return [dict(_visits_row(sums.get(key) or (0,) * len(SUMS)), **_coverage_row(coverage.get(key, {})),
                     name=names[key]) for key in keys]

    def _overview_sums(self, group):
        report = self.env["field.visit.report"]
        return compat.sum_by(report, self._overview_domain(), GROUPS.get(group, "company_id"), *SUMS)

    def _overview_names(self, group, keys):
        models_of = {"rep": "field.visit.rep", "team": "crm.team", "territory": "field.visit.territory"}
        if group in models_of:
            # the names of those whose visits and customers one sees
            records = self.env[models_of[group]].sudo().browse(keys)
            return {record.id: record.display_name for record in records}
        return {key: self.company_id.name if group == "total" else key for key in keys}

    # ---- coverage ------------------------------------------------------------------------
    def _coverage_reps(self):
        """The reps whose customers count: those that the user leads, or himself."""
        domain = [("company_id", "=", self.company_id.id)]
        user = self.env.user
        if not user.has_group("field_visit_routing.group_manager"):
            led = [("team_id", "in", user.visit_led_team_ids())] if self.is_team else [("user_id", "=", user.id)]
            domain = compat.all_of(domain, led)
        return self.env["field.visit.rep"].search(domain)

    def _coverage_domain(self):
        """Customers and leads of these reps that are to be visited in a rhythm."""
        return [("visit_wanted_days", ">", 0), ("user_id", "in", self._coverage_reps().user_id.ids),
                ("company_id", "in", [False, self.company_id.id])]

    def _overview_coverage(self, group):
        """Return ``{key: {state: number of customers and leads}}``."""
        if group == "team":
            return {}
        coverage = {}
        domain = self._coverage_domain()
        reps = {rep.user_id.id: rep.id for rep in self._coverage_reps()}
        for model in ("res.partner", "crm.lead"):
            for state in ("visited", "in_visit", "due", "overdue"):
                counts = compat.count_by(
                    self.env[model], domain + [("visit_due_state", "=", state)], HOLDERS.get(group, "user_id"))
                for key, count in counts.items():
                    key = {"rep": reps.get(key), "total": self.company_id.id}.get(group, key)
                    states = coverage.setdefault(key, {})
                    states[state] = states.get(state, 0) + count
        return coverage


class FieldVisitOverviewLine(models.TransientModel):
    _name = "field.visit.overview.line"
    _description = "Line Of The Overview"
    _order = "sequence, id"

    overview_id = fields.Many2one("field.visit.overview", required=True, ondelete="cascade")
    group = fields.Char(required=True)
    sequence = fields.Integer()
    name = fields.Char("Who Or What")
    planned = fields.Integer("Planned Visits")
    done = fields.Integer("Made")
    verified = fields.Integer("Verified")
    missed = fields.Integer("Missed")
    done_percent = fields.Float("Made (%)", digits=(16, 0))
    km = fields.Float("Way, Planned (km)", digits=(16, 1), help="To the visits that were made.")
    real_km = fields.Float("Driven (km)", digits=(16, 1), help=DRIVEN)
    service_h = fields.Float("With Customers")
    driving_h = fields.Float("Driving")
    rating = fields.Float("Rating", digits=(16, 1))
    rated = fields.Integer("Rated")
    wanted = fields.Integer("With A Rhythm", help="Customers and leads that are to be visited in a rhythm.")
    covered = fields.Integer("In Time", help="Of these, visited within the wanted interval and not yet due again.")
    due = fields.Integer("To Visit")
    overdue = fields.Integer("Overdue")
    coverage_percent = fields.Float("Coverage (%)", digits=(16, 0), help="Those visited in time of those with a rhythm.")


def _visits_row(sums):
    """The figures of a line, from the sums in the order of ``SUMS``."""
    planned, done, verified, missed, service_min, driving_min, km, real_km, rating, rated = (value or 0 for value in sums)
    return {"planned": planned, "done": done, "verified": verified, "missed": missed, "km": km,
            "real_km": real_km, "service_h": service_min / 60.0, "driving_h": driving_min / 60.0, "rated": rated,
            "rating": rating / rated if rated else 0.0, "done_percent": 100.0 * done / planned if planned else 0.0}


def _coverage_row(states):
    covered = sum(states.get(state, 0) for state in COVERED)
    wanted = sum(states.values())
    return {"wanted": wanted, "covered": covered, "due": states.get("due", 0), "overdue": states.get("overdue", 0),
            "coverage_percent": 100.0 * covered / wanted if wanted else 0.0}
