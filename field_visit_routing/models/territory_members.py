"""Who belongs to a territory follows from the map: found anew when an area, the tree or the calendar changes."""
from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from .call_values import check_keys
from .membership import MODELS
from .territory_delete import UNINSTALL
from .territory_index import DATES, GEOGRAPHY, TREE

#: What a preview may be told about the area beside its boundary.
PREVIEWED = ("parent_id", "company_id", "precedence")
#: Stands for the id of a new territory, which is higher than all that exist: among equals the lowest wins.
NEW = 2**31
#: How many records a preview names.
NAMED = 200


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    # ---- public --------------------------------------------------------------------------------
    def preview_members(self, geojson, vals=None):
        """Tell who would come and go if this territory had another boundary; nothing is written.

        Called without a record it tells who would come into a new territory.

        :param geojson: Polygon or MultiPolygon, as text or dict; "" for none
        :param dict vals: what else would be another: ``parent_id``, ``company_id``, ``precedence``
        :return: ``{"come": {model: number}, "leave": {model: number}, "records": [{"model", "id", "name",
            "from_id", "from", "to_id", "to"}]}``; models are ``res.partner`` and ``crm.lead``, ids 0 and names ""
            stand for no territory; numbers count everybody, records are up to 200 of those that you may see
        :raises UserError: for a boundary, key or id that cannot be used
        """
        compat.check_access(self or self.env["field.visit.territory"], "read")
        changes = self._visit_preview(geojson, vals)
        own = self.id or 0
        return {
            "come": {model: sum(new == own for _old, new in found.values()) for model, found in changes.items()},
            "leave": {model: sum(old == own != 0 for old, _new in found.values()) for model, found in changes.items()},
            "records": self._visit_named_changes(changes),
        }

    # ---- preview -------------------------------------------------------------------------------
    def _visit_preview(self, geojson, vals=None):
        """Return ``{model: {id: (former territory, territory)}}`` for another boundary; a new one's id is 0.

        Places that would be in no territory have 0 as well; for a new territory those do not occur.
        """
        if len(self) > 1:
            raise UserError(_("A preview is for one territory, not for %d. Choose one.") % len(self))
        # who would come and go is counted over everybody, as the change itself would find them
        area = self.sudo()
        index = area._visit_previewed_index(geojson, vals or {})
        membership = self.env["field.visit.membership"].sudo()
        number = area.id or NEW
        candidates = membership._visit_candidates(index, [number])
        changes = membership._visit_changes(candidates, index=index)
        return {model: {key: (old, 0 if new == NEW else new) for key, (old, new) in found.items()}
                for model, found in changes.items()}

    def _visit_previewed_index(self, geojson, vals):
        """Return today's membership with this territory, or a new one, changed as asked for."""
        check_keys(self.env, vals, PREVIEWED)
        values = self._visit_checked(vals)
        parent = self._visit_known("parent_id", self._name, [values["parent_id"]]) if values.get("parent_id") else \
            (self.browse() if "parent_id" in values else self.parent_id)
        company = values["company_id"] if "company_id" in values else (self or parent).company_id.id
        area = self._visit_engine_territory(self._visit_shape(geojson))
        depth = (parent.parent_path or "").count("/") + 1
        changed = type(area)(
            id=self.id or NEW, depth=depth, precedence=values.get("precedence", self.precedence if self else 10),
            company=company or 0, shape=area.shape, rules=area.rules)
        return self._visit_index().with_changed(changed)

    def _visit_named_changes(self, changes):
        """Return the changes of up to ``NAMED`` records that the user may see, by name."""
        named = []
        for model in MODELS:
            found = changes.get(model, {})
            # asked as the user: what is hidden from him is counted, not named
            Model = self.env[model].with_context(active_test=False)
            if len(named) < NAMED and compat.has_access(Model, "read"):
                records = Model.search([("id", "in", sorted(found))], limit=NAMED - len(named))
                named += [self._visit_named_change(record, *found[record.id]) for record in records]
        return named

    def _visit_named_change(self, record, old, new):
        # names of territories are known to every employee, those of another company's are not reached here
        names = [self.browse(number).sudo().complete_name or "" for number in (old, new)]
        return {"model": record._name, "id": record.id, "name": record.display_name or "",
                "from_id": old, "from": names[0], "to_id": new, "to": names[1]}

    # ---- changes -------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        areas._visit_refind("boundary")
        return areas

    def write(self, vals):
        cause = self._visit_map_cause(vals)
        if not cause:
            return super().write(vals)
        parts = self._visit_subtree() if "parent_id" in vals else self
        result = super().write(vals)
        # 14.0 writes the new paths past its own memory
        compat.invalidate(self, ["parent_path"])
        parts._visit_refind(cause)
        return result

    def unlink(self):
        """Delete territories; whoever still belongs to them is looked for anew, also who was put there by hand."""
        if self.env.context.get(UNINSTALL):
            return super().unlink()
        membership = self.env["field.visit.membership"].sudo()
        members = {model: self._visit_members(model) for model in MODELS}
        result = super().unlink()
        for model, before in members.items():
            records = membership.env[model].browse(sorted(before))
            records.filtered("territory_manual").with_context(visit_territory_found=True).territory_manual = False
        changes = membership._visit_changes(members, moved=members)
        membership._visit_apply(changes, "tree", members)
        return result

    @api.model
    def _visit_map_cause(self, vals):
        """Return which kind of change of the map these values are, "" for none."""
        causes = (("boundary", GEOGRAPHY), ("tree", TREE), ("date", DATES))
        return next((cause for cause, names in causes if any(name in vals for name in names)), "")

    def _visit_subtree(self):
        """Return these territories and all that are part of them, archived ones too."""
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)]) if self else self

    def _visit_members(self, model):
        """Return ``{id: territory}`` of the records of a model that belong to these very territories."""
        # all of them, also those that the user does not see: the territory is not theirs alone
        Model = self.env[model].sudo().with_context(active_test=False)
        return {row[0]: row[1] for row in compat.search_rows(
            Model, [("territory_id", "in", self.ids)], ["id", "territory_id"])}

    def _visit_refind(self, cause):
        """Find anew who belongs to these territories.

        :return: how many customers and leads came into another territory
        """
        if not self:
            return 0
        membership = self.env["field.visit.membership"].sudo()
        index = self._visit_index()
        changes = membership._visit_changes(membership._visit_candidates(index, self.ids))
        membership._visit_apply(changes, cause)
        return sum(len(found) for found in changes.values())

    @api.model
    def _cron_visit_dates(self):
        """Let territories begin and end on their days."""
        dated = self.sudo().search(["|", ("date_from", "!=", False), ("date_to", "!=", False)])
        return dated._visit_refind("date")
