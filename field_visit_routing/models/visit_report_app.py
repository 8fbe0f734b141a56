"""The report on the phone: its events, and what the phone needs to offer the form."""
from odoo import api, models

from .. import compat

#: Products that the phone takes along to choose from; others are typed.
MAX_PRODUCTS = 300
MAX_OPPORTUNITIES = 20


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"save_report", "add_photo", "add_signature", "skip_visit", "move_visit"}

    @api.model
    def _event_save_report(self, data, values):
        visit = self._event_visit(values)
        visit.save_report({key: value for key, value in data.items() if key != "visit_id"})
        return visit

    @api.model
    def _event_add_photo(self, data, values):
        return self._event_step("add_photo", data, values)

    @api.model
    def _event_add_signature(self, data, values):
        return self._event_step("add_signature", data, values)

    @api.model
    def _event_skip_visit(self, data, values):
        return self._event_step("skip_visit", data, values)

    @api.model
    def _event_move_visit(self, data, values):
        return self._event_step("move_visit", data, values)


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_parts(self):
        return super()._app_parts() + ["outcomes", "report"]

    @api.model
    def _app_part_outcomes(self, rep, today):
        """What can be chosen, with what each asks for: ``[{"id", "name", "step", "kind", "needs"}]``."""
        company = rep.company_id or self.env.company
        found = self.env["field.visit.outcome"].search([("company_id", "in", [False, company.id])])
        return [outcome._to_dict() for outcome in found]

    @api.model
    def _app_part_report(self, rep, today):
        """What else the form offers: ``required``, ``next_kinds``, ``stages``, ``lost_reasons``, ``products``."""
        company = rep.company_id or self.env.company
        kinds = self.env["field.visit"].fields_get(["next_step_kind"], ["selection"])["next_step_kind"]["selection"]
        return {
            "required": company.visit_outcome_required, "photo_px": company.visit_photo_max_px,
            "photo_mb": company.visit_photo_max_mb,
            "next_kinds": [{"key": key, "name": name} for key, name in kinds],
            "stages": self._app_stages(rep), "lost_reasons": self._app_names(self.env["crm.lost.reason"], []),
            "products": self._app_products()}

    @api.model
    def _app_stages(self, rep):
        stages = self.env["crm.stage"]
        # newer series let several teams share a stage
        link = "team_id" if "team_id" in stages._fields else "team_ids"
        stages = stages.search(["|", (link, "=", False), (link, "in", rep.team_id.ids)])
        return [{"id": stage.id, "name": stage.name, "won": stage.is_won} for stage in stages]

    @api.model
    def _app_products(self):
        """Products that can be sold, where the app for them is installed and the user may see them."""
        products = self.env["product.product"] if "product.product" in self.env else None
        if products is None or not compat.has_access(products, "read"):
            return []
        return self._app_names(products, [("sale_ok", "=", True)])

    @api.model
    def _app_names(self, model, domain):
        return [{"id": record.id, "name": record.display_name} for record in model.search(domain, limit=MAX_PRODUCTS)]


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_visit(self):
        """Adds what was reported and what could be: ``report`` and ``opportunities``."""
        return dict(super()._app_visit(), report=self._app_report(), opportunities=self._app_opportunities())

    def _app_report(self):
        next_step = self.next_step_kind and {
            "kind": self.next_step_kind, "date": str(self.next_step_date or ""), "summary": self.next_step_summary or ""}
        return {
            "outcome_id": self.outcome_id.id or 0, "outcome": self.outcome or "", "note": self.note or "",
            "lines": [line._to_dict() for line in self.topic_ids], "next_step": next_step or False,
            "pictures": [picture._to_dict() for picture in self.picture_ids], "missing": self._missing(),
            "hasNews": bool(self.opportunity_id)}

    def _app_opportunities(self):
        """Open opportunities of the customer that the user may read, and the lead itself."""
        customer = self.partner_id.commercial_partner_id
        domain = [("partner_id", "child_of", customer.id), ("type", "=", "opportunity"), ("stage_id.is_won", "=", False)]
        # a rep may be sent to a lead that he may not open
        own = self.lead_id.filtered(lambda lead: compat.has_access(lead, "read"))
        leads = own | (own.search(domain, limit=MAX_OPPORTUNITIES) if customer else own)
        return [{"id": lead.id, "name": lead.name, "stage_id": lead.stage_id.id or 0, "probability": lead.probability,
                 "expected_revenue": lead.expected_revenue} for lead in leads]
