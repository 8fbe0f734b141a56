"""How much each record counts in the heat map: by score, by what is hoped for, by what was sold."""
from dateutil.relativedelta import relativedelta
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat

#: Sales are those of this many months.
MONTHS = 12


class FieldVisitMapWeights(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_map_weights(self, model, domain=None, weight="score"):
        """Return how much the records of ``model`` in ``domain`` count in the heat map.

        :param model: name of the model, e.g. ``"res.partner"``
        :param domain: search domain; the user's access rights and rules apply on top
        :param weight: a key of ``weights`` in :meth:`get_map_layers`: ``"score"`` (visit score, 0 to
            100), ``"revenue"`` (expected revenue of open opportunities) or ``"sales"`` (sold in the
            last 12 months, in the company's currency)
        :return: dict with ``ids`` and ``values``, as long as one another; records that count
            nothing are left out
        :raises UserError: for an unknown model, or a weight that this user does not have there
        :raises AccessError: when the user may not read the records
        """
        target = self._map_target(model)
        if weight not in [item["key"] for item in self._map_weights(target)]:
            raise UserError(_(
                'weight: "%(weight)s" cannot be had for %(model)s. Choose one that get_map_layers offers.',
                weight=weight, model=target._description or model))
        values = getattr(self, "_map_weight_" + weight)(target, domain)
        # a debt or a credit note does not make a place colder than nothing
        kept = [(number, value) for number, value in values.items() if value and value > 0]
        return {"ids": [number for number, _value in kept], "values": [value for _number, value in kept]}

    @api.model
    def _map_weights(self, target):
        """The weights that this user has for the records of ``target``, with their names."""
        linked = bool(self._map_partner_field(target))
        offers = (
            ("score", _("Visit score"), linked or self._map_own(target, "visit_score")),
            ("revenue", _("Expected revenue"),
             self._map_own(target, "expected_revenue") or linked and self._map_readable("crm.lead") is not None),
            ("sales", _("Sales of 12 months"), linked and self._map_sales_model() is not None),
        )
        return [{"key": key, "label": label} for key, label, offered in offers if offered]

    @api.model
    def _map_own(self, target, name):
        return bool(name in target._fields and self._readable(target, [name]))

    @api.model
    def _map_partner_field(self, target):
        """The field that names the customer of a record; ``id`` where the record is one."""
        if target._name == "res.partner":
            return "id"
        field = target._fields.get("partner_id")
        is_customer = field is not None and field.type == "many2one" and field.comodel_name == "res.partner"
        return "partner_id" if is_customer and self._readable(target, ["partner_id"]) else ""

    @api.model
    def _map_sales_model(self):
        """The statistics of orders (in the company's currency), where installed and readable."""
        return self._map_readable("sale.report") if "sale.report" in self.env else None

    def _map_weight_score(self, target, domain):
        if self._map_own(target, "visit_score"):
            return self._map_column(target, domain, "visit_score")
        customers = self._map_column(target, domain, self._map_partner_field(target))
        # searched as the user: a customer out of reach counts nothing
        wanted = [("id", "in", list({number for number in customers.values() if number}))]
        scores = self._map_column(self.env["res.partner"].with_context(active_test=False), wanted, "visit_score")
        return {number: scores.get(customer, 0.0) for number, customer in customers.items()}

    def _map_weight_revenue(self, target, domain):
        if self._map_own(target, "expected_revenue"):
            return self._map_column(target, domain, "expected_revenue")
        hoped = compat.sum_by(self.env["crm.lead"], [
            ("type", "=", "opportunity"), ("partner_id", "!=", False), ("probability", "<", 100),
        ], "partner_id", "expected_revenue")
        return self._by_customer(target, domain, hoped)

    def _map_weight_sales(self, target, domain):
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        sold = compat.sum_by(self._map_sales_model(), [
            ("state", "in", ("sale", "done")), ("date", ">=", since)], "partner_id", "price_total")
        return self._by_customer(target, domain, sold)

    @api.model
    def _map_column(self, target, domain, name):
        """Return ``{record: value}`` of the records that the user finds."""
        _records, columns = self._found(target, domain, [name])
        return dict(zip(columns["id"], columns[name]))

    @api.model
    def _by_customer(self, target, domain, sums):
        """Return ``{record: sum of its customer}``, of the rows of ``compat.sum_by``."""
        customers = self._map_column(target, domain, self._map_partner_field(target))
        return {number: sums[customer][0] for number, customer in customers.items() if customer in sums}
