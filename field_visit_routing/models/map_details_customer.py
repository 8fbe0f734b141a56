"""What the map's popup tells about a customer or lead: people, score with reasons, visits, business."""
from odoo import _, fields, models

from .. import compat
from ..engine.geocoding.address_line import LAYOUT, address_line


class LocatedMixin(models.AbstractModel):
    _inherit = "field.visit.located.mixin"

    def _visit_details(self):
        """Return what a popup tells about this customer or lead, as far as the user may read it.

        :return: dict with ``contact`` (``{"name", "role"}``), ``phone``, ``address``, ``tags``,
            ``salesperson``, ``score``, ``grade``, ``reasons`` (sentences), ``last_visit`` and
            ``next_visit`` (``{"date", "rep", "note", "late_days"}``), ``opportunities``
            (``{"count", "amount", "names"}``), ``sales`` (list of ``{"label", "count", "amount"}``
            of the last 12 months) and ``covers``.  What is missing is "", 0, [] or {}.
        """
        self.ensure_one()
        contact = self._visit_details_contact()
        return {
            "contact": {key: contact[key] or "" for key in ("name", "role") if contact},
            "phone": self.phone or (contact and contact["phone"]) or "",
            "address": self._visit_details_address(), "tags": self._visit_details_tags(),
            # like Odoo's own read, the name of a linked record is shown with the record
            "salesperson": self.user_id.sudo().name or "",
            "score": self.visit_score, "grade": self.visit_grade or "",
            "reasons": self._visit_score_reasons(),
            "last_visit": self._visit_details_last(), "next_visit": self._visit_details_next(),
            "opportunities": self._visit_details_opportunities(),
            "sales": self._visit_details_sales(),
            "covers": ["phone", "street", "street2", "zip", "city", "visit_score", "visit_grade",
                       "last_visit_date", "next_visit_date", "user_id", "contact_name", "address",
                       "category_id", "tag_ids"],
        }

    def _visit_details_address(self, with_country=False):
        """The address on one line, in the order of its country: from large to small in China."""
        layout = (self.country_id or self._visit_company().country_id).address_format or LAYOUT
        parts = {name: self[name] or "" for name in ("street", "street2", "zip", "city")}
        state = self.state_id
        parts.update(
            # some cities are provinces of their own
            state_name=state.name if state and state.name != self.city else "", state_code=state.code or "",
            country_name=self.country_id.name or "" if with_country else "")
        return address_line(layout, parts)

    def _visit_details_tags(self):
        tags = self[self._visit_tag_field()]
        return tags.mapped("display_name") if compat.has_access(tags, "read") else []

    def _visit_tag_field(self):
        """Name of the field with the tags."""
        return "category_id" if self._name == "res.partner" else "tag_ids"

    # ---- score ---------------------------------------------------------------------------
    def _visit_score_reasons(self):
        """Sentences that tell where score and grade come from, and what else counts."""
        return list(filter(None, [self._visit_grade_reason(), self._visit_territory_reason(),
                                  self._visit_rhythm_reason()]))

    def _visit_grade_reason(self):
        company = self._visit_company()
        steps = {"A": company.visit_grade_a, "B": company.visit_grade_b, "C": company.visit_grade_c}
        if self.visit_grade in steps:
            return _("Grade %(grade)s: from %(score)g points") % {
                "grade": self.visit_grade, "score": steps[self.visit_grade]}
        return _("Grade D: below %g points") % company.visit_grade_c

    def _visit_territory_reason(self):
        # the same for everybody who plans here, whoever may open the territory
        territory = self.territory_id.sudo()
        percent = territory.priority() if territory else 100
        return percent != 100 and _("%(territory)s: visits count %(percent)s %%") % {
            "territory": territory.complete_name, "percent": percent}

    def _visit_rhythm_reason(self):
        days = self.visit_wanted_days
        return days and _("Wanted every %s days") % days

    # ---- visits --------------------------------------------------------------------------
    def _visit_details_last(self):
        return self._visit_details_day(self.last_visit_date, ["done"])

    def _visit_details_next(self):
        told = self._visit_details_day(self.next_visit_date, ["planned", "in_progress"])
        if told:
            late = (fields.Date.context_today(self) - self.next_visit_date).days
            told["late_days"] = max(0, late)
        return told

    def _visit_details_day(self, day, states):
        """A day of visits with who and when, as far as the user may see that visit."""
        if not day:
            return {}
        visit = self._visit_shown([("date", "=", day), ("state", "in", states)])
        return {"date": fields.Date.to_string(day), "rep": visit.rep_id.sudo().name or "",
                "note": visit.outcome or visit.clock_text or "", "visit_id": visit.id or 0,
                "late_days": 0}

    def _visit_shown(self, domain):
        """The first visit of this customer in the domain that the user may see."""
        visits = self.env["field.visit"]
        if not compat.has_access(visits, "read"):
            return visits
        link = "partner_id" if self._name == "res.partner" else "lead_id"
        return visits.search([(link, "=", self.id)] + domain, order="planned_start", limit=1)

    # ---- what the popup offers --------------------------------------------------------------
    def _visit_customer_actions(self):
        """See ``field.visit.map.get_details``."""
        offers = []
        if compat.has_access(self.env["field.visit"], "create"):
            offers += self._visit_today_offer()
            if self.has_position():
                offers.append(("plan", _("Plan a visit"), "action_find_day"))
        if compat.has_access(self, "write") and self.env.user.has_group("base.group_user"):
            offers.append(("assign", _("Assign"), "action_open_assign"))
        return [{"key": key, "label": label, "model": self._name, "id": self.id, "method": method}
                for key, label, method in offers]


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _visit_details_contact(self):
        """Whom to talk to: a company's first contact, a person's company."""
        if not self.is_company:
            return {"name": self.parent_id.sudo().name, "role": self.function, "phone": ""}
        person = self.search([("parent_id", "=", self.id), ("type", "=", "contact"),
                              ("is_company", "=", False)], order="id", limit=1)
        return {"name": person.name, "role": person.function, "phone": person.phone}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _visit_details_contact(self):
        return {"name": self.contact_name or self.partner_name or self.partner_id.sudo().name,
                "role": self.function, "phone": ""}
