"""The coverage report: asked for by a dialog, kept for its user until it is cleaned away."""
import json

from odoo import _, api, fields, models

from .. import compat
from ..models.territory_coverage import WHITE_KM


class FieldVisitCoverageReport(models.TransientModel):
    """What is asked of the report; its rows are ``field.visit.coverage``."""

    _name = "field.visit.coverage.report"
    _description = "Coverage Report"

    white_km = fields.Float("White Spot Beyond (km)", default=WHITE_KM, required=True, digits=(6, 2),
                            help="As the crow flies, from the nearest customer of ours.")
    territory_id = fields.Many2one("field.visit.territory", "Within", help="Empty: all territories, and what is in none.")
    line_ids = fields.One2many("field.visit.coverage", "report_id", "Territories")

    def action_show(self):
        """Compute the report and show its rows."""
        self.ensure_one()
        territories = self.env["field.visit.territory"]
        if self.territory_id:
            territories = territories.search([("id", "child_of", self.territory_id.id)])
        rows = territories.get_coverage(self.white_km)
        self.line_ids.unlink()
        self.env["field.visit.coverage"].create([dict(_line_vals(row), report_id=self.id) for row in rows])
        return {
            "type": "ir.actions.act_window", "name": _("Coverage (white spot beyond %s km)", "%g" % self.white_km),
            "res_model": "field.visit.coverage", "view_mode": compat.view_mode("list,pivot,graph,form"),
            "domain": [("report_id", "=", self.id)],
        }


def _line_vals(row):
    """The values of a row: distances in kilometres, 0 with a mark where there is none."""
    names = ("customers", "leads", "their_customers", "their_sites", "threatened", "white_spots", "area_km2", "white_km2")
    values = {name: row[name] for name in names}
    for whose in ("own", "their"):
        for kind in ("median", "mean"):
            values["%s_%s_km" % (whose, kind)] = max(0.0, row["%s_%s_m" % (whose, kind)]) / 1000.0
        values["%s_known" % whose] = row["%s_median_m" % whose] >= 0
    outline = row["white_outline"]
    ids = {"res.partner": row["white_partner_ids"], "crm.lead": row["white_lead_ids"]}
    *above, last = row["name"].split(" / ")
    return dict(values, territory_id=row["territory_id"] or False, name=row["name"],
                shown_name="\u2003" * len(above) + last, white_ids=json.dumps(ids),
                white_outline=json.dumps(outline) if outline else False)


class FieldVisitCoverage(models.TransientModel):
    """How one territory, without its parts, is covered."""

    _name = "field.visit.coverage"
    _description = "Coverage Of A Territory"
    _order = "id"

    report_id = fields.Many2one("field.visit.coverage.report", "Report", required=True, index=True, ondelete="cascade")
    territory_id = fields.Many2one("field.visit.territory", "Territory", ondelete="cascade")
    parent_id = fields.Many2one("field.visit.territory", "Part Of", related="territory_id.parent_id", store=True)
    name = fields.Char("Full Name")
    shown_name = fields.Char("In the Tree", help="The name, further in the deeper it is in the tree.")
    customers = fields.Integer("Our Customers", help="Without those that buy from a competitor.")
    leads = fields.Integer("Our Leads", help="Neither won nor lost, and served by no competitor yet.")
    their_customers = fields.Integer("Their Customers", help="Customers and leads with “Buys From”.")
    their_sites = fields.Integer("Their Sites")
    threatened = fields.Integer("Threatened", help="Our customers within the threat radius of a competitor's site.")
    white_spots = fields.Integer("White Spots", help="Leads and customers of theirs far from every customer of ours.")
    own_median_km = fields.Float("To Our Nearest (km)", digits=(9, 2), help="Median.", **compat.aggregator("avg"))
    own_mean_km = fields.Float("To Our Nearest, Mean (km)", digits=(9, 2), **compat.aggregator("avg"))
    own_known = fields.Boolean("Has A Nearest Of Ours")
    their_median_km = fields.Float("To Their Nearest (km)", digits=(9, 2), help="Median.", **compat.aggregator("avg"))
    their_mean_km = fields.Float("To Their Nearest, Mean (km)", digits=(9, 2), **compat.aggregator("avg"))
    their_known = fields.Boolean("Has A Nearest Of Theirs")
    area_km2 = fields.Float("Area (km²)", digits=(16, 2), help="Of the outline, without those of its parts.")
    white_km2 = fields.Float("White Area (km²)", digits=(16, 2),
                             help="What of it is far from every customer of ours.")
    white_percent = fields.Float("White (%)", digits=(5, 1), compute="_compute_white_percent", store=True,
                                 **compat.aggregator("avg"))
    white_outline = fields.Text("White Area")
    white_ids = fields.Text("Ids Of The White Spots")

    @api.depends("area_km2", "white_km2")
    def _compute_white_percent(self):
        for row in self:
            row.white_percent = 100.0 * row.white_km2 / row.area_km2 if row.area_km2 else 0.0

    def action_white_leads(self):
        """Open the leads that are white spots, on the map and as a list."""
        return self._visit_white_action("action_leads", "crm.lead", _("White spots: leads"))

    def action_white_customers(self):
        """Open the competitors' customers that are white spots, on the map and as a list."""
        return self._visit_white_action("action_customers", "res.partner", _("White spots: customers of competitors"))

    def action_map(self):
        """Show the customers of the territory on the map, with the layer of white areas."""
        self.ensure_one()
        return self.territory_id.action_open_map()

    def _visit_white_action(self, action, model, name):
        self.ensure_one()
        values = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing." + action)
        ids = json.loads(self.white_ids or "{}").get(model, [])
        return dict(values, name="%s: %s" % (self.name, name), domain=[("id", "in", ids)], context={})

    def _visit_white_area(self):
        """Return the row as an area of the map."""
        self.ensure_one()
        note = _("%(white).2f of %(area).2f km² have none of our customers within %(reach)g km.",
                 white=self.white_km2, area=self.area_km2, reach=self.report_id.white_km)
        return {"id": self.territory_id.id, "name": self.territory_id.name or "", "color": "",
                "geometry": json.loads(self.white_outline), "note": note}
