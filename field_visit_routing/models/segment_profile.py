"""What distinguishes the members of a segment from all customers or leads, as far as the user may see them."""
import math
from datetime import date

import numpy as np
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.scoring.profile import profile
from .field_visit_segment import MEMBERS

#: Fields that are compared, of each model; those that are not there, or closed to the user, are left out.
COMMON = ("visit_score", "visit_grade", "visit_learned_percent", "visit_interval_days", "last_visit_date", "territory_id",
          "country_id", "state_id", "city", "user_id", "team_id")
COMPARED = {
    "res.partner": (*COMMON, "is_company", "industry_id", "category_id", "create_date"),
    "crm.lead": (*COMMON, "type", "stage_id", "source_id", "medium_id", "campaign_id", "tag_ids", "expected_revenue",
                 "probability", "create_date"),
}
NUMBERS = ("integer", "float", "monetary")
DATES = ("date", "datetime")
#: Most findings that are told.
MOST = 40


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    def get_profile(self, model="res.partner"):
        """Tell what distinguishes the members from everybody, the strongest first.

        :param str model: ``"res.partner"`` (beside all customers) or ``"crm.lead"`` (beside all open leads)
        :return: ``{"members", "everybody", "traits": [{"field", "label", "kind", "value", "inside", "everybody", "ratio",
            "effect", "count", "sure", "text"}]}``; ``kind`` is "number", "days" (since that date) or "share" (percent);
            ``ratio`` 0 for none; ``sure``: hardly chance
        :raises UserError: for another model
        """
        self.ensure_one()
        self._member_field(model)
        compat.check_access(self, "read")
        target = self.env[model]
        ids, columns = self._segment_columns(target)
        members = set(target.search([("visit_segment_ids", "in", self.ids)]).ids)
        inside = np.array([number in members for number in ids], dtype=bool)
        kinds = {name: self._segment_column_kind(target, name) for name in columns}
        numbers = {name: self._segment_numbers(column, kinds[name])
                   for name, column in columns.items() if kinds[name] != "share"}
        shares = {name: column for name, column in columns.items() if kinds[name] == "share"}
        traits = profile(numbers, shares, inside)[:MOST]
        return {"members": int(inside.sum()), "everybody": len(ids), "traits": self._segment_traits(target, traits, kinds)}

    # ---- columns -------------------------------------------------------------------------------
    def _segment_columns(self, target):
        """Return the ids of everybody, and ``{field: [value]}`` in their order; shares have lists of values."""
        names = [name for name in COMPARED[target._name] if self._segment_comparable(target, name)]
        tags = [name for name in names if target._fields[name].type == "many2many"]
        plain = [name for name in names if name not in tags]
        domain = self._segment_everybody(target._name)
        members = [("visit_segment_ids", "in", self.ids)]
        rows = compat.search_rows(target, compat.any_of(domain, members), ["id", *plain])
        columns = dict(zip(["id", *plain], zip(*rows))) if rows else {}
        ids = list(columns.pop("id", ()))
        found = {name: self._segment_values(target, name, column) for name, column in columns.items()}
        found.update({name: self._segment_tags(target.browse(ids), name) for name in tags if ids})
        return ids, found

    @api.model
    def _segment_comparable(self, target, name):
        field = target._fields.get(name)
        known = field is not None and field.store and not field.company_dependent
        return bool(known and self.env["field.visit.map"]._readable(target, [name]))

    @api.model
    def _segment_column_kind(self, target, name):
        kind = target._fields[name].type
        return "number" if kind in NUMBERS else "days" if kind in DATES else "share"

    @api.model
    def _segment_values(self, target, name, column):
        if self._segment_column_kind(target, name) != "share":
            return column
        if target._fields[name].type == "boolean":
            return [[bool(value)] for value in column]
        return [[value] if value else [] for value in column]

    @api.model
    def _segment_tags(self, records, name):
        linked = self.env["field.visit.map"]._linked_ids(records, name)
        return [linked.get(number, []) for number in records.ids]

    @api.model
    def _segment_numbers(self, column, kind):
        if kind == "number":
            return np.array([math.nan if value is None else float(value) for value in column])
        today = fields.Date.context_today(self)
        return np.array([math.nan if value is None else float((today - date(value.year, value.month, value.day)).days)
                         for value in column])

    # ---- words ---------------------------------------------------------------------------------
    @api.model
    def _segment_traits(self, target, traits, kinds):
        labels = target.fields_get(list(kinds), ["string", "selection"])
        told = []
        for trait in traits:
            kind, label = kinds[trait.name], labels[trait.name]
            value = self._segment_value_words(target._fields[trait.name], label, trait.value) if kind == "share" else ""
            if kind == "share" and not value:
                continue  # a linked record that the user may not see
            factor = 100.0 if kind == "share" else 1.0
            told.append({
                "field": trait.name, "label": label["string"], "kind": kind, "value": value, "count": trait.count,
                "inside": trait.inside * factor, "everybody": trait.everybody * factor, "ratio": trait.ratio or 0.0,
                "effect": trait.effect, "sure": trait.sure})
        return [dict(item, text=self._segment_trait_words(item)) for item in told]

    @api.model
    def _segment_value_words(self, field, label, value):
        """The category in words; "" for a record that the user may not see."""
        if field.type == "boolean":
            return _("yes") if value else _("no")
        if field.type == "selection":
            return dict(label["selection"]).get(value, str(value))
        if field.type in ("many2one", "many2many"):
            linked = self.env[field.comodel_name].with_context(active_test=False)
            found = linked.search([("id", "=", value)]) if compat.has_access(linked, "read") else linked
            return found.display_name or ""
        return str(value)

    @api.model
    def _segment_trait_words(self, trait):
        words = dict(trait, inside="%.1f" % trait["inside"], everybody="%.1f" % trait["everybody"])
        if trait["kind"] == "share":
            return _("%(label)s is %(value)s for %(inside)s %% of the members, %(everybody)s %% of all", **words)
        if trait["kind"] == "days":
            return _("%(label)s: %(inside)s days ago on average, %(everybody)s for all", **words)
        return _("%(label)s: %(inside)s on average, %(everybody)s for all", **words)

    def action_profile(self):
        """Open the profile."""
        self.ensure_one()
        model = next((model for model in MEMBERS if self._segment_count(model)), "")
        if not model:
            raise UserError(_("“%s” has no members that you may see; there is nothing to compare.", self.name))
        return self.env["field.visit.segment.profile"]._segment_open(self, model)
