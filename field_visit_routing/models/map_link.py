"""Links that reopen a view of the map: what is filtered, where the map stands, which base map."""
import json
import secrets
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat

KEEP_DAYS = 365
MOST_CHARACTERS = 50_000
#: Key of the action's context under which the map finds its view, see frontend/src/odoo/bridge.ts.
VIEW_KEY = "field_visit_map_view"
#: The same for colours and shapes, see frontend/src/odoo/memory.ts.
LOOK_KEY = "field_visit_map_look"


class FieldVisitMapLink(models.Model):
    _name = "field.visit.map.link"
    _description = "Link to a View of the Map"
    _rec_name = "token"

    token = fields.Char("Token", required=True, index=True, readonly=True)
    model = fields.Char("Model", required=True, readonly=True)
    domain_json = fields.Text("Filter", required=True, readonly=True)
    view_json = fields.Text("View", required=True, readonly=True)

    @api.model
    def create_link(self, model, domain, view):
        """Keep a view and return the address that reopens it, for a year.

        The link holds no records: who opens it sees those of the filter that he or she may read.

        :param model: name of the model, e.g. ``"res.partner"``
        :param domain: search domain
        :param dict view: what ``viewState()`` of the map gives
        :return: address (str)
        :raises UserError: for an unknown model, a filter or a view that cannot be kept
        :raises AccessError: when the user may not read the model
        """
        Map = self.env["field.visit.map"]
        target = Map._map_target(model)
        compat.check_access(target, "read")
        if not isinstance(domain, (list, tuple)) or not isinstance(view, dict):
            raise UserError(_("domain must be a list and view a dictionary."))
        Map._search(target, domain)
        values = {"model": model, "domain_json": self._json(domain, "domain"), "view_json": self._json(view, "view")}
        # the table is closed: a link is known to those only whom somebody has sent it
        Link = self.sudo()
        link = Link.search([(name, "=", value) for name, value in values.items()]
                           + [("create_uid", "=", self.env.uid)], limit=1)
        link = link or Link.create(dict(values, token=secrets.token_urlsafe(12)))
        return "%s/field_visit_routing/map/open/%s" % (link.get_base_url(), link.token)

    @api.model
    def _json(self, value, name):
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise UserError(_("%s: only texts, numbers, lists and dictionaries can be kept.", name)) from error
        if len(text) > MOST_CHARACTERS:
            raise UserError(_("%s is too long to be kept in a link. Choose a shorter filter.", name))
        return text

    @api.model
    def open_link(self, token):
        """Return the Odoo action that shows the view of a link.

        :raises UserError: when there is no such link (any more)
        :raises AccessError: when the user may not read the model
        """
        # whoever knows the token was sent it; the records themselves are searched as the user
        link = self.sudo().search([("token", "=", str(token))], limit=1)
        if not link or link.model not in self.env:
            raise UserError(_("This link does not exist any more. Ask for a new one."))
        target = self.env[link.model]
        compat.check_access(target, "read")
        view = json.loads(link.view_json)
        look = view.pop("look", False)
        # tells one opening from the next: the browser takes the view once and then keeps its own
        context = {VIEW_KEY: dict(view, opening=secrets.token_hex(8)), **({LOOK_KEY: look} if look else {})}
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get(link.model).sudo().name,
            "res_model": link.model,
            "domain": json.loads(link.domain_json),
            "context": context,
            "view_mode": compat.view_mode("field_visit_map,list,form"),
            "views": compat.views(("field_visit_map", False), ("list", False), ("form", False)),
            "target": "current",
        }

    @api.autovacuum
    def _gc_links(self):
        """Forget links after a year."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.sudo().search([("create_date", "<", limit)], limit=10_000).unlink()
