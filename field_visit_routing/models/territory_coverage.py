"""How well each territory is covered: our customers and theirs, distances to the nearest of each, white spots."""
from collections import namedtuple

import numpy as np
from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.geo.polygons import parse_area
from ..engine.territory.coverage import Places, middle_m, nearest_m, white_space, within_radius
from .located_mixin import PLACED
from .territory_figures import CUSTOMERS, OPEN_LEADS

#: How far from any customer of ours a place is a white spot, in kilometres.
WHITE_KM = 1.0
MAX_WHITE_KM = 1_000.0

#: Places with a position: ids, the territory of each (0 for none), where they are.
Group = namedtuple("Group", "ids areas places")
#: What is looked at: our customers, our open leads, their customers (partners and leads), their sites with their reach.
Market = namedtuple("Market", "ours leads their_partners their_leads sites reach_m")


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def get_coverage(self, white_km=WHITE_KM):
        """Return how these territories, all when called on none, are covered; each counts without its parts.

        Everybody counts what he or she may see. A customer or lead that buys from a competitor is one of theirs.

        :param float white_km: how far from any customer of ours a place is a white spot, in kilometres as the crow flies
        :return: list of dicts: ``territory_id`` (0: places in no territory), ``name``, ``customers``, ``leads``,
            ``their_customers``, ``their_sites``, ``own_median_m``, ``own_mean_m``, ``their_median_m``, ``their_mean_m``
            (from customers, leads and theirs to the nearest other customer of ours, and to the nearest site of theirs;
            -1 where there is none), ``threatened`` (our customers within the threat radius of a site), ``white_spots``
            (leads and customers of theirs farther than ``white_km`` from any customer of ours), ``white_partner_ids``,
            ``white_lead_ids``, ``area_km2``, ``white_km2`` (of the outline without its parts) and ``white_outline``
            (GeoJSON as a dict, empty without)
        :raises UserError: for a distance that makes no sense
        """
        white_m = self._visit_white_m(white_km)
        areas = self or self.search([])
        rows = {}
        for company in {area.company_id for area in areas}:
            rows.update(areas.filtered(lambda area: area.company_id == company)._visit_covered(company, white_m))
        found = [rows[number] for number in areas.ids]
        return found if self else found + self._visit_outside(white_m)

    def _visit_covered(self, company, white_m):
        """Return ``{id: row}`` of areas of one company: what another one sells does not cover it."""
        market = self._visit_market(company)
        figures = self._visit_market_figures(market, white_m)
        return {number: dict(self._visit_coverage_row(market, figures, number),
                             **self._visit_white_part(number, market, white_m)) for number in self.ids}

    @api.model
    def _visit_outside(self, white_m):
        """Return the row of what lies in no territory, of the company at hand; none when there is nothing."""
        market = self._visit_market(self.env.company)
        if not any(0 in group.areas for group in market[:5]):
            return []
        row = self._visit_coverage_row(market, self._visit_market_figures(market, white_m), 0)
        return [dict(row, **self._visit_white_part(0, market, white_m))]

    @api.model
    def _visit_white_m(self, white_km):
        if isinstance(white_km, bool) or not isinstance(white_km, (int, float)) or not 0 < white_km <= MAX_WHITE_KM:
            raise UserError(_("white_km: %(value)r is no distance for this. Give kilometres, more than 0 and at most %(most)s.")
                            % {"value": white_km, "most": "%g" % MAX_WHITE_KM})
        return white_km * 1000.0

    # ---- what there is -----------------------------------------------------------------------------
    @api.model
    def _visit_market(self, company):
        """Return what is sold by and against a company; by all that the user sees for areas of none."""
        partners, leads = self.env["res.partner"], self.env["crm.lead"]
        own = [("company_id", "in", [company.id, False])] if company else []
        sites, reach = self._visit_placed(partners, own + [("is_competitor", "=", True)], ["threat_radius_m"])
        kinds = ((partners, CUSTOMERS, "="), (leads, OPEN_LEADS, "="), (partners, CUSTOMERS, "!="), (leads, OPEN_LEADS, "!="))
        groups = [self._visit_placed(model, own + domain + [("competitor_id", operator, False)])[0]
                  for model, domain, operator in kinds]
        return Market(*groups, sites, [row[0] or 0 for row in reach])

    @api.model
    def _visit_placed(self, model, domain, names=()):
        """Return the records with a position that the user sees, and their values of the columns ``names``."""
        if not compat.has_access(model, "read"):
            return Group(np.array([], int), np.array([], int), Places.of([], [])), []
        columns = ["id", "territory_id", "partner_latitude", "partner_longitude"]
        rows = compat.search_rows(model, domain + [("geo_state", "in", PLACED)], columns + list(names))
        ids, areas = (np.array([row[i] or 0 for row in rows], dtype=int) for i in (0, 1))
        places = Places.of([row[2] or 0.0 for row in rows], [row[3] or 0.0 for row in rows])
        return Group(ids, areas, places), [row[4:] for row in rows]

    # ---- figures of every place ----------------------------------------------------------------------
    @api.model
    def _visit_market_figures(self, market, white_m):
        """Return arrays as long as all places but sites: area, distances to the nearest; and who is threatened or white."""
        groups = market[:4]
        everybody = Places.of(*(np.concatenate([getattr(group.places, name) for group in groups]) for name in ("lats", "lons")))
        is_ours = np.arange(len(everybody)) < len(market.ours.ids)
        own_m = nearest_m(everybody, market.ours.places, is_ours)
        return {
            "areas": np.concatenate([group.areas for group in groups]), "own_m": own_m,
            "their_m": nearest_m(everybody, market.sites.places),
            "threatened": within_radius(market.ours.places, market.sites.places, market.reach_m),
            "white": (own_m > white_m) & ~is_ours,
        }

    @api.model
    def _visit_coverage_row(self, market, figures, number):
        here = figures["areas"] == number
        own, their = (middle_m(figures[name][here]) for name in ("own_m", "their_m"))
        white = figures["white"]
        starts = np.cumsum([0] + [len(group.ids) for group in market[:4]])
        white_ids = [[int(i) for i in group.ids[(group.areas == number) & white[start:start + len(group.ids)]]]
                     for group, start in zip(market[:4], starts)]
        count = [int((group.areas == number).sum()) for group in market[:5]]
        return {
            "territory_id": number, "name": self._visit_coverage_name(number),
            "customers": count[0], "leads": count[1], "their_customers": count[2] + count[3], "their_sites": count[4],
            "own_median_m": _known(own[0]), "own_mean_m": _known(own[1]),
            "their_median_m": _known(their[0]), "their_mean_m": _known(their[1]),
            "threatened": int(figures["threatened"][market.ours.areas == number].sum()),
            "white_spots": int(white[here].sum()),
            "white_lead_ids": white_ids[1] + white_ids[3], "white_partner_ids": white_ids[2],
        }

    @api.model
    def _visit_coverage_name(self, number):
        return self.browse(number).complete_name if number else _("In no territory")

    # ---- white space -----------------------------------------------------------------------------------
    @api.model
    def _visit_white_part(self, number, market, white_m):
        """Return what of an outline, without those of its parts, is farther than ``white_m`` from our customers."""
        shape = self.browse(number)._visit_own_shape() if number else None
        if shape is None or shape.is_empty:
            return {"area_km2": 0.0, "white_km2": 0.0, "white_outline": {}}
        found = white_space(shape, market.ours.places, white_m)
        return {"area_km2": found.area_m2 / 1e6, "white_km2": found.white_m2 / 1e6, "white_outline": found.outline or {}}

    def _visit_own_shape(self):
        """Return the outline without those of the parts, None without one."""
        if not self.boundary:
            return None
        shape = parse_area(self.boundary).shape
        # parts that the user does not see are parts nonetheless
        for part in self.sudo().child_ids.filtered("boundary"):
            shape = shape.difference(parse_area(part.boundary).shape)
        return shape


def _known(metres):
    """The distance, or -1: programs that speak XML-RPC know no None."""
    return -1.0 if metres is None else metres
