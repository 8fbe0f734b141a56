"""Fields that not everybody may read (``groups``) are not told by a detour either.

Odoo checks the groups of a field where it is read.  Up to 16.0 it does not where records are chosen, sorted or grouped
by it, and up to 18.0 not where it already lies in the cache: a customer with a login of the portal would find out
his own score with a few searches.  This asks Odoo's own check in these places too, for the fields of this addon.  Methods
that programs may call and that tell what such fields hold ask it themselves, and so does the search by a field that is
not stored: 19.0 replaces such a condition before it looks at groups.
"""
import re

from odoo import api, models

from .. import compat

ADDON = "field_visit_routing"


def _check_field(model, field):
    if compat.SERIES >= 19:
        model._check_field_access(field, "read")
    else:
        model.check_field_access_rights("read", [field.name])


class Base(models.AbstractModel):
    _inherit = "base"

    # on every model: a path may lead to a customer from anywhere, as in "partner_id.visit_score"
    @api.model
    def _visit_refuse_closed(self, paths):
        """Raise Odoo's AccessError if one of these paths of fields passes a field of ours that this visitor may not read."""
        # employees pass at once: this is asked at each search of every model
        if not self._visit_is_visitor():
            return
        for path in paths:
            model = self
            for name in path.split("."):
                field = model._fields.get(name)
                if field is None:
                    break
                if field.groups and ADDON in (field._modules or ()):
                    _check_field(model, field)
                if not field.relational:
                    break
                model = self.env[field.comodel_name]

    @api.model
    def _visit_is_visitor(self):
        """Whether a user of the portal or the public one asks, and not the system for him."""
        return not self.env.su and self.env.user.share

    @api.model
    def _visit_refuse_closed_domain(self, domain):
        self._visit_refuse_closed(
            [leaf[0] for leaf in domain or () if isinstance(leaf, (list, tuple)) and leaf and isinstance(leaf[0], str)])

    @api.model
    def _where_calc(self, domain, *args, **kwargs):
        """Searches and groups choose their records here."""
        self._visit_refuse_closed_domain(domain)
        return super()._where_calc(domain, *args, **kwargs)

    def mapped(self, func):
        if isinstance(func, str) and self._visit_is_visitor():
            # Odoo itself fills a stored field of any user's doing this way, before it writes what is left to compute
            field = self._fields.get(func)
            if not (field and field.compute and field.store and self.env.records_to_compute(field)):
                self._visit_refuse_closed([func])
        return super().mapped(func)


class ClosedMixin(models.AbstractModel):
    """Models with such fields."""

    _name = "field.visit.closed.mixin"
    _description = "Fields for some users only"

    @api.model
    def _generate_order_by(self, order_spec, query):
        """Up to 16.0 records are sorted here."""
        self._visit_refuse_closed(re.findall(r"\w+", str(order_spec or "")))
        return super()._generate_order_by(order_spec, query)

    @api.model
    def _read_group_raw(self, domain, fields, groupby, *args, **kwargs):
        """Up to 16.0 records are grouped here; without ``fields`` it would tell sums of all of them."""
        self._visit_refuse_closed(re.findall(r"\w+", str([fields, groupby, args, kwargs])))
        fields = fields or [name for name in self.check_field_access_rights("read", None) if self._fields[name].store]
        return super()._read_group_raw(domain, fields, groupby, *args, **kwargs)

    def filtered(self, func):
        if isinstance(func, str):
            self._visit_refuse_closed([func])
        return super().filtered(func)

    def filtered_domain(self, domain):
        self._visit_refuse_closed_domain(domain)
        return super().filtered_domain(domain)

    def sorted(self, key=None, reverse=False):
        if isinstance(key, str):
            self._visit_refuse_closed(re.findall(r"\w+", key))
        return super().sorted(key, reverse)

    def onchange(self, values, names, spec):
        self._visit_refuse_closed(spec)
        return super().onchange(values, names, spec)


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "field.visit.closed.mixin"]


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "field.visit.closed.mixin"]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "field.visit.closed.mixin"]


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "field.visit.closed.mixin"]
