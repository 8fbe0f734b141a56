"""What is wrong with the map: areas over one another, places in none, customers held by strangers."""
import numpy as np
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.territory.outlines import Outlines
from ..engine.territory.overlaps import overlaps
from .call_values import check_keys
from .located_mixin import PLACED
from .map_link import VIEW_KEY
from .territory_figures import CUSTOMERS, MEMBERS

#: What an audit counts beside overlaps, and the domains of three of them.
NOWHERE = [("territory_id", "=", False), ("territory_manual", "=", False), ("geo_state", "in", list(PLACED))]
STRANGER = [("territory_stranger", "=", True)]
BY_HAND = [("territory_manual", "=", True)]
FINDINGS = ("orphans", "strangers", "by_hand", "ended")
M2_PER_KM2 = 1_000_000.0


class FieldVisitTerritoryAudit(models.TransientModel):
    _name = "field.visit.territory.audit"
    _description = "Audit of the Territories"

    name = fields.Char("Name", compute="_compute_name")
    territory_id = fields.Many2one(
        "field.visit.territory", "Within", help="Only this area and its parts; empty: everywhere.")
    done_at = fields.Datetime("Done On", readonly=True, default=fields.Datetime.now)
    overlap_ids = fields.One2many("field.visit.territory.overlap", "audit_id", "Overlaps", readonly=True)
    overlap_count = fields.Integer("Overlaps Found", compute="_compute_counts")
    partner_orphans = fields.Integer("Customers In No Territory", compute="_compute_counts")
    lead_orphans = fields.Integer("Leads In No Territory", compute="_compute_counts")
    partner_strangers = fields.Integer("Customers Of Strangers", compute="_compute_counts")
    lead_strangers = fields.Integer("Leads Of Strangers", compute="_compute_counts")
    partner_by_hand = fields.Integer("Customers Placed By Hand", compute="_compute_counts")
    lead_by_hand = fields.Integer("Leads Placed By Hand", compute="_compute_counts")
    partner_ended = fields.Integer("Customers In Ended Areas", compute="_compute_counts")
    lead_ended = fields.Integer("Leads In Ended Areas", compute="_compute_counts")
    unowned_count = fields.Integer("Areas Nobody Sells In", compute="_compute_counts")
    is_clean = fields.Boolean(compute="_compute_counts")

    # ---- public --------------------------------------------------------------------------------
    @api.model
    def run_audit(self, vals=None):
        """Look over the map and keep what is found for an hour.

        Counted and listed are the customers, leads and areas that you may see.

        :param dict vals: ``territory_id``: only this area and its parts
        :return: ``{"id", "overlaps": [{"first_id", "first", "second_id", "second", "area_km2", "lat", "lon",
            "partners"}], "orphans": {model: number}, "strangers": {…}, "by_hand": {…}, "ended": {…},
            "unowned": number of areas}``; models are ``res.partner`` and ``crm.lead``
        :raises UserError: for an unknown key or territory
        """
        vals = vals or {}
        check_keys(self.env, vals, ("territory_id",))
        known = self.env["field.visit.checked.mixin"]._visit_known
        area = known("territory_id", "field.visit.territory", [vals["territory_id"]]) if vals.get("territory_id") else False
        audit = self.create({"territory_id": area and area.id})
        answer = {name: {model: audit._visit_count(model, name) for model in MEMBERS} for name in FINDINGS}
        return dict(answer, id=audit.id, overlaps=audit.overlap_ids._visit_values(), unowned=audit.unowned_count)

    @api.model
    def action_run(self):
        """Look over the map and open what was found."""
        audit = self.browse(self.run_audit()["id"])
        return dict(audit._visit_reopened(), target="current")

    def action_again(self):
        """Look again, after something was mended."""
        self.ensure_one()
        self._visit_look()
        return self._visit_reopened()

    def action_find_anew(self):
        """Find everybody's territory anew, except those placed by hand; say how many changed."""
        self.ensure_one()
        if not compat.has_access(self.env["field.visit.territory"], "write"):
            raise UserError(_("Only managers may have everybody's territory found anew. Ask one of them."))
        areas = self.env["field.visit.territory"].with_context(active_test=False).search(self._visit_within("id"))
        found = areas._visit_refind("tree")
        self._visit_look()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": _("Territories"), "type": "success", "sticky": False,
                       "message": _("%d customers and leads came into another territory.") % found,
                       "next": self._visit_reopened()},
        }

    def action_open_finding(self):
        """Open the list of a finding; the context names the model and the finding."""
        self.ensure_one()
        model, finding = (self.env.context.get(key) for key in ("finding_model", "finding"))
        if model not in MEMBERS or finding not in FINDINGS:
            raise UserError(_("An audit lists %(known)s of customers and leads. Choose one of them.") % {
                "known": ", ".join(FINDINGS)})
        titles = {"orphans": _("In no territory"), "strangers": _("Held by strangers"),
                  "by_hand": _("Placed by hand"), "ended": _("In ended areas")}
        action = {"res.partner": "action_customers", "crm.lead": "action_leads"}[model]
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing." + action)
        views = sorted(values["views"], key=lambda pair: pair[1] != compat.LIST)
        return dict(values, name=titles[finding], domain=self._visit_domain(model, finding), context={}, views=views,
                    view_mode=",".join(mode for _view, mode in views), target="current")

    def action_open_unowned(self):
        """Open the areas that nobody sells in."""
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_territories")
        return dict(values, name=_("Areas nobody sells in"), domain=[("id", "in", self._visit_unowned().ids)], target="current")

    # ---- looking -------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        audits = super().create(vals_list)
        for audit in audits:
            audit._visit_look()
        return audits

    def _visit_look(self):
        """Compare the outlines anew; the other findings are counted whenever they are read."""
        self.overlap_ids.unlink()
        self.done_at = fields.Datetime.now()
        areas = self.env["field.visit.territory"].search(self._visit_within("id"))
        found = overlaps(areas.sudo()._visit_engine_territories())
        inside = self._visit_inside([item.shape for item in found])
        self.env["field.visit.territory.overlap"].create([{
            "audit_id": self.id, "first_id": item.first, "second_id": item.second, "lat": item.lat, "lon": item.lon,
            "area_km2": item.area_m2 / M2_PER_KM2, "partner_count": count} for item, count in zip(found, inside)])

    @api.model
    def _visit_inside(self, shapes):
        """Return how many customers that the user sees are in each of these shapes."""
        if not shapes:
            return []
        rows = compat.search_rows(self.env["res.partner"], CUSTOMERS + [("geo_state", "in", list(PLACED))], [
            "partner_latitude", "partner_longitude"])
        if not rows:
            return [0] * len(shapes)
        lats, lons = zip(*rows)
        _places, where = Outlines(shapes).holding(np.array(lats), np.array(lons))
        return np.bincount(where, minlength=len(shapes)).tolist()

    @api.depends("territory_id", "done_at")
    @api.depends_context("uid")
    def _compute_name(self):
        for audit in self:
            where = audit.territory_id.complete_name or _("all territories")
            audit.name = _("Audit: %s") % where

    @api.depends("overlap_ids", "done_at")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        for audit in self:
            counts = {"%s_%s" % (kind, name): audit._visit_count(model, name)
                      for kind, model in (("partner", "res.partner"), ("lead", "crm.lead")) for name in FINDINGS}
            audit.update(dict(counts, overlap_count=len(audit.overlap_ids), unowned_count=len(audit._visit_unowned())))
            faults = [value for name, value in counts.items() if not name.endswith("by_hand")]
            audit.is_clean = not audit.overlap_ids and not any(faults)

    def _visit_count(self, model, finding):
        target = self.env[model]
        return target.search_count(self._visit_domain(model, finding)) if compat.has_access(target, "read") else 0

    def _visit_domain(self, model, finding):
        """Return the domain of a finding; places in no territory are in no part of the tree either."""
        domains = {"orphans": NOWHERE, "strangers": STRANGER, "by_hand": BY_HAND,
                   "ended": [("territory_id", "in", self._visit_ended().ids)]}
        within = [] if finding == "orphans" else self._visit_within("territory_id")
        return MEMBERS[model] + domains[finding] + within

    def _visit_within(self, name):
        return [(name, "child_of", self.territory_id.id)] if self.territory_id else []

    def _visit_ended(self):
        areas = self.env["field.visit.territory"].with_context(active_test=False).search(self._visit_within("id"))
        return areas.filtered(lambda area: not area.active or not area.sudo()._visit_is_valid())

    def _visit_unowned(self):
        areas = self.env["field.visit.territory"].search(self._visit_within("id") + [("child_ids", "=", False)])
        return areas.filtered(lambda area: not area.has_owner())

    def _visit_reopened(self):
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "name": _("Audit"),
                "views": [(False, "form")], "view_mode": "form", "target": "main"}


class FieldVisitTerritoryOverlap(models.TransientModel):
    _name = "field.visit.territory.overlap"
    _description = "Overlap of Territories"
    _order = "area_km2 desc, id"

    audit_id = fields.Many2one("field.visit.territory.audit", required=True, ondelete="cascade", index=True)
    first_id = fields.Many2one("field.visit.territory", "First Area", required=True, ondelete="cascade")
    second_id = fields.Many2one("field.visit.territory", "Second Area", required=True, ondelete="cascade")
    # the last part of a long name tells two neighbours apart
    first_name = fields.Char("Has The Members", related="first_id.name")
    second_name = fields.Char("Lies Over It", related="second_id.name")
    area_km2 = fields.Float("Size (km²)", digits=(12, 2))
    lat = fields.Float("Latitude", digits=(10, 7))
    lon = fields.Float("Longitude", digits=(10, 7))
    partner_count = fields.Integer("Customers There")

    def _visit_values(self):
        return [{"first_id": line.first_id.id, "first": line.first_id.complete_name, "second_id": line.second_id.id,
                 "second": line.second_id.complete_name, "area_km2": round(line.area_km2, 4), "lat": line.lat,
                 "lon": line.lon, "partners": line.partner_count} for line in self]

    def action_first_wins(self):
        """Give the first area the higher precedence. Returns the action that shows the audit again."""
        return self._visit_decide("first_id", "second_id")

    def action_second_wins(self):
        """Give the second area the higher precedence. Returns the action that shows the audit again."""
        return self._visit_decide("second_id", "first_id")

    def _visit_decide(self, winner, loser):
        self.ensure_one()
        higher = self[loser].precedence + 1
        if higher > 1000:
            raise UserError(_('"%s" has the highest precedence already. Lower it first.') % self[loser].complete_name)
        self[winner].precedence = higher
        return self.audit_id.action_again()

    def action_open_map(self):
        """Show the place on the customers' map."""
        self.ensure_one()
        values = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_customers")
        view = {"lat": self.lat, "lon": self.lon, "zoom": 14, "layers": {"territories": True},
                "opening": "overlap-%d" % self.id}
        return dict(values, context={VIEW_KEY: view}, target="current")
