"""Which places belong to a territory beside those within its boundary, from when to when, and which area wins."""
from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


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

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for territory in self:
            if territory.date_from and territory.date_to and territory.date_to < territory.date_from:
                raise ValidationError(_(
                    'Territory "%(name)s" ends on %(end)s, before it begins on %(start)s. Exchange the dates.',
                    name=territory.name, start=territory.date_from, end=territory.date_to))
