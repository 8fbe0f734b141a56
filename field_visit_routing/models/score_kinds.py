"""What the kinds of rules have in common: figures of entities, their words, and settings that suit a kind."""
from odoo import _, api, fields, models
from odoo.tools.misc import formatLang

from .score_sql import Figures, spread


class FieldVisitScoreRule(models.Model):
    _inherit = "field.visit.score.rule"

    radius_km = fields.Float("Within (km)", default=5.0, help="How far away others may be to count as neighbours.")
    industry_ids = fields.Many2many("res.partner.industry", string="Industries")
    campaign_ids = fields.Many2many("utm.campaign", string="Campaigns")
    medium_ids = fields.Many2many("utm.medium", string="Media")
    source_ids = fields.Many2many("utm.source", string="Sources")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), radius_km=(0.05, 500))

    @api.model
    def _score_kind_defaults(self):
        """Return ``{kind: values}`` of how a rule of that kind usually counts."""
        return {}

    @api.onchange("kind")
    def _onchange_kind(self):
        """Settings that suit the kind: points are taken away for risks, few days are better than many."""
        usual = {"effect": "subtract" if self.part == "risk" else "add", "scale": "linear", "low": 0.0, "high": 1.0}
        self.update(dict(usual, **self._score_kind_defaults().get(self.kind, {})))

    def _score_documents(self):
        """Return ``{kind: (Documents, …)}``: a change of one of these documents may change the value of that kind."""
        return {}

    # ---- figures -------------------------------------------------------------------------------
    def _score_figures(self):
        return Figures(self.env, self.company_id)

    def _score_of_entities(self, model, ids, ask):
        """Return ``{id: figure}``: ``ask(figures, entities)`` gives ``{entity: figure}`` of all of them at once."""
        figures = self._score_figures()
        entities = figures.entities(model, ids)
        return spread(entities, ask(figures, set(entities.values()))) if entities else {}

    def _score_sums(self, model, ids, documents):
        """Return ``{id: amount}`` of the documents of the last months."""
        return self._score_of_entities(model, ids, lambda figures, entities: figures.sums(
            documents, entities, figures.months_ago(self.months)))

    def _score_counts(self, model, ids, documents):
        """Return ``{id: number}`` of the documents of the last months, of a lead and of its customer."""
        if model == "crm.lead" and documents.own:
            figures = self._score_figures()
            found = figures.lead_counts(documents, ids, figures.months_ago(self.months))
        else:
            found = self._score_of_entities(model, ids, lambda figures, entities: figures.counts(
                documents, entities, figures.months_ago(self.months)))
        return {number: float(count) for number, count in found.items()}

    def _score_ages(self, model, ids, days):
        """Return ``{id: days before today}`` of the days that ``days(figures, entities)`` finds."""
        return self._score_of_entities(model, ids, lambda figures, entities: {
            entity: float((figures.today - day).days) for entity, day in days(figures, entities).items() if day})

    def _score_touched(self, model, since, *documents):
        """Return ids of records with documents that were written since."""
        figures = self._score_figures()
        return sorted({number for kind in documents for number in figures.touched(model, kind, since)})

    # ---- words ---------------------------------------------------------------------------------
    def _score_amount(self, value):
        """An amount in words, in the currency of the rule's figures."""
        return formatLang(self.env, value, currency_obj=self._score_figures().payer.currency_id.with_env(self.env))

    def _score_counted(self, name, value):
        """How many there were in the months of the rule."""
        return _("%(what)s in %(months)s months: %(number)s", what=name, months=self.months, number=int(value))
