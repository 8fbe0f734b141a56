"""Why somebody joins or leaves a dynamic segment, in words."""
from odoo import _, fields, models

from .. import compat


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    rule_text = fields.Text("Rule In Words", compute="_compute_rule_text")

    def _compute_rule_text(self):
        for segment in self:
            texts = segment._segment_words().values() if segment.kind == "dynamic" else ()
            segment.rule_text = ", ".join(text for text in texts if text) or False

    def _segment_words(self):
        """Return ``{condition: words}`` of what the rule asks for."""
        self.ensure_one()
        # names of territories and segments are known to every employee
        segment = self.sudo()
        words = {
            "filter": _("the filter") if any((self[name] or "[]").strip() != "[]" for name in ("domain", "lead_domain")) else "",
            "score": self._segment_score_words(), "grade": "",
            "territory": ", ".join(segment.territory_ids.mapped("name")), "visited": self._segment_visited_words()}
        if self._segment_grades():
            words["grade"] = _("grade %s", "/".join(self._segment_grades()))
        if segment.included_ids:
            words["included"] = self._segment_included_words(segment.included_ids.mapped("name"))
        if segment.excluded_ids:
            words["excluded"] = _("not in %s", ", ".join(segment.excluded_ids.mapped("name")))
        return words

    def _segment_included_words(self, names):
        how = _("and") if self.included_by == "all" else _("or")
        return _("member of %s", (" %s " % how).join(names))

    def _segment_score_words(self):
        if not self._segment_score_domain():
            return ""
        return _("score from %(low)g to %(high)g", low=self.score_from, high=self.score_to)

    def _segment_visited_words(self):
        return {
            "any": "", "never": _("never visited"), "within": _("visited in the last %d days", self.visited_days),
            "not_within": _("not visited in the last %d days", self.visited_days)}[self.visited]

    # ---- who comes and goes --------------------------------------------------------------------
    def _segment_join_reasons(self, model, ids, cause):
        """Return ``{id: reason}`` of those who are to join."""
        if cause or not ids:
            return dict.fromkeys(ids, cause)
        fits = _("Fits now: %s", self.rule_text) if self.rule_text else _("Fits now")
        reasons = dict.fromkeys(ids, fits)
        if self.refreshed_at:
            # who is new is a fact, whoever may see the record
            new = self.env[model].sudo().search([
                ("id", "in", ids), ("create_date", ">=", fields.Datetime.to_string(self.refreshed_at))])
            reasons.update(dict.fromkeys(new.ids, _("New")))
        return reasons

    def _segment_leave_reasons(self, model, ids, cause):
        """Return ``{id: reason}`` of those who are to leave: the first condition that they do not meet any more."""
        if not ids:
            return {}
        reasons = dict.fromkeys(ids, cause or _("Does not fit any more"))
        if cause or model not in self._segment_models(self.applies_to):
            return self._segment_excluded_reasons(model, reasons)
        left = set(ids)
        for key, domain in self._segment_conditions(model):
            found = compat.search_rows(self._segment_reader(model), compat.all_of([("id", "in", sorted(left))], domain), ["id"])
            meets = {row[0] for row in found}
            reasons.update(dict.fromkeys(left - meets, self._segment_leave_words(key)))
            left = meets
        return self._segment_excluded_reasons(model, reasons)

    def _segment_excluded_reasons(self, model, reasons):
        """Those on the excluded list, or in an excluded segment, are told so."""
        for number in self._segment_excluded(model).intersection(reasons):
            reasons[number] = self.env.context.get("visit_segment_reason") or _("Excluded")
        return reasons

    def _segment_leave_words(self, key):
        words = self._segment_words()
        if key == "customer":
            return _("No customer or open lead any more")
        return _("Not any more: %s", words.get(key) or key)
