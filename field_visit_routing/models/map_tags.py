"""Many2many fields on the map, such as tags: one text of ids per record, names told once."""
from odoo import api, models

from .. import compat


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def _computed_columns(self, records, names):
        tags = [name for name in names if records._fields[name].type == "many2many"]
        columns = super()._computed_columns(records, [name for name in names if name not in tags])
        for name in tags:
            columns[name] = self._tag_column(records, name)
        return columns

    @api.model
    def _tag_column(self, records, name):
        """Ids like ``"3,7"`` for each record in the order of ids; ``False`` for none.

        Linked records that the user may not see are left out.
        """
        ordered = records.sorted("id").ids
        linked = self._linked_ids(records, name)
        seen = self._seen(records._fields[name].comodel_name, linked.values())
        texts = {key: ",".join(str(number) for number in numbers if number in seen)
                 for key, numbers in linked.items()}
        return [texts.get(number) or False for number in ordered]

    @api.model
    def _linked_ids(self, records, name):
        """Return ``{id: [linked ids]}``; from the table where it holds what the user reads."""
        field = records._fields[name]
        known = bool(self._presence_field(records)) and field.store and not field.inherited
        if not known or not records:
            return {row["id"]: row[name] for row in records.read([name])}
        compat.flush(records.browse(), [name])
        records.env.cr.execute(
            'SELECT "%s", array_agg("%s" ORDER BY "%s") FROM "%s" WHERE "%s" IN %%s GROUP BY 1' % (
                field.column1, field.column2, field.column2, field.relation, field.column1),
            [tuple(records.ids)])
        return dict(records.env.cr.fetchall())

    @api.model
    def _seen(self, model, groups):
        ids = {number for numbers in groups for number in numbers}
        if not ids or not compat.has_access(self.env[model], "read"):
            return set()
        return set(self.env[model].with_context(active_test=False).search([("id", "in", list(ids))]).ids)

    @api.model
    def _field_info(self, target, name, values):
        info = super()._field_info(target, name, values)
        field = target._fields[name]
        if field.type == "many2many":
            ids = {int(part) for text in set(values) if text for part in text.split(",")}
            linked = self.env[field.comodel_name].browse(sorted(ids))
            info.update(kind="many2many",
                        values={str(record.id): record.display_name for record in linked})
        return info
