"""How often a customer or lead is to be visited, and how urgent that is today.

The wanted interval is the customer's own, else that of the first rule in ``field.visit.frequency`` that fits:
segments before funnel stages before grades.  Urgency is the share of it that has passed, raised by signals
from the business; engine/scoring/urgency.py holds the arithmetic, urgency_refresh.py does it for everybody.
"""
from odoo import _, api, fields, models

from ..engine.scoring import judge
from .located_mixin import PLACED
from .visit_customer import visit_days

DUE_STATES = [
    ("overdue", "Overdue"), ("due", "To visit"), ("in_visit", "In visit"), ("visited", "Visited"), ("none", "No rhythm"),
]
WANTED_FROM = [("own", "Set here"), ("segment", "Segment"), ("stage", "Stage"), ("grade", "Grade")]
#: Fields that only the server writes.
WANTED_FIELDS = ("visit_wanted_days", "visit_wanted_from")
URGENCY_FIELDS = ("visit_urgency", "visit_due_state", "visit_due_date", "visit_signal_count", "visit_signal_raise")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_wanted_days = fields.Integer(
        "Wanted Every (Days)", compute="_compute_visit_wanted", store=True, index=True,
        help="Wanted days between two visits: set here, else by the rules of frequency; 0 when none are wanted.",
        groups="base.group_user")
    visit_wanted_from = fields.Selection(
        WANTED_FROM, "Interval From", compute="_compute_visit_wanted", store=True, groups="base.group_user")
    visit_urgency = fields.Float(
        "Urgency", digits=(6, 2), compute="_compute_visit_urgency", store=True,
        help="Days since the last visit divided by the wanted days, raised by signals: 1 is when the interval is over.",
        groups="base.group_user")
    visit_due_state = fields.Selection(
        DUE_STATES, "Visit State", compute="_compute_visit_urgency", store=True, index=True,
        help="Overdue: the interval is over. To visit: due by the share in the settings, by a signal, or planned today.",
        groups="base.group_user")
    visit_due_date = fields.Date(
        "Due From", compute="_compute_visit_urgency", store=True,
        help="The day from which the visit is due. Empty for who was never visited: that is due at once.",
        groups="base.group_user")
    visit_signal_count = fields.Integer("Signals", compute="_compute_visit_urgency", store=True, groups="base.group_user")
    visit_signal_raise = fields.Float(
        "Raised By Signals", digits=(6, 2), compute="_compute_visit_urgency", store=True, groups="base.group_user")
    visit_wanted_text = fields.Char("Rhythm", compute="_compute_visit_wanted_text", groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_computed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_computed(vals))

    # ---- for others ------------------------------------------------------------------------
    def visit_wanted_interval(self):
        """Return the wanted days between two visits, 0 when none are wanted."""
        self.ensure_one()
        self._visit_refuse_closed(["visit_wanted_days"])
        return self.visit_wanted_days

    @api.model
    def _visit_due_domain(self, day):
        """Return the domain of who is due on ``day`` at the latest, by interval or by a signal."""
        return ["|", ("visit_due_date", "<=", day), "&", ("visit_wanted_days", ">", 0), ("last_visit_date", "=", False)]

    # ---- wanted interval -------------------------------------------------------------------
    @api.depends(lambda self: self._visit_wanted_depends())
    def _compute_visit_wanted(self):
        table = self.env["field.visit.frequency"]._visit_table(self._name)
        memberships = table.memberships(self.env, self._name, self._origin.ids)
        others = set() if table.is_empty else set(self.env["field.visit.urgency"]._visit_no_customers())
        for record in self:
            if record.visit_interval_days > 0 and record._visit_is_open():
                record.visit_wanted_days, record.visit_wanted_from = record.visit_interval_days, "own"
            elif table.is_empty or not record._visit_takes_rules(others):
                record.visit_wanted_days, record.visit_wanted_from = 0, False
            else:
                record.visit_wanted_days, record.visit_wanted_from = table.wanted(
                    record.company_id.id, memberships.get(record._origin.id, ()), record._visit_stage_id(),
                    record.visit_grade)

    @api.model
    def _visit_wanted_depends(self):
        return ("visit_interval_days", "visit_grade", "active", "company_id")

    def _visit_is_open(self):
        """Whether anybody would go there at all."""
        return bool(self.active)

    def _visit_takes_rules(self, others):
        """Whether rules of frequency hold for this record; ``others`` are the ids of partners that are no customers."""
        return self._visit_is_open()

    def _visit_stage_id(self):
        return 0

    @api.depends("visit_wanted_days", "visit_wanted_from")
    def _compute_visit_wanted_text(self):
        names = dict(self._fields["visit_wanted_from"]._description_selection(self.env))
        for record in self:
            days, origin = record.visit_wanted_days, record.visit_wanted_from
            record.visit_wanted_text = _("every %(days)s days (%(origin)s)") % {
                "days": days, "origin": names.get(origin, "")} if days else False

    # ---- urgency ---------------------------------------------------------------------------
    @api.depends(lambda self: self._visit_urgency_depends())
    def _compute_visit_urgency(self):
        refresh = self.env["field.visit.urgency"]
        settings = refresh._visit_settings(self.company_id)
        signals = refresh._visit_signals(self._name, self._origin.ids)
        for record in self:
            setting = settings.get(record.company_id.id) or settings[0]
            standing = record._visit_standing(signals.get(record._origin.id, ()))
            judged = judge(standing, *setting)
            record.update({
                "visit_urgency": judged.urgency, "visit_due_state": judged.state, "visit_due_date": judged.due_date,
                "visit_signal_count": judged.signal_count, "visit_signal_raise": judged.raised})

    @api.model
    def _visit_urgency_depends(self):
        return ("visit_wanted_days", "last_visit_date", "field_visit_ids.state", "field_visit_ids.date")

    def _visit_standing(self, signals):
        """What the engine has to know of this record."""
        refresh = self.env["field.visit.urgency"]
        days = visit_days(self)
        return refresh._visit_standing(
            self.visit_wanted_days, self.last_visit_date or None, min(days.get("planned", ()), default=None),
            "in_progress" in days, signals if self._visit_is_open() else ())


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _visit_wanted_depends(self):
        return super()._visit_wanted_depends() + ("type", "parent_id", "is_company", "geo_state", "category_id")

    def _visit_takes_rules(self, others):
        """Customers that count as such; a contact or an address without a position of its own is no place to visit."""
        own_place = not self.parent_id or self.is_company or (self.type != "contact" and self.geo_state in PLACED)
        counts = own_place and self.type in ("contact", "delivery", "other")
        return bool(self.active and counts and self._origin.id not in others)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model
    def _visit_wanted_depends(self):
        return super()._visit_wanted_depends() + ("stage_id",)

    @api.model
    def _visit_urgency_depends(self):
        return super()._visit_urgency_depends() + ("stage_id", "partner_id")

    def _visit_is_open(self):
        return bool(self.active and not self.stage_id.is_won)

    def _visit_stage_id(self):
        return self.stage_id.id


def _without_computed(vals):
    """``vals`` without what only the server computes; the ORM itself writes that another way."""
    return {name: value for name, value in vals.items() if name not in WANTED_FIELDS + URGENCY_FIELDS}
