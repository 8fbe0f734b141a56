"""Creating a customer whom others hold already is caught; whose it is and what is known about it is not told."""
from markupsafe import escape
from odoo import _, api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import request
from psycopg2 import sql

from .. import compat
from ..engine.geo import great_circle_m
from ..engine.territory import twins
from .call_values import check_keys

#: Positions within so many metres are one place for customers with similar names, and for any.
NEAR_M, SAME_M = 50, 10
#: Degrees; at least NEAR_M wide up to 80 degrees north and south.
CELL = 0.003
#: A change of these makes the keys anew and has them compared.
SOURCES = ("name", "partner_name", "phone", "mobile", "vat", "street", "zip", "city", "partner_latitude",
           "partner_longitude")
MODELS = ("res.partner", "crm.lead")


class LocatedTwins(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    visit_name_key = fields.Char("Name As Compared", index=True, copy=False, groups="base.group_user")
    visit_phone_key = fields.Char("Phone As Compared", index=True, copy=False, groups="base.group_user")
    visit_mobile_key = fields.Char("Mobile As Compared", index=True, copy=False, groups="base.group_user")
    visit_tax_key = fields.Char("Tax Id As Compared", index=True, copy=False, groups="base.group_user")
    visit_address_key = fields.Char("Address As Compared", index=True, copy=False, groups="base.group_user")

    def _visit_index_places(self):
        """Places are looked up by latitude; Odoo cannot index a field that another module declares."""
        self.env.cr.execute(sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} (partner_latitude)").format(
            sql.Identifier(self._table + "_visit_latitude_index"), sql.Identifier(self._table)))

    def _visit_set_twin_keys(self):
        for record in self:
            code = record._visit_calling_code()
            record.visit_name_key = twins.name_key(record._visit_compared_name()) or False
            record.visit_phone_key = twins.phone_key(record.phone, code) or False
            record.visit_mobile_key = twins.phone_key(record["mobile"], code) or False if "mobile" in record else False
            record.visit_tax_key = twins.tax_key(record["vat"]) or False if "vat" in record else False
            record.visit_address_key = twins.address_key(record.street, record.zip, record.city) or False

    def _visit_calling_code(self):
        return (self.country_id or self._visit_company().country_id).phone_code or 0

    def _visit_whose(self):
        """The customer that a record is, or belongs to; empty for a lead without one."""
        return (self if self._name == "res.partner" else self.partner_id).commercial_partner_id

    def _visit_compared_name(self):
        """The name of the customer; "" for contacts of one, who may well be called alike."""
        return self.display_name or ""

    # ---- the comparison ----------------------------------------------------------------------------
    def _visit_twins(self):
        """Return ``[(record, twin, reason)]``: which of these are held by others already, and what is the same.

        ``twin`` is with all rights.  Compared are active customers and leads of the user's companies that he
        may not see.
        """
        found = []
        for model in MODELS:
            shelves = self._visit_candidates(self.env[model])._visit_shelves()
            for record in self:
                twins_of = [twin for shelf in record._visit_shelf_names() for twin in shelves.get(shelf, ())]
                found += [(record, twin, reason) for twin in dict.fromkeys(twins_of) if twin != record
                          for reason in record._visit_likeness(twin)]
        return found

    def _visit_shelves(self):
        """Return these records by what they may be found by."""
        shelves = {}
        for record in self:
            for name in record._visit_shelf_names(around=False):
                shelves.setdefault(name, []).append(record)
        return shelves

    def _visit_shelf_names(self, around=True):
        """Keys of this record, and the cell of its position; with ``around`` the cells next to it as well."""
        names = [(0, self.visit_name_key), (1, self.visit_phone_key), (1, self.visit_mobile_key),
                 (2, self.visit_tax_key), (3, self.visit_address_key)]
        names = [name for name in names if name[1]]
        if self._visit_is_exact():
            row, column = int(self.partner_latitude // CELL), int(self.partner_longitude // CELL)
            steps = (-1, 0, 1) if around else (0,)
            names += [(4, row + up, column + right) for up in steps for right in steps]
        return names

    def _visit_candidates(self, model):
        """Return the hidden records of ``model`` that have a key or place of one of these, with all rights."""
        domains = [[(name, "in", values)] for name, values in self._visit_key_values().items() if values]
        domains += [record._visit_near_domain() for record in self if record._visit_is_exact()]
        if not domains:
            return model.sudo().browse()
        # records out of reach are what is looked for; nothing of them is told
        everybody = model.sudo().search(compat.all_of(compat.any_of(*domains), [
            ("company_id", "in", [False, *self.env.user.company_ids.ids])]))
        return everybody - model.search([("id", "in", everybody.ids)]).sudo()

    def _visit_key_values(self):
        phones = [*self.mapped("visit_phone_key"), *self.mapped("visit_mobile_key")]
        values = {name: self.mapped(name) for name in ("visit_name_key", "visit_tax_key", "visit_address_key")}
        values.update(visit_phone_key=phones, visit_mobile_key=phones)
        return {name: [key for key in keys if key] for name, keys in values.items()}

    def _visit_is_exact(self):
        """Whether the position is that of a door, not of a city or postcode."""
        return self.has_position() and (self.geo_state == "manual" or self.geo_precision in ("rooftop", False))

    def _visit_near_domain(self):
        lat, lon = self.partner_latitude, self.partner_longitude
        wide = NEAR_M / 100_000  # a degree of latitude is 111 km
        return [("geo_state", "in", ["located", "manual"]), ("partner_latitude", ">=", lat - wide),
                ("partner_latitude", "<=", lat + wide), ("partner_longitude", ">=", lon - CELL),
                ("partner_longitude", "<=", lon + CELL)]

    def _visit_likeness(self, twin):
        """Return what is the same: some of "name", "phone", "tax" and "place"; nothing for one customer's records."""
        if self.sudo()._visit_whose() & twin._visit_whose():  # only whether it is one customer
            return []
        phones = {self.visit_phone_key, self.visit_mobile_key} & {twin.visit_phone_key, twin.visit_mobile_key}
        same = {
            "name": self.visit_name_key and self.visit_name_key == twin.visit_name_key,
            "phone": phones - {False},
            "tax": self.visit_tax_key and self.visit_tax_key == twin.visit_tax_key,
            "place": self.visit_name_key and self._visit_same_place(twin)}
        return [reason for reason, is_same in same.items() if is_same]

    def _visit_same_place(self, twin):
        if self.visit_address_key and self.visit_address_key == twin.visit_address_key:
            return True
        if not (self._visit_is_exact() and twin._visit_is_exact()):
            return False
        metres = great_circle_m(self.partner_latitude, self.partner_longitude,
                                twin.partner_latitude, twin.partner_longitude)
        return metres <= SAME_M or (metres <= NEAR_M and twins.alike(self.visit_name_key, twin.visit_name_key))

    # ---- what follows ------------------------------------------------------------------------------
    def _visit_likenesses(self):
        """Return ``{id: {what may be the same: its value}}``, to find out what a write changed."""
        if self._visit_strictness() == "off":
            return {}
        return {record.id: {
            "name": record.visit_name_key, "tax": record.visit_tax_key,
            "phone": (record.visit_phone_key, record.visit_mobile_key),
            "place": (record.visit_address_key, record.partner_latitude, record.partner_longitude)} for record in self}

    def _visit_settle_twins(self, before=None):
        """Refuse, or tell of, records that are customers of others already.

        :param dict before: ``_visit_likenesses`` ahead of a write: what it left alone is not compared
        """
        strictness = self._visit_strictness()
        twins_found = self._visit_twins() if strictness != "off" else []
        if before is not None:
            now = self._visit_likenesses()
            twins_found = [found for found in twins_found
                           if now[found[0].id][found[2]] != before[found[0].id][found[2]]]
        if twins_found and strictness == "forbid":
            self._visit_refuse_twin(*twins_found[0])
        elif twins_found:
            compat.notify(self.env.user, _("Territory of others"), self._visit_twin_sentence(*twins_found[0]))

    def _visit_twin_sentence(self, record, _twin, reason):
        same = {"name": _("name"), "phone": _("phone number"), "tax": _("tax ID"), "place": _("place")}[reason]
        return _('"%(name)s": another team holds a customer with the same %(same)s. Its data is not shown; ask its team '
                 "leader for it instead of creating it again.", name=record._visit_compared_name() or record.display_name,
                 same=same)

    def _visit_refuse_twin(self, record, twin, reason):
        message = self._visit_twin_sentence(record, twin, reason)
        path = request.httprequest.path if request else ""
        if path.startswith("/web/dataset") and not self.env.context.get("import_file"):
            raise RedirectWarning(message, self._visit_ask_action(record), _("Ask for It"))
        raise UserError(message)

    def _visit_ask_action(self, record):
        """The dialog that asks; it knows what the user entered, nothing of the customer of the others."""
        entered = {name: record[name] for name in SOURCES if name in record and record[name]}
        return {
            "type": "ir.actions.act_window", "name": _("Ask for a Customer of Others"), "target": "new",
            "res_model": "field.visit.ask.wizard", "view_mode": "form", "views": [(False, "form")],
            "context": {"default_%s" % name: value for name, value in entered.items()},
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    visit_name_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_phone_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_mobile_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_tax_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_address_key = fields.Char(compute="_compute_visit_twin_keys", store=True)

    def init(self):
        super().init()
        self._visit_index_places()

    @api.depends(lambda self: [name for name in (
        "name", "parent_id", "is_company", "phone", "mobile", "vat", "street", "zip", "city", "country_id")
        if name in self._fields])
    def _compute_visit_twin_keys(self):
        self._visit_set_twin_keys()

    def _visit_compared_name(self):
        return self.name or "" if self.is_company or not self.parent_id else ""

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._visit_settle_twins()
        return partners

    def write(self, vals):
        if not any(name in vals for name in SOURCES):
            return super().write(vals)
        before = self._visit_likenesses()
        result = super().write(vals)
        self._visit_settle_twins(before)
        return result


class CrmLead(models.Model):
    _inherit = "crm.lead"

    visit_name_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_phone_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_mobile_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_tax_key = fields.Char(compute="_compute_visit_twin_keys", store=True)
    visit_address_key = fields.Char(compute="_compute_visit_twin_keys", store=True)

    def init(self):
        super().init()
        self._visit_index_places()

    @api.depends(lambda self: [name for name in (
        "partner_name", "contact_name", "partner_id", "phone", "mobile", "street", "zip", "city", "country_id")
        if name in self._fields])
    def _compute_visit_twin_keys(self):
        self._visit_set_twin_keys()

    def _visit_compared_name(self):
        return self.partner_name or (not self.partner_id and self.contact_name) or ""

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._visit_strangers()._visit_settle_twins()
        return leads

    def write(self, vals):
        if not any(name in vals for name in SOURCES):
            return super().write(vals)
        before = self._visit_likenesses()
        result = super().write(vals)
        self._visit_strangers()._visit_settle_twins(before)
        return result

    def _visit_strangers(self):
        """Leads that are not of a customer: those of one were compared with him."""
        return self.filtered(lambda lead: not lead.partner_id)


class PartnerAsk(models.Model):
    _inherit = "res.partner"

    @api.model
    def visit_ask_for(self, values, note=""):
        """Ask for a customer that others hold: an activity for the team leader of whoever holds it.

        :param dict values: what is known of the customer: ``name``, ``phone``, ``mobile``, ``vat``, ``street``,
            ``zip``, ``city``, ``partner_latitude``, ``partner_longitude``
        :param str note: a sentence for the team leader
        :return: ``{"asked": number of customers asked for}``: 0 when nobody else holds such a customer
        :raises UserError: for values that this does not know
        """
        compat.check_access(self.browse(), "create")  # whoever may not create customers has nothing to ask
        check_keys(self.env, values, SOURCES)
        texts = [value for name, value in values.items() if not name.startswith("partner_l")] + [note]
        if not all(isinstance(text, str) or text is False for text in texts):
            raise UserError(_("Give the name, the phone number and the other values as texts."))
        probe = self.new(self._visit_probe_values(values))
        probe._visit_set_twin_keys()
        held = {twin for _record, twin, _reason in probe._visit_twins()}
        return {"asked": len([twin for twin in held if twin._visit_request(self.env.user, note)])}

    @api.model
    def _visit_probe_values(self, values):
        known = self._visit_checked({name: value for name, value in values.items() if name in self._fields})
        known.setdefault("name", values.get("partner_name"))
        placed = {"partner_latitude", "partner_longitude"} <= set(known)
        return dict(known, geo_state="manual" if placed else "none", is_company=True)


class LocatedAsk(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_request(self, asker, note):
        """Put an activity on this record for whoever decides about it; return whether one was put."""
        self.ensure_one()
        judge = self._visit_judge()
        summary = _("%s asks for this customer", asker.name)
        if not judge or self.activity_ids.filtered(lambda item: item.user_id == judge and item.summary == summary):
            return bool(judge)
        # no mail beside the activity
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=judge.id, summary=summary, note=escape(note or ""))
        return True

    def _visit_judge(self):
        """The team leader of whoever holds this record, else the holder, else a manager."""
        team, owner, _dealer = self.territory_id.owner() if self.territory_id else (
            self.env["crm.team"], self.env["res.users"], None)
        holder = self.user_id or owner
        leaders = (compat.teams_of(holder) | team).user_id if holder else team.user_id
        managers = compat.group_users(self.env.ref("field_visit_routing.group_manager"))
        for person in [*leaders, *holder, *managers.filtered(lambda user: user.id > 2)]:
            if person.active and compat.has_access(self.with_user(person), "read"):
                return person
        return self.env["res.users"]
