"""What record rules cannot say: no link to what one may not see, nothing made in an area of others, and warnings.

Odoo checks a record, not what it is linked to; and whatever follows from a link is computed with all rights.
"""
from odoo import _, api, models
from odoo.exceptions import AccessError

from .. import compat

#: Fields by which a record takes over data of a customer or lead.
LINKS = {"res.partner": ("parent_id",), "crm.lead": ("partner_id",), "field.visit": ("partner_id", "lead_id")}
#: Values that hand a customer over and do nothing else.
HANDED = {"user_id", "team_id"}
#: Models whose refusals are told in our words, without the name of the record.
TOLD = ("res.partner", "crm.lead", "field.visit", "field.visit.route", "field.visit.hours")


class AccessGuard(models.AbstractModel):
    """Checks that the models of ``LINKS`` make beside their record rules."""

    _name = "field.visit.access.guard"
    _description = "Guard of access"

    def onchange(self, values, *args, **kwargs):
        self._visit_refuse_hidden_links(self._visit_with_defaults([values]), self)
        return super().onchange(values, *args, **kwargs)

    @api.model
    def _visit_strictness(self):
        """Return "forbid" or "warn" where the user at hand is to be kept to his areas, "off" otherwise."""
        user = self.env.user
        if self.env.su or user.visit_access_role() not in ("rep", "leader"):
            return "off"
        return user.visit_access_mode()

    @api.model
    def _visit_refuse_hidden_links(self, vals_list, known=None):
        """Refuse values that link to a customer or lead which the user may not see.

        :param known: records that have these links already
        """
        if self._visit_strictness() != "forbid":
            return
        for name in LINKS[self._name]:
            model = self.env[self._fields[name].comodel_name]
            # what a record is linked to already was given by somebody who may
            linked = known.sudo()[name].ids if known else []
            wanted = {self._visit_link(vals.get(name)) for vals in vals_list} - {0, *linked}
            if wanted and len(model.with_context(active_test=False).search([("id", "in", list(wanted))])) < len(wanted):
                raise AccessError(_(
                    "%(field)s: this record lies outside of your territories and teams, or is gone. Choose another "
                    "one, or ask your team leader.", field=self._visit_link_label(name)))

    @api.model
    def _visit_link_label(self, name):
        return self.fields_get([name], ["string"])[name]["string"]

    @api.model
    def _visit_link(self, value):
        """Return the id in a value of a link, as ORM, forms and programs give it; 0 for none."""
        if isinstance(value, dict):
            value = value.get("id")
        if isinstance(value, (list, tuple)):
            value = value[0] if value else 0
        return value if isinstance(value, int) and 0 < value < 2 ** 31 else 0

    @api.model
    def _visit_with_defaults(self, vals_list):
        """Return the links of ``vals_list``, completed by the defaults of context and user."""
        if self._visit_strictness() != "forbid":
            return []
        links = LINKS[self._name]
        defaults = self.default_get(list(links))
        return [{name: vals.get(name, defaults.get(name)) for name in links} for vals in vals_list]

    def _visit_outside(self):
        """Return those of these customers or leads in which the user at hand has no business."""
        domain = self.env.user.visit_reach_domain(self._name, "write", self.env.companies.ids)
        # only whether they lie within the user's reach is looked up, nothing of them is told
        everybody = self.sudo().with_context(active_test=False)
        return self - everybody.search(compat.all_of([("id", "in", self.ids)], domain)).with_env(self.env)

    @api.model
    def _visit_held(self, vals):
        """Return ``vals`` with a holder where reps do not see what nobody holds: a new customer would be gone."""
        user = self.env.user
        if self._visit_strictness() != "forbid" or user._visit_sees_nobodys() or vals.get("parent_id"):
            return vals
        return dict(vals, user_id=vals.get("user_id") or user.id)

    def _visit_settle_created(self):
        """Refuse, or note, records made in an area of others."""
        strictness = self._visit_strictness()
        outside = self._visit_outside() if strictness != "off" else self.browse()
        if outside and strictness == "forbid":
            raise AccessError(_(
                '"%(name)s" is in a territory of others, or is given to others. Only they and their team leaders add '
                "customers there. Ask your team leader, who can hand it over to you.", name=outside[0].sudo().display_name))
        outside._visit_warn()

    def _visit_warned(self):
        """Return those of these records whose change is to be noted."""
        return self._visit_outside() if self._visit_strictness() == "warn" else self.browse()

    def _visit_warn(self):
        """Note in the chatter that somebody works in an area of others, and tell him so."""
        if not self:
            return
        note = _("%s worked on this outside of the own territories and teams.", self.env.user.name)
        # the note is written whatever else the user may write there
        self.sudo()._message_log_batch({record.id: note for record in self})
        compat.notify(self.env.user, _("Territory of others"), _(
            "You changed %(count)d customers or leads outside of your territories and teams. It was noted there.",
            count=len(self)))


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "field.visit.access.guard"]

    @api.model_create_multi
    def create(self, vals_list):
        self._visit_refuse_hidden_links(self._visit_with_defaults(vals_list))
        partners = super().create([self._visit_held(vals) for vals in vals_list])
        partners._visit_settle_created()
        return partners

    def write(self, vals):
        self._visit_refuse_hidden_links([vals], self)
        if vals and HANDED.issuperset(vals) and self._visit_strictness() == "forbid":
            compat.check_access(self, "write")
            # afterwards Odoo reads the contacts of a customer, who may be out of the giver's reach by then
            return super(ResPartner, self.sudo()).write(vals)
        warned = self._visit_warned()
        result = super().write(vals)
        warned._visit_warn()
        return result


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "field.visit.access.guard"]

    @api.model_create_multi
    def create(self, vals_list):
        self._visit_refuse_hidden_links(self._visit_with_defaults(vals_list))
        leads = super().create([self._visit_held(vals) for vals in vals_list])
        leads._visit_settle_created()
        return leads

    def write(self, vals):
        self._visit_refuse_hidden_links([vals], self)
        warned = self._visit_warned()
        result = super().write(vals)
        warned._visit_warn()
        return result


class FieldVisit(models.Model):
    _name = "field.visit"
    _inherit = ["field.visit", "field.visit.access.guard"]

    @api.model_create_multi
    def create(self, vals_list):
        self._visit_refuse_hidden_links(self._visit_with_defaults(vals_list))
        visits = super().create(vals_list)
        for name in LINKS[self._name]:
            visits[name]._visit_warned()._visit_warn()
        return visits

    def write(self, vals):
        self._visit_refuse_hidden_links([vals], self)
        return super().write(vals)


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Odoo's own message names the records to whoever switched on the developer mode."""
        role = self.env.user.visit_access_role()
        error = super()._make_access_error(operation, records)  # which also notes it in the log
        if records._name not in TOLD or role not in ("rep", "leader"):
            return error
        return AccessError(_(
            "%(kind)s: this lies outside of your territories and teams, or belongs to another company. Ask your team "
            "leader, who can hand it over to you.", kind=self.env["ir.model"]._get(records._name).sudo().name))
