"""Rules that find signals, each switchable, with parameters.

A rule has a *kind*; a kind is found by its key, like the kinds of score rules::

    _signal_rows_<kind>()      -> list of dicts: "partner_id" or "lead_id", "since", and of the facts what there is
    _signal_words_<kind>(facts) -> the sentence behind the rule's name, "" for none

and one entry in ``_signal_kinds()``.  The facts of a signal are ``name`` of the document, ``day``, ``amount`` with
``currency_id``, ``number``, ``res_model`` and ``res_id``.
"""
import logging
from collections import namedtuple

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .. import compat
from .field_visit import OPEN_STATES
from .signal import signal_key

_logger = logging.getLogger(__name__)
#: Name of a kind, and the models of other apps of which it needs one.
SignalKind = namedtuple("SignalKind", "label needs")


class FieldVisitSignalRule(models.Model):
    _name = "field.visit.signal.rule"
    _description = "Rule for signals"
    _inherit = "field.visit.checked.mixin"
    _order = "sequence, id"

    name = fields.Char("Reason", required=True, translate=True, help="What people are told, e.g. Invoice overdue.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean("Active", default=True)
    company_id = fields.Many2one("res.company", "Company", index=True, help="Empty: documents of all companies.")
    kind = fields.Selection("_selection_kind", "Looks At", required=True, default="filter")
    raise_by = fields.Float("Raises Urgency By", default=0.5, digits=(6, 2),
                            help="1 is as much as a whole interval that has passed.")
    days = fields.Integer("Days", default=14, help="Quotations, orders and dates: so many days ahead. Invoices and "
                                                   "complaints: open for longer than that.")
    least_amount = fields.Float("From Amount", help="Smaller ones are no signal; in the company's currency.")
    res_model = fields.Char("Model", help="Technical name of the records to look at, e.g. helpdesk.ticket.")
    partner_field = fields.Char("Customer Field", default="partner_id",
                                help="The field that names the customer; id when the records are customers or leads.")
    date_field = fields.Char("Date Field", help="The field with the date that comes near, e.g. date_end.")
    domain = fields.Char("Filter", default="[]")
    failure = fields.Char("Why It Finds Nothing", readonly=True, copy=False)
    signal_ids = fields.One2many("field.visit.signal", "rule_id", "Signals Found", groups="field_visit_routing.group_manager")
    signal_count = fields.Integer("Found", compute="_compute_signal_count")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), raise_by=(0, 2), days=(0, 3650), least_amount=(0, 1e12))

    @api.model
    def _signal_kinds(self):
        """Return ``{key: SignalKind}``."""
        return {}

    @api.model
    def _selection_kind(self):
        return [(key, kind.label) for key, kind in self._signal_kinds().items()]

    @api.depends("signal_ids")
    @api.depends_context("uid")
    def _compute_signal_count(self):
        signals = self.env["field.visit.signal"]
        may = compat.has_access(signals, "read")  # who may not see the rows is told of none
        counts = compat.count_by(signals, [("rule_id", "in", self.ids)], "rule_id") if may else {}
        for rule in self:
            rule.signal_count = counts.get(rule.id, 0)

    # ---- finding ---------------------------------------------------------------------------
    def action_find(self):
        """Look for signals now and refresh the urgency of everybody concerned.  Returns True."""
        compat.check_access(self, "write")
        # documents of all apps are looked at with the server's rights: signals are the same for everybody
        self.sudo()._visit_find()
        return True

    @api.model
    def _visit_find_all(self, commit=False):
        """Find the signals of all rules; those of rules that are switched off go."""
        # the scheduled job looks for everybody
        rules = self.sudo().with_context(active_test=False).search([])
        for rule in rules:
            rule._visit_find(refresh=False)
            if commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit

    def _visit_find(self, refresh=True):
        """Bring the signals of these rules up to date: a rule that fails keeps what it found before."""
        touched = {"res.partner": set(), "crm.lead": set()}
        for rule in self:
            rows = rule._visit_rows_or_failure() if rule.active else []
            if rows is not None:
                rule._visit_store(rows, touched)
        if refresh:
            self._visit_refresh_touched(touched)

    def _visit_rows_or_failure(self):
        """The rows of this rule; None when it fails, which is written on it and stops no other rule."""
        self.ensure_one()
        rows, failure = None, False
        try:
            with self.env.cr.savepoint():
                rows = self._signal_rows()
        except UserError as error:
            failure = error.args[0]
        except Exception:  # pylint: disable=broad-except
            _logger.warning("The signal rule %s failed", self.display_name, exc_info=True)
            failure = _("This rule could not be computed. Check model, fields and filter; the server's log says more.")
        if (self.failure or False) != failure:
            self.failure = failure
        return rows

    def _signal_rows(self):
        """Return the rows that the rule finds today; see the top of this file.

        :raises UserError: why it cannot be computed, with the remedy
        """
        self.ensure_one()
        kind = self._signal_kinds().get(self.kind)
        if kind is None:
            raise UserError(_('"%(rule)s" looks at "%(kind)s", which is not known here. Choose something else or archive '
                              "the rule.", rule=self.name, kind=self.kind))
        if kind.needs and not any(model in self.env for model in kind.needs):
            return []
        return getattr(self, "_signal_rows_" + self.kind)()

    # ---- keeping ---------------------------------------------------------------------------
    def _visit_store(self, rows, touched):
        """Write what differs from the signals that were found before."""
        present = {signal._visit_key(): signal for signal in self.signal_ids}
        new = []
        for row in rows:
            values = dict(row, rule_id=self.id, raised=self.raise_by, company_id=self.company_id.id)
            signal = present.pop(signal_key(values), None)
            if signal is None:
                new.append(values)
            elif not signal._visit_update(values):
                continue
            _touch(touched, values.get("partner_id"), values.get("lead_id"))
        gone = self.env["field.visit.signal"].browse([signal.id for signal in present.values()])
        for signal in gone:
            _touch(touched, signal.partner_id.id, signal.lead_id.id)
        gone.unlink()
        self.env["field.visit.signal"].create(new)
        compat.flush(self.env["field.visit.signal"])

    @api.model
    def _visit_refresh_touched(self, touched):
        partners, leads = sorted(touched["res.partner"]), set(touched["crm.lead"])
        if partners:
            # urgency is a fact about everybody, whoever changes the rule
            found = self.env["crm.lead"].sudo().with_context(active_test=False).search(
                [("partner_id", "child_of", partners)])
            leads |= set(found.ids)
        refresh = self.env["field.visit.urgency"]
        refresh._visit_refresh("res.partner", partners)
        refresh._visit_refresh("crm.lead", sorted(leads))
        # agendas as well
        visits = self.env["field.visit"].sudo().search([
            ("state", "in", OPEN_STATES), "|", ("partner_id", "in", partners), ("lead_id", "in", sorted(leads))])
        visits._visit_fill_agenda()

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.sudo()._visit_find()  # whoever may make a rule decides what it says of everybody
        return rules

    def write(self, vals):
        result = super().write(vals)
        if set(vals) - {"failure", "sequence", "name"}:
            self.sudo()._visit_find()  # see create
        return result

    def unlink(self):
        touched = {"res.partner": set(self.sudo().signal_ids.partner_id.ids),
                   "crm.lead": set(self.sudo().signal_ids.lead_id.ids)}
        result = super().unlink()
        self._visit_refresh_touched(touched)
        return result

    # ---- words -----------------------------------------------------------------------------
    def _signal_text(self, facts):
        """The reason in words, for the user at hand."""
        return self._signal_text_for_reader(facts, self._signal_readable(facts))

    def _signal_text_for_reader(self, facts, readable):
        """The reason; without document and amount for who may not read the document."""
        rule = self.sudo()  # its name is what everybody is told
        words = getattr(self, "_signal_words_" + rule.kind, None)
        detail = words(facts) if words and readable else ""
        return "%s: %s" % (rule.name, detail) if detail else rule.name or ""

    def _signal_readable(self, facts):
        """Whether the user may read the document, or at least its model where there is no single one."""
        model = facts["res_model"]
        if model not in self.env:
            return False
        target = self.env[model].with_context(active_test=False)
        if not compat.has_access(target.browse(), "read"):
            return False
        return not facts["res_id"] or bool(target.search_count([("id", "=", facts["res_id"])]))

    @api.model
    def _signal_amount(self, facts):
        currency = self.env["res.currency"].sudo().browse(facts["currency_id"])  # how it is written is no secret
        return formatLang(self.env, facts["amount"], currency_obj=currency if currency.exists() else None)

    @api.model
    def _signal_days(self, facts):
        """Days from today to the day of the signal."""
        return (fields.Date.to_date(facts["day"]) - fields.Date.context_today(self)).days if facts["day"] else 0


def _touch(touched, partner_id, lead_id):
    if partner_id:
        touched["res.partner"].add(partner_id)
    if lead_id:
        touched["crm.lead"].add(lead_id)
