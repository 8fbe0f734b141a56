"""Personal tokens of tracking apps (OwnTracks, Traccar Client), which post positions while the phone's browser sleeps."""
import hashlib
import secrets

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from . import plain_text

#: Longer than any guess: 192 bits.
TOKEN_BYTES = 24
MOST_TOKENS = 5


class FieldVisitTrackToken(models.Model):
    _name = "field.visit.track.token"
    _description = "Token of a Tracking App"
    _order = "id desc"

    name = fields.Char("Device", required=True, readonly=True)
    rep_id = fields.Many2one("field.visit.rep", "Rep", required=True, readonly=True, index=True, ondelete="cascade")
    token_hash = fields.Char("Hash", required=True, readonly=True, groups="base.group_system", copy=False)
    hint = fields.Char("Begins With", readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    last_used_at = fields.Datetime("Last Used", readonly=True)

    def init(self):
        compat.unique_index(self, ["token_hash"])

    def revoke(self):
        """Let the tokens work no more; the rep's own only.  Returns True."""
        for token in self:
            token.rep_id._track_own()
        self.sudo().write({"active": False})  # nobody may write tokens
        return True

    @api.model
    def _rep_of(self, text):
        """Return the rep (with all rights) whose living token this is; empty for any other text."""
        # nobody is signed in when a tracking app posts
        token = self.sudo().search([("token_hash", "=", hash_of(str(text or "")))], limit=1)
        rep = token.rep_id.filtered(lambda rep: rep.active and rep.user_id.active)
        now = fields.Datetime.now()
        if rep and (not token.last_used_at or (now - token.last_used_at).total_seconds() > 60):
            token.last_used_at = now
        return rep


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    def create_track_token(self, name):
        """Make a token for a tracking app of the rep; for the rep alone.

        :param name: what the rep calls the device
        :return: ``{"token", "owntracks_url", "traccar_url", "traccar_json_url"}``: the token is told this once, only
            its hash is kept
        :raises UserError: without a name, and when there are too many
        """
        self._track_own()
        name = plain_text.short(name, 60)
        if not name:
            raise UserError(_("Give the device a name, so that you know later which token is its."))
        Token = self.env["field.visit.track.token"].sudo()  # nobody may write tokens
        if Token.search_count([("rep_id", "=", self.id)]) >= MOST_TOKENS:
            raise UserError(_("You have %s tokens already. Revoke one that is no longer used.") % MOST_TOKENS)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        Token.create({"name": name, "rep_id": self.id, "token_hash": hash_of(token), "hint": token[:4]})
        base = self.sudo().get_base_url()
        return {"token": token, "owntracks_url": base + "/field_visit_routing/track/owntracks",
                "traccar_url": base + "/field_visit_routing/track/traccar",
                "traccar_json_url": base + "/field_visit_routing/track/traccar/json"}


def hash_of(token):
    """The hash by which a token is kept.  Tokens are random, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
