"""A search for look-alikes as records: shown as a list, on the map and one by one."""
import json

from odoo import _, api, fields, models

from .. import compat
from .alike_find import AMONG, LIMIT
from .located_mixin import GRADES

NEAREST = 3


class FieldVisitAlike(models.TransientModel):
    _name = "field.visit.alike"
    _description = "Search for look-alikes"

    name = fields.Char("Like Whom", readonly=True)
    request = fields.Char(readonly=True)  # JSON of model and ids, or best; see find_alike
    among = fields.Selection(AMONG, "Among", default="prospects", required=True)
    limit = fields.Integer("At Most", default=LIMIT, required=True)
    message = fields.Char("How They Were Compared", readonly=True)
    line_ids = fields.One2many("field.visit.alike.line", "alike_id", "Found", readonly=True)

    def action_search(self):
        """Look for them and show who was found."""
        self.ensure_one()
        answer = self.env["field.visit.alike.table"].find_alike(
            dict(json.loads(self.request or "{}"), among=self.among, limit=self.limit))
        names = ", ".join(item["name"] for item in answer["like"][:NEAREST])
        self.write({
            "name": _("%(names)s and %(count)d more", names=names, count=answer["like_count"] - NEAREST)
            if answer["like_count"] > NEAREST else names,
            "message": _("%(count)d were looked through, compared by: %(traits)s.", count=answer["looked_through"],
                         traits=", ".join(answer["traits"])),
            "line_ids": [(5,)] + [(0, 0, self._line_values(item)) for item in answer["found"]]})
        return self._action_show()

    @api.model
    def _line_values(self, item):
        words = {key: ", ".join("%s: %s" % (told["label"], told["text"]) if told["text"] else told["label"]
                                for told in item[key]) for key in ("reasons", "differs")}
        link = "partner_id" if item["model"] == "res.partner" else "lead_id"
        return dict(words, **{
            link: item["id"], "name": item["name"], "likeness": item["likeness"], "visit_score": item["score"],
            "visit_grade": item["grade"] or False, "nearest": ", ".join(near["name"] for near in item["nearest"])})

    def _action_show(self):
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_alike_lines")
        title = _("Prospects like our best") if "best" in json.loads(self.request or "{}") else _("Like %s") % self.name
        return dict(action, name=title, display_name=title, domain=[("alike_id", "=", self.id)], context={"create": False},
                    help=str(action.get("help") or ""))  # programs take plain text only

    @api.model
    def action_open_best(self):
        """Show prospects that are like the best customers."""
        return self.create({"request": json.dumps({"best": True})}).action_search()


class FieldVisitAlikeLine(models.TransientModel):
    _name = "field.visit.alike.line"
    _description = "Look-alike"
    _order = "likeness desc, visit_score desc, id"

    alike_id = fields.Many2one("field.visit.alike", "Search", required=True, ondelete="cascade", index=True)
    message = fields.Char(related="alike_id.message")
    name = fields.Char("Name", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True, ondelete="cascade")
    likeness = fields.Float("Alike (%)", digits=(5, 1), readonly=True, **compat.aggregator("avg"))
    reasons = fields.Char("Alike In", readonly=True)
    differs = fields.Char("Different In", readonly=True)
    nearest = fields.Char("Most Like", readonly=True)
    visit_score = fields.Float("Visit Score", digits=(5, 2), readonly=True, **compat.aggregator("avg"))
    visit_grade = fields.Selection(GRADES, "Visit Grade", readonly=True)
    has_position = fields.Boolean(compute="_compute_customer")
    latitude = fields.Float("Latitude", digits=(10, 7), compute="_compute_customer")
    longitude = fields.Float("Longitude", digits=(10, 7), compute="_compute_customer")
    city = fields.Char("City", compute="_compute_customer")
    user_id = fields.Many2one("res.users", "Salesperson", compute="_compute_customer")
    kind = fields.Selection([("customer", "Customer"), ("lead", "Lead")], "Kind", compute="_compute_customer")

    @api.depends("partner_id", "lead_id")
    def _compute_customer(self):
        for line in self:
            record = line._customer()
            placed = record.has_position()
            line.update({
                "has_position": placed, "latitude": record.partner_latitude if placed else 0.0,
                "longitude": record.partner_longitude if placed else 0.0, "city": record.city,
                "user_id": record.user_id, "kind": "customer" if line.partner_id else "lead"})

    def _customer(self):
        """The customer or lead that was found."""
        self.ensure_one()
        return self.partner_id or self.lead_id

    def action_open_customer(self):
        """Open the customer or lead."""
        record = self._customer()
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "view_mode": "form", "views": [(False, "form")], "name": self.name}

    def action_find_day(self):
        """Plan a visit; see the customer's own button."""
        return self._customer().action_find_day()

    def action_make_segment(self):
        """Keep these as the members of a new segment, and open it."""
        compat.check_access(self, "read")
        segment = self.env["field.visit.segment"].create({"name": _("Like %s") % (self[:1].alike_id.name or "")})
        for model, link in (("res.partner", "partner_id"), ("crm.lead", "lead_id")):
            if self[link]:
                segment.add_members(model, self[link].ids)
        return {"type": "ir.actions.act_window", "res_model": segment._name, "res_id": segment.id,
                "view_mode": "form", "views": [(False, "form")], "name": segment.name}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def get_alike(self, among="customers", limit=20):
        """Return who is like these customers or leads; see ``find_alike`` of ``field.visit.alike.table``."""
        return self.env["field.visit.alike.table"].find_alike(
            {"model": self._name, "ids": self.ids, "among": among, "limit": limit})

    def action_open_alike(self):
        """Show customers like this one; of leads, customers and leads."""
        compat.check_access(self, "read")
        return self.env["field.visit.alike"].create({
            "request": json.dumps({"model": self._name, "ids": self.ids}),
            "among": "customers" if self._name == "res.partner" else "all"}).action_search()

    def action_open_prospects_alike(self):
        """Show prospects like these."""
        compat.check_access(self, "read")
        return self.env["field.visit.alike"].create({
            "request": json.dumps({"model": self._name, "ids": self.ids})}).action_search()

    def _visit_customer_actions(self):
        offers = super()._visit_customer_actions()
        if not self.env.user.has_group("field_visit_routing.group_rep"):
            return offers
        return offers + [{"key": "alike", "label": _("Look-alikes"), "model": self._name, "id": self.id,
                          "method": "action_open_alike"}]
