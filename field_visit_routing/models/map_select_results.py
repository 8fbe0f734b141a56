"""Chosen records as an Odoo selection: a list, the planning wizard, a file."""
import json

from odoo import _, api, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..engine.exporting.spreadsheet import write_csv

EXPORT_GROUP = "base.group_allow_export"
PLANNED = ("res.partner", "crm.lead", "field.visit")


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def _select_other_actions(self, target):
        plans = target._name in PLANNED and compat.has_access(self.env["field.visit.plan.wizard"], "create")
        names = ["plan_route", "plan_week"] * bool(plans) + ["export"] * self._select_may_export()
        return names + ["list"]

    @api.model
    def _select_may_export(self):
        return self.env.user.has_group(EXPORT_GROUP)

    @api.model
    def open_selection(self, model, ids):
        """Return the action that lists the chosen records, so that Odoo's own actions apply to them."""
        target = self._map_target(model)
        records = self._select_records(target, ids)[0]
        return {
            "type": "ir.actions.act_window", "name": _("Chosen on the map"), "res_model": model,
            "view_mode": compat.view_mode("list,form"), "views": compat.views(("list", False), ("form", False)),
            "domain": [("id", "in", records.ids)], "target": "current",
            "context": {"active_test": False},
        }

    @api.model
    def plan_selection(self, model, ids, kind="plan_week"):
        """Return the action that opens the planning wizard with the chosen records.

        :param model: ``"res.partner"``, ``"crm.lead"`` or ``"field.visit"`` (its customers)
        :param ids: list of ids
        :param kind: ``"plan_week"``: candidates, of whom the plan takes the most valuable;
            ``"plan_route"``: routes for one day in which all must be visited
        :raises UserError: for another model or kind, or when there is nobody to plan for
        """
        target = self._map_target(model)
        if model not in PLANNED or kind not in ("plan_route", "plan_week"):
            raise UserError(_('"%(kind)s" cannot be done with %(model)s. Choose customers, leads or visits.',
                              kind=kind, model=target._description))
        wizard = self.env["field.visit.plan.wizard"]
        compat.check_access(wizard, "create")
        partners, leads = self._select_places(self._select_records(target, ids)[0])
        if not partners and not leads:
            raise UserError(_("There is no customer or lead to plan for. Choose others."))
        values = {"source": "selected", "partner_ids": [(6, 0, partners.ids)], "lead_ids": [(6, 0, leads.ids)]}
        if kind == "plan_route":
            values.update(date_to=wizard._default_days()[0], mandatory_partner_ids=[(6, 0, partners.ids)],
                          mandatory_lead_ids=[(6, 0, leads.ids)])
        return self._select_plain_action(wizard._action(values))

    @api.model
    def _select_plain_action(self, action):
        """Dates as text: programs take no others."""
        context = {key: str(value) if hasattr(value, "isoformat") else value for key, value in action["context"].items()}
        return dict(action, context=context, views=compat.views(("form", False)))

    @api.model
    def _select_places(self, records):
        partners, leads = self.env["res.partner"], self.env["crm.lead"]
        if records._name == "res.partner":
            return records, leads
        if records._name == "crm.lead":
            return partners, records
        # as the user: customers of visits may be closed to who sees the visit
        partners = partners.search([("id", "in", records.partner_id.ids)])
        unconverted = records.filtered(lambda visit: not visit.partner_id)
        return partners, leads.search([("id", "in", unconverted.lead_id.ids)])

    # ---- files ---------------------------------------------------------------------------------
    @api.model
    def export_selection(self, model, ids, kind="csv", fields=(), lat="", lon=""):
        """Return the chosen records as a file.

        Texts that a spreadsheet would take for formulas get an apostrophe before them.

        :param model: name of the model
        :param ids: list of ids; those that the user may not see are left out
        :param kind: ``"csv"`` or ``"geojson"``
        :param fields: names of the fields to write beside id, name and position
        :param lat: name of the float field with the latitude in degrees
        :param lon: name of the float field with the longitude in degrees
        :return: dict with ``name`` (of the file), ``type`` (MIME), ``content`` (text) and ``count``
        :raises AccessError: for users without Odoo's right to export
        :raises UserError: for an unknown model, field or kind
        """
        if not self._select_may_export():
            raise AccessError(_("You may not export. Ask your administrator for the right “Access to export feature”."))
        if kind not in ("csv", "geojson"):
            raise UserError(_('kind: "%s" is no format of a file. Give csv or geojson.', kind))
        target = self._map_target(model)
        names = self._readable(target, fields)
        rows = self._select_rows(target, self._select_records(target, ids)[0].ids, names, self._required(target, [lat, lon]))
        make = self._select_csv if kind == "csv" else self._select_geojson
        return dict(make(target, names, rows), name="%s.%s" % (model.replace(".", "-"), kind), count=len(rows))

    @api.model
    def _select_rows(self, target, ids, names, position):
        """``(id, name, lat, lon, {field: value})`` per record; no position is None."""
        records, columns = self._found(target.with_context(active_test=False), [("id", "in", ids)],
                                       position + names + self._presence_field(target))
        placed = set(self._placed_rows(target, columns, *position))
        titles = self._names(records, columns)
        shown = {name: self._select_shown(records, name, columns[name]) for name in names}
        lat, lon = (columns[name] for name in position)
        return [(number, titles[row] or "", (lat[row] or 0.0) if row in placed else None,
                 (lon[row] or 0.0) if row in placed else None, {name: shown[name][row] for name in names})
                for row, number in enumerate(columns["id"])]

    @api.model
    def _select_shown(self, records, name, values):
        """Values as people read them: names of options and linked records, "" for nothing."""
        info = self._field_info(records.browse(), name, values)
        if "values" in info:
            return [info["values"].get(str(value), "") if value else "" for value in values]
        plain = records._fields[name].type == "boolean"
        return [value if plain or value is not False else "" for value in values]

    @api.model
    def _select_csv(self, target, names, rows):
        labels = target.fields_get(names, ["string"])
        header = ["id", _("Name")] + [labels[name]["string"] for name in names] + [_("Latitude"), _("Longitude")]
        table = [[number, title, *values.values(), lat, lon] for number, title, lat, lon, values in rows]
        return {"type": "text/csv;charset=utf-8", "content": write_csv(header, table)}

    @api.model
    def _select_geojson(self, target, names, rows):
        features = [{
            "type": "Feature", "id": number, "properties": dict({"name": title}, **values),
            "geometry": None if lat is None else {"type": "Point", "coordinates": [lon, lat]},
        } for number, title, lat, lon, values in rows]
        content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        return {"type": "application/geo+json", "content": content}
