"""What the phone shows of one customer or lead: people, history, business and reasons, as far as the user may read."""
from odoo import fields, models
from odoo.tools.misc import formatLang

from .. import compat
from . import navigation
from .map_details import NAVIGATORS

#: So many visits, people and quotations are told.
MOST_VISITS, MOST_PEOPLE, MOST_QUOTATIONS = 5, 8, 5
LONGEST_NOTE = 400
OFFERED = ("draft", "sent")
#: Kinds of places on the phone and their models.
MODELS = {"partner": "res.partner", "lead": "crm.lead"}
KINDS = {model: kind for kind, model in MODELS.items()}


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _app_row(self):
        """This place in the phone's list of customers."""
        placed = self.has_position()
        return {
            "kind": KINDS[self._name], "id": self.id, "name": self.display_name or "", "of": self._app_of() or "",
            "address": self._visit_details_address(), "phone": self.phone or "",
            "latitude": self.partner_latitude if placed else 0.0,
            "longitude": self.partner_longitude if placed else 0.0, "has_position": placed,
            "score": self.visit_score, "grade": self.visit_grade or "",
            "last_visit": fields.Date.to_string(self.last_visit_date) or "",
            "next_visit": fields.Date.to_string(self.next_visit_date) or "", "due": self.visit_due_state or "",
        }

    def _app_of(self):
        """Whose lead it is; nothing for customers."""
        return ""

    def _app_card(self):
        """Everything that the phone tells of this place; see ``field.visit.app.get_customer``."""
        told = self._visit_details()
        return dict(
            self._app_row(), phone=told["phone"], tags=told["tags"], salesperson=told["salesperson"],
            email=self._app_email() or "", contacts=self._app_contacts(), history=self._app_history(),
            opportunities=told["opportunities"], sales=told["sales"], quotations=self._app_quotations(),
            notes=self._app_notes(), reasons=told["points"], score_from=told["score_from"],
            why=told["reasons"], navigation=self._app_navigation())

    def _app_notes(self):
        """What there is to know before one goes there: list of sentences."""
        urgency = self._score_told_urgency()
        signals = [signal["text"] for signal in self._score_told_signals()]
        return list(filter(None, [urgency.get("text"), *signals]))

    def _app_navigation(self):
        """Links that start where the phone is."""
        if not self.has_position():
            return []
        links = navigation.links(None, (self.partner_latitude, self.partner_longitude), self.display_name or "")
        return [{"name": NAVIGATORS[provider], "url": links[provider]} for provider in navigation.PROVIDERS]

    # ---- people --------------------------------------------------------------------------
    def _app_contacts(self):
        return [person._app_contact() for person in self._app_people()]

    def _app_people(self):
        """The people to talk to there."""
        return self.env["res.partner"]

    # ---- history -------------------------------------------------------------------------
    def _app_history(self):
        visits = self.env["field.visit"]
        if not compat.has_access(visits, "read"):
            return []
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        past = visits.search([(link, "=", self.id), ("state", "in", ("done", "missed"))],
                             order="date desc, id desc", limit=MOST_VISITS)
        return [visit._app_history_row() for visit in past]

    # ---- quotations ----------------------------------------------------------------------
    def _app_quotations(self):
        """Quotations that wait for an answer, for those who may read them."""
        orders = self._visit_app("sale.order")
        if orders is None:
            return []
        found = orders.search([("state", "in", OFFERED)] + self._visit_business_domain(orders),
                              order="date_order desc, id desc", limit=MOST_QUOTATIONS)
        return [{
            "name": order.name, "amount": formatLang(self.env, order.amount_total, currency_obj=order.currency_id),
            "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, order.date_order).date()),
            "until": fields.Date.to_string(order.validity_date) or "",
        } for order in found]


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _app_email(self):
        return self.email

    def _app_people(self):
        whole = self.commercial_partner_id
        people = self.search([("id", "child_of", whole.id), ("id", "!=", whole.id), ("type", "=", "contact"),
                              ("is_company", "=", False)], order="id", limit=MOST_PEOPLE)
        return people if self.is_company or not self.parent_id else self | people

    def _app_contact(self):
        # who is called on the move: the mobile number, where the series has one, before the desk's
        mobile = self["mobile"] if "mobile" in self._fields else False
        return {"name": self.name or "", "role": self.function or "", "phone": mobile or self.phone or "",
                "email": self.email or ""}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _app_of(self):
        # like Odoo's own read, the name of a linked record is shown with the record
        return self.partner_name or self.partner_id.sudo().display_name or self.contact_name

    def _app_email(self):
        return self.email_from

    def _app_contacts(self):
        own = {"name": self.contact_name or self.partner_name or "", "role": self.function or "",
               "phone": self.phone or "", "email": self.email_from or ""}
        named = [own] if own["name"] and (own["phone"] or own["email"]) else []
        known = {own["name"]}
        return named + [person for person in super()._app_contacts() if person["name"] not in known]

    def _app_people(self):
        customer = self.partner_id
        readable = customer and compat.has_access(customer, "read")
        return customer._app_people() if readable else customer.browse()


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def _app_history_row(self):
        """This visit among the earlier ones of its customer; slices add keys."""
        state = dict(self._fields["state"]._description_selection(self.env))[self.state]
        # the chosen outcome in the reader's language; what was typed as it was typed
        outcome = self.outcome_id.name or self.outcome
        return {"date": fields.Date.to_string(self.date) or "", "rep": self.rep_id.sudo().name or "",
                "state": self.state, "outcome": outcome or (state if self.state != "done" else ""),
                "note": (self.note or "")[:LONGEST_NOTE]}

    def _app_visit(self):
        visit = super()._app_visit()
        # who plans for somebody may send him to a lead that he may not open: the visit is all he sees of it
        customer = self._app_customer()
        return dict(visit, card=customer._app_card() if customer else {}, agenda=self._visit_agenda(),
                    address=customer._visit_details_address() if customer else visit["address"],
                    navigation=self._app_navigation())

    def _app_navigation(self):
        if not self.has_position:
            return []
        links = navigation.links(None, (self.visit_latitude, self.visit_longitude), self.name or "")
        return [{"name": NAVIGATORS[provider], "url": links[provider]} for provider in navigation.PROVIDERS]
