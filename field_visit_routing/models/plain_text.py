"""Texts that phones and programs send: without markup, without what a database cannot hold, not endless."""
import re

from lxml.html import defs
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .. import compat

#: Only tags that HTML knows: "a < b" and "<3" are no markup.
MARKUP = re.compile(r"<\s*/?\s*(?:%s)\b[^<>]*>|<!--|<!doctype" % "|".join(sorted(defs.tags | {"svg", "math"})), re.IGNORECASE)
SCRIPTS = re.compile(r"<\s*(script|style)\b.*?(<\s*/\s*\1\s*>|$)", re.IGNORECASE | re.DOTALL)
#: Also halves of characters, which a phone sends when a text is cut within an emoji.
MOST_LEVELS = 50
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def storable(value, levels=MOST_LEVELS):
    """Return a copy of ``value`` whose texts the database can hold; what JSON has no form for becomes text.

    It knows no NUL, and no half of a character, as is left where JavaScript cut a text within an emoji.  What lies more
    than ``levels`` deep is None: nobody enters that, and reading it would end the server's patience.
    """
    if isinstance(value, str):
        return CONTROLS.sub("", value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if not levels:
        return None
    if isinstance(value, dict):
        return {storable(str(key)): storable(item, levels - 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(item, levels - 1) for item in value]
    return storable(str(value))  # such as XML-RPC's moments


def short(value, limit):
    """Return ``value`` as one text of at most ``limit`` characters that the database can hold; "" for nothing."""
    return storable(str(value or "")).strip()[:limit]


def clean(env, label, value, limit):
    """Return ``value`` as plain text of at most ``limit`` characters; "" for nothing.

    :raises UserError: naming the field ``label``, for what is no text or too long
    """
    _ = compat.translator(env)
    if value is None or value is False:
        return ""
    if not isinstance(value, str):
        raise UserError(_("%(field)s: %(value)r is no text.") % {"field": label, "value": str(value)[:60]})
    text = without_markup(value)
    if len(text) > limit:
        raise UserError(_("%(field)s: this text has %(length)s characters and may have %(limit)s. Shorten it.") % {
            "field": label, "length": len(text), "limit": limit})
    return text


def without_markup(value):
    """Return the text that somebody would read in ``value``, whether it is HTML or not."""
    text = storable(value.replace("\r\n", "\n"))
    if MARKUP.search(text):
        text = html2plaintext(SCRIPTS.sub("", text))
    return text.strip()
