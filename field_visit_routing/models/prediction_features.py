"""What predictions look at, by name; how each is found is in prediction_leads.py and prediction_customers.py."""
from collections import namedtuple

from odoo import _, api, models

#: A feature: key of its column (or prefix of its columns), name, whether it is personal, whether it is used unless
#: somebody switches it off, and what to know about it.
Feature = namedtuple("Feature", "key label personal usual hint")
#: Columns made of tags: ``tag:Urgent`` is 1 or 0, ``tag:Size`` holds what tags like "Size: 50" say.
TAG, FIELD = "tag:", "field:"
#: Fields of customers and leads that are about a person; the engine knows others by their names.
PERSONAL_FIELDS = {"function", "title", "lang", "lang_id", "contact_name", "email", "email_from", "email_normalized", "phone",
                   "mobile"}


class FieldVisitPrediction(models.Model):
    _inherit = "field.visit.prediction"

    @api.model
    def _visit_features(self, target):
        """Return the :class:`Feature` of every thing that predictions of ``target`` can look at."""
        rows = self._visit_lead_features() if target == "convert" else self._visit_customer_features()
        return [Feature(*row) for row in rows]

    @api.model
    def _visit_lead_features(self):
        later = _("As it is now: leave it out if it is filled in while you work on the lead.")
        first = _("As it was when the lead was created.")
        return [
            ("source", _("Source"), False, True, ""),
            ("medium", _("Medium"), False, True, ""),
            ("campaign", _("Campaign"), False, True, ""),
            ("tag", _("Tags"), False, True, later),
            ("country", _("Country"), False, True, ""),
            ("state", _("State"), False, True, ""),
            ("team", _("Sales team"), False, True, first),
            ("territory", _("Territory"), False, True, ""),
            ("email_kind", _("E-mail address: none, company or free mail"), False, True, first),
            ("has_phone", _("Phone number is there"), False, True, ""),
            ("has_company", _("Company name is there"), False, True, first),
            ("expected_revenue", _("Expected revenue"), False, True, first),
            ("hour", _("Hour it came in"), False, True, ""),
            ("weekday", _("Weekday it came in"), False, True, ""),
            ("month", _("Month it came in"), False, True, ""),
            ("name_length", _("Length of the title"), False, True, ""),
            ("text_length", _("Length of the notes"), False, False, later),
            ("nearest_customer_km", _("Distance to the nearest customer then"), False, True, ""),
            ("earlier_leads", _("Earlier leads of the same address"), False, True, ""),
            ("earlier_won", _("Earlier won leads of the same address"), False, True, ""),
            ("earlier_customer", _("Address was a customer's"), False, True, ""),
            ("earlier_purchases", _("Purchases of that customer until then"), False, True, ""),
            ("language", _("Language"), True, True, ""),
            ("position", _("Job position"), True, True, ""),
            ("title", _("Title"), True, True, ""),
        ]

    @api.model
    def _visit_customer_features(self):
        now = _("As it is now.")
        return [
            ("days_since_purchase", _("Days since the last purchase"), False, True, ""),
            ("days_since_first_purchase", _("Days since the first purchase"), False, True, ""),
            ("purchases", _("Purchases so far"), False, True, ""),
            ("purchases_year", _("Purchases of a year"), False, True, ""),
            ("sales_year", _("Sales of a year"), False, True, ""),
            ("sales_quarter", _("Sales of a quarter"), False, True, ""),
            ("sales_trend", _("Sales of the quarter compared with the year"), False, True, _("1 is as usual.")),
            ("mean_purchase", _("Average purchase"), False, True, ""),
            ("days_between_purchases", _("Days between purchases"), False, True, ""),
            ("purchase_cycle", _("Days since the last purchase, in such intervals"), False, True, _("1 is when it is due.")),
            ("visits_year", _("Visits of a year"), False, True, ""),
            ("days_since_visit", _("Days since the last visit"), False, True, ""),
            ("leads_year", _("Opportunities of a year"), False, True, ""),
            ("mails_quarter", _("Messages of a quarter"), False, True, _("Written by the customer.")),
            ("meetings_quarter", _("Meetings of a quarter"), False, True, ""),
            ("days_known", _("Days since the customer was created"), False, True, ""),
            ("industry", _("Industry"), False, True, now),
            ("country", _("Country"), False, True, now),
            ("state", _("State"), False, True, now),
            ("territory", _("Territory"), False, True, now),
            ("is_company", _("Is a company"), False, True, now),
            ("tag", _("Tags"), False, False, _("As they are now: leave them out if they follow from sales.")),
            ("language", _("Language"), True, True, ""),
            ("title", _("Title"), True, True, ""),
        ]

    def _visit_further_fields(self):
        """Return the names of the further fields that may be used."""
        chosen = self.sudo().field_ids.mapped("name")  # what a field is called is no secret
        return [name for name in chosen if self.personal or name not in PERSONAL_FIELDS]

    def _visit_label(self, name):
        """Return how users call a column, or a field of this record."""
        if name in self._fields:
            return super()._visit_label(name)
        if name.startswith(TAG):
            return _("Tag %s", name[len(TAG):])
        if name.startswith(FIELD):
            field = self.env[self.model_name]._fields.get(name[len(FIELD):])
            return field._description_string(self.env) if field is not None else name[len(FIELD):]
        known = {feature.key: feature.label for feature in self._visit_features(self.target)}
        return known.get(name, name)
