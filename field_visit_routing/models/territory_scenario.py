"""A scenario of a territory design: its areas, their figures, and who would change hands."""
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError
from psycopg2.extras import execute_values

from .. import compat
from . import territory_design_chart

NAMES = [("today", "Today"), ("compact", "Compact"), ("home", "Near The Reps"), ("keep", "Few Changes")]
#: Areas take these colours of Odoo's palette in turn: first those that are easily told apart.
COLORS = (7, 2, 10, 11, 9, 4, 8, 3, 5, 1, 6)


class FieldVisitTerritoryScenario(models.Model):
    _name = "field.visit.territory.scenario"
    _description = "Scenario of a Territory Design"
    _order = "design_id desc, id"

    name = fields.Char("Name", compute="_compute_name")
    kind = fields.Selection(NAMES, "Scenario", required=True, readonly=True)
    design_id = fields.Many2one("field.visit.territory.design", "Design", required=True, readonly=True, index=True,
                                ondelete="cascade")
    company_id = fields.Many2one(related="design_id.company_id", store=True)
    area_ids = fields.One2many("field.visit.territory.scenario.area", "scenario_id", "Areas", readonly=True)
    line_ids = fields.One2many("field.visit.territory.scenario.line", "scenario_id", "Customers", readonly=True)
    deviation_percent = fields.Float("Worst Deviation (%)", readonly=True, digits=(7, 1),
                                     help="How far the area that is farthest from its fair share is from it.")
    balanced = fields.Boolean("Balanced", readonly=True)
    change_count = fields.Integer("Customers That Change Owner", readonly=True)
    nobody_count = fields.Integer("Customers Of Nobody Here", readonly=True)
    apart_count = fields.Integer("Locked Outside Their Area", readonly=True)
    spread_km = fields.Float("From The Middle (km)", readonly=True, digits=(9, 2),
                             help="Mean straight distance of the customers from the middle of their area.")
    home_km = fields.Float("From The Rep's Start (km)", readonly=True, digits=(9, 2))
    drive_h = fields.Float("Driving A Month (Hours)", readonly=True, digits=(9, 1))
    roundness_percent = fields.Float("Roundness (%)", readonly=True, digits=(5, 1),
                                     help="Polsby-Popper measure of the outlines: 100 is a circle.")
    is_chosen = fields.Boolean(compute="_compute_is_chosen")
    can_choose = fields.Boolean(compute="_compute_is_chosen")
    picture_html = fields.Html("Picture", compute="_compute_picture_html", sanitize=False)

    @api.depends("kind", "design_id.name")
    def _compute_name(self):
        for scenario in self:
            scenario.name = scenario._kind_label()

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env)).get(self.kind, "")

    @api.depends("design_id.chosen_id", "design_id.state", "kind")
    def _compute_is_chosen(self):
        for scenario in self:
            scenario.is_chosen = scenario.design_id.chosen_id == scenario
            scenario.can_choose = (scenario.kind != "today" and not scenario.is_chosen
                                   and scenario.design_id.state in ("done", "asked", "cancelled"))

    def _compute_picture_html(self):
        for scenario in self:
            scenario.picture_html = territory_design_chart.picture(scenario)

    # ---- from the job -----------------------------------------------------------------------
    @api.model
    def _take(self, design, found):
        """Keep the engine's scenarios; the job writes as superuser."""
        for number, item in enumerate(found):
            scenario = self.create(self._values(design, item))
            self.env["field.visit.territory.scenario.area"].create([
                scenario._area_values(at, area) for at, area in enumerate(item["areas"])])
            if number and design.customer_count:
                scenario._make_lines(item)

    @api.model
    def _values(self, design, item):
        return {
            "design_id": design.id, "kind": item["name"], "deviation_percent": 100 * item["deviation"],
            "balanced": item["balanced"], "change_count": len(item["changes"]), "nobody_count": len(item["nobody"]),
            "apart_count": sum(len(area["apart"]) for area in item["areas"]), "spread_km": item["spread_m"] / 1000,
            "home_km": item["home_m"] / 1000, "drive_h": item["drive_h"], "roundness_percent": 100 * item["roundness"]}

    def _area_values(self, at, area):
        return {
            "scenario_id": self.id, "rep_id": area["rep"], "color": COLORS[at % len(COLORS)], "load": area["load"],
            "deviation_percent": 100 * area["deviation"], "customer_count": len(area["customers"]),
            "apart_count": len(area["apart"]), "visit_h": area["visit_h"], "drive_h": area["drive_h"],
            "spread_km": area["spread_m"] / 1000, "home_km": area["home_m"] / 1000,
            "roundness_percent": 100 * area["roundness"], "outline": json.dumps(area["outline"]) if area["outline"] else False}

    def _make_lines(self, item):
        """Keep who gets each customer; thousands of rows go by one statement."""
        changes = set(item["changes"])
        apart = {each for area in item["areas"] for each in area["apart"]}
        locked = {each["id"] for each in json.loads(self.design_id.job_request)["question"]["customers"]
                  if each["locked"] is not None}
        known = set(self.env["res.partner"].with_context(active_test=False).search(
            [("id", "in", [each for area in item["areas"] for each in area["customers"]])]).ids)
        rows = [(self.id, self.design_id.id, self.company_id.id, each, area["rep"], each in changes, each in locked,
                 each in apart, "open")
                for area in item["areas"] for each in area["customers"] if each in known]
        compat.flush(self)
        execute_values(self.env.cr._obj, """
            INSERT INTO field_visit_territory_scenario_line
                   (scenario_id, design_id, company_id, partner_id, rep_id, is_change, is_locked, is_apart, state)
            VALUES %s""", rows, page_size=1000)
        self.env.cr.execute("""
            UPDATE field_visit_territory_scenario_line AS line
               SET former_user_id = partner.user_id, line_latitude = partner.partner_latitude,
                   line_longitude = partner.partner_longitude
              FROM res_partner AS partner WHERE partner.id = line.partner_id AND line.scenario_id = %s""", [self.id])
        compat.invalidate(self.env["field.visit.territory.scenario.line"])

    # ---- what users and programs call ---------------------------------------------------------
    def get_figures(self):
        """Return the scenarios' figures and areas.

        :return: list of dicts with ``id``, ``kind``, ``deviation_percent``, ``balanced``, ``changes``, ``nobody``,
            ``apart``, ``spread_km``, ``home_km``, ``drive_h``, ``roundness_percent`` and ``areas``: ``{"rep_id",
            "rep", "customers", "load", "deviation_percent", "visit_h", "drive_h", "spread_km", "home_km",
            "outline" (GeoJSON or "")}``
        :raises AccessError: when the user may not read a scenario
        """
        compat.check_access(self, "read")
        names = ("deviation_percent", "spread_km", "home_km", "drive_h", "roundness_percent")
        return [dict(
            {name: round(scenario[name], 2) for name in names}, id=scenario.id, kind=scenario.kind,
            balanced=scenario.balanced, changes=scenario.change_count, nobody=scenario.nobody_count,
            apart=scenario.apart_count, areas=[area._figures() for area in scenario.area_ids]) for scenario in self]

    def action_choose(self):
        """Choose this scenario and ask a manager for approval. Returns True."""
        self.ensure_one()
        if self.kind == "today":
            raise UserError(_("This is how the areas are today: there is nothing to publish. Choose another scenario."))
        self.design_id._choose(self)
        return True

    def action_map(self):
        """Show the customers in the colours of their areas on the map, with the outlines."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": "%s: %s" % (self.design_id.name, self.name),
            "res_model": "field.visit.territory.scenario.line", "view_mode": compat.view_mode("field_visit_map,list"),
            "views": compat.views(
                ("field_visit_map", self.env.ref("field_visit_routing.view_scenario_line_map").id),
                ("list", self.env.ref("field_visit_routing.scenario_line_list").id)),
            "domain": [("scenario_id", "=", self.id)], "context": {"visit_scenario_id": self.id}}

    def action_changes(self):
        """Open the hand-over list: the customers who get another owner."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": _("Hand-over: %s") % self.name,
            "res_model": "field.visit.territory.scenario.line", "view_mode": compat.view_mode("list,field_visit_map"),
            "views": compat.views(
                ("list", self.env.ref("field_visit_routing.scenario_line_list").id),
                ("field_visit_map", self.env.ref("field_visit_routing.view_scenario_line_map").id)),
            "domain": [("scenario_id", "=", self.id), ("is_change", "=", True)],
            "context": {"visit_scenario_id": self.id}}


class FieldVisitTerritoryScenarioArea(models.Model):
    _name = "field.visit.territory.scenario.area"
    _description = "Area of a Scenario"
    _order = "scenario_id, id"

    scenario_id = fields.Many2one("field.visit.territory.scenario", required=True, readonly=True, index=True,
                                  ondelete="cascade")
    design_id = fields.Many2one(related="scenario_id.design_id", store=True, index=True)
    company_id = fields.Many2one(related="scenario_id.company_id", store=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, ondelete="cascade")
    color = fields.Integer("Colour", readonly=True)
    customer_count = fields.Integer("Customers", readonly=True)
    apart_count = fields.Integer("Locked Outside", readonly=True)
    load = fields.Float("Balanced Number", readonly=True)
    deviation_percent = fields.Float("Deviation (%)", readonly=True, digits=(7, 1))
    visit_h = fields.Float("Visits A Month (Hours)", readonly=True, digits=(9, 1))
    drive_h = fields.Float("Driving A Month (Hours)", readonly=True, digits=(9, 1))
    spread_km = fields.Float("From The Middle (km)", readonly=True, digits=(9, 2))
    home_km = fields.Float("From The Start (km)", readonly=True, digits=(9, 2))
    roundness_percent = fields.Float("Roundness (%)", readonly=True, digits=(5, 1))
    outline = fields.Text("Outline", readonly=True)

    def _note(self):
        """What the map tells of the area."""
        return _("%(customers)s customers, %(percent)+.1f %% from the fair share", customers=self.customer_count,
                 percent=self.deviation_percent)

    def _figures(self):
        names = ("load", "deviation_percent", "visit_h", "drive_h", "spread_km", "home_km")
        return dict({name: round(self[name], 2) for name in names}, rep_id=self.rep_id.id, rep=self.rep_id.name,
                    customers=self.customer_count, outline=self.outline or "")


class FieldVisitTerritoryScenarioLine(models.Model):
    _name = "field.visit.territory.scenario.line"
    _description = "Customer in a Scenario"
    _order = "scenario_id, is_change desc, rep_id, id"
    _rec_name = "partner_id"

    scenario_id = fields.Many2one("field.visit.territory.scenario", required=True, readonly=True, index=True,
                                  ondelete="cascade")
    design_id = fields.Many2one("field.visit.territory.design", readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade")
    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, ondelete="cascade")
    former_user_id = fields.Many2one("res.users", "Salesperson Before", readonly=True)
    is_change = fields.Boolean("Changes Owner", readonly=True)
    is_locked = fields.Boolean("Locked", readonly=True)
    is_apart = fields.Boolean("Outside The Area", readonly=True)
    keep = fields.Boolean("Not Handed Over", help="The customer stays with the present salesperson when published.")
    state = fields.Selection([("open", "Open"), ("given", "Handed Over"), ("kept", "Kept"), ("failed", "Not Possible")],
                             "State", default="open", readonly=True)
    note = fields.Char("Note", readonly=True)
    line_latitude = fields.Float("Latitude", readonly=True, digits=(10, 7))
    line_longitude = fields.Float("Longitude", readonly=True, digits=(10, 7))

    def write(self, vals):
        """People only say who is not handed over, as long as nothing is published.

        :raises UserError: for anything else
        """
        if not self.env.su:
            if set(vals) - {"keep"}:
                raise UserError(_("Of a hand-over list only \"Not Handed Over\" can be changed."))
            self.mapped("design_id")._require_state("done", "asked", "cancelled")
        return super().write(vals)

    def action_keep(self):
        """Leave these customers with their present salespeople. Returns True."""
        return self.write({"keep": True})

    def action_hand_over(self):
        """Hand these customers over after all. Returns True."""
        return self.write({"keep": False})


class FieldVisitMapScenario(models.AbstractModel):
    _inherit = "field.visit.map"

    def _field_info(self, target, name, values):
        """Customers of a scenario have the colour of the area that they would be in."""
        info = super()._field_info(target, name, values)
        scenario = self._map_scenario()
        if target._name != "field.visit.territory.scenario.line" or name != "rep_id" or not scenario:
            return info
        return dict(info, colors={str(area.rep_id.id): self._map_color(area.color) for area in scenario.area_ids})

    @api.model
    def _map_scenario(self):
        """The scenario that the map is opened for, as far as the user may read it."""
        number = self.env.context.get("visit_scenario_id")
        Scenario = self._map_readable("field.visit.territory.scenario")
        if not isinstance(number, int) or Scenario is None:
            return None
        return Scenario.search([("id", "=", number)])

    @api.model
    def _map_areas(self):
        """The map of a scenario shows the scenario's areas instead of those that are published."""
        scenario = self._map_scenario()
        if scenario is None:
            return super()._map_areas()
        return [{"id": area.id, "name": area.rep_id.name, "color": self._map_color(area.color),
                 "geometry": json.loads(area.outline), "note": area._note()}
                for area in scenario.area_ids if area.outline], []
