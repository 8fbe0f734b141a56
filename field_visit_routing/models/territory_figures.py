"""What there is in a territory: customers, leads, hoped and made sales, work and how well it is done.

A figure counts the area and all its parts, and of them the records that the user may see: it agrees with the list
that it opens. Each kind of figure takes a few queries for any number of areas.
"""
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import _, api, fields, models

from .. import compat

#: Days of an average month.
MONTH_DAYS = 365.25 / 12
SALES_MONTHS = 12
#: Places where somebody may call: no colleagues, no competitors, no persons of a customer.
CUSTOMERS = [("type", "in", ("contact", "delivery", "other")), ("user_ids", "=", False), ("is_competitor", "=", False),
             "|", "|", ("parent_id", "=", False), ("is_company", "=", True), ("type", "!=", "contact")]
#: Leads and opportunities that are neither won nor lost.
OPEN_LEADS = [("stage_id.is_won", "=", False)]
MEMBERS = {"res.partner": CUSTOMERS, "crm.lead": OPEN_LEADS}


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    partner_count = fields.Integer("Customers Inside", compute="_compute_members")
    lead_count = fields.Integer("Leads Inside", compute="_compute_members", help="Neither won nor lost.")
    workload_h = fields.Float(
        "Work A Month (Hours)", compute="_compute_members", digits=(9, 1),
        help="Time with customers and leads, from how often and how long each wants to be visited; without driving.")
    rhythm_count = fields.Integer("Wanted Regularly", compute="_compute_members",
                                  help="Customers and leads with a wanted interval.")
    coverage_percent = fields.Float(
        "Coverage (%)", compute="_compute_members", digits=(5, 1),
        help="Of those with a wanted interval, how many were visited within it.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency")
    potential = fields.Monetary("Potential", compute="_compute_potential", currency_field="currency_id",
                                help="Expected revenue of the leads and opportunities that are neither won nor lost.")
    has_sales = fields.Boolean(compute="_compute_sales")
    sales_12m = fields.Monetary("Sales Of 12 Months", compute="_compute_sales", currency_field="currency_id",
                                help="Confirmed orders of the last 12 months, where the sales app is installed.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency(self):
        for territory in self:
            # what its currency is called is no secret to who reads the territory
            territory.currency_id = (territory.company_id or self.env.company).sudo().currency_id

    # ---- members -----------------------------------------------------------------------------
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_members(self):
        parts = self._visit_parts()
        found = {model: self._visit_tallies(model, parts) for model in MEMBERS}
        sums = {model: self._visit_sums(parts, tallies) for model, tallies in found.items()}
        for territory in self:
            partners, leads = (sums[model].get(territory.id, (0, 0, 0, 0.0)) for model in MEMBERS)
            regular, kept = partners[1] + leads[1], partners[2] + leads[2]
            territory.update({
                "partner_count": partners[0], "lead_count": leads[0], "rhythm_count": regular,
                "workload_h": partners[3] + leads[3], "coverage_percent": 100.0 * kept / regular if regular else 0.0})

    @api.model
    def _visit_member_domain(self, model):
        """Return the domain of what counts as a customer, or as a lead."""
        if model != "res.partner":
            return MEMBERS[model]
        # which partners are the database's own companies is no secret
        own = self.env["res.company"].sudo().search([]).mapped("partner_id")
        return MEMBERS[model] + [("id", "not in", own.ids)]

    def _visit_parts(self):
        """These areas and everything below them."""
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)])

    @api.model
    def _visit_tallies(self, model, parts):
        """Return ``{territory: (members, with an interval, visited within it, hours a month)}``."""
        target = self.env[model]
        if not compat.has_access(target, "read"):
            return {}
        today, default = fields.Date.context_today(self), self.env.company.visit_default_duration_min
        rows = compat.search_rows(target, self._visit_member_domain(model) + [("territory_id", "in", parts.ids)], [
            "territory_id", "visit_wanted_days", "visit_duration_min", "last_visit_date"])
        tallies = {}
        for territory, interval, minutes, last in rows:
            tally = tallies.setdefault(territory, [0, 0, 0, 0.0])
            tally[0] += 1
            if interval:
                tally[1] += 1
                tally[2] += bool(last and last + timedelta(days=interval) >= today)
                tally[3] += (minutes or default) / 60.0 * MONTH_DAYS / interval
        return tallies

    @api.model
    def _visit_sums(self, parts, values):
        """Return ``{area: sum}`` of the tuples in ``values``, by area, over each area and its parts."""
        sums = {}
        for part in parts:
            if part.id not in values:
                continue
            for area in (int(number) for number in (part.parent_path or "").split("/") if number):
                before = sums.get(area)
                sums[area] = [a + b for a, b in zip(before, values[part.id])] if before else list(values[part.id])
        return sums

    # ---- money -------------------------------------------------------------------------------
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_potential(self):
        leads = self.env["crm.lead"]
        if not compat.has_access(leads, "read"):
            self.potential = 0.0
            return
        self._visit_set_money("potential", lambda parts, company: {
            territory: row[0] for territory, row in compat.sum_by(leads, OPEN_LEADS + [
                ("territory_id", "in", parts.ids), ("company_id", "=", company.id)],
                "territory_id", "expected_revenue").items()})

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales(self):
        sales = self.env["field.visit.map"]._map_sales_model()
        self.has_sales = sales is not None
        if sales is None:
            self.sales_12m = 0.0
            return
        self._visit_set_money("sales_12m", lambda parts, company: self._visit_sold(sales, parts, company))

    @api.model
    def _visit_sold(self, sales, parts, company):
        """Return ``{territory: sum}`` of a company's confirmed orders."""
        since = fields.Datetime.now() - relativedelta(months=SALES_MONTHS)
        sold = compat.sum_by(sales, [
            ("state", "in", ("sale", "done")), ("date", ">=", since), ("company_id", "=", company.id),
            ("partner_id.territory_id", "in", parts.ids)], "partner_id", "price_total")
        # of whoever has bought, active or not, only the area is asked for
        buyers = self.env["res.partner"].sudo().browse(list(sold))
        sums = {}
        for buyer in buyers:
            sums[buyer.territory_id.id] = sums.get(buyer.territory_id.id, 0.0) + sold[buyer.id][0]
        return sums

    def _visit_set_money(self, name, amounts):
        """Set the field ``name`` from ``amounts(parts, company)``, which gives ``{territory: amount}``."""
        parts, today = self._visit_parts(), fields.Date.context_today(self)
        # a record without a company counts in the currency of the company at hand
        groups = [(company, company) for company in self.env.companies]
        groups.append((self.env["res.company"], self.env.company))
        totals = dict.fromkeys(self.ids, 0.0)
        for company, payer in groups:
            found = {territory: (amount,) for territory, amount in amounts(parts, company).items()}
            sums = self._visit_sums(parts, found)
            for territory in self:
                if territory.id in sums:
                    totals[territory.id] += payer.currency_id._convert(
                        sums[territory.id][0], territory.currency_id, payer, today)
        for territory in self:
            territory[name] = totals.get(territory.id, 0.0)

    # ---- what a program and a button ask for ---------------------------------------------------
    def get_figures(self):
        """Return what there is in these territories, of the records that the user may see.

        :return: list of dicts with ``id``, ``name`` (full), ``owner`` (sentence), ``partners``, ``leads``,
            ``workload_h`` (hours a month with customers), ``regular`` (with a wanted interval),
            ``coverage_percent`` (of those), ``potential`` and ``sales_12m`` (in ``currency``; sales are 0
            without the sales app, which ``has_sales`` tells)
        :raises AccessError: when the user may not read a territory
        """
        compat.check_access(self, "read")
        return [{
            "id": area.id, "name": area.complete_name, "owner": area.owner_name or "",
            "partners": area.partner_count, "leads": area.lead_count, "workload_h": round(area.workload_h, 1),
            "regular": area.rhythm_count, "coverage_percent": round(area.coverage_percent, 1),
            "potential": area.potential, "has_sales": area.has_sales, "sales_12m": area.sales_12m,
            "currency": area.currency_id.name or "",
        } for area in self]

    def action_open_members(self):
        """Open the customers of this territory and of all its parts."""
        return self._visit_open_members("res.partner", "list,form")

    def action_open_leads(self):
        """Open the leads of this territory and of all its parts that are neither won nor lost."""
        return self._visit_open_members("crm.lead", "list,form")

    def action_open_map(self):
        """Show the customers of this territory and of all its parts on the map, which opens at its outline."""
        action = self._visit_open_members("res.partner", "field_visit_map,list,form")
        return dict(action, context=self._visit_map_opening()) if self.boundary else action

    def _visit_open_members(self, model, modes):
        self.ensure_one()
        name = {"res.partner": "action_customers", "crm.lead": "action_leads"}[model]
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing." + name)
        views = [pair for pair in values["views"] if pair[1] in compat.view_mode(modes).split(",")]
        if "field_visit_map" not in modes:
            views.sort(key=lambda pair: pair[1] != compat.LIST)
        title = _("%(territory)s: customers") if model == "res.partner" else _("%(territory)s: leads")
        return dict(values, name=title % {"territory": self.complete_name}, views=views,
                    view_mode=",".join(mode for _view, mode in views), context={},
                    domain=self._visit_member_domain(model) + [("territory_id", "child_of", self.id)])
