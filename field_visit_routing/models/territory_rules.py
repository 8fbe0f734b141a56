"""Which places belong to a territory beside those within its boundary, from when to when, and which area wins."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..engine.territory.addresses import AddressRuleError, parse_cities, parse_postcodes, tidy
from .checked_mixin import blank

#: Rules that are texts, and who reads them.
TEXTS = {"cities": parse_cities, "zips": parse_postcodes}


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    country_ids = fields.Many2many("res.country", string="Countries")
    state_ids = fields.Many2many("res.country.state", string="States")
    cities = fields.Char("Cities", help="Names of cities, separated by commas.")
    zips = fields.Char(
        "Postcodes", help="Ranges and beginnings, separated by commas: 00100-00199, 02*. A single one is written as it is.")
    precedence = fields.Integer(
        "Precedence", default=10,
        help="Where two areas of the same depth in the tree overlap, the one with the higher number wins.")
    date_from = fields.Date("Valid From", help="Empty: since ever.")
    date_to = fields.Date("Valid Until", help="The last day; empty: without an end.")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), precedence=(0, 1000))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._visit_tidy_rules(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._visit_tidy_rules(vals))

    @api.model
    def _visit_tidy_rules(self, vals):
        """Return ``vals`` with checked cities and postcodes, written evenly."""
        vals = dict(vals)
        for name, parse in TEXTS.items():
            if name not in vals or blank(vals[name]):
                continue
            try:
                # a program may give a postcode as a number
                parse(str(vals[name]))
            except AddressRuleError as error:
                label = self._fields[name]._description_string(self.env)
                raise ValidationError(self._visit_rule_sentence(label, error)) from None
            vals[name] = tidy(str(vals[name])) or False
        return vals

    @api.model
    def _visit_rule_sentence(self, label, error):
        """Translate a fault of an address rule."""
        sentences = {
            "too_many": _("%(field)s: %(item)s are too many. Use ranges and beginnings, or draw the outline."),
            "not_a_postcode": _('%(field)s: "%(item)s" is no postcode. Write 00100, 02* for all that begin with 02, '
                                "or 00100-00199."),
            "star_inside": _('%(field)s: "%(item)s" has a star in it. A star stands once, at the end: 02*.'),
            "star_alone": _('%(field)s: a star alone means every postcode. Leave the field empty, or write what the '
                            "postcodes begin with: 02*."),
            "range_lengths": _('%(field)s: the ends of "%(item)s" differ in length. Write them with all their digits, '
                               "and a postcode with a hyphen of its own without it: 00950."),
            "range_letters": _('%(field)s: the ends of "%(item)s" differ in letters. Write a beginning for each of them: '
                               "SW1A*, SW1B*."),
            "range_backwards": _('%(field)s: "%(item)s" ends before it begins. Exchange its ends.'),
        }
        return sentences[error.code] % {"field": label, "item": error.item}

    @api.constrains("country_ids", "state_ids")
    def _check_states_of_countries(self):
        for territory in self:
            foreign = territory.country_ids and territory.state_ids.filtered(
                lambda state, here=territory: state.country_id not in here.country_ids)
            if foreign:
                raise ValidationError(_(
                    'Territory "%(name)s": %(state)s is in %(country)s, which is not among its countries. Add the '
                    "country, or remove the state.",
                    name=territory.name, state=foreign[0].name, country=foreign[0].country_id.name))

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for territory in self:
            if territory.date_from and territory.date_to and territory.date_to < territory.date_from:
                raise ValidationError(_(
                    'Territory "%(name)s" ends on %(end)s, before it begins on %(start)s. Exchange the dates.',
                    name=territory.name, start=territory.date_from, end=territory.date_to))
