"""Links for feedback: who holds one may answer, so they cannot be guessed, end after some days and work once.

Three kinds, told apart by their first letter: ``m`` was sent to one customer (a random text of which only the hash is
kept), ``v`` is shown by the rep at the customer's (signed by the server, so that a phone has it without a network),
``c`` hangs as a QR code on a counter and stays until somebody renews it.  None tells who anybody is.
"""
import base64
import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from .qr_code import qr_picture
from .rate_limit import database_key

PAGE = "/field_visit_routing/feedback/"
TOKEN = re.compile(r"[cmv][A-Za-z0-9_-]{20,80}")
SIGNED = re.compile(r"v([0-9]{1,10})-([A-Za-z0-9_-]{32})")
#: A visit of today may be answered from its check-in on; the QR code of one to come opens nothing yet.
VISITED = ("in_progress", "done")


def token_hash(token):
    """What the database knows of a link that was sent."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(kind):
    """A link that nobody guesses: 256 random bits behind the letter of its kind."""
    return kind + secrets.token_urlsafe(32)


class FieldVisitFeedback(models.Model):
    _inherit = "field.visit.feedback"

    @api.model
    def _feedback_url(self, token):
        # an address that the administrator has set for the links of all mails
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        return base.rstrip("/") + PAGE + token

    @api.model
    def _feedback_find(self, token):
        """Return the feedback of a link that was sent, or an empty one."""
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.browse()
        return self.search([("token_hash", "=", token_hash(token))], limit=1)


class FieldVisit(models.Model):
    _inherit = "field.visit"

    def get_feedback_link(self):
        """Return the address behind the QR code that a rep shows the customer at this visit.

        It works from the check-in on until the visit has its answer or the days for it are over.

        :raises AccessError: when you may not read the visit
        """
        self.ensure_one()
        compat.check_access(self, "read")
        return self._feedback_link()

    def _feedback_link(self):
        return self.env["field.visit.feedback"]._feedback_url("v%d-%s" % (self.id, self._feedback_signature()))

    def _feedback_signature(self):
        digest = hmac.new(database_key(self.env), b"field_visit_routing.feedback:%d" % self.id, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()

    @api.model
    def _feedback_signed(self, token):
        """Return the visit of a rep's QR code, or an empty one."""
        match = SIGNED.fullmatch(token) if isinstance(token, str) else None
        visit = self.browse(int(match.group(1))) if match and int(match.group(1)) < 2**31 else self.browse()
        if not visit or not hmac.compare_digest(visit._feedback_signature(), match.group(2)):
            return self.browse()
        return visit.exists()

    def _feedback_open_until(self):
        """Until when an answer to this visit is taken; False before the check-in."""
        if self.state not in VISITED:
            return False
        begun = self.actual_end or self.actual_start or fields.Datetime.now()
        return begun + timedelta(days=self.company_id.visit_feedback_valid_days)


class FieldVisitFeedbackLink(models.Model):
    """The QR code of a counter: of a customer's, or of the company's own."""

    _name = "field.visit.feedback.link"
    _inherit = "field.visit.checked.mixin"
    _description = "QR Code for Feedback"
    _order = "name, id"

    name = fields.Char("Place", required=True, help="What customers read above the question, e.g. Shop Market Square.")
    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade",
                                 help="Whose counter it is; empty for one of the company's own.")
    device_most = fields.Integer("Answers From One Device a Day", default=3, help=(
        "Further ones are kept but do not count; 0 for any number, as for a tablet that stands there."))
    active = fields.Boolean("Active", default=True)
    token = fields.Char(required=True, readonly=True, copy=False, default=lambda self: new_token("c"))
    url = fields.Char("Address", compute="_compute_url")
    code = fields.Binary("QR Code", compute="_compute_url")

    def init(self):
        compat.unique_index(self, ["token"])

    @api.depends("token")
    def _compute_url(self):
        for link in self:
            link.url = self.env["field.visit.feedback"]._feedback_url(link.token) if link.token else False
            link.code = link.url and qr_picture(link.url)

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), device_most=(0, 1000))

    @api.model
    def _visit_checked(self, vals):
        vals = super()._visit_checked(vals)
        if vals.get("token") and not self.env.su:
            raise UserError(_("The address of a QR code is made by the server. Use Renew to have another one."))
        return vals

    def _feedback_values(self):
        """What every feedback at this counter starts with."""
        return {"partner_id": self.partner_id.id, "territory_id": self.partner_id.territory_id.id,
                "company_id": self.company_id.id}

    def action_renew(self):
        """Give these QR codes another address: prints of the old one open nothing any more.  Returns True."""
        compat.check_access(self, "write")
        for link in self:
            link.sudo().token = new_token("c")  # the address is the server's
        return True

    @api.model
    def _feedback_find(self, token):
        return self.search([("token", "=", token)], limit=1) if TOKEN.fullmatch(token) else self.browse()
