"""Moves of visits within routes, between them and out of them: read, checked, replayed.

Nothing is written here.  A *draft* is a list of moves; what it makes of the routes follows from
the routes as they stand and from the moves alone, so that the browser, a program and the save
all see the same.
"""
import hashlib
import json

from odoo import fields
from odoo.exceptions import UserError

from .. import compat

KNOWN_KEYS = {"visit_id", "route_id", "position"}
#: States of a visit that a person may still move.
MOVABLE = ("planned", "draft")


class Draft:
    """The routes as the moves make them.

    ``orders`` holds ``{route id: [visit, …]}`` of the planned visits of every touched route,
    ``out`` the visits that have no route any more, ``targets`` the ids of the routes that a
    visit was moved within or to, ``routes`` the touched routes.
    """

    def __init__(self, env, routes):
        self.env = env
        self.routes = env["field.visit.route"]
        self.orders = {}
        self.out = env["field.visit"]
        self.targets = set()
        self.visits = env["field.visit"]
        self._touch(routes)

    def replay(self, moves):
        """Apply the moves one after the other and return this draft.

        :raises UserError: naming the move's field, the value and the remedy
        """
        _ = compat.translator(self.env)
        if not isinstance(moves, (list, tuple)):
            raise UserError(_("moves: %r is not a list of moves.") % (moves,))
        for move in moves:
            self._apply(*self._read(move))
        return self

    def came(self, route):
        """The visits of the route's new order that belong to another route, or to none, now."""
        visits = self.env["field.visit"].browse([v.id for v in self.orders[route.id]])
        return visits.filtered(lambda visit: visit.route_id != route)

    # ---- reading -------------------------------------------------------------------------
    def _read(self, move):
        """``(visit, route or empty, position)`` of one move."""
        _ = compat.translator(self.env)
        if not isinstance(move, dict) or set(move) - KNOWN_KEYS or not {"visit_id", "route_id"} <= set(move):
            raise UserError(_("moves: %r is no move. Give a dictionary with visit_id, route_id (0 takes the "
                              "visit out of its route) and position (from 1; 0 is the last).") % (move,))
        routes = self.env["field.visit.route"]
        visit = routes._visit_known("visit_id", "field.visit", [move["visit_id"]])
        route = routes._visit_known("route_id", "field.visit.route", [move["route_id"]]) if move["route_id"] else routes
        self._touch(visit.route_id | route)
        self._refuse(visit, route)
        return visit, route, self._position(move)

    def _position(self, move):
        _ = compat.translator(self.env)
        position = move.get("position") or 0
        if not isinstance(position, int) or isinstance(position, bool) or position < 0:
            raise UserError(_("position: %r is no place in a route. Give a whole number from 1; 0 is the last.")
                            % (position,))
        return position

    def _refuse(self, visit, route):
        _ = compat.translator(self.env)
        if visit.state not in MOVABLE:
            raise UserError(_("%s is under way or over and cannot be moved.") % visit.name)
        if visit.is_waypoint and route != visit.route_id:
            raise UserError(_("%s is a way point or meeting of this rep and day, and stays on their route.")
                            % visit.name)
        if route and route.company_id != visit.company_id:
            raise UserError(_("%(visit)s and %(route)s belong to different companies. Choose another route.") % {
                "visit": visit.name, "route": route.name})
        for touched in visit.route_id | route:
            if refusal(touched):
                raise UserError(refusal(touched))

    # ---- replaying -----------------------------------------------------------------------
    def _touch(self, routes):
        for route in routes - self.routes:
            self.orders[route.id] = list(route._open_visits())
        self.routes |= routes

    def _apply(self, visit, route, position):
        self.visits |= visit
        for order in self.orders.values():
            if visit in order:
                order.remove(visit)
        self.out -= visit
        if not route:
            self.out |= visit
            return
        self.targets.add(route.id)
        order = self.orders[route.id]
        order.insert(position - 1 if position else len(order), visit)


def refusal(route):
    """Why the stops of the route cannot be moved, or ""."""
    _ = compat.translator(route.env)
    if not route._is_ahead():
        return _("%s is over: its stops cannot be moved any more.") % route.name
    return ""


def stamp(route):
    """A text that changes whenever somebody changes the route's stops, their times or its rep."""
    to_string = fields.Datetime.to_string
    stops = [[v.id, v.sequence, v.state, to_string(v.planned_start) or "", to_string(v.planned_end) or ""]
             for v in route.visit_ids.sorted("id")]
    known = json.dumps([route.rep_id.id, str(route.date), stops])
    return hashlib.sha256(known.encode()).hexdigest()[:16]
