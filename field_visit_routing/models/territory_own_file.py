"""What our own file of areas tells beside name, code, outline and tree: kind, colour, rules and dates."""
from odoo import _, models
from odoo.exceptions import UserError

#: Fields that are written as they are.
PLAIN = ("kind", "color", "cities", "zips", "precedence", "priority_percent", "date_from", "date_to")
NUMBERS = ("color", "precedence", "priority_percent")


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def _visit_own_properties(self):
        """Return what the file tells of this territory, as texts and numbers."""
        self.ensure_one()
        values = {"name": self.name, "code": self.code or "", "path": self.complete_name,
                  "parent": self.parent_id.complete_name or ""}
        values.update({name: self[name] or "" for name in PLAIN if name not in NUMBERS})
        values.update({name: self[name] for name in NUMBERS})
        values.update({name: str(values[name]) for name in ("date_from", "date_to") if values[name]})
        values["countries"] = ", ".join(self.country_ids.mapped("code"))
        values["states"] = ", ".join("%s-%s" % (state.country_id.code, state.code) for state in self.state_ids)
        # names only, for whoever reads the file: they are not taken over by an import
        values.update(team=self.team_id.name or "", rep=self.user_id.name or "", dealer=self.dealer_id.name or "")
        return values

    def _visit_own_vals(self, properties):
        """Return the field values that the properties of our own file stand for.

        :raises UserError: naming the property
        """
        vals = {name: properties.get(name) or False for name in PLAIN if name not in NUMBERS}
        vals.update({name: self._visit_whole(name, properties[name]) for name in NUMBERS if name in properties})
        if vals["kind"] not in dict(self._fields["kind"].selection):
            del vals["kind"]
        for name in ("date_from", "date_to"):
            vals[name] = vals[name] and self._visit_day(name, vals[name])
        countries = [self._visit_country(code) for code in _items(properties.get("countries"))]
        states = [self._visit_state(code) for code in _items(properties.get("states"))]
        vals.update(country_ids=[(6, 0, [country.id for country in countries])],
                    state_ids=[(6, 0, [state.id for state in states])])
        return vals

    def _visit_whole(self, name, text):
        try:
            return int(text)
        except ValueError:
            raise UserError(_('%(field)s: "%(value)s" is no whole number.', field=name, value=text[:40])) from None

    def _visit_country(self, code):
        country = self.env["res.country"].search([("code", "=", code.upper())], limit=1)
        if not country:
            raise UserError(_('countries: there is no country with the code "%s".', code[:40]))
        return country

    def _visit_state(self, text):
        country, _dash, code = text.partition("-")
        state = self.env["res.country.state"].search(
            [("country_id.code", "=", country.upper()), ("code", "=", code)], limit=1)
        if not state:
            raise UserError(_('states: "%s" is no state. Write the country\'s code, a hyphen and the state\'s.', text[:40]))
        return state


def _items(text):
    return [item.strip() for item in (text or "").split(",") if item.strip()]
