"""Filters that users typed: read by Odoo's safe evaluation, tried once, refused in a sentence."""
import psycopg2
from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import dateutil as safe_dateutil
from odoo.tools.safe_eval import safe_eval

from .. import compat

#: What a broken filter raises, depending on the series and on what is wrong with it.
BROKEN = (ValueError, SyntaxError, NameError, TypeError, KeyError, AttributeError, AssertionError, IndexError, RecursionError,
          RuntimeError, ArithmeticError, MemoryError, psycopg2.DataError, psycopg2.ProgrammingError, UserError)


def read_domain(env, model, text, where):
    """Return the domain that ``text`` holds for records of ``model``, after trying it on the database.

    ``uid``, ``context_today()``, ``datetime`` and ``relativedelta`` may be used in it, as in Odoo's own filters.

    :param str text: the domain as text, or a list
    :param str where: what the filter belongs to, for the message
    :raises UserError: what is wrong with the filter, with an example
    """
    _ = compat.translator(env)
    try:
        domain = safe_eval(text or "[]", _names(env)) if isinstance(text, str) or not text else list(text)
        if not isinstance(domain, (list, tuple)):
            raise TypeError("no list of conditions")
        # a value that the database cannot compare must not spoil the caller's transaction
        with mute_logger("odoo.sql_db", "odoo.osv.expression"), env.cr.savepoint():
            env[model].search(domain, limit=1)
    except BROKEN as error:
        raise UserError(_('%(where)s: the filter %(filter)s cannot be used (%(error)s). Write it like '
                          "[('city', '=', 'Helsinki')], with fields of %(model)s.") % {
                              "where": where, "filter": text, "error": str(error).partition("\n")[0],
                              "model": env[model]._description}) from None
    return domain


def _names(env):
    return {
        "uid": env.uid, "context_today": lambda: fields.Date.context_today(env.user),
        "datetime": safe_datetime, "relativedelta": safe_dateutil.relativedelta.relativedelta,
    }
