"""One number first: which score plans use, where it comes from, what the other numbers say, and why.

``get_score_reasons`` is what forms, the map's popup, the visit and the phone show.  Other parts of the addon
add what they know by extending the methods ``_score_told_…``.
"""
import json

from odoo import _, api, fields, models
from odoo.tools.misc import format_date

from .. import compat
from .score_rule import PARTS

TEMPLATE = "field_visit_routing.score_told"
#: Points nearer to 0 than this neither add nor take anything that is worth a line.
NOTHING = 0.05
#: So many reasons are told in the map's popup.
MOST_TOLD = 5


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # amounts of orders and invoices are in it: users get what they may see by get_score_reasons
    visit_score_parts = fields.Text(groups="base.group_system")
    visit_score_html = fields.Html(
        "Score And Reasons", compute="_compute_visit_score_html", sanitize=False, groups="base.group_user")

    def get_score_reasons(self):
        """Return the score of this customer or lead, which number it is, and why it is so high or low.

        :return: dict with ``score`` (0–100, what plans use), ``grade``, ``used`` ("manual", "rules", "learned",
            "odoo" or "" before anything was computed), ``used_label``, ``used_sentence``; ``numbers`` (what is known
            beside one another, the used one first: ``{"key", "label", "value", "unit" ("" or "%"), "explanation",
            "date" (UTC or ""), "used"}``); ``reasons`` (of the rules, the strongest first: ``{"rule_id", "name", "part",
            "part_label", "points" (negative: taken away), "text"}``, without what comes from documents that the user
            may not read); ``learned_reasons`` (``{"text", "points"}``, percentage points), ``urgency`` (dict, {}
            without), ``signals`` (``{"text"}``) and ``next_products`` (``{"product_id", "name", "reason"}``)
        :raises AccessError: when the user may not read the record
        """
        self.ensure_one()
        self._visit_refuse_closed(["visit_score"])
        compat.check_access(self, "read")
        used = self._score_used()
        return {
            "score": self.visit_score, "grade": self.visit_grade or "", "used": used,
            "used_label": self._score_from_label(used), "used_sentence": self._score_used_sentence(used),
            "numbers": sorted(self._score_told_numbers(used), key=lambda number: not number["used"]),
            "reasons": self._score_told_reasons(), "learned_reasons": self._score_told_learned(),
            "urgency": self._score_told_urgency(), "signals": self._score_told_signals(),
            "next_products": self._score_told_products(),
        }

    @api.depends("visit_score", "visit_score_from", "visit_score_fixed", "visit_score_rules", "visit_score_date",
                 "visit_learned_percent", "visit_learned_date")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_visit_score_html(self):
        for record in self:
            known = record._origin  # what is being edited has no reasons yet
            record.visit_score_html = known._score_html() if known else False

    def _score_html(self):
        """The score with its reasons as HTML, escaped by QWeb."""
        told = self.get_score_reasons()
        reasons = [reason for reason in told["reasons"] if abs(reason["points"]) >= NOTHING]
        html = self.env["ir.qweb"]._render(TEMPLATE, {
            "told": told, "reasons": reasons,
            "nothing": [reason for reason in told["reasons"] if reason not in reasons],
            "numbers": [dict(number, day=self._score_day(number["date"])) for number in told["numbers"]],
        })
        return html.decode() if isinstance(html, bytes) else html

    @api.model
    def _score_day(self, moment):
        """The user's date of a UTC time as text."""
        if not moment:
            return ""
        return format_date(self.env, fields.Datetime.context_timestamp(self, fields.Datetime.to_datetime(moment)).date())

    def _visit_details(self):
        """The popup tells which number the score is, and the strongest reasons: ``{"text", "points"}``."""
        details = super()._visit_details()
        told = [reason for reason in self._score_told_reasons() if abs(reason["points"]) >= NOTHING]
        return dict(details, score_from=self._score_from_label(self._score_used()), points=[
            {"text": " · ".join(filter(None, [reason["name"], reason["text"]])), "points": reason["points"]}
            for reason in told[:MOST_TOLD]])

    # ---- which number ------------------------------------------------------------------------
    def _score_used(self):
        """Key of the number that plans use; a score from before scores were computed was typed."""
        if self.visit_score_fixed or (self.visit_score and not self.visit_score_from):
            return "manual"
        return self.visit_score_from or ""

    @api.model
    def _score_from_label(self, key):
        labels = dict(self.fields_get(["visit_score_from"], ["selection"])["visit_score_from"]["selection"])
        return labels.get(key, _("Not computed yet"))

    def _score_used_sentence(self, used):
        sentences = {
            "manual": _("Plans use the score that a person has set."),
            "rules": _("Plans use the score by the rules of the company."),
            "learned": _("Plans use the probability learned from results."),
            "odoo": _("Plans use Odoo's own probability of winning the lead."),
        }
        sentence = sentences.get(used) or _("No score has been computed yet; plans count this as 0.")
        wanted = self._score_wanted()
        if used in ("manual", wanted) or used not in sentences:
            return sentence
        missing = {
            "learned": _("The company wants the learned probability, but there is no prediction here yet."),
            "odoo": _("The company wants Odoo's probability, but there is none here yet."),
            "rules": _("The company wants the score by rules: it follows with the next computation."),
        }
        return "%s %s" % (sentence, missing[wanted])

    def _score_wanted(self):
        """Key of the number that the company has chosen for such records."""
        company = self._visit_company()
        return company.visit_score_use if self._name == "res.partner" else company.visit_score_use_lead

    # ---- numbers -----------------------------------------------------------------------------
    def _score_told_numbers(self, used):
        numbers = []
        if used == "manual":
            numbers.append(("manual", self.visit_score, "", _("Stays as it is until it is left to the computation."), False))
        if self.visit_score_date:
            numbers.append(("rules", self.visit_score_rules, "", _("Points of the company's rules, out of 100."),
                            self.visit_score_date))
        if self.visit_learned_date:
            numbers.append(("learned", self.visit_learned_percent, "%", self._score_learned_sentence(),
                            self.visit_learned_date))
        numbers += self._score_odoo_numbers()
        return [{
            "key": key, "label": self._score_from_label(key), "value": round(value, 1), "unit": unit, "explanation": text,
            "date": fields.Datetime.to_string(moment) if moment else "", "used": key == used,
        } for key, value, unit, text, moment in numbers]

    def _score_learned_sentence(self):
        return _("How likely a purchase is, learned from what customers like this one did.")

    def _score_odoo_numbers(self):
        """What Odoo itself computes of such records: nothing of customers."""
        return []

    # ---- reasons -----------------------------------------------------------------------------
    def _score_told_reasons(self):
        # the parts are closed because of the amounts in them; each is told below as far as the user may read it
        stored = json.loads(self.sudo()._score_parts_text() or "{}").get("parts", [])
        labels = dict(self.env["field.visit.score.rule"].fields_get(["part"], ["selection"])["part"]["selection"])
        rules = self._score_rules_of(stored)
        told = [{
            "rule_id": part["rule_id"], "name": rule.name or _("A rule that was deleted"), "part": rule.part or "other",
            "part_label": labels.get(rule.part, labels[PARTS[-1][0]]), "points": round(part.get("points") or 0.0, 1),
            "text": self._score_reason_text(part, rule),
        } for part, rule in ((part, rules[part["rule_id"]]) for part in stored)]
        return sorted(told, key=lambda reason: -abs(reason["points"]))

    def _score_parts_text(self):
        """The stored parts of the score, as JSON."""
        return self.visit_score_parts

    @api.model
    def _score_rules_of(self, parts):
        """Return ``{id: rule}``; a rule that is gone is an empty recordset."""
        # rules of the company the score was computed in, whichever the user is switched to
        known = self.env["field.visit.score.rule"].sudo()
        found = known.browse([part["rule_id"] for part in parts]).exists()
        return {part["rule_id"]: found.filtered(lambda rule: rule.id == part["rule_id"]) for part in parts}

    def _score_reason_text(self, part, rule):
        """The value in words, "" where it comes from documents that the user may not read."""
        if rule and not self._score_reason_open(rule):
            return _("Details are for those who may read the documents behind it.")
        # words are made for whoever reads them: they are not stored
        return rule._score_value_text(part.get("value") or 0.0) if rule else ""

    def _score_reason_open(self, rule):
        """Whether the user may read what the rule looks at: documents, or a field that others may not see."""
        if rule.kind == "field" and rule.field_name in self._fields:
            return rule.field_name in self.fields_get([rule.field_name], ["type"])
        kind = rule._score_kinds().get(rule.kind)
        return kind is None or all(name in self.env and compat.has_access(self.env[name], "read") for name in kind.needs)

    # ---- what other parts of the addon add ------------------------------------------------------
    def _score_told_learned(self):
        """Why the learned probability is so high or low: list of ``{"text", "points"}``."""
        return []

    def _score_told_urgency(self):
        """How due a visit is, {} when that is not known."""
        return {}

    def _score_told_signals(self):
        """What makes a visit urgent: list of ``{"text"}``."""
        return []

    def _score_told_products(self):
        return json.loads(self.visit_learned_next or "[]")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _score_parts_text(self):
        """A contact has the score of its company, and its reasons."""
        return super()._score_parts_text() or self.commercial_partner_id.visit_score_parts


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _score_learned_sentence(self):
        return _("How likely the lead is to be won, learned from what became of leads like this one.")

    def _score_odoo_numbers(self):
        text = _("Odoo's predictive lead scoring: how often leads of the same stage, country, source and the like were won.")
        return [("odoo", self.probability, "%", text, False)]


class FieldVisit(models.Model):
    _inherit = "field.visit"

    visit_score_html = fields.Html("Score And Reasons", compute="_compute_visit_score_html", sanitize=False)

    @api.depends("partner_id", "lead_id", "partner_id.visit_score_html", "lead_id.visit_score_html")
    @api.depends_context("uid", "lang")
    def _compute_visit_score_html(self):
        for visit in self:
            customer = visit._customer()
            shown = customer and compat.has_access(customer, "read")
            visit.visit_score_html = customer.visit_score_html if shown else False
