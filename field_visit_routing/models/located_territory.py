"""Membership of a customer or lead in a territory: found whenever the place changes, unless a person chose it."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

#: Why a place came into another territory: for a change of the place itself its owner follows at once,
#: for a change of the map a person is asked.
PLACE_CAUSES = ("create", "position", "address", "import", "manual")
MAP_CAUSES = ("boundary", "tree", "date")
CHOICE = ("territory_id", "territory_manual")
POSITION = ("partner_latitude", "partner_longitude", "geo_state")
ADDRESS = ("zip", "city", "state_id", "country_id", "company_id")


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    # a copy stands where it stands: its territory is found anew
    territory_id = fields.Many2one(copy=False)
    territory_manual = fields.Boolean(
        "Territory Chosen By Hand", index=True, copy=False,
        help="A person chose the territory. It is kept whatever the position; remove the territory to have it found again.",
        groups="base.group_user")

    def _visit_territory_changed(self, before, cause):
        """Called after these records came into another territory, or into none; extended by what follows from it.

        :param dict before: id of each record → id of its former territory, 0 for none
        :param str cause: one of ``PLACE_CAUSES`` and ``MAP_CAUSES``
        """
        return True

    def action_find_territory(self):
        """Forget which territory a person chose, and find it by the place. Returns True."""
        return self.write({"territory_id": False, "territory_manual": False})

    # ---- create and write ----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._visit_marked(self._visit_with_default(vals)) for vals in vals_list]
        records = super().create(vals_list)
        given = {record.id: 0 for record, vals in zip(records, vals_list) if vals.get("territory_id")}
        records._visit_find_territory(self._visit_cause("create"), given)
        return records

    def write(self, vals):
        vals = self._visit_marked(vals)
        chosen = any(name in vals for name in CHOICE)
        watched = set(POSITION + ADDRESS + CHOICE).union(self._visit_origin_fields())
        if not self or not watched.intersection(vals):
            return super().write(vals)
        # which territory a record is in decides about nothing that the user gets to see
        before = {record.id: record.territory_id.id or 0 for record in self.sudo()} if chosen else {}
        result = super().write(vals)
        moved = "position" if any(name in vals for name in POSITION) else "address"
        self._visit_find_territory("manual" if chosen else self._visit_cause(moved), before)
        return result

    @api.model
    def _visit_with_default(self, vals):
        """A territory that the screen proposes is the choice of the person at it."""
        default = self.env.context.get("default_territory_id")
        return dict({"territory_id": default}, **vals) if default else vals

    @api.model
    def _visit_marked(self, vals):
        """Mark a territory that is written as chosen by hand, and one that is removed as not."""
        if "territory_id" not in vals or "territory_manual" in vals or self.env.context.get("visit_territory_found"):
            return vals
        return dict(vals, territory_manual=bool(vals["territory_id"]))

    @api.model
    def _visit_cause(self, cause):
        return "import" if self.env.context.get("visit_position_source") == "import" else cause

    def _visit_find_territory(self, cause, before):
        """Find the territory of these records and of those that follow them.

        :param dict before: id → former territory of the records whose territory has just been written
        """
        # membership is a fact about all territories and followers, whoever changed the place
        membership = self.env["field.visit.membership"].sudo()
        moved = [number for number in before if before[number] != (self.browse(number).sudo().territory_id.id or 0)]
        changes = membership._visit_changes({self._name: self.ids}, moved={self._name: moved})
        membership._visit_apply(changes, cause, {self._name: before})

    def _visit_find_followers(self):
        """Find the territory of the records that follow these ones."""
        # as above
        membership = self.env["field.visit.membership"].sudo()
        changes = membership._visit_changes({}, moved={self._name: self.ids})
        membership._visit_apply(changes, "address")

    @api.constrains("territory_id", "territory_manual", "company_id")
    def _check_territory_company(self):
        for record in self.sudo().filtered("territory_manual"):
            theirs = record.territory_id.company_id
            if theirs and record.company_id and theirs != record.company_id:
                raise ValidationError(_(
                    '"%(name)s" is of company %(own)s, territory "%(territory)s" of %(theirs)s. Choose a territory of '
                    'one company with it.', name=record.display_name, own=record.company_id.name,
                    territory=record.territory_id.complete_name, theirs=theirs.name))
