"""What differs between Odoo 14.0 and 19.0 in sending something to one user's open pages."""
from . import compat


def send(user, kind, payload):
    """Send ``payload`` (a dict) of the type ``kind`` to the pages of ``user``, once the transaction is committed.

    It goes through the private channel that the server itself gives to a user's pages in every series; nobody can
    ask for another's.
    """
    bus = user.env["bus.bus"].sudo()  # everybody may be told something
    if compat.SERIES < 15:
        channel = (user.env.cr.dbname, "res.partner", user.partner_id.id)
        bus.sendone(channel, dict(payload, type=kind))
    else:
        bus._sendone(user.partner_id, kind, payload)
